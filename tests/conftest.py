"""Fixtures: a real store in a temporary folder, and the embedded press as a test server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gazette.demo import Press
from gazette.store import Store, open_store
from tests.builders import NOW


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "gazette.db")
    yield opened
    opened.close()


@pytest.fixture
def press() -> Iterator[Press]:
    with Press(now=NOW, slow_s=0.1) as serving:
        yield serving

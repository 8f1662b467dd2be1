"""Fixtures: a real store in a temporary folder, and the embedded press as a test server."""

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from gazette.demo import Press
from gazette.store import Store, open_store
from tests.builders import NOW

# No test is timed: on a busy machine a slow example is no failure.
hypothesis.settings.register_profile(
    "gazette", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("gazette")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "gazette.db")
    yield opened
    opened.close()


@pytest.fixture
def press() -> Iterator[Press]:
    with Press(now=NOW, slow_s=0.1) as serving:
        yield serving

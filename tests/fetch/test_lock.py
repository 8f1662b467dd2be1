from pathlib import Path

import pytest

from gazette.errors import StoreError
from gazette.fetch.lock import fetch_lock


def test_one_fetch_at_a_time(tmp_path: Path) -> None:
    store = tmp_path / "gazette.db"
    with fetch_lock(store) as first, fetch_lock(store) as second:
        assert (first, second) == (True, False)
    with fetch_lock(store) as third:
        assert third


def test_a_folder_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    with (
        pytest.raises(StoreError, match=r"gazette\.db\.fetching"),
        fetch_lock(tmp_path / "no" / "gazette.db"),
    ):
        pass

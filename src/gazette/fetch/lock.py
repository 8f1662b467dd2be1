"""One fetch at a time: a lock beside the store that the kernel releases, also after kill -9."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gazette.store.failures import translated


@contextmanager
def fetch_lock(store: Path) -> Iterator[bool]:
    """Hold the fetch lock of `store` for the block; give False where another fetch holds it.

    Raises:
        StoreError: the lock file cannot be made.
    """
    path = store.with_name(f"{store.name}.fetching")
    with translated(path):
        file = path.open("w")
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True

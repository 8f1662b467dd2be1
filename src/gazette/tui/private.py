"""Small files of the reader's own beside the store: what is read says much of its reader."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def keep_private(file: Path, text: str) -> None:
    """Write a file that nobody else may read, whole or not at all; where it cannot be, nothing."""
    with suppress(OSError):
        write_private(file, text)


def write_private(file: Path, text: str) -> None:
    """Write a file that nobody else may read, whole or not at all.

    Raises:
        OSError: it cannot be written; what was there before is there still.
    """
    # Made readable by nobody else from its first byte, and put in place whole.
    descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.write(text)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

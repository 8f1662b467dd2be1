"""Write files that are not there yet: whole or not at all, and never over another."""

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from gazette.errors import N_, ExportError, system_problem

_PROBLEMS: Final = {
    errno.ENOSPC: N_("no space is left there"),
    errno.EDQUOT: N_("no space is left there for you"),
    errno.ENOENT: N_("its folder is not there"),
    errno.EEXIST: N_("it is there already, and nothing is overwritten"),
    errno.ENAMETOOLONG: N_("the name is too long"),
}
"""What the system says of a file that is to be made; of others it says it in other words."""
_NO_LINKS: Final = frozenset((errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS))
"""What file systems without hard links (FAT, some over networks) say to one."""
_PUBLIC: Final = 0o666  # less what the umask takes away


@contextmanager
def told(place: Path | str) -> Iterator[None]:
    """Turn what the system says about a place into an `ExportError` that names it."""
    try:
        yield
    except OSError as problem:
        said = _PROBLEMS.get(problem.errno or 0) or system_problem(problem)
        raise ExportError(file=place, problem=said) from problem


def write_new(path: Path, pieces: Iterable[bytes], *, mode: int = _PUBLIC) -> None:
    """Write a file under a name that is free; nobody ever sees a part of it.

    Raises:
        ExportError: the name is taken, or the file cannot be written; then nothing is left of it.
    """
    part = path.with_name(f".gazette-{os.getpid()}.part")
    with told(path):
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        part.unlink(missing_ok=True)  # of a process of that number that was killed
        try:
            file = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
            with os.fdopen(file, "wb") as opened:
                opened.writelines(pieces)
            _publish(part, path)
        finally:
            part.unlink(missing_ok=True)


def _publish(part: Path, path: Path) -> None:
    """Give a finished file its name, unless another has got it meanwhile."""
    try:
        os.link(part, path)
    except OSError as problem:
        if problem.errno not in _NO_LINKS or os.path.lexists(path):
            raise
        part.rename(path)

"""Replace feeds.toml by a changed text: whole or not at all, and never by one that cannot be read.

The file keeps its permissions, and a link stays a link. Two commands at once wait for each other.
"""

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from gazette.config import Config, load_config, parse_config
from gazette.errors import N_, ConfigError, system_problem
from gazette.model import ListedFeed
from gazette.subscribe.edits import CannotEdit, with_feeds, without_feed

_BOM: Final = "\ufeff"


def add_feeds(file: Path, feeds: Sequence[ListedFeed]) -> Config:
    """Add feeds to the end of the list and return what the file says now.

    Raises:
        ConfigError: the file cannot be read, used or written; it is as it was.
    """
    return _edit(file, lambda text, _: with_feeds(text, feeds))


def remove_feed(file: Path, url: str) -> Config:
    """Take the feed at `url` out of the list and return what the file says now.

    Raises:
        ConfigError: the file cannot be read, used or written, or has no such feed any more; it
            is as it was.
    """

    def change(text: str, config: Config) -> str:
        urls = [subscription.url for subscription in config.subscriptions]
        if url not in urls:
            raise ConfigError(
                file=file, place="feeds", problem=N_("the feed is not there any more")
            )
        return without_feed(text, urls.index(url))

    return _edit(file, change)


def _edit(file: Path, change: Callable[[str, Config], str]) -> Config:
    try:
        target = file.resolve(strict=True)
        with _held(target.parent):
            config = load_config(target)
            text = target.read_bytes().decode("utf-8")
            mark = _BOM if text.startswith(_BOM) else ""
            changed = change(text.removeprefix(_BOM), config)
            # Checked before it is there: nothing may be written that no command could load.
            new = parse_config(changed, file)
            _replace(target, (mark + changed).encode("utf-8"))
    except CannotEdit as problem:
        raise ConfigError(
            file=file,
            place="feeds",
            problem=N_("written in a way that gazette cannot change; please edit it yourself"),
        ) from problem
    except OSError as problem:
        raise ConfigError(file=file, place=N_("file"), problem=system_problem(problem)) from problem
    return new


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Keep other commands of ours from editing for the block.

    The lock is on the folder: the file is another one after each edit.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _replace(file: Path, content: bytes) -> None:
    """Put `content` in the place of a file; a crash leaves the one or the other."""
    mode = file.stat().st_mode & 0o7777
    descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as out:
            os.fchmod(out.fileno(), mode)
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(file)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise

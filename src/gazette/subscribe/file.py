"""Replace feeds.toml by a changed text: whole or not at all, and never by one that cannot be read.

The file keeps its permissions, and a link stays a link. Two commands at once wait for each other.
"""

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from gazette.config import Config, load_config, parse_config
from gazette.errors import N_, ConfigError, system_problem
from gazette.model import ListedFeed, SavedView
from gazette.subscribe.edits import (
    CannotEdit,
    with_changed_feed,
    with_feeds,
    with_view,
    without_feed,
)

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
    return _edit(file, lambda text, config: without_feed(text, _place(file, config, url)))


def change_feed(file: Path, url: str, values: Mapping[str, object]) -> Config:
    """Give some keys of the feed at `url` other values, and return what the file says now.

    A value of None takes the key out.

    Raises:
        ConfigError: as of `remove_feed`.
    """
    return _edit(
        file, lambda text, config: with_changed_feed(text, _place(file, config, url), values)
    )


def add_view(file: Path, view: SavedView) -> Config:
    """Add a saved view to the end of the file and return what it says now.

    Raises:
        ConfigError: there is a view of this name, it has no query, or the file cannot be read,
            used or written; it is as it was.
    """
    return _edit(file, lambda text, _: with_view(text, view), place="views")


def _place(file: Path, config: Config, url: str) -> int:
    """Return which of the feeds is at `url`, counted from 0."""
    urls = [subscription.url for subscription in config.subscriptions]
    if url not in urls:
        raise ConfigError(file=file, place="feeds", problem=N_("the feed is not there any more"))
    return urls.index(url)


def _edit(file: Path, change: Callable[[str, Config], str], *, place: str = "feeds") -> Config:
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
            place=place,
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

"""Change the text of a feeds.toml: its feeds and views; every other byte stays as it is.

Pure. tomlkit writes the values, and edits lists that are written `feeds = [...]`. `[[feeds]]`
tables are added, changed and cut as text: tomlkit counts the heading comment of a section to the
feed before it, would lose it with that feed, and moves tables that stand between feeds.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import tomlkit
from tomlkit.items import AoT, Array

from gazette.model import ListedFeed, SavedView

_HEADER = re.compile(r"^[ \t]*\[.*$", re.MULTILINE)
_FEEDS_HEADER = re.compile(r"[ \t]*\[\[[ \t]*(?:feeds|\"feeds\"|'feeds')[ \t]*\]\]")
_OF_FEEDS = re.compile(r"[ \t]*\[{1,2}[ \t]*(?:feeds|\"feeds\"|'feeds')[ \t]*\.")
_TRIVIA = re.compile(r"[ \t]*(?:#.*)?")
_BLANK: Final = re.compile(r"[ \t]*")


class CannotEdit(Exception):
    """The file is sound, but written in a way in which it cannot be changed safely."""


def with_feeds(text: str, feeds: Sequence[ListedFeed]) -> str:
    """Return a feeds.toml with feeds added behind those that it has.

    Raises:
        CannotEdit: the place for them cannot be found.
    """
    before = tomllib.loads(text)
    if before.get("feeds") and not _has_tables(text):
        changed = _with_inline(text, feeds)
    else:
        changed = _with_tables(text, [_table("feeds", _values(feed)) for feed in feeds])
    wanted = [*before.get("feeds", ()), *map(_values, feeds)]
    _check(changed, {**before, "feeds": wanted})
    return changed


def without_feed(text: str, place: int) -> str:
    """Return a feeds.toml without its feed number `place`, counted from 0.

    Comments around it stay: they may be about the others.

    Raises:
        CannotEdit: where the feed begins and ends cannot be told.
    """
    before = tomllib.loads(text)
    if _has_tables(text):
        start, end = _span(text, place)
        changed = text[:start] + text[end:]
    else:
        changed = _without_inline(text, place)
    left = [feed for n, feed in enumerate(before["feeds"]) if n != place]
    wanted = {**before, "feeds": left}
    if not left and "feeds" not in tomllib.loads(changed):
        del wanted["feeds"]
    _check(changed, wanted)
    return changed


def with_view(text: str, view: SavedView) -> str:
    """Return a feeds.toml with a view added behind those that it has.

    Raises:
        CannotEdit: the place for it cannot be found.
    """
    before = tomllib.loads(text)
    values = {"name": view.name, "query": view.query}
    changed = _with_tables(text, [_table("views", values)])
    _check(changed, {**before, "views": [*before.get("views", ()), values]})
    return changed


def with_changed_feed(text: str, place: int, values: Mapping[str, object]) -> str:
    """Return a feeds.toml in which some keys of its feed number `place` have other values.

    A value of None takes the key out.

    Raises:
        CannotEdit: where the feed begins and ends cannot be told.
    """
    before = tomllib.loads(text)
    if _has_tables(text):
        start, end = _span(text, place)
        part = tomlkit.parse(text[start:end])
        tables = part.get("feeds")
        if not isinstance(tables, AoT) or len(tables) != 1:
            raise CannotEdit
        _set(tables[0], values)
        changed = text[:start] + tomlkit.dumps(part) + text[end:]
    else:
        document, listed = _inline(text)
        _set(listed[place], values)
        changed = tomlkit.dumps(document)
    feeds = list(before["feeds"])
    given = {key: value for key, value in values.items() if value is not None}
    left = {key: value for key, value in feeds[place].items() if key not in values}
    feeds[place] = {**left, **given}
    _check(changed, {**before, "feeds": feeds})
    return changed


def _set(table: Any, values: Mapping[str, object]) -> None:
    for key, value in values.items():
        if value is None:
            table.pop(key, None)
        else:
            table[key] = value


def _with_tables(text: str, tables: Sequence[str]) -> str:
    """Return a text with tables behind it, each with an empty line before it."""
    line_end = "\r\n" if "\r\n" in text else "\n"
    body = text if not text or text.endswith("\n") else text + line_end
    blank = "\n" if body.strip() else ""
    return body + (blank + "\n".join(tables)).replace("\n", line_end)


def _check(text: str, wanted: dict[str, Any]) -> None:
    """Refuse a text that says anything else than it should."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise CannotEdit from problem
    if found != wanted:
        raise CannotEdit


def _values(feed: ListedFeed) -> dict[str, Any]:
    values: dict[str, Any] = {"url": feed.url}
    if feed.title:
        values["title"] = feed.title
    if feed.tags:
        values["tags"] = list(feed.tags)
    return values


def _table(name: str, values: dict[str, Any]) -> str:
    tables = tomlkit.aot()
    tables.append(tomlkit.item(values))
    document = tomlkit.document()
    document[name] = tables
    return tomlkit.dumps(document)


def _has_tables(text: str) -> bool:
    return any(_FEEDS_HEADER.match(header[0]) for header in _HEADER.finditer(text))


def _span(text: str, place: int) -> tuple[int, int]:
    """Return where the feed's lines begin and end, one empty line beside them included."""
    headers = list(_headers(text, place))
    if not headers:
        raise CannotEdit
    start, end = headers[0], headers[-1] if len(headers) > 1 else len(text)
    lines = text[start:end].splitlines(keepends=True)
    while _TRIVIA.fullmatch(lines[-1].rstrip("\r\n")):
        end -= len(lines.pop())
    following = text[end:].partition("\n")[0]
    if text[end:] and _BLANK.fullmatch(following.rstrip("\r")):
        return start, end + len(following) + 1
    if not text[end:].strip():
        # The last of the file takes the empty line in front of it along.
        ahead = text[:start].splitlines(keepends=True)
        if ahead and _BLANK.fullmatch(ahead[-1].rstrip("\r\n")):
            start -= len(ahead[-1])
    return start, end


def _headers(text: str, place: int) -> Iterator[int]:
    """Yield where the feed's header stands, then where the next table that is not its own does.

    What looks like a header inside a text or a list over several lines is none: up to it the
    file is not whole.
    """
    seen = 0
    found = False
    for header in _HEADER.finditer(text):
        is_feed = _FEEDS_HEADER.match(header[0]) is not None
        if found and not _OF_FEEDS.match(header[0]) and _is_whole(text[: header.start()]):
            yield header.start()
            return
        if is_feed and not found:
            if seen >= place and _feeds_before(text[: header.start()]) == place:
                found = True
                yield header.start()
            seen += 1


def _feeds_before(text: str) -> int | None:
    try:
        return len(tomllib.loads(text).get("feeds", ()))
    except tomllib.TOMLDecodeError:
        return None


def _is_whole(text: str) -> bool:
    return _feeds_before(text) is not None


def _with_inline(text: str, feeds: Sequence[ListedFeed]) -> str:
    document, listed = _inline(text)
    for feed in feeds:
        table = tomlkit.inline_table()
        table.update(_values(feed))
        listed.append(table)
    return tomlkit.dumps(document)


def _without_inline(text: str, place: int) -> str:
    document, listed = _inline(text)
    del listed[place]
    return tomlkit.dumps(document)


def _inline(text: str) -> tuple[tomlkit.TOMLDocument, Array]:
    document = tomlkit.parse(text)
    listed = document.get("feeds")
    if not isinstance(listed, Array) or tomlkit.dumps(document) != text:
        raise CannotEdit
    return document, listed

"""Which line of feeds.toml says something: for messages, as the parser does not tell.

Pure.
"""

import re
from collections.abc import Iterator
from typing import Final

_HEADER: Final = re.compile(r"\s*\[(\[?)([^\[\]#]+)\]\]?\s*(?:#.*)?")
_LONG_QUOTES: Final = re.compile("\"\"\"|'''")
_KEY: Final = re.compile(r"([^=#\[\]]+)=")


def line_of(text: str, path: str) -> int | None:
    """Return the line, from 1, that has a path such as "feeds[3].every" or "reader".

    Where a key is missing, or written in a way of its own, that of the table that it is in; None
    without either.
    """
    lines: dict[str, int] = {}
    for number, found in _paths(text):
        lines.setdefault(found, number)
    while path and path not in lines:
        path = path.rpartition(".")[0]
    return lines.get(path)


def _paths(text: str) -> Iterator[tuple[int, str]]:
    """Yield the paths of tables and keys, with their lines."""
    inside = open_quotes = ""
    count: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        was_open = bool(open_quotes)
        for quotes in _LONG_QUOTES.findall(line):
            if open_quotes in ("", quotes):
                open_quotes = "" if open_quotes else quotes
        if was_open:  # a text of several lines
            continue
        if header := _HEADER.fullmatch(line):
            inside = _plain(header[2])
            if header[1]:
                count[inside] = count.get(inside, -1) + 1
                inside = f"{inside}[{count[inside]}]"
            yield number, inside
        elif key := _KEY.match(line):
            yield number, f"{inside}.{_plain(key[1])}".lstrip(".")


def _plain(name: str) -> str:
    """Return a dotted name without the quotes and blanks that it may be written with."""
    return ".".join(part.strip().strip("\"'") for part in name.split("."))

"""How the checks are shown: a sign, a name, what was found, and under it what to do."""

import sys
import textwrap
from collections.abc import Iterator, Mapping
from typing import Final

import click

from gazette.cli import output
from gazette.cli.doctor.case import Check, State
from gazette.i18n import Words
from gazette.text import NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE

NAME_CELLS: Final = 14
_NARROWEST, _WIDEST = 50, 100
_INDENT: Final = " " * (2 + 2 + NAME_CELLS + 1)
_SIGNS: Final[Mapping[State, str]] = {"ok": "✓", "warning": "!", "failed": "✗", "skipped": "–"}
_PLAIN_SIGNS: Final[Mapping[State, str]] = {
    "ok": "+",
    "warning": "!",
    "failed": "x",
    "skipped": "-",
}
_PLAIN: Final = str.maketrans(
    {
        NO_BREAK_SPACE: " ",
        NARROW_NO_BREAK_SPACE: " ",
        "’": "'",
        "–": "-",
        "“": '"',
        "”": '"',
        "…": "...",
    }
)
_COLOURS: Final[Mapping[State, str]] = {"ok": "green", "warning": "yellow", "failed": "red"}


class Page:
    """Sets checks for one terminal, or for none."""

    def __init__(self, words: Words, *, width: int, is_coloured: bool, is_plain: bool) -> None:
        """Take what the page is made for.

        Args:
            words: the reader's language.
            width: columns that may be used.
            is_coloured: signs may be coloured; they tell by their form alone.
            is_plain: the encoding has no such signs as ✓.
        """
        self._words = words
        self._width = min(max(width, _NARROWEST), _WIDEST)
        self._is_coloured = is_coloured
        self._signs = _PLAIN_SIGNS if is_plain else _SIGNS
        self._arrow, self._bullet = ("->", "-") if is_plain else ("→", "·")
        self._is_plain = is_plain

    @classmethod
    def of_terminal(cls, words: Words, environment: Mapping[str, str]) -> "Page":
        """Return the page for standard output as it is."""
        is_plain_terminal = environment.get("TERM", "dumb") == "dumb"
        has_colours = not environment.get("NO_COLOR") and not is_plain_terminal
        return cls(
            words,
            width=output.width(sys.stdout),
            is_coloured=has_colours and sys.stdout.isatty(),
            is_plain=not _can_show("".join((*_SIGNS.values(), "→"))),
        )

    def heading(self, title: str) -> str:
        """Return the heading of a section."""
        told = self._words(title)
        return click.style(told, bold=True) if self._is_coloured else told

    def lines(self, check: Check) -> Iterator[str]:
        """Yield the lines of one check."""
        first, *more = self._wrapped(check.detail)
        yield f"  {self._sign(check.state)} {self._words(check.name):{NAME_CELLS}} {first}"
        yield from (f"{_INDENT}{line}" for line in more)
        for item in check.items:
            first, *more = self._wrapped(item, less=2)
            yield f"{_INDENT}{self._bullet} {first}"
            yield from (f"{_INDENT}  {line}" for line in more)
        yield from self._remedy(check)

    def _remedy(self, check: Check) -> Iterator[str]:
        """Yield what to do; a command is never broken, so that it can be copied."""
        if not check.remedy:
            return
        begin = f"{_INDENT}{self._arrow} "
        indent = " " * len(begin)
        told, command = remedy_of(check, self._words), ""
        if check.command and len(begin + told) > self._width:
            told, command = self._words.labelled(check.remedy, "").rstrip(" "), check.command
        first, *more = self._wrapped(told, less=len(self._arrow) + 1)
        yield f"{begin}{first}"
        yield from (f"{indent}{line}" for line in more)
        if command:
            yield f"{indent}{command}"

    def _wrapped(self, text: str, *, less: int = 0) -> list[str]:
        width = self._width - len(_INDENT) - less
        lines = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
        return [line.translate(_PLAIN) if self._is_plain else line for line in lines] or [""]

    def _sign(self, state: State) -> str:
        sign = self._signs[state]
        colour = _COLOURS.get(state)
        return click.style(sign, fg=colour, bold=True) if self._is_coloured and colour else sign


def remedy_of(check: Check, words: Words) -> str:
    """Return what to do about a check, as one line; empty where there is nothing to do."""
    return words.labelled(check.remedy, check.command) if check.command else check.remedy


def fields_of(section: str, check: Check, words: Words) -> Mapping[str, object]:
    """Return the fields of one line of `gazette doctor --jsonl`."""
    return {
        "section": section,
        "name": check.name,
        "state": check.state,
        "detail": check.detail,
        "remedy": remedy_of(check, words) or None,
        "items": check.items,
    }


def _can_show(signs: str) -> bool:
    try:
        signs.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True

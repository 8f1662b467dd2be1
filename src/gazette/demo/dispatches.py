"""The texts of the sample press: `pages/<feed>/*.toml` → mastheads and their dispatches.

A file holds a few fields and the text, written as one would type it: an empty line between
paragraphs, `## ` before a subheading, `> ` a quotation, `- ` and `1. ` list items, and
`[caption | credit]` for a picture. French no-break spaces are set here, so that the files can be
written and read without invisible characters.
"""

import re
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from msgspec import Struct

from gazette.article import Figure, Heading, ListItem, Paragraph, Quote
from gazette.text import NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE

DispatchBlock = Heading | Paragraph | Quote | ListItem | Figure


class Behaviour(StrEnum):
    """What a feed's server does beside answering."""

    PLAIN = "plain"
    SLOW = "slow"
    """Thinks before it answers."""
    MOVED = "moved"
    """The subscribed address answers 301."""
    BROKEN = "broken"
    """An HTML page stands where the feed should be."""
    LEGACY = "legacy"
    """Feed and pages are windows-1252, and say that they are ISO-8859-1."""
    GZIP = "gzip"
    """Compresses for clients that accept it."""


class Dispatch(Struct, frozen=True):
    """One story of the sample press."""

    slug: str
    title: str
    standfirst: str
    author: str
    age: timedelta
    """How long before the press's `now` it was published."""
    blocks: tuple[DispatchBlock, ...]
    layout: str
    """A name in `layouts.LAYOUTS`."""
    ai_note: str = ""
    """What the page says of a machine's part in the text."""
    is_withdrawn: bool = False
    """The feed announces it, but its page answers 404."""


class Masthead(Struct, frozen=True):
    """One newspaper of the sample press: its feed and its dispatches, newest first."""

    slug: str
    title: str
    description: str
    language: str
    tags: tuple[str, ...]
    format: str
    """"rss" or "atom"."""
    behaviour: Behaviour
    dispatches: tuple[Dispatch, ...]


def mastheads() -> tuple[Masthead, ...]:
    """Return every newspaper of the sample press, in the order of their `rank`."""
    folders = (folder for folder in (files(__package__) / "pages").iterdir() if folder.is_dir())
    ranked = [_masthead(folder) for folder in folders]
    return tuple(masthead for _rank, masthead in sorted(ranked, key=lambda pair: pair[0]))


def _masthead(folder: Traversable) -> tuple[int, Masthead]:
    about = tomllib.loads((folder / "_feed.toml").read_text("utf-8"))
    language = about["language"]
    dispatches = [
        _dispatch(file, language, about.get("layout", ""))
        for file in folder.iterdir()
        if file.name.endswith(".toml") and file.name != "_feed.toml"
    ]
    return about["rank"], Masthead(
        slug=folder.name,
        title=about["title"],
        description=typeset(about["description"], language),
        language=language,
        tags=tuple(about["tags"]),
        format=about["format"],
        behaviour=Behaviour(about.get("behaviour", "plain")),
        dispatches=tuple(sorted(dispatches, key=lambda dispatch: dispatch.age)),
    )


def _dispatch(file: Traversable, language: str, layout: str) -> Dispatch:
    fields = tomllib.loads(file.read_text("utf-8"))
    return Dispatch(
        slug=file.name.removesuffix(".toml"),
        title=typeset(fields["title"], language),
        standfirst=typeset(fields["standfirst"], language),
        author=fields["author"],
        age=timedelta(hours=fields["hours_ago"]),
        blocks=tuple(parse_blocks(fields["text"], language)),
        layout=fields.get("layout", layout),
        ai_note=typeset(fields.get("ai_note", ""), language),
        is_withdrawn=fields.get("withdrawn", False),
    )


def parse_blocks(text: str, language: str) -> Iterator[DispatchBlock]:
    """Yield the blocks of a dispatch's text, typeset; a paragraph's lines become one."""
    for piece in text.strip().split("\n\n"):
        if _LIST_MARK.match(piece):
            for entry in _LIST_BREAK.split(piece):
                mark, _space, words = typeset(entry, language).partition(" ")
                yield ListItem(words, number=None if mark == "-" else int(mark.rstrip(".")))
            continue
        line = typeset(piece, language)
        if line.startswith("## "):
            yield Heading(line.removeprefix("## "))
        elif line.startswith("> "):
            yield Quote(line.removeprefix("> ").replace(" > ", " "))
        elif line.startswith("[") and line.endswith("]"):
            caption, _bar, credit = line[1:-1].partition(" | ")
            yield Figure(caption=caption, credit=credit)
        else:
            yield Paragraph(line)


_LIST_MARK: Final = re.compile(r"(?:-|\d\.) ")
_LIST_BREAK: Final = re.compile(r"\n(?=(?:-|\d\.) )")
_SPACES: Final = re.compile(r"[ \n]+")
_BESIDE_GUILLEMETS: Final = re.compile(r"(?<=«) | (?=[»:])")
_BEFORE_MARKS: Final = re.compile(r"(?<=\w) (?=[;!?%€])|(?<=\d)(?<!\d{4}) (?=\d{3}(?!\d))")


def typeset(text: str, language: str) -> str:
    """Return `text` on one line, in French with the no-break spaces of its typography.

    A full one inside « » and before a colon; a narrow one before ; ! ? % € and between thousands.
    """
    text = _SPACES.sub(" ", text).strip()
    if language == "fr":
        text = _BESIDE_GUILLEMETS.sub(NO_BREAK_SPACE, text)
        text = _BEFORE_MARKS.sub(NARROW_NO_BREAK_SPACE, text)
    return text

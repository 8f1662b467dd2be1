"""A story as Markdown: the text for any reader of it, and a file with front matter.

Pure. The text of a story is escaped, so that nothing in it can become HTML, a link, a picture, a
heading or a list; what is marked up is what the article's blocks say.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Final, assert_never

from msgspec import Struct

from gazette.article import (
    Block,
    Figure,
    Heading,
    ListItem,
    Paragraph,
    Preformatted,
    Quote,
    Span,
    Standfirst,
    Table,
)
from gazette.export.marked import Part, nested
from gazette.feeds.links import web_url
from gazette.model import Story
from gazette.text import fold

SUFFIX: Final = ".md"
KEY_CHARS: Final = 10
DEEPEST: Final = 8
"""So deep lists lie in each other; what lies deeper lies there."""
_SLUG_CHARS: Final = 80
"""With date, key and suffix a name stays below 110 bytes; file systems take 255."""

# What begins something anywhere in a line, for CommonMark, GitHub, Pandoc or Obsidian.
_MARKS = re.compile(r"[\\`*_{}\[\]<>#&~|$@]")
# What begins something at the start of a line, and only there: lists, rules, underlined headings.
_LINE_START = re.compile(r"\A([0-9]*)((?<=[0-9])[.)]|(?<![0-9])(?:[-+=]|:(?!//)))")
# What GitHub makes a link of, though nothing marks it as one.
_BARE_LINK = re.compile(r"(?i):(?=//)|(?<=www)\.")
_FENCE = re.compile("`+")
_MOST_DIGITS: Final = 9
"""Of a list's number; CommonMark takes no more."""
_NO_SLUG = re.compile(r"[^a-z0-9]+")
# YAML 1.1 and 1.2 agree on these inside double quotes; the rest is written as an escape.
_NOT_PLAIN = re.compile(
    "[^ !#-\\[\\]-~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def document(story: Story) -> str:
    """Return a story as the text of a file: front matter in YAML, title, blocks, link."""
    heading = f"# {_line(story.title)}" if story.title.strip() else ""
    text = _joined((heading, blocks_text(story.blocks), link(story.url)))
    return f"{_front_matter(story)}\n{text}\n"


def file_name(story: Story, *, zone: tzinfo | None = None) -> str:
    """Return the name of a story's file: its day in `zone`, words of its title, and its key.

    The key alone tells stories apart, so names are unique on file systems that ignore case, and
    a story whose title was edited keeps it. ASCII, and no name that a system keeps for itself.
    """
    day = (story.published or story.fetched).astimezone(zone)
    slug = _NO_SLUG.sub("-", fold(story.title)).strip("-")
    if len(slug) > _SLUG_CHARS:
        slug = slug[: _SLUG_CHARS + 1].rpartition("-")[0] or slug[:_SLUG_CHARS]
    return "-".join(part for part in (f"{day:%Y-%m-%d}", slug, key(story)) if part) + SUFFIX


def key(story: Story) -> str:
    """Return what tells a story from all others: its feed and its id there, as ten characters.

    48 bits: among a million stories, two would share a key once in 500 such collections.
    """
    identity = f"{story.feed_url}\n{story.guid}".encode("utf-8", "surrogatepass")
    digest = hashlib.blake2b(identity, digest_size=6).digest()
    return base64.b32encode(digest).decode("ascii").rstrip("=").lower()


def keys_in(names: Iterable[str]) -> frozenset[str]:
    """Return the keys of the stories whose files are among these names."""
    lowered = (name.lower() for name in names)
    return frozenset(
        name.removesuffix(SUFFIX)[-KEY_CHARS:] for name in lowered if name.endswith(SUFFIX)
    )


def blocks_text(blocks: Sequence[Block]) -> str:
    """Return the blocks of an article as Markdown."""
    parts: list[str] = []
    items: list[ListItem] = []
    for block in blocks:
        if isinstance(block, ListItem):
            items += [block] if block.text.strip() else []
            continue
        parts += (_list(items), _block(block))
        items = []
    return _joined((*parts, _list(items)))


def link(url: str | None) -> str:
    """Return a web address as a link that shows itself; "" where it is none."""
    return f"<{target}>" if (target := web_url(url)) else ""


def escaped(text: str) -> str:
    """Return one line of text as Markdown that shows it as it is."""
    text = _MARKS.sub(r"\\\g<0>", text.strip())
    text = _LINE_START.sub(r"\1\\\2", text)
    return _BARE_LINK.sub(r"\\\g<0>", text)


def _block(block: Block) -> str:
    match block:
        case Standfirst(text=text, spans=spans):
            inside = [span for span in spans if span.kind != "strong"]
            return "\n\n".join(f"**{part}**" for part in _paragraphs(text, inside))
        case Heading(text=text, level=level, spans=spans):
            line = _marked(text, 0, len(text), spans) if spans and "\n" not in text else _line(text)
            return f"{'#' * min(max(2, level), 6)} {line}" if text.strip() else ""
        case Quote(text=text, spans=spans):
            lines = "\n\n".join(_paragraphs(text, spans)).split("\n")
            return "\n".join(f"> {line}".rstrip() for line in lines) if text.strip() else ""
        case Preformatted(text=text):
            longest = max((len(run) for run in _FENCE.findall(text)), default=0)
            fence = "`" * max(3, longest + 1)
            return f"{fence}\n{text}\n{fence}"
        case Table():
            return _table(block)
        case Figure():
            return _figure(block)
        case Paragraph() | ListItem():
            return "\n\n".join(_paragraphs(block.text, block.spans))
        case _:
            assert_never(block)


def _paragraphs(text: str, spans: Sequence[Span] = ()) -> list[str]:
    """Return the paragraphs of a text; a line break in one is one in the page, so it stays."""
    paragraphs: list[list[str]] = [[]]
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        if made := _marked(text, start, end, spans) if spans else escaped(line):
            paragraphs[-1].append(made)
        elif paragraphs[-1]:
            paragraphs.append([])
        start = end
    return ["\\\n".join(lines) for lines in paragraphs if lines]


def _marked(text: str, start: int, end: int, spans: Sequence[Span]) -> str:
    """Return the line of a text between two places, with its emphasis and links."""
    line = text[start:end]
    signs = {
        start + match.start() for match in (*_MARKS.finditer(line), *_BARE_LINK.finditer(line))
    }
    start, end = end - len(line.lstrip()), start + len(line.rstrip())
    if start >= end:
        return ""
    made = _Line(text, signs).inner(start, end, nested(spans, start, end))
    return _LINE_START.sub(r"\1\\\2", made)


class _Line(Struct, frozen=True):
    """A line that is marked up."""

    text: str
    signs: set[int]
    """The places of characters that would mean something."""

    def inner(self, start: int, end: int, parts: Sequence[Part]) -> str:
        """Return what stands between two places."""
        made = ""
        for part in parts:
            made += self._plain(start, part.span.start)
            start = part.span.end
            if part.span.kind == "link" and made.endswith("!"):
                made = f"{made[:-1]}\\!"  # else it would be a picture
            marked = self._part(part)
            # Two runs of stars or backticks that touch would be one.
            touches = made[-1:] in ("*", "`") and marked.startswith(made[-1:])
            made += self._plain(*_place(part)) if touches else marked
        return made + self._plain(start, end)

    def _part(self, part: Part) -> str:
        span, text = part.span, self.text
        if span.kind == "code":
            return _code(text[span.start : span.end])
        inner = self.inner(*_place(part), part.inside)
        if span.kind == "link":
            return f"[{inner}]({_target(url)})" if (url := web_url(span.url)) else inner
        mark = "**" if span.kind == "strong" else "*"
        if not (core := inner.strip()):
            return inner
        lead, _, tail = inner.partition(core)  # a span that was cut in two may begin at a blank
        before = lead or text[max(0, span.start - 1) : span.start]
        after = tail or text[span.end : span.end + 1]
        made = core.strip("*")  # stars of emphasis inside are one run with these
        if not made or not (_may_turn(before[-1:], made[0]) and _may_turn(after[:1], made[-1])):
            return inner
        return f"{lead}{mark}{core}{mark}{tail}"

    def _plain(self, start: int, end: int) -> str:
        signs, text = self.signs, self.text
        plain = "".join(f"\\{text[n]}" if n in signs else text[n] for n in range(start, end))
        # What stands before the slashes may be marked up: then they begin an address.
        return f"\\{plain}" if plain.startswith("//") else plain


def _place(part: Part) -> tuple[int, int]:
    return part.span.start, part.span.end


def _may_turn(outside: str, inside: str) -> bool:
    """Return whether stars between two characters are taken for marks.

    CommonMark 6.2: not at a blank inside, nor between a letter outside and a sign inside.
    """
    return inside.isalnum() or (not inside.isspace() and (not outside or outside.isspace()))


def _code(text: str) -> str:
    """Return a stretch of code: nothing in it means anything but the fence, which is longer."""
    fence = "`" * (max((len(run) for run in _FENCE.findall(text)), default=0) + 1)
    room = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{fence}{room}{text}{room}{fence}"


def _target(url: str) -> str:
    """Return where a link leads, as Markdown has it."""
    return f"<{url.replace('&', chr(92) + '&')}>"  # there, "&copy;" is one character


def _list(items: Sequence[ListItem]) -> str:
    """Return items that follow each other as one list, those that lie deeper inside others."""
    lines: list[str] = []
    opened: list[tuple[int, int]] = []
    """Depth, and width of the marker, of each item that the next one may lie in."""
    before: ListItem | None = None
    for item in items:
        depth = min(item.depth, DEEPEST)
        while opened and opened[-1][0] >= depth:
            opened.pop()
        indent = " " * sum(width for _, width in opened)
        marker = _marker(item)
        opened.append((depth, len(marker)))
        first, *rest = "\n\n".join(_paragraphs(item.text, item.spans)).split("\n")
        if before and _would_continue(before, item):
            lines.append("")
        lines.append(f"{indent}{marker}{first}".rstrip())
        lines += [f"{indent}{' ' * len(marker)}{line}".rstrip() for line in rest]
        before = item
    return "\n".join(lines)


def _marker(item: ListItem) -> str:
    is_numbered = item.number is not None and 0 <= item.number < 10**_MOST_DIGITS
    return f"{item.number}. " if is_numbered else "- "


def _would_continue(before: ListItem, item: ListItem) -> bool:
    """Return whether an item would be read as more of the text above it.

    CommonMark 5.3: only a list that begins with 1 may follow a line of text.
    """
    if min(before.depth, DEEPEST) == min(item.depth, DEEPEST) and before.number is not None:
        return False
    return _marker(item) not in ("- ", "1. ")


def _table(table: Table) -> str:
    columns = max((len(row) for row in table.rows), default=0)
    if not columns:
        return ""
    rows = [[_line(cell) for cell in (*row, *[""] * (columns - len(row)))] for row in table.rows]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    # The first row has to be the heading: a table without one is none.
    return "\n".join((lines[0], f"|{' --- |' * columns}", *lines[1:]))


def _figure(figure: Figure) -> str:
    """Return a picture as what is said of it, with a link: nothing is loaded from anywhere."""
    caption, credit = _line(figure.caption), _line(figure.credit)
    target = web_url(figure.url)
    if caption:
        shown = f"[{caption}]({_target(target)})" if target else caption
        return f"*{shown}*" + (f" ({credit})" if credit else "")
    return " ".join(part for part in (link(figure.url), f"({credit})" if credit else "") if part)


def _line(text: str) -> str:
    return escaped(" ".join(text.split()))


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part)


def _front_matter(story: Story) -> str:
    return "\n".join(("---", *_fields(story), "---", ""))


def _fields(story: Story) -> Iterator[str]:
    yield f"title: {quoted(story.title)}"
    yield f"authors: {_quoted_list(story.authors)}"
    yield f"date: {_moment(story.published or story.fetched)}"
    yield f"feed: {quoted(story.feed_title)}"
    yield f"feed_url: {quoted(story.feed_url)}"
    if story.url:
        yield f"url: {quoted(story.url)}"
    if story.language:
        yield f"language: {quoted(story.language)}"
    yield f"tags: {_quoted_list(story.tags)}"
    yield f"read: {str(story.read).lower()}"
    yield f"starred: {str(story.starred).lower()}"


def quoted(text: str) -> str:
    """Return a text as a YAML scalar that is a string for every parser, whatever it says."""
    return f'"{_NOT_PLAIN.sub(_yaml_escape, text)}"'


def _quoted_list(texts: Sequence[str]) -> str:
    return f"[{', '.join(quoted(text) for text in texts)}]"


def _yaml_escape(match: re.Match[str]) -> str:
    character = match[0]
    if character in '"\\':
        return f"\\{character}"
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

"""Stories as HTML: the chapters of a book, and a page of its own that any browser shows.

Pure: markup is built as a tree, so that no text can become any, and nothing is loaded from
anywhere.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final, assert_never
from xml.etree import ElementTree as ET

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
from gazette.export.elements import add, address, filled, marked, sound
from gazette.export.markdown import DEEPEST
from gazette.feeds.links import web_url
from gazette.model import Story

_RIGHT_TO_LEFT: Final = frozenset("ar dv fa he ks ps sd ug ur yi".split())
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)
_BLANK_LINE = re.compile(r"\n\s*\n")
STYLE: Final = """\
body { font-family: serif; line-height: 1.4; margin: 1em; }
h1 { font-size: 1.5em; line-height: 1.2; margin: 0 0 0.3em; }
h2, h3, h4, h5, h6 { font-size: 1.1em; margin: 1.2em 0 0.3em; }
p { margin: 0 0 0.7em; }
.byline, .source, figcaption { font-size: 0.85em; color: #555; }
.standfirst { font-weight: bold; }
blockquote { margin: 0 0 0.7em 1em; font-style: italic; }
figure { margin: 0.7em 0; }
pre { white-space: pre-wrap; font-size: 0.85em; }
table { border-collapse: collapse; margin: 0 0 0.7em; }
td { border: 1px solid #999; padding: 0.2em 0.5em; }
.cover { text-align: center; margin: 0; }
.cover img { max-width: 100%; max-height: 100%; }
nav ol { list-style-type: none; padding-left: 1em; }
"""
_MARGINS: Final = "body { max-width: 40em; margin: 2em auto; padding: 0 1em; }\n"


class Imprint(Struct, frozen=True):
    """What the book says in the reader's own words."""

    paper: str
    """The name on the cover."""
    dates: tuple[str, ...]
    """The day, or the first and the last one: a line each."""
    counts: tuple[str, ...]
    """How many stories, in all and by language: a line each."""
    language: str
    cover: str
    contents: str
    source: str
    """What the link to the page is called."""
    untitled: str
    language_name: Callable[[str | None], str]
    full_time: Callable[[datetime], str]

    @property
    def title(self) -> str:
        """The book's title: the paper and its day."""
        return " ".join((f"{self.paper},", *self.dates))


def page(stories: Sequence[Story], imprint: Imprint) -> bytes:
    """Return stories as one HTML page; at least one."""
    language = language_tag(stories[0].language)
    html = ET.Element("html", {"lang": language})
    head = ET.SubElement(html, "head")
    ET.SubElement(head, "meta", {"charset": "utf-8"})
    ET.SubElement(head, "meta", {"name": "viewport", "content": "width=device-width"})
    add(head, "title", title_of(stories[0], imprint) if len(stories) == 1 else imprint.title)
    ET.SubElement(head, "style").text = STYLE + _MARGINS
    body = ET.SubElement(html, "body")
    for story in stories:
        spoken = language_tag(story.language)
        article = ET.SubElement(body, "article", {"lang": spoken, **direction(spoken)})
        article.extend(chapter(story, imprint))
    text = ET.tostring(html, encoding="unicode", method="html")
    return f"<!DOCTYPE html>\n{text}\n".encode()


def chapter(story: Story, imprint: Imprint) -> Iterator[ET.Element]:
    """Yield the elements of a story: title, by-line, blocks, link to the page."""
    yield filled("h1", title_of(story, imprint), {"dir": "auto"})
    moment = imprint.full_time(story.published or story.fetched)
    line = " · ".join(part for part in (*story.authors, story.feed_title, moment) if part)
    yield filled("p", line, {"class": "byline", "xml:lang": imprint.language, "dir": "auto"})
    items: list[ListItem] = []
    for block in story.blocks:
        if isinstance(block, ListItem):
            items.append(block)
            continue
        yield from _lists(items)
        yield from _block(block)
        items = []
    yield from _lists(items)
    if url := web_url(story.url):
        source = ET.Element("p", {"class": "source", "xml:lang": imprint.language, "dir": "auto"})
        add(source, "a", imprint.source, {"href": address(url)})
        yield source


def _block(block: Block) -> Iterator[ET.Element]:
    match block:
        case Standfirst(text=text, spans=spans):
            yield from _paragraphs(text, spans, {"class": "standfirst"})
        case Heading(text=text, level=level, spans=spans):
            if text.strip():
                yield marked(f"h{min(max(2, level), 6)}", text, spans, (0, len(text)))
        case Quote(text=text, spans=spans):
            quote = ET.Element("blockquote")
            quote.extend(_paragraphs(text, spans))
            yield from [quote] if len(quote) else []
        case Preformatted(text=text):
            pre = ET.Element("pre")
            pre.text = sound(text)
            yield pre
        case Table(rows=rows):
            yield from _table(rows)
        case Figure(caption=caption, credit=credit):
            if caption or credit:
                figure = ET.Element("figure")
                told = " — ".join(part for part in (caption, credit) if part)
                figure.append(filled("figcaption", told))
                yield figure
        case Paragraph() | ListItem():
            yield from _paragraphs(block.text, block.spans)
        case _:
            assert_never(block)


def _paragraphs(
    text: str, spans: Sequence[Span], attributes: dict[str, str] | None = None
) -> Iterator[ET.Element]:
    start = 0
    for blank in (*_BLANK_LINE.finditer(text), None):
        end = blank.start() if blank else len(text)
        part = text[start:end]
        if part.strip():
            place = (end - len(part.lstrip()), start + len(part.rstrip()))
            yield marked("p", text, spans, place, attributes)
        start = blank.end() if blank else end


def _lists(items: Iterable[ListItem]) -> Iterator[ET.Element]:
    """Yield the lists that items which follow each other make, deeper ones inside others."""
    opened: list[tuple[int, ET.Element]] = []
    for item in items:
        depth, kind = min(item.depth, DEEPEST), "ul" if item.number is None else "ol"
        while opened and opened[-1][0] > depth:
            opened.pop()
        if opened and opened[-1][0] == depth and opened[-1][1].tag != kind:
            opened.pop()
        if not opened or opened[-1][0] < depth:
            made = ET.Element(kind)
            if opened:
                opened[-1][1][-1].append(made)
            else:
                yield made  # it is filled before the next one is asked for
            opened.append((depth, made))
        number = {} if item.number is None else {"value": str(item.number)}
        place = (0, len(item.text))
        opened[-1][1].append(marked("li", item.text, item.spans, place, number))


def _table(rows: Iterable[Sequence[str]]) -> Iterator[ET.Element]:
    table = ET.Element("table")
    body = ET.SubElement(table, "tbody")
    for row in rows:
        if row:
            line = ET.SubElement(body, "tr")
            line.extend(filled("td", cell) for cell in row)
    if len(body):
        yield table


def title_of(story: Story, imprint: Imprint) -> str:
    """Return a story's title, or that it has none."""
    return sound(story.title).strip() or imprint.untitled


def language_tag(code: str | None) -> str:
    """Return a language as HTML and EPUB take it."""
    return code if code and _LANGUAGE.fullmatch(code) else "und"


def direction(language: str) -> dict[str, str]:
    """Return the attribute that a text of this language wants, where it is written to the left."""
    return {"dir": "rtl"} if language.partition("-")[0].lower() in _RIGHT_TO_LEFT else {}

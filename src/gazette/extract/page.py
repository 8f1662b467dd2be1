"""HTML text → flat lists: the elements of a page and its lines, in document order.

One parse, one walk. An element is a number; its lines are the range `first[e]:last[e]`, so that
any question about a subtree is a question about a slice. Nothing is judged here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

# How a node is treated: from `_PLAIN` on it is entered, above that something is to be done.
_TEXT, _SILENT, _PLAIN, _SINGLE, _SPAN, _TIME, _LINK, _BOLD, _MENU, _BLOCK = range(10)
_KINDS: Final = {
    "-text": _TEXT,
    "a": _LINK,
    "span": _SPAN,
    "time": _TIME,
    **dict.fromkeys(("b", "strong"), _BOLD),
    **dict.fromkeys(("nav", "footer"), _MENU),
    **dict.fromkeys(("meta", "link", "title", "script", "base", "br", "img"), _SINGLE),
    **dict.fromkeys(
        "abbr acronym bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt"
        " ruby s samp small strike sub sup tt u var wbr".split(),
        _PLAIN,
    ),
    **dict.fromkeys(
        "applet audio button canvas datalist embed frame iframe input map math noframes noscript"
        " object optgroup option param progress select source style svg template textarea track"
        " video -comment -doctype".split(),
        _SILENT,
    ),
}
_MENU_CHARS: Final = 5_000
"""A longer one is a page whose menu was never closed."""
# A single space is no match, so that ordinary text is not rewritten word by word.
_SPACES: Final = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NAMING: Final = frozenset(
    ("class", "id", "role", "itemprop", "data-component", "data-testid", "data-type")
)
_UNSEEN_STYLE: Final = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)")
_IMAGE_FILE: Final = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:[?#]|$)", re.I)
_NOTHING: Final = ("", False)
NO_ELEMENT: Final = -1


@dataclass(slots=True)
class Line:
    """One run of text between two breaks."""

    text: str
    block: int
    """The innermost element that holds all of it."""
    links: int = 0
    link_chars: int = 0
    bold_chars: int = 0
    breaks: int = 0
    """How many `<br>` stand between the previous line of the same block and this one."""

    @property
    def own_chars(self) -> int:
        """Characters that are not link text."""
        return len(self.text) - self.link_chars


@dataclass(frozen=True, slots=True)
class Picture:
    """An image: where it stands, and its address."""

    block: int
    line: int
    """The number of the line that follows it."""
    url: str
    alt: str
    leads: bool
    """It is a link, and not one to its own larger version."""


@dataclass(slots=True)
class Page:
    """A page as lists; element `e` is `tags[e]`, `parents[e]`, `names[e]` and so on."""

    tags: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    """Class, id, role and the like of each element, in lower case, camelCase parted by "-"."""
    unseen: list[bool] = field(default_factory=list)
    """Hidden by an attribute or an inline style."""
    ends: list[int] = field(default_factory=list)
    """The number after the element's last descendant."""
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    metas: list[dict[str, str | None]] = field(default_factory=list)
    links: list[dict[str, str | None]] = field(default_factory=list)
    times: list[tuple[int, str]] = field(default_factory=list)
    """The line at which a `<time datetime>` stands, and its moment."""
    json_ld: list[str] = field(default_factory=list)
    title: str = ""
    language: str = ""

    def ancestors(self, element: int) -> Iterator[int]:
        """Yield the element and what holds it, innermost first."""
        while element != NO_ELEMENT:
            yield element
            element = self.parents[element]

    def children(self, element: int) -> Iterator[int]:
        """Yield the elements directly inside."""
        child = element + 1
        while child < self.ends[element]:
            yield child
            child = self.ends[child]

    def text(self, element: int) -> str:
        """Return all lines of an element, one space between two."""
        return " ".join(line.text for line in self.lines[self.first[element] : self.last[element]])


def read_page(html: str | bytes) -> Page:
    """Parse `html`, text or its UTF-8, and return its lists."""
    # options=1 avoids a code path with a known crash on select/option; scripting=True keeps what
    # a head's noscript holds from closing the head.
    root = LexborHTMLParser(html, options=1, scripting=True).root
    reader = _Reader()
    if root is not None:
        reader.walk(root)
    return reader.finished()


class _Reader:
    """The state of the one walk."""

    def __init__(self) -> None:
        self.page = Page()
        self.lines = self.page.lines
        self.ends = self.page.ends
        self.last = self.page.last
        self.rows: list[tuple[str, int, str, bool, int]] = []
        """Tag, parent, names, unseen and first line of each element; columns when all is read."""
        self.current = NO_ELEMENT
        self.pieces: list[str] = []
        self.in_link = self.in_bold = 0
        self.links = self.link_chars = self.bold_chars = self.breaks = 0
        self.href = ""
        self.has_words: dict[int, bool] = {}

    def walk(self, node: LexborNode) -> None:
        """Visit `node` and all it holds. The loop is the extractor's hottest: keep it flat."""
        stack: list[tuple[LexborNode, int]] = []
        kinds: dict[int, tuple[str, int]] = {}
        following: LexborNode | None
        while True:
            tag_id = node.tag_id
            if tag_id not in kinds:
                tag = node.tag or ""
                kinds[tag_id] = tag, _KINDS.get(tag, _BLOCK)
            tag, kind = kinds[tag_id]
            if kind > _PLAIN:
                kind = self._open(node, tag, kind)
            elif kind == _TEXT:
                self._take(node.text_content or "")
            child = node.first_child if kind >= _PLAIN else None
            if child is not None:
                stack.append((node, kind))
                node = child
                continue
            if kind > _PLAIN:
                self._close(kind)
            following = node.next
            while following is None:
                if not stack:
                    return
                node, kind = stack.pop()
                if kind > _PLAIN:
                    self._close(kind)
                following = node.next
            node = following

    def finished(self) -> Page:
        """Return the page with the columns of its elements."""
        page = self.page
        if self.rows:
            columns = zip(*self.rows, strict=True)
            page.tags, page.parents, page.names, page.unseen, page.first = map(list, columns)
        return page

    def _take(self, text: str) -> None:
        if text.isspace():
            if self.pieces:
                self.pieces.append(" ")
            return
        self.pieces.append(text)
        if self.in_link:
            self.link_chars += len(text.strip())
        if self.in_bold:
            self.bold_chars += len(text.strip())

    def _open(self, node: LexborNode, tag: str, kind: int) -> int:
        """Return how the element is to be closed; `_SILENT` if what it holds is passed over."""
        if kind == _BLOCK:
            if "-" in tag and self._is_inside_text(node):
                return _PLAIN
            self._begin(tag, node.attributes)
            return _BLOCK
        if kind == _LINK:
            self.in_link += 1
            self.links += 1
            self.href = node.attributes.get("href") or ""
            return _LINK
        if kind == _BOLD:
            self.in_bold += 1
            return _BOLD
        if kind == _SINGLE:
            self._single(node, tag)
            return _SILENT
        return self._open_rare(node, tag, kind)

    def _open_rare(self, node: LexborNode, tag: str, kind: int) -> int:
        attributes = node.attributes
        if kind == _TIME:
            if moment := attributes.get("datetime"):
                self.page.times.append((len(self.lines), moment))
            return _PLAIN
        if kind == _SPAN and not self._is_apart(attributes):
            return _PLAIN
        self._begin(tag, attributes)
        if kind == _MENU and self._take_whole(node):
            self._close(_BLOCK)
            return _SILENT
        return _BLOCK

    def _close(self, kind: int) -> None:
        if kind == _BLOCK:
            if self.pieces:
                self._flush()
            self.breaks = 0
            number = self.current
            self.ends[number] = len(self.rows)
            self.last[number] = len(self.lines)
            self.current = self.rows[number][1]
        elif kind == _LINK:
            self.in_link -= 1
        else:
            self.in_bold -= 1

    def _is_apart(self, attributes: dict[str, str | None]) -> bool:
        if not attributes or self.pieces:
            return False
        return _APART.search(_described(attributes)[0]) is not None

    def _is_inside_text(self, node: LexborNode) -> bool:
        """Return whether a custom element stands among words, as a tooltip does."""
        parent = node.parent
        if parent is None:
            return False
        if parent.mem_id not in self.has_words:
            self.has_words[parent.mem_id] = any(
                child.is_text_node and (child.text_content or "").strip()
                for child in parent.iter(include_text=True)
            )
        return self.has_words[parent.mem_id]

    def _begin(self, tag: str, attributes: dict[str, str | None]) -> None:
        if self.pieces:
            self._flush()
        self.breaks = 0
        names, is_unseen = _described(attributes) if attributes else _NOTHING
        here, number = len(self.lines), len(self.rows)
        self.rows.append((tag, self.current, names, is_unseen, here))
        self.ends.append(number)
        self.last.append(here)
        self.current = number
        if tag == "html":
            self.page.language = attributes.get("lang") or attributes.get("xml:lang") or ""

    def _take_whole(self, node: LexborNode) -> bool:
        """Take the text of a menu as one line of links: a quarter of all elements are in menus."""
        text = " ".join(node.text(separator=" ").split())
        if len(text) > _MENU_CHARS or node.css_first("script, style") is not None:
            return False
        if text:
            count = len(text)
            self.lines.append(Line(text, self.current, links=1, link_chars=count))
        return True

    def _single(self, node: LexborNode, tag: str) -> None:
        if tag == "br":
            if self.pieces:
                self._flush()
            self.breaks += 1
        elif tag == "img":
            self._picture(node.attributes)
        else:
            self._head(node, tag)

    def _flush(self) -> None:
        text = "".join(self.pieces)
        self.pieces.clear()
        if self.current != NO_ELEMENT and self.rows[self.current][0] == "pre":
            text = text.strip("\n")
        else:
            text = text.strip()
            if "\n" in text or "  " in text or "\t" in text or "\r" in text:
                text = _SPACES.sub(" ", text)
        if text:
            link_chars, bold_chars = self.link_chars, self.bold_chars
            self.lines.append(
                Line(text, self.current, self.links, link_chars, bold_chars, self.breaks)
            )
            self.breaks = 0
        self.links = self.in_link
        self.link_chars = self.bold_chars = 0

    def _picture(self, attributes: dict[str, str | None]) -> None:
        url = attributes.get("src") or attributes.get("data-src") or ""
        if url.startswith("data:"):
            url = attributes.get("data-src") or ""
        alt = attributes.get("alt") or ""
        leads = self.in_link > 0 and not _IMAGE_FILE.search(self.href)
        self.page.pictures.append(Picture(self.current, len(self.lines), url, alt, leads))

    def _head(self, node: LexborNode, tag: str) -> None:
        page = self.page
        if tag == "meta":
            page.metas.append(node.attributes)
        elif tag == "link":
            page.links.append(node.attributes)
        elif tag == "title":
            page.title = page.title or _SPACES.sub(" ", node.text(deep=True)).strip()
        elif (node.attributes.get("type") or "").startswith("application/ld+json"):
            page.json_ld.append(node.text(deep=True))


# Spans that sites set as blocks of their own: a caption's credit, a by-line, a label.
_APART: Final = re.compile(
    r"caption|credit|byline|author|auteur|copyright|share|related|kicker|label|date|time-?stamp"
)


def _described(attributes: dict[str, str | None]) -> tuple[str, bool]:
    """Return the names of an element, and whether it is hidden."""
    names = " ".join([value for key, value in attributes.items() if value and key in _NAMING])
    if not names.islower():
        names = _CAMEL.sub("-", names).lower()
    is_unseen = "hidden" in attributes or attributes.get("aria-hidden") == "true"
    if not is_unseen and (style := attributes.get("style")):
        is_unseen = _UNSEEN_STYLE.search(style) is not None
    return names, is_unseen

"""HTML → the lists of `page`: one parse, one walk.

Nothing is judged here but what `is_aside` says of an element.
"""

import re
from collections.abc import Callable
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gazette.extract.page import NO_ELEMENT, Button, Line, Page, Picture
from gazette.extract.rules import NO_RULES, PageRules, name_matches, note_matches

# How a node is treated: from `_PLAIN` on it is entered, above that something is to be done.
_TEXT, _SILENT, _PLAIN, _SINGLE, _SPAN, _TIME, _LINK, _BOLD, _OWN, _BLOCK = range(10)
_KINDS: Final = {
    "-text": _TEXT,
    "a": _LINK,
    "span": _SPAN,
    "time": _TIME,
    **dict.fromkeys(("b", "strong"), _BOLD),
    **dict.fromkeys(("meta", "link", "title", "script", "base", "br", "img", "button"), _SINGLE),
    **dict.fromkeys(
        "abbr acronym bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt"
        " ruby s samp small strike sub sup tt u var wbr".split(),
        _PLAIN,
    ),
    **dict.fromkeys(
        "applet audio canvas datalist embed frame iframe input map math noframes noscript"
        " object optgroup option param progress select source style svg template textarea track"
        " video -comment -doctype".split(),
        _SILENT,
    ),
}
_ASIDE_CHARS: Final = 5_000
"""A longer one is a page whose menu was never closed."""
_ASIDE_SENTENCES: Final = 2
_SENTENCE_END: Final = tuple(".!?…»”")
_MENUS: Final = frozenset(("nav", "footer", "menu"))
_NOT_ASIDE: Final = "h1, p, script, style"
"""A grid with a menu's name may hold the article."""
_BUTTON_CHARS: Final = 60
# A single space is no match, so that ordinary text is not rewritten word by word.
_SPACES: Final = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NAMING: Final = frozenset(
    ("class", "id", "role", "itemprop", "data-component", "data-testid", "data-type")
)
_UNSEEN_STYLE: Final = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)")
_IMAGE_FILE: Final = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:[?#]|$)", re.I)
_NOTHING: Final = ("", False)

Aside = Callable[[str, str], bool]


def read_page(
    html: str | bytes, is_aside: Aside | None = None, rules: PageRules = NO_RULES
) -> Page:
    """Parse `html`, text or its UTF-8, and return its lists, with what the rules match noted.

    Bytes spare the parser a copy, a tenth of a millisecond a page. A short element of which
    `is_aside` says that it leads elsewhere, by its tag and names, becomes one line of links:
    half of all elements are in such.
    """
    # options=1 avoids a code path with a known crash on select/option; scripting=True keeps what
    # a head's noscript holds from closing the head.
    tree = LexborHTMLParser(html, options=1, scripting=True)
    has_rules = rules.has_selectors()
    cuts = name_matches(tree, rules, _KINDS) if has_rules else []
    root = tree.root
    reader = _Reader(is_aside)
    if root is not None:
        reader.walk(root)
    page = reader.finished()
    if has_rules:
        page.cuts = cuts
        note_matches(page, rules)
    return page


class _Reader:
    """The state of the one walk."""

    def __init__(self, is_aside: Aside | None) -> None:
        self.is_aside = is_aside
        self.page = Page()
        self.lines = self.page.lines
        self.ends = self.page.ends
        self.last = self.page.last
        self.rows: list[tuple[str, int, str, bool, int]] = []
        """Tag, parent, names, unseen and first line of each element; columns when all is read."""
        self.kinds: dict[int, int] = {}
        self.tags: dict[int, str] = {}
        self.current = NO_ELEMENT
        self.pieces: list[str] = []
        self.in_link = self.in_bold = 0
        self.links = self.link_chars = self.bold_chars = self.breaks = 0
        self.link: LexborNode | None = None
        self.has_words: dict[int, bool] = {}

    def walk(self, node: LexborNode) -> None:  # noqa: C901  # calls cost more than branches here
        """Visit `node` and all it holds: half of an extraction's time after parsing."""
        stack: list[tuple[LexborNode, int]] = []
        kinds, pieces, push, pop = self.kinds, self.pieces, stack.append, stack.pop
        following: LexborNode | None
        while True:
            tag_id = node.tag_id
            kind = kinds[tag_id] if tag_id in kinds else self._learn(node)
            if kind == _TEXT:
                text = node.text_content or ""
                if not text.isspace():
                    pieces.append(text)
                    if self.in_link or self.in_bold:
                        self._weigh(text)
                elif pieces:
                    pieces.append(" ")
            elif kind != _SILENT:
                if kind != _PLAIN:
                    kind = self._open(node, kind)
                if kind >= _PLAIN:
                    child = node.first_child
                    if child is not None:
                        push((node, kind))
                        node = child
                        continue
                    self._close(kind)
            following = node.next
            while following is None:
                if not stack:
                    return
                node, kind = pop()
                if kind != _PLAIN:
                    self._close(kind)
                following = node.next
            node = following

    def _learn(self, node: LexborNode) -> int:
        """Return how nodes of this tag are treated: a page has some forty tags, however long."""
        tag = node.tag or ""
        kind = _KINDS.get(tag, _OWN if "-" in tag else _BLOCK)
        self.kinds[node.tag_id] = kind
        self.tags[node.tag_id] = tag
        return kind

    def finished(self) -> Page:
        """Return the page with the columns of its elements."""
        page = self.page
        if self.rows:
            columns = zip(*self.rows, strict=True)
            page.tags, page.parents, page.names, page.unseen, page.first = map(list, columns)
        return page

    def _weigh(self, text: str) -> None:
        count = len(text.strip())
        if self.in_link:
            self.link_chars += count
        if self.in_bold:
            self.bold_chars += count

    def _open(self, node: LexborNode, kind: int) -> int:
        """Return how the element is to be closed; `_SILENT` if what it holds is passed over."""
        if kind == _BLOCK:
            return self._begin(node, node.attributes)
        if kind == _LINK:
            self.in_link += 1
            self.links += 1
            self.link = node
        elif kind == _BOLD:
            self.in_bold += 1
        elif kind == _SINGLE:
            self._single(node)
            return _SILENT
        else:
            return self._open_rare(node, kind)
        return kind

    def _open_rare(self, node: LexborNode, kind: int) -> int:
        if kind == _SPAN and self.pieces:
            self._part_from(node)
            return _PLAIN
        if kind == _OWN and self._is_inside_text(node):
            return _PLAIN
        attributes = node.attributes
        if kind == _TIME:
            if moment := attributes.get("datetime"):
                self.page.times.append((len(self.lines), moment))
            return _PLAIN
        if kind == _SPAN and not (attributes and _APART.search(_described(attributes)[0])):
            return _PLAIN
        return self._begin(node, attributes)

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
        elif kind == _BOLD:
            self.in_bold -= 1

    def _part_from(self, span: LexborNode) -> None:
        """Set a space between two spans that only a style sheet keeps apart: "By A B3 May"."""
        before = span.prev
        if before is None or before.tag_id != span.tag_id or not self.pieces[-1][-1:].islower():
            return
        first = span.text(deep=True)[:1]
        if first.isdigit() or first.isupper():
            self.pieces.append(" ")

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

    def _begin(self, node: LexborNode, attributes: dict[str, str | None]) -> int:
        if self.pieces:
            self._flush()
        self.breaks = 0
        tag = self.tags[node.tag_id]
        names, is_unseen = _described(attributes) if attributes else _NOTHING
        here, number = len(self.lines), len(self.rows)
        self.rows.append((tag, self.current, names, is_unseen, here))
        self.ends.append(number)
        self.last.append(here)
        self.current = number
        if tag == "html":
            self.page.language = attributes.get("lang") or attributes.get("xml:lang") or ""
        if self.is_aside and self.is_aside(tag, names) and self._take_whole(node, tag):
            self._close(_BLOCK)
            return _SILENT
        return _BLOCK

    def _take_whole(self, node: LexborNode, tag: str) -> bool:
        """Take the text of an element as one line of links, if it is short and no article."""
        is_menu = tag in _MENUS
        # What is named a menu is not always one; what is tagged as one may hold a script.
        if not is_menu and node.css_first(_NOT_ASIDE) is not None:
            return False
        text = " ".join(node.text(separator=" ").split())
        if len(text) > _ASIDE_CHARS or text.count(". ") > _ASIDE_SENTENCES or "{" in text:
            return False
        if text.endswith(_SENTENCE_END) and not is_menu:
            return False
        if text:
            self.lines.append(Line(text, self.current, links=1, link_chars=len(text)))
        return True

    def _single(self, node: LexborNode) -> None:
        tag = self.tags[node.tag_id]
        if tag == "br":
            if self.pieces:
                self._flush()
            self.breaks += 1
        elif tag == "img":
            self._picture(node.attributes)
        elif tag == "button":
            self._button(node)
        else:
            self._head(node, tag)

    def _button(self, node: LexborNode) -> None:
        text = " ".join(node.text(separator=" ").split())
        if 0 < len(text) <= _BUTTON_CHARS:
            if self.pieces:
                self._flush()
            self.page.buttons.append(Button(self.current, len(self.lines), text))

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
        href = self.link.attributes.get("href") if self.in_link and self.link else None
        leads = self.in_link > 0 and not _IMAGE_FILE.search(href or "")
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
    if len(attributes) == 1 and "class" in attributes:
        names = attributes["class"] or ""
        return names if names.islower() else _CAMEL.sub("-", names).lower(), False
    names = " ".join([value for key, value in attributes.items() if value and key in _NAMING])
    if not names.islower():
        names = _CAMEL.sub("-", names).lower()
    is_unseen = "hidden" in attributes or attributes.get("aria-hidden") == "true"
    if not is_unseen and (style := attributes.get("style")):
        is_unseen = _UNSEEN_STYLE.search(style) is not None
    return names, is_unseen

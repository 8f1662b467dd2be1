"""HTML → the lists of `page`: one parse, one walk.

Nothing is judged here but what the names of an element say of it.
"""

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gazette.extract.boilerplate import sort_of
from gazette.extract.nodes import (
    SPACES,
    Attributes,
    classed,
    described,
    is_anchor,
    line_text,
    said,
    stands_apart,
)
from gazette.extract.page import NO_ELEMENT, Button, Line, Page, Picture, Run, Sort
from gazette.extract.rules import NO_RULES, PageRules, name_matches, note_matches
from gazette.extract.subjects import has_tag_links, names_tags

# What the walk does with a node, by its tag. From `_BUTTON` to `_OWN` a closer look decides; from
# `_PLAIN` on it goes inside.
_TEXT, _SILENT, _HEAD, _SCRIPT, _BASE, _META, _HEAD_LINK, _TITLE, _PICTURE, _BREAK = range(10)
_BUTTON, _SPAN, _TIME, _LIST, _OWN, _PLAIN, _LINK, _BOLD, _EMPHASIS, _CODE = range(10, 20)
_BLOCK, _TAKEN = range(20, 22)
_PARTING: Final = frozenset((_BREAK, _BUTTON, _BLOCK))
"""What ends a line."""
_INLINE: Final = frozenset((_SPAN, _TIME, _PLAIN, _LINK, _BOLD, _EMPHASIS, _CODE))
_KINDS: Final = {
    "-text": _TEXT,
    "a": _LINK,
    "span": _SPAN,
    "time": _TIME,
    "ol": _LIST,
    "br": _BREAK,
    "img": _PICTURE,
    "button": _BUTTON,
    "meta": _META,
    "link": _HEAD_LINK,
    "base": _BASE,
    "script": _SCRIPT,
    "title": _TITLE,
    "head": _HEAD,
    **dict.fromkeys(("b", "strong"), _BOLD),
    **dict.fromkeys(("i", "em"), _EMPHASIS),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), _CODE),
    **dict.fromkeys(
        "abbr acronym bdi bdo big cite data del dfn font ins label mark nobr q rp rt ruby s small"
        " strike sub sup u var wbr".split(),
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
_WHOLE: Final = frozenset(("h1", "p"))
_NOT_ASIDE: Final = "h1, p, script, style"
"""A grid with a menu's name may hold the article."""
_LEAST_LABEL: Final = 4
_LABEL_CHARS: Final = 30
_LABELLED_CHARS: Final = 40
"""A shorter text may be the other half of a name: <b>You</b>Tube."""
_IMAGE_FILE: Final = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:[?#]|$)", re.I)
# Spans that sites set as blocks of their own: a caption's credit, a by-line, a label.
_APART: Final = re.compile(
    r"caption|credit|byline|author|auteur|copyright|share|related|kicker|label|date|time-?stamp"
)
_COUNT: Final = re.compile(r"-?[0-9]{1,6}")
_NOTHING: Final = ("", False)
# Half of what a head holds is for browsers, and a third is white space.
_IN_HEAD: Final = (
    'base, meta, title, link[rel~="canonical" i], script[type^="application/ld+json" i]'
)
_TAG_LINKS: Final = 'a[rel~="tag"]'
_TAG_LINKS_MOST: Final = 40

Row = tuple[str, int, str, Sort, int]
"""Tag, parent, names, sort and first line of an element: columns when all is read."""


def read_page(html: str | bytes, *, is_quick: bool = False, rules: PageRules = NO_RULES) -> Page:
    """Parse `html`, text or its UTF-8, and return its lists, with what the rules match noted.

    Bytes spare the parser a copy, a tenth of a millisecond a page. For a quick reading a short
    element that leads elsewhere by its tag or names is one line of links: half of all elements
    are in such.
    """
    # options=1 avoids a code path with a known crash on select/option; scripting=True keeps what
    # a head's noscript holds from closing the head.
    tree = LexborHTMLParser(html, options=1, scripting=True)
    has_rules = rules.has_selectors()
    cuts = name_matches(tree, rules, _KINDS) if has_rules else []
    root = tree.root
    if root is None:
        return Page()
    page = _Reader(is_quick).read(root)
    # Most pages name their tags in their head, few have such links, all have many others.
    if not names_tags(page) and has_tag_links(html):
        page.tag_links = [link.text(deep=True) for link in root.css(_TAG_LINKS)[:_TAG_LINKS_MOST]]
    if has_rules:
        page.cuts = cuts
        note_matches(page, rules)
    return page


class _Reader:
    """The state of the one walk, but for what the walk itself has in hand."""

    def __init__(self, is_quick: bool) -> None:
        self.is_quick = is_quick
        self.page = Page()
        self.kinds: dict[int, int] = {}
        self.tags: dict[int, str] = {}
        self.has_words: dict[int, bool] = {}

    def read(self, node: LexborNode) -> Page:  # noqa: C901
        """Visit `node` and all it holds, and return the lists.

        One long loop over local names, because a call costs more than what is done at most nodes:
        it and the parser take half of an extraction. What is rare is in the methods below.
        """
        page, kinds, tags, is_quick = self.page, self.kinds, self.tags, self.is_quick
        lines, ends, last = page.lines, page.ends, page.last
        rows: list[Row] = []
        current = NO_ELEMENT
        # The text since the last break, and what is known of it.
        pieces: list[str] = []
        in_pre = False
        # Pieces that are set apart, and how many elements that do so are open, in all and by kind.
        runs: list[Run] = []
        apart = in_link = in_bold = in_emphasis = in_code = 0
        links = link_chars = bold_chars = breaks = 0
        link: LexborNode | None = None
        stack: list[tuple[LexborNode, int]] = []
        following: LexborNode | None
        attributes = node.attributes
        page.language = attributes.get("lang") or attributes.get("xml:lang") or ""
        while True:
            tag_id = node.tag_id
            kind = kinds[tag_id] if tag_id in kinds else self._learn(node)
            if kind == _TEXT:
                text = node.text_content or ""
                if not text.isspace():
                    if len(pieces) == 1 and text[0].isupper() and _is_glued(node, pieces[0], text):
                        label = line_text(pieces, in_pre)
                        inline = (pieces, runs) if runs else None
                        lines.append(
                            Line(label, current, links, link_chars, bold_chars, breaks, inline)
                        )
                        pieces = []
                        if runs:
                            runs = []
                        links, link_chars, bold_chars, breaks = in_link, 0, 0, 0
                    if apart:
                        set_in = link if in_link else None
                        runs.append((len(pieces), set_in, in_bold, in_emphasis, in_code))
                        if in_link:
                            link_chars += len(text.strip())
                        if in_bold:
                            bold_chars += len(text.strip())
                    pieces.append(text)
                elif pieces:
                    pieces.append(text if in_pre else " ")
                following = node.next
            else:
                if _BUTTON <= kind <= _OWN:
                    kind = self._treated(node, kind, pieces)
                if kind in _PARTING:
                    if pieces:
                        if text := line_text(pieces, in_pre):
                            inline = (pieces, runs) if runs else None
                            lines.append(
                                Line(text, current, links, link_chars, bold_chars, breaks, inline)
                            )
                            breaks = 0
                        pieces = []
                        if runs:
                            runs = []
                        links, link_chars, bold_chars = in_link, 0, 0
                    if kind == _BLOCK:
                        tag, attributes, number = tags[tag_id], node.attributes, len(rows)
                        in_pre = tag == "pre"
                        if tag == "footer" and rows[current][0] == "blockquote":
                            tag = "p"  # it names the source of the quotation
                        if len(attributes) == 1 and "class" in attributes:
                            names, sort = classed(tag, attributes["class"] or "")
                        else:
                            names, is_unseen = described(attributes) if attributes else _NOTHING
                            sort = sort_of(tag, names, is_unseen)
                        rows.append((tag, current, names, sort, len(lines)))
                        ends.append(number)
                        last.append(len(lines))
                        current, breaks = number, 0
                        if is_quick and sort.leads_away and self._take_whole(node, tag, number):
                            kind = _TAKEN
                    elif kind == _BREAK:
                        breaks += 1
                    else:
                        self._button(node, current)
                elif kind == _LINK:
                    if not is_quick and is_anchor(node):
                        kind = _PLAIN
                    else:
                        apart += 1
                        in_link += 1
                        links += 1
                        link = node
                elif kind == _BOLD:
                    apart += 1
                    in_bold += 1
                elif kind == _EMPHASIS:
                    apart += 1
                    in_emphasis += 1
                elif kind == _CODE:
                    apart += 1
                    in_code += 1
                elif kind == _PICTURE:
                    self._picture(node.attributes, current, link if in_link else None)
                # Most scripts are elsewhere, and empty here.
                elif kind == _HEAD:
                    for told in node.css(_IN_HEAD):
                        self._head(told, _KINDS[told.tag or ""])
                elif kind > _SCRIPT or (kind == _SCRIPT and node.first_child is not None):
                    self._head(node, kind)
                if kind >= _PLAIN:
                    stack.append((node, kind))
                    following = node.first_child if kind != _TAKEN else None
                else:
                    following = node.next
            while following is None:
                if not stack:
                    return self._finished(rows)
                node, kind = stack.pop()
                if kind >= _BLOCK:
                    if pieces:
                        if text := line_text(pieces, in_pre):
                            inline = (pieces, runs) if runs else None
                            lines.append(
                                Line(text, current, links, link_chars, bold_chars, breaks, inline)
                            )
                        pieces = []
                        if runs:
                            runs = []
                        links, link_chars, bold_chars = in_link, 0, 0
                    breaks, in_pre = 0, False
                    ends[current] = len(rows)
                    last[current] = len(lines)
                    current = rows[current][1]
                elif kind > _PLAIN:
                    apart -= 1
                    if kind == _LINK:
                        in_link -= 1
                    elif kind == _BOLD:
                        in_bold -= 1
                    elif kind == _EMPHASIS:
                        in_emphasis -= 1
                    else:
                        in_code -= 1
                following = node.next
            node = following

    def _finished(self, rows: list[Row]) -> Page:
        """Return the page with the columns of its elements."""
        page = self.page
        columns = zip(*rows, strict=True)
        page.tags, page.parents, page.names, page.sorts, page.first = map(list, columns)
        return page

    def _learn(self, node: LexborNode) -> int:
        """Return how nodes of this tag are treated: a page has some forty tags, however long."""
        tag = node.tag or ""
        kind = _KINDS.get(tag, _OWN if "-" in tag else _BLOCK)
        self.kinds[node.tag_id] = kind
        self.tags[node.tag_id] = tag
        return kind

    def _treated(self, node: LexborNode, kind: int, pieces: list[str]) -> int:
        """Return how a node is treated whose tag does not say it."""
        if kind == _SPAN:
            if pieces:
                if stands_apart(node, pieces[-1]):
                    if len(pieces) == 1 and _is_glued(node, pieces[0], node.text(deep=True)):
                        return _BLOCK
                    pieces.append(" ")
                return _PLAIN
            attributes = node.attributes
            is_block = bool(attributes) and _APART.search(described(attributes)[0]) is not None
            return _BLOCK if is_block else _PLAIN
        if kind == _BUTTON:
            return _BUTTON if said(node) else _SILENT
        if kind == _LIST:
            self._count(node)
            return _BLOCK
        if kind == _TIME:
            if moment := node.attributes.get("datetime"):
                self.page.times.append((len(self.page.lines), moment))
            return _PLAIN
        return _PLAIN if self._is_inside_text(node) else _BLOCK

    def _count(self, node: LexborNode) -> None:
        """Note where a numbered list begins to count, and whether it counts down."""
        attributes = node.attributes
        start = attributes.get("start") or ""
        if "reversed" in attributes or start:
            first = int(start) if _COUNT.fullmatch(start) else None
            self.page.counts[len(self.page.ends)] = (first, "reversed" in attributes)

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

    def _take_whole(self, node: LexborNode, tag: str, number: int) -> bool:
        """Take the text of an element as one line of links, if it is short and no article."""
        is_menu = tag in _MENUS
        # What is named a menu is not always one; what is tagged as one may hold a script.
        if not is_menu and (tag in _WHOLE or node.css_first(_NOT_ASIDE) is not None):
            return False
        text = " ".join(node.text(separator=" ").split())
        if len(text) > _ASIDE_CHARS or text.count(". ") > _ASIDE_SENTENCES or "{" in text:
            return False
        if text.endswith(_SENTENCE_END) and not is_menu:
            return False
        if text:
            self.page.lines.append(Line(text, number, links=1, link_chars=len(text)))
        return True

    def _button(self, node: LexborNode, element: int) -> None:
        self.page.buttons.append(Button(element, len(self.page.lines), said(node)))

    def _picture(self, attributes: Attributes, element: int, link: LexborNode | None) -> None:
        page = self.page
        url = attributes.get("src") or attributes.get("data-src") or ""
        if url.startswith("data:"):
            url = attributes.get("data-src") or ""
        alt = attributes.get("alt") or ""
        leads = link is not None and not _IMAGE_FILE.search(link.attributes.get("href") or "")
        page.pictures.append(Picture(element, len(page.lines), url, alt, leads))

    def _head(self, node: LexborNode, kind: int) -> None:
        page = self.page
        if kind == _TITLE:
            page.title = page.title or SPACES.sub(" ", node.text(deep=True)).strip()
            return
        attributes = node.attributes
        if kind == _META:
            page.metas.append(attributes)
        elif kind == _BASE:
            if page.base is None and "href" in attributes:
                page.base = attributes["href"] or ""
        elif kind == _HEAD_LINK:
            page.links.append(attributes)
        elif (attributes.get("type") or "").startswith("application/ld+json"):
            page.json_ld.append(node.text(deep=True))


def _is_glued(node: LexborNode, label: str, text: str) -> bool:
    """Return whether only a style sheet parts a label from its text: "AgricultureThe office"."""
    if not (_LEAST_LABEL <= len(label) <= _LABEL_CHARS and len(text) >= _LABELLED_CHARS):
        return False
    if not (label[-1].islower() and label[0].isupper()):
        return False
    previous = node.prev
    if previous is not None and previous.tag == "-comment":
        return False
    # A title is one line, whatever its parts.
    holder = node.parent
    while holder is not None and _KINDS.get(holder.tag or "") in _INLINE:
        holder = holder.parent
    return holder is None or holder.tag != "h1"

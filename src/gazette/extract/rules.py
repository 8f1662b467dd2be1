"""What is known of a page before it is read: CSS selectors of its article, and of what is not.

The selectors run once on the parsed tree, and only where there are any. A block that one matches
gets a word among its names, which the walk carries into the lists as it does every name: the
walk itself knows nothing of rules. What is matched inside a line has no place in the lists, so it
is cut out of the tree and its text noted.
"""

import re
from collections.abc import Collection, Iterable
from typing import Final

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

from gazette.article import Reason
from gazette.extract.draft import Draft
from gazette.extract.page import Page

_WORD: Final = "gazette-rule-"
_WORDS: Final = re.compile(rf"\s*{_WORD}(\d{{1,9}})(?!\S)")
_ARTICLE: Final = 0
"""The number of the article's selector; those of what is removed are numbered from 1."""


class PageRules(Struct, frozen=True):
    """What to take for the article of a page, and what not."""

    article: str = ""
    """Nothing outside what it matches is article; where it matches nothing, it is passed over."""
    remove: tuple[str, ...] = ()
    article_from: str = ""
    """The file that says so, for people."""
    remove_from: str = ""
    repeated: frozenset[int] = frozenset()
    """Fingerprints of the lines that are boilerplate on this site, as `learned` finds them."""

    def has_selectors(self) -> bool:
        """Return whether there is anything to look for in the tree."""
        return bool(self.article or self.remove)

    def named(self, number: int) -> str:
        """Return a rule as a person finds it again: its selector, and the file it is in."""
        if number == _ARTICLE:
            return f"{self.article} ({self.article_from})" if self.article_from else self.article
        selector = self.remove[number - 1]
        return f"{selector} ({self.remove_from})" if self.remove_from else selector


NO_RULES: Final = PageRules()


def name_matches(
    tree: LexborHTMLParser, rules: PageRules, inline: Collection[str]
) -> list[tuple[int, str]]:
    """Give what the rules match a name that the lists will carry.

    Return what was cut out because it has no place in them: the number of the rule, and the text.
    `inline` are the tags that make no element of the lists.
    """
    cuts = []
    for node, number in _outermost(tree, enumerate(rules.remove, start=1)):
        tag = node.tag or ""
        if tag in inline or "-" in tag:
            if text := " ".join(node.text(separator=" ").split()):
                cuts.append((number, text))
            node.decompose()
        else:
            _name(node, number)
    if rules.article:
        for node, number in _outermost(tree, [(_ARTICLE, rules.article)]):
            is_inline = (node.tag or "") in inline or "-" in (node.tag or "")
            _name(_boxed(tree, node) if is_inline else node, number)
    return cuts


def note_matches(page: Page, rules: PageRules) -> None:
    """Take the names that `name_matches` gave out of the lists, and note whose they were."""
    for element, names in enumerate(page.names):
        if _WORD in names:
            numbers = [int(number) for number in _WORDS.findall(names)]
            page.names[element] = _WORDS.sub("", names)
            # A page may write such a word itself: then it speaks for its own text at most.
            if known := [number for number in numbers if number <= len(rules.remove)]:
                page.ruled[element] = known[-1]
    gone = [e for e, number in page.ruled.items() if number != _ARTICLE]
    if gone:
        page.pictures = [
            picture
            for picture in page.pictures
            if not any(e <= picture.block < page.ends[e] for e in gone)
        ]


def mark_ruled(draft: Draft) -> list[int]:
    """Mark what the rules remove, and what is outside the article that they name.

    Return the elements of that article; none where no text is in them.
    """
    page = draft.page
    if not page.ruled:
        return []
    for element, number in page.ruled.items():
        if number != _ARTICLE:
            draft.mark(page.first[element], page.last[element], Reason.RULE)
    roots = [e for e, number in page.ruled.items() if number == _ARTICLE]
    inside = {i for e in roots for i in range(page.first[e], page.last[e])}
    if not draft.unmarked(inside):
        return []
    for number in range(len(page.lines)):
        if number not in inside:
            draft.mark(number, number + 1, Reason.RULE)
    return roots


def joined(page: Page, roots: list[int]) -> int:
    """Return the smallest element that holds all of `roots`."""
    first, last = min(roots), max(page.ends[root] for root in roots)
    return next((e for e in page.ancestors(first) if page.ends[e] >= last), 0)


def rule_of(page: Page, number: int) -> int:
    """Return the number of the rule that took a line: what no other took is outside the article."""
    found = (page.ruled.get(element) for element in page.ancestors(page.lines[number].block))
    return next((rule for rule in found if rule), _ARTICLE)


def _outermost(
    tree: LexborHTMLParser, selectors: Iterable[tuple[int, str]]
) -> list[tuple[LexborNode, int]]:
    """Return the nodes that are matched and in no other that is."""
    matched: dict[int, tuple[LexborNode, int]] = {}
    for number, selector in selectors:
        for node in tree.css(selector):
            matched.setdefault(node.mem_id, (node, number))
    return [(node, number) for node, number in matched.values() if not _is_inside(node, matched)]


def _is_inside(node: LexborNode, matched: Collection[int]) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.mem_id in matched:
            return True
        parent = parent.parent
    return False


def _name(node: LexborNode, number: int) -> None:
    names = node.attributes.get("class") or ""
    node.attrs["class"] = f"{names} {_WORD}{number}"


def _boxed(tree: LexborHTMLParser, node: LexborNode) -> LexborNode:
    """Return a block put around a node that makes none."""
    box = tree.create_node("div")
    node.insert_before(box)
    placed = node.prev
    if placed is None:
        raise AssertionError("a node was inserted before this one")
    placed.insert_child(node, move=True)
    return placed

"""Cards that lead to other articles, told by their shape and not by their words.

A card is short and begins with a link, a picture or a heading. Siblings built alike are a list of
them; one that stands alone has both a picture and a title that are links. Whatever holds them, the
links that end a text are cards too.
"""

from collections.abc import Iterator
from typing import Final

from gazette.article import Reason
from gazette.extract.draft import Draft
from gazette.extract.shape import is_link, leads_away

ARTICLE_SHARE: Final = 0.4
"""What has more of a page's prose is the article itself, unless it follows one."""
ARTICLE_CHARS: Final = 400
"""Prose that stands before a list of cards that may outweigh the article."""
_CARDS: Final = 3
_CARD_CHARS: Final = 600
_CARD_TITLE: Final = 15
_CARD_LINES: Final = 5
_NO_CARDS: Final = frozenset(("p", "br", "tr", "td", "span"))


def mark_cards(draft: Draft) -> None:
    """Mark lists of at least three siblings built alike that each lead somewhere else."""
    page, prose = draft.page, draft.open_prose()
    limit = ARTICLE_SHARE * max(1, prose[-1])
    resume = 0
    spans = enumerate(zip(page.first, page.last, strict=True))
    # Most elements hold a line or two.
    for element, (first, last) in [(e, s) for e, s in spans if s[1] - s[0] >= _CARDS]:
        if element < resume or draft.marks[first] is not None:
            continue
        is_small = prose[last] - prose[first] <= limit or _follows_article(prose, first, last)
        if is_small and _is_card_list(draft, element):
            draft.mark(first, last, Reason.RELATED)
            resume = page.ends[element]
    for card in _single_cards(draft):
        draft.mark(page.first[card], page.last[card], Reason.RELATED)


def _single_cards(draft: Draft) -> Iterator[int]:
    """Yield small elements that hold a picture and a title, both links, and a few words on it."""
    page = draft.page
    seen: set[int] = set()
    for picture in page.pictures:
        if not picture.leads or picture.line >= len(draft.marks):
            continue
        found = None
        for element in page.ancestors(picture.block):
            first, last = page.first[element], page.last[element]
            if last - first > _CARD_LINES or element in seen:
                break
            seen.add(element)
            if first < last and _is_titled(draft, first, last):
                found = element
        if found is not None and draft.marks[page.first[found]] is None:
            yield found


def _is_titled(draft: Draft, first: int, last: int) -> bool:
    """Return whether lines are a linked title with a badge and one summary, if with anything."""
    lines = draft.page.lines[first:last]
    return (
        sum(len(line.text) for line in lines) <= _CARD_CHARS
        and any(is_link(line) and len(line.text) >= _CARD_TITLE for line in lines)
        and sum(draft.prose[number] > 0 for number in range(first, last)) <= 1
    )


def _follows_article(prose: list[int], first: int, last: int) -> bool:
    """Return whether an article stands before the lines and next to nothing after them."""
    before, after = prose[first], prose[-1] - prose[last]
    return before >= ARTICLE_CHARS and after <= 0.2 * before


def _is_card_list(draft: Draft, element: int) -> bool:
    page = draft.page
    shapes: dict[tuple[str, str], list[int]] = {}
    for child in page.children(element):
        if page.tags[child] not in _NO_CARDS and page.first[child] < page.last[child]:
            shapes.setdefault((page.tags[child], page.names[child]), []).append(child)
    largest = max(shapes.values(), key=len, default=[])
    if len(largest) < _CARDS:
        return False
    covered = sum(page.last[child] - page.first[child] for child in largest)
    if covered < 0.7 * (page.last[element] - page.first[element]):
        return False
    return sum(_is_card(draft, child) for child in largest) >= 0.6 * len(largest)


def _is_card(draft: Draft, element: int) -> bool:
    """Return whether an element is short and begins with a link to something that has a title."""
    first, last = draft.page.first[element], draft.page.last[element]
    lines = draft.page.lines[first:last]
    if sum(len(line.text) for line in lines) > _CARD_CHARS:
        return False
    if first in draft.pictured:
        return True
    return any(is_link(line) and len(line.text) >= _CARD_TITLE for line in lines[:3])


def holds_cards(draft: Draft, element: int) -> bool:
    """Return whether an element is a label and siblings alike of a title and a text each."""
    page = draft.page
    parts = [e for e in page.children(element) if page.first[e] < page.last[e]][1:]
    return (
        len(parts) > 1
        and len({(page.tags[e], page.names[e]) for e in parts}) == 1
        and all(
            page.last[e] - page.first[e] > 1
            and sum(size > 0 for size in draft.prose[page.first[e] : page.last[e]]) == 1
            for e in parts
        )
    )


def mark_tail(draft: Draft, root: int) -> None:
    """Mark the run of links and their summaries that ends the root, if an article precedes it."""
    page, prose = draft.page, draft.open_prose()
    first, last = page.first[root], page.last[root]
    links, start, since = 0, last, 0
    for number in reversed(draft.unmarked(range(first, last))):
        if leads_away(draft, number):
            links, start, since = links + 1, number, 0
        elif draft.prose[number]:
            since += 1
            if since > (1 if links else 2):
                break
    if links >= _CARDS and prose[start] - prose[first] >= ARTICLE_CHARS:
        draft.mark(start, last, Reason.RELATED)

"""Which block of a text without markup is its title: the first that can be one.

Texts begin with their title, and copied pages with their menu, a consent text, a by-line. What is
skipped is told by the same words as everywhere; in doubt the first block is the title.
"""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Final

from gazette.article import Reason
from gazette.extract.byline import is_byline
from gazette.extract.draft import Draft, draft_of, ends_sentence
from gazette.extract.notices import mark_notices
from gazette.extract.page import Line, Page
from gazette.extract.signatures import bare_names, is_beside, is_work
from gazette.extract.wording import wording
from gazette.text import clean_line, fold

_LOOKED_AT: Final = 60
"""Blocks from the first among which the title stands."""
_LINES: Final = 12
"""Of each block, more than tell a menu."""
_LONGEST_TITLE: Final = 250
_SENTENCE_CHARS: Final = 120
"""A longer block that ends as a sentence does is text."""
_NAME_WORDS: Final = 5
"""Of the name of a house over its menu, at most."""
_STEP_CHARS: Final = 28
_STEP_WORDS: Final = 3
_SHARE: Final = 0.6
_LEAST: Final = 3
"""Rubrics that make a menu where nothing parts them."""
_FALLBACK_WORDS: Final = 3
_SENTENCE: Final = re.compile(r".{20,}?[.!?…]['’”»\"]?(?=\s+[«“\"A-ZÀ-Ý0-9]|$)")
_CUT_CHARS: Final = 140
_PARTS: Final = re.compile(r"\s*[|>›»·•/→]\s*|\s{2,}|\t+|\n")
_JOINERS: Final = frozenset(("&", "et", "and", "la", "le"))
_WAY_SIGNS: Final = frozenset("|>›»·•/→\n")


def find_headline(blocks: Sequence[Sequence[Line]]) -> tuple[int | None, int | None]:
    """Return the block whose first line is the title; where there is none, that of the text."""
    head = [block[:_LINES] for block in blocks[:_LOOKED_AT]]
    marks = _marks(head)
    skipped = [_is_skipped(block, mark) for block, mark in zip(head, marks, strict=True)]
    left = [number for number, is_skipped in enumerate(skipped) if not is_skipped]
    for number, following in zip_longest(left, left[1:]):
        if not _can_be_title(head[number][0].text):
            return _fallback(head, number), number
        if following is None or not _is_before_title(head, number, following):
            return number, None
    return None, None


def first_sentence(text: str) -> str:
    """Return the first sentence of a text that has no title, cut if it is a long one."""
    found = _SENTENCE.match(text)
    sentence = found.group() if found else text
    if len(sentence) > _CUT_CHARS:
        sentence = sentence[:_CUT_CHARS].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
    return clean_line(sentence)


def _marks(head: Sequence[Sequence[Line]]) -> list[Reason | None]:
    """Return what stands against the first line of each block by the words of notices."""
    page = Page(tags=["body"], parents=[-1], names=[""])
    starts = []
    for block in head:
        starts.append(len(page.lines))
        element = len(page.tags)
        page.tags.append("p")
        page.parents.append(0)
        page.names.append("")
        page.first.append(len(page.lines))
        page.lines += (Line(line.text, element) for line in block)
        page.last.append(len(page.lines))
    page.first.insert(0, 0)
    page.last.insert(0, len(page.lines))
    page.ends = [len(page.tags), *range(2, len(page.tags) + 1)]
    draft: Draft = draft_of(page)
    mark_notices(draft)
    return [draft.marks[start] for start in starts]


def _is_skipped(block: Sequence[Line], mark: Reason | None) -> bool:
    """Return whether a block is a notice, a label, a by-line, an address or a menu."""
    text = block[0].text
    if mark is not None or block[0].links:
        return True
    if len(text) > _LONGEST_TITLE:
        return False
    return _is_beside_title(text) or _leads(text) or is_menu(_text(block))


def _is_beside_title(text: str) -> bool:
    """Return whether a line is what stands with a title: who, when, buttons to share."""
    phrases = wording()
    return (
        phrases.section(text) is not None
        or phrases.note(text) is not None
        or phrases.button(text) is not None
        or phrases.is_field(text)
        or phrases.is_label(text)
        or is_byline(text)
        or is_beside(text)
    )


def _leads(text: str) -> bool:
    """Return whether a line is a label, a colon and the title of another article."""
    label, colon, _ = text.partition(":")
    phrases = wording()
    return bool(colon) and phrases.section(label) is Reason.RELATED


def is_menu(text: str) -> bool:
    """Return whether a text is rubrics, or the way to a page from its site's first one."""
    if len(text) > _LONGEST_TITLE or ends_sentence(text):
        return False
    homes, rubrics = _rubrics()
    parts = [fold(part).strip() for part in _PARTS.split(text) if part.strip()]
    known = sum(part in homes or part in rubrics for part in parts)
    if known == len(parts) == 1:
        return True
    if len(parts) > 1:
        is_way = parts[0] in homes and not _WAY_SIGNS.isdisjoint(text)
        return is_way or 2 * known >= len(parts) > 2 or known == len(parts)
    words = text.split()
    if not all(word[0].isupper() or word.lower() in _JOINERS for word in words):
        return False
    known = sum(fold(word) in homes or fold(word) in rubrics for word in words)
    return known >= max(_LEAST, _SHARE * len(words))


def _can_be_title(text: str) -> bool:
    if len(text) > _LONGEST_TITLE or not any(map(str.isalpha, text)):
        return False
    return len(text) <= _SENTENCE_CHARS or not ends_sentence(text)


def _is_before_title(head: Sequence[Sequence[Line]], number: int, following: int) -> bool:
    """Return whether a short block is a writer, a label, or the house over its menu.

    `following` is the next block that could be the title.
    """
    text, after = head[number][0].text, head[following][0].text
    is_title = _can_be_title(after) and not after.endswith(".") and len(after) > len(text)
    if len(text.split()) > _NAME_WORDS or ends_sentence(text.rstrip(")")) or not is_title:
        return False
    if wording().label(text) or bare_names(text)[0] or is_work(text):
        return True
    if any(is_menu(_text(block)) for block in head[number + 1 : min(following, number + 3)]):
        return True
    above = head[number - 2 : number] if number > 1 else ()
    is_step = len(text) <= _STEP_CHARS < len(after) and len(text.split()) <= _STEP_WORDS
    return is_step and bool(above) and all(is_menu(_text(block)) for block in above)


def _text(block: Sequence[Line]) -> str:
    return "\n".join(line.text for line in block)


def _fallback(head: Sequence[Sequence[Line]], text_at: int) -> int | None:
    """Return the block over the text that was skipped for its words, and stands as a title does."""
    phrases = wording()
    for number in range(text_at - 1, -1, -1):
        text = head[number][0].text
        if is_byline(text) or is_beside(text) or phrases.section(text) is Reason.SHARE:
            continue
        is_control = phrases.button(text) is not None or phrases.is_field(text)
        is_title = _can_be_title(text) and len(text.split()) >= _FALLBACK_WORDS
        return number if is_title and not is_control and not head[number][0].links else None
    return None


@cache
def _rubrics() -> tuple[frozenset[str], frozenset[str]]:
    lists = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return frozenset(map(fold, lists["home"])), frozenset(map(fold, lists["rubrics"]))

"""Whether the article goes on after a label, or what the label heads is all that comes.

A widget that a script was to fill leaves its label alone amid a text, and a number of comments
stands below a title. Nothing but what follows tells those from the label of a section: an
article's paragraphs follow one another, where cards and comments have their titles, names, dates
and badges between them.
"""

from typing import Final

from gazette.article import Reason
from gazette.extract.draft import Draft
from gazette.extract.page import NO_ELEMENT, Page
from gazette.extract.shape import leads_away

NEAR: Final = 200
"""Lines after a label that are looked at to tell what it heads."""
_RUN_SHARE: Final = 0.55
"""Of the paragraphs but the first, those that follow another. Cards of a picture's text, a title
and a summary each reach a half where every second one has lost its title."""
_SHORT_SHARE: Final = 0.6
"""Lines that are no text for each that is one."""
_TEXT_SHARE: Final = 0.8
"""What is left of an article has this share of what was: summaries of a few others have less."""
_TEXTS: Final = 2
_ITEMS: Final = frozenset(("li", "td", "dd"))
"""Cards are set as items of a list, and a list of an article's has its text around it."""
_STANDFIRST_CHARS: Final = 600
_BODY_CHARS: Final = 600
"""Summaries of a few other articles have fewer, next to a short one."""
_OTHERS_SHARE: Final = 0.2
_NAME_SHARE: Final = 0.3
_BOXES: Final = 3
_BOX_LINES: Final = 8
_OUTWEIGHS: Final = 2.0
"""How much more than the standfirst stands below it, where a by-line parts the two."""


def goes_on(draft: Draft, label: int, end: int, before: int, reason: Reason) -> bool:
    """Return whether the lines from a label to `end` are the article's text.

    `before` is the prose that stands before the label.
    """
    numbers = draft.unmarked(range(label + 1, min(end, label + NEAR)))
    texts = [number for number in numbers if _is_text(draft, number)]
    if len(texts) < _TEXTS or not runs_on(draft, numbers):
        return False
    after = sum(draft.prose[number] for number in texts)
    is_next = numbers[0] == texts[0]
    if reason is Reason.RELATED:
        return is_next and after >= max(_BODY_CHARS, _TEXT_SHARE * before)
    if is_next:
        return True
    # A by-line may stand between, and a reader's name stands above each comment.
    others = len(numbers) - numbers.index(texts[0]) - len(texts)
    is_below_title = before <= _STANDFIRST_CHARS and after >= _OUTWEIGHS * before
    return is_below_title and others <= _OTHERS_SHARE * len(texts)


def holds_article(draft: Draft, label: int, end: int, before: int) -> bool:
    """Return whether a box that begins with a label holds the article, below its standfirst."""
    numbers = draft.unmarked(range(label + 1, min(end, label + NEAR)))
    after = sum(draft.prose[number] for number in numbers)
    is_below_title = before <= _STANDFIRST_CHARS and after >= _OUTWEIGHS * before
    return is_below_title and runs_on(draft, numbers)


def runs_on(draft: Draft, numbers: list[int]) -> bool:
    """Return whether lines are paragraphs that follow one another, with little between them."""
    page = draft.page
    texts: list[int] = []
    follow = short = 0
    is_text = False
    for number in numbers:
        was_text = is_text
        is_text = _is_text(draft, number)
        if is_text:
            texts.append(number)
            follow += was_text
        else:
            short += page.tags[page.lines[number].block] not in _ITEMS
    least = _RUN_SHARE * (len(texts) - 1)
    if not texts or follow < least or short > _SHORT_SHARE * len(texts):
        return False
    return 2 * sum(_is_entry(draft, number, len(texts)) for number in texts) <= len(texts)


def _is_entry(draft: Draft, number: int, texts: int) -> bool:
    """Return whether a line is one of many that have each its box, or its name in bold."""
    page, line = draft.page, draft.page.lines[number]
    if 0 < line.bold_chars < _NAME_SHARE * len(line.text):
        return True
    box = page.parents[line.block]
    if box == NO_ELEMENT:
        return False
    first, last = page.first[box], page.last[box]
    # Of the element that holds half of all texts, more need not be known.
    held = sum(size > 0 for size in draft.prose[first : min(last, first + 2 * NEAR)])
    return last - first > 1 and 2 * held < texts


def resumes(draft: Draft, label: int, start: int, end: int, before: int) -> bool:
    """Return whether the article goes on between `start`, behind what a label heads, and `end`.

    Its paragraphs are set as those above the label are; where they are not, they are many.
    """
    numbers = draft.unmarked(range(start, min(end, start + NEAR)))
    own = _last_text(draft, label)
    texts = [number for number in numbers if _is_text(draft, number)]
    if not texts or own is None:
        return bool(texts)
    page = draft.page
    home, shape = _home(page, own), _shape(page, own)
    first = next((number for number in texts if _home(page, number) == home), None)
    if first is not None:
        headed = [n for n in range(label + 1, first) if draft.marks[n] is None]
        if headed and not any(_is_text(draft, n) and _home(page, n) == home for n in headed):
            return True
        rest = numbers[numbers.index(first) :]
        are_two = not headed and len(rest) > 1 and _home(page, rest[1]) == home
        return (are_two and _is_text(draft, rest[1])) or runs_on(draft, rest)
    first = next((number for number in texts if _shape(page, number) == shape), None)
    if first is not None:
        return runs_on(draft, numbers[numbers.index(first) :])
    after = sum(draft.prose[number] for number in texts)
    return after >= _TEXT_SHARE * before and runs_on(draft, numbers[numbers.index(texts[0]) :])


def returns(draft: Draft, label: int, end: int) -> int | None:
    """Return the paragraph with which the article goes on behind boxes that a label heads."""
    own = _last_text(draft, label)
    if own is None:
        return None
    page = draft.page
    home = _home(page, own)
    for number in draft.unmarked(range(label + 1, min(end, label + NEAR))):
        if _home(page, number) == home:
            return number if number > label + 1 and _is_text(draft, number) else None
        block = page.lines[number].block
        if page.parents[block] == home[0] and not _is_box(page, block):
            return None
    return None


def _is_text(draft: Draft, number: int) -> bool:
    """Return whether a line is running text that is no item and leads nowhere."""
    page = draft.page
    is_led = number in draft.pictured or leads_away(draft, number)
    return (
        draft.prose[number] > 0 and not is_led and page.tags[page.lines[number].block] not in _ITEMS
    )


def _last_text(draft: Draft, label: int) -> int | None:
    """Return the last line of text above a label that nothing stands against."""
    above = range(label - 1, max(-1, label - NEAR), -1)
    return next((n for n in above if draft.prose[n] and draft.marks[n] is None), None)


def _home(page: Page, number: int) -> tuple[int, int, str, str, bool]:
    """Return what tells the paragraphs of one text: where they stand, and as what.

    Each may have a box or two of its own.
    """
    block = box = page.lines[number].block
    boxes = 0
    while boxes < _BOXES:
        parent = page.parents[box]
        if parent == NO_ELEMENT or page.last[parent] - page.first[parent] > 1:
            break
        box, boxes = parent, boxes + 1
    is_whole = page.last[block] - page.first[block] == 1
    return page.parents[box], boxes, page.tags[box], page.tags[block], is_whole


def _is_box(page: Page, element: int) -> bool:
    """Return whether an element holds others with lines, not only its own and breaks."""
    first, last = page.first[element], page.last[element]
    return any(line.block != element for line in page.lines[first : min(last, first + _BOX_LINES)])


def _shape(page: Page, number: int) -> tuple[str, str, str, str]:
    block = page.lines[number].block
    box = page.parents[block]
    if box == NO_ELEMENT:
        return page.tags[block], page.names[block], "", ""
    return page.tags[block], page.names[block], page.tags[box], page.names[box]

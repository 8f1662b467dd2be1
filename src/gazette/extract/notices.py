"""Notices of the house to its reader: consent, newsletters, offers, appeals, told by their words.

No single word tells a consent text from an article about consent. So a notice is a line with a
topic and several cues of different kinds (who speaks, to do what, how often, for how much), and
fewer are asked of a line that stands apart from the text, or with a button that says the same.
What a line reports of somebody is never a notice.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gazette.article import Reason
from gazette.extract.draft import Draft
from gazette.extract.wording import NoticeWords, plain_words, wording

_LEAST_CHARS: Final = 20
_LINK_SHARE: Final = 0.8
_MOST_CHARS: Final = 700
"""The longest consent text in one paragraph that was met had 580."""
_APART_PROSE: Final = 200
"""Other running text in the smallest box around a line, at most, if the line stands apart."""
_NEAR_LINES: Final = 100
_MUCH: Final = 10_000
_NEAR_BUTTONS: Final = 4
_BOX_LINES: Final = 6
_BOX_CHARS: Final = 800
_BOX_SHARE: Final = 0.4
_HEAD_CHARS: Final = 90


@dataclass(frozen=True, slots=True)
class _Place:
    apart: bool
    button: Reason | None


def mark_notices(draft: Draft) -> None:
    """Mark the lines that are notices, the headings over them, and boxes that a button ends."""
    _mark_boxes(draft)
    for number in _spoken(draft):
        reason = _reason(draft, number)
        if reason is not None:
            draft.marks[number] = reason
            mark_heading(draft, number)


def _spoken(draft: Draft) -> Iterator[int]:
    """Yield the unmarked lines that have a word which could be a notice's topic."""
    tokens = wording().notices.tokens
    for number, (line, mark) in enumerate(zip(draft.page.lines, draft.marks, strict=True)):
        if mark is None and _LEAST_CHARS <= (length := len(line.text)) <= _MOST_CHARS:
            is_link = line.link_chars > _LINK_SHARE * length
            if not is_link and not tokens.isdisjoint(line.text.lower().split()):
                yield number


def _reason(draft: Draft, number: int) -> Reason | None:
    words = wording().notices
    plain = plain_words(draft.page.lines[number].text)
    place = None
    single = set(plain.split())
    for notice in words.kinds:
        if notice.topics.isdisjoint(single) and not notice.phrases.are_in(plain, single):
            continue
        if words.reports.are_in(plain, single):
            return None
        if notice.address and not notice.address.are_in(plain, single):
            continue
        cues = sum(group.are_in(plain, single) for group in notice.cues)
        if cues >= notice.flat:
            return notice.reason
        place = place or _place(draft, number)
        if cues >= _least(notice, place):
            return notice.reason
    return None


def _least(notice: NoticeWords, place: _Place) -> int:
    """Return how many cues are enough where the line stands."""
    if place.button is notice.reason:
        return 1
    return notice.apart if place.apart else notice.flat


def _place(draft: Draft, number: int) -> _Place:
    """Return what the smallest box that holds more than the line says of it."""
    page = draft.page
    for element in page.ancestors(page.lines[number].block):
        first, last = page.first[element], page.last[element]
        if last - first > 1:
            # More lines than a box has are the text's, and are not summed for each of them.
            is_long = last - first > _NEAR_LINES
            others = sum(draft.prose[first:last]) - draft.prose[number] if not is_long else _MUCH
            break
    else:
        others, first, last = 0, number, number + 1
    start = bisect_right(page.buttons, number, key=lambda button: button.line)
    near = page.buttons[start : start + _NEAR_BUTTONS]
    after = (button for button in near if button.line <= min(last, number + 2))
    said = next((reason for b in after if (reason := wording().button(b.text))), None)
    return _Place(others <= _APART_PROSE, said)


def mark_heading(draft: Draft, number: int) -> None:
    """Mark the short line above a notice, if the two make a box, or it too has a notice's words."""
    if number == 0 or draft.marks[number - 1] is not None or draft.prose[number - 1]:
        return
    page = draft.page
    text = page.lines[number - 1].text
    if len(text) > _HEAD_CHARS:
        return
    plain = plain_words(text)
    reason = draft.marks[number]
    speaks = any(
        not notice.topics.isdisjoint(plain.split())
        for notice in wording().notices.kinds
        if notice.reason is reason
    )
    if speaks or _is_box(draft, number):
        draft.marks[number - 1] = reason


def _is_box(draft: Draft, number: int) -> bool:
    """Return whether a line and the one above are all that their smallest common box holds."""
    page = draft.page
    for element in page.ancestors(page.lines[number].block):
        first, last = page.first[element], page.last[element]
        if first < number:
            return first == number - 1 and not any(
                draft.prose[number + 1 : min(last, number + _NEAR_LINES)]
            )
    return False


def _mark_boxes(draft: Draft) -> None:
    """Mark the small boxes in which a button asks to accept, to sign up or to subscribe."""
    page = draft.page
    asking = [(b, reason) for b in page.buttons if (reason := wording().button(b.text))]
    if not asking:
        return
    prose = draft.open_prose()
    limit = _BOX_SHARE * max(1, prose[-1])
    for button, reason in asking:
        box = None
        for element in _small(draft, button.block):
            if prose[page.last[element]] - prose[page.first[element]] > limit:
                break
            box = element
        if box is not None:
            draft.mark(page.first[box], page.last[box], reason)


def _small(draft: Draft, element: int) -> Iterator[int]:
    """Yield the element and what holds it, as long as that is as small as a box is."""
    page = draft.page
    for holder in page.ancestors(element):
        first, last = page.first[holder], page.last[holder]
        if (
            last - first > _BOX_LINES
            or sum(len(line.text) for line in page.lines[first:last]) > _BOX_CHARS
        ):
            return
        yield holder

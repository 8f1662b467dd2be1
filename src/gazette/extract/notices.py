"""Notices of the house to its reader: consent, newsletters, offers, appeals, told by their words.

No single word tells a consent text from an article about consent. So a notice is a line with a
topic and several cues of different kinds (who speaks, to do what, how often, for how much), and
fewer are asked of a line that stands apart from the text, or with a button that says the same.
What a line reports of somebody is never a notice.
"""

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from gazette.article import Reason
from gazette.extract.cues import NoticeWords, lower_words, plain_words
from gazette.extract.draft import Draft, ends_sentence
from gazette.extract.page import Line
from gazette.extract.wording import wording

_GENERAL: Final = (Reason.RELATED, Reason.BOILERPLATE)
"""What a line's element or its place gives, whatever it says."""
_HEADED: Final = (Reason.RELATED, Reason.COMMENTS, Reason.BYLINE)
"""What a label heads that a notice beside it does not."""
_SHORTEST: Final = 8
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
_OWN_WORDS: Final = 2
_FIELDS: Final = 8
_ABOVE_CHARS: Final = 200
_ABOVE_SHARE: Final = 0.6
_FIELD_CHARS: Final = 60


class _Place(Struct, frozen=True):
    apart: bool
    button: Reason | None


def mark_notices(draft: Draft) -> None:
    """Mark the lines that are notices, what stands with them, and boxes that a button ends."""
    _mark_boxes(draft)
    found = list(_spoken(draft))
    for number, reason in found:
        draft.marks[number] = reason
    for number, _ in found:
        mark_heading(draft, number)
        mark_below(draft, number)


def _spoken(draft: Draft) -> Iterator[tuple[int, Reason]]:
    """Yield the unmarked lines that are notices, each with what it is."""
    phrases = wording()
    tokens = phrases.notices.tokens
    for number, (line, mark) in enumerate(zip(draft.page.lines, draft.marks, strict=True)):
        length = len(line.text)
        if mark is not None or not _SHORTEST <= length <= _MOST_CHARS:
            continue
        if line.link_chars > _LINK_SHARE * length:
            continue
        words = lower_words(line.text)
        if phrases.hints.isdisjoint(words):
            continue
        reason = phrases.speaks(line.text, is_sentence=ends_sentence(line.text))
        if reason is None and length >= _LEAST_CHARS and not tokens.isdisjoint(words):
            reason = _reason(draft, number)
        # What heads comments is no notice.
        elif reason is Reason.COMMENTS and phrases.section(line.text):
            continue
        if reason is not None:
            yield number, reason


def _reason(draft: Draft, number: int, *, is_near: bool = False) -> Reason | None:
    """Return what a line is by its cues; beside another notice fewer are enough."""
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
        if cues >= (notice.apart if is_near else notice.flat):
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
    """Mark what stands over a notice, if the two make a box, or it too has the house's words.

    A heading of one or two such words may be the article's own.
    """
    if number == 0 or draft.marks[number - 1] is not None:
        return
    page = draft.page
    text = page.lines[number - 1].text
    if text.startswith(("«", "“", '"')) or wording().section(text) in _HEADED:
        return
    reason = draft.marks[number]
    plain = plain_words(text).split()
    if len(plain) >= _OWN_WORDS and wording().is_own(text):
        draft.marks[number - 1] = reason
    if draft.prose[number - 1] or len(text) > _HEAD_CHARS:
        return
    speaks = any(
        not notice.topics.isdisjoint(plain)
        for notice in wording().notices.kinds
        if notice.reason is reason
    )
    if speaks or wording().is_field(text) or _is_box(draft, number):
        draft.marks[number - 1] = reason


def explained(draft: Draft, number: int) -> Reason:
    """Return the reason against a line: what it says itself, where its place said little."""
    given = draft.marks[number] or Reason.BOILERPLATE
    line = draft.page.lines[number]
    # Menus and links to articles are what they seem.
    if given not in _GENERAL or _says_little(line):
        return given
    own = _own_reason(draft, number)
    if own is None and not draft.prose[number] and number + 1 < len(draft.marks):
        # A heading is what it heads.
        own = _own_reason(draft, number + 1) if draft.marks[number + 1] is given else None
    return own or given


def _has_topic(text: str) -> bool:
    return not wording().notices.tokens.isdisjoint(lower_words(text))


def _says_little(line: Line) -> bool:
    return 2 * line.link_chars > len(line.text) or len(line.text) > _MOST_CHARS


def _own_reason(draft: Draft, number: int) -> Reason | None:
    text = draft.page.lines[number].text
    phrases = wording()
    return (
        phrases.speaks(text, is_sentence=ends_sentence(text))
        or phrases.note(text)
        or phrases.section(text)
        or (_has_topic(text) and _reason(draft, number))
        or phrases.label(text)
    )


def mark_below(draft: Draft, number: int) -> None:
    """Mark what a notice heads: its box, or the fields, buttons and own words below it."""
    reason = draft.marks[number]
    assert reason is not None
    phrases, lines = wording(), draft.page.lines
    if not draft.prose[number]:
        headed = [e for e in _small(draft, lines[number].block) if draft.page.first[e] == number]
        if headed and _is_minor(draft, headed[-1]):
            draft.mark(number, draft.page.last[headed[-1]], reason)
    for below in range(number + 1, min(number + 1 + _FIELDS, len(draft.marks))):
        line = lines[below]
        if draft.marks[below] is not None or phrases.section(line.text) in _HEADED:
            break
        is_field = len(line.text) <= _FIELD_CHARS and (
            phrases.button(line.text) is not None or phrases.is_field(line.text)
        )
        is_link = reason is Reason.SHARE and line.link_chars == len(line.text)
        is_more = is_field or is_link or (not draft.prose[number] and phrases.is_own(line.text))
        if not is_more and _reason(draft, below, is_near=True) is not reason:
            break
        draft.marks[below] = reason


def _is_minor(draft: Draft, element: int) -> bool:
    """Return whether a box has less running text than what stands near it."""
    first, last = draft.page.first[element], draft.page.last[element]
    around = draft.prose[max(0, first - _NEAR_LINES) : last + _NEAR_LINES]
    return sum(draft.prose[first:last]) <= _BOX_SHARE * max(1, sum(around))


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
            if page.first[element] < page.last[element]:
                box = element
        if box is not None:
            first, last = page.first[box], page.last[box]
            draft.mark(first, last, _said_in(draft, first, last) or reason)
        else:
            _mark_above_button(draft, button.line - 1, reason)


def _said_in(draft: Draft, first: int, last: int) -> Reason | None:
    """Return what the lines of a box speak of, which its button may not say."""
    for line in draft.page.lines[first:last]:
        if reason := wording().speaks(line.text, is_sentence=ends_sentence(line.text)):
            return reason
    return None


def _mark_above_button(draft: Draft, number: int, reason: Reason) -> None:
    """Mark the line above a button that has no box, if it is mostly in the house's words."""
    if number < 0 or draft.marks[number] is not None:
        return
    text = draft.page.lines[number].text
    if len(text) <= _ABOVE_CHARS and wording().share(text) >= _ABOVE_SHARE:
        draft.marks[number] = _said_in(draft, number, number + 1) or reason
        mark_heading(draft, number)


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

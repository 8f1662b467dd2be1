"""Lines among the article's own that are not its text: the title again, by-lines, notes.

Judged inside the chosen root, line by line, by wording and by place.
"""

import re
from itertools import islice
from typing import Final

from gazette.article import Reason
from gazette.extract.byline import is_byline
from gazette.extract.dates import parse_words
from gazette.extract.disclosure import discloses
from gazette.extract.draft import Draft, ends_sentence
from gazette.extract.metadata import About
from gazette.extract.notices import mark_heading
from gazette.extract.page import Line, Page
from gazette.extract.shape import is_link, is_set
from gazette.extract.wording import wording
from gazette.text import fold

_NOTICES: Final = frozenset(
    (Reason.NEWSLETTER, Reason.PAYWALL, Reason.COOKIES, Reason.COMMENTS, Reason.SHARE)
)
_SUBHEADINGS: Final = frozenset((Reason.RELATED, Reason.COMMENTS, Reason.BYLINE, Reason.COOKIES))
"""What a doubtful label may be the subheading of."""
_LABEL_LINE: Final = 160
_LEAD_LINE: Final = 220
_LEAD: Final = re.compile(r"\W{0,3}(\w[^:>|]{2,44}?)\s?[:>|–—]\s(.+)$")
_CREDIT_LINE: Final = 70
_BESIDE_TITLE: Final = 20
_LONG_TITLE: Final = 30
_OWN_CHARS: Final = 8
_EMPTY_HEADING: Final = 60
_CAPTION_LINE: Final = 160
_SHARED_LINE: Final = 120
_DAY_END: Final = 40
_CREDIT_NAMES: Final = re.compile(r"[A-ZÀ-Ý][A-ZÀ-Ý/&. ]+$")
_CONTRIBUTED: Final = re.compile(
    r"\bcontributed (?:reporting|to this (?:report|story|article|piece))\b"
    r"|\b(?:a|ont) contribué à cet? (?:article|reportage|enquête)\b"
)
_SENTENCE_WORDS: Final = 6
_SENTENCE_SHARE: Final = 0.6
_HOUSE_SHARE: Final = 0.75
_CELL_DEPTH: Final = 4
_BIOGRAPHY_LINES: Final = 2
_BIOGRAPHY_CHARS: Final = 500
_NAME: Final = r"[^\W\d_][\w’'.-]*(?: [\w’'.-]+){1,4}? "
_LIFE: Final = re.compile(
    _NAME + r"(?:est|a |is|was|has|couvre|covers|writes|écrit|travaille|works|dirige|enseigne"
    r"|teaches)\b"
)
_REPORTER: Final = re.compile(
    _NAME + r"(?:est|is|was|has been|a été)\b.{0,60}?\b(?:journaliste|reporter|correspondante?"
    r"|correspondent|chroniqueu(?:r|se)|columnist|r[ée]dact(?:eur|rice)|staff writer|senior writer"
    r"|freelance|contributor|editor)s?\b"
)
_AGENCIES: Final = re.compile(r".{0,50}\((?:avec|with) [^()]{2,30}\)$")
_READING_TIME: Final = re.compile(
    r"\W*(?:lecture\W*|temps de lecture\W*|read(?:ing time)?\W*)?\d+ ?min(?:ute)?s?\.?"
    r"(?: de lecture| read)?\W*$",
    re.I,
)
_AGENCY: Final = re.compile(
    r"\b(?:AFP|AP|EPA|PA|REA|SIPA|ABACA|MAXPPP|Belga|Keystone|Reuters|Getty|Bloomberg|Xinhua|Anadolu"
    r"|Alamy|Shutterstock|iStock|Unsplash|Pixabay|Divergence|Hans Lucas|Press Association)\b",
    re.I,
)
_WORDS: Final = re.compile(r"[^\W\d_]+")
_PARTICLES: Final = frozenset(("de", "du", "des", "d", "la", "le", "l", "van", "von", "via", "for"))
_TITLE_SHARE: Final = 0.65
_LEAD_SIGNS: Final = frozenset(":>|–—")
_LEAD_LABEL: Final = 50
_LEAST_TITLE: Final = 15
_ADDRESS: Final = re.compile(r"\S@\S|\bwww\.|https?:|\w\.(?:com|org|net|fr|uk|eu)\b")
_ARROWS: Final = (">", "→", "►", "▶", "➡", "»")
_DATE_LINE: Final = 60
_PROSE_SHARE: Final = 0.5
_NEAR_TOP: Final = 6
_NEAR_BOTTOM: Final = 3
_LINK_SHARE: Final = 0.7
_CELLS: Final = frozenset(("li", "td", "th", "dd"))
_HEADINGS: Final = frozenset(("h2", "h3", "h4", "h5", "h6"))


def mark_furniture(draft: Draft, root: int, about: About) -> None:
    """Mark the lines of `root` that are not text of the article."""
    page = draft.page
    numbers = draft.unmarked(range(page.first[root], page.last[root]))
    for number in numbers:
        draft.marks[number] = _line_reason(draft, number, about)
    for number in numbers:
        if draft.marks[number] in _NOTICES:
            mark_heading(draft, number)
    _mark_captions(draft, numbers)
    _mark_empty_headings(draft, numbers)
    _mark_ends(draft, numbers)
    _mark_biography(draft, numbers, about)
    _mark_dates(draft, numbers)


def _line_reason(draft: Draft, number: int, about: About) -> Reason | None:
    line = draft.page.lines[number]
    phrases = wording()
    if (reason := phrases.note(line.text)) and not phrases.reports(line.text):
        return reason
    length = len(line.text)
    if length <= _LEAD_LINE and _leads_elsewhere(draft, line):
        return Reason.RELATED
    if line.link_chars >= _LINK_SHARE * length and length > 3:
        if (reason := phrases.label(line.text)) or not _is_linked_text(draft, number):
            return reason or Reason.RELATED
        return None
    if length <= _LABEL_LINE and line.text.startswith(_ARROWS):
        return Reason.RELATED
    is_label = length <= _LABEL_LINE and (not draft.prose[number] or line.links)
    if is_label and (reason := phrases.label(line.text)) and not _is_subheading(draft, number):
        return reason
    if length <= _CREDIT_LINE and "/" in line.text and _is_credit(draft, number):
        return Reason.CAPTION
    if length <= _CREDIT_LINE and not draft.prose[number] and _names_agency(line.text):
        return Reason.CAPTION
    if length <= about.longest_heading + _BESIDE_TITLE and _repeats_title(line.text, about):
        return Reason.TITLE
    if discloses(line.text) and draft.page.tags[line.block] not in _HEADINGS:
        return Reason.BYLINE
    return None


def _repeats_title(text: str, about: About) -> bool:
    """Return whether a line is the title, or the title and a word or two of a player."""
    is_whole = len(text) <= about.longest_heading
    if not is_whole and ends_sentence(text):
        return False
    plain = fold(text)
    if is_whole and plain in about.headings:
        return True
    return any(
        len(heading) >= _LONG_TITLE and plain.startswith(heading) and plain[len(heading)] == " "
        for heading in about.headings
        if len(heading) < len(plain)
    )


def _is_linked_text(draft: Draft, number: int) -> bool:
    """Return whether a line of links is a sentence with some words of its own, or an address.

    Titles of other articles are whole links and end in no full stop; an address stands after a
    colon.
    """
    line = draft.page.lines[number]
    is_announced = draft.prose[number - 1] > 0 and draft.page.lines[number - 1].text.endswith(":")
    if is_announced and _ADDRESS.search(line.text):
        return True
    has_words = line.own_chars >= _OWN_CHARS and " " in line.text[: line.own_chars]
    return has_words and line.text.endswith(".") and not line.text.endswith("..")


def _is_subheading(draft: Draft, number: int) -> bool:
    """Return whether a line that begins with a label is a heading over text.

    The doubtful sections have been judged by what follows them.
    """
    line = draft.page.lines[number]
    phrases = wording()
    if phrases.is_doubtful(line.text) and phrases.label(line.text) in _SUBHEADINGS:
        return True
    if line.links or number + 1 >= len(draft.prose) or not draft.prose[number + 1]:
        return False
    return is_set(draft.page, number) and not phrases.is_label(line.text)


def _is_credit(draft: Draft, number: int) -> bool:
    """Return whether a line is names parted by a stroke, alone between paragraphs.

    Photographer and agency are; players and their partners stand in lists.
    """
    text = draft.page.lines[number].text
    around = (i for i in (number - 1, number + 1) if 0 <= i < len(draft.marks))
    is_alone = all(draft.prose[i] or draft.marks[i] for i in around)
    if not is_alone and not _AGENCY.search(text) and not _has_picture(draft.page, number):
        return False
    sides = [_WORDS.findall(side) for side in text.split("/")]
    return all(any(len(word) > 2 for word in side) for side in sides) and all(
        word[0].isupper() or word in _PARTICLES for side in sides for word in side
    )


def _names_agency(text: str) -> bool:
    """Return whether a line is names, the last one an agency's."""
    found = _AGENCY.search(text)
    if found is None or found.end() < len(text.rstrip(" )]")):
        return False
    return all(word[0].isupper() or word in _PARTICLES for word in _WORDS.findall(text))


def _has_picture(page: Page, number: int) -> bool:
    return any(picture.line == number for picture in page.pictures)


def _leads_elsewhere(draft: Draft, line: Line) -> bool:
    """Return whether a line is a label, a colon and the title of another article.

    Any few words are a label before a link; without one they are those that houses use.
    """
    if _LEAD_SIGNS.isdisjoint(line.text[:_LEAD_LABEL]):
        return False
    found = _LEAD.match(line.text)
    if found is None or is_cell(draft.page, line.block):
        return False
    label, title = found.groups()
    if line.links:
        is_title = len(title) >= _LEAST_TITLE and line.link_chars >= _TITLE_SHARE * len(title)
        return is_title and _ADDRESS.search(title) is None
    phrases = wording()
    # What can be nothing but a label may stand before a title in quotes or with a full stop.
    is_sure = phrases.section(label) is Reason.RELATED and not phrases.is_doubtful(label)
    return is_sure or (not ends_sentence(title) and phrases.leads(label))


def _mark_empty_headings(draft: Draft, numbers: list[int]) -> None:
    """Mark the few words over two or more links to other articles, whatever they say."""
    lines, marks = draft.page.lines, draft.marks
    for number in draft.unmarked(numbers):
        text = lines[number].text
        if draft.prose[number] or len(text) > _EMPTY_HEADING or ends_sentence(text):
            continue
        below = range(number + 1, min(number + 3, len(marks)))
        links = [i for i in below if marks[i] is Reason.RELATED and is_link(lines[i])]
        if len(links) > 1 and not is_cell(draft.page, lines[number].block):
            marks[number] = Reason.RELATED


def _mark_captions(draft: Draft, numbers: list[int]) -> None:
    """Mark the few words below a picture, and the agency below those."""
    page = draft.page
    below = {picture.line for picture in page.pictures if not picture.leads}
    left = set(draft.unmarked(numbers))
    for number in sorted(below & left):
        if not _is_caption(draft, number):
            continue
        draft.marks[number] = Reason.CAPTION
        credit = page.lines[number + 1].text if number + 1 in left else ""
        if len(credit) <= _CREDIT_LINE and _CREDIT_NAMES.match(credit):
            draft.marks[number + 1] = Reason.CAPTION


def _is_caption(draft: Draft, number: int) -> bool:
    """Return whether a line below a picture is no sentence, no heading and no item.

    A sentence is one where it shares a paragraph with the picture and ends in a day.
    """
    page, line = draft.page, draft.page.lines[number]
    if len(line.text) > _CAPTION_LINE or is_cell(page, line.block):
        return False
    if ends_sentence(line.text) and not _shares_paragraph(draft, number):
        return False
    return not is_set(page, number) and number + 1 < len(draft.prose) and number > 0


def _shares_paragraph(draft: Draft, number: int) -> bool:
    """Return whether a short line and a picture before it are all that a paragraph holds.

    Old pages let a picture float at the head of any paragraph: of four lines on 299 pages that
    share one, three are text. Where and when it was taken is said of a picture: "at the quay, on
    5 May 2025."
    """
    page, line = draft.page, draft.page.lines[number]
    if page.tags[line.block] != "p" or len(line.text) > _SHARED_LINE or line.links:
        return False
    if page.last[line.block] - page.first[line.block] > 1 or not parse_words(line.text[-_DAY_END:]):
        return False
    return any(p.line == number and p.block == line.block for p in page.pictures)


def _mark_ends(draft: Draft, numbers: list[int]) -> None:
    """Mark what stands before the first and after the last prose and is none."""
    left = draft.unmarked(numbers)
    prose = [number for number in left if draft.prose[number]]
    own = sum(draft.page.lines[number].own_chars for number in left)
    # A calendar or a table of results is short lines to its end.
    if not prose or sum(draft.prose[number] for number in prose) < _PROSE_SHARE * own:
        return
    for number in draft.unmarked(numbers):
        if not prose[0] <= number <= prose[-1]:
            line = draft.page.lines[number]
            draft.marks[number] = _end_reason(draft.page, line, after=number > prose[-1])


def _end_reason(page: Page, line: Line, *, after: bool) -> Reason | None:
    tags = [page.tags[e] for e in islice(page.ancestors(line.block), 3)]
    if not line.links and not _CELLS.isdisjoint(tags) and is_cell(page, line.block):
        return None
    if not after and any(tag in _HEADINGS for tag in tags) and len(line.text) > 20:
        return None
    if len(line.text) < _DATE_LINE and parse_words(line.text):
        return Reason.BYLINE
    if ends_sentence(line.text) and not line.links:
        return None
    if after and not line.links and _is_unfinished(line.text):
        return None
    return Reason.BOILERPLATE if len(line.text) < 60 or line.links else None


def _is_unfinished(text: str) -> bool:
    """Return whether a line is a sentence without its full stop, and not the house's."""
    words = text.split()
    small = sum(word.islower() for word in words)
    return (
        len(words) >= _SENTENCE_WORDS
        and ", " in text
        and small >= _SENTENCE_SHARE * len(words)
        and wording().share(text) < _HOUSE_SHARE
    )


def is_cell(page: Page, element: int) -> bool:
    """Return whether an element is an item of a list, or one of several cells of a row."""
    for holder in islice(page.ancestors(element), _CELL_DEPTH):
        if page.tags[holder] == "tr":
            return sum(1 for _ in page.children(holder)) > 1
        if page.tags[holder] in ("li", "dd"):
            return True
    return False


def _mark_biography(draft: Draft, numbers: list[int], about: About) -> None:
    """Mark the last paragraphs if they tell who wrote the others."""
    prose = [number for number in draft.unmarked(numbers) if draft.prose[number]]
    for number in reversed(prose[-_BIOGRAPHY_LINES:]):
        text = draft.page.lines[number].text
        if len(text) > _BIOGRAPHY_CHARS:
            return
        if _CONTRIBUTED.search(text):
            draft.marks[number] = Reason.BYLINE
            continue
        is_author = text.startswith(about.authors) and _LIFE.match(text)
        if not is_author and not _REPORTER.match(text):
            return
        draft.marks[number] = Reason.BYLINE


def _mark_dates(draft: Draft, numbers: list[int]) -> None:
    """Mark lines near either end that are a date and little else."""
    left = draft.unmarked(numbers)
    for number in [*left[:_NEAR_TOP], *left[-_NEAR_BOTTOM:]]:
        text = draft.page.lines[number].text
        is_day = len(text) < _DATE_LINE and not ends_sentence(text) and parse_words(text)
        if is_day or is_byline(text) or _READING_TIME.match(text) or _AGENCIES.match(text):
            draft.marks[number] = Reason.BYLINE

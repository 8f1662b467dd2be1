"""The few words beside a text that are not of it: who wrote it, when, in which rubric.

Houses that mark such lines in no way set them between the title and the first paragraph, or below
the last: a name, "2 hours ago", an address, "MUSIC". They are told by that place and by their form;
amid the text only by what nobody but a house writes on a line of its own.
"""

import re
from itertools import islice
from typing import Final

from gazette.article import Reason
from gazette.extract.byline import is_caption, is_subject
from gazette.extract.draft import Draft, ends_sentence
from gazette.extract.furniture import is_cell
from gazette.extract.metadata import About
from gazette.extract.names import letters
from gazette.extract.persons import is_person
from gazette.extract.shape import is_set
from gazette.extract.signatures import bare_names, is_initials, lone_names, names_beside_text
from gazette.extract.standfirst import is_set_apart
from gazette.extract.wording import wording
from gazette.text import fold

_LABEL_CHARS: Final = 24
_RUBRIC_CHARS: Final = 60
_STAFF_WORDS: Final = 4
_STRAY_CHARS: Final = 90
_RUN_LINES: Final = 5
"""More short lines after a paragraph are a list, a poem or results."""
_BELOW: Final = 3
_SIGNS: Final = " \u00a0:>›»→▶►…"
_QUOTED: Final = ("»", "”", '"')
_CAPTION: Final = re.compile(
    r"(?:vid[ée]os?|audio|podcast|regardez|écoutez|à voir|watch|listen|clip)\s?: "
    r".{3,140}\(?\b\d{1,2}(?::\d\d|\s?min(?:\s?\d\d)?)\)?",
    re.I,
)
"""What stands under a player: "Video: The pier by night (1:42)"."""
_AMOUNT: Final = r"(?:\d{1,2}|an?|one|two|few|a few|une?|deux|trois|quelques)"
_CLOCK: Final = r"(?:,? (?:à|at) \d{1,2}\s?[h:.]\s?\d{0,2}(?:\s?[ap]\.?m\.?)?)?"
_AGO: Final = re.compile(
    r"\W*(?:(?:last |first )?(?:publiée?|mise? à jour|modifiée?|postée?|actualisée?|published"
    r"|updated|posted|modified)\W+)?(?:"
    r"il y a (?:moins d[’'e]\s?|environ |plus d[’'e]\s?)?"
    rf"{_AMOUNT}\s?(?:s|sec(?:onde)?s?|mn|min(?:ute)?s?|h|heures?|j|jours?|semaines?|mois|ans?)"
    rf"|(?:about |over |less than |more than )?{_AMOUNT}\s?(?:s|secs?|seconds?|m|mins?|minutes?"
    r"|h|hrs?|hours?|d|days?|w|weeks?|months?|years?) ago"
    rf"|à l[’']instant|just now|(?:hier|aujourd[’']hui|yesterday|today){_CLOCK})\W*",
    re.I,
)
_CONTACT: Final = re.compile(
    r"(?:(?:e-?mail|courriel|contact|twitter|x|bluesky|mastodon)\s?:?\s)?"
    r"(?:[\w.+-]+@[\w-]+(?:\.[\w-]+)+|@\w[\w.]{1,30}(?:@[\w.-]+)?)",
    re.I,
)
_AGENCY: Final = re.compile(
    r"(?:L[ae]s? |The )?(?:[A-ZÀ-Ý][\w’.&-]*\s+){1,4}(?:avec|with|et|and|/|,)\s+"
    r"(?:the |les |l[’'])?(?:agences?|agencies|AFP|AP|Reuters|Associated Press|Belga|ATS|PA|dpa"
    r"|Agence France-Presse|Keystone-ATS|Bloomberg|Press Association)"
    r"(?:(?:\s*[,/&]\s*|\s+(?:et|and)\s+)\w+)?"
)


def mark_strays(draft: Draft, root: int, about: About) -> None:
    """Mark the short lines of `root` that name an author, a moment or a rubric and no more."""
    page = draft.page
    left = draft.unmarked(range(page.first[root], page.last[root]))
    for number in left:
        if reason := _lone_reason(draft, number):
            draft.marks[number] = reason
    prose = [number for number in draft.unmarked(left) if draft.prose[number]]
    if not prose:
        return
    for number in _above(draft, left, prose):
        draft.marks[number] = _top_reason(draft, number, prose, about)
    below = [number for number in left if number > prose[-1]]
    for number in draft.unmarked(below[-_BELOW:]):
        draft.marks[number] = _bottom_reason(draft, number, about)
    if not about.authors:
        _mark_signatures(draft, root, prose, about)


def _lone_reason(draft: Draft, number: int) -> Reason | None:
    """Return what a line is that only a house sets alone, wherever it stands."""
    text = draft.page.lines[number].text
    length = len(text)
    if length <= _LABEL_CHARS:
        is_lone = fold(text).strip(_SIGNS) in wording().lone
        return Reason.BOILERPLATE if is_lone and _is_plain(draft, number) else None
    if text[-1] in ")0123456789" and length <= 2 * _STRAY_CHARS and _CAPTION.fullmatch(text):
        return Reason.CAPTION
    return None


def _is_plain(draft: Draft, number: int) -> bool:
    """Return whether a line is set as nothing: no heading, no item, no cell."""
    return not (is_set(draft.page, number) or is_cell(draft.page, draft.page.lines[number].block))


def _above(draft: Draft, left: list[int], prose: list[int]) -> list[int]:
    """Return the short lines between the title and the second paragraph.

    The first may be the standfirst.
    """
    stop = prose[1] if len(prose) > 1 else prose[0]
    early = [number for number in left if number < stop and number != prose[0]]
    between = sum(number > prose[0] for number in early)
    if between > _RUN_LINES:
        early = [number for number in early if number < prose[0]]
    lines = draft.page.lines
    return [
        number
        for number in draft.unmarked(islice(early, 2 * _RUN_LINES))
        if len(lines[number].text) <= _STRAY_CHARS and not draft.prose[number]
    ]


def _top_reason(draft: Draft, number: int, prose: list[int], about: About) -> Reason | None:
    text = draft.page.lines[number].text
    if is_cell(draft.page, draft.page.lines[number].block):
        return None
    is_signed = _is_moment(text) or (_is_no_heading(draft, number) and _signs(text))
    if is_signed or _is_author(draft, number, prose, about):
        return Reason.BYLINE
    return Reason.BOILERPLATE if _is_rubric(draft, number, prose, about) else None


def _bottom_reason(draft: Draft, number: int, about: About) -> Reason | None:
    lines = draft.page.lines
    text = lines[number].text
    if len(text) > _STRAY_CHARS:
        return None
    is_signed = _is_moment(text) or (_is_no_heading(draft, number) and _signs(text))
    if is_signed and not lines[number - 1].text.endswith(_QUOTED):
        return Reason.BYLINE
    return Reason.BOILERPLATE if letters(text) in about.houses else None


def _mark_signatures(draft: Draft, root: int, prose: list[int], about: About) -> None:
    """Give a name with a role, against which only its place spoke, at either end, its reason.

    A bare name there may be a rubric's, or somebody's of whom a picture is shown.
    """
    page = draft.page
    first = page.first[root] if about.heading is None else page.last[about.heading]
    above = range(max(first, prose[0] - _RUN_LINES), prose[0])
    below = range(prose[-1] + 1, min(prose[-1] + 1 + _BELOW, page.last[root]))
    for number in (*above, *below):
        line = page.lines[number]
        is_placed = draft.marks[number] is Reason.BOILERPLATE and not line.links
        if is_placed and len(line.text) <= _STRAY_CHARS and names_beside_text(line.text):
            draft.marks[number] = Reason.BYLINE


def _is_no_heading(draft: Draft, number: int) -> bool:
    """Return whether a line is in none of the headings that part a text."""
    page = draft.page
    nearest = islice(page.ancestors(page.lines[number].block), 2)
    return not any(page.tags[element] in ("h2", "h3") for element in nearest)


def _is_moment(text: str) -> bool:
    """Return whether a line is an address, or says how long ago or with which agency."""
    return bool(_AGO.fullmatch(text) or _CONTACT.fullmatch(text) or _AGENCY.fullmatch(text))


def _signs(text: str) -> bool:
    """Return whether a line is a signature by its form."""
    return bool(
        is_initials(text) or names_beside_text(text) or all(bare_names(text)) or _is_staff(text)
    )


def _is_staff(text: str) -> bool:
    """Return whether a line says which part of a house wrote: "Rédaction web", "Sports desk"."""
    if ends_sentence(text):
        return False
    plain = fold(text).strip(_SIGNS)
    if len(plain.split()) > _STAFF_WORDS:
        return False
    first, last = wording().staff
    return f"{plain} ".startswith(first) or f" {plain}".endswith(last)


def _is_author(draft: Draft, number: int, prose: list[int], about: About) -> bool:
    """Return whether a line is names of persons whom the article does not speak of."""
    lines = draft.page.lines
    names = lone_names(lines[number].text)
    if not names or not _is_no_heading(draft, number):
        return False
    if set(names) <= set(about.authors):
        return True
    if is_caption(draft, number, names[:1]) or any(
        is_subject(draft, name, about, prose) or _is_met(draft, name, prose) for name in names
    ):
        return False
    # Several names, each over a paragraph, are those of a list of people.
    others = (n for n in draft.unmarked(range(number + 1, prose[-1])) if not draft.prose[n])
    return not any(is_person(lines[other].text) for other in others)


def _is_met(draft: Draft, name: str, prose: list[int]) -> bool:
    """Return whether the text has the family name of somebody."""
    family = re.compile(rf"\b{re.escape(name.split()[-1])}\b")
    return any(family.search(draft.page.lines[number].text) for number in prose)


def _is_rubric(draft: Draft, number: int, prose: list[int], about: About) -> bool:
    """Return whether a line is the name of a section or a tag, or stands where one would.

    Between a standfirst and the first paragraph nothing short is text, as nothing is above both;
    a name that is no author's may head what the text tells of somebody.
    """
    text = draft.page.lines[number].text
    if ends_sentence(text) or not _is_plain(draft, number):
        return False
    if number > prose[0] and len(text) <= _RUBRIC_CHARS and not lone_names(text):
        return is_set_apart(draft, prose[0], prose[1:3], about)
    plain = fold(text)
    return any(plain == fold(tag) for tag in (*about.tags, about.section or ""))

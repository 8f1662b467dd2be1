"""Pictures with their captions and credits, whatever element holds them.

A caption is told by its element, by the names that `boilerplate` knows, and by a credit at its
end: "© A. Name", "Photo : A. Name / AFP", "(AFP)". Captions are marked, so that none is text.
"""

import re
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Final

from gazette.article import Figure, Reason
from gazette.extract.addresses import absolute
from gazette.extract.draft import Draft
from gazette.extract.page import NO_ELEMENT, Page, Picture
from gazette.extract.witness import letters
from gazette.text import clean_line

_AROUND: Final = 40
"""Lines around a figure that tell where it stands."""
_TEXT_TAGS: Final = frozenset(("table", "pre", "blockquote"))
_PULLED: Final = re.compile(r"pull-?quote|citation-?(?:exergue|forte)|exergue")
_PULLED_LETTERS: Final = 30
_CAPTION_LINES: Final = 3
_CAPTION_CHARS: Final = 500
_CREDIT_CHARS: Final = 120
_HOUSES: Final = (
    r"(?:AFP|AP|R(?:euters|EUTERS)|Getty(?: Images)?|EPA|ANP|dpa|DPA|S(?:ipa|IPA)|M(?:axppp|AXPPP)"
    r"|B(?:elga|ELGA)|K(?:eystone|EYSTONE)|H(?:ans|ANS) L(?:ucas|UCAS)|Bloomberg|Shutterstock"
    r"|iStock|Unsplash|Alamy|PA|Zuma|A(?:baca|BACA)|Bestimage|Starface|Presse [Cc]anadienne"
    r"|Canadian Press|Xinhua|ANSA|Anadolu|NurPhoto)"
)
_SIGN: Final = (
    r"(?:©|\(c\)|(?:[Cc]r[eé]dits?|CR[EÉ]DITS?)(?:[ -](?:photos?|images?))?\s*:"
    r"|(?:Photos?|PHOTOS?|Illustrations?|Dessins?|Images?|Photograph(?:e|s|y)?|Picture)\s*:"
    r"|(?:Photo|Image|Photograph|Picture|Illustration) (?:by|credit|de|d[’']|courtesy)\b"
    r"|[Cc]ourtesy (?:of|[A-Z])|Photo (?=[A-ZÀ-Ý])|Photo d[’']illustration)"
)
_AT_START: Final = re.compile(rf"\s*[(\[|/–—-]?\s*{_SIGN}")
# At the end of a caption: from a sign on, in brackets with a house, or a house after a sentence.
_AT_END: Final = re.compile(
    rf"\s*[(\[|/–—-]?\s*({_SIGN}[^\n]{{2,{_CREDIT_CHARS}}})$"
    rf"|\s*[(\[]([^()\[\]]{{0,60}}\b{_HOUSES}[^()\[\]]{{0,30}})[)\]]\.?$"
    rf"|(?<=[.!?…»”])\s+([A-ZÀ-Ý][^.!?]{{2,50}}\s?[/,|]\s?{_HOUSES})\.?$"
)
_HINT: Final = re.compile("[©:/(]|hoto |mage |icture |ourtesy ")
"""What any credit has, and few titles of cards."""
_NAMED: Final = re.compile(r"credit|copyright|photographe")
_BRACKETS: Final = " \u00a0\u202f()[]|–—-"


def spare_figures(draft: Draft) -> None:
    """Take their marks from tables, code and quotations that a page sets as figures."""
    page = draft.page
    if "figure" not in page.tags or _TEXT_TAGS.isdisjoint(page.tags):
        return
    pictured = {element for p in page.pictures for element in page.ancestors(p.block)}
    for figure in page.tagged("figure"):
        if figure in pictured or _PULLED.search(page.names[figure]):
            continue
        for element in range(figure + 1, page.ends[figure]):
            if page.tags[element] in _TEXT_TAGS:
                for number in range(page.first[element], page.last[element]):
                    if draft.marks[number] is Reason.CAPTION:
                        draft.marks[number] = None


def pulled(draft: Draft, kept: list[int]) -> list[int]:
    """Return the lines of quotations that stand in the text too: pull quotes."""
    page = draft.page
    if "blockquote" not in page.tags:
        return []
    quoted = {number for number in kept if _is_quoted(page, number)}
    if not quoted:
        return []
    text = " ".join([page.lines[number].text for number in kept if number not in quoted])
    # The middle has no quotation marks, which differ; letters are compared where it is found.
    found = [number for number in quoted if _middle(page.lines[number].text) in text]
    if not found:
        return []
    said = letters(text)
    words = ((number, letters(page.lines[number].text)) for number in found)
    return [number for number, word in words if len(word) >= _PULLED_LETTERS and word in said]


def _middle(text: str) -> str:
    return text[len(text) // 3 : 2 * len(text) // 3]


def _is_quoted(page: Page, number: int) -> bool:
    nearest = islice(page.ancestors(page.lines[number].block), 4)
    return any(page.tags[element] == "blockquote" for element in nearest)


def mark_credited(draft: Draft) -> None:
    """Mark the lines right after a picture, up to one that ends in a credit, as its caption."""
    page, marks = draft.page, draft.marks
    before = -1
    for picture in page.pictures:
        first = picture.line
        if first == before:
            continue
        before = first
        for number in range(first, min(first + _CAPTION_LINES - 1, len(marks))):
            text = page.lines[number].text
            if marks[number] is not None or len(text) > _CAPTION_CHARS:
                break
            if not _HINT.search(text, len(text) - _CREDIT_CHARS):
                continue
            if _AT_END.search(text, len(text) - _CREDIT_CHARS) or _AT_START.match(text):
                if number == first or _is_box(page, picture, number):
                    draft.mark(first, number + 1, Reason.CAPTION)
                break


def _is_box(page: Page, picture: Picture, last: int) -> bool:
    """Return whether a picture and the lines to `last` are all that some element holds."""
    for element in page.ancestors(picture.block):
        if page.last[element] > last:
            return page.first[element] == picture.line and page.last[element] == last + 1
    return False


def find_figures(
    draft: Draft, kept: list[int], heading: int | None, base: str
) -> list[tuple[int, Figure]]:
    """Return the pictures of the text, each with the line it stands before, in that order.

    `heading` is the element of the title: what stands between it and the text is the text's too.
    """
    page = draft.page
    if not kept or not (page.pictures or "figure" in page.tags):
        return []
    inside = set(kept)
    start = kept[0]
    if heading is not None and page.first[heading] <= kept[0]:
        start = page.first[heading]
        inside.add(start)
    found: dict[int, tuple[int, Figure]] = {}
    for element, url in _boxes(draft, start, kept[-1] + 1).items():
        if _stands_in_text(draft, element, inside):
            figure = _figure(draft, element, absolute(base, url) or "")
            if figure is not None:
                found[element] = (page.first[element], figure)
    return sorted(found.values(), key=lambda pair: pair[0])


def _boxes(draft: Draft, start: int, stop: int) -> dict[int, str]:
    """Return the elements that are figures, among the lines, and the address of their picture."""
    page = draft.page
    boxes = {
        element: "" for element in page.tagged("figure") if start <= page.first[element] <= stop
    }
    for picture in page.pictures:
        if not start <= picture.line <= stop:
            continue
        held = (e for e in page.ancestors(picture.block) if e in boxes)
        box = next(held, None) if boxes else None
        box = _captioned(draft, picture) if box is None else box
        if box is not None and not boxes.get(box):
            boxes[box] = picture.url
    return boxes


def _captioned(draft: Draft, picture: Picture) -> int | None:
    """Return the smallest element that holds a picture and its caption, and nothing else.

    Else the one of the caption that follows the picture, if there is one.
    """
    page = draft.page
    for element in page.ancestors(picture.block):
        first, last = page.first[element], page.last[element]
        if last > first:
            lines = range(first, min(last, first + _CAPTION_LINES + 1))
            if all(draft.marks[number] is Reason.CAPTION for number in lines):
                return element
            break
    if picture.line < len(page.lines) and draft.marks[picture.line] is Reason.CAPTION:
        return page.lines[picture.line].block
    return None


def _figure(draft: Draft, element: int, url: str) -> Figure | None:
    page = draft.page
    captions, credits_ = [], []
    for number in range(page.first[element], page.last[element]):
        if draft.marks[number] is Reason.CAPTION:
            line = page.lines[number]
            caption, credit = split_credit(clean_line(line.text, 1_000))
            if not credit and _NAMED.search(page.names[line.block]):
                caption, credit = "", caption
            captions += [caption] if caption else []
            credits_ += [credit] if credit else []
    if not (captions or credits_ or url):
        return None
    return Figure(" ".join(captions), " ".join(credits_), url)


def split_credit(text: str) -> tuple[str, str]:
    """Return the caption and the credit that a line is."""
    if not _HINT.search(text):
        return text, ""
    if _AT_START.match(text) and len(text) <= _CREDIT_CHARS:
        return "", text.strip(_BRACKETS)
    found = _AT_END.search(text)
    if found is None:
        return text, ""
    credit = next(filter(None, found.groups()))
    return text[: found.start()].rstrip(_BRACKETS), credit.strip(_BRACKETS)


def _stands_in_text(draft: Draft, figure: int, text: Collection[int]) -> bool:
    """Return whether what is around a figure is text: those of cards and boxes are not."""
    page = draft.page
    own = range(page.first[figure], page.last[figure])
    parent = page.parents[figure]
    for element in page.ancestors(parent) if parent != NO_ELEMENT else ():
        is_alone = True
        for number in islice(_others(draft, element, own), _AROUND):
            if number in text:
                return True
            is_alone = False
        if not is_alone:
            return False
    return False


def _others(draft: Draft, element: int, own: range) -> Iterator[int]:
    """Yield the lines of an element that are neither of the figure nor captions of others."""
    for number in range(draft.page.first[element], draft.page.last[element]):
        if number not in own and draft.marks[number] is not Reason.CAPTION:
            yield number

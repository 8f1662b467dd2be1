"""Whether a page says of its article that a machine wrote it.

Asked of the lines about this article only: what a card says of another article, or a caption of
its picture, is not said of the text.
"""

from typing import Final

from gazette.article import Reason
from gazette.extract.draft import Draft
from gazette.extract.wording import wording
from gazette.text import clean_line

_OF_ANOTHER: Final = (Reason.RELATED, Reason.CAPTION, Reason.NAVIGATION, Reason.COMMENTS)
# Every phrase of the lists has one of these; most lines have none and are not folded.
_HINTS: Final = (
    "IA",
    "AI",
    "A.I",
    "rtifici",
    "utomati",
    "lgorith",
    "hatGPT",
    "achine",
    "obot",
    "odel",
)
_WORDING_CHARS: Final = 300


def ai_wording(draft: Draft, heading: int | None, root: int) -> str | None:
    """Return the line between title and end of the root that says so, or None."""
    page = draft.page
    first, last = page.first[root], page.last[root]
    if heading is not None:
        first = min(first, page.first[heading])
    for number in range(first, last):
        text = page.lines[number].text
        if len(text) > _WORDING_CHARS or draft.marks[number] in _OF_ANOTHER:
            continue
        if any(hint in text for hint in _HINTS) and wording().discloses_ai(text):
            return clean_line(text, _WORDING_CHARS)
    return None

"""What a page's data holds of its text, beside the lines that were chosen.

Houses state a text in JSON-LD as they please: whole, cut after a paragraph, with or without its
subheadings, as HTML. So it says which lines are text and never which are not; and it is taken for
the text itself only where the page shows next to none.
"""

import re
from collections.abc import Iterable
from typing import Final

from gazette.extract.draft import Draft
from gazette.extract.page import Page
from gazette.extract.plain import read_plain
from gazette.extract.reader import read_page

_LEAST_LETTERS: Final = 400
"""A shorter statement is a summary, or the first paragraph."""
_LEAST_ALONE: Final = 200
"""On a page that shows nothing a brief is enough."""
_NOTHING: Final = 120
"""Characters that a page without a text may show all the same."""
_ENOUGH: Final = 0.6
"""Of the letters of a statement: on 59 pages that state a text, good choices hold .76 and more of
all but those whose statement is of something else."""
_SHOWN: Final = 0.8
"""Of the letters, on the whole page: then the page shows the text, and the choice missed it."""
_TIMES: Final = 3
"""Or of what the choice holds of it: where the page shows a part, and the choice missed that."""
_ENDS: Final = 40
_TAG: Final = re.compile(r"</?[a-z][^<>]{0,300}>", re.I)
_NO_LETTERS: Final = re.compile(r"[\W_]+")


def letters(text: str) -> str:
    """Return the letters and digits of a text, which its copies share."""
    return _NO_LETTERS.sub("", _TAG.sub(" ", text) if "<" in text else text).lower()


def attested(draft: Draft, numbers: Iterable[int], stated: str) -> dict[int, int]:
    """Return those lines of prose that stand in the letters `stated`, and how many each has."""
    found = {}
    for number in numbers:
        if draft.prose[number]:
            own = letters(draft.page.lines[number].text)
            if own and own[:_ENDS] in stated and own[-_ENDS:] in stated:
                found[number] = len(own)
    return found


def missed(draft: Draft, kept: list[int], body: str) -> list[int]:
    """Return the lines that are the text which the page states, if `kept` holds too few of them."""
    if len(body) < _LEAST_LETTERS or _is_held(draft, kept, body):
        return []
    stated = letters(body)
    if len(stated) < _LEAST_LETTERS:
        return []
    held = sum(attested(draft, kept, stated).values())
    if held >= _ENOUGH * len(stated):
        return []
    shown = attested(draft, range(len(draft.page.lines)), stated)
    chars = sum(shown.values())
    is_most = chars >= _SHOWN * len(stated) or chars >= max(_LEAST_LETTERS, _TIMES * held)
    return sorted(shown) if is_most else []


def _is_held(draft: Draft, kept: list[int], body: str) -> bool:
    """Return whether enough of a statement is found as it is written: no more is asked."""
    texts = (draft.page.lines[number].text for number in kept if draft.prose[number])
    return sum(len(text) for text in texts if text[-_ENDS:] in body) >= _ENOUGH * len(body)


def is_unseen(draft: Draft, body: str, chars: int) -> bool:
    """Return whether a page states a text that it does not show, of more than `chars`."""
    stated = letters(body)
    if len(stated) < max(_LEAST_LETTERS if chars > _NOTHING else _LEAST_ALONE, chars):
        return False
    shown = attested(draft, range(len(draft.page.lines)), stated)
    return sum(shown.values()) < len(stated) / 2


def read_stated(title: str, body: str) -> Page:
    """Return the lists of a text that a page states: its title, and paragraphs or HTML."""
    if _TAG.search(body):
        return read_page(f"<h1>{title.replace('<', '&lt;')}</h1>{body}")
    return read_plain(body, title)

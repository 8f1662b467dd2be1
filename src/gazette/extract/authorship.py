"""The sentences by which a page says that a machine wrote its text, made of lists of words.

A sentence counts only if it is one of four forms, word by word; that the words of one stand
somewhere in it says nothing, for articles are written about machines that write:

    subject (is) verb (by) agent       This article was partly written by an AI
    subject (is) made                  This text is AI-generated
    agent uses subject                 ChatGPT was used to draft this story
    (noun) verb (by) agent             Article généré par IA: the whole line, or all before a comma
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from gazette.text import fold

_TOKEN: Final = re.compile(r"[\w-]+'?|[^\w\s]")
_QUOTES: Final = "\"'«“‘„‹"
_LABEL: Final = r"(?:(?:[\w'-]+ ){1,6}: )?"
"""What may stand before the sentence: "Note de la rédaction :"."""
_SIGNS_BEFORE: Final = r"(?:[^\w\s] ){0,4}"
_GAP: Final = r"(?:[^\s.!?;]+ ){0,12}?"
_SHORT_GAP: Final = r"(?:[^\s.!?;]+ ){0,5}?"
LISTS: Final = (
    "whole subjects nouns between verbs means helped agents made uses users writing followers tails"
    " unlike"
).split()


class Authorship(Struct, frozen=True):
    """The forms, over `tokens`."""

    whole: frozenset[str]
    """Lines that say it and nothing else."""
    forms: tuple[re.Pattern[str], ...]
    unlike: re.Pattern[str]
    """What, inside a form, says the contrary, or says it of a picture."""

    def is_machine(self, text: str) -> bool:
        """Return whether a line says that a machine wrote what it stands with."""
        # A note does not quote itself; an article about such notes does.
        if text.lstrip()[:1] in _QUOTES and not _is_quoted_whole(text.strip()):
            return False
        plain = tokens(text)
        if plain.strip(" .:!*-–—|()[]") in self.whole:
            return True
        for form in self.forms:
            if (found := form.match(plain)) and not self.unlike.search(found.group()):
                return True
        return False


def authorship_of(lists: Mapping[str, Sequence[str]]) -> Authorship:
    """Return the forms that the phrase lists (`LISTS`) make."""
    part = {name: _any_of(lists.get(name, ())) for name in LISTS}
    between, means = f"(?:{part['between']} )*", f"(?:{part['means']} )*"
    end = rf"(?=$|[^\w\s]|{part['followers']} )"
    agent = f"{part['agents']} {end}"
    start = f"{_SIGNS_BEFORE}{_LABEL}{_SIGNS_BEFORE}"
    subject = f"{start}{part['subjects']} "
    verb = f"{between}{part['verbs']} "
    forms = (
        f"{subject}{verb}{means}{agent}",
        f"{subject}{verb}{_GAP}{part['helped']} {means}{agent}",
        f"{subject}{between}{part['made']} {end}",
        f"{start}{means}{part['agents']} {between}{part['uses']} {_SHORT_GAP}{part['subjects']} ",
        f"{start}{part['users']} {means}{agent}{_SHORT_GAP}{part['writing']} "
        f"{_SHORT_GAP}{part['subjects']} ",
        rf"{start}(?:{part['nouns']} )?{verb}(?:{_SHORT_GAP}{part['helped']} )?{means}"
        rf"{part['agents']} (?:(?:[.!*)] )*$"
        rf"|(?:[,(&–—|-] )?(?:(?:and|et|then|puis) )?{part['tails']} )",
    )
    whole = frozenset(tokens(phrase).strip() for phrase in lists.get("whole", ()))
    unlike = re.compile(rf"(?<!\S){part['unlike']} ")
    return Authorship(whole, tuple(map(re.compile, forms)), unlike)


def tokens(text: str) -> str:
    """Return the folded words and signs of a text, one space behind each: "l' ia , dit - on"."""
    return "".join(f"{token} " for token in _TOKEN.findall(fold(text).replace("a.i.", "ai")))


def _is_quoted_whole(text: str) -> bool:
    return text[-1:] in "\"'»”’" and not any(sign in text[1:-1] for sign in '"«»“”')


def _any_of(phrases: Sequence[str]) -> str:
    longest_first = sorted({tokens(phrase).strip() for phrase in phrases}, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, longest_first))})"

"""What one node of a page says: the names of an element, and the text of a line or a button."""

import re
from functools import lru_cache
from typing import Final

from selectolax.lexbor import LexborNode

from gazette.extract.boilerplate import sort_of
from gazette.extract.page import Sort

_BUTTON_CHARS: Final = 60
SPACES: Final = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")
"""A single space is no match, so that ordinary text is not rewritten word by word."""
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NAMING: Final = frozenset(
    ("class", "id", "role", "itemprop", "data-component", "data-testid", "data-type")
)
_UNSEEN_STYLE: Final = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)")
_ANCHORING: Final = frozenset(("name", "id"))

Attributes = dict[str, str | None]


def line_text(pieces: list[str], is_pre: bool) -> str:
    """Return the text of a line."""
    text = "".join(pieces)
    if is_pre:
        return text.strip("\n")
    text = text.strip()
    if "\n" in text or "  " in text or "\t" in text or "\r" in text:
        return SPACES.sub(" ", text)
    return text


def is_anchor(node: LexborNode) -> bool:
    """Return whether an `a` is no link but a place to link to; left open, it holds the page."""
    attributes = node.attributes
    return bool(attributes) and attributes.keys() <= _ANCHORING


def stands_apart(span: LexborNode, before: str) -> bool:
    """Return whether only a style sheet sets a space between two spans: "By A B3 May"."""
    previous = span.prev
    if previous is None or previous.tag_id != span.tag_id or not before[-1:].islower():
        return False
    first = span.text(deep=True)[:1]
    return first.isdigit() or first.isupper()


def said(button: LexborNode) -> str:
    """Return what a button says, if that is short."""
    text = " ".join(button.text(separator=" ").split())
    return text if len(text) <= _BUTTON_CHARS else ""


def described(attributes: Attributes) -> tuple[str, bool]:
    """Return the names of an element, and whether it is hidden."""
    names = [value for key, value in attributes.items() if value and key in _NAMING]
    is_unseen = "hidden" in attributes or attributes.get("aria-hidden") == "true"
    if not is_unseen and (style := attributes.get("style")):
        is_unseen = _UNSEEN_STYLE.search(style) is not None
    return _parted(" ".join(names)), is_unseen


# What most elements have is a class and nothing else.
@lru_cache(maxsize=16_384)
def classed(tag: str, written: str) -> tuple[str, Sort]:
    """Return the names of an element that has a class alone, and what sort they make it."""
    names = _parted(written)
    return names, sort_of(tag, names, False)


def _parted(names: str) -> str:
    return names if names.islower() else _camel_parted(names)


@lru_cache(maxsize=4_096)
def _camel_parted(names: str) -> str:
    return _CAMEL.sub("-", names).lower()

"""HTML that feeds carry (titles, summaries, whole articles) → plain text; what a selector is.

The text is made by an HTML parser, never by cutting tags out with patterns, and then passes the
sanitiser. Article pages are the business of `extract`.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from gazette.text import TEXT_LIMIT, TITLE_LIMIT, clean, clean_line

_PARAGRAPHS: Final = (
    "address article aside blockquote center dd details div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tr"
    " ul"
)
_PARTED: Final = "\n\n"
_BREAKS: Final = {
    **dict.fromkeys(_PARAGRAPHS.split(), (_PARTED, _PARTED)),
    **dict.fromkeys(("td", "th"), (" ", "")),
    "br": ("\n", ""),
}
"""What stands before and after the text of an element."""
_SILENT: Final = frozenset(
    "audio button canvas embed head iframe input math noscript object script select style svg"
    " template textarea title video".split()
)

# The parser is quadratic in the depth of nesting and in the attributes of one tag, and nothing
# stops it: 40,000 nested <div> (200 KB) take 2 s, 100,000 take 13. Real fragments nest 50 deep.
_NESTING = re.compile(
    r"<(/?)(?!(?:area|br|col|hr|img|input|li|link|meta|option|p|source|td|th|tr|wbr)\b)[a-z]",
    re.IGNORECASE,
)
_UNCLOSED: Final = 2_000
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{5000,}")
_ATTRIBUTES: Final = 500
_ANY_TAG = re.compile(r"<(?:!--|/?[A-Za-z])[^<>]*>?")
_SHORT_CHARS: Final = 20_000


def html_to_text(html: str, limit: int = TEXT_LIMIT) -> str:
    """Return the text of an HTML fragment, paragraphs parted by one empty line."""
    if "<" not in html and "&" not in html:
        return clean(html, limit)
    text = "".join(_pieces(html[: limit * 20]))
    # What closes one paragraph and what opens the next are one line.
    return clean(text.replace(_PARTED * 2, _PARTED), limit)


def html_to_line(html: str, limit: int = TITLE_LIMIT) -> str:
    """Return the text of an HTML fragment on one line."""
    if "<" not in html and "&" not in html:
        return clean_line(html, limit)
    return clean_line("".join(_pieces(html[: limit * 20])), limit)


def is_selector(css: str) -> bool:
    """Return whether `css` is a CSS selector that the parser of pages understands."""
    try:
        LexborHTMLParser("<p>", options=1).css(css)
    except SelectolaxError:
        return False
    return True


def _pieces(html: str) -> Iterator[str]:
    """Yield the text of a fragment in the order it is read; silent elements are passed over."""
    if _is_tangled(html):
        yield unescape(_ANY_TAG.sub(" ", html))
        return
    # options=1 avoids a code path with a known crash on select/option.
    body = LexborHTMLParser(html, options=1, scripting=True).body
    # A stack, because hostile fragments nest deeper than functions may call each other.
    unread = [] if body is None else [(body.iter(include_text=True), "")]
    while unread:
        children, closing = unread[-1]
        for child in children:
            tag = child.tag or ""
            if tag == "-text":
                yield (child.text_content or "").replace("\n", " ")
            elif tag not in _SILENT:
                opening, its_closing = _BREAKS.get(tag, ("", ""))
                yield opening
                unread.append((child.iter(include_text=True), its_closing))
                break
        else:
            unread.pop()
            yield closing


def _is_tangled(html: str) -> bool:
    """Return whether the parser would take seconds over a fragment."""
    if len(html) < _SHORT_CHARS:
        return False
    if any(match[0].count("=") > _ATTRIBUTES for match in _LONG_TAG.finditer(html)):
        return True
    unclosed = deepest = 0
    for match in _NESTING.finditer(html):
        unclosed += -1 if match[1] else 1
        deepest = max(deepest, unclosed)
    return deepest > _UNCLOSED

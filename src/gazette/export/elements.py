"""Texts of stories as elements of XML: no text can become markup.

Pure.
"""

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from gazette.article import Span
from gazette.export.marked import Part, nested
from gazette.feeds.links import web_url

_NO_XML = re.compile("[^\t\n\r -~\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")


def filled(tag: str, text: str, attributes: dict[str, str] | None = None) -> ET.Element:
    """Return an element with a text, its line breaks kept."""
    return marked(tag, text, (), (0, len(text)), attributes)


def marked(
    tag: str,
    text: str,
    spans: Sequence[Span],
    place: tuple[int, int],
    attributes: dict[str, str] | None = None,
) -> ET.Element:
    """Return an element with a stretch of a text, its emphasis and links in it."""
    element = ET.Element(tag, attributes or {})
    _fill(element, text, place, nested(spans, *place))
    return element


def _fill(element: ET.Element, text: str, place: tuple[int, int], parts: Sequence[Part]) -> None:
    at, end = place
    for span, inside in parts:
        _append(element, text[at : span.start])
        url = web_url(span.url) if span.kind == "link" else None
        link = {"href": address(url)} if url else {}
        tag = span.kind if span.kind != "link" else "a" if url else "span"
        _fill(ET.SubElement(element, tag, link), text, (span.start, span.end), inside)
        at = span.end
    _append(element, text[at:end])


def _append(element: ET.Element, text: str) -> None:
    """Add text to what an element holds, its line breaks kept."""
    first, *others = sound(text).split("\n")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + first
    else:
        element.text = (element.text or "") + first
    for line in others:
        ET.SubElement(element, "br").tail = line


def add(
    parent: ET.Element, tag: str, text: str, attributes: dict[str, str] | None = None
) -> ET.Element:
    """Return an element that was added to another one, with a text."""
    child = ET.SubElement(parent, tag, attributes or {})
    child.text = sound(text)
    return child


def sound(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return _NO_XML.sub("", text)


def address(url: str) -> str:
    """Return an address as books take it: nothing in it that RFC 3986 wants escaped."""
    head, mark, path = url.partition("://")
    host, slash, rest = path.partition("/")
    rest = _NO_ESCAPE.sub("%25", rest).replace("[", "%5B").replace("]", "%5D")
    return f"{head}{mark}{host}{slash}{rest}"

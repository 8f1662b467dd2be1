"""Stories as an EPUB 3 book: an edition with a cover, contents by language and feed, and chapters.

Pure: the same stories and words give the same bytes. Markup is built as a tree, so that no text
can become any, and nothing in the book is loaded from anywhere.
"""

import re
import uuid
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC
from io import BytesIO
from itertools import groupby
from typing import Final
from xml.etree import ElementTree as ET

from gazette.export.elements import add, sound
from gazette.export.html import (
    STYLE,
    Imprint,
    chapter,
    direction,
    language_tag,
    title_of,
)
from gazette.export.markdown import key
from gazette.feeds.identity import mask_url
from gazette.model import Story
from gazette.text import fold

_MIME: Final = "application/epub+zip"
_XHTML: Final = "http://www.w3.org/1999/xhtml"
_OPS: Final = "http://www.idpf.org/2007/ops"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_RIGHT_TO_LEFT: Final = frozenset("ar dv fa he ks ps sd ug ur yi".split())
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)
_BLANK_LINE = re.compile(r"\n\s*\n")
_CONTAINER: Final = """\
<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""


def edition(stories: Sequence[Story], imprint: Imprint) -> bytes:
    """Return the book of these stories; at least one."""
    chapters = in_order(stories, imprint)
    files = {
        "META-INF/container.xml": _CONTAINER.encode(),
        "EPUB/package.opf": _xml(_package(chapters, imprint)),
        "EPUB/style.css": STYLE.encode(),
        "EPUB/cover.svg": _xml(_cover_picture(imprint)),
        "EPUB/cover.xhtml": _page(imprint.cover, imprint.language, _cover(imprint), ["cover"]),
        "EPUB/nav.xhtml": _page(imprint.contents, imprint.language, _contents(chapters, imprint)),
    }
    for number, story in enumerate(chapters, start=1):
        title, language = title_of(story, imprint), language_tag(story.language)
        files[f"EPUB/{_name(number)}"] = _page(title, language, chapter(story, imprint))
    return _zipped(files)


def in_order(stories: Iterable[Story], imprint: Imprint) -> list[Story]:
    """Return stories in the order of the book: language, feed, newest first.

    The reader's own language goes first, stories of no known language last.
    """

    def place(story: Story) -> tuple[object, ...]:
        language = story.language or ""
        moment = story.published or story.fetched
        return (
            language != imprint.language,
            not language,
            fold(imprint.language_name(story.language)),
            language,
            fold(story.feed_title),
            story.feed_url,
            -moment.timestamp(),
            story.guid,
        )

    return sorted(stories, key=place)


def _zipped(files: dict[str, bytes]) -> bytes:
    """Return a ZIP file whose bytes depend on its content alone, the type first and plain."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as book:
        book.writestr(_entry("mimetype"), _MIME, zipfile.ZIP_STORED)
        for name, body in files.items():
            book.writestr(_entry(name), body, zipfile.ZIP_DEFLATED, compresslevel=9)
    return buffer.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.create_system, entry.external_attr = 3, 0o644 << 16  # the same on every system
    return entry


def _name(number: int) -> str:
    return f"story-{number:05}.xhtml"


def _package(chapters: Sequence[Story], imprint: Imprint) -> ET.Element:
    package = ET.Element(
        "package",
        {
            "xmlns": "http://www.idpf.org/2007/opf",
            "version": "3.0",
            "unique-identifier": "id",
            "xml:lang": imprint.language,
        },
    )
    metadata = ET.SubElement(package, "metadata", {"xmlns:dc": "http://purl.org/dc/elements/1.1/"})
    identity = "\n".join((sound(imprint.title), *(key(story) for story in chapters)))
    newest = max(story.fetched for story in chapters).astimezone(UTC)
    book_id = uuid.uuid5(uuid.NAMESPACE_URL, identity)
    add(metadata, "dc:identifier", f"urn:uuid:{book_id}", {"id": "id"})
    add(metadata, "dc:title", imprint.title)
    add(metadata, "dc:language", imprint.language)
    add(metadata, "dc:publisher", "gazette")
    # Not the time of writing: the book of the same stories is the same book.
    add(metadata, "meta", f"{newest:%Y-%m-%dT%H:%M:%SZ}", {"property": "dcterms:modified"})
    manifest = ET.SubElement(package, "manifest")
    spine = ET.SubElement(package, "spine")
    for item, href, kind, properties in _manifest(len(chapters)):
        attributes = {"id": item, "href": href, "media-type": kind}
        ET.SubElement(manifest, "item", {**attributes, **properties})
        if kind == "application/xhtml+xml":
            ET.SubElement(spine, "itemref", {"idref": item})
    return package


def _manifest(chapters: int) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """Yield id, name, type and properties of each file; pages in the order of reading."""
    page = "application/xhtml+xml"
    yield "picture", "cover.svg", "image/svg+xml", {"properties": "cover-image"}
    yield "style", "style.css", "text/css", {}
    yield "cover", "cover.xhtml", page, {}
    yield "nav", "nav.xhtml", page, {"properties": "nav"}
    for number in range(1, chapters + 1):
        yield f"story-{number:05}", _name(number), page, {}


def _cover_picture(imprint: Imprint) -> ET.Element:
    size = {"width": "600", "height": "800", "viewBox": "0 0 600 800"}
    picture = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "version": "1.1", **size})
    paper = {"width": "600", "height": "800", "fill": "#f8f5ee"}
    ET.SubElement(picture, "rect", paper)
    rule = {
        "x1": "60",
        "x2": "540",
        "y1": "290",
        "y2": "290",
        "stroke": "#222",
        "stroke-width": "3",
    }
    ET.SubElement(picture, "line", rule)
    _written(picture, [imprint.paper], top=250, size=96)
    bottom = _written(picture, imprint.dates, top=350, size=28)
    _written(picture, imprint.counts[:8], top=bottom + 40, size=22)
    return picture


def _written(picture: ET.Element, lines: Iterable[str], *, top: int, size: int) -> int:
    """Write lines in the middle of the cover and return how far down they reach."""
    for line in lines:
        place = {"x": "300", "y": str(top), "text-anchor": "middle", "font-family": "serif"}
        add(picture, "text", line, {**place, "font-size": str(size), "fill": "#222"})
        top += round(size * 1.6)
    return top


def _cover(imprint: Imprint) -> Iterator[ET.Element]:
    yield ET.Element("img", {"src": "cover.svg", "alt": sound(imprint.title)})


def _contents(chapters: Sequence[Story], imprint: Imprint) -> Iterator[ET.Element]:
    nav = ET.Element("nav", {"epub:type": "toc", "id": "toc", "role": "doc-toc"})
    add(nav, "h1", imprint.contents)
    languages = ET.SubElement(nav, "ol")
    numbered = enumerate(chapters, start=1)
    for language, of_language in groupby(numbered, key=lambda pair: pair[1].language or ""):
        place = ET.SubElement(languages, "li")
        add(place, "span", imprint.language_name(language or None))
        feeds = ET.SubElement(place, "ol")
        for _, of_feed in groupby(of_language, key=lambda pair: pair[1].feed_url):
            entry = ET.SubElement(feeds, "li")
            heading = add(entry, "span", "")
            titles = ET.SubElement(entry, "ol")
            for number, story in of_feed:
                heading.text = sound(story.feed_title) or sound(mask_url(story.feed_url))
                link = {"href": _name(number), "dir": "auto"}
                add(ET.SubElement(titles, "li"), "a", title_of(story, imprint), link)
    yield nav


def _page(
    title: str, language: str, body: Iterable[ET.Element], classes: Sequence[str] = ()
) -> bytes:
    spoken = {"xml:lang": language, "lang": language}
    html = ET.Element("html", {"xmlns": _XHTML, "xmlns:epub": _OPS, **spoken})
    head = ET.SubElement(html, "head")
    ET.SubElement(head, "meta", {"charset": "utf-8"})
    add(head, "title", title)
    ET.SubElement(head, "link", {"rel": "stylesheet", "type": "text/css", "href": "style.css"})
    shape = direction(language)
    if classes:
        shape["class"] = " ".join(classes)
    ET.SubElement(html, "body", shape).extend(body)
    return _xml(html, doctype="<!DOCTYPE html>\n")


def _xml(root: ET.Element, *, doctype: str = "") -> bytes:
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{doctype}{text}\n'.encode()

"""Lists of feeds as OPML, which every reader of feeds writes and reads.

Pure. Folders are tags: a feed three folders deep has three, the outermost first, and a feed is
written into the folders of its tags. The order of a list is kept both ways.
"""

from collections.abc import Iterable, Iterator
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from gazette.errors import N_, NotAList, Phrase
from gazette.feeds.document import sound_references, xml_text
from gazette.model import ListedFeed

MOST_TAGS: Final = 10
"""Of one feed; what lies deeper is in the folder that far down."""
_INDENT: Final = "  "
_HEAD: Final = """\
<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head>
    <title>{title}</title>
  </head>
  <body>
"""
_TAIL: Final = "  </body>\n</opml>\n"


def read_opml(body: bytes) -> tuple[ListedFeed, ...]:
    """Return the feeds of an OPML list in its order, addresses and names as they stand.

    Read as readers really write it: any charset, names of attributes in any case, `text` or
    `title`, bare "&" and entities of HTML.

    Raises:
        NotAList: this is not OPML, it has a DTD, or its XML is broken; then nothing is read, as
            half a list would look like a whole one.
    """
    outline = _Outline()
    parser = expat.ParserCreate(encoding="utf-8")
    parser.StartDoctypeDeclHandler = outline.refuse_dtd
    parser.StartElementHandler = outline.start
    parser.EndElementHandler = outline.end
    text = sound_references(xml_text(body))
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        raise NotAList(
            problem=Phrase(N_("its XML is broken in line {line}"), line=error.lineno)
        ) from error
    return tuple(outline.feeds)


class _Outline:
    """Takes the elements of a list one by one; no depth of nesting is too much."""

    def __init__(self) -> None:
        self.feeds: list[ListedFeed] = []
        self._is_first = True
        self._folders: list[tuple[str, ...] | None] = [()]
        """The tags inside each open outline, outermost first; None in what is commented out."""

    def refuse_dtd(self, *_details: object) -> None:
        # No reader writes one; what it declares could name files or grow without end.
        raise NotAList(problem=N_("it has a DTD, which no list needs"))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2].lower()
        if self._is_first:
            self._is_first = False
            if local != "opml":
                raise NotAList(problem=_other_root(local))
        if local == "outline":
            self._open({key.lower(): value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        if name.rpartition(":")[2].lower() == "outline":
            self._folders.pop()

    def _open(self, given: dict[str, str]) -> None:
        path = self._folders[-1]
        # OPML 2.0: such an outline, and all inside it, is commented out.
        if path is None or given.get("iscomment", "").lower() == "true":
            self._folders.append(None)
            return
        name = (given.get("text") or given.get("title") or "").strip()
        kind = given.get("type", "").lower()
        url = given.get("xmlurl") or (given.get("url", "") if kind in ("rss", "atom") else "")
        if url.strip() or kind in ("rss", "atom"):
            self.feeds.append(ListedFeed(url, name, _few((*path, *_categories(given)))))
            self._folders.append(path)
        else:
            self._folders.append(_few((*path, name)))


def _other_root(local: str) -> str:
    if local in ("rss", "feed", "rdf"):
        return N_("it is a feed; `gazette add` subscribes to one")
    if local == "html":
        return N_("it is an HTML page")
    return N_("it is XML, but of another kind")


def _categories(given: dict[str, str]) -> Iterator[str]:
    """Yield the words of OPML 2.0's own way to tag a feed: "/Boston/Weather,/Harvard"."""
    for category in given.get("category", "").split(","):
        yield from category.split("/")


def _few(tags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag.strip() for tag in tags if tag.strip()))[:MOST_TAGS]


def write_opml(feeds: Iterable[ListedFeed], *, title: str) -> str:
    """Return feeds as an OPML 2.0 list, in their order, in folders made of their tags.

    A folder begins anew where feeds of other folders stand between; readers join those of one
    name.
    """
    lines: list[str] = []
    opened: tuple[str, ...] = ()
    for feed in feeds:
        shared = _shared(opened, feed.tags)
        lines += _closings(len(opened), shared)
        for depth in range(shared, len(feed.tags)):
            name = quoteattr(feed.tags[depth])
            lines.append(f"{_indent(depth)}<outline text={name} title={name}>")
        opened = feed.tags
        lines.append(f"{_indent(len(opened))}{_feed_line(feed)}")
    lines += _closings(len(opened), 0)
    return "".join((_HEAD.format(title=escape(title)), *(f"{line}\n" for line in lines), _TAIL))


def _feed_line(feed: ListedFeed) -> str:
    name = quoteattr(feed.title or feed.url)
    return f'<outline type="rss" text={name} title={name} xmlUrl={quoteattr(feed.url)}/>'


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """Return how many folders two paths have in common, from the outermost on."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _closings(depth: int, until: int) -> list[str]:
    return [f"{_indent(n)}</outline>" for n in reversed(range(until, depth))]


def _indent(depth: int) -> str:
    return _INDENT * (depth + 2)

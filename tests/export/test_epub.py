"""Editions as EPUB 3: their shape always, and what epubcheck says of them where it is there."""

import shutil
import subprocess
import zipfile
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.article import (
    Figure,
    Heading,
    ListItem,
    Paragraph,
    Preformatted,
    Quote,
    Span,
    Standfirst,
    Table,
)
from gazette.export.epub import edition, in_order
from gazette.export.html import Imprint
from gazette.model import Story
from tests.builders import NOW, make_story

XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"


def full_time(moment: datetime) -> str:
    return f"le {moment:%d/%m/%Y} à {moment:%H:%M}"


def make_imprint(**fields: Any) -> Imprint:
    defaults = {
        "paper": "gazette",
        "dates": ("dimanche 22 novembre 2026",),
        "counts": ("2 articles", "Français : 2"),
        "language": "fr",
        "cover": "Couverture",
        "contents": "Sommaire",
        "source": "Lire la page",
        "untitled": "Sans titre",
        "language_name": lambda code: {"fr": "Français", "en": "Anglais"}.get(code, "Autres"),
        "full_time": full_time,
    }
    return Imprint(**{**defaults, **fields})


ODD = "<b>&amp;]]></p>\x00\x0b\x1b\x85\ufffe\ud800\u202e“’ \U0001f600 <!-- --> <?x?> ﷽ 日本語 "
EVERY_BLOCK = (
    Standfirst(ODD),
    Heading(ODD, 2),
    Heading("", 9),
    Paragraph(f"{ODD}\n{ODD}\n\n{ODD}"),
    Quote(f"{ODD}\n\n{ODD}"),
    Quote(""),
    ListItem("a", depth=2),
    ListItem("b", number=3),
    ListItem("c\nd", number=-1, depth=1),
    ListItem("e", depth=1),
    ListItem("f", depth=2**40),
    ListItem(""),
    Preformatted("  <code>\n\n  "),
    Table((("a", ODD), (), ("b",))),
    Table(()),
    Table(((),)),
    Figure(ODD, ODD, "https://i.example/a.jpg"),
    Figure(url="https://i.example/a.jpg"),
    Paragraph(""),
    Paragraph(
        "un deux\ntrois",
        (
            Span(0, 9, "em"),
            Span(3, 13, "strong"),
            Span(3, 7, "link", "https://a.example/[x]?a=é&b=%"),
            Span(8, 13, "code"),
        ),
    ),
    Heading("un deux", 2, (Span(0, 7, "link", "javascript:x"),)),
)


def odd_stories() -> list[Story]:
    """Return stories with all that is odd, by their numbers."""
    odd: list[dict[str, Any]] = [
        {"title": ODD, "blocks": EVERY_BLOCK, "authors": (ODD, ""), "feed_title": ODD},
        {"title": "", "blocks": (), "feed_title": "", "authors": (), "url": None},
        {"title": "\x00 \n", "language": None, "published": None},
        {"title": "Très long " * 30, "blocks": (Paragraph("mot " * 50_000),)},
        {"title": "خبر اليوم", "language": "ar", "blocks": (Paragraph("مرحبا (a) 123"),)},
        {"title": "今日のニュース", "language": "ja", "feed_title": "新聞"},
        {"language": "no such: language", "url": 'https://a.example/[x]{y}|^`"<>\\?q=[a]&b=%'},
        {"language": "pt-BR", "url": "javascript:alert(1)"},
        {"language": "en", "url": "http://[::1]:8080/é?a=é#é"},
        {"language": "en", "url": "https://exämple.example/" + "a" * 1_900},
        {"language": "en", "blocks": tuple(ListItem(str(n), depth=n) for n in range(2_000))},
        {"language": "en", "feed_url": "https://b.example/", "fetched": NOW + timedelta(days=1)},
    ]
    return [make_story(guid=str(n), id=n, **fields) for n, fields in enumerate(odd, start=1)]


def pages(book: bytes) -> dict[str, ET.Element]:
    """Return the XML files of a book, parsed."""
    with zipfile.ZipFile(BytesIO(book)) as opened:
        names = [n for n in opened.namelist() if n.endswith((".xhtml", ".opf", ".svg", ".xml"))]
        return {name: ET.fromstring(opened.read(name)) for name in names}


def text_of(element: ET.Element) -> str:
    return "".join(element.itertext())


def test_a_book_has_its_type_first_and_plain_and_the_same_bytes_each_time() -> None:
    book = edition([make_story()], make_imprint())
    assert book == edition([make_story(read=True, id=9)], make_imprint())
    assert book[30:58] == b"mimetypeapplication/epub+zip"
    with zipfile.ZipFile(BytesIO(book)) as opened:
        assert opened.testzip() is None
        first, *others = opened.infolist()
        assert (first.compress_type, first.extra) == (zipfile.ZIP_STORED, b"")
        assert {entry.date_time for entry in (first, *others)} == {(1980, 1, 1, 0, 0, 0)}


def test_every_file_is_listed_and_every_page_is_read_in_order() -> None:
    book = edition(odd_stories(), make_imprint())
    package = pages(book)["EPUB/package.opf"]
    items = {item.get("id"): item for item in package.iter(f"{OPF}item")}
    with zipfile.ZipFile(BytesIO(book)) as opened:
        listed = {f"EPUB/{item.get('href')}" for item in items.values()}
        apart = {"mimetype", "META-INF/container.xml", "EPUB/package.opf"}
        assert set(opened.namelist()) == listed | apart
    spine = [items[ref.get("idref")].get("href") for ref in package.iter(f"{OPF}itemref")]
    assert spine[:2] == ["cover.xhtml", "nav.xhtml"]
    nav = pages(book)["EPUB/nav.xhtml"]
    assert [link.get("href") for link in nav.iter(f"{XHTML}a")] == spine[2:]
    assert [item.get("properties") for item in items.values()].count("cover-image") == 1


def test_contents_are_by_language_and_feed_the_readers_language_first() -> None:
    stories = [
        make_story(id=1, guid="1", title="A", language="en", feed_title="Z", feed_url="https://z/"),
        make_story(id=2, guid="2", title="B", language=None),
        make_story(id=3, guid="3", title="C", language="fr", feed_title="É", feed_url="https://e/"),
        make_story(id=4, guid="4", title="D", language="fr", feed_title="f"),
        make_story(id=5, guid="5", title="E", language="fr", feed_title="f", published=NOW),
        make_story(id=6, guid="6", title="F", language="en", feed_title="a"),
    ]
    imprint = make_imprint()
    assert [story.title for story in in_order(stories, imprint)] == ["C", "E", "D", "F", "A", "B"]
    (nav,) = pages(edition(stories, imprint))["EPUB/nav.xhtml"].iter(f"{XHTML}nav")
    shown = [e.text for e in nav.iter() if e.tag in (f"{XHTML}span", f"{XHTML}a")]
    french, english = ["Français", "É", "C", "f", "E", "D"], ["Anglais", "a", "F", "Z", "A"]
    assert shown == [*french, *english, "Autres", "Le Journal", "B"]


def test_a_chapter_says_where_it_is_from_and_in_which_language() -> None:
    story = make_story(language="en", title="A & B", blocks=EVERY_BLOCK)
    page = pages(edition([story], make_imprint()))["EPUB/story-00001.xhtml"]
    assert page.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    (title,) = page.iter(f"{XHTML}h1")
    assert title.text == "A & B"
    (byline,) = (p for p in page.iter(f"{XHTML}p") if p.get("class") == "byline")
    assert byline.text == "Ève Martin · Le Journal · le 22/11/2026 à 13:05"
    *_others, link = page.iter(f"{XHTML}a")
    assert (link.get("href"), link.text) == ("https://journal.example/articles/1", "Lire la page")
    kinds = "h2 blockquote ul ol pre table figcaption".split()
    assert all(page.find(f".//{XHTML}{kind}") is not None for kind in kinds)
    assert not list(page.iter(f"{XHTML}img"))


def test_lists_lie_in_each_other() -> None:
    items = [ListItem("a"), ListItem("b", depth=1, number=4), ListItem("c", depth=1), ListItem("d")]
    page = pages(edition([make_story(blocks=tuple(items))], make_imprint()))
    body = ET.tostring(page["EPUB/story-00001.xhtml"], encoding="unicode", default_namespace=None)
    plain = body.replace("html:", "").replace("ns0:", "")
    assert '<ul><li>a<ol><li value="4">b</li></ol><ul><li>c</li></ul></li><li>d</li></ul>' in plain


def test_a_language_written_from_the_right_is_set_so() -> None:
    story = make_story(language="ar")
    page = pages(edition([story], make_imprint()))["EPUB/story-00001.xhtml"]
    body = page.find(f"{XHTML}body")
    assert body is not None
    assert body.get("dir") == "rtl"


@settings(max_examples=50)
@given(
    texts=st.lists(st.text(max_size=40), min_size=4, max_size=4),
    number=st.none() | st.integers(),
    depth=st.integers(0, 2**40),
)
def test_any_text_comes_out_as_it_was(texts: list[str], number: int | None, depth: int) -> None:
    title, one, two, three = texts
    blocks = (
        Paragraph(one),
        ListItem(two, number, depth),
        Table(((three, one),)),
        Figure(two, three),
        Preformatted(one),
    )
    story = make_story(title=title, blocks=blocks, feed_title=two, language=three)
    page = pages(edition([story], make_imprint()))["EPUB/story-00001.xhtml"]
    shown = text_of(page)
    for text in texts:
        lines = [line for line in text.splitlines() if line.isprintable()]
        assert all(line.strip() in shown for line in lines)


def test_emphasis_and_links_are_elements() -> None:
    spans = (
        Span(0, 7, "em"),
        Span(3, 12, "strong"),
        Span(3, 7, "link", "https://a.example/x[1]"),
        Span(8, 12, "link", "javascript:x"),
    )
    blocks = (
        Paragraph("un deux tro\nis", spans),
        ListItem("quatre", spans=(Span(0, 6, "code"),)),
        Quote("a\n\nb", (Span(0, 4, "em"),)),
    )
    with zipfile.ZipFile(BytesIO(edition([make_story(blocks=blocks)], make_imprint()))) as opened:
        page = opened.read("EPUB/story-00001.xhtml").decode()
    for made in (
        '<p><em>un <strong><a href="https://a.example/x%5B1%5D">deux</a></strong></em>'
        "<strong> <span>tro<br /></span></strong>is</p>",
        "<li><code>quatre</code></li>",
        "<blockquote><p><em>a</em></p><p><em>b</em></p></blockquote>",
    ):
        assert made in page


def epubcheck() -> list[str]:
    """Return how epubcheck is called here; empty where it is not."""
    found = shutil.which("epubcheck")
    if found is None:
        return []
    # Debian's is a bare archive, which a system without its own rule for them cannot run.
    with Path(found).open("rb") as file:
        is_archive = file.read(2) == b"PK"
    if not is_archive:
        return [found]
    return ["java", "-jar", found] if shutil.which("java") else []


needs_epubcheck = pytest.mark.skipif(not epubcheck(), reason="the command epubcheck is not there")


def checked(book: bytes, folder: Path) -> str:
    """Return what epubcheck has to say against a book; nothing of one that is valid."""
    (folder / "book.epub").write_bytes(book)
    done = subprocess.run(
        [*epubcheck(), "--failonwarnings", str(folder / "book.epub")],
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    assert "EPUB version 3" in said, said
    return said if done.returncode else ""


@needs_epubcheck
def test_epubcheck_finds_what_is_wrong(tmp_path: Path) -> None:
    book = edition([make_story()], make_imprint())
    broken = BytesIO()
    with zipfile.ZipFile(BytesIO(book)) as good, zipfile.ZipFile(broken, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, good.read(name).replace(b"</h1>", b"</h1><p><p>a</p></p>"))
    assert "ERROR" in checked(broken.getvalue(), tmp_path)


@needs_epubcheck
def test_epubcheck_finds_nothing_wrong_with_odd_stories(tmp_path: Path) -> None:
    odd = make_imprint(paper=ODD, dates=(ODD, ODD), counts=(ODD,) * 20, source=ODD)
    assert checked(edition(odd_stories(), odd), tmp_path) == ""


@needs_epubcheck
def test_epubcheck_finds_nothing_wrong_with_many_stories(tmp_path: Path) -> None:
    stories = [
        make_story(
            id=number,
            guid=str(number),
            title=f"Titre {number}",
            language=("fr", "en", None)[number % 3],
            feed_title=f"Journal {number % 20}",
            feed_url=f"https://journal-{number % 20}.example/",
            blocks=EVERY_BLOCK[number % 7 :],
        )
        for number in range(60)
    ]
    assert checked(edition(stories, make_imprint()), tmp_path) == ""

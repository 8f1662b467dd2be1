"""Stories as Markdown, judged by a parser of Markdown and one of YAML."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from gazette.article import (
    Block,
    Figure,
    Heading,
    ListItem,
    Paragraph,
    Preformatted,
    Quote,
    Span,
    Standfirst,
    Table,
    ordered,
)
from gazette.export.markdown import (
    KEY_CHARS,
    blocks_text,
    document,
    file_name,
    key,
    keys_in,
    link,
    quoted,
)
from gazette.text import clean
from tests.builders import make_story

COMMONMARK = MarkdownIt("commonmark").enable(["table", "strikethrough"])
GITHUB = MarkdownIt("gfm-like")
# What GitHub makes links of, and no more: this one also guesses that "example.org" is one.
GITHUB.linkify.set({"fuzzy_link": False, "fuzzy_email": True})

# Characters that mean something, words that start something, and anything else.
HOSTILE = st.lists(
    st.one_of(
        st.sampled_from(
            "<script> <b ]( ![ # - 1. 2) > ``` ~~~ === --- &lt; &#60; http://x.example/ a@b.example"
            " |a|b| [a]:/b <http://x.example> www.x.example $x$ \\ ! * _ ** … L’été".split(" ")
        ),
        st.sampled_from([" ", "# ", "- ", "1. ", "> ", "\n", "\n\n", "    "]),
        st.text(max_size=5),
    ),
    max_size=12,
).map("".join)


def tokens(text: str, parser: MarkdownIt = COMMONMARK) -> list[tuple[str, str]]:
    """Return type and text of every token, those inside of lines too."""
    found = []
    for token in parser.parse(text):
        if token.children is None:
            found.append((token.type, token.content))
        else:
            found += [(child.type, child.content) for child in token.children]
    return found


def shown(text: str, parser: MarkdownIt = COMMONMARK) -> str:
    """Return what a reader of the rendered text reads, without its spaces."""
    return squeezed("".join(content for _, content in tokens(text, parser)))


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("parser", [COMMONMARK, GITHUB], ids=["commonmark", "github"])
@given(text=HOSTILE)
def test_no_text_makes_anything_but_text(parser: MarkdownIt, text: str) -> None:
    made = blocks_text([Paragraph(text)])
    kinds = {kind for kind, _ in tokens(made, parser)}
    assert kinds <= {"paragraph_open", "paragraph_close", "text", "text_special", "hardbreak"}
    # A parser of Markdown shows NUL as U+FFFD; no text of the store holds one.
    assert shown(made, parser) == squeezed(text).replace("\0", "\ufffd")


@given(text=HOSTILE, other=HOSTILE)
def test_every_block_keeps_its_shape_and_its_text(text: str, other: str) -> None:
    blocks: list[tuple[Block, str]] = [
        (Standfirst(text), "strong_open"),
        (Heading(text, 3), "heading_open"),
        (Quote(text), "blockquote_open"),
        (ListItem(text, number=3), "ordered_list_open"),
        (ListItem(text), "bullet_list_open"),
        (Table(((text, other), (other, text))), "table_open"),
        (Figure(caption=text, credit=other), "em_open"),
    ]
    for block, kind in blocks:
        made = blocks_text([block, Paragraph("Fin.")])
        kinds = [found for found, _ in tokens(made)]
        allowed = {kind, "paragraph_open", "text", "text_special", "hardbreak"}
        allowed |= {"list_item_open", "thead_open", "tbody_open", "tr_open", "th_open", "td_open"}
        opened = {found for found in kinds if not found.endswith("_close")}
        assert opened <= allowed, block
        assert squeezed(text).replace("\0", "\ufffd") in shown(made), block
        if squeezed(text):
            assert kind in kinds


SPANS = st.lists(
    st.builds(
        Span,
        st.integers(0, 40),
        st.integers(0, 40),
        st.sampled_from(["em", "strong", "code", "link"]),
        st.sampled_from(["https://a.example/?b&copy;=(1)", "javascript:x", ""]),
    ),
    max_size=4,
)


@pytest.mark.parametrize("parser", [COMMONMARK, GITHUB], ids=["commonmark", "github"])
@settings(max_examples=60)
@given(text=HOSTILE, spans=SPANS)
def test_emphasis_and_links_change_no_text(
    parser: MarkdownIt, text: str, spans: list[Span]
) -> None:
    text = clean(text)
    kept = ordered(spans, len(text))
    for block in (Paragraph(text, kept), Quote(text, kept), ListItem(text, spans=kept)):
        made = blocks_text([block])
        assert shown(made, parser) == squeezed(text)
        kinds = {kind for kind, _ in tokens(made, parser) if kind.endswith("_open")}
        assert kinds <= {
            *("paragraph_open", "em_open", "strong_open", "link_open"),
            *("blockquote_open", "bullet_list_open", "list_item_open"),
        }
        hrefs = {
            child.attrs["href"]
            for token in parser.parse(made)
            for child in token.children or ()
            if child.type == "link_open"
        }
        assert hrefs <= {"https://a.example/?b&copy;=(1)"}


@pytest.mark.parametrize(
    ("text", "spans", "made"),
    [
        ("un mot fort", (Span(3, 6, "em"), Span(7, 11, "strong")), "un *mot* **fort**"),
        ("un mot", (Span(0, 6, "strong"), Span(3, 6, "em")), "**un *mot***"),
        (
            "voir ici!",
            (Span(5, 8, "link", "https://a.example/"),),
            "voir [ici](<https://a.example/>)!",
        ),
        (
            "non!ici",
            (Span(4, 7, "link", "https://a.example/"),),
            "non\\![ici](<https://a.example/>)",
        ),
        ("a`b` c", (Span(1, 4, "code"),), "a`` `b` `` c"),
        ("mot«x»mot", (Span(3, 6, "em"),), "mot«x»mot"),
        ("1. non", (Span(3, 6, "em"),), "1\\. *non*"),
        ("a b c", (Span(0, 3, "em"), Span(2, 5, "strong")), "*a **b*** **c**"),
        ("a b c", (Span(1, 2, "em"),), "a b c"),
        (
            "a b",
            (Span(0, 2, "link", "https://a.example/"), Span(1, 3, "strong")),
            "[a ](<https://a.example/>)**b**",
        ),
    ],
)
def test_what_is_set_apart_is_marked(text: str, spans: tuple[Span, ...], made: str) -> None:
    assert blocks_text([Paragraph(text, spans)]) == made


def test_a_heading_and_a_standfirst_keep_their_links() -> None:
    spans = (Span(0, 2, "link", "https://a.example/"), Span(3, 7, "em"), Span(0, 7, "strong"))
    assert blocks_text([Heading("un deux", 2, spans[:2])]) == "## [un](<https://a.example/>) *deux*"
    assert blocks_text([Standfirst("un deux", spans)]) == "**[un](<https://a.example/>) *deux***"


@given(text=st.text(alphabet="`~ \na"))
def test_code_stays_inside_its_fence(text: str) -> None:
    made = blocks_text([Preformatted(text), Paragraph("Fin.")])
    fence, *rest = tokens(made)
    assert fence[0] == "fence"
    assert fence[1] == f"{text}\n"
    assert [kind for kind, _ in rest] == ["paragraph_open", "text", "paragraph_close"]


def test_lists_lie_in_each_other() -> None:
    items = [ListItem("un"), ListItem("un.un", number=1, depth=1), ListItem("x\ny", depth=2)]
    made = blocks_text([*items, ListItem("deux"), Paragraph("Fin.")])
    assert made == "- un\n  1. un.un\n     - x\\\n       y\n- deux\n\nFin."
    html = COMMONMARK.render(made).replace("\n", "")
    assert html == (
        "<ul><li>un<ol><li>un.un<ul><li>x<br />y</li></ul></li></ol></li>"
        "<li>deux</li></ul><p>Fin.</p>"
    )


LISTS = st.lists(
    st.builds(
        ListItem,
        st.sampled_from(["a", "b\nc", "- d", "1. e", ""]),
        st.none() | st.integers(-1, 12) | st.just(10**12),
        st.integers(0, 4),
    ),
    min_size=1,
)


@given(items=LISTS)
def test_every_item_of_a_list_is_one(items: list[ListItem]) -> None:
    made = blocks_text([*items, Paragraph("Fin.")])
    found = tokens(made)
    assert [kind for kind, _ in found].count("list_item_open") == len([i for i in items if i.text])
    assert shown(made) == squeezed("".join(item.text for item in items)) + "Fin."
    assert {kind for kind, _ in found} & {"code_block", "hr", "heading_open"} == set()


def test_a_picture_is_its_caption_and_a_link_and_is_not_loaded() -> None:
    figure = Figure("Le [port] *hier*", "A. B./AFP", "https://i.example/a.jpg?x=1&copy;=<2>")
    html = COMMONMARK.render(blocks_text([figure]))
    assert "<img" not in html
    assert '<em><a href="https://i.example/a.jpg?x=1&amp;copy;=%3C2%3E">' in html
    assert "Le [port] *hier*</a></em> (A. B./AFP)" in html
    assert blocks_text([Figure(url="javascript:alert(1)"), Figure()]) == ""


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "", None, "x>y"])
def test_only_addresses_of_the_web_become_links(url: str | None) -> None:
    assert link(url) == ""


@given(text=st.text(max_size=50))
def test_any_text_is_a_yaml_string(text: str) -> None:
    kept = text.encode("utf-8", "replace").decode()  # YAML knows no lone surrogates
    assert yaml.safe_load(f"key: {quoted(kept)}\nlist: [{quoted(kept)}]") == {
        "key": kept,
        "list": [kept],
    }


@given(title=HOSTILE, tag=st.text(max_size=9).filter(str.isprintable))
def test_front_matter_says_what_is_known_of_the_story(title: str, tag: str) -> None:
    story = make_story(title=title, tags=(tag, "no"), starred=True, language=None)
    _, head, body = re.split(r"^---\n", document(story), maxsplit=2, flags=re.MULTILINE)
    assert yaml.safe_load(head) == {
        "title": title,
        "authors": ["Ève Martin"],
        "date": datetime(2026, 11, 22, 13, 5, tzinfo=UTC),
        "feed": "Le Journal",
        "feed_url": "https://journal.example/rss.xml",
        "url": "https://journal.example/articles/1",
        "tags": [tag, "no"],
        "read": False,
        "starred": True,
    }
    assert "<https://journal.example/articles/1>" in body


@given(title=st.text(max_size=400), guid=st.text())
def test_a_file_name_is_safe_everywhere(title: str, guid: str) -> None:
    story = make_story(title=title, guid=guid)
    name = file_name(story, zone=UTC)
    assert re.fullmatch(r"2026-11-22(-[a-z0-9]+)*-[a-z2-7]{10}\.md", name)
    assert len(name.encode()) <= 120
    assert keys_in([name.upper()]) == {key(story)}


def test_names_tell_stories_apart_and_survive_an_edited_title() -> None:
    def named(**fields: Any) -> str:
        return file_name(make_story(**fields), zone=UTC)

    assert named(title="L’Œuvre : l’été").startswith("2026-11-22-l-oeuvre-l-ete-")
    assert named(guid="a") != named(guid="b")
    assert named(feed_url="https://b.example/") != named()
    assert keys_in([named(title="Avant")]) == keys_in([named(title="Après")])
    assert keys_in(["notes.md", "README"]) == {"notes"}
    assert len(key(make_story())) == KEY_CHARS

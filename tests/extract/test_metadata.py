import json
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.extract.byline import is_byline
from gazette.extract.metadata import read_metadata
from gazette.extract.names import NAMES_MOST
from gazette.extract.reader import read_page
from gazette.extract.subjects import TAGS_MOST
from gazette.extract.titles import site_names, without_site
from gazette.text import clean_line

URL = "https://www.lecourrier.example/a/b.html"


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Le canal rouvre - Le Courrier", "Le canal rouvre"),
        ("Le canal rouvre | Région | Le Courrier", "Le canal rouvre | Région"),
        ("Le Courrier : le canal rouvre", "le canal rouvre"),
        ("Le canal rouvre - enfin", "Le canal rouvre - enfin"),
        ("Le canal de Saint-Maur rouvre", "Le canal de Saint-Maur rouvre"),
        ("Direct - Le canal rouvre | lecourrier.example", "Direct - Le canal rouvre"),
    ],
)
def test_the_site_is_cut_from_a_title_and_nothing_else(title, bare):
    assert without_site(title, site_names(["Le Courrier"], "lecourrier.example")) == bare


@pytest.mark.parametrize(
    "line",
    [
        "Par Ada Quill",
        "Par Ada Quill 23 novembre 2026 à 01 h 09",
        "By Ada Quill and Tom Reeve, staff writers",
        "Publié le 20 novembre 2026 à 7 h 15 | Par Jean Dupont, avec AFP",
        "Mis à jour le 3 mai 2026, 5 min de lecture",
        "20/11/2026",
    ],
)
def test_names_and_dates_alone_are_a_by_line(line):
    assert is_byline(line)


@pytest.mark.parametrize(
    "line",
    [
        "Il a été élu le 20 mai 2017.",
        "Par Toutatis, le village résiste encore",
        "By May, the mill was closed",
        "Marie Curie et Paul Langevin",
        "In 2019 the mill closed",
    ],
)
def test_a_sentence_with_a_date_or_a_name_is_no_by_line(line):
    assert not is_byline(line)


def test_line_breaks_inside_json_ld_strings_are_forgiven():
    page = read_page(
        '<script type="application/ld+json">{"@type": "NewsArticle",'
        ' "headline": "Le canal\nrouvre", "author": {"name": "Ada Quill"}}</script>'
    )
    about = read_metadata(page, URL)
    assert (about.title, about.authors) == ("Le canal rouvre", ("Ada Quill",))


def test_broken_json_ld_is_passed_over():
    about = read_metadata(read_page('<script type="application/ld+json">{{{</script>'), URL)
    assert about.title == ""


@pytest.mark.parametrize(
    ("shared", "title"),
    [
        ("Le canal rouvre aux péniches", "Le canal rouvre aux péniches"),
        ("Le canal rouvre enfin aux péniches * Le Courrier * A. Quill", None),
        ("Région : Le canal rouvre enfin aux péniches", None),
        ("Le canal rouvre enfin…", None),
        ("Le Courrier", None),
    ],
)
def test_the_title_is_what_the_page_is_shared_as_if_that_is_a_title(shared, title):
    heading = "Le canal rouvre enfin aux péniches"
    page = read_page(f'<meta property="og:title" content="{shared}"><h1>{heading}</h1>')
    assert read_metadata(page, URL).title == (title or heading)


def test_the_heading_that_the_title_confirms_is_the_title():
    page = read_page(
        "<title>Le canal rouvre enfin - Le Courrier</title>"
        "<h1>Le Courrier</h1><h1>Le canal rouvre enfin aux péniches</h1>"
    )
    assert read_metadata(page, URL).title == "Le canal rouvre enfin aux péniches"


HEADING = "Le canal rouvre enfin aux péniches"
SEARCH = "Canal de Saint-Maur : la date de réouverture"


def page_of(*, shared="", data=None, title="", body="", head=""):
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>' if data else ""
    return read_page(
        f"<html lang=fr><head><title>{title}</title>{head}{script}"
        f'<meta property="og:title" content="{shared}"></head><body>{body}</body></html>'
    )


def article_data(**fields):
    return {"@context": "https://schema.org", "@type": "NewsArticle", **fields}


@pytest.mark.parametrize(
    ("shared", "headline", "title", "heading", "best"),
    [
        # Where Open Graph and JSON-LD agree, a heading without the label does not count.
        (f"Région : {HEADING}", f"Région : {HEADING}", "", HEADING, f"Région : {HEADING}"),
        # One title for search engines, another for readers.
        (SEARCH, HEADING, f"{SEARCH} | Le Courrier", HEADING, HEADING),
        (f"{HEADING}…", HEADING, HEADING, HEADING, HEADING),
        ("Le canal rouvre : ", "", 'Le canal rouvre : "enfin" | Le Courrier', "", None),
    ],
)
def test_the_title_is_the_one_that_the_others_confirm(shared, headline, title, heading, best):
    data = article_data(headline=headline) if headline else None
    page = page_of(shared=shared, data=data, title=title, body=f"<h1>{heading}</h1>")
    assert read_metadata(page, URL).title == (best or 'Le canal rouvre : "enfin"')


def test_a_heading_in_the_breadcrumb_is_not_the_articles():
    page = page_of(
        shared=SEARCH,
        data=article_data(headline=HEADING),
        title=SEARCH,
        body=f"<div class=breadcrumb><h1>{SEARCH}</h1></div><h2>À la une</h2><h2>{HEADING}</h2>",
    )
    about = read_metadata(page, URL)
    assert about.title == HEADING
    assert about.heading is not None
    assert page.text(about.heading) == HEADING


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Le canal rouvre – Région – Le Courrier", "Le canal rouvre"),
        ("Le canal rouvre- Le Courrier", "Le canal rouvre"),
        ("Le canal rouvre | Le Courrier", "Le canal rouvre"),
        ("Le canal rouvre :: Le Courrier", "Le canal rouvre"),
        ("Le Courrier » Le canal rouvre", "Le canal rouvre"),
        ("Le Courrier lit le courrier - et répond", "Le Courrier lit le courrier - et répond"),
    ],
)
def test_the_site_and_the_section_are_cut_wherever_they_stand(title, bare):
    names = site_names(["Le Courrier"], "lecourrier.example")
    assert without_site(title, names, "region") == bare


def test_a_short_name_inside_a_word_is_not_the_sites():
    names = site_names(["Time"], "time.example")
    assert without_site("The river rises - sometimes it falls again", names) == (
        "The river rises - sometimes it falls again"
    )


def test_markup_and_entities_in_a_title_are_taken_out():
    page = page_of(data=article_data(headline="Le <em>canal</em> de l&#39;&eacute;t\u00e9\x1b[31m"))
    assert read_metadata(page, URL).title == "Le canal de l'été"


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Ada Quill", ("Ada Quill",)),
        ({"@type": "Person", "name": "Ada Quill"}, ("Ada Quill",)),
        ([{"name": "Ada Quill"}, {"name": "Tom Reeve"}], ("Ada Quill", "Tom Reeve")),
        ({"@type": "Person", "name": "Ada Quill et Tom Reeve"}, ("Ada Quill", "Tom Reeve")),
        ({"name": ["Ada Quill", "Tom Reeve"]}, ("Ada Quill", "Tom Reeve")),
        ({"givenName": "Ada", "familyName": "Quill"}, ("Ada Quill",)),
        ({"@id": "#ada"}, ("Ada Quill",)),
        ([{"name": "Ada Quill"}, {"@type": "Organization", "name": "Le Courrier"}], ("Ada Quill",)),
        ({"name": {"@value": "Ada Quill"}}, ("Ada Quill",)),
        ({"name": None}, ()),
        (7, ()),
    ],
)
def test_the_author_is_read_in_all_its_forms(author, names):
    graph = [
        {"@type": "WebPage", "name": "Page"},
        article_data(author=author, publisher={"name": "Le Courrier"}),
        {"@type": "Person", "@id": "#ada", "name": "Ada Quill"},
    ]
    page = page_of(data={"@context": "https://schema.org", "@graph": graph})
    assert read_metadata(page, URL).authors == names


def test_the_publisher_is_the_author_only_where_nobody_is_named():
    house = {"@type": "Organization", "name": "Le Courrier"}
    alone = read_metadata(page_of(data=article_data(author=house, publisher=house)), URL)
    assert (alone.authors, alone.house_author) == ((), ("Le Courrier",))
    data = article_data(author=house, publisher=house)
    named = page_of(data=data, head='<meta name="author" content="Par Ada Quill">')
    assert read_metadata(named, URL).authors == ("Ada Quill",)


def test_times_without_a_zone_take_that_of_the_other_time():
    page = page_of(
        data=article_data(
            datePublished="2026-07-20T07:15:00", dateModified="2026-07-20T09:00:00-04:00"
        )
    )
    about = read_metadata(page, URL)
    assert about.published == datetime.fromisoformat("2026-07-20T07:15:00-04:00")
    assert about.modified == datetime.fromisoformat("2026-07-20T09:00:00-04:00")


def test_dates_are_read_out_of_data_that_is_broken():
    page = read_page(
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Le "canal"",'
        ' "datePublished": "2026-07-20T07:15:00Z", "dateModified": "2026-07-21T07:15:00Z"}</script>'
    )
    about = read_metadata(page, URL)
    assert about.published == datetime.fromisoformat("2026-07-20T07:15:00Z")
    assert about.modified == datetime.fromisoformat("2026-07-21T07:15:00Z")


def test_a_page_that_calls_nothing_an_article_is_asked_for_its_own_date():
    page = page_of(data={"@type": "WebPage", "datePublished": "2026-07-20T07:15:00Z"})
    assert read_metadata(page, URL).published == datetime.fromisoformat("2026-07-20T07:15:00Z")


@pytest.mark.parametrize(
    ("data", "head", "section"),
    [
        ({"articleSection": "Région"}, "", "Région"),
        ({"articleSection": ["Monde", "Europe"]}, "", "Monde"),
        ({"articleSection": "Monde > Europe"}, "", "Monde"),
        ({"articleSection": 7}, '<meta property="article:section" content="Sport">', "Sport"),
        ({"articleSection": "Actualités"}, "", None),
        ({"articleSection": "Le Courrier"}, "", None),
        ({"articleSection": "x" * 5_000}, "", None),
        ({}, "", None),
    ],
)
def test_the_section_is_what_the_page_says(data, head, section):
    data = article_data(publisher={"name": "Le Courrier"}, **data)
    assert read_metadata(page_of(data=data, head=head), URL).section == section


def test_the_section_is_the_first_step_of_the_breadcrumb():
    steps = ["Accueil", "Région", "Val-de-Marne", "Le canal rouvre enfin…"]
    crumbs = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "item": {"@id": f"/{number}", "name": step}}
            for number, step in enumerate(steps)
        ],
    }
    page = page_of(data=[article_data(headline=HEADING), crumbs])
    assert read_metadata(page, URL).section == "Région"


@pytest.mark.parametrize(
    ("data", "head", "tags"),
    [
        ({"keywords": "canal, péniche ,Canal,, été"}, "", ("canal", "péniche", "été")),
        ({"keywords": ["canal", {"@type": "DefinedTerm", "name": "été"}, 7]}, "", ("canal", "été")),
        ({"keywords": ["type:article", "_hidden", "Page Type: News", "canal"]}, "", ("canal",)),
        ({}, '<meta property="article:tag" content="canal">' * 2, ("canal",)),
        ({}, '<meta name="keywords" content="&quot;canal&quot;; &lt;b&gt;été&lt;/b&gt;">', None),
        ({}, '<meta name="keywords" content="Le Courrier">', ()),
        ({"keywords": "x" * 10_000}, "", ()),
    ],
)
def test_the_tags_are_single_clean_and_of_the_article(data, head, tags):
    data = article_data(publisher={"name": "Le Courrier"}, **data)
    found = read_metadata(page_of(data=data, head=head), URL).tags
    assert found == (("canal", "été") if tags is None else tags)


def test_there_are_at_most_thirty_tags():
    data = article_data(keywords=[f"tag {number}" for number in range(10_000)])
    assert len(read_metadata(page_of(data=data), URL).tags) == TAGS_MOST


def test_links_that_are_marked_as_tags_are_tags():
    page = page_of(
        body='<p><a rel="tag" href="/t/canal">Canal</a> <a rel="tag nofollow">été</a></p>'
    )
    assert read_metadata(page, URL).tags == ("Canal", "été")


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "NewsArticle", "headline": NaN, "author": Infinity}',
        '{"@type": "NewsArticle", "author": ' + "[" * 5_000 + "]" * 5_000 + "}",
        '{"@type": "NewsArticle", "author": ' + '{"name": ' * 800 + "1" + "}" * 800 + "}",
        "[" * 100_000,
        '{"@graph": ' * 50 + '{"@type": "NewsArticle"}' + "}" * 50,
        '{"@type": "NewsArticle", "headline": "\\ud800\\u0000\\u202e"}',
        '{"@type": "NewsArticle", "author": ' + json.dumps(["Ada Quill"] * 10_000) + "}",
        '{"@type": "NewsArticle", "articleBody": "' + "canal " * 900_000 + '"}',
        '{"@type": "NewsArticle", "headline": "' + "canal " * 900_000,
    ],
)
def test_hostile_data_is_read_as_far_as_it_goes(script):
    about = read_metadata(read_page(f'<script type="application/ld+json">{script}</script>'), URL)
    assert about.title == clean_line(about.title)
    assert len(about.authors) <= NAMES_MOST


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.sampled_from(["2026-07-20", "https://[", "Par A et B", "<b>", "@type", "Monde > Europe"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["name", "@id", "@type", "url", "item", "@value", "width", "givenName"]),
        inner,
        max_size=4,
    ),
    max_leaves=8,
)  # fmt: skip
FIELDS = (
    "headline author creator publisher datePublished dateModified articleSection keywords image"
    " thumbnailUrl inLanguage description articleBody digitalSourceType mainEntityOfPage @id"
    " itemListElement"
).split()


@given(
    st.dictionaries(st.sampled_from(FIELDS), ANYTHING),
    st.sampled_from(["NewsArticle", ["Article", 7], "BreadcrumbList", "WebPage"]),
)
def test_no_data_is_too_odd(fields, kind):
    data = [{"@type": kind, **fields}, {"@type": "BreadcrumbList", **fields}]
    text = json.dumps(data).replace("</", "<\\/")
    page = read_page(f'<script type="application/ld+json">{text}</script>')
    about = read_metadata(page, URL)
    for text in (about.title, about.site, about.section, *about.authors, *about.tags):
        assert text is None or text == clean_line(text)
    for moment in (about.published, about.modified):
        assert moment is None or moment.tzinfo is not None
    assert about.url == URL

"""Any text is a query or a clear error, and a query means one thing."""

import sqlite3
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from gazette.errors import QueryError, UnfinishedQuery
from gazette.i18n import words as interface
from gazette.query import (
    DEEPEST,
    LONGEST,
    MOST,
    And,
    Before,
    Everything,
    Facts,
    InFeed,
    InLanguage,
    Is,
    Node,
    Not,
    OnSite,
    Or,
    Phrase,
    Since,
    Tagged,
    Within,
    Word,
    matches,
    name_key,
    parse,
    site_of,
    words_to_mark,
)
from gazette.words import words

PARIS = timezone(timedelta(hours=1))
NOW = datetime(2026, 11, 22, 14, 5, 7, 123, tzinfo=UTC)  # a Sunday


def query(text: str) -> Node:
    return parse(text, now=NOW, zone=PARIS)


def wrong(text: str) -> QueryError:
    with pytest.raises(QueryError) as caught:
        query(text)
    return caught.value


def outcome(text: str) -> Node | QueryError:
    try:
        return query(text)
    except QueryError as error:
        return error


def facts(**fields: Any) -> Facts:
    return Facts(**{"moment": NOW, **fields})


def finds(sought: str, /, **fields: Any) -> bool:
    return matches(query(sought), facts(**fields))


FRAGMENTS = st.sampled_from(
    """( ) - − – " « » “ ” „ * : OR OU AND ET or title: titre: author: feed: flux: tag:
    étiquette: lang: site: is: est: has: avec: since: depuis: before: on: le: unread nonlu étoilé
    audio fr 2d 2j hier monday 2026-11-01 2026 lemonde.fr https://a.example/b 12:30 l'été d’œuvre
    porte-parole élections a b été™ ﷺ ＂ 東京 ' ’ & \x00 \ud800 🤖 foo:bar titel:x 99999y
    2026-11-01T10:30Z/2026-11-02T10:30Z""".split()
)
TYPED = st.lists(st.one_of(FRAGMENTS, st.just(" "), st.text(max_size=3)), max_size=14).map("".join)


@given(TYPED)
@example("-" * 3_999 + "a")
@example("title:" * 600)
@settings(max_examples=600)
def test_any_text_is_a_query_or_an_error_with_its_place(text: str) -> None:
    found = outcome(text)
    if isinstance(found, QueryError):
        assert 1 <= found.data["column"] <= len(text) + 1  # type: ignore[operator]  # data is of any type
        for language in ("en", "fr"):
            told = interface(language).describe(found)
            assert not {unicodedata.category(c) for c in told} & {"Cc", "Cs", "Zl", "Zp"}
    else:
        assert isinstance(matches(found, facts(title=text)), bool)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("a" * 100_000, LONGEST + 1),
        ("(" * 10_000 + "a" + ")" * 10_000, LONGEST + 1),
        ("(" * 1_500 + "a" + ")" * 1_500, DEEPEST + 1),
        ("-" * 10_000 + "a", LONGEST + 1),
        ('"' * 3_001, len('""') * MOST + 1),
        ("a " * 1_000, len("a ") * MOST + 1),
        ("a OR " * 700, len("a OR ") * MOST + 1),
    ],
)
def test_what_is_too_much_is_an_error_at_the_first_piece_too_many(text: str, column: int) -> None:
    assert wrong(text).data["column"] == column


def test_parentheses_may_be_as_deep_as_the_limit_and_no_deeper() -> None:
    text = "-(a b OR " * DEEPEST + "d" + ")" * DEEPEST
    tree = query(text)
    assert query(str(tree)) == tree
    assert finds(text, title="d") == (DEEPEST % 2 == 0)
    assert wrong(f"({text})").data["column"] == text.rindex("(") + 2


@given(TYPED)
@example("a b OR (c -(d OR e)) -on:today")
@example('tag:«a"b» feed:“x»y”')
@settings(max_examples=600)
def test_the_normal_form_is_the_same_query(text: str) -> None:
    tree = outcome(text)
    assume(not isinstance(tree, QueryError) and len(str(tree)) <= LONGEST)
    assert query(str(tree)) == tree
    assert str(query(str(tree))) == str(tree)


@pytest.mark.parametrize("text", ["", "  ", "\n\u00a0"])
def test_an_empty_query_asks_for_everything(text: str) -> None:
    assert query(text) == Everything()
    assert finds(text)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("Élections", "elections"),
        ("l'Élection d’été", "election ete"),
        ("qu'ils jusqu’alors", "ils alors"),
        ("Macron's", "macron"),
        ("aujourd'hui", '"aujourd hui"'),
        ("porte-parole", '"porte parole"'),
        ("AT&T", '"at t"'),
        ("12:30", '"12 30"'),
        ("https://www.lemonde.fr/a", '"https www lemonde fr a"'),
        ("foo:bar", '"foo bar"'),
        ("Direct: Paris", "direct paris"),
        ('"Maison Blanche"', '"maison blanche"'),
        ("« pays basque »", '"pays basque"'),
        ("“pays basque”", '"pays basque"'),
        ('"élection"', '"election"'),
        ("gouv*", "gouv*"),
        ('"état d’urg"*', '"etat d urg"*'),
        ("co-op*", '"co op"*'),
        ("titre:« deux mots »", 'title:"deux mots"'),
        ("TITRE:budget auteur:dup*", "title:budget author:dup*"),
        ("flux:Le étiquette:Économie", 'feed:"le" tag:"economie"'),
        ("feed://lemonde.fr/rss", 'feed:"lemonde.fr/rss"'),
        ("e\u0301tiquette:e\u0301cole", 'tag:"ecole"'),
        ("langue:français lang:en-GB", "lang:fr lang:en"),
        ("site:*.Œuvre.example:80", "site:xn--uvre-f4a.example"),
        ("site:https://www.lemonde.fr/rss", "site:lemonde.fr"),
        ("est:nonlu est:non-lu est:étoilé est:favori est:ia", "is:unread is:starred is:ai"),
        ("est:lu est:modifié est:masqué", "is:read is:changed is:hidden"),
        ("avec:texte avec:image avec:son", "has:text has:image has:audio"),
        ("a b OR c d", "a b OR c d"),
        ("a (b OR c)", "a (b OR c)"),
        ("a AND b ET c OU d", "a b c OR d"),
        ("a or b ou c", "a or b ou c"),
        ("a (b (c d))", "a b c d"),
        ("a a -b -b", "a -b"),
        ("--a -(-b)", "a b"),
        ("−a –b —c", "-a -b -c"),
        ("-(a b) -tag:sport", '-(a b) -tag:"sport"'),
        ("Paris - Lyon & Nice", "paris lyon nice"),
        ("-OR", "-or"),
        ('un écran 27" "pas cher"', 'un ecran 27 "pas cher"'),
    ],
)
def test_a_query_is_read_as_it_is_meant(text: str, normal: str) -> None:
    assert str(query(text)) == normal


def paris(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=PARIS)  # type: ignore[misc,arg-type]  # year, month, day ...


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("since:2d", Since(datetime(2026, 11, 20, 14, 5, 7, tzinfo=UTC))),
        ("depuis:36h", Since(datetime(2026, 11, 21, 2, 5, 7, tzinfo=UTC))),
        ('depuis:"3 semaines"', Since(datetime(2026, 11, 1, 14, 5, 7, tzinfo=UTC))),
        ("since:9m", Since(datetime(2026, 2, 22, 14, 5, 7, tzinfo=UTC))),
        ("depuis:1an", Since(datetime(2025, 11, 22, 14, 5, 7, tzinfo=UTC))),
        ("since:monday", Since(paris(2026, 11, 16))),
        ("depuis:1/11/2026", Since(paris(2026, 11, 1))),
        ("avant:01/02/2026", Before(paris(2026, 2, 1))),
        ("le:11/2025", Within(paris(2025, 11, 1), paris(2025, 12, 1))),
        ("on:22/11", Within(paris(2026, 11, 22), paris(2026, 11, 23))),
        ("le:23/11", Within(paris(2025, 11, 23), paris(2025, 11, 24))),
        ("le:29/2", Within(paris(2024, 2, 29), paris(2024, 3, 1))),
        ("depuis:dimanche", Since(paris(2026, 11, 22))),
        ("before:2026-11-01", Before(paris(2026, 11, 1))),
        ("avant:hier", Before(paris(2026, 11, 21))),
        ("before:2026-11-01T10:30+00:00", Before(datetime(2026, 11, 1, 10, 30, tzinfo=UTC))),
        ("le:aujourd'hui", Within(paris(2026, 11, 22), paris(2026, 11, 23))),
        ("on:today", Within(paris(2026, 11, 22), paris(2026, 11, 23))),
        ("le:avant-hier", Within(paris(2026, 11, 20), paris(2026, 11, 21))),
        ("on:1w", Within(paris(2026, 11, 15), paris(2026, 11, 16))),
        ("on:2026-12", Within(paris(2026, 12, 1), paris(2027, 1, 1))),
        ("le:2026", Within(paris(2026, 1, 1), paris(2027, 1, 1))),
    ],
)
def test_times_are_those_of_the_reader(text: str, node: Node) -> None:
    assert query(text) == node


def test_a_month_ago_is_a_day_that_there_is() -> None:
    end_of_march = datetime(2026, 3, 31, 12, tzinfo=UTC)
    assert parse("since:1m", now=end_of_march, zone=UTC) == Since(
        datetime(2026, 2, 28, 12, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    ("text", "column", "told"),
    [
        ("paris is:unred", 10, 'unknown value "unred"; did you mean "unread"?'),
        ("est:etoille", 5, 'did you mean "étoilé"?'),
        ("etiquete:x", 1, 'did you mean "étiquette"?'),
        ("autor:dupont", 1, 'unknown field "autor"; did you mean "author"?'),
        ("since:soon", 7, 'unknown value "soon"; expected one such as since:2d'),
        ("depuis:2026-02-31", 8, "expected one such as depuis:2j"),
        ("depuis:11/28/2026", 8, "expected one such as depuis:2j"),
        ("depuis:31/2", 8, "expected one such as depuis:2j"),
        ("depuis:1/13", 8, "expected one such as depuis:2j"),
        ("depuis:0/0", 8, "expected one such as depuis:2j"),
        ("depuis:0/11/2026", 8, "expected one such as depuis:2j"),
        ("depuis:00/2026", 8, "expected one such as depuis:2j"),
        ("depuis:2026-00", 8, "expected one such as depuis:2j"),
        ("on:3h", 4, "expected one such as on:today"),
        ("lang:klingon", 6, "such as lang:en"),
        ("site:!!", 6, "such as site:lemonde.fr"),
        ("a ()", 3, 'nothing to search for in "()"'),
        ("a)", 2, '")" closes nothing'),
        ("OR a", 1, '"OR" needs something on both sides'),
        ("(a OR) b", 4, '"OR" needs something on both sides'),
        ("a OU OU b", 3, '"OU" needs something on both sides'),
        ("titre:!! a", 1, '"titre:!!" needs a value behind the colon, such as titre:budget'),
        ("&&& l'", 1, 'nothing to search for in "&&& l\'"'),
    ],
)
def test_an_error_names_the_place_and_the_way_out(text: str, column: int, told: str) -> None:
    error = wrong(text)
    assert error.data["column"] == column
    assert told in str(error)
    assert not isinstance(error, UnfinishedQuery)


@pytest.mark.parametrize("text", ['a "b', "titre:«deux", "(a b", "a OR", "a is:", "title:"])
def test_what_is_being_typed_may_be_unfinished(text: str) -> None:
    assert isinstance(wrong(text), UnfinishedQuery)


def test_an_error_is_told_in_french() -> None:
    told = interface("fr").describe(wrong("est:nonlus2 x"))
    assert told == (
        "recherche, colonne 5\u00a0: valeur inconnue «\u00a0nonlus2\u00a0»\u202f;"
        " vouliez-vous dire «\u00a0nonlus\u00a0»\u202f?"
    )


# --- meaning --------------------------------------------------------------------------------


def test_a_word_is_found_in_any_form_and_a_quoted_one_as_it_stands() -> None:
    assert finds("élections", title="Une élection")
    assert finds("electing", text="She was elected.")
    assert finds("journal", summary="Les journaux")
    assert not finds('"élections"', title="Une élection")
    assert finds('"elections"', title="Les Élections")


def test_words_are_sought_in_four_texts_and_fields_in_one() -> None:
    story = {"title": "Un", "authors": ("Anne Deux", "Bo Trois"), "summary": "Six", "text": "Dix"}
    assert all(finds(word, **story) for word in ("un", "deux", "trois", "six", "dix"))
    assert finds("title:un author:deux author:trois", **story)
    assert not finds("title:deux", **story)
    assert not finds("author:un", **story)


def test_a_phrase_spans_no_two_texts_but_two_authors() -> None:
    assert not finds('"un deux"', title="un", summary="deux")
    assert finds('"deux bo"', authors=("Anne Deux", "Bo Trois"))


def test_a_prefix_begins_a_word() -> None:
    assert finds("gouv*", title="Le gouvernement")
    assert finds('"le gouv"*', title="Le gouvernement")
    assert not finds("gouv*", title="Mangouve")


def test_a_feed_is_found_by_a_part_of_its_title_or_address() -> None:
    feeds = (("Le Monde", "https://lemonde.example/rss"), ("L’Équipe", "https://sport.example/"))
    assert all(finds(f"feed:{part}", feeds=feeds) for part in ("mond", "ÉQUI", "sport.ex", "rss"))
    assert not finds("feed:figaro", feeds=feeds)
    assert not finds("feed:monde", title="monde")


def test_a_tag_is_found_by_its_whole_name() -> None:
    assert finds("tag:«À lire»", tags=("à  Lire",))
    assert not finds("tag:lire", tags=("à lire",))


def test_a_language_is_found_whatever_its_country() -> None:
    assert finds("lang:fr", language="fr-CA")
    assert finds("lang:français", language="fr")
    assert not finds("lang:fr", language="fro")
    assert not finds("lang:fr", language=None)


def test_a_site_holds_those_below_it() -> None:
    assert finds("site:lemonde.fr", url="https://www.lemonde.fr:443/a")
    assert finds("site:lemonde.fr", url="https://blog.lemonde.fr/a")
    assert not finds("site:lemonde.fr", url="https://notlemonde.fr/")
    assert finds("site:œuvre.example", url="https://ŒUVRE.example/")
    assert not finds("site:lemonde.fr", url=None)


def test_states_and_contents_are_what_they_are() -> None:
    assert finds("is:unread -is:read")
    assert finds("is:read is:ai", states=frozenset(("read", "ai")))
    assert not finds("is:unread", states=frozenset(("read",)))
    assert finds("has:audio -has:text", contents=frozenset(("audio",)))


def test_a_span_holds_its_start_and_not_its_end() -> None:
    midnight = paris(2026, 11, 22)
    assert finds("on:today since:today -before:today", moment=midnight)
    assert not finds("on:yesterday", moment=midnight)
    assert finds("on:yesterday before:today", moment=midnight - timedelta(seconds=1))


def test_and_binds_closer_than_or() -> None:
    assert finds("a b OR c", title="c")
    assert not finds("a (b OR c)", title="c")
    assert finds("-(a b)", title="a")
    assert not finds("-(a OR b)", title="a")


LETTERS = st.text(st.sampled_from("ab é-'"), max_size=14)


@given(title=LETTERS, text=LETTERS, sought=LETTERS, is_prefix=st.booleans(), in_title=st.booleans())
@settings(deadline=None)
def test_phrases_are_those_of_the_full_text_index(
    title: str, text: str, sought: str, is_prefix: bool, in_title: bool
) -> None:
    found = tuple(words(sought))
    assume(found)
    db = sqlite3.connect(":memory:")
    db.execute(
        "CREATE VIRTUAL TABLE t USING fts5(title, text, tokenize = 'unicode61 remove_diacritics 2')"
    )
    db.execute("INSERT INTO t VALUES (?, ?)", (title, text))
    column, star = "title:" if in_title else "", "*" if is_prefix else ""
    asked = f'{column}"{" ".join(found)}"{star}'
    (count,) = db.execute("SELECT count(*) FROM t WHERE t MATCH ?", (asked,)).fetchone()
    db.close()
    phrase = Phrase(found, "title" if in_title else None, is_prefix)
    assert query(str(phrase)) == phrase
    assert matches(phrase, facts(title=title, text=text)) == bool(count)


def test_what_is_excluded_is_not_marked() -> None:
    tree = query('élection "deux mots" -trois -(quatre cinq) (title:six OR sept*) élection lang:fr')
    assert words_to_mark(tree) == (
        Word("election"),
        Phrase(("deux", "mots")),
        Word("six", "title"),
        Phrase(("sept",), None, True),
    )


def test_the_tree_is_flat_and_has_no_twins() -> None:
    assert query("a (b c) a") == And((Word("a"), Word("b"), Word("c")))
    assert query("(a OR b) OR (c OR a)") == Or((Word("a"), Word("b"), Word("c")))
    assert query("-(-a)") == Word("a")
    assert query("-a") == Not(Word("a"))
    assert query("feed:a tag:b lang:fr site:c is:ai") == And(
        (InFeed("a"), Tagged("b"), InLanguage("fr"), OnSite("c"), Is("ai"))
    )


@given(st.text(max_size=40))
@example("™ ﷺ ＂Œ")
def test_a_name_is_folded_once_and_for_all(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


@given(st.one_of(st.none(), st.text(max_size=40), st.text(max_size=20).map("https://{}/".format)))
def test_any_link_has_a_host_or_none(url: str | None) -> None:
    assert isinstance(site_of(url), str)


def test_a_hidden_story_matches_only_what_asks_for_hidden_ones() -> None:
    hidden = facts(title="Le pont", states=frozenset({"hidden"}))
    for text in ("pont", "", "-tunnel", "-is:hidden", "pont -is:hidden"):
        assert not matches(query(text), hidden), text
    for text in (
        "is:hidden",
        "pont is:hidden",
        "is:hidden OR tunnel",
        "pont OR (tunnel -is:hidden)",
    ):
        assert matches(query(text), hidden), text

"""The commands, run in this process: what they print, and how they end."""

import contextlib
import json
import os
import pty
import subprocess
import sys
import threading
from pathlib import Path

import click
import pytest

from gazette.cli.main import _COMMANDS, gazette, main
from gazette.demo import Answer, Press
from gazette.extract.learned import fingerprint
from gazette.fetch.lock import fetch_lock
from gazette.i18n import words
from gazette.model import SeenLine, SeenPage
from gazette.store import open_store
from gazette.tui.typography import plain_spaces
from tests.builders import NOW, make_subscription
from tests.cli.conftest import Desk

STORY_FIELDS = set(
    "id feed feed_title url title authors published fetched language read starred tags summary"
    " changed hidden ai_disclosed comments_url enclosures article article_error".split()
)


def test_a_fetch_without_a_network_says_so_in_one_line_and_under_quiet_nothing(
    desk: Desk,
) -> None:
    # RFC 6761 6.4: no name under it is ever found.
    desk.config.write_text('[[feeds]]\nurl = "http://journal.invalid/rss.xml"\n')
    code, lines, errors = desk.run("fetch")
    assert (code, lines) == (1, [])
    assert len(errors.splitlines()) == 1
    assert "network" in errors
    assert desk.run("fetch", "--quiet") == (1, [], "")
    code, lines, _ = desk.run("fetch", "--quiet", "--jsonl")
    assert (code, [json.loads(line) for line in lines]) == (1, [{"kind": "run", "outcome": "away"}])
    (row,) = desk.jsonl("feeds")
    assert (row["failures"], row["error"]) == (0, None)


def test_stories_are_listed_newest_first(desk: Desk) -> None:
    code, lines, _ = desk.run("stories")
    assert code == 0
    assert ["L’été [direct]" in lines[0], "Titre 2" in lines[1]] == [True, True]


def test_a_listing_has_the_promised_fields(desk: Desk) -> None:
    stories = desk.jsonl("stories")
    assert all(set(story) == STORY_FIELDS for story in stories)
    assert stories[0]["published"] == "2026-11-22T13:05:00Z"
    assert (stories[0]["article"], stories[1]["article"]) == ("ok", "pending")
    (full,) = desk.jsonl("stories", "--full", "--limit", "1")
    assert set(full) == STORY_FIELDS | {"text", "paragraphs"}
    assert full["text"] == "Premier alinéa.\n\nSecond alinéa."


def test_words_narrow_the_listing(desk: Desk) -> None:
    assert [story["id"] for story in desk.jsonl("stories", "ete")] == [2]
    assert desk.jsonl("stories", "hiver") == []


def test_a_query_searches_the_whole_text(desk: Desk) -> None:
    assert [story["id"] for story in desk.jsonl("stories", "alinéas")] == [2]
    assert desk.jsonl("stories", "alinéas", "is:read") == []
    assert [story["id"] for story in desk.jsonl("stories", "flux:journal", "-alinéa")] == [1]
    assert [story["id"] for story in desk.jsonl("stories", "-second", "-html")] == [1]


def test_what_was_found_is_shown_in_its_words(desk: Desk) -> None:
    _, lines, _ = desk.run("stories", "second", "--snippets", "--best")
    assert lines[1].strip() == "Premier alinéa. [Second] alinéa."
    (story,) = desk.jsonl("stories", "second", "--snippets")
    assert story["snippet"] == "Premier alinéa. Second alinéa."


def test_what_is_no_query_is_a_usage_error_that_names_the_place(desk: Desk) -> None:
    code, lines, err = desk.run("stories", "été", "is:reed")
    assert (code, lines) == (2, [])
    assert "column 8" in err
    assert '"read"' in err


VIEWS = """
[[views]]
name = "Déjà lus"
query = "est:lu OU titre:alinéa"

[[views]]
name = "Presse"
query = "étiquette:presse depuis:9999j"
"""


def test_a_view_lists_its_stories_and_a_query_those_of_them_that_it_asks_for(desk: Desk) -> None:
    desk.config.write_text(desk.config.read_text() + VIEWS)
    desk.run("mark", "1", "--read")
    assert [story["id"] for story in desk.jsonl("stories", "--view", "DEJA lus")] == [1]
    assert [story["id"] for story in desk.jsonl("stories", "--view", "presse")] == [2, 1]
    assert [s["id"] for s in desk.jsonl("stories", "ete", "OU", "2", "--view", "déjà lus")] == [1]
    assert desk.jsonl("stories", "--view", "Déjà lus", "-titre") == []
    code, lines, _ = desk.run("export", "jsonl", "--view", "Déjà lus")
    assert (code, len(lines)) == (0, 1)


def test_a_view_that_is_not_there_is_a_usage_error_that_names_the_nearest(desk: Desk) -> None:
    desk.config.write_text(desk.config.read_text() + VIEWS)
    code, lines, err = desk.run("stories", "--view", "Press")
    assert (code, lines) == (2, [])
    assert "there is no view called “Press”; did you mean Presse?" in err


def test_a_view_and_a_query_are_no_more_together_than_a_query_may_be(desk: Desk) -> None:
    many = " ".join(f"a{n}" for n in range(200))
    desk.config.write_text(f'[[views]]\nname = "Un"\nquery = "{many}"\n')
    assert desk.run("stories", "--view", "Un")[0] == 0
    code, _, err = desk.run("stories", "--view", "Un", many.replace("a", "b"))
    assert code == 2
    assert "more than 256 words and conditions" in err


def test_what_is_no_query_in_feeds_toml_ends_with_78(desk: Desk) -> None:
    desk.config.write_text('[[views]]\nname = "Un"\nquery = "is:reed"\n')
    code, lines, err = desk.run("stories")
    assert (code, lines) == (78, [])
    assert "feeds.toml: line 3, views[0].query: column 4 of the query" in err


def test_one_story_is_shown_as_text_markdown_or_json(desk: Desk) -> None:
    _, lines, _ = desk.run("show", "2")
    assert lines[0] == "L’été [direct]"
    assert lines[-1] == "Second alinéa."
    _, lines, _ = desk.run("show", "2", "--markdown")
    assert lines[0] == r"# L’été \[direct\]"
    (story,) = desk.jsonl("show", "2")
    assert story["paragraphs"] == ["Premier alinéa.", "Second alinéa."]


def test_a_story_that_is_not_there_is_a_usage_error(desk: Desk) -> None:
    code, _, err = desk.run("show", "99")
    assert code == 2
    assert "there is no story 99" in err


def test_marks_are_set_and_taken_away(desk: Desk) -> None:
    assert desk.run("mark", "1", "2", "--read")[0] == 0
    assert desk.run("mark", "2", "--star")[0] == 0
    assert [(s["read"], s["starred"]) for s in desk.jsonl("stories")] == [
        (True, True),
        (True, False),
    ]
    desk.run("mark", "1", "--unread")
    desk.run("mark", "2", "--unstar")
    assert [(s["read"], s["starred"]) for s in desk.jsonl("stories")] == [
        (True, False),
        (False, False),
    ]
    assert desk.run("mark", "1")[0] == 2


@pytest.mark.parametrize(
    "marks", [("--star", "--unstar"), ("--unread", "--read"), ("--tag", "x", "--untag", "x")]
)
def test_an_option_and_its_opposite_are_not_guessed_at(desk: Desk, marks: tuple[str, ...]) -> None:
    before = desk.jsonl("stories")
    code, _, err = desk.run("mark", "1", *marks)
    assert code == 2
    assert "either an option or its opposite" in err
    assert desk.run("mark", "1", "--star", "--star", "--untag", "y")[0] == 0
    desk.run("mark", "1", "--unstar")
    assert desk.jsonl("stories") == before


def test_a_name_that_many_have_is_said_to_be_that_of_more(desk: Desk) -> None:
    urls = [f"https://www.{n}.example/rss" for n in range(7)]
    desk.config.write_text("".join(f'[[feeds]]\nurl = "{url}"\n' for url in urls))
    store = open_store(desk.db)
    store.feeds.sync([make_subscription(url=url) for url in urls])
    store.close()
    code, _, err = desk.run("remove", "www")
    assert code == 2
    assert "“www” may mean several subscriptions: " in err
    assert "and 2 others" in err


def test_stories_are_tagged_and_hidden(desk: Desk) -> None:
    assert desk.run("mark", "1", "--tag", "à lire\x1b", "--hide")[0] == 0
    assert [s["id"] for s in desk.jsonl("stories")] == [2]
    (story,) = desk.jsonl("stories", "is:hidden")
    assert (story["id"], story["hidden"], story["tags"][-1]) == (1, True, "à lire")
    desk.run("mark", "1", "--untag", "à lire", "--unhide")
    assert {s["id"]: "à lire" in s["tags"] for s in desk.jsonl("stories")} == {1: False, 2: False}
    code, _, err = desk.run("mark", "1", "--tag", "\x07")
    assert code == 2
    assert "a tag needs a name" in err


def test_two_marks_can_be_set_at_once(desk: Desk) -> None:
    desk.run("mark", "2", "--read", "--star")
    desk.run("mark", "2", "--unread")
    assert next((s["read"], s["starred"]) for s in desk.jsonl("stories")) == (False, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "99999999999999999999999"),
        ("show", "0"),
        ("mark", "99999999999999999999999", "--read"),
        ("stories", "--limit", "99999999999999999999999"),
        ("extract", "--again", "file.html"),
        ("fetch", "--story", "99"),
        (),
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_a_usage_error_without_traceback(
    desk: Desk, arguments: tuple[str, ...]
) -> None:
    code, lines, err = desk.run(*arguments)
    assert (code, lines) == (2, [])
    assert "Error: " in err
    assert "Traceback" not in err


@pytest.mark.parametrize("url", ["http://", "http://a:99999/", "http://127.0.0.1:1/"])
def test_an_address_that_gives_nothing_is_told_in_one_line(desk: Desk, url: str) -> None:
    code, lines, err = desk.run("extract", url)
    assert (code, lines, err.count("\n")) == (1, [], 1)


def test_a_listing_that_nobody_reads_to_its_end_is_no_fault(desk: Desk) -> None:
    command = [sys.executable, "-m", "gazette", "--config", str(desk.config), "--db", str(desk.db)]
    listing = subprocess.Popen(
        [*command, "stories"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert listing.stdout is not None
    listing.stdout.close()
    _, err = listing.communicate()
    assert (listing.returncode, err) == (0, "")


def test_nothing_listed_is_said(desk: Desk) -> None:
    assert desk.run("stories", "hiver") == (0, [], "no story matches\n")


def test_feeds_are_listed_with_their_health(desk: Desk) -> None:
    (feed,) = desk.jsonl("feeds")
    assert (
        list(feed)
        == (
            "url title tags language stories unread last_checked next_check failing_since failures"
            " error gone held_until moved_to moving_to moving_answers moving_since hub"
        ).split()
    )
    assert (feed["title"], feed["tags"], feed["stories"], feed["unread"]) == (
        "Le Journal",
        ["presse"],
        2,
        2,
    )


def test_the_article_of_a_file_is_extracted_and_explained(desk: Desk) -> None:
    paragraphs = (
        "<p>Le conseil municipal a voté hier soir la rénovation du vieux marché couvert.</p>"
        "<p>Les travaux dureront dix mois ; les marchands iront sur la place voisine.</p>"
        "<p>« Nous attendions cela depuis vingt ans », dit une fromagère du marché.</p>"
    )
    file = desk.folder / "page.html"
    file.write_text(
        "<html lang=fr><title>Marché</title><meta property=article:section content=Région>"
        "<meta property=article:tag content=halle><meta property=article:tag content=travaux>"
        f"<body><nav><a href=/>Accueil</a></nav><main>"
        f"<h1>Marché</h1>{paragraphs}</main><div class=cookie-banner><p>Ce site utilise des"
        "  cookies.</p></div>"
    )
    (article,) = desk.jsonl("extract", str(file), "--url", "https://journal.example/1", "--explain")
    assert article["title"] == "Marché"
    assert (article["section"], article["tags"]) == ("Région", ["halle", "travaux"])
    assert "cookies" not in str(article["text"])
    assert isinstance(article["removed"], list)
    assert "cookies" in {piece["reason"] for piece in article["removed"]}
    code, lines, _ = desk.run("extract", str(file), "--explain")
    assert (code, lines[0]) == (0, "Marché")


def test_the_readers_rules_hold_for_pages_of_the_feeds_site_and_are_explained(desk: Desk) -> None:
    poll = "Quel pont de notre région préférez-vous, et pourquoi ? Votez ici jusqu’à demain soir."
    file = desk.folder / "page.html"
    file.write_text(
        "<html lang=fr><title>Marché</title><main><h1>Marché</h1><p>Le conseil municipal a voté"
        f" hier soir la rénovation du vieux marché couvert.</p><div class=vote><p>{poll}</p></div>"
        "<p>Les travaux dureront dix mois ; les marchands iront sur la place voisine.</p></main>"
    )
    desk.config.write_text('[[feeds]]\nurl = "https://feeds.journal.example/"\nremove = [".vote"]')
    arguments = ("extract", str(file), "--explain", "--url")
    (article,) = desk.jsonl(*arguments, "https://www.journal.example/1")
    assert poll not in str(article["text"])
    removed = {"reason": "rule", "text": poll, "rule": ".vote (feeds.toml)"}
    assert removed in article["removed"]  # type: ignore[operator]  # a list
    _, lines, _ = desk.run(*arguments, "https://www.journal.example/1")
    assert any(line.startswith("  by a rule .vote (feeds.toml): Quel pont") for line in lines)

    (other,) = desk.jsonl(*arguments, "https://autre.example/1")
    assert poll in str(other["text"])


def test_what_fetches_learned_of_a_site_is_used_and_explained(desk: Desk) -> None:
    box = "Le Fanal est composé à la main, rue aux Herbes, et sort des presses chaque vendredi."
    file = desk.folder / "page.html"
    file.write_text(
        "<html lang=fr><title>Marché</title><main><h1>Marché</h1><p>Le conseil municipal a voté"
        f" hier soir la rénovation du vieux marché couvert.</p><p>{box}</p>"
        "<p>Les travaux dureront dix mois ; les marchands iront sur la place voisine.</p></main>"
    )
    arguments = ("extract", str(file), "--explain", "--url", "https://www.fanal.example/1")
    desk.run("feeds")
    (before,) = desk.jsonl(*arguments)
    assert box in str(before["text"])

    store = open_store(desk.db)
    line = {fingerprint(box): SeenLine(len(box), True)}
    for number in range(101, 105):
        store.connection.execute(
            "INSERT INTO pages (id, link_key, url) VALUES (?1, ?1, ?1)", (number,)
        )
        store.learned.write(SeenPage(number, "fanal.example:443", number, NOW, frozenset(), line))
    store.close()
    (after,) = desk.jsonl(*arguments)
    assert box not in str(after["text"])
    assert {"reason": "repeated", "text": box, "rule": None} in after["removed"]  # type: ignore[operator]
    _, lines, _ = desk.run(*arguments)
    assert f"  seen on other pages of this site: {box}" in lines
    (elsewhere,) = desk.jsonl(*arguments[:-1], "https://autre.example/1")
    assert box in str(elsewhere["text"])


def test_extracting_nothing_usable_says_why_and_ends_with_one(desk: Desk) -> None:
    code, _, err = desk.run("extract", str(desk.folder / "none.html"))
    assert code == 1
    assert err.endswith("none.html: no article: it is not there\n")
    assert desk.run("extract")[0] == 2


def test_an_article_at_an_address_is_extracted(desk: Desk, press: Press) -> None:
    url = next(iter(press.articles))
    (article,) = desk.jsonl("extract", url)
    assert article["title"] == press.articles[url].title


def test_a_mistake_in_feeds_toml_ends_with_78_and_names_it(desk: Desk) -> None:
    desk.config.write_text('[[feeds]]\nurl = "https://a.example"\ntitel = "A"\n')
    code, _, err = desk.run("stories")
    assert code == 78
    assert 'feeds[0].titel: unknown key; did you mean "title"?' in err


def test_a_named_config_that_is_not_there_ends_with_78(desk: Desk) -> None:
    desk.config.unlink()
    assert desk.run("fetch")[0] == 78
    assert not desk.config.exists()


def test_a_first_run_writes_the_sample_and_says_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GAZETTE_CONFIG", str(tmp_path / "new" / "feeds.toml"))
    monkeypatch.setenv("GAZETTE_DB", str(tmp_path / "data" / "gazette.db"))
    assert main(["feeds"]) == 0
    out, err = capsys.readouterr()
    assert str(tmp_path / "new" / "feeds.toml") in err
    assert len(out.splitlines()) >= 20


def test_a_fetch_tells_what_it_did_and_what_failed(desk: Desk, press: Press) -> None:
    good = press.feeds[0].url
    bad = press.serve("/bad.xml?token=secret", Answer(500))
    desk.config.write_text(
        f'[fetch]\ndelay = "0s"\n[[feeds]]\nurl = "{good}"\n[[feeds]]\nurl = "{bad}"\n'
    )
    code, lines, err = desk.run("fetch")
    assert (code, lines) == (0, [])
    assert "the server answered 500" in err
    assert "2 feeds asked" in err
    assert "secret" not in err
    assert "Traceback" not in err


def test_a_fetch_that_could_have_nothing_ends_with_one(desk: Desk, press: Press) -> None:
    bad = press.serve("/bad.xml", Answer(500))
    desk.config.write_text(f'[[feeds]]\nurl = "{bad}"\n')
    assert desk.run("fetch")[0] == 1


def test_a_quiet_fetch_speaks_of_a_feed_that_is_gone(desk: Desk, press: Press) -> None:
    gone, bad = press.serve("/gone.xml", Answer(410)), press.serve("/bad.xml", Answer(500))
    desk.config.write_text(
        f'[fetch]\ndelay = "0s"\n[[feeds]]\nurl = "{gone}"\n[[feeds]]\nurl = "{bad}"\n'
    )
    _, _, err = desk.run("fetch", "--quiet")
    assert err == f"  {gone}: gone for good (410); not asked again\n"


def test_a_feed_that_is_gone_is_asked_when_it_is_named(desk: Desk, press: Press) -> None:
    gone = press.serve("/gone.xml", Answer(410))
    desk.config.write_text(f'[[feeds]]\nurl = "{gone}"\n')
    desk.run("fetch")
    desk.run("fetch")
    assert len(press.requests) == 1
    desk.run("fetch", "gone.xml")
    assert len(press.requests) == 2


def test_a_host_that_asked_for_a_pause_is_named(desk: Desk, press: Press) -> None:
    busy = press.serve("/busy.xml", Answer(429))
    desk.config.write_text(f'[[feeds]]\nurl = "{busy}"\n')
    desk.run("fetch")
    _, _, err = desk.run("fetch", "--force")
    assert "1 host asked to be left alone for a while: 127.0.0.1:" in err


def test_failures_are_told_in_the_readers_language(
    desk: Desk, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    desk.config.write_text(f'[[feeds]]\nurl = "{press.serve("/bad.xml", Answer(500))}"\n')
    _, _, err = desk.run("fetch")
    assert "le serveur a répondu 500" in err
    _, lines, _ = desk.run("feeds")
    assert "le serveur a répondu 500" in lines[1]


def test_a_quiet_fetch_is_silent(desk: Desk, press: Press) -> None:
    desk.config.write_text(f'[fetch]\ndelay = "0s"\n[[feeds]]\nurl = "{press.feeds[0].url}"\n')
    assert desk.run("fetch", "--quiet") == (0, [], "")


def test_a_fetch_prints_an_outcome_a_line_as_json(desk: Desk, press: Press) -> None:
    desk.config.write_text(f'[fetch]\ndelay = "0s"\n[[feeds]]\nurl = "{press.feeds[0].url}"\n')
    outcomes = desk.jsonl("fetch")
    assert {outcome["kind"] for outcome in outcomes} == {"feed", "page"}
    assert list(outcomes[0]) == "kind url outcome new changed bytes seconds error settled".split()


def test_a_second_fetch_says_so_in_one_line_and_ends_with_zero(desk: Desk) -> None:
    with fetch_lock(desk.db):
        code, _, err = desk.run("fetch")
        assert (code, err.count("\n")) == (0, 1)
        assert "another fetch is running" in err
        assert "locked" not in err
        assert desk.run("fetch", "--quiet") == (0, [], "")


def test_a_feed_is_named_by_address_title_or_an_unambiguous_part(desk: Desk) -> None:
    desk.config.write_text(
        '[[feeds]]\nurl = "https://a.example/rss"\ntitle = "Le Matin"\n'
        '[[feeds]]\nurl = "https://b.example/rss"\ntitle = "Le Soir"\n'
    )
    code, _, err = desk.run("fetch", "Le")
    assert code == 2
    assert "Le Matin, Le Soir" in err
    assert "no subscription" in desk.run("fetch", "Gazette")[2]


def test_a_feed_is_named_by_its_address_as_it_is_shown(desk: Desk, press: Press) -> None:
    plain = press.serve("/plain.xml", Answer(404))
    secret = press.serve("/secret.xml", Answer(404)) + "?key=sesame"
    desk.config.write_text(f'[[feeds]]\nurl = "{plain}"\n[[feeds]]\nurl = "{secret}"\n')
    desk.run("fetch", secret.replace("sesame", "***"))
    assert [request.path for request in press.requests] == ["/secret.xml?key=sesame"]


def test_words_of_the_command_line_are_french_in_french(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    with fetch_lock(desk.db):
        assert "une autre actualisation est en cours" in desk.run("fetch")[2]


MISTAKES = (
    (("fetc",), "il n’y a pas de commande « fetc » ; vouliez-vous dire fetch ?"),
    (("fetch", "--jbs"), "il n’y a pas d’option --jbs ; vouliez-vous dire --jobs ?"),
    (("fetch", "-x"), "il n’y a pas d’option -x"),
    (("fetch", "--jobs", "0"), "--jobs : un nombre entier de 1 à 256 est attendu"),
    (("fetch", "--jobs", "dix"), "--jobs : un nombre entier de 1 à 256 est attendu"),
    (("fetch", "--jobs"), "--jobs demande une valeur"),
    (("fetch", "--quiet=oui"), "--quiet ne prend pas de valeur"),
    (("mark", "--read"), "ARTICLE manque"),
    (("show", "1", "2"), "rien n’est prévu pour « 2 »"),
    (("--db", "/", "feeds"), "--db : un fichier est attendu, non un dossier"),
    (("show", "99"), "il n’y a pas d’article 99"),
)


@pytest.mark.parametrize(("arguments", "told"), MISTAKES, ids=lambda value: str(value))
def test_a_mistake_is_told_in_french_from_the_first_word_to_the_last(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], told: str
) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    code, lines, err = desk.run(*arguments)
    assert (code, lines) == (2, [])
    assert plain_spaces(err).splitlines()[-1] == f"Erreur : {told}"
    for english in ("Usage", "Try", "for help", "Error", "Invalid", "Missing", "Options"):
        assert english not in err


def test_a_mistake_that_click_finds_shows_how_the_command_is_called(desk: Desk) -> None:
    _, _, err = desk.run("fetch", "--jbs")
    assert err == (
        "Usage: gazette fetch [OPTIONS] [FEED]...\nTry “gazette fetch --help” for help.\n\n"
        "Error: there is no option --jbs; did you mean --jobs?\n"
    )


def test_a_mistake_is_told_in_the_language_of_feeds_toml(desk: Desk) -> None:
    desk.config.write_text('[reader]\nlanguage = "fr"\n' + desk.config.read_text())
    for arguments in (("show", "99"), ("show",)):
        assert desk.run(*arguments)[2].splitlines()[-1].startswith("Erreur\u00a0: ")


@pytest.mark.parametrize("name", ["", *_COMMANDS])
def test_a_help_page_is_french_in_french(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    desk.config.write_text("this is no TOML")  # no reason to refuse help
    code, lines, err = desk.run(*([name] if name else []), "--help")
    assert (code, err) == (0, "")
    command = gazette.get_command(click.Context(gazette), name) if name else gazette
    assert command is not None
    context = click.Context(command, help_option_names=["--help"])
    page, french = " ".join(" ".join(lines).split()), words("fr")
    helps = [p.help for p in command.get_params(context) if isinstance(p, click.Option)]
    for message in (command.help, *helps):
        assert message
        assert french(message) != message
        first = plain_spaces(french(message).partition("\n\n")[0])
        assert first.format(default=50) in plain_spaces(page)
    assert lines[0].startswith("Utilisation\u00a0: gazette")
    for english in ("Usage", "Options:", "Commands", "FEED", "STORY", "FILE", "QUERY", "Show"):
        assert english not in page


def test_an_english_help_page_names_options_and_commands(desk: Desk) -> None:
    _, lines, _ = desk.run("--help")
    assert lines[0] == "Usage: gazette [OPTIONS] [COMMAND] [ARGUMENT]..."
    assert "Options:" in lines
    assert "Commands:" in lines
    assert any(line.startswith("  --config FILE ") for line in lines)
    assert any(line.startswith("  mark  ") for line in lines)


@pytest.mark.parametrize("command", [(), ("demo",)], ids=["reader", "demo"])
def test_where_errors_go_elsewhere_the_reader_says_why_it_is_not_opened(
    desk: Desk, command: tuple[str, ...]
) -> None:
    ours, theirs = pty.openpty()
    arguments = ["--config", str(desk.config), "--db", str(desk.db), *command]
    program = subprocess.Popen(
        [sys.executable, "-m", "gazette", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(theirs)
    shown = threading.Thread(target=_drain, args=(ours,))
    shown.start()
    _, err = program.communicate()
    shown.join()
    os.close(ours)
    assert program.returncode == (0 if command else 2)
    assert "the reader draws on standard error, which is no terminal" in err.splitlines()[0]


def _drain(terminal: int) -> None:
    """Read what a program prints on a terminal until it has ended."""
    with contextlib.suppress(OSError):  # how Linux says that nobody writes any more
        while os.read(terminal, 4096):
            pass

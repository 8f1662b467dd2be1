import json
import os
import subprocess
import sys
import time
from pathlib import Path

from msgspec.structs import replace

from gazette.errors import BadStatus, TimedOut, Unreachable
from gazette.i18n import words
from gazette.tui.fetching import Fetch, Progress, progress_line, summary_line
from gazette.tui.screens.newsroom import names_of
from gazette.tui.typography import plain_spaces
from tests.tui.test_subscriptions import make_row

FRENCH = words("fr")
LINES = (
    '{"kind": "feed", "url": "https://a.example", "outcome": "updated", "new": 3, "error": null}',
    '{"kind": "feed", "url": "https://b.example", "outcome": "failed", "new": 0, "error": "404"}',
    '{"kind": "page", "url": "https://a.example/1", "outcome": "extracted", "error": null}',
)


def ended(fetch: Fetch) -> int:
    """Wait for a fetch to end and return its exit code."""
    while (code := fetch.poll()) is None:
        time.sleep(0.01)
    return code


def test_progress_counts_feeds_pages_new_stories_and_failures() -> None:
    progress = Progress(expected_feeds=5)
    for line in LINES:
        progress = progress.after(line)
    assert progress == Progress(expected_feeds=5, feeds=2, pages=1, new=3, failed=1)


def test_whoever_reads_comes_before_a_fetch(tmp_path: Path) -> None:
    told, go = tmp_path / "told", tmp_path / "go"
    program = (
        "import os, pathlib, sys\n"
        "while not pathlib.Path(sys.argv[2]).exists(): pass\n"
        "pathlib.Path(sys.argv[1]).write_text(str(os.nice(0)))"
    )
    fetch = Fetch((sys.executable, "-c", program, str(told), str(go)), expected_feeds=1)
    go.touch()
    assert ended(fetch) == 0
    assert int(told.read_text()) == min(19, os.nice(0) + 10)


def outcomes(*errors: str | None) -> Progress:
    """Return the progress after one feed an error; None is a feed that was had."""
    progress = Progress(expected_feeds=len(errors))
    for error in errors:
        progress = progress.after(json.dumps({"kind": "feed", "new": 0, "error": error}))
    return progress


def told(progress: Progress, code: int, last_words: str = "") -> str:
    return plain_spaces(summary_line(progress, code, "14:05", FRENCH, last_words))


UNREACHABLE = str(Unreachable(url="u", problem="the connection was refused"))
TIMED_OUT = str(TimedOut(url="u", seconds=20.0))
NOT_FOUND = str(BadStatus(url="u", status=404, reason="Not Found", retry_after=None))


def test_a_fetch_without_a_network_says_that_nobody_was_reached() -> None:
    progress = outcomes(UNREACHABLE, TIMED_OUT, UNREACHABLE)
    assert told(progress, 1, "3 flux") == "Aucun serveur joignable : ! dit pourquoi"


def test_a_fetch_of_which_all_failed_says_so_and_where_to_look() -> None:
    assert told(outcomes(NOT_FOUND, UNREACHABLE), 1) == "2 flux en échec : ! dit pourquoi"
    assert told(outcomes(UNREACHABLE), 1) == "1 flux en échec : ! dit pourquoi"


def test_a_fetch_of_which_some_failed_says_what_it_brought() -> None:
    assert told(outcomes(NOT_FOUND, None), 0) == "actualisé 14:05 · 0 nouveau · 1 échec, voir !"


def test_a_fetch_that_could_not_begin_is_told_in_its_own_words() -> None:
    line = "gazette : feeds.toml : feeds[0].titel : clé inconnue"
    assert told(Progress(3), 78, line) == line


def test_what_rules_hid_or_marked_read_is_no_news() -> None:
    line = '{"kind": "feed", "url": "u", "outcome": "updated", "new": 5, "settled": 2}'
    assert Progress().after(line).new == 3


def test_a_line_that_is_no_outcome_changes_nothing() -> None:
    progress = Progress()
    for line in (
        "",
        "not json",
        "[]",
        '"feed"',
        "null",
        '{"kind": "feed", "new": "x"}',
        '{"kind": "?"}',
    ):
        assert progress.after(line) == progress


def test_a_fetch_that_found_another_one_at_work_says_so() -> None:
    progress = Progress(3).after('{"kind": "run", "outcome": "busy"}')
    assert summary_line(progress, 0, "14:05", FRENCH).startswith("Une autre actualisation")


def test_a_fetch_that_found_nothing_due_says_so() -> None:
    progress = Progress(3).after('{"kind": "run", "outcome": "nothing-due"}')
    assert summary_line(progress, 0, "14:05", FRENCH) == "Rien n’était à actualiser."


def test_a_fetch_without_outcomes_is_no_proof_of_another_one() -> None:
    assert summary_line(Progress(3), 0, "14:05", FRENCH) == "actualisé 14:05 · 0 nouveau"


def test_the_footer_says_how_far_the_fetch_is() -> None:
    assert progress_line(Progress(93, feeds=41, new=12), FRENCH) == "⟳ 41/93 flux · 12 nouveaux"
    assert progress_line(Progress(2, feeds=2, pages=7), FRENCH) == "⟳ 7 pages"
    assert progress_line(Progress(), FRENCH) == "⟳ la page de cet article"


def test_the_footer_says_what_a_fetch_brought() -> None:
    progress = Progress(5, feeds=5, new=1, failed=2)
    assert told(progress, 0) == "actualisé 14:05 · 1 nouveau · 2 échecs, voir !"
    assert "code 78" in summary_line(Progress(), 78, "14:05", FRENCH)


def test_a_page_that_fails_is_told_with_its_reason() -> None:
    error = "the server answered 404 Not Found"
    line = json.dumps({"kind": "page", "outcome": "failed", "error": error})
    told = summary_line(Progress().after(line), 1, "14:05", FRENCH)
    assert plain_spaces(told) == (
        "Le texte intégral n’a pu être obtenu : le serveur a répondu 404 Not Found"
    )


def test_one_of_many_pages_that_fails_is_not_told() -> None:
    line = json.dumps({"kind": "page", "outcome": "failed", "error": "no"})
    progress = Progress(1, feeds=1).after(line)
    assert summary_line(progress, 0, "14:05", FRENCH) == "actualisé 14:05 · 0 nouveau"


def test_a_fetch_is_read_line_by_line_to_its_end() -> None:
    program = f"import sys; [print(line, flush=True) for line in {LINES!r}];"
    program += "print('well\\nand over', file=sys.stderr); sys.exit(3)"
    fetch = Fetch((sys.executable, "-c", program), expected_feeds=2)
    assert ended(fetch) == 3
    assert fetch.progress == Progress(expected_feeds=2, feeds=2, pages=1, new=3, failed=1)
    assert fetch.last_words == "and over"


def test_half_a_line_waits_for_its_other_half() -> None:
    half = len(LINES[0]) // 2
    program = (
        f"import sys, time; sys.stdout.write({LINES[0][:half]!r}); sys.stdout.flush();"
        f"time.sleep(0.1); print({LINES[0][half:]!r})"
    )
    fetch = Fetch((sys.executable, "-c", program), expected_feeds=1)
    assert ended(fetch) == 0
    assert fetch.progress.new == 3


def test_a_fetch_outlives_the_reader_that_started_it(tmp_path: Path) -> None:
    trace = tmp_path / "done"
    fetch = (
        "import pathlib, time; time.sleep(0.3); print('x' * 100_000, flush=True);"
        f" pathlib.Path({str(trace)!r}).write_text('done')"
    )
    reader = (
        "import sys; from gazette.tui.fetching import Fetch;"
        f" Fetch((sys.executable, '-c', {fetch!r}), expected_feeds=1).poll()"
    )
    subprocess.run([sys.executable, "-c", reader], check=True)
    assert not trace.exists()
    for _ in range(500):
        if trace.exists():
            return
        time.sleep(0.02)
    raise AssertionError("the fetch ended with its reader")


def test_a_fetch_is_given_addresses_without_secrets_unless_these_tell_feeds_apart() -> None:
    secret, twin, other = (
        replace(make_row(number), url=f"https://{host}.example/?key={number}")
        for number, host in enumerate("abb", start=1)
    )
    names = names_of([secret, twin], [secret, twin, other])
    assert names == ("https://a.example/?key=***", "https://b.example/?key=2")

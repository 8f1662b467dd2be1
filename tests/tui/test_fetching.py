import json
import subprocess
import sys
import time
from pathlib import Path

from gazette.i18n import words
from gazette.tui.fetching import Fetch, Progress, progress_line, summary_line
from gazette.tui.typography import plain_spaces

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
    assert summary_line(progress, 0, "14:05", FRENCH) == "Rien n’était à prendre."


def test_a_fetch_without_outcomes_is_no_proof_of_another_one() -> None:
    assert summary_line(Progress(3), 0, "14:05", FRENCH) == "actualisé 14:05 · 0 nouveau"


def test_the_footer_says_how_far_the_fetch_is() -> None:
    assert progress_line(Progress(93, feeds=41, new=12), FRENCH) == "⟳ 41/93 flux · 12 nouveaux"
    assert progress_line(Progress(2, feeds=2, pages=7), FRENCH) == "⟳ 7 pages"
    assert progress_line(Progress(), FRENCH) == "⟳ 0/0 flux"


def test_the_footer_says_what_a_fetch_brought() -> None:
    progress = Progress(5, feeds=5, new=1, failed=2)
    assert summary_line(progress, 0, "14:05", FRENCH) == "actualisé 14:05 · 1 nouveau · 2 échecs"
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
    program = f"import sys; [print(line, flush=True) for line in {LINES!r}]; sys.exit(3)"
    fetch = Fetch((sys.executable, "-c", program), expected_feeds=2)
    assert ended(fetch) == 3
    assert fetch.progress == Progress(expected_feeds=2, feeds=2, pages=1, new=3, failed=1)


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

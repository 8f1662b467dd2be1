"""What is told of a fetch: grouped, counted, in the reader's language, in human units."""

import contextlib
import os
import pty
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gazette.cli.report import MOST_REASONS, narrate_report
from gazette.demo import Answer, Press
from gazette.fetch.report import Attempt, FetchReport, alike
from gazette.i18n import words
from gazette.tui.typography import plain_spaces
from tests.cli.conftest import Desk


def failures(error: str, count: int, *, host: str = "", outcome: str = "failed") -> list[Attempt]:
    hosts = (host or f"h{n}.example" for n in range(count))
    urls = (f"https://{name}/rss/{n}.xml" for n, name in enumerate(hosts))
    return [Attempt("feed", url, outcome, error=error) for url in urls]  # type: ignore[arg-type]


def told(
    capsys: pytest.CaptureFixture[str], *attempts: Attempt, language: str = "en", **how: bool
) -> list[str]:
    report = FetchReport(seconds=125.4, bytes=12_345_678)
    for attempt in attempts:
        report.add(attempt)
    narrate_report(report, words(language), **how)
    return plain_spaces(capsys.readouterr().err).splitlines()


def test_failures_for_one_reason_are_told_once_with_a_few_of_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    missing = failures("the server answered 404 Not Found", 120)
    broken = failures("the server answered 500 Internal Server Error", 300)
    lines = told(capsys, *missing, *broken)

    assert lines[0] == "  300 feeds: the server answered 500 Internal Server Error"
    assert lines[1] == "      h0.example/rss/0.xml, h1.example/rss/1.xml and 298 more"
    assert lines[2] == "  120 feeds: the server answered 404 Not Found"
    assert lines[4] == "  all that fail, and why: gazette feeds --failing"
    assert lines[5] == "420 feeds asked · 0 new stories · 420 feeds failed · 12.3 MB · 2 min 5 s"
    assert max(map(len, lines)) <= 80


def test_a_thousand_reasons_are_as_short_to_read_as_a_dozen(
    capsys: pytest.CaptureFixture[str],
) -> None:
    many = [failures(f"h{n} is a private address", 1)[0] for n in range(1000)]
    lines = told(capsys, *many)
    assert len(lines) == MOST_REASONS + 3
    assert lines[MOST_REASONS] == f"  {1000 - MOST_REASONS} other failures"


def test_what_fails_on_one_host_names_the_host(capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(capsys, *failures("no complete answer within 20 s", 50, host="a.example"))
    assert lines[0] == "  50 feeds of a.example: no complete answer within 20 s"


def test_pages_that_announce_other_feeds_are_one_reason() -> None:
    error = "not a feed but a web page; it announces a feed: gazette add https://a.example/"
    (group,) = alike([failures(f"{error}{n}", 1)[0] for n in range(3)])
    assert len(group.urls) == 3
    (alone,) = alike(failures(f"{error}1", 1))
    assert alone.error == f"{error}1"


def test_under_quiet_feeds_that_are_gone_are_told_and_nothing_else(
    capsys: pytest.CaptureFixture[str],
) -> None:
    gone = failures("gone for good (410); not asked again", 1, outcome="gone")
    lines = told(capsys, *failures("no", 5), *gone, quiet=True)
    assert lines == [f"  {gone[0].url}: gone for good (410); not asked again"]


def test_the_report_is_french_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    broken = failures("the server answered 500 Internal Server Error", 1200)
    page = Attempt("page", "https://a.example/p", "failed", error="larger than 8 MB")
    lines = told(capsys, *broken, page, language="fr")
    assert lines[0] == "  1 200 flux : le serveur a répondu 500 Internal Server Error"
    assert lines[1].endswith(" et 1 198 autres")
    assert lines[2] == "  https://a.example/p : plus de 8 Mo"
    assert lines[-1] == (
        "1 200 flux interrogés · 0 nouvel article · 0 texte intégral · 1 200 flux en échec"
        " · 1 page en échec · 12,3 Mo · 2 min 5 s"
    )


@pytest.mark.parametrize(
    ("seconds", "english", "french"),
    [(3.24, "3.2 s", "3,2 s"), (125.4, "2 min 5 s", "2 min 5 s"), (3840, "1 h 4 min", "1 h 4 min")],
)
def test_lengths_of_time_are_in_human_units(seconds: float, english: str, french: str) -> None:
    shown = (plain_spaces(words(language).duration(seconds)) for language in ("en", "fr"))
    assert tuple(shown) == (english, french)


def desk_of(desk: Desk) -> list[str]:
    return ["--config", str(desk.config), "--db", str(desk.db)]


def on_terminal(arguments: list[str], **environment: str) -> str:
    """Run a command whose standard error is a terminal of 80 columns; return what was drawn."""
    ours, theirs = pty.openpty()
    run = subprocess.Popen(
        [sys.executable, "-m", "gazette", *arguments],
        stderr=theirs,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "COLUMNS": "80", "LANG": "en_GB.UTF-8", "LANGUAGE": "", **environment},
    )
    os.close(theirs)
    drawn = b""
    with contextlib.suppress(OSError):  # how Linux says that the other end is closed
        while chunk := os.read(ours, 1 << 16):
            drawn += chunk
    os.close(ours)
    assert run.wait() == 0
    return drawn.decode()


def test_progress_is_drawn_only_where_a_line_can_be_drawn_again(desk: Desk, press: Press) -> None:
    desk.config.write_text(press.config_text())
    fetch = [*desk_of(desk), "fetch"]
    drawn = on_terminal(fetch, TERM="xterm-256color")
    assert "feeds" in drawn
    assert "━" in drawn
    assert " asked" in drawn
    plain = on_terminal([*fetch, "--force"], TERM="dumb")
    assert "\x1b" not in plain
    assert "━" not in plain
    assert " asked" in plain


def test_an_interrupted_fetch_says_so_in_one_line_and_keeps_what_it_had(
    desk: Desk, press: Press
) -> None:
    quick = press.feeds[0].url
    slow = press.serve("/slow.xml", Answer(delay_s=60))
    # One at a time: the second is asked when the first is stored.
    desk.config.write_text(
        f'[fetch]\ndelay = "0s"\nfull_text = false\n[[feeds]]\nurl = "{quick}"\n'
        f'[[feeds]]\nurl = "{slow}"\n'
    )
    run = subprocess.Popen(
        [sys.executable, "-m", "gazette", *desk_of(desk), "fetch"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "LANG": "en_GB.UTF-8", "LANGUAGE": ""},
        text=True,
    )
    _until_stored(desk.db, quick, run)
    run.send_signal(signal.SIGINT)
    out, err = run.communicate()
    assert (run.returncode, out) == (130, "")
    assert err.split("\n") == ["", "gazette: interrupted; what was fetched until now is kept", ""]
    feeds = {feed["url"]: feed for feed in desk.jsonl("feeds")}
    assert feeds[quick]["stories"] != 0
    assert (feeds[slow]["last_checked"], feeds[slow]["error"]) == (None, None)


def _until_stored(db: Path, url: str, run: subprocess.Popen[str]) -> None:
    """Wait until a feed was fetched, for as long as the fetch runs."""
    store = sqlite3.connect(db)
    while run.poll() is None:
        query = "SELECT last_checked FROM feeds WHERE url = ?"
        row = store.execute(query, (url,)).fetchone()
        if row and row[0]:
            break
        time.sleep(0.02)
    store.close()

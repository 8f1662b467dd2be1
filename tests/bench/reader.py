"""How long the reader takes to its first screen, and from a key to its picture, in tmux.

    python -m tests.bench.reader [--stories 10000] [--runs 9] [--size 120x40]
    python -m tests.bench.reader --store FILE [--runs 9] [--size 120x40]

FILE is a store of `tests.bench.make_store`, with its subscriptions beside it. Needs tmux. Prints a
line a figure with its goal, and ends with 1 if one is over it. All are taken by the clock, polling
the screen, which takes 5 to 10 ms of each: run it on a quiet machine, and compare only figures of
one run. `python -c "import textual.app"` is timed beside them, and has no goal.

The keys are pressed in the list of the unread stories, then in that of all of them, while it comes
in and after: they leave marks in FILE. The articles of 3,000 words, and the fetch of 500 feeds from
a server of this process, are in stores of their own. The reader runs from its bytecode, as it does
once it is installed; a first start, which may have to write it, does not count.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from math import ceil
from pathlib import Path
from threading import Thread

from gazette.article import Paragraph
from gazette.clock import system_clock
from gazette.model import StoryQuery, Subscription
from gazette.store import open_store
from gazette.tui.bookmark import bookmark_file
from gazette.tui.render import UNREAD_MARK
from tests.builders import (
    make_article,
    make_entry,
    make_subscription,
    record_article,
    record_entries,
    subscribed,
)

FEEDS = 100
FETCHED = 500
SERVER = "gazette-bench"
KEYS = ("j", "j", "k", "j", "n", "p", "s", "u", "j", "m")
WHILE_IT_COMES_IN = ("j",) * 24
TYPED = ("pre", "elec", "mar", "con")
"""What is searched for, letter by letter: beginnings of frequent words."""
LONG_ARTICLES = 30
NOT_FOR_READERS = ("PYTHONDONTWRITEBYTECODE", "COLUMNS", "LINES")
HEAD_LINES, FOOT_LINES = 2, 2
"""Of a screen that tmux prints: the masthead and its rule; the status bar and what ends it."""
COLOURED = re.compile(r"\x1b\[([\d;:]*)m|([^\x1b]+)")
BACKGROUND = re.compile(r"48[;:][25][\d;:]*")
RESET = ("", "0", "49")
STACKED = "80x24"
"""Where an article is not shown before it is opened."""
START_MS = (600,)
KEY_MS = (30, 80)
ARTICLE_MS = (80,)
SEARCH_MS = (100,)
MEMORY_MB = (120,)


@dataclass
class Report:
    """What has been printed, and whether all of it was within its goal."""

    is_over: bool = False

    def tell(self, name: str, seconds: Sequence[float], goals: Sequence[float] = ()) -> None:
        """Print a figure; goals are those of its median and of its 99th percentile."""
        ordered = sorted(second * 1000 for second in seconds)
        median = self._against(statistics.median(ordered), "ms", goals[:1])
        late = self._against(ordered[ceil(0.99 * len(ordered)) - 1], "ms", goals[1:])
        percent = "99% or worst" if len(ordered) < 100 else "99%"
        worst = f"worst {ordered[-1]:.0f} ms of {len(ordered)}"
        print(f"{name}: median {median}, {percent} {late}, {worst}", flush=True)

    def tell_memory(self, name: str, used: float) -> None:
        print(f"{name}: {self._against(used, 'MB', MEMORY_MB)}", flush=True)

    def _against(self, figure: float, unit: str, goals: Sequence[float]) -> str:
        told = f"{figure:.0f} {unit}"
        for goal in goals:
            self.is_over |= figure > goal
            told += f" (goal {goal:g}) {'over' if figure > goal else 'ok'}"
        return told


# --- stores ---------------------------------------------------------------------------------


def subscriptions_of(db: Path) -> Path:
    return db.with_name(f"{db.name}.toml")


def make_store(db: Path, stories: int) -> None:
    """Fill a store with stories in a hundred feeds, half of them French."""
    feeds = [
        make_subscription(
            url=f"https://journal{n}.example/rss.xml", title=f"Journal {n}", tags=(f"t{n % 7}",)
        )
        for n in range(FEEDS)
    ]
    fill_store(db, feeds, stories)


def fill_store(db: Path, subscriptions: Sequence[Subscription], stories: int) -> None:
    now = system_clock()
    subscriptions_of(db).write_text(
        "".join(
            f'[[feeds]]\nurl = "{s.url}"\ntitle = "{s.title}"\ntags = ["{s.tags[0]}"]\n'
            for s in subscriptions
        )
    )
    store = open_store(db)
    for number, feed in enumerate(subscribed(store, *subscriptions)):
        entries = [
            make_entry(
                n,
                title=f"Le journal numéro {number} annonce sa nouvelle numéro {n}",
                url=(address := f"https://journal{number}.example/articles/{n}"),
                canonical_url=address,
                language="fr" if number % 2 else "en",
                published=now - timedelta(minutes=n * len(subscriptions) + number),
            )
            for n in range(stories // len(subscriptions))
        ]
        record_entries(store, feed, *entries, now=now - timedelta(hours=2))
    store.close()


def make_long_articles(db: Path) -> None:
    """Fill a store with stories of 3,000 words, each of which begins with its number."""
    fill_store(db, [make_subscription(title="Le Journal", tags=("presse",))], LONG_ARTICLES)
    store = open_store(db)
    words = [f"mot{n % 97}{'é' * (n % 9)}" for n in range(3_000)]
    text = tuple(Paragraph(" ".join(words[at : at + 60])) for at in range(0, 3_000, 60))
    for number, (_, story_id) in enumerate(store.stories.index(StoryQuery())):
        blocks = (Paragraph(f"Alinéa {number} de tête."), *text)
        record_article(store, story_id, make_article(blocks=blocks))
    store.close()


class Press(BaseHTTPRequestHandler):
    """Gives every feed twenty stories that are new each time."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        host, now = self.headers["Host"], system_clock()
        items = "".join(
            f"<item><guid>{host} {n} {now}</guid><title>Dépêche {n} de {host}</title>"
            f"<description>{'La dépêche du jour. ' * 20}</description></item>"
            for n in range(20)
        )
        body = f'<rss version="2.0"><channel><title>{host}</title>{items}</channel></rss>'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@contextmanager
def served_feeds() -> Iterator[list[Subscription]]:
    """Serve feeds from 500 addresses of the loopback network, each a host of its own."""
    server = ThreadingHTTPServer(("", 0), Press)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield [
            make_subscription(
                url=f"http://127.1.{n // 250}.{n % 250 + 1}:{server.server_port}/rss.xml",
                title=f"Journal {n}",
                tags=("presse",),
            )
            for n in range(FETCHED)
        ]
    finally:
        server.shutdown()


# --- the terminal ---------------------------------------------------------------------------


def tmux(*arguments: str) -> str:
    command = ["tmux", "-L", SERVER, "-f", "/dev/null", *arguments]
    environment = {k: v for k, v in os.environ.items() if k not in NOT_FOR_READERS}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    return done.stdout


def end_tmux() -> None:
    tmux("kill-server")
    time.sleep(0.5)  # one that is about to end is of no use to the next


def screen() -> str:
    return tmux("capture-pane", "-p", "-e", "-t", "reader")


def wait_for(is_there: Callable[[str], bool], limit_s: float = 10.0) -> float:
    """Poll the screen; return the seconds until it is as wished."""
    began = time.perf_counter()
    while time.perf_counter() - began < limit_s:
        if is_there(screen()):
            return time.perf_counter() - began
        time.sleep(0.002)
    raise SystemExit(f"nothing came within {limit_s} s:\n{screen()}")


def start(command: list[str], width: str, height: str) -> float:
    """Start the reader in a fresh tmux window; return the seconds until stories are shown."""
    tmux("new-session", "-d", "-s", "reader", "-x", width, "-y", height, "cat")
    began = time.perf_counter()
    tmux("respawn-pane", "-k", "-t", "reader", *command)  # by itself: no shell is measured
    wait_for(lambda shown: "G A Z E T T E" in shown and UNREAD_MARK in shown)
    return time.perf_counter() - began


def key_times(keys: Sequence[str], pause_s: float) -> list[float]:
    times = []
    for key in keys:
        time.sleep(pause_s)
        before = selected(screen())
        began = time.perf_counter()
        tmux("send-keys", "-t", "reader", key)
        wait_for(lambda shown, before=before: selected(shown) not in ("", before), 3.0)
        times.append(time.perf_counter() - began)
    return times


def selected(shown: str) -> str:
    """Return the text of the list's selected row: what stands on a background of its own."""
    rows: list[tuple[str, str]] = []
    background = ""
    for line in shown.split("\n")[HEAD_LINES:-FOOT_LINES]:
        grounds, text = [], ""
        for code, piece in COLOURED.findall(line):
            if code:
                found = BACKGROUND.search(code)
                background = found[0] if found else "" if code in RESET else background
            else:
                grounds.append(background)
                text += piece
        rows.append((grounds[0] if grounds else background, text))
    usual = statistics.mode(ground for ground, _ in rows)
    return "\n".join(text.partition("│")[0] for ground, text in rows if ground != usual)


def memory_mb() -> float:
    """Return what the reader holds of the machine's memory."""
    pid = tmux("display-message", "-p", "-t", "reader", "#{pane_pid}").strip()
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1000 if found else 0.0


def article_times() -> Iterator[float]:
    """Open one article after the other; it is shown by that key, and not before."""
    for number in range(1, LONG_ARTICLES):
        key_times("j", 0.4)
        time.sleep(0.4)
        began = time.perf_counter()
        tmux("send-keys", "-t", "reader", "Enter")
        wait_for(lambda shown, number=number: f"Alinéa {number} de tête" in shown)
        yield time.perf_counter() - began
        tmux("send-keys", "-t", "reader", "Escape")
        wait_for(lambda shown: "Alinéa" not in shown)


def search_times() -> Iterator[float]:
    """Type words letter by letter; the head names what the list is of, as soon as it is."""
    for word in TYPED:
        tmux("send-keys", "-t", "reader", "/")
        for count, letter in enumerate(word, 1):
            time.sleep(0.6)
            began = time.perf_counter()
            tmux("send-keys", "-t", "reader", "-l", letter)
            named = re.compile(rf"[«“]\W*{word[:count]}\W*[»”]")
            wait_for(lambda shown, named=named: named.search(head_of(shown)) is not None)
            yield time.perf_counter() - began
        tmux("send-keys", "-t", "reader", "C-u", "Escape")
        time.sleep(0.6)


def head_of(shown: str) -> str:
    """Return the first line of a screen, without its colours."""
    return COLOURED.sub(r"\2", shown.partition("\n")[0])


def fetch_times() -> list[float]:
    """Press keys while all feeds are fetched; the list is longer than that takes."""
    tmux("send-keys", "-t", "reader", "R")
    wait_for(lambda shown: f"/{FETCHED}" in shown)
    times = []
    while f"/{FETCHED}" in screen():
        times += key_times("j", 0.1)
    return times


# --- the figures ----------------------------------------------------------------------------


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--stories", type=int, default=10_000)
    ask.add_argument("--store", type=Path)
    ask.add_argument("--runs", type=int, default=9)
    ask.add_argument("--size", default="120x40")
    given = ask.parse_args()
    report = Report()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        db = given.store or Path(folder) / "gazette.db"
        if not given.store:
            make_store(db, given.stories)
        print(f"{given.store or given.stories}, {given.size}, {os.cpu_count()} processors")
        try:
            measure(report, db, given.runs, given.size)
            measure_articles(report, Path(folder) / "long.db")
            measure_fetch(report, Path(folder) / "fetched.db", given.size)
        finally:
            end_tmux()
    raise SystemExit(report.is_over)


def command(db: Path) -> list[str]:
    gazette = str(Path(sys.executable).with_name("gazette"))
    return [gazette, "--config", str(subscriptions_of(db)), "--db", str(db)]


def measure(report: Report, db: Path, runs: int, size: str) -> None:
    starts, keys, meanwhile, after, typed, memory, floors = [], [], [], [], [], [], []
    for number in range(runs + 1):
        bookmark_file(db).unlink(missing_ok=True)  # begin with the unread stories each time
        started = start(command(db), *size.split("x"))
        if number:
            starts.append(started)
            keys += key_times(KEYS, 0.3)
            tmux("send-keys", "-t", "reader", "1")
            meanwhile += key_times(WHILE_IT_COMES_IN, 0)
            time.sleep(2)
            after += key_times(KEYS, 0.3)
            memory.append(memory_mb())
            typed += search_times()
        end_tmux()
        if number:
            began = time.perf_counter()
            subprocess.run([sys.executable, "-c", "import textual.app"], check=True)
            floors.append(time.perf_counter() - began)
    report.tell("command to first screen", starts, START_MS)
    report.tell("key to picture", keys, KEY_MS)
    report.tell("key to picture, while the list of all comes in", meanwhile, KEY_MS)
    report.tell("key to picture, in the list of all", after, KEY_MS)
    report.tell("search as you type, to the list", typed, SEARCH_MS)
    report.tell_memory("memory, with the list of all", max(memory))
    report.tell("python -c 'import textual.app'", floors)


def measure_articles(report: Report, db: Path) -> None:
    make_long_articles(db)
    start(command(db), *STACKED.split("x"))
    name = f"open an article of 3,000 words, at {STACKED}"
    report.tell(name, [*article_times()], ARTICLE_MS)
    end_tmux()


def measure_fetch(report: Report, db: Path, size: str) -> None:
    with served_feeds() as subscriptions:
        fill_store(db, subscriptions, 10_000)
        start(command(db), *size.split("x"))
        name = f"key to picture, during a fetch of {FETCHED} feeds"
        report.tell(name, fetch_times(), KEY_MS)


if __name__ == "__main__":
    main()

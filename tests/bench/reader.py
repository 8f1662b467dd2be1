"""How long the reader takes to its first screen, and from a key to its picture, in tmux.

    python -m tests.bench.reader [--stories 10000] [--runs 9] [--size 120x40]
    python -m tests.bench.reader --store FILE [--runs 9] [--size 120x40]

FILE is a store of `tests.bench.make_store`, with its subscriptions beside it. Needs tmux. Prints
medians and worst cases in milliseconds, by the clock: run it on a quiet machine, and compare only
figures of one run. `python -c "import textual.app"` is timed beside it. The keys are pressed in the
list of the unread stories, then in that of all of them, while it comes in and after. They leave
marks in FILE.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from gazette.clock import system_clock
from gazette.store import open_store
from gazette.tui.render import UNREAD_MARK
from tests.builders import make_entry, make_subscription, record_entries, subscribed

FEEDS = 100
SERVER = "gazette-bench"
KEYS = ("j", "j", "k", "j", "n", "p", "s", "u", "j", "m")
WHILE_IT_COMES_IN = ("j",) * 24


def make_store(path: Path, config: Path, stories: int) -> None:
    """Fill a store with stories in a hundred feeds, half of them French."""
    now = system_clock()
    subscriptions = [
        make_subscription(
            url=f"https://journal{n}.example/rss.xml", title=f"Journal {n}", tags=(f"t{n % 7}",)
        )
        for n in range(FEEDS)
    ]
    config.write_text(
        "".join(
            f'[[feeds]]\nurl = "{s.url}"\ntitle = "{s.title}"\ntags = ["{s.tags[0]}"]\n'
            for s in subscriptions
        )
    )
    store = open_store(path)
    for number, feed in enumerate(subscribed(store, *subscriptions)):
        entries = [
            make_entry(
                n,
                title=f"Le journal numéro {number} annonce sa nouvelle numéro {n}",
                language="fr" if number % 2 else "en",
                published=now - timedelta(minutes=n * FEEDS + number),
            )
            for n in range(stories // FEEDS)
        ]
        record_entries(store, feed, *entries, now=now)
    store.close()


def tmux(*arguments: str) -> str:
    command = ["tmux", "-L", SERVER, "-f", "/dev/null", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


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
    shell = " ".join(command)
    tmux("new-session", "-d", "-s", "reader", "-x", width, "-y", height, "cat")
    began = time.perf_counter()
    tmux("respawn-pane", "-k", "-t", "reader", shell)
    wait_for(lambda shown: "G A Z E T T E" in shown and UNREAD_MARK in shown)
    return time.perf_counter() - began


def key_times(keys: Sequence[str], pause_s: float) -> list[float]:
    times = []
    for key in keys:
        time.sleep(pause_s)
        before = screen()
        began = time.perf_counter()
        tmux("send-keys", "-t", "reader", key)
        wait_for(lambda shown, before=before: shown != before, 3.0)
        times.append(time.perf_counter() - began)
    return times


def memory_mb() -> float:
    """Return what the reader holds of the machine's memory."""
    pid = tmux("display-message", "-p", "-t", "reader", "#{pane_pid}").strip()
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1000 if found else 0.0


def told(name: str, seconds: list[float]) -> str:
    ordered = sorted(second * 1000 for second in seconds)
    middle, late = statistics.median(ordered), ordered[int(0.99 * len(ordered))]
    figures = f"median {middle:6.0f} ms   99% {late:6.0f} ms   worst {ordered[-1]:6.0f} ms"
    return f"{name:42} {figures}   of {len(ordered)}"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--stories", type=int, default=10_000)
    ask.add_argument("--store", type=Path)
    ask.add_argument("--runs", type=int, default=9)
    ask.add_argument("--size", default="120x40")
    given = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db = given.store or Path(folder) / "gazette.db"
        config = db.with_name(f"{db.name}.toml")
        if not given.store:
            make_store(db, config, given.stories)
        print(f"{given.store or given.stories}, {given.size}, {os.cpu_count()} processors")
        measure(db, config, given.runs, given.size)


def measure(db: Path, config: Path, runs: int, size: str) -> None:
    command = [str(Path(sys.executable).with_name("gazette")), "--config", str(config)]
    command += ["--db", str(db)]
    starts, keys, meanwhile, after, memory, floors = [], [], [], [], [], []
    try:
        for _ in range(runs):
            starts.append(start(command, *size.split("x")))
            keys += key_times(KEYS, 0.3)
            key_times("1", 0.3)
            meanwhile += key_times(WHILE_IT_COMES_IN, 0)
            time.sleep(2)
            after += key_times(KEYS, 0.3)
            memory.append(memory_mb())
            tmux("kill-server")
            began = time.perf_counter()
            subprocess.run([sys.executable, "-c", "import textual.app"], check=True)
            floors.append(time.perf_counter() - began)
    finally:
        tmux("kill-server")
    print(told("command to first screen", starts))
    print(told("key to picture (with tmux's own 5-10 ms)", keys))
    print(told("  while the list of all comes in", meanwhile))
    print(told("  in the list of all", after))
    print(told("python -c 'import textual.app'", floors))
    print(f"{'memory, with the list of all':42} {max(memory):6.0f} MB")


if __name__ == "__main__":
    main()

"""How long the reader takes to its first screen, and from a key to its picture, in tmux.

    python -m tests.bench.reader [--stories 10000] [--runs 9] [--size 120x40]

Needs tmux. Prints medians and worst cases in milliseconds, by the clock: run it on a quiet
machine, and compare only figures of one run. `python -c "import textual.app"` is timed beside it.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from gazette.clock import system_clock
from gazette.store import open_store
from tests.builders import make_entry, make_subscription, record_entries, subscribed

FEEDS = 100
SERVER = "gazette-bench"
KEYS = ("j", "j", "k", "j", "n", "p", "s", "u", "j", "m")


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
    wait_for(lambda shown: "G A Z E T T E" in shown and "annonce sa nouvelle" in shown)
    return time.perf_counter() - began


def key_times() -> list[float]:
    times = []
    for key in KEYS:
        time.sleep(0.3)
        before = screen()
        began = time.perf_counter()
        tmux("send-keys", "-t", "reader", key)
        wait_for(lambda shown, before=before: shown != before, 3.0)
        times.append(time.perf_counter() - began)
    return times


def told(name: str, seconds: list[float]) -> str:
    worst, middle = max(seconds) * 1000, statistics.median(seconds) * 1000
    return f"{name:42} median {middle:6.0f} ms   worst {worst:6.0f} ms   of {len(seconds)}"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--stories", type=int, default=10_000)
    ask.add_argument("--runs", type=int, default=9)
    ask.add_argument("--size", default="120x40")
    given = ask.parse_args()
    width, height = given.size.split("x")
    with tempfile.TemporaryDirectory() as folder:
        db, config = Path(folder) / "gazette.db", Path(folder) / "feeds.toml"
        make_store(db, config, given.stories)
        command = [str(Path(sys.executable).with_name("gazette")), "--config", str(config)]
        command += ["--db", str(db)]
        starts, keys, floors = [], [], []
        try:
            for _ in range(given.runs):
                starts.append(start(command, width, height))
                keys += key_times()
                tmux("kill-server")
                began = time.perf_counter()
                subprocess.run([sys.executable, "-c", "import textual.app"], check=True)
                floors.append(time.perf_counter() - began)
        finally:
            tmux("kill-server")
    print(f"{given.stories} stories, {given.size}, {os.cpu_count()} processors")
    print(told("command to first screen", starts))
    print(told("key to picture (with tmux's own 5-10 ms)", keys))
    print(told("python -c 'import textual.app'", floors))


if __name__ == "__main__":
    main()

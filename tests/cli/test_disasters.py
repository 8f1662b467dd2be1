"""What goes wrong with machines: full and read-only disks, files that go, clocks, signals.

The disks are real ones, small file systems in memory that a namespace of its own sees.
"""

import logging
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gazette.cli.fetch import kept_log
from gazette.clock import system_clock
from gazette.config import Config
from gazette.demo import Answer, Press, Request
from gazette.fetch.lock import fetch_lock
from gazette.model import StoryQuery
from gazette.store import open_store
from tests.builders import NOW
from tests.cli.conftest import Desk
from tests.fetch.test_run import feed, page
from tests.store.copies import SCHEMAS, load_copy

CONTENT = "SELECT feed, guid, title, text, article FROM story_list ORDER BY feed, guid"
FEEDS, STORIES = 4, 5
CAN_MOUNT = (
    shutil.which("unshare") is not None
    and subprocess.run(
        ["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"],
        check=False,
        capture_output=True,
    ).returncode
    == 0
)
needs_mounts = pytest.mark.skipif(not CAN_MOUNT, reason="this system lets us mount no disk")


def paper(press: Press, *, delay_s: float = 0.0) -> str:
    """Serve some feeds of stories with pages of some kB, and return a feeds.toml of them."""
    config = '[fetch]\ndelay = "0s"\n'
    for number in range(FEEDS):
        links = [press.url(f"/{number}/{story}") for story in range(STORIES)]
        for link in links:
            body = page(f"Titre {link[-3:]}").replace(b"</main>", b"<p>" + b"Encore. " * 800)
            press.serve(link.removeprefix(press.url("")), Answer(body=body, delay_s=delay_s))
        url = press.serve(f"/{number}.xml", Answer(body=feed(*links, title=f"Journal {number}")))
        config += f'[[feeds]]\nurl = "{url}"\n'
    return config


def content(db: Path) -> list[tuple[object, ...]]:
    """Return the stories of a store that is sound."""
    connection = sqlite3.connect(db)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return connection.execute(CONTENT).fetchall()
    finally:
        connection.close()


def on_a_disk(folder: Path, script: str) -> list[str]:
    """Run a shell script in a namespace of its own; `g` is gazette, `disk` the folder to mount at.

    Returns its lines, standard error among them.
    """
    (folder / "disk").mkdir(exist_ok=True)
    head = f'g() {{ {sys.executable} -m gazette --config feeds.toml "$@" || echo "code $?"; }}\n'
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-uc", head + script],
        cwd=folder,
        env={**os.environ, "LANG": "en_GB.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
    )
    assert "Traceback" not in done.stdout
    return done.stdout.splitlines()


@pytest.fixture
def undisturbed(desk: Desk, press: Press) -> list[tuple[object, ...]]:
    """What a fetch without any disaster brings."""
    desk.config.write_text(paper(press))
    desk.db.unlink()
    assert desk.run("fetch", "--quiet") == (0, [], "")
    found = content(desk.db)
    assert len(found) == FEEDS * STORIES
    assert {row[-1] for row in found} == {"ok"}
    return found


# --- disks ------------------------------------------------------------------------------------


@needs_mounts
@pytest.mark.parametrize("size", ["60k", "160k", "300k", "420k"])
def test_a_disk_that_fills_up_during_a_fetch_costs_nothing_that_was_stored(
    desk: Desk, undisturbed: list[tuple[object, ...]], size: str
) -> None:
    said = on_a_disk(
        desk.folder,
        f"mount -t tmpfs -o size={size} tmpfs disk\n"
        "g --db disk/g.db fetch --quiet\n"
        "mount -o remount,size=20m tmpfs disk\n"
        "g --db disk/g.db fetch --quiet --force\n"
        "cp disk/g.db* .\n",
    )
    path = desk.folder / "disk/g.db"
    remedy = "the disk is full; make room, then try again: what is stored is safe"
    assert said == [f"gazette: {path}: {remedy}", "code 1"]
    assert content(desk.folder / "g.db") == undisturbed


@needs_mounts
def test_a_store_on_a_read_only_disk_can_be_read_and_says_why_it_is_not_written(
    desk: Desk,
) -> None:
    desk.run("mark", "1", "--star")
    said = on_a_disk(
        desk.folder,
        "cp gazette.db disk\nmount --bind disk disk\nmount -o remount,bind,ro disk\n"
        "g --db disk/gazette.db stories\n"
        "g --db disk/gazette.db feeds --jsonl\n"
        "g --db disk/gazette.db mark 1 --unstar\n"
        "g --db disk/gazette.db fetch --quiet\n",
    )
    assert [line[:9] for line in said[:2]] == ["     2 • ", "     1 ★ "]
    assert '"stories":2' in said[2]
    assert said[4::2] == ["code 1", "code 1"]
    assert all("gazette.db: it cannot be opened: is its folder there" in s for s in said[3::2])


@needs_mounts
def test_a_store_on_a_read_only_disk_whose_last_changes_are_in_its_journal_says_so(
    desk: Desk,
) -> None:
    store = open_store(desk.db)
    store.reading.mark([1], "starred", True, now=NOW)
    for file in desk.folder.glob("gazette.db*"):  # as a machine that lost its power left them
        shutil.copy(file, desk.folder / f"left{file.name.removeprefix('gazette')}")
    store.close()
    said = on_a_disk(
        desk.folder,
        "cp left.db left.db-wal disk\nmount --bind disk disk\nmount -o remount,bind,ro disk\n"
        "g --db disk/left.db stories\n",
    )
    assert said[1:] == ["code 1"]
    assert "its last changes are still in its journal; copy it" in said[0]


@needs_mounts
def test_feeds_toml_that_changed_beside_a_read_only_store_is_told(desk: Desk) -> None:
    desk.config.write_text(desk.config.read_text() + '[[feeds]]\nurl = "https://autre.example/"\n')
    said = on_a_disk(
        desk.folder,
        "cp gazette.db disk\nmount --bind disk disk\nmount -o remount,bind,ro disk\n"
        "g --db disk/gazette.db show 1\n",
    )
    assert "read-only" in said[0]
    assert said[1].startswith("Titre")


@needs_mounts
def test_a_first_list_that_finds_no_room_is_not_left_in_half(desk: Desk) -> None:
    said = on_a_disk(
        desk.folder,
        "export GAZETTE_CONFIG=disk/feeds.toml GAZETTE_DB=new.db\n"
        f'f() {{ {sys.executable} -m gazette feeds || echo "code $?"; }}\n'
        "mount -t tmpfs -o size=4k tmpfs disk\n"
        "f\nls disk\nmount -o remount,size=1m tmpfs disk\nf | wc -l",
    )
    assert "disk/feeds.toml: file: the disk is full" in said[0]
    assert said[1] == "code 78"
    assert "wrote a first list" in said[2]  # and no file was there before it
    assert int(said[3]) >= 20


# --- files that are not what they should be ---------------------------------------------------


@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_a_folder_that_goes_during_a_fetch_ends_it_with_a_word(
    desk: Desk, press: Press, undisturbed: list[tuple[object, ...]], how: str
) -> None:
    folder = desk.folder / "away"
    disasters = [how]

    def go(_request: Request) -> Answer:
        if disasters:
            shutil.rmtree(folder)
            if disasters.pop() == "replaced":
                folder.write_text("")
        return Answer(body=feed(press.url("/0/0")))

    last = press.serve("/last.xml", go)
    desk.config.write_text(desk.config.read_text() + f'[[feeds]]\nurl = "{last}"\n')
    arguments = ("--db", str(folder / "g.db"), "fetch", "--quiet")
    code, _, err = desk.run(*arguments)
    assert (code, err.count("\n")) == (1, 1)
    assert "g.db: it was deleted, moved or replaced while gazette had it open; try again" in err

    if how == "replaced":
        assert desk.run(*arguments)[2].endswith("a file is where its folder should be\n")
        folder.unlink()
    assert desk.run(*arguments)[0] == 0
    assert content(folder / "g.db")[: len(undisturbed)] == undisturbed


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("gazette.db.fetching", "gazette.db.fetching: a folder is where the file should be"),
        ("gazette.db.lock", "gazette.db: a folder is where the file should be"),
    ],
)
def test_a_folder_in_the_place_of_a_lock_is_told(
    desk: Desk, press: Press, name: str, said: str
) -> None:
    desk.config.write_text(paper(press))
    desk.db.unlink()
    lock = desk.folder / name
    lock.unlink(missing_ok=True)
    lock.mkdir()
    code, _, err = desk.run("fetch")
    assert (code, err.count("\n")) == (1, 1)
    assert said in err
    lock.rmdir()
    assert desk.run("fetch")[0] == 0


@pytest.mark.parametrize(
    "command", [("stories",), ("mark", "1", "--star"), ("fetch", "--quiet"), ("feeds",)]
)
def test_a_store_of_a_newer_gazette_is_refused_by_every_command(
    desk: Desk, command: tuple[str, ...]
) -> None:
    with closing(sqlite3.connect(desk.db)) as connection, connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('gazette', 's999_wonders', '')"
        )
    before = desk.db.read_bytes()
    said = "written by a newer gazette (it knows s999_wonders); please update gazette"
    assert desk.run(*command) == (1, [], f"gazette: {desk.db}: {said}\n")
    assert desk.db.read_bytes() == before


def test_a_store_of_the_first_gazette_is_read_like_any_other(desk: Desk) -> None:
    load_copy(SCHEMAS[0], desk.folder / "first.db")
    code, lines, err = desk.run("--db", str(desk.folder / "first.db"), "stories", "œuvre")
    assert (code, err) == (0, "")
    assert len(lines) == 1
    assert "L’été des élections" in lines[0]


def test_pages_that_cannot_be_kept_cost_no_story(
    desk: Desk, undisturbed: list[tuple[object, ...]]
) -> None:
    (desk.folder / "other-pages.db").mkdir()
    code, _, err = desk.run("--db", str(desk.folder / "other.db"), "fetch", "--quiet")
    assert (code, err.count("\n")) == (0, 1)
    assert "pages cannot be kept for a later extraction: " in err
    assert "other-pages.db: it cannot be opened" in err
    assert content(desk.folder / "other.db") == undisturbed


def test_a_log_that_cannot_be_written_stops_nothing(
    desk: Desk, undisturbed: list[tuple[object, ...]]
) -> None:
    (desk.folder / "other.log").mkdir()
    (desk.folder / "other-pages.db").mkdir()  # each page has something to say to the log
    code, _, err = desk.run("--db", str(desk.folder / "other.db"), "fetch")
    assert (code, err.count("\n")) == (0, 3)
    assert content(desk.folder / "other.db") == undisturbed


def test_a_log_on_a_full_disk_says_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no disk that is always full")
    (tmp_path / "gazette.log").symlink_to("/dev/full")
    with kept_log(tmp_path / "gazette.db", Config(file=tmp_path / "feeds.toml")):
        logging.getLogger("gazette.fetch").error("what nobody can write down")
    assert capfd.readouterr() == ("", "")


def test_a_store_that_is_damaged_or_no_store_is_told_with_a_remedy(desk: Desk) -> None:
    desk.db.write_bytes(desk.db.read_bytes()[:20_000])
    code, _, err = desk.run("fetch")
    assert (code, err.count("\n")) == (1, 1)
    assert "it is damaged; `gazette doctor` says how to save" in err
    desk.db.write_text("Mes notes, " * 100)
    assert "another kind of file, and not a store" in desk.run("stories")[2]


def test_disasters_are_told_in_french(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    desk.db.write_text("Mes notes, " * 100)
    _, _, err = desk.run("fetch")
    told = "un fichier d’une autre sorte, et non une base de gazette"
    assert err == f"gazette\u00a0: {desk.db}\u00a0: {told}\n"


def test_a_store_that_is_gone_is_begun_anew_with_a_word(
    desk: Desk, undisturbed: list[tuple[object, ...]]
) -> None:
    db = desk.folder / "gone" / "g.db"
    for told in (f"gazette: began a new store, {db}\n", "4 feeds asked"):
        code, _, err = desk.run("--db", str(db), "fetch", "--force")
        assert code == 0
        assert err.startswith(told)
    shutil.rmtree(db.parent)
    assert desk.run("--db", str(db), "fetch")[2].startswith("gazette: began a new store")
    assert content(db) == undisturbed


# --- feeds.toml -------------------------------------------------------------------------------


def test_a_list_that_is_gone_is_not_replaced_by_the_sample(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GAZETTE_CONFIG", str(desk.config))
    monkeypatch.setenv("GAZETTE_DB", str(desk.db))
    text = desk.config.read_text()
    desk.config.unlink()
    code, _, err = desk.run_bare("fetch", "--quiet")
    assert (code, err.count("\n")) == (78, 1)
    assert f"{desk.config}: file: it is not there; put it back" in err
    assert not desk.config.exists()

    desk.config.write_text(text)
    (row,) = desk.jsonl("feeds")
    assert row["title"] == "Le Journal"


def test_no_sample_is_written_where_nobody_can_tell_whether_there_are_stories(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = desk.folder / "closed"
    closed.symlink_to(closed)  # root, too, cannot look into it
    desk.config.unlink()
    monkeypatch.setenv("GAZETTE_CONFIG", str(desk.config))
    monkeypatch.setenv("GAZETTE_DB", str(closed / "gazette.db"))
    code, _, err = desk.run_bare("fetch", "--quiet")
    assert (code, err.count("\n")) == (78, 1)
    assert not desk.config.exists()


def test_a_list_that_cannot_be_read_ends_a_fetch_with_78(desk: Desk) -> None:
    desk.config.unlink()
    desk.config.symlink_to(desk.config)
    code, _, err = desk.run("fetch")
    assert (code, err.count("\n")) == (78, 1)


# --- clocks -----------------------------------------------------------------------------------


def set_clock(monkeypatch: pytest.MonkeyPatch, ahead: timedelta) -> None:
    monkeypatch.setattr("gazette.cli.fetch.system_clock", lambda: system_clock() + ahead)


def test_a_clock_that_was_ten_years_ahead_for_one_fetch_leaves_nothing_behind(
    desk: Desk, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.db.unlink()
    desk.config.write_text(paper(press))
    press.serve("/0/0", Answer(500))
    busy = press.serve("/busy.xml", Answer(500))
    desk.config.write_text(desk.config.read_text() + f'[[feeds]]\nurl = "{busy}"\n')
    set_clock(monkeypatch, timedelta(days=3653))
    assert desk.run("fetch")[0] == 0
    store = open_store(desk.db)
    held = datetime.now(UTC) + timedelta(days=3653)  # noqa: TID251 - the real one, as the command
    store.feeds.hold("busy.example:443", held + timedelta(hours=4), now=held)
    store.close()

    set_clock(monkeypatch, timedelta())
    press.serve("/0/0", Answer(body=page()))
    before = len(press.requests)
    assert desk.run("fetch")[0] == 0

    asked = [line.path for line in press.requests[before:]]
    feeds = [f"/{n}.xml" for n in range(FEEDS)]
    assert sorted(asked) == sorted([*feeds, "/busy.xml", "/robots.txt", "/0/0"])
    assert {row[-1] for row in content(desk.db)} == {"ok"}
    store = open_store(desk.db)
    now = system_clock()
    soon = now + timedelta(days=2)
    for row in store.feeds.rows():
        assert row.last_checked
        assert row.last_checked <= now
        assert row.next_check
        assert row.next_check <= soon
        assert row.failing_since is None or row.failing_since <= now
    assert all(story.fetched <= now for story in store.stories.each(StoryQuery()))
    assert all(moment <= now.timestamp() for moment, _ in store.stories.index(StoryQuery()))
    assert store.feeds.held(now=now) == {}
    assert not store.mend_times(now=now)
    kept = store.kept._open().execute("SELECT max(kept_at) FROM kept").fetchone()[0]
    assert kept <= now.timestamp()
    store.close()


def test_a_clock_that_jumps_during_a_fetch_is_survived(
    desk: Desk, press: Press, undisturbed: list[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = 0

    def jumping() -> datetime:
        nonlocal calls
        calls += 1
        return system_clock() + timedelta(days=(0, 400, -400)[calls // 7 % 3])

    monkeypatch.setattr("gazette.cli.fetch.system_clock", jumping)
    db = str(desk.folder / "jumps.db")
    assert desk.run("--db", db, "fetch")[0] == 0
    set_clock(monkeypatch, timedelta())
    assert desk.run("--db", db, "fetch", "--force")[0] == 0
    assert content(desk.folder / "jumps.db") == undisturbed
    store = open_store(desk.folder / "jumps.db")
    assert all(r.next_check <= system_clock() + timedelta(days=2) for r in store.feeds.rows())
    store.close()


@pytest.mark.parametrize("command", [("fetch",), ("fetch", "--quiet"), ("add", "/other.xml")])
def test_a_clock_without_a_battery_asks_nothing_and_says_why(
    desk: Desk, press: Press, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    desk.config.write_text(paper(press))
    for module in ("fetch", "subscriptions"):
        monkeypatch.setattr(
            f"gazette.cli.{module}.system_clock", lambda: datetime(2016, 1, 1, tzinfo=UTC)
        )
    arguments = [press.url(a) if a.startswith("/") else a for a in command]
    said = "the clock says 2016-01-01 00:00 UTC, which cannot be; set it, then try again"
    assert desk.run(*arguments) == (1, [], f"gazette: {said}\n")
    assert press.requests == ()


# --- signals ----------------------------------------------------------------------------------


def children_of(pid: int) -> list[int]:
    """Return the parsing children; one stopped before it became that would stop its parent too."""
    found = subprocess.run(
        ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    lines = found.stdout.splitlines()
    return [int(line.split()[0]) for line in lines if "gazette.fetch.child" in line]


def is_running(pid: int) -> bool:
    found = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return bool(found.stdout.strip()) and not found.stdout.startswith("Z")


def wait_until(condition: object) -> None:
    for _ in range(1500):
        if condition():  # type: ignore[operator]
            return
        time.sleep(0.02)
    raise AssertionError("it never came about")


@pytest.mark.parametrize(
    ("number", "ignored"),
    [
        (signal.SIGTERM, ""),
        (signal.SIGTERM, "INT"),  # as shells have it for jobs in the background
        (signal.SIGHUP, ""),
        (signal.SIGINT, ""),
    ],
)
def test_a_fetch_that_is_told_to_stop_leaves_no_child_and_no_lock(
    desk: Desk,
    press: Press,
    undisturbed: list[tuple[object, ...]],
    number: signal.Signals,
    ignored: str,
) -> None:
    desk.config.write_text(paper(press, delay_s=0.2))
    db = desk.folder / "stopped.db"
    command = [sys.executable, "-m", "gazette", "--config", str(desk.config), "--db", str(db)]
    shell = ["sh", "-c", f'trap "" {ignored}; exec "$@"' if ignored else 'exec "$@"', "sh"]
    fetching = subprocess.Popen(
        [*shell, *command, "fetch", "--quiet"],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # These tests may themselves run under nohup, which is inherited.
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),
    )
    wait_until(lambda: children_of(fetching.pid))
    children = children_of(fetching.pid)
    for child in children:  # a child that is busy for good
        os.kill(child, signal.SIGSTOP)
    os.killpg(fetching.pid, number)  # as systemd does: to all of them
    said = fetching.communicate()[1]

    assert said == "\ngazette: interrupted; what was fetched until now is kept\n"
    assert fetching.returncode == 128 + number
    wait_until(lambda: not any(map(is_running, children)))
    with fetch_lock(db) as is_ours:
        assert is_ours
    paper(press)
    assert desk.run("--db", str(db), "fetch", "--quiet", "--force") == (0, [], "")
    assert content(db) == undisturbed

"""The doctor finds what is wrong, says what to do, and changes nothing."""

import asyncio
import contextlib
import json
import locale
import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gazette.cli.doctor import (
    _SECTIONS,
    clock,
    configuration,
    disk,
    language,
    network,
    schedule,
    storage,
    terminal,
    versions,
)
from gazette.cli.doctor.case import Case, Check
from gazette.cli.doctor.page import NAME_CELLS, Page
from gazette.cli.main import main
from gazette.cli.session import Session
from gazette.clock import system_clock
from gazette.cron import Cadence
from gazette.cron.crontab import render_line
from gazette.cron.units import render_units
from gazette.errors import Unreachable
from gazette.feeds.changes import Changes
from gazette.fetch.lock import fetch_lock
from gazette.i18n import words
from gazette.model import FeedFailed, FeedGone
from gazette.store import Store, open_store
from gazette.store.health import Sizes
from gazette.web.reach import Contact
from tests.builders import NOW, make_entry, make_subscription, record_entries, subscribed
from tests.cli.conftest import Desk
from tests.test_layers import COMMAND, arguments, loaded_by
from tests.web.loopback import serving

Found = dict[tuple[str, str], dict[str, Any]]
FIELDS = set("section name state detail remedy items".split())
URL = make_subscription().url


def looked(desk: Desk, *options: str, online: bool = False) -> tuple[int, Found]:
    """Let the doctor look; return how it ended, and the checks by section and name."""
    code, lines, _ = desk.run("doctor", *options, *(() if online else ("--offline",)), "--jsonl")
    checks = [json.loads(line) for line in lines]
    return code, {(check["section"], check["name"]): check for check in checks}


def states(found: Found, section: str) -> dict[str, str]:
    return {name: check["state"] for (of, name), check in found.items() if of == section}


@contextlib.contextmanager
def opened(desk: Desk) -> Iterator[Store]:
    store = open_store(desk.db)
    try:
        yield store
    finally:
        store.close()


@contextlib.contextmanager
def case_of(
    desk: Desk,
    environment: Mapping[str, str] | None = None,
    *,
    now: datetime = NOW,
    contacts: tuple[Contact, ...] = (),
) -> Iterator[Case]:
    session = Session.of(desk.config, desk.db, environment or {})
    with ExitStack() as stack:
        yield Case(session, words("en"), now, is_offline=True, stack=stack, contacts=contacts)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(f): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


@pytest.fixture(autouse=True)
def crontab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a crontab of one's own is, beside programs that know of nothing else."""
    file, programs = tmp_path / "schedule" / "crontab", tmp_path / "schedule" / "bin"
    programs.mkdir(parents=True)
    told = f"test -f '{file}' && exec cat '{file}'; echo no crontab for me >&2; exit 1"
    for name, script in {"crontab": told, "systemctl": "exit 1", "loginctl": "exit 1"}.items():
        (programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    return file


# The whole


def test_where_all_is_well_nothing_failed_and_nothing_was_changed(desk: Desk) -> None:
    before = contents(desk.folder)
    code, found = looked(desk)
    assert code == 0
    assert [c for c in found.values() if c["state"] == "failed"] == []
    assert states(found, "store") == dict.fromkeys(
        "file schema soundness references size contents age unused folder room".split(), "ok"
    )
    assert {section for section, _ in found} == set(_SECTIONS)
    assert contents(desk.folder) == before


def test_each_line_of_json_has_the_promised_fields_in_english(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, english = looked(desk)
    monkeypatch.setenv("LANGUAGE", "fr")
    _, french = looked(desk)
    assert all(set(check) == FIELDS for check in french.values())
    assert french["store", "contents"] == english["store", "contents"]
    assert french["store", "contents"]["detail"] == "1 feed, 2 stories, 1 full text"
    assert french["language", "interface"]["detail"] == "French, as LANGUAGE=fr says"


@pytest.mark.parametrize("language_", ["en", "fr"])
def test_a_person_reads_it_in_eighty_columns(
    desk: Desk, language_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", language_)
    monkeypatch.setenv("COLUMNS", "80")
    desk.config.write_text('[[feeds]]\nurl = "http://me:secret@journal.example/rss"\n')
    desk.config.chmod(0o644)
    _, lines, summary = desk.run("doctor", "--offline")
    _ = words(language_)
    titles = [_(title) for title, _look in _SECTIONS.values()]
    assert [line for line in lines if not line.startswith(" ")] == titles
    # Only commands, which are there to be copied, are longer.
    long = [line for line in lines if len(line) > 80]
    assert all(str(desk.folder) in line for line in long)
    assert any(line.lstrip().startswith("→") for line in lines)
    assert any(line.startswith("  ✓ ") for line in lines)
    assert re.fullmatch(r"(\d+ [\w ]+ · )+\d+ [\w ]+\n", summary)
    assert "secret" not in "\n".join(lines)
    if language_ == "fr":
        assert any("rien" in line or "réseau" in line or "laissés" in line for line in lines)
        assert not any("warning" in line or "feeds that" in line for line in lines)


@pytest.mark.parametrize("language_", ["en", "fr"])
def test_names_fit_their_column(language_: str) -> None:
    folder = Path(storage.__file__).parent
    names = {
        name
        for file in folder.glob("*.py")
        for name in re.findall(r"Check\(\s*N_\(\"([^\"]+)\"\)", file.read_text(encoding="utf-8"))
    }
    assert {"soundness", "libraries", "locale", "hosts"} <= names
    assert [name for name in names if len(words(language_)(name)) > NAME_CELLS] == []


def test_a_terminal_without_such_signs_gets_plain_ones() -> None:
    plain = Page(words("en"), width=80, is_coloured=False, is_plain=True)
    lines = [
        *plain.lines(Check("file", "ok", "there")),
        *plain.lines(Check("file", "failed", "1\u202f000\u00a0kB", "find it", "ls", ("here",))),
    ]
    assert [line.strip() for line in lines] == [
        "+ file           there",
        "x file           1 000 kB",
        "- here",
        "-> find it: ls",
    ]
    assert all(line.isascii() for line in lines)


def test_signs_are_coloured_and_tell_without_colour() -> None:
    page = Page(words("en"), width=80, is_coloured=True, is_plain=False)
    signs = {
        state: next(page.lines(Check("file", state, "x")))
        for state in ("ok", "warning", "failed", "skipped")
    }
    bare = {state: re.sub(r"\x1b\[[\d;]*m", "", line)[2] for state, line in signs.items()}
    assert bare == {"ok": "✓", "warning": "!", "failed": "✗", "skipped": "–"}
    assert "\x1b[" in signs["failed"]


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_closed_output_is_no_fault(desk: Desk, closed: str) -> None:
    command = [sys.executable, "-m", "gazette", "--config", desk.config, "--db", desk.db]
    told = shlex.join([*map(str, command), "doctor", "--offline"])
    done = subprocess.run(f"{told} {closed}", shell=True, capture_output=True, text=True)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def test_a_command_is_never_broken() -> None:
    page = Page(words("en"), width=60, is_coloured=False, is_plain=False)
    command = "chmod 600 '/home/me/a folder with a long name/and a file in it'"
    lines = list(page.lines(Check("privacy", "warning", "x", "keep it to yourself", command)))
    assert lines[-1].strip() == command
    assert lines[-2].strip() == "→ keep it to yourself:"


def test_offline_nothing_heavy_is_loaded(desk: Desk) -> None:
    assert loaded_by(COMMAND, *arguments(desk.folder, "doctor", "--offline")) == set()


# Broken


def broken_garbage_config(desk: Desk) -> None:
    desk.config.write_bytes(random.Random(2).randbytes(5_000))


def broken_deep_config(desk: Desk) -> None:
    desk.config.write_text("x = " + "[" * 100_000)


def broken_config_is_a_folder(desk: Desk) -> None:
    desk.config.unlink()
    desk.config.mkdir()


def broken_store_is_a_folder(desk: Desk) -> None:
    desk.db.unlink()
    desk.db.mkdir()


def broken_store_is_garbage(desk: Desk) -> None:
    desk.db.write_bytes(random.Random(3).randbytes(50_000))


def broken_store_is_cut(desk: Desk) -> None:
    with desk.db.open("r+b") as file:
        file.truncate(desk.db.stat().st_size // 2)


def broken_store_is_another_programs(desk: Desk) -> None:
    import sqlite3

    desk.db.unlink()
    with contextlib.closing(sqlite3.connect(desk.db)) as connection:
        connection.execute("CREATE TABLE recipes (cake)")


def broken_store_is_damaged(desk: Desk) -> None:
    with opened(desk) as store:
        (feed,) = subscribed(store)
        record_entries(store, feed, *(make_entry(n, title="x" * 900) for n in range(10, 110)))
    size = desk.db.stat().st_size
    with desk.db.open("r+b") as file:
        file.seek(size * 7 // 10)
        file.write(random.Random(1).randbytes(size // 10))


BROKEN = (
    broken_garbage_config,
    broken_deep_config,
    broken_config_is_a_folder,
    broken_store_is_a_folder,
    broken_store_is_garbage,
    broken_store_is_cut,
    broken_store_is_another_programs,
    broken_store_is_damaged,
)


def test_where_nothing_is_there_yet_nothing_is_made_and_nothing_failed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.config.unlink()
    desk.db.unlink()
    before = contents(desk.folder)
    code, found = looked(desk)
    assert (code, found["configuration", "file"]["state"]) == (1, "failed")  # --config names it
    monkeypatch.setenv("GAZETTE_CONFIG", str(desk.config))
    monkeypatch.setenv("GAZETTE_DB", str(desk.db))
    assert main(["doctor", "--offline"]) == 0
    out, err = desk.capture.readouterr()
    assert out.count("gazette fetch\n") == 2
    assert "Traceback" not in err
    assert contents(desk.folder) == before


@pytest.mark.parametrize("break_it", BROKEN)
@pytest.mark.parametrize("language_", ["en", "fr"])
def test_whatever_is_broken_it_says_so_and_what_to_do(
    desk: Desk,
    break_it: Callable[[Desk], None],
    language_: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LANGUAGE", language_)
    monkeypatch.setenv("GAZETTE_CONFIG", str(desk.config))
    monkeypatch.setenv("GAZETTE_DB", str(desk.db))
    break_it(desk)
    before = contents(desk.folder)
    assert main(["doctor", "--offline"]) == 1
    out, err = desk.capture.readouterr()
    lines = out.splitlines()
    failed = [n for n, line in enumerate(lines) if line.startswith("  ✗")]
    assert failed
    for n in failed:
        following = lines[n + 1 :]
        until = next((k for k, line in enumerate(following) if not line.startswith("    ")), None)
        assert any("→" in line for line in following[:until]), lines[n]
    assert "Traceback" not in err
    assert contents(desk.folder) == before


def test_without_a_home_it_works_and_says_so(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(tmp_path / "none")}
    done = subprocess.run(
        [sys.executable, "-m", "gazette", "doctor", "--offline", "--jsonl"],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    checks = [json.loads(line) for line in done.stdout.splitlines()]
    home = next(check for check in checks if check["name"] == "home")
    assert (done.returncode, home["state"]) == (0, "warning")
    assert done.stderr == ""
    assert [file.name for file in tmp_path.iterdir()] == ["schedule"]  # of these tests


def test_a_home_that_nobody_knows_is_told_and_no_fault(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", ".")
    code, found = looked(desk)
    assert (code, found["configuration", "home"]["state"]) == (0, "warning")
    assert states(found, "schedule") == {"timer": "skipped"}


# Configuration


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[fetch]\nevry = "1h"\n', "feeds.toml: line 2, fetch.evry: unknown key; did you mean"),
        (
            "[fetch]\njobs = 0\n",
            "feeds.toml: line 2, fetch.jobs: expected a number from 1 to 256, not 0",
        ),
        ("[fetch\n", "feeds.toml: line 1"),
        (f'[[feeds]]\nurl = "{URL}"\n' * 2, "feeds.toml: line 4, feeds[1].url"),
    ],
)
def test_a_mistake_in_feeds_toml_is_told_with_its_place(desk: Desk, text: str, place: str) -> None:
    desk.config.write_text(text)
    code, found = looked(desk)
    check = found["configuration", "contents"]
    assert (code, check["state"]) == (1, "failed")
    assert check["detail"].startswith(place)
    assert check["remedy"].endswith(str(desk.config))
    assert states(found, "store")["contents"] == "ok"


def test_a_mistake_is_told_without_passwords(desk: Desk) -> None:
    url = "https://me:secret@journal.example/rss?token=hidden"
    desk.config.write_text(f'[[feeds]]\nurl = "{url}"\n' * 2)
    _, found = looked(desk)
    told = json.dumps(list(found.values()))
    assert "journal.example" in found["configuration", "contents"]["detail"]
    assert "secret" not in told
    assert "hidden" not in told


def test_passwords_that_others_may_read_are_a_warning(desk: Desk) -> None:
    desk.config.write_text('[[feeds]]\nurl = "https://me:secret@journal.example/rss"\n')
    desk.config.chmod(0o640)
    code, found = looked(desk)
    check = found["configuration", "privacy"]
    assert (code, check["state"]) == (0, "warning")
    assert check["remedy"].endswith(f"chmod 600 {desk.config}")
    subprocess.run(check["remedy"].partition(": ")[2], shell=True, check=True)
    assert states(looked(desk)[1], "configuration")["privacy"] == "ok"


@pytest.mark.parametrize(
    ("text", "mode", "state"),
    [
        ("", 0o644, "ok"),
        ("", 0o666, "warning"),
        ('headers = { X-Token = "s" }\n', 0o644, "warning"),
        ('headers = { X-Token = "s" }\n', 0o600, "ok"),
    ],
)
def test_who_may_read_it_matters_where_something_is_to_be_kept(
    desk: Desk, text: str, mode: int, state: str
) -> None:
    desk.config.write_text(f'[[feeds]]\nurl = "{URL}"\n{text}')
    desk.config.chmod(mode)
    assert states(looked(desk)[1], "configuration")["privacy"] == state


def test_a_list_without_feeds_is_a_warning(desk: Desk) -> None:
    desk.config.write_text("")
    code, found = looked(desk)
    assert (code, found["configuration", "contents"]["state"]) == (0, "warning")
    command = found["configuration", "contents"]["remedy"].partition(": ")[2]
    assert command.startswith(f"gazette --config {desk.config} --db {desk.db} add ")


def test_where_the_files_are_usual_commands_do_not_name_them(desk: Desk) -> None:
    environment = {"GAZETTE_CONFIG": str(desk.config), "GAZETTE_DB": str(desk.db)}
    session = Session.of(None, None, environment)
    with ExitStack() as stack:
        case = Case(session, words("en"), NOW, is_offline=True, stack=stack)
        assert case.gazette("fetch") == "gazette fetch"
        file, *_ = configuration.checks(case)
        assert file.detail == f"{desk.config} (from $GAZETTE_CONFIG)"
        file, *_ = storage.checks(case)
        assert file.detail == f"{desk.db} (from $GAZETTE_DB)"


# Store


def test_feeds_that_were_left_are_told_with_their_stories(desk: Desk) -> None:
    desk.config.write_text('[[feeds]]\nurl = "https://other.example/rss"\n')
    _, found = looked(desk)
    check = found["store", "unsubscribed"]
    assert (check["state"], check["detail"]) == ("ok", "1 feed that you left, with 2 stories")
    assert "--purge" in check["remedy"]
    assert check["items"] == ["Le Journal"]


def test_a_store_of_a_later_gazette_is_a_fault(desk: Desk) -> None:
    with opened(desk) as store:
        store.connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('gazette', 's999_wonders', '')"
        )
    code, found = looked(desk)
    assert (code, found["store", "schema"]["state"]) == (1, "failed")
    assert "update gazette" in found["store", "schema"]["remedy"]


def test_an_older_store_is_no_fault_and_stays_as_it_is(desk: Desk) -> None:
    with opened(desk) as store:
        store.connection.execute("DELETE FROM _sqlite_migrations WHERE name = 's004_robots'")
    before = contents(desk.folder)
    code, found = looked(desk)
    assert (code, found["store", "schema"]["state"]) == (0, "ok")
    assert found["store", "schema"]["detail"].startswith("1 step behind")
    assert found["feeds", "health"]["state"] == "skipped"
    assert contents(desk.folder) == before


def test_an_empty_file_is_no_fault(desk: Desk) -> None:
    desk.db.write_bytes(b"")
    code, found = looked(desk)
    assert (code, found["store", "schema"]["detail"].partition(";")[0]) == (0, "the file is empty")


def test_the_remedy_for_damage_gives_a_store_that_opens(desk: Desk) -> None:
    broken_store_is_damaged(desk)
    before = desk.db.read_bytes()
    code, found = looked(desk)
    check = found["store", "soundness"]
    assert (code, check["state"]) == (1, "failed")
    assert check["items"]
    assert (main(shlex.split(check["remedy"].partition(": ")[2])[1:]), desk.db.read_bytes()) == (
        0,
        before,
    )
    told = desk.capture.readouterr().err.splitlines()
    assert "stories, 1 of 1 full texts" in told[0]
    assert (desk.folder / "gazette-saved.db").stat().st_mode & 0o077 == 0
    subprocess.run(told[-1].partition("in its place: ")[2], shell=True, check=True)
    assert (desk.folder / "damaged" / "gazette.db").read_bytes() == before
    code, found = looked(desk)
    assert (code, found["store", "soundness"]["state"]) == (0, "ok")
    with opened(desk) as store:
        assert len(store.feeds.rows()) == 1


def test_a_store_whose_tables_cannot_be_told_is_saved_all_the_same(desk: Desk) -> None:
    content = bytearray(desk.db.read_bytes())
    content[100:4096] = bytes(3996)
    desk.db.write_bytes(content)
    check = looked(desk)[1]["store", "soundness"]
    assert (check["state"], check["detail"]) == ("failed", "the file is damaged")
    assert main(shlex.split(check["remedy"].partition(": ")[2])[1:]) == 0
    assert "2 of 2 stories, 1 of 1 full texts" in desk.capture.readouterr().err


def test_salvage_says_what_hinders_it(desk: Desk) -> None:
    new = str(desk.folder / "new.db")
    with fetch_lock(desk.db):
        said = "gazette: a fetch is running; try again when it is done\n"
        assert desk.run("doctor", "--salvage", new) == (1, [], said)
    (told,) = desk.jsonl("doctor", "--salvage", new)
    assert (told["file"], told["stories"], told["broken_pages"]) == (new, 2, 0)
    code, _, err = desk.run("doctor", "--salvage", new)
    assert (code, err) == (1, f"gazette: {new}: it is there already, and nothing is overwritten\n")
    desk.db.write_bytes(bytes(5_000))
    code, _, err = desk.run("doctor", "--salvage", new + "2")
    assert (code, "nothing of it can be saved" in err) == (1, True)
    desk.db.unlink()
    code, _, err = desk.run("doctor", "--salvage", new + "2")
    assert (code, err) == (1, f"gazette: there is no store: {desk.db}\n")


def test_the_remedy_for_damaged_indexes_mends_them(desk: Desk) -> None:
    with opened(desk) as store:
        # An index over one column, kept by a schema that says another: rows are missing from it.
        execute = store.connection.execute
        execute("CREATE INDEX tested ON entries(title)")
        execute("PRAGMA writable_schema = ON")
        execute(
            "UPDATE sqlite_master SET sql = 'CREATE INDEX tested ON entries(guid)'"
            " WHERE name = 'tested'"
        )
    code, found = looked(desk)
    check = found["store", "soundness"]
    assert (code, check["state"], check["detail"]) == (
        1,
        "failed",
        "indexes are damaged; no story is lost",
    )
    subprocess.run(check["remedy"].partition(": ")[2], shell=True, check=True, capture_output=True)
    assert looked(desk)[0] == 0


def test_rows_without_the_row_they_name_are_a_warning(desk: Desk) -> None:
    with opened(desk) as store:
        store.connection.execute("PRAGMA foreign_keys = OFF")
        store.connection.execute("DELETE FROM feeds")
    code, found = looked(desk)
    assert (code, found["store", "references"]["state"]) == (0, "warning")
    assert found["store", "references"]["detail"] == "5 rows name others that are gone"


@pytest.mark.parametrize(
    ("free", "state"), [(80_000_000_000, "ok"), (400_000_000, "warning"), (1_000_000, "failed")]
)
def test_a_full_disk_is_seen(tmp_path: Path, free: int, state: str) -> None:
    check = disk.room(tmp_path, free, words("en"))
    assert (check.state, bool(check.remedy)) == (state, state != "ok")


@pytest.mark.parametrize(
    ("free", "whole", "state"),
    [
        (0, 0, "ok"),
        (1_000, 2_000, "ok"),
        (30_000_000, 300_000_000, "ok"),
        (150_000_000, 300_000_000, "warning"),
    ],
)
def test_much_unused_space_is_a_warning(free: int, whole: int, state: str) -> None:
    assert storage.unused(free, whole, words("en"), "").state == state


def test_the_remedy_for_unused_space_gives_it_back(desk: Desk) -> None:
    with opened(desk) as store:
        (feed,) = subscribed(store)
        record_entries(store, feed, *(make_entry(n, summary="x" * 900) for n in range(10, 60)))
        store.connection.execute("DELETE FROM entries")
    assert looked(desk)[1]["store", "unused"]["detail"] != "0\u00a0B of the file (0%)"
    assert desk.run("vacuum")[0] == 0
    assert looked(desk)[1]["store", "unused"]["detail"] == "0\u00a0B of the file (0%)"


def test_stories_that_are_old_are_told_and_stay(desk: Desk) -> None:
    assert looked(desk)[1]["store", "age"]["detail"] == "stories are kept for ever"
    desk.config.write_text('[store]\nkeep = "1y"\n' + desk.config.read_text())
    check = looked(desk)[1]["store", "age"]
    assert check["detail"] == "no story is older than stories are kept"
    with opened(desk) as store:
        long_ago = NOW - timedelta(days=3000)
        (feed,) = subscribed(store)
        record_entries(store, feed, make_entry(8, published=long_ago), now=long_ago)
        record_entries(store, feed, make_entry(9))
    before = contents(desk.folder)
    check = looked(desk)[1]["store", "age"]
    assert check["state"] == "ok"
    assert check["detail"].startswith("1 story is older than stories are kept; it is of ")
    assert check["remedy"].endswith("vacuum")
    assert contents(desk.folder) == before


def test_a_log_that_is_never_folded_is_a_warning() -> None:
    small = storage.size(Sizes(store=1, log=5_000_000, kept_pages=0), words("en"))
    large = storage.size(Sizes(store=1, log=200_000_000, kept_pages=0), words("en"))
    assert (small.state, large.state) == ("ok", "warning")
    assert large.remedy


@pytest.fixture
def shut() -> Iterator[Path]:
    """A folder with a store in it that may be read and not written; root may do anything."""
    folder = Path(tempfile.mkdtemp())
    open_store(folder / "gazette.db").close()
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65_534)
    yield folder
    if is_root:
        os.seteuid(0)
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_folder_that_may_not_be_written_is_a_fault(desk: Desk, shut: Path) -> None:
    with case_of(replace(desk, folder=shut)) as case:
        found = {check.name: check for check in storage.checks(case)}
    assert (found["schema"].state, found["soundness"].state) == ("ok", "ok")
    assert (found["folder"].state, found["folder"].command) == ("failed", f"ls -ld {shut}")


# Feeds


def test_feeds_that_fail_are_named_with_the_longest_first(desk: Desk) -> None:
    others = [f"https://{n}.example/rss" for n in range(8)]
    desk.config.write_text("".join(f'[[feeds]]\nurl = "{url}"\n' for url in (*others, URL)))
    with opened(desk) as store:
        feeds = subscribed(store, *(make_subscription(url=url) for url in (*others, URL)))
        for n, feed in enumerate(feeds[:7]):
            when = NOW - timedelta(days=n)
            store.feeds.record(
                feed, FeedFailed("the server answered 500"), Changes(), next_check=when, now=when
            )
    code, found = looked(desk)
    check = found["feeds", "failing"]
    assert (code, check["state"], check["detail"]) == (0, "warning", "7 feeds are failing")
    assert [item.partition(": ")[0] for item in check["items"]] == [
        f"https://{n}.example/rss" for n in (6, 5, 4, 3, 2)
    ]
    assert found["feeds", "fetched"]["detail"] == "8 of 9 were asked at least once"


def test_where_every_feed_fails_something_is_wrong(desk: Desk) -> None:
    with opened(desk) as store:
        (feed,) = subscribed(store)
        store.feeds.record(feed, FeedFailed("it is late"), Changes(), next_check=NOW, now=NOW)
    code, found = looked(desk)
    assert (code, found["feeds", "failing"]["state"]) == (1, "failed")


def test_a_feed_that_is_gone_is_named(desk: Desk) -> None:
    with opened(desk) as store:
        (feed,) = subscribed(store)
        store.feeds.record(feed, FeedGone("gone"), Changes(), next_check=None, now=NOW)
    code, found = looked(desk)
    assert (code, found["feeds", "gone"]["state"]) == (0, "warning")
    assert found["feeds", "gone"]["items"] == ["Le Journal"]
    assert found["feeds", "failing"]["state"] == "ok"


def test_pauses_and_waiting_pages_are_told_and_no_fault(desk: Desk) -> None:
    now = system_clock()
    with opened(desk) as store:
        store.feeds.hold("journal.example:443", now + timedelta(hours=1), now=now)
    code, found = looked(desk)
    assert (code, found["feeds", "pauses"]["state"]) == (0, "ok")
    assert found["feeds", "pauses"]["items"][0].startswith("journal.example:443 until ")
    assert found["feeds", "pages"]["detail"].startswith("1 page waits to be taken (1 of them now")


# Schedule


def test_without_a_schedule_the_way_to_one_is_told(desk: Desk) -> None:
    code, found = looked(desk)
    assert (code, found["schedule", "timer"]["state"]) == (0, "warning")
    assert found["schedule", "timer"]["remedy"].endswith("schedule --install")
    assert found["schedule", "last one"]["detail"].endswith("14:05")


def test_a_line_of_ones_own_is_a_schedule_too(desk: Desk, crontab: Path) -> None:
    crontab.write_text("*/15 * * * *  /usr/local/bin/gazette fetch --quiet\n")
    _, found = looked(desk)
    check = found["schedule", "timer"]
    assert (check["state"], len(check["items"])) == ("ok", 1)
    assert "next one" not in states(found, "schedule")


def scheduled(crontab: Path, desk: Desk, *, db: Path | None = None) -> Path:
    """Write a schedule into the crontab; return the program that it runs."""
    program = crontab.with_name("gazette")
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    command = (str(program), "--config", str(desk.config), "--db", str(db or desk.db))
    cadence = Cadence.at(timedelta(minutes=30), timedelta())
    crontab.write_text(f"{render_line(cadence, (*command, 'fetch', '--quiet'))}\n")
    return program


def test_an_installed_schedule_is_told_with_its_next_run(desk: Desk, crontab: Path) -> None:
    scheduled(crontab, desk)
    with case_of(desk, os.environ) as case:
        found = {check.name: check for check in schedule.checks(case)}
    assert {name: check.state for name, check in found.items()} == {
        "timer": "ok",
        "last one": "ok",
        "next one": "ok",
    }
    assert found["timer"].detail == "every 30 min, by your crontab"


def test_a_schedule_whose_program_is_gone_is_a_fault(desk: Desk, crontab: Path) -> None:
    program = scheduled(crontab, desk)
    program.unlink()
    code, found = looked(desk)
    assert (code, found["schedule", "timer"]["state"]) == (1, "failed")
    assert str(program) in found["schedule", "timer"]["detail"]


def test_a_schedule_for_another_store_is_a_warning(desk: Desk, crontab: Path) -> None:
    scheduled(crontab, desk, db=desk.folder / "other.db")
    _, found = looked(desk)
    assert found["schedule", "its files"]["state"] == "warning"
    assert str(desk.folder / "other.db") in found["schedule", "its files"]["detail"]


@pytest.mark.parametrize(
    ("after", "held", "state"),
    [
        (timedelta(minutes=90), False, "ok"),  # due since half an hour
        (timedelta(hours=3), False, "warning"),
        (timedelta(hours=3), True, "ok"),
    ],
)
def test_runs_that_were_missed_are_seen(
    desk: Desk, crontab: Path, after: timedelta, held: bool, state: str
) -> None:
    scheduled(crontab, desk)
    now = NOW + after
    if held:
        with opened(desk) as store:
            store.feeds.hold("journal.example:443", now + timedelta(hours=1), now=now)
    with case_of(desk, os.environ, now=now) as case:
        found = {check.name: check for check in schedule.checks(case)}
    assert found["last one"].state == state
    assert found["last one"].command.endswith(" fetch") == (state == "warning")


def test_a_feed_that_has_moved_waits_for_the_host_that_is_asked(desk: Desk, crontab: Path) -> None:
    scheduled(crontab, desk)
    now = NOW + timedelta(hours=3)
    with opened(desk) as store:
        store.connection.execute("UPDATE feeds SET moved_url = 'https://new.example/rss'")
        store.feeds.hold("new.example:443", now + timedelta(hours=1), now=now)
    with case_of(desk, os.environ, now=now) as case:
        found = {check.name: check for check in schedule.checks(case)}
    assert found["last one"].state == "ok"


def test_a_timer_that_systemd_does_not_run_is_a_fault(
    desk: Desk, crontab: Path, tmp_path: Path
) -> None:
    cadence = Cadence.at(timedelta(hours=1), timedelta())
    folder = tmp_path / "xdg" / "systemd" / "user"
    folder.mkdir(parents=True)
    command = (sys.executable, "--config", str(desk.config), "--db", str(desk.db), "fetch")
    for name, text in render_units(cadence, command).items():
        (folder / name).write_text(text)
    code, found = looked(desk)
    assert (code, found["schedule", "timer"]["state"]) == (1, "failed")
    assert "systemd" in found["schedule", "timer"]["detail"]


def test_a_crontab_that_cannot_be_read_counts_as_none(desk: Desk, crontab: Path) -> None:
    (crontab.parent / "bin" / "crontab").write_text("#!/bin/sh\necho not allowed >&2\nexit 1\n")
    code, found = looked(desk)
    assert (code, found["schedule", "timer"]["state"]) == (0, "warning")
    assert found["schedule", "timer"]["remedy"].endswith("schedule --install")


# Network


async def test_a_host_that_answers_is_asked_once_and_tells_the_time(desk: Desk) -> None:
    date = f"{system_clock():%a, %d %b %Y %H:%M:%S} GMT".encode()
    answer = b"HTTP/1.1 200 OK\r\nDate: " + date + b"\r\nContent-Length: 0\r\n\r\n"
    async with serving(answer) as here:
        desk.config.write_text(f'[[feeds]]\nurl = "{here.url}/rss"\n')
        code, found = await asyncio.to_thread(looked, desk, online=True)
    assert code == 0
    assert [request.partition(" HTTP")[0] for request in here.requests] == ["HEAD /robots.txt"]
    assert states(found, "network") == {"names": "ok", "hosts": "ok"}
    assert states(found, "clock")["time"] == "ok"


def test_where_nobody_answers_the_network_is_at_fault(desk: Desk) -> None:
    desk.config.write_text(
        '[[feeds]]\nurl = "http://journal.invalid/rss"\n'
        '[[feeds]]\nurl = "http://gazette.invalid/rss"\n'
    )
    code, found = looked(desk, online=True)
    assert code == 1
    assert states(found, "network") == {"names": "failed", "hosts": "failed"}
    assert found["network", "names"]["remedy"].endswith("getent hosts journal.invalid")
    assert found["clock", "time"]["state"] == "skipped"


def test_a_proxy_is_named_without_its_password(desk: Desk) -> None:
    desk.config.write_text('[fetch]\nproxy = "http://me:secret@127.0.0.1:1/"\n')
    _, found = looked(desk)
    assert "127.0.0.1:1" in found["network", "proxy"]["detail"]
    assert "secret" not in json.dumps(list(found.values()))


def test_a_proxy_of_the_environment_is_told_not_to_be_used(desk: Desk) -> None:
    with case_of(desk, {"https_proxy": "http://proxy.example"}) as case:
        proxy, hosts = network.checks(case)
    assert "https_proxy is set" in proxy.detail
    assert (proxy.state, hosts.state) == ("ok", "skipped")


def test_at_most_three_hosts_are_chosen_those_that_work_first_and_none_on_hold(
    desk: Desk,
) -> None:
    urls = ["https://a.example/1", "https://a.example/2", "https://b.example/", URL]
    urls += ["https://c.example/", "https://d.example/"]
    desk.config.write_text("".join(f'[[feeds]]\nurl = "{url}"\n' for url in urls))
    with opened(desk) as store:
        feeds = subscribed(store, *(make_subscription(url=url) for url in urls))
        store.feeds.record(feeds[2], FeedFailed("late"), Changes(), next_check=NOW, now=NOW)
        store.feeds.hold("c.example:443", NOW + timedelta(hours=1), now=NOW)
    with case_of(desk) as case:
        assert network.chosen_urls(case) == [urls[0], URL, "https://d.example/"]


def contact(*, ahead: timedelta | None = None, problem: str = "") -> Contact:
    error = Unreachable(url="x", problem=problem) if problem else None
    return Contact("journal.example:443", 0.1, error, ahead)


@pytest.mark.parametrize(
    ("problems", "state", "told"),
    [
        (["", ""], "ok", ""),
        (["", "the connection was refused"], "warning", "browser"),
        (["the connection was refused"] * 2, "failed", "firewall"),
        (["its certificate is not valid (certificate has expired)"] * 2, "failed", "clock"),
    ],
)
def test_the_remedy_is_that_of_what_went_wrong(
    desk: Desk, problems: list[str], state: str, told: str
) -> None:
    with case_of(desk, contacts=tuple(contact(problem=p) for p in problems)) as case:
        check = network.hosts(case)
    assert (check.state, len(check.items)) == (state, 2)
    assert told in check.remedy


# Clock


@pytest.mark.parametrize(
    ("ahead", "state", "told"),
    [
        ([], "skipped", "no server"),
        ([timedelta(seconds=30)], "ok", "as servers"),
        ([timedelta(minutes=5)], "warning", "it is 5 minutes slow"),
        ([timedelta(hours=-3)], "failed", "it is 3 hours fast"),
        ([timedelta(days=-3650), timedelta(days=-3651)], "failed", "it is 3,650 days fast"),
        # One server whose clock is wrong proves nothing.
        ([timedelta(days=900), timedelta(seconds=-3)], "ok", "as servers"),
    ],
)
def test_the_clock_is_compared_with_those_of_servers(
    desk: Desk, ahead: list[timedelta], state: str, told: str
) -> None:
    with case_of(desk, contacts=tuple(contact(ahead=a) for a in ahead)) as case:
        time, *_ = clock.checks(case)
    assert (time.state, time.detail[: len(told)]) == (state, told)
    assert bool(time.remedy) == (state in ("warning", "failed"))


def test_a_time_in_the_store_that_is_yet_to_come_is_a_warning(desk: Desk) -> None:
    with case_of(desk, now=NOW - timedelta(days=400)) as case:
        (store,) = (check for check in clock.checks(case) if check.name == "store")
    assert store.state == "warning"
    assert "22 November 2026" in store.detail or "November 22, 2026" in store.detail
    with case_of(desk, now=NOW) as case:
        assert [c.state for c in clock.checks(case) if c.name == "store"] == ["ok"]


@pytest.mark.parametrize(
    ("zone", "state"),
    [
        ("", "ok"),
        ("Europe/Paris", "ok"),
        ("CET-1CEST,M3.5.0/2,M10.5.0/3", "ok"),
        (":/etc/localtime", "ok"),
        ("Europe/Lutece", "warning"),
    ],
)
def test_a_zone_that_is_not_known_is_a_warning(desk: Desk, zone: str, state: str) -> None:
    with case_of(desk, {"TZ": zone}) as case:
        *_, check = clock.checks(case)
    assert (check.name, check.state) == ("zone", state)


# Terminal


@pytest.mark.parametrize(
    ("environment", "kind", "colours"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "ok", "ok"),
        ({"TERM": "xterm-256color"}, "ok", "ok"),
        ({"TERM": "linux"}, "ok", "warning"),
        ({"TERM": "dumb"}, "warning", "warning"),
        ({}, "warning", "warning"),
        ({"TERM": "xterm", "NO_COLOR": "1"}, "ok", "ok"),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/x"}, "ok", "ok"),
        ({"TERM": "xterm-256color", "TMUX": "/tmp/x"}, "warning", "ok"),
        ({"TERM": "screen", "STY": "1.tty"}, "ok", "warning"),
    ],
)
def test_what_the_terminal_says_of_itself_is_judged(
    desk: Desk, environment: dict[str, str], kind: str, colours: str
) -> None:
    with case_of(desk, environment) as case:
        found = (terminal.kind(case), terminal.colours(case))
    assert tuple(check.state for check in found) == (kind, colours)
    assert all(check.remedy for check in found if check.state == "warning")


def test_inside_tmux_the_way_to_more_colours_is_told(desk: Desk) -> None:
    with case_of(desk, {"TERM": "tmux-256color", "TMUX": "/tmp/x"}) as case:
        assert "terminal-features" in terminal.colours(case).command
        assert "inside tmux" in terminal.kind(case).detail


def test_a_window_that_is_small_is_a_warning() -> None:
    sizes = [(80, 24), (40, 24), (80, 10)]
    checks = [terminal.room(os.terminal_size(size), words("en")) for size in sizes]
    assert [check.state for check in checks] == ["ok", "warning", "warning"]


def test_an_encoding_without_accents_is_a_warning() -> None:
    found = [terminal.signs(encoding, words("en")) for encoding in ("utf-8", "UTF8", "ascii")]
    assert [check.state for check in found] == ["ok", "ok", "warning"]


def test_without_a_terminal_only_that_is_told(desk: Desk) -> None:
    assert states(looked(desk)[1], "terminal") == {"kind": "skipped", "signs": "ok"}


# Language and versions


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({}, "English, for want of"),
        ({"LANG": "fr_FR.UTF-8"}, "French, as LANG=fr_FR.UTF-8 says"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, "English, as LC_ALL=C says"),
        ({"LANG": "fr_FR.UTF-8", "LANGUAGE": "en:fr"}, "English, as LANGUAGE=en:fr says"),
    ],
)
def test_the_language_is_told_with_what_decided(
    desk: Desk, environment: dict[str, str], told: str
) -> None:
    with case_of(desk, environment) as case:
        interface, _locale = language.checks(case)
    assert interface.detail.startswith(told)
    desk.config.write_text('[reader]\nlanguage = "fr"\n')
    with case_of(desk, environment) as case:
        assert next(language.checks(case)).detail == "French, as feeds.toml says"


@pytest.mark.parametrize(
    ("environment", "state"),
    [
        ({}, "ok"),
        ({"LANG": "C.UTF-8"}, "ok"),
        ({"LANG": "C"}, "warning"),
        ({"LANG": "xx_YY.UTF-8"}, "warning"),
        ({"LANG": "xx_YY.UTF-8", "LC_CTYPE": "C.UTF-8"}, "warning"),
    ],
)
def test_a_locale_that_is_not_installed_is_a_warning(
    desk: Desk, environment: dict[str, str], state: str
) -> None:
    before = locale.setlocale(locale.LC_CTYPE)
    with case_of(desk, environment) as case:
        _interface, check = language.checks(case)
    assert (check.name, check.state, bool(check.remedy)) == ("locale", state, state != "ok")
    assert locale.setlocale(locale.LC_CTYPE) == before


def test_an_old_or_poor_sqlite_is_told() -> None:
    _ = words("en")
    assert versions.sqlite((3, 46, 1), _, has_search=True).state == "ok"
    assert versions.sqlite((3, 46, 1), _, has_search=False).state == "warning"
    assert versions.sqlite((3, 31, 0), _, has_search=True).state == "failed"


def test_libraries_that_are_lacking_or_too_old_are_told() -> None:
    _ = words("en")
    assert versions.libraries(["httpx>=0.28", "click>=8.1.7"], _).state == "ok"
    check = versions.libraries(["httpx>=99.1", "no-such-thing>=1"], _)
    assert (check.state, check.detail) == (
        "failed",
        "not installed, or too old: httpx>=99.1, no-such-thing>=1",
    )
    assert check.command.endswith("'httpx>=99.1' 'no-such-thing>=1'")
    assert "feedparser" in versions.libraries([], _).detail

"""`gazette export`, run in this process: what is written, where, and what never is."""

import errno
import io
import json
import os
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from gazette.cli.export import export
from gazette.clock import system_clock
from gazette.errors import ExportError
from gazette.export import files
from gazette.fetch.lock import fetch_lock
from gazette.i18n import words
from gazette.store import open_store
from gazette.tui.typography import plain_spaces
from tests.builders import make_entry, make_subscription, record_entries, subscribed
from tests.cli.conftest import Desk


@pytest.fixture
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as environment:
        environment.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_each_story_becomes_a_file_and_none_is_written_twice(desk: Desk) -> None:
    folder = desk.folder / "notes" / "presse"
    code, lines, err = desk.run("export", "markdown", str(folder))
    assert (code, lines) == (0, [])
    assert err == f"2 stories written to {folder}\n"
    first, second = names(folder)
    assert re.fullmatch(r"2026-11-22-l-ete-direct-[a-z2-7]{10}\.md", first)
    text = (folder / first).read_text(encoding="utf-8")
    head = yaml.safe_load(text.split("---\n")[1])
    assert (head["title"], head["tags"], head["starred"]) == ("L’été [direct]", ["presse"], False)
    assert "# L’été \\[direct\\]\n\nPremier alinéa.\n\nSecond alinéa.\n\n<https" in text

    (folder / first).write_text("my own notes")
    (folder / second).rename(folder / second.replace("2026-11-22-titre-2", "kept"))
    code, _, err = desk.run("export", "markdown", str(folder))
    assert (code, err) == (0, f"0 stories written to {folder} · 2 were there already\n")
    assert len(names(folder)) == 2
    assert (folder / first).read_text() == "my own notes"


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ([], ["l-ete-direct", "titre-2"]),
        ([""], ["l-ete-direct", "titre-2"]),
        (["title:ETE"], ["l-ete-direct"]),
        (["alinéas"], ["l-ete-direct"]),
        (["-alinéas"], ["titre-2"]),
        (["-is:starred", "été"], ["l-ete-direct"]),
        (["--limit", "1"], ["l-ete-direct"]),
        (["titre", "OR", "été", "--limit", "1"], ["l-ete-direct"]),
        (["feed:journal"], ["l-ete-direct", "titre-2"]),
        (["tag:presse", "is:starred"], ["titre-2"]),
        (["langue:fr", "est:nonlu"], ["l-ete-direct"]),
        (["on:2026-11-22"], ["l-ete-direct", "titre-2"]),
        (["on:2026-11-21"], []),
        (["on:today"], []),
        (["tag:sport"], []),
    ],
    ids=lambda value: " ".join(value),
)
@pytest.mark.usefixtures("utc")
def test_a_query_narrows_what_is_written(desk: Desk, query: list[str], titles: list[str]) -> None:
    desk.run("mark", "1", "--star", "--read")
    folder = desk.folder / "notes"
    code, _, err = desk.run("export", "markdown", str(folder), *query)
    assert code == (0 if titles else 1)
    assert [name[11:-14] for name in names(folder)] == titles if titles else not folder.exists()
    assert titles or err == "gazette: no story is chosen; nothing was written\n"


@pytest.mark.parametrize("name", ["markdown", "jsonl", "epub"])
def test_what_is_no_query_is_a_mistake_with_its_place(desk: Desk, name: str) -> None:
    desk.db.unlink()
    target = desk.folder / "target"
    code, lines, err = desk.run("export", name, str(target), "été", "on:tomorow")
    assert (code, lines) == (2, [])
    assert "column 8" in err
    assert not target.exists()
    assert not desk.db.exists(), "the store is opened for a query alone"


@pytest.mark.parametrize("name", ["markdown", "jsonl", "epub"])
@pytest.mark.parametrize("typed", ["is:unread", "-budget", "budget -flux:journal", '"pays basque"'])
def test_a_query_is_not_taken_for_the_name_of_a_file(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str, typed: str
) -> None:
    here = desk.folder / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    code, _, err = desk.run("export", name, typed)
    assert (code, f"“{typed}” reads as a query" in err) == (2, True)
    assert names(here) == []
    assert desk.run("export", name, f"./{typed}", "title:titre")[0] == 0
    assert names(here) == [typed]


def test_a_long_list_is_chosen_up_to_the_limit(desk: Desk) -> None:
    store = open_store(desk.db)
    (feed,) = subscribed(store, make_subscription(title="Le Journal", tags=("presse",)))
    record_entries(store, feed, *(make_entry(number) for number in range(3, 2_103)))
    store.close()
    folder = desk.folder / "notes"
    _, _, err = desk.run("export", "markdown", str(folder), "--limit", "2050")
    assert err == f"2,050 stories written to {folder}\n"
    assert len(names(folder)) == 2_050


def test_a_secret_of_a_feed_is_not_written_down(desk: Desk) -> None:
    secret = "https://jean:sesame@b.example/rss?key=abcd"
    store = open_store(desk.db)
    (feed,) = subscribed(store, make_subscription(url=secret))
    record_entries(store, feed, make_entry(7))
    store.close()
    folder = desk.folder / "notes"
    assert desk.run("export", "markdown", str(folder), "titre", "7")[0] == 0
    (name,) = names(folder)
    text = (folder / name).read_text()
    assert "sesame" not in text
    assert "abcd" not in text


def test_a_folder_that_cannot_be_is_told_in_one_line(desk: Desk) -> None:
    code, _, err = desk.run("export", "markdown", str(desk.config))
    assert code == 1
    assert err.endswith("not written: it is there already, and nothing is overwritten\n")
    code, _, err = desk.run("export", "markdown", str(desk.config / "notes"))
    assert code == 1
    assert err.endswith("not written: a file is where its folder should be\n")


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    def broken() -> object:
        yield b"half"
        assert names(tmp_path) != ["a.md"], "nobody sees a part under the name"
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(ExportError, match=r"a\.md: not written: no space is left there"):
        files.write_new(tmp_path / "a.md", broken())
    assert names(tmp_path) == []


def test_a_file_is_never_written_over_another(tmp_path: Path) -> None:
    target, other = tmp_path / "a.md", tmp_path / "b.md"
    target.write_text("mine")
    other.symlink_to(tmp_path / "nowhere")
    for path in (target, other):
        with pytest.raises(ExportError, match="it is there already"):
            files.write_new(path, [b"theirs"])

    def meanwhile() -> object:
        yield b"theirs"
        (tmp_path / "c.md").write_text("mine")

    with pytest.raises(ExportError, match="it is there already"):
        files.write_new(tmp_path / "c.md", meanwhile())
    assert (target.read_text(), (tmp_path / "c.md").read_text()) == ("mine", "mine")
    assert names(tmp_path) == ["a.md", "b.md", "c.md"]


def test_a_full_disk_behind_standard_output_is_told_in_one_line(desk: Desk) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    arguments = ["--config", str(desk.config), "--db", str(desk.db), "export", "opml"]
    with full.open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-m", "gazette", *arguments],
            stdout=out,
            stderr=subprocess.PIPE,
            env={**os.environ, "LANG": "en_GB.UTF-8"},
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == b"gazette: standard output: not written: no space is left there\n"


def other_desk(desk: Desk) -> Desk:
    """Return a second store, with the same subscriptions and no story."""
    folder = desk.folder / "other"
    folder.mkdir()
    (folder / "feeds.toml").write_text(desk.config.read_text())
    return Desk(folder, desk.capture)


def test_stories_move_to_another_store_with_their_texts_and_marks(desk: Desk) -> None:
    file = desk.folder / "stories.jsonl"
    desk.run("mark", "2", "--star", "--read")
    code, lines, err = desk.run("export", "jsonl", str(file))
    assert (code, lines, err) == (0, [], f"2 stories written to {file}\n")
    assert file.stat().st_mode & 0o777 == 0o600
    other = other_desk(desk)
    assert other.run("import", str(file)) == (0, [], "2 stories added\n")
    assert other.jsonl("stories", "--full") == desk.jsonl("stories", "--full")
    desk.run("mark", "1", "--read")
    desk.run("mark", "2", "--unstar")
    file.unlink()
    desk.run("export", "jsonl", str(file))
    told = "0 stories added · 2 were there already · 1 of them newly marked\n"
    assert other.run("import", str(file)) == (0, [], told)
    assert [(s["read"], s["starred"]) for s in other.jsonl("stories")] == [
        (True, True),
        (True, False),
    ]


def test_lines_go_to_standard_output_oldest_first(desk: Desk) -> None:
    code, lines, err = desk.run("export", "jsonl", "-", "feed:journal")
    assert (code, err) == (0, "")
    assert [json.loads(line)["title"] for line in lines] == ["Titre 2", "L’été [direct]"]
    assert all(json.loads(line)["gazette"] == 2 for line in lines)
    assert desk.run("export", "jsonl")[1] == lines
    assert desk.run("export", "jsonl", "--limit", "1")[1] == lines[1:]
    assert desk.run("export", "jsonl", "-", "-alinéa", "title:titre")[1] == lines[:1]


def test_a_file_of_stories_is_not_written_over_another(desk: Desk) -> None:
    code, _, err = desk.run("export", "jsonl", str(desk.config))
    assert (code, "it is there already" in err) == (1, True)
    assert desk.config.read_text().startswith("[[feeds]]")
    code, _, err = desk.run("export", "jsonl", str(desk.folder / "nowhere" / "a.jsonl"))
    assert (code, "its folder is not there" in err) == (1, True)


def test_an_address_with_a_secret_is_told_of(desk: Desk) -> None:
    secret = "https://jean:sesame@b.example/rss"
    store = open_store(desk.db)
    (feed,) = subscribed(store, make_subscription(url=secret))
    record_entries(store, feed, make_entry(7))
    store.close()
    code, lines, err = desk.run("export", "jsonl")
    assert code == 0
    assert "1 address of a feed holds a password or a key: give the file to nobody" in err
    assert secret in "".join(lines)
    assert "sesame" not in err


def test_damaged_lines_are_named_and_the_others_taken_in(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, lines, _ = desk.run("export", "jsonl")
    body = "\n".join(["\ufeff" + lines[0], "", lines[1][:50], "{}", '{"gazette": 3}', lines[1]])
    other = other_desk(desk)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(body.encode())))
    code, _, err = other.run("import", "-")
    assert (code, err.splitlines()) == (
        0,
        [
            "  -, line 3: not a story: its JSON is damaged",
            "  -, line 4: not a story: it is no line of `gazette export jsonl`",
            "  -, line 5: not a story: it was written by a newer gazette; please update gazette",
            "2 stories added · 3 lines refused",
        ],
    )
    assert len(other.jsonl("stories")) == 2


def test_a_file_without_any_story_says_so_and_ends_with_1(desk: Desk) -> None:
    file = desk.folder / "stories.jsonl"
    file.write_text("damaged from its start\n" * 15)
    code, _, err = desk.run("import", str(file))
    assert (code, len(err.splitlines())) == (1, 12)
    assert err.splitlines()[-2:] == ["  …", "0 stories added · 15 lines refused"]


def test_no_story_is_taken_in_while_a_fetch_runs(desk: Desk) -> None:
    file = desk.folder / "stories.jsonl"
    desk.run("export", "jsonl", str(file))
    with fetch_lock(desk.db):
        code, _, err = desk.run("import", str(file))
    assert (code, "a fetch is running" in err) == (1, True)


@pytest.mark.usefixtures("utc")
def test_an_edition_is_a_book_of_the_query_in_the_readers_words(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    file = desk.folder / "dimanche.epub"
    code, lines, err = desk.run("export", "epub", str(file), "on:2026-11-22")
    assert (code, lines) == (0, [])
    assert plain_spaces(err) == f"2 articles écrits dans {file}\n"
    with zipfile.ZipFile(file) as book:
        cover = plain_spaces(book.read("EPUB/cover.svg").decode())
        chapters = [name for name in book.namelist() if "story-" in name]
        chapter = plain_spaces(book.read(chapters[0]).decode())
        nav = book.read("EPUB/nav.xhtml").decode()
    assert len(chapters) == 2
    assert ">dimanche 22 novembre 2026<" in cover
    assert ">2 articles<" in cover
    assert "L’été [direct]" in chapter
    assert "Le Journal · dimanche 22 novembre 2026 à 13:05" in chapter
    assert "<span>Français</span>" in nav
    assert desk.run("export", "epub", str(file), "on:2026-11-22")[0] == 1


def test_an_edition_without_a_query_is_that_of_today(desk: Desk) -> None:
    file = desk.folder / "today.epub"
    code, _, err = desk.run("export", "epub", str(file))
    assert code == 1
    assert "nothing came today" in err
    assert desk.run("export", "epub", str(file), "")[0] == 1
    store = open_store(desk.db)
    (feed,) = subscribed(store, make_subscription(title="Le Journal", tags=("presse",)))
    now = system_clock()
    record_entries(store, feed, make_entry(9, published=now), now=now)
    store.close()
    code, _, err = desk.run("export", "epub", str(file))
    assert (code, err) == (0, f"1 story written to {file}\n")


@pytest.mark.usefixtures("utc")
def test_an_edition_of_several_days_and_languages_says_which(desk: Desk) -> None:
    store = open_store(desk.db)
    (feed,) = subscribed(store, make_subscription(title="Le Journal", tags=("presse",)))
    record_entries(store, feed, make_entry(30, language="en"), make_entry(40, language=None))
    store.close()
    file = desk.folder / "all.epub"
    assert desk.run("export", "epub", str(file), "is:unread")[0] == 0
    with zipfile.ZipFile(file) as book:
        cover = book.read("EPUB/cover.svg").decode()
    shown = re.findall(r">([^<]+)</text>", cover)
    assert shown == [
        "gazette",
        "from Friday, 20 November 2026",
        "to Sunday, 22 November 2026",
        "4 stories",
        "French: 2",
        "English: 1",
        "Other languages: 1",
    ]


@pytest.mark.parametrize("name", list(export.commands))
def test_the_help_of_each_format_is_french_in_french(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    code, lines, _ = desk.run("export", name, "--help")
    assert code == 0
    page, french = plain_spaces(" ".join(" ".join(lines).split())), words("fr")
    command = export.commands[name]
    helps = [p.help for p in command.params if isinstance(p, click.Option)]
    for message in (command.help, *helps):
        assert message
        assert french(message) != message
        assert plain_spaces(french(message).partition("\n\n")[0]) in page
    for english in ("FILE", "FOLDER", "QUERY"):
        assert english not in page


def test_a_configuration_that_cannot_be_used_is_no_fault_of_the_file(desk: Desk) -> None:
    file = desk.folder / "stories.jsonl"
    desk.run("export", "jsonl", str(file))
    desk.config.write_text("this is no TOML")
    code, _, err = desk.run("import", str(file))
    assert (code, str(file) in err) == (78, False)

"""What shells suggest, asked as they ask: bash and fish themselves where they are there."""

import os
import shutil
import subprocess
import sys
from datetime import UTC
from pathlib import Path

import click
import pytest

from gazette.cli.completion import register
from gazette.cli.main import gazette
from gazette.i18n import words
from gazette.query import Facts, matches, parse
from gazette.store import open_store
from gazette.store.names import Names, read_names
from tests.builders import NOW, make_subscription
from tests.cli.conftest import Desk

TITLES = (
    "Le Journal",
    "Rue89, Strasbourg",
    "L'Œuvre d'art",
    "NPR: News",
    "École * [x] $HOME `id` \\n",
    'C"est ça',
)
TAGS = ("presse", "vie privée", "a:b")
QUESTION = """\
{script}
COMP_WORDS=("$@"); COMP_CWORD=$(($#-1))
_gazette_completion gazette
for found in "${{COMPREPLY[@]}}"; do eval "printf '%s\\n' $QUOTE$found$QUOTE"; done
"""


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "gazette.db"
    store = open_store(path)
    store.feeds.sync(
        make_subscription(url=f"https://{number}.example/", title=title, tags=TAGS)
        for number, title in enumerate(TITLES)
    )
    store.close()
    return path


def environment(db: Path, **more: str) -> dict[str, str]:
    folder = str(Path(sys.executable).parent)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))}
    path = os.pathsep.join((folder, os.environ["PATH"]))
    return {**kept, "PATH": path, "GAZETTE_DB": str(db), "LANG": "C.UTF-8", **more}


def asked(db: Path, shell: str, line: str, word: str | int) -> list[str]:
    """Return what gazette answers to a shell that wants to complete a line."""
    done = subprocess.run(
        ["gazette"],
        env=environment(
            db, _GAZETTE_COMPLETE=f"{shell}_complete", COMP_WORDS=line, COMP_CWORD=str(word)
        ),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


def by_bash(db: Path, *words: str, quote: str = "") -> list[str]:
    """Return what real bash would put on the line, as the words that it would then run."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not there")
    script = subprocess.run(
        ["gazette", "completion", "bash"], env=environment(db), capture_output=True, check=True
    ).stdout.decode()
    done = subprocess.run(
        [bash, "--norc", "-c", QUESTION.format(script=script), "bash", "gazette", *words],
        env=environment(db, QUOTE=quote),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "syntax error" not in done.stderr
    return done.stdout.splitlines()


def test_the_views_of_feeds_toml_are_suggested(db: Path, tmp_path: Path) -> None:
    config = tmp_path / "list.toml"
    line = ("--config", str(config), "stories", "--view")
    assert by_bash(db, *line, "") == []
    assert not config.exists()
    config.write_text(
        '[[views]]\nname = "Été, à lire"\nquery = "a"\n[[views]]\nname = "Eux"\nquery = "b"\n'
    )
    assert by_bash(db, *line, "") == ["Été, à lire", "Eux"]
    assert by_bash(db, *line, "ete") == ["Été, à lire"]
    config.write_text("[[views]]\n")
    assert by_bash(db, *line, "") == []


def test_bash_completes_commands_options_feeds_and_tags(db: Path) -> None:
    assert by_bash(db, "rem") == ["remove"]
    assert by_bash(db, "stories", "--li") == ["--limit"]
    assert by_bash(db, "export", "") == ["markdown", "jsonl", "epub", "opml"]
    assert by_bash(db, "remove", "") == list(TITLES)
    assert by_bash(db, "fetch", "ecole") == [TITLES[4]]
    assert by_bash(db, "fetch", "Le\\ Journal", "npr") == ["NPR: News"]
    assert by_bash(db, "add", "x", "--tag", "v") == ["vie privée"]
    assert by_bash(db, "add", "x", "--tag", "=", "") == sorted(TAGS)


def test_bash_completes_feeds_and_tags_in_queries(db: Path) -> None:
    quoted = [f"«{title}»" if '"' in title else f'"{title}"' for title in TITLES]
    assert by_bash(db, "stories", "feed", ":") == quoted
    assert by_bash(db, "stories", "is", ":", "read", "flux", ":", "npr") == ['"NPR: News"']
    assert by_bash(db, "stories", "tag", ":", "p") == ["presse"]
    assert by_bash(db, "export", "jsonl", "-", "tag", ":", '"a', quote='"') == ['"a:b"']
    inside = by_bash(db, "export", "epub", "x", "'été étiquette:\"vie p", quote="'")
    assert inside == ['été étiquette:"vie privée"']
    assert by_bash(db, "stories", "tag", ":", '"vie p', quote='"') == ['"vie privée"']
    assert by_bash(db, "stories", "'tag:presse feed:le j", quote="'") == [
        'tag:presse feed:"Le Journal"'
    ]
    assert by_bash(db, "stories", "'tag:presse j", quote="'") == []
    assert by_bash(db, "stories", "title", ":", "L") == []
    assert by_bash(db, "stories", "L") == []


def test_what_is_suggested_for_a_query_asks_for_just_that_feed_or_tag(db: Path) -> None:
    for field, names in (("feed", TITLES), ("tag", sorted(TAGS))):
        values = by_bash(db, "stories", field, ":")
        for name, value in zip(names, values, strict=True):
            query = parse(f"{field}:{value}", now=NOW, zone=UTC)
            found = [n for n in names if matches(query, Facts(NOW, feeds=((n, ""),), tags=(n,)))]
            assert found == [name]


def test_bash_goes_on_inside_the_quote_that_was_opened(db: Path) -> None:
    assert by_bash(db, "remove", "'l", quote="'") == ["Le Journal", "L'Œuvre d'art"]
    assert by_bash(db, "remove", '"', quote='"') == list(TITLES)


def test_fish_completes_feeds_with_commas(db: Path) -> None:
    fish = shutil.which("fish")
    if fish is None:
        pytest.skip("fish is not there")
    script = "gazette completion fish | source; complete -C $argv[1]"
    for line, found in (("rem", "remove"), ("remove Ru", "Rue89,\\ Strasbourg")):
        done = subprocess.run(
            [fish, "--no-config", "-c", script, f"gazette {line}"],
            env=environment(db, HOME=str(db.parent)),
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.splitlines()[0].partition("\t")[0] in (found, found.replace("\\", ""))


def test_zsh_gets_a_word_on_each_command(db: Path) -> None:
    lines = asked(db, "zsh", "gazette sto", 1)
    assert lines == ["plain", "stories", "List stories, newest first."]
    french = environment(db, LANGUAGE="fr", _GAZETTE_COMPLETE="zsh_complete")
    done = subprocess.run(
        ["gazette"],
        env={**french, "COMP_WORDS": "gazette stories --l", "COMP_CWORD": "2"},
        capture_output=True,
        text=True,
        check=True,
    )
    help_ = "At most so many stories; {default} unless you say otherwise."
    assert done.stdout.splitlines()[-1] == words("fr")(help_).format(default=50)


@pytest.mark.parametrize("line", ["gazette nonsense ", "gazette 'open "])
def test_a_command_that_is_not_known_makes_no_error(db: Path, line: str) -> None:
    commands = gazette.list_commands(click.Context(gazette))
    assert asked(db, "bash", line, 2) == [f"plain,{name}" for name in commands]
    by_zsh = asked(db, "zsh", line, 2)
    assert by_zsh[::3] == ["plain"] * len(commands)
    assert by_zsh[1::3] == commands
    assert all(by_zsh[2::3])


def test_an_option_that_is_not_known_makes_no_error(db: Path) -> None:
    for shell in ("bash", "zsh"):
        assert asked(db, shell, "gazette --nonsense x ", 2) == [""]  # click's own line


def test_the_options_before_the_command_are_heeded(db: Path, tmp_path: Path) -> None:
    line = f"gazette --db {tmp_path / 'none.db'} remove "
    assert asked(db, "bash", line, 4) == [""]  # click ends with a line of its own
    assert sorted(path.name for path in tmp_path.iterdir()) == ["gazette.db", "gazette.db.lock"]


def test_names_are_read_without_a_trace_and_without_a_wait(db: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    assert read_names(db) == Names(TITLES, tuple(sorted(TAGS)))
    assert sorted(tmp_path.iterdir()) == before
    store = open_store(db)
    store.connection.execute("BEGIN EXCLUSIVE")  # as a fetch that writes
    assert read_names(db).feeds == TITLES
    store.connection.execute("ROLLBACK")
    store.close()


@pytest.mark.parametrize("content", [None, b"", b"no database", b"SQLite format 3\0" * 999])
def test_where_no_names_can_be_read_there_are_none(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "gazette.db"
    if content is not None:
        path.write_bytes(content)
    assert read_names(path) == Names()
    assert path.exists() is (content is not None)
    assert read_names(tmp_path) == Names()


def test_the_secrets_of_a_feed_without_a_name_are_not_suggested(tmp_path: Path) -> None:
    store = open_store(tmp_path / "gazette.db")
    store.feeds.sync([make_subscription(url="https://jean:sesame@a.example/rss", title=None)])
    store.close()
    assert read_names(tmp_path / "gazette.db").feeds == ("https://***@a.example/rss",)


def test_a_feed_that_no_query_finds_by_its_name_is_not_suggested_for_one(tmp_path: Path) -> None:
    store = open_store(tmp_path / "gazette.db")
    secret = make_subscription(url="https://jean:sesame@a.example/rss", title=None)
    store.feeds.sync([secret, make_subscription(url="https://b.example/", title="Le Journal")])
    store.close()
    lines = asked(tmp_path / "gazette.db", "zsh", "gazette stories feed:", 2)
    assert lines == ["plain", 'feed:"Le Journal"', "_"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_its_script(desk: Desk, shell: str) -> None:
    register()
    code, lines, err = desk.run("completion", shell)
    assert (code, err) == (0, "")
    assert any("_gazette_completion" in line for line in lines)
    assert any(f"_GAZETTE_COMPLETE={shell}_complete" in line for line in lines)


def test_a_shell_that_is_not_known_is_a_mistake(desk: Desk) -> None:
    code, _, err = desk.run("completion", "tcsh")
    assert (code, "SHELL: expected one of bash, zsh, fish" in err) == (2, True)

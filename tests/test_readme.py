"""The README keeps up with the program: each command, option and key stands in it."""

import re
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from gazette.cli.main import gazette
from gazette.cli.usage import each_command
from gazette.config import _FEED, _FETCH, _READER, _STORE
from gazette.config.queries import RULE, VIEW
from gazette.store import Store
from tests.readme import keys_table, presets_table, table_in

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


LEAVES = {
    context.command_path.removeprefix("gazette "): command
    for context, command in each_command(click.Context(gazette, info_name="gazette"))
    if not isinstance(command, click.Group)
}


@pytest.mark.parametrize("name", sorted(LEAVES))
def test_every_command_and_option_is_described(name: str) -> None:
    command = LEAVES[name]
    (row,) = re.findall(rf"^\| `gazette {name}\b.*$", README, re.MULTILINE)
    options = [o for p in command.params if isinstance(p, click.Option) for o in p.opts]
    shared = "`--jsonl` prints one JSON object a line" in README
    for option in options:
        assert f"`{option}" in row or (option == "--jsonl" and shared), option


def test_the_commands_stand_in_the_order_of_the_help_page() -> None:
    rows = re.findall(r"^\| `gazette ((?:export )?[a-z]+)\b.*$", README, re.MULTILINE)
    assert rows == list(LEAVES)


@pytest.mark.parametrize("key", sorted({*_FETCH, *_READER, *_STORE, *_FEED, *VIEW, *RULE}))
def test_every_key_of_feeds_toml_is_described(key: str) -> None:
    assert re.search(rf"^\| .*`{key}`.* \|", README, re.MULTILINE)


def test_every_table_and_column_of_the_store_is_described(store: Store) -> None:
    tables = store.connection.execute(
        "SELECT name FROM pragma_table_list WHERE type <> 'shadow' AND type <> 'view'"
        " AND schema = 'main' AND substr(name, 1, 1) <> '_' AND name <> 'sqlite_schema'"
    ).fetchall()
    section = README.partition("\n## The store\n")[2].partition("\n## ")[0]
    for (table,) in tables:
        (row,) = re.findall(rf"^\| `{table}` \|.*$", section, re.MULTILINE)
        columns = store.connection.execute(f"SELECT name FROM pragma_table_info('{table}')")
        for (column,) in columns.fetchall():
            assert re.search(rf"\b{column}\b", row), f"{table}.{column}"


@pytest.mark.parametrize("table", [keys_table(), presets_table()], ids=["keys", "presets"])
def test_the_keys_of_the_reader_are_those_that_it_has(table: str) -> None:
    head = table.partition("\n")[0]
    assert table_in(README, head) == table, "run `python -m tests.readme`"


def test_there_are_two_commands_that_do_all_the_setting_up() -> None:
    lines = re.findall(r"^python3 -m venv .*$", README, re.MULTILINE)
    assert [line.rsplit(" && ")[-1] for line in lines] == [
        ".venv/bin/gazette demo",
        ".venv/bin/python -m tests",
    ]


def test_every_picture_is_there_and_is_one_that_a_test_draws() -> None:
    folder = Path(__file__).parents[1]
    pictures = [unquote(name) for name in re.findall(r"^!\[[^]]+\]\((.+)\)$", README, re.MULTILINE)]
    assert len(pictures) >= 4
    for picture in pictures:
        assert picture.startswith("tests/tui/__snapshots__/test_snapshots/")
        assert (folder / picture).read_text(encoding="utf-8").startswith("<svg ")

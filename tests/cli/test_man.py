"""The manual page: all of the command line, in two languages, as roff takes it."""

import re
import shutil
import subprocess

import click
import pytest

from gazette.cli.main import gazette
from gazette.cli.man import escaped, page
from gazette.cli.usage import each_command
from gazette.i18n import words
from tests.builders import NOW
from tests.cli.conftest import Desk

SECTIONS = {
    "en": [
        *("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "COMMANDS", "EXIT STATUS", "ENVIRONMENT"),
        *("FILES", "EXAMPLES"),
    ],
    "fr": [
        *("NOM", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "COMMANDES", "CODES DE RETOUR"),
        *("ENVIRONNEMENT", "FICHIERS", "EXEMPLES"),
    ],
}


@pytest.fixture(params=["en", "fr"])
def manual(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("LANGUAGE", request.param)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    root = click.Context(gazette, info_name="gazette", help_option_names=["-h", "--help"])
    return page(root, words(request.param), now=NOW)


def test_every_command_and_option_stands_in_the_manual(manual: str) -> None:
    root = click.Context(gazette, info_name="gazette")
    for context, command in each_command(root):
        if isinstance(command, click.Group):
            continue
        assert f'.SS "{context.command_path} ' in manual
        part = manual.partition(f'.SS "{context.command_path} ')[2].partition("\n.S")[0]
        options = [p for p in command.params if isinstance(p, click.Option)]
        for name in [name for p in options for name in (*p.opts, *p.secondary_opts)]:
            assert escaped(name) in part
    for name in ("--config", "--db", "--version", "--help"):
        assert f"{escaped(name)}" in manual


def test_it_is_plain_ascii_with_the_usual_sections(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for language, sections in SECTIONS.items():
        monkeypatch.setenv("LANGUAGE", language)
        code, lines, err = desk.run("man")
        assert (code, err) == (0, "")
        assert all(line.isascii() and line for line in lines)
        found = [line[5:-1] for line in lines if line.startswith(".SH ")]
        assert found == sections
        assert re.fullmatch(r'\.TH GAZETTE 1 \d{4}-\d\d-\d\d "gazette [\d.]+" "[a-z ]+"', lines[0])


def test_nothing_of_a_text_is_a_request() -> None:
    assert escaped("a\\-b 'c' `d` \"e\" ^~") == r"a\e\-b \(aqc\(aq \(gad\(ga \(dqe\(dq \(ha\(ti"
    assert escaped("œuvre\u202f: \U0001f600") == r"\[u0153]uvre\~: \[u1F600]"


@pytest.mark.parametrize(
    "command",
    [["groff", "-man", "-ww", "-Tutf8", "-z"], ["mandoc", "-Tlint", "-W", "warning"]],
    ids=["groff", "mandoc"],
)
def test_the_programs_that_set_it_have_nothing_to_say(manual: str, command: list[str]) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not there")
    done = subprocess.run(command, input=manual, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

"""`gazette import` and `export`, run in this process."""

import io
import sys
from pathlib import Path

import pytest

from gazette.config import load_config
from gazette.feeds.opml import read_opml
from gazette.model import ListedFeed
from gazette.tui.typography import plain_spaces
from tests.cli.conftest import Desk

OPML = """<opml version="1.0"><body>
<outline text="Presse"><outline text="Régions">
<outline type="rss" text="Le Soir" xmlUrl="https://soir.example/rss?a=1&b=2"/></outline>
<outline type="rss" text="Le Journal" xmlUrl="https://journal.example/rss.xml"/></outline>
<outline type="rss" text="Bad" xmlUrl="javascript:alert(1)"/>
<outline text="Encore"><outline text="Le Soir" xmlUrl="https://soir.example/rss?a=1&b=2"/></outline>
<outline type="rss" text="Chez moi" xmlUrl="http://192.168.1.7:8080/rss"/>
</body></opml>"""


def listed(desk: Desk) -> list[tuple[str, str | None, tuple[str, ...]]]:
    return [(s.url, s.title, s.tags) for s in load_config(desk.config).subscriptions]


def test_a_list_is_imported_and_what_became_of_it_is_said(desk: Desk) -> None:
    before = desk.config.read_text()
    file = desk.folder / "mine.opml"
    file.write_text(OPML)
    code, lines, err = desk.run("import", str(file), "--private")
    assert (code, lines) == (0, [])
    assert listed(desk)[1:] == [
        ("https://soir.example/rss?a=1&b=2", "Le Soir", ("Presse", "Régions", "Encore")),
        ("http://192.168.1.7:8080/rss", "Chez moi", ()),
    ]
    assert desk.config.read_text().startswith(before)
    assert err.splitlines() == [
        '  Bad (javascript:alert(1)): expected an http(s) address, not "javascript:alert(1)"',
        "1 feed was there already: Le Journal",
        "1 feed stood in the list twice; its tags are joined",
        "2 feeds subscribed to · 1 refused",
    ]


def test_addresses_of_ones_own_network_need_a_word(desk: Desk) -> None:
    file = desk.folder / "mine.opml"
    file.write_text(OPML)
    code, _, err = desk.run("import", str(file))
    assert (code, len(listed(desk))) == (0, 2)
    assert "  Chez moi (http://192.168.1.7:8080/rss): an address in your own network" in err


def test_importing_again_changes_nothing(desk: Desk) -> None:
    file = desk.folder / "mine.opml"
    file.write_text(OPML)
    desk.run("import", str(file), "--private")
    before = desk.config.read_bytes()
    code, _, err = desk.run("import", str(file))
    assert (code, desk.config.read_bytes()) == (0, before)
    assert "3 feeds were there already" in err


def test_a_urls_file_of_newsboat_comes_from_standard_input(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    urls = (
        b'https://a.example/rss tech "~L\xc3\xa0-bas"\n"query:Unread:unread = \\"yes\\""\nexec:x\n'
    )
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(urls)))
    code, _, err = desk.run("import", "-")
    assert code == 0
    assert listed(desk)[1:] == [("https://a.example/rss", "Là-bas", ("tech",))]
    assert "it is a saved search, not a feed" in err
    assert "gazette runs no programs" in err


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (
            b'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body>'
            b'<outline text="&x;" xmlUrl="https://a.example/"/></body></opml>',
            "it has a DTD",
        ),
        (b"<opml><body>" + b'<outline text="x">' * 100_000, "its XML is broken"),
        (b"<opml>" + b" " * 10_000_001, "larger than 10 MB"),
        (b"\x89PNG\r\n\x1a\n", "neither OPML nor"),
        (b"", "neither OPML nor"),
        (None, "not there"),
    ],
    ids=["dtd", "deep", "large", "image", "empty", "none"],
)
def test_what_is_no_list_is_refused_in_one_line(
    desk: Desk, body: bytes | None, reason: str
) -> None:
    before = desk.config.read_bytes()
    file = desk.folder / "mine.opml"
    if body is not None:
        file.write_bytes(body)
    code, lines, err = desk.run("import", str(file))
    assert (code, lines, err.count("\n")) == (1, [], 1)
    assert reason in err
    assert str(file) in err
    assert desk.config.read_bytes() == before


def test_a_list_of_which_nothing_can_be_taken_ends_with_one(desk: Desk) -> None:
    file = desk.folder / "urls"
    file.write_text("file:///etc/passwd\n")
    code, _, err = desk.run("import", str(file))
    assert code == 1
    assert "only http and https" in err


def test_refusals_are_told_in_french_without_secrets(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    file = desk.folder / "urls"
    file.write_text("https://a.example/rss\nexec:curl https://me:secret@b.example\n")
    _, _, err = desk.run("import", str(file))
    assert "gazette n’exécute pas de programme pour un flux" in err
    assert "1 flux ajouté aux abonnements · 1 refusé" in plain_spaces(err)
    file.write_text("https://me:secret@b.example/rss?token=secret\x1b[31m\n")
    assert "secret" not in desk.run("import", str(file))[2]


def test_an_export_can_be_imported(desk: Desk, tmp_path: Path) -> None:
    file = desk.folder / "mine.opml"
    file.write_text(OPML)
    desk.run("import", str(file), "--private")
    code, lines, err = desk.run("export", "opml")
    assert (code, err) == (0, "")
    exported = read_opml("\n".join(lines).encode())
    assert exported == tuple(
        ListedFeed(url, title or "Le Journal", tags) for url, title, tags in listed(desk)
    )
    (tmp_path / "again.opml").write_text("\n".join(lines))
    before = listed(desk)
    desk.config.write_text("")
    desk.run("import", str(tmp_path / "again.opml"), "--private")
    assert listed(desk) == before


def test_an_export_that_holds_secrets_says_so_and_can_leave_them_out(desk: Desk) -> None:
    secret = "https://jean:sesame@a.example/rss"
    desk.config.write_text(f'{desk.config.read_text()}[[feeds]]\nurl = "{secret}"\n')
    _, lines, err = desk.run("export", "opml")
    assert [feed.url for feed in read_opml("\n".join(lines).encode())][1:] == [secret]
    assert "1 address holds a password or a key: give the list to nobody" in err
    assert "sesame" not in err
    _, lines, err = desk.run("export", "opml", "--public")
    assert "a.example" not in "\n".join(lines)
    assert "1 feed was left out" in err


def test_an_unknown_form_of_export_is_a_mistake(desk: Desk) -> None:
    code, _, err = desk.run("export", "pdf")
    assert code == 2
    assert "there is no command “pdf”" in err
    code, _, err = desk.run("export")
    assert code == 2
    assert "say which format: markdown, " in err

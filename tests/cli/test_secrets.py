"""Whatever a server says back, no secret of feeds.toml is told, logged or stored as a message."""

import sqlite3

import pytest

from gazette.cli.main import tell_fault
from gazette.demo import Answer, Press, Request
from gazette.store import open_store
from tests.cli.conftest import Desk

USER, PASSWORD, TOKEN, KEY = "anatole", "motdepasse-7", "sesame-ouvre-toi", "clef-de-la-cave"
SECRETS = (USER, PASSWORD, TOKEN, KEY)
MODES = ("bad", "unheard-of", "page", "loop", "away", "gone", "not-xml", "busy")
"""The last one ends the run: its host, the same for all, is left alone from then on."""


def hostile(request: Request) -> Answer:
    """Answer with a failure that says back all that the request said."""
    mode = request.path.partition("?")[0].removeprefix("/secret-").partition(".")[0]
    said = "-".join(SECRETS)
    here = f"{request.path}&key={KEY}"
    page = (
        f'<html><head><title>{said}</title><link rel="alternate" type="application/rss+xml"'
        f' href="/other/{TOKEN}?token={TOKEN}" title="{said}"></head></html>'
    )
    return {
        "bad": Answer(500),
        "unheard-of": Answer(599, {"X-Said": said}, said.encode()),
        "page": Answer(200, {"Content-Type": "text/html"}, page.encode()),
        "loop": Answer(301, {"Location": here}),
        "away": Answer(302, {"Location": f"ftp://{USER}:{PASSWORD}@127.0.0.1/{TOKEN}"}),
        "gone": Answer(410),
        "busy": Answer(429),
        "not-xml": Answer(200, {}, f"<x>{said}</x>".encode()),
    }[mode]


@pytest.fixture
def secretive(desk: Desk, press: Press) -> Desk:
    """Return a desk whose feeds all fail, and have secrets wherever there may be some."""
    lines = ['[fetch]\ndelay = "0s"\n']
    for mode in MODES:
        url = press.serve(f"/secret-{mode}.xml", hostile)
        url = url.replace("://", f"://{USER}:{PASSWORD}@") + f"?token={TOKEN}"
        headers = f'{{ "X-Api-Key" = "{KEY}", Cookie = "a={KEY}" }}'
        lines.append(f'[[feeds]]\nurl = "{url}"\nheaders = {headers}\n')
    desk.config.write_text("".join(lines))
    return desk


def leaks(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


@pytest.mark.parametrize("how", [(), ("--jsonl",), ("--quiet",)])
def test_the_secrets_are_sent_and_never_told(
    secretive: Desk, press: Press, how: tuple[str, ...]
) -> None:
    told = ""
    for command in (
        ("fetch", *how),
        ("feeds",),
        ("feeds", "--failing"),
        ("fetch", "secret-"),
        ("fetch", f"nothing?token={TOKEN}"),
        ("remove", "secret-"),
    ):
        _, lines, errors = secretive.run(*command)
        told += "\n".join((*lines, errors))
        assert "Traceback" not in errors

    asked = [r for r in press.requests if r.path.startswith("/secret-")]
    assert len({r.path.partition("?")[0] for r in asked}) == len(MODES)
    assert all(r.headers["x-api-key"] == KEY for r in asked)
    assert leaks(told) == []
    assert all(f"/secret-{mode}.xml" in told for mode in MODES)
    stored = sqlite3.connect(secretive.db)
    errors = [row[0] for row in stored.execute("SELECT error FROM feeds WHERE position >= 0")]
    stored.close()
    assert all(errors)
    assert leaks("\n".join(errors)) == []


def test_a_fault_of_ours_is_logged_without_the_secrets(
    secretive: Desk, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_details: object, **_more: object) -> None:
        raise RuntimeError(f"cannot read http://{USER}:{PASSWORD}@a.example/{TOKEN} with {KEY}")

    # The one way to a fault of ours is to make one.
    monkeypatch.setattr("gazette.fetch.parsers.Parsers.parse_feed", fault)
    secretive.run("fetch")
    log = secretive.db.with_suffix(".log").read_text(encoding="utf-8")
    assert "RuntimeError: cannot read http://***@a.example/*** with ***" in log
    assert leaks(log) == []


@pytest.mark.parametrize(
    "line",
    [
        f'url = "ftp://{USER}:{PASSWORD}@a.example/?token={TOKEN}"',
        f'url = "https://a.example/"\nheaders = {{ Authorization = "{KEY} é" }}',
        f'url = "https://{USER}:{PASSWORD}@b.example/?token={TOKEN}"',
    ],
)
def test_a_mistake_in_feeds_toml_is_told_without_the_secret(desk: Desk, line: str) -> None:
    twice = f'[[feeds]]\nurl = "https://b.example/?token={TOKEN}"\n'
    desk.config.write_text(f"{twice}[[feeds]]\n{line}\n")
    code, _, errors = desk.run("feeds")
    assert code == 78
    assert leaks(errors) == []


def test_a_feed_without_a_title_is_named_by_its_masked_address(secretive: Desk) -> None:
    secretive.run("feeds")
    store = open_store(secretive.db)
    titles = [row.title for row in store.feeds.rows()]
    store.close()
    assert all("***@127.0.0.1" in title for title in titles)


def test_a_fault_that_ends_the_program_is_told_without_the_secrets(
    capsys: pytest.CaptureFixture[str],
) -> None:
    try:
        raise ValueError(f"https://{USER}:{PASSWORD}@a.example/?token={TOKEN}")
    except ValueError as fault:
        tell_fault(type(fault), fault, fault.__traceback__)
    told = capsys.readouterr().err
    assert "ValueError: https://***@a.example/?token=***" in told
    # The line of this very test is quoted too; it names the secrets and does not hold them.
    assert leaks(told) == []


def test_a_list_that_names_feeds_by_their_addresses_is_taken_without_telling_secrets(
    desk: Desk,
) -> None:
    url = f"https://{USER}:{PASSWORD}@a.example/?token={TOKEN}"
    desk.config.write_text(f'[[feeds]]\nurl = "{url}"\ntitle = "{url}"\n')
    _, lines, _ = desk.run("export", "opml")
    exported = desk.folder / "list.opml"
    exported.write_text("\n".join(lines))
    told = [desk.run("import", str(exported))[2], *desk.run("feeds")[1]]
    assert "1 feed was there already" in told[0]
    assert leaks("\n".join(told)) == []

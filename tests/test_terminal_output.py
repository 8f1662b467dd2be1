"""What reaches the terminal: no text from a feed, a page or feeds.toml can be more than text.

A press whose every field is hostile is fetched, listed and read in a pseudo-terminal, and all that
was printed is taken apart. Over a press of the same shape and harmless words the same things are
done: what a terminal is told there, by Textual and rich, is all that it may be told.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from gazette.cli.main import main
from gazette.demo import Answer, Press
from gazette.store import open_store
from tests.terminal import Control, Terminal, dissected, gazette, renditions

OWNED = "OWNED"
"""What no sequence may hold: every hostile one that takes words has this one."""
ESC, BEL, ST = "\x1b", "\x07", "\x1b\\"
HOSTILE = (
    f"{ESC}]0;{OWNED}{BEL}",  # the window's title
    f"{ESC}]2;{OWNED}{ST}",
    f"{ESC}]52;c;T1dORUQ={BEL}",  # the clipboard
    f"{ESC}]8;;https://owned.example/{ST}{OWNED}{ESC}]8;;{ST}",  # a link
    f"{ESC}]1337;File=inline=1:T1dORUQ={BEL}",  # a picture
    f"{ESC}[2J{ESC}[3;7H{ESC}[?1049l{ESC}[?25l",  # the screen
    f"{ESC}[38;5;201;5m{ESC}[8m",  # colours, blinking, hiding
    f"{ESC}[6n{ESC}[c{ESC}[21t{ESC}P+q{OWNED}{ST}",  # questions that the terminal types answers to
    f"{ESC}_G{OWNED}{ST}{ESC}^{OWNED}{ST}{ESC}X{OWNED}{ST}",
    f"{ESC}c{ESC}(0{ESC}7{ESC}#8",  # resetting it, its line-drawing signs
    f"\x9b31m\x9d0;{OWNED}\x9c\x90{OWNED}\x9c",  # the same in one character
    f"{BEL}\b\b\b\x0e\x0b\x0c\x00\x7f",
    f"before\r{OWNED}",
    "\u202e\u2066txet\u2069\u202c\u200f\u061c",  # text that is read from right to left
    "a\u200bb\u2060c\ufeffd\U000e0041",  # nothing to see
    "e" + "\u0301\u0489" * 40,  # forty accents
    "[/][/link][link=https://owned.example/]x[/link][@click=app.quit]x[/][bold red]x[/]",
    "]]>{leave}{0}%s%n${HOME}`id`",
    "mot " * 60 + "x" * 900,
)
HARMLESS = ("rien", "du tout")
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_STORIES = 3
_SENTENCE = (
    "Le conseil a voté hier soir la rénovation du vieux marché, après trois heures de débat."
)


@dataclass(frozen=True)
class Desk:
    """A feeds.toml, and the store that a fetch has filled from it."""

    folder: Path

    def command(self, *arguments: str) -> tuple[str, ...]:
        config, db = str(self.folder / "feeds.toml"), str(self.folder / "gazette.db")
        return ("--config", config, "--db", db, *arguments)

    def terminal(self, *arguments: str, **environment: str) -> Terminal:
        settings = {"LANG": "en_GB.UTF-8", "COLORTERM": "truecolor", **environment}
        return Terminal(*gazette(*self.command(*arguments)), environment=settings)

    def said(self, *arguments: str) -> str:
        with self.terminal(*arguments) as terminal:
            return terminal.to_end()


def story_page(n: int, words: str) -> bytes:
    """Return a page whose every field holds these words, raw and as character references."""
    coded = "".join(f"&#{ord(c)};" for c in words[:1500])
    words = words.replace("\x00", "")  # a page with one is no text at all
    paragraphs = "".join(f"<p>{_SENTENCE} {text}</p>" for text in (f"FIN-{n}", words, coded))
    return f"""<!doctype html><html lang=fr><title>{escape(words[:200])}</title>
<meta name=author content="{coded}"><meta property=og:site_name content="{coded}"><main>
<h1>Titre {n} {words[:200]}</h1>{paragraphs}<h2>{words}</h2>
<blockquote>{_SENTENCE} {coded}</blockquote>
<ul><li>{_SENTENCE}</li><li>{words}</li></ul><pre>code\t{coded}</pre>
<table><tr><th>a</th><th>{words[:80]}</th></tr><tr><td>1</td><td>{coded}</td></tr></table>
<p>{_SENTENCE} <a href="javascript:{coded}">ici</a>, <a href="https://a.example/{coded}">là</a>,
<b>gras {words[:80]}</b>.</p><figure><img src=x.png><figcaption>{coded}</figcaption></figure>
<p>{_SENTENCE}</p></main>""".encode()


def print_press(press: Press, folder: Path, payloads: tuple[str, ...]) -> Desk:
    """Serve a press that holds these payloads wherever there may be text, and list its feeds."""
    words = " ".join(payloads)
    items = ""
    for n in range(1, _STORIES + 1):
        own = " ".join(payloads[n - 1 :: _STORIES])
        link = press.serve(f"/{n}", Answer(body=story_page(n, own)))
        cdata = own.replace("]]>", "]] >")
        items += (
            f"<item><guid>{n}</guid><link>{link}</link>"
            f"<title><![CDATA[Titre {n} {cdata[:300]}]]></title>"
            f"<author><![CDATA[Auteur {cdata}]]></author><category><![CDATA[{cdata}]]></category>"
            f"<pubDate>Sun, 22 Nov 2026 0{n}:05:00 GMT</pubDate><comments>{escape(own)}</comments>"
            f"<description><![CDATA[Résumé {n} {escape(cdata)} {cdata}]]></description></item>"
        )
    channel = f"<title><![CDATA[Journal {words.replace(']]>', ']] >')}]]></title>{items}"
    body = f'<?xml version="1.0"?><rss version="2.0"><channel>{channel}</channel></rss>'
    good = press.serve("/good.xml", Answer(body=body.encode(errors="surrogatepass")))
    announced = "".join(f"&#{ord(c)};" for c in words[:600])
    bad = press.serve(
        "/bad.xml",
        Answer(
            body=f'<html><link rel=alternate type=application/rss+xml href="/{announced}">'.encode()
        ),
    )
    quoted = '"' + "".join(f"\\U{ord(c):08x}" for c in words[:400] if c != "\x7f") + '"'
    (folder / "feeds.toml").write_text(
        f'[fetch]\ndelay = "0s"\n[reader]\ntheme = "nuit"\n'
        f'[[feeds]]\nurl = "{good}"\ntags = [{quoted}, "presse"]\n'
        f'[[feeds]]\nurl = "{bad}"\ntitle = {quoted}\n',
        encoding="utf-8",
    )
    return Desk(folder)


@pytest.fixture(scope="module")
def fetched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, str]]:
    """The hostile press, fetched, and what the terminal was told meanwhile."""
    with Press() as press:
        desk = print_press(press, tmp_path_factory.mktemp("hostile"), HOSTILE)
        yield desk, desk.said("fetch")


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with Press() as press:
        desk = print_press(press, tmp_path_factory.mktemp("harmless"), HARMLESS)
        assert main([*desk.command("fetch", "--quiet")]) == 0
        yield desk


def only_text(said: str) -> list[Control]:
    """Check what holds for all output, and return the control sequences in it."""
    controls, text = dissected(said)
    assert not _INVISIBLE.search(text)
    assert "\u0301\u0489\u0301\u0489\u0301" not in text
    assert not [c for c in controls if OWNED in c.body or "T1dORUQ" in c.body]
    for control in controls:
        if control.name == "OSC 8":
            address = control.body.split(";", 2)[2]
            assert not address or is_plain_web_address(address), address
    return controls


def is_plain_web_address(address: str) -> bool:
    return (
        urlsplit(address).scheme in ("http", "https")
        and re.fullmatch("[!-~]+", address) is not None
    )


def test_the_parts_of_what_a_terminal_is_told_are_told_apart() -> None:
    for payload in HOSTILE[:9]:
        assert dissected(f"a{payload}b")[0]
    controls, text = dissected(
        f"a{ESC}]8;;x{ST}b{ESC}[1;38;5;9mc{ESC}[?25ld\x9b5me{ESC}(0f\x07{ESC}"
    )
    assert text == "abcdef"
    assert [c.name for c in controls] == [
        "OSC 8",
        "CSI m",
        "CSI ?l",
        "CSI m",
        "ESC (0",
        "C0 \x07",
        "ESC ",
    ]
    assert renditions(controls) == {"1", "38;5;9", "5"}


def test_the_hostile_press_arrived(fetched: tuple[Desk, str]) -> None:
    """Nothing below could fail if the fetch had refused it all."""
    store = open_store(fetched[0].folder / "gazette.db")
    rows = store.feeds.rows()
    stories = [store.stories.story(n) for n in range(1, _STORIES + 1)]
    store.close()
    assert [bool(row.error) for row in rows] == [False, True]
    for story in stories:
        assert story
        assert story.article == "ok"
        assert "FIN-" in story.text
    assert sum(OWNED in story.text for story in stories if story) == 2


def test_a_fetch_moves_its_own_bar_and_nothing_else(fetched: tuple[Desk, str]) -> None:
    _, said = fetched
    names = {control.name for control in only_text(said)}
    assert names <= {"CSI ?l", "CSI ?h", "CSI A", "CSI K", "CSI m", "CSI G"}
    assert "pages" in said
    assert "1 feed failed" in said


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (("stories", "--full", "--no-pager", "--snippets", "marché"), "FIN-2"),
        (("show", "1", "--no-pager"), "Titre"),
        (("feeds",), "Journal"),
        (("doctor", "--offline"), "feeds.toml"),
    ],
)
def test_what_commands_print_is_text_alone(
    fetched: tuple[Desk, str], arguments: tuple[str, ...], shown: str
) -> None:
    said = fetched[0].said(*arguments)
    assert shown in said
    controls = only_text(said)
    assert {control.name for control in controls} <= (
        {"CSI m"} if arguments[0] == "doctor" else set()
    )
    assert renditions(controls) <= {"0", "1", "2", "31", "32", "33"}


def read_through(desk: Desk) -> list[Control]:
    """Read every story, look at every screen, quit, and return what the terminal was told."""
    with desk.terminal(NO_COLOR="") as terminal:
        terminal.until("G A Z E T T E", "Titre 3")
        terminal.press("\r")
        terminal.until("FIN-3")
        terminal.press("J")
        terminal.until("FIN-2")
        terminal.press("J")
        terminal.until("FIN-1")
        terminal.press("Gs!")
        terminal.until("failing", "not a feed")
        terminal.press("1")
        terminal.until("Titre 1")
        terminal.press("/")
        terminal.until("results")  # else what is typed would still be keys of the list
        terminal.press("conseil")
        terminal.until("conseil")
        terminal.press("\r")
        terminal.until("help")
        terminal.press("?")
        terminal.until("to find one")
        terminal.press("theme")
        terminal.until("another theme")
        terminal.press("\x11")
        controls = only_text(terminal.to_end())
        assert terminal.code == 0
    return controls


def test_the_reader_tells_the_terminal_nothing_that_it_does_not_over_harmless_words(
    fetched: tuple[Desk, str], harmless: Desk
) -> None:
    usual = read_through(harmless)
    said = read_through(fetched[0])
    assert {control.name for control in said} <= {control.name for control in usual}
    # Italics are a standfirst's, which the extractor sees in one of these pages alone.
    assert renditions(said) <= renditions(usual) | {"3"}
    for control in said:
        if control.name == "CSI H":
            line, column = (
                (int(part) for part in control.body.split(";")) if control.body else (1, 1)
            )
            assert 1 <= line <= 40
            assert 1 <= column <= 120
        if control.kind not in ("CSI", "C0") and control.name != "OSC 8":
            assert control in usual

"""What a terminal is told of pictures: those, and nothing that anybody has put into them."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from rich.style import Style

from gazette.tui.plates import Plate
from gazette.tui.widgets.plate_rack import PlateRack
from tests.terminal import Control, Terminal, dissected, gazette
from tests.tui.album import ESCAPE, photo, print_album
from tests.tui.press import FEEDS


class Gallery(BaseHTTPRequestHandler):
    """Has one picture, which has hostile words in it, and says hostile words of all others."""

    def do_GET(self) -> None:
        body = photo("PNG") if self.path == "/a.png" else b""
        self.send_response(200 if body else 404, None if body else ESCAPE)
        self.send_header("Content-Type", ESCAPE)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def gallery() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Gallery) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def look_at_pictures(folder: Path, **environment: str) -> list[Control]:
    """Show the pictures of a story and hide them, and return what the terminal was told."""
    with gallery() as url:
        print_album(folder / "gazette.db", f"{url}/a.png", f"{url}/{ESCAPE}.png", f"{url}/b.png")
        feeds = [f"{url}/rss.xml", *(f"https://{n}.example/rss.xml" for n in range(len(FEEDS)))]
        text = "".join(f'[[feeds]]\nurl = "{feed}"\n' for feed in feeds)
        (folder / "feeds.toml").write_text(f'[reader]\ntheme = "papier"\n{text}')
        place = ("--config", str(folder / "feeds.toml"), "--db", str(folder / "gazette.db"))
        around = {"XDG_CACHE_HOME": str(folder), "COLORTERM": "truecolor", "LANGUAGE": "en"}
        around.update(environment)
        with Terminal(*gazette(*place), size=(120, 80), environment=around) as terminal:
            terminal.until("G A Z E T T E", "Texte 1a")
            terminal.press("\rI")
            terminal.until("\U0010eeee", "No picture: the server answered 404")
            terminal.press("I")
            terminal.until("Texte 3b")
            terminal.press("\x11")
            controls, _ = dissected(terminal.to_end())
            assert terminal.code == 0
    return controls


def test_kitty_is_given_a_picture_and_told_to_forget_it(tmp_path: Path) -> None:
    controls = look_at_pictures(tmp_path, TERM="xterm-kitty")
    told = [control.body for control in controls if control.kind == "APC"]
    (number,) = {number for body in told for number in re.findall(r"\bi=(\d+)", body)}
    *given, last = told
    assert last == f"Ga=d,d=I,i={number},q=2"
    assert re.fullmatch(rf"Ga=p,i={number},c=\d+,r=\d+,U=1,q=2", given.pop())
    for body in given:
        assert re.fullmatch(rf"Gi={number},m=[01],f=100,q=2;[A-Za-z0-9+/=]+", body)
    assert not [c for c in controls if "OWNED" in c.body]
    assert not [c for c in controls if c.kind == "DCS" or c.name == "OSC 0"]


def test_sixels_are_drawn_over_blanks_and_leave_the_cursor_behind_them() -> None:
    rack = PlateRack([].append)
    rows = ("\x1bP0q#0~\x1b\\", "\x1bP0q#1~\x1b\\")
    rack.announce({3: "soon"})
    rack.put(3, Plate(4, 2, rows=rows), (4, 2))
    used, segments = rack.draw(3, 1, 10, Style())
    assert used == 7
    assert "".join(s.text for s in segments) == f"{' ' * 7}\x1b7\x1b[4D{rows[1]}\x1b8"
    assert sum(segment.cell_length for segment in segments) == used


def test_what_a_terminal_lost_is_sent_again_and_what_goes_is_forgotten() -> None:
    sent: list[str] = []
    rack = PlateRack(sent.append)
    rack.put(1, Plate(1, 1, rows=("x",), sent="one", number=5), (9, 9))
    rack.put(1, Plate(1, 1, rows=("y",), sent="two", number=6), (9, 9))
    rack.send_again()
    rack.clear()
    assert [line.strip("\x1b_\\") for line in sent] == [
        "one",
        "Ga=d,d=I,i=5,q=2",
        "two",
        "two",
        "Ga=d,d=I,i=6,q=2",
    ]
    assert not rack

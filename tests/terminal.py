"""A pseudo-terminal to run gazette in, and what it was told to do: text and control sequences."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

PATIENCE_S = 60.0
"""A machine this busy is at fault itself."""


@dataclass(frozen=True)
class Control:
    """One control sequence of ECMA-48, or a control character that stands alone."""

    kind: str
    """ "CSI", "OSC", "DCS" and the like, "ESC" for the short ones, "C0" or "C1" for characters."""
    body: str
    """What stands between the introducer and the end."""
    final: str
    """The character that says what it does; a string's terminator says nothing, and is ""."""

    @property
    def name(self) -> str:
        """What it does, without the numbers: "CSI ?h"; of an OSC its number."""
        if self.kind == "OSC":
            return f"OSC {self.body.partition(';')[0]}"
        signs = "".join(c for c in self.body if not c.isdigit() and c not in ";:")
        return (
            f"{self.kind} {signs}{self.final}"
            if self.kind in ("CSI", "ESC", "C0", "C1")
            else (self.kind)
        )


_STRINGS = {"]": "OSC", "P": "DCS", "X": "SOS", "^": "PM", "_": "APC"}
_EIGHT_BIT = {"\x9d": "]", "\x90": "P", "\x98": "X", "\x9e": "^", "\x9f": "_", "\x9b": "["}
_CSI = re.compile(r"([0-?]*[ -/]*)([@-~])")
_STRING_END = re.compile(r"\x07|\x1b\\|\x9c|\x18|\x1a")
_ESC = re.compile(r"([ -/]*)([0-~])")
_LAYOUT = "\r\n\t"
"""What lays text out, and does no more."""


def dissected(said: str) -> tuple[list[Control], str]:
    """Return the control sequences in what a terminal was told, and the text without them.

    A sequence that never ends is one too: its kind, with all that a terminal would swallow.
    """
    controls: list[Control] = []
    text: list[str] = []
    place = 0
    while place < len(said):
        character = said[place]
        if character == "\x1b" or character in _EIGHT_BIT:
            control, place = _sequence_at(said, place)
            controls.append(control)
            continue
        place += 1
        if character in _LAYOUT or not (character < " " or "\x7f" <= character <= "\x9f"):
            text.append(character)
        else:
            controls.append(Control("C0" if character <= "\x7f" else "C1", "", character))
    return controls, "".join(text)


def _sequence_at(said: str, place: int) -> tuple[Control, int]:
    """Return the sequence at `place`, and where it ends."""
    introducer = _EIGHT_BIT.get(said[place]) or said[place + 1 : place + 2]
    after = place + (1 if said[place] in _EIGHT_BIT else 2)
    if introducer == "[":
        match = _CSI.match(said, after)
        return (
            (Control("CSI", match[1], match[2]), match.end())
            if match
            else (Control("CSI", said[after:], ""), len(said))
        )
    if introducer in _STRINGS:
        end = _STRING_END.search(said, after)
        stop, go_on = (end.start(), end.end()) if end else (len(said), len(said))
        return Control(_STRINGS[introducer], said[after:stop], ""), go_on
    match = _ESC.match(said, place + 1)
    if match is None:
        return Control("ESC", "", ""), place + 1
    return Control("ESC", match[1], match[2]), match.end()


def renditions(controls: Sequence[Control]) -> set[str]:
    """Return all colours and weights that were asked for: "1", "38;2;250;246;238"."""
    wanted = set()
    for control in controls:
        if control.name == "CSI m":
            wanted |= {
                m[0] for m in re.finditer(r"[34]8;(?:2;\d+;\d+;\d+|5;\d+)|\d+", control.body)
            }
    return wanted


class Terminal:
    """A program in a terminal of its own: what it prints, and keys for it."""

    def __init__(
        self,
        *command: str,
        size: tuple[int, int] = (120, 40),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        # Who runs the tests may have said how large the terminal is that they run in.
        around = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
        self._ours, theirs = pty.openpty()
        columns, lines = size
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        # A machine that is paused and goes on sends this, and Textual would begin anew. Whatever is
        # blocked here is blocked in the program, too.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCONT})
        self._process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            env={**around, "TERM": "xterm-256color", **(environment or {})},
        )
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        os.close(theirs)
        self._said = bytearray()
        self._heard = 0
        self.code: int | None = None
        """The exit code, once it has ended."""
        self._deadline = time.monotonic() + PATIENCE_S

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *details: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        os.close(self._ours)

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self._ours, keys.encode())

    def until(self, *texts: str) -> None:
        """Read on until all these have been printed since the last time that this was asked."""
        for _ in self._reading():
            told = dissected(self._said[self._heard :].decode(errors="replace"))[1]
            if all(text in told for text in texts):
                self._heard = len(self._said)
                return
        raise AssertionError(f"{texts!r} was never printed:\n{told[-3000:]}")

    def to_end(self) -> str:
        """Read on until the program has ended, and return all that it printed."""
        for _ in self._reading():
            pass
        self.code = self._process.wait()
        return self._said.decode()

    def _reading(self) -> Iterator[None]:
        yield
        while True:
            left = self._deadline - time.monotonic()
            if left <= 0 or not select.select([self._ours], [], [], left)[0]:
                raise AssertionError(
                    f"it said no more:\n{self._said[-3000:].decode(errors='replace')}"
                )
            try:
                self._said += os.read(self._ours, 65536)
            except OSError:  # EIO: the other end is closed
                return
            yield


def gazette(*arguments: str) -> tuple[str, ...]:
    """Return the command line of gazette."""
    return (sys.executable, "-m", "gazette", *arguments)

"""The one line that is ours among those of a crontab.

Pure: bytes in, bytes out, because a crontab may hold any bytes. What is not ours stays as it is,
byte for byte; only a missing end of the last line is supplied, without which no line can follow
and Debian's crontab takes no file.
"""

import re
import shlex
from pathlib import PurePosixPath
from typing import Final

from msgspec import Struct

from gazette.cron.cadence import Cadence, read_crontab_fields
from gazette.text import clean_line

MARKER: Final = "# gazette"
SHOWN_CHARS: Final = 300

_MARKED: Final = re.compile(
    rb"[ \t]*((?:[^\s#]\S*[ \t]+){5}|@\w+[ \t]+)(\S.*)" + re.escape(MARKER.encode()) + rb"\s*"
)
_LIVE: Final = re.compile(rb"[ \t]*[^\s#].*gazette.*\s*")
_OPTIONS: Final = ("--config", "--db")


class CrontabLine(Struct, frozen=True):
    """Our line, as it was found."""

    fields: str
    """When it runs: "7,37 * * * *"."""
    cadence: Cadence | None
    command: tuple[str, ...]


def render_line(cadence: Cadence, command: tuple[str, ...]) -> str:
    """Return our line, without its end."""
    # cron takes what is behind a bare % for the command's input, in quotes too (crontab(5)).
    return f"{cadence.crontab} {shlex.join(command)} {MARKER}".replace("%", r"\%")


def find_line(crontab: bytes) -> CrontabLine | None:
    """Return our line; None where there is none."""
    return next((ours for line in _lines(crontab) if (ours := _read(line))), None)


def with_line(crontab: bytes, line: str) -> bytes:
    """Return the crontab with `line` for ours: in the place of the old one, else at the end."""
    ours = line.encode() + b"\n"
    lines = _lines(crontab)
    place = next((n for n, old in enumerate(lines) if _read(old)), len(lines))
    before = b"".join(lines[:place])
    if before and not before.endswith(b"\n"):
        before += b"\n"
    return before + ours + without_line(b"".join(lines[place:]))


def without_line(crontab: bytes) -> bytes:
    """Return the crontab without our line."""
    return b"".join(line for line in _lines(crontab) if not _read(line))


def other_fetches(crontab: bytes) -> tuple[str, ...]:
    """Return the lines that run `gazette fetch` too, and are not ours to change; to be shown."""
    return tuple(
        clean_line(line.decode(errors="replace"), SHOWN_CHARS)
        for line in _lines(crontab)
        if _LIVE.fullmatch(line) and _fetches(_words(line)) and not _read(line)
    )


def _read(line: bytes) -> CrontabLine | None:
    """Return what our line says; None of another.

    A line of ours that was changed by hand (another time, more options) is still ours; one that
    is switched off (# in front), or runs something else under the same mark, is not.
    """
    match = _MARKED.fullmatch(line)
    command = _words(match[2]) if match else ()
    if match is None or not _fetches(command):
        return None
    fields = match[1].decode(errors="replace").strip()
    return CrontabLine(fields, read_crontab_fields(fields), command)


def _fetches(words: tuple[str, ...]) -> bool:
    """Return whether a command runs `gazette fetch`, by whatever path and with which files."""
    for place, word in enumerate(words):
        if PurePosixPath(word).name == "gazette":
            rest = words[place + 1 :]
            while rest[:1] and rest[0] in _OPTIONS:
                rest = rest[2:]
            if rest[:1] == ("fetch",):
                return True
    return False


def _lines(crontab: bytes) -> list[bytes]:
    """Return the lines with their ends; for cron a line feed alone ends one."""
    return re.findall(rb"[^\n]*\n|[^\n]+", crontab)


def _words(command: bytes) -> tuple[str, ...]:
    text = command.decode(errors="surrogateescape").replace(r"\%", "%")
    try:
        return tuple(shlex.split(text))
    except ValueError:  # changed by hand into something that no shell takes
        return tuple(text.split())

"""The one line that is ours among those of a crontab.

Pure: bytes in, bytes out, because a crontab may hold any bytes. What is not ours stays as it is,
byte for byte; only a missing end of the last line is supplied, without which no line can follow
and Debian's crontab takes no file.
"""

import re
import shlex
from dataclasses import dataclass
from typing import Final

from gazette.cron.cadence import Cadence, read_crontab_fields
from gazette.text import clean_line

MARKER: Final = "# gazette"
SHOWN_CHARS: Final = 300

# A line of ours that was changed by hand (another time, more options) is still ours; one that is
# switched off (# in front), or that runs something else, is not.
_OURS: Final = re.compile(
    rb"[ \t]*((?:[^\s#]\S*[ \t]+){5}|@\w+[ \t]+)(\S.*[ \t]fetch\b.*?)[ \t]*# gazette\s*"
)
_FOREIGN: Final = re.compile(rb"[ \t]*[^\s#].*\bgazette\b.*\bfetch\b.*\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class CrontabLine:
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
    for line in _lines(crontab):
        if match := _OURS.fullmatch(line):
            fields = match[1].decode(errors="surrogateescape").strip()
            told = match[2].decode(errors="surrogateescape").replace(r"\%", "%")
            return CrontabLine(fields, read_crontab_fields(fields), _words(told))
    return None


def with_line(crontab: bytes, line: str) -> bytes:
    """Return the crontab with `line` for ours: in the place of the old one, else at the end."""
    ours = line.encode() + b"\n"
    lines = _lines(crontab)
    place = next((n for n, old in enumerate(lines) if _OURS.fullmatch(old)), len(lines))
    before = b"".join(lines[:place])
    if before and not before.endswith(b"\n"):
        before += b"\n"
    return before + ours + without_line(b"".join(lines[place:]))


def without_line(crontab: bytes) -> bytes:
    """Return the crontab without our line."""
    return b"".join(line for line in _lines(crontab) if not _OURS.fullmatch(line))


def other_fetches(crontab: bytes) -> tuple[str, ...]:
    """Return the lines that run `gazette fetch` too, and are not ours to change; to be shown."""
    return tuple(
        clean_line(line.decode(errors="replace"), SHOWN_CHARS)
        for line in _lines(crontab)
        if _FOREIGN.fullmatch(line) and not _OURS.fullmatch(line)
    )


def _lines(crontab: bytes) -> list[bytes]:
    """Return the lines with their ends; for cron a line feed alone ends one."""
    return re.findall(rb"[^\n]*\n|[^\n]+", crontab)


def _words(command: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(command))
    except ValueError:  # changed by hand into something that no shell takes
        return (command,)

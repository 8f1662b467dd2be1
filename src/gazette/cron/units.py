"""The text of the systemd user units: a service that fetches once, a timer that starts it.

Pure. The service asks for no network target: a user's units cannot wait for one of the system's,
and a fetch that finds the network away leaves everything to the next.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from msgspec import Struct

from gazette.cron.cadence import Cadence, read_calendar

SERVICE: Final = "gazette.service"
TIMER: Final = "gazette.timer"
MARKER: Final = (
    "# Written by `gazette schedule --install`; `gazette schedule --remove` takes it away."
)
LONGEST_DELAY: Final = timedelta(minutes=15)

# Below everything else of the user's, but no "idle" class: where that starves, a fetch that waits
# for the disk would hold the store's lock, and the reader would wait with it.
_SERVICE_TEXT: Final = """\
{marker}
[Unit]
Description=Fetch the news feeds that are due

[Service]
Type=oneshot
ExecStart=:{command}
Nice=10
IOSchedulingClass=best-effort
IOSchedulingPriority=7
"""
# Persistent= makes up for a time that was slept through, and works with OnCalendar= alone.
_TIMER_TEXT: Final = """\
{marker}
[Unit]
Description=Fetch the news feeds that are due, again and again

[Timer]
OnCalendar={calendar}
RandomizedDelaySec={delay_s}
Persistent=true

[Install]
WantedBy=timers.target
"""
_PLAIN: Final = re.compile(r"[\w@+=:,./-]+")
_WORD: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_ENV: Final = "/usr/bin/env"


class UnitTimer(Struct, frozen=True):
    """Our units, as they were found."""

    calendar: str
    """When it runs: "*-*-* *:07,37:00"."""
    cadence: Cadence | None
    command: tuple[str, ...]


def render_units(cadence: Cadence, command: tuple[str, ...]) -> dict[str, str]:
    """Return the text of each unit, by the name of its file."""
    delay = min(cadence.shortest / 4, LONGEST_DELAY)
    # systemd takes no program whose path has one of these, but env does.
    program = (_ENV,) if set(command[0]) & set("\"'\\") else ()
    words = " ".join(map(_quoted, (*program, *command)))
    return {
        SERVICE: _SERVICE_TEXT.format(marker=MARKER, command=words),
        TIMER: _TIMER_TEXT.format(
            marker=MARKER, calendar=cadence.calendar, delay_s=delay // timedelta(seconds=1)
        ),
    }


def read_units(texts: Mapping[str, str]) -> UnitTimer:
    """Return what the units say, by the names of their files; they may have been edited."""
    calendar = _value(texts.get(TIMER, ""), "OnCalendar")
    command = _value(texts.get(SERVICE, ""), "ExecStart").lstrip("@-:+!")
    words = tuple(
        _unquoted(quoted) if quoted else bare.replace("%%", "%")
        for quoted, bare in _WORD.findall(command)
    )
    if words[:1] == (_ENV,):
        words = words[1:]
    return UnitTimer(calendar, read_calendar(calendar), words)


def _value(text: str, key: str) -> str:
    """Return the last value that a unit gives to a key, as systemd takes it; "" for none."""
    values: list[str] = re.findall(rf"^{key}[ \t]*=[ \t]*(.*?)[ \t\r]*$", text, re.MULTILINE)
    return values[-1] if values else ""


def _quoted(word: str) -> str:
    """Quote a word of ExecStart=; the ":" before it has switched variables ($) off."""
    word = word.replace("%", "%%")
    if _PLAIN.fullmatch(word.replace("%%", "")):
        return word
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _unquoted(word: str) -> str:
    return re.sub(r"\\(.)", r"\1", word).replace("%%", "%")

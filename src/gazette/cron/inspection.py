"""The schedule that is installed: what it says, whether it can run, and when it will."""

import os
from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from itertools import pairwise
from pathlib import Path
from typing import Literal

from msgspec import Struct

from gazette.cron.cadence import Cadence
from gazette.cron.crontab import find_line
from gazette.cron.programs import read_crontab, timer_is, timer_next, unit_files
from gazette.cron.units import MARKER, TIMER, read_units
from gazette.errors import ScheduleError

Kind = Literal["systemd", "crontab"]


class Schedule(Struct, frozen=True):
    """A schedule that is installed."""

    kind: Kind
    timing: str
    """When it runs, as it stands there: "7,37 * * * *", "*-*-* *:07,37:00"."""
    cadence: Cadence | None
    """The times of the day; None where it was edited into something that is no such grid."""
    command: tuple[str, ...]
    places: tuple[str, ...]
    """The unit files, or "crontab"."""
    is_active: bool = True
    """systemd runs the timer, now and after the next log-in; of a crontab line always assumed."""

    @property
    def every(self) -> timedelta | None:
        """The interval; None where some waits are longer than others."""
        return self.cadence.every if self.cadence else None

    @property
    def program_is_missing(self) -> bool:
        """Whether the program that it runs is not there any more."""
        return not (self.command and os.access(self.command[0], os.X_OK))

    def option(self, name: str) -> str | None:
        """Return what the command gives to an option such as "--db"; None where it has none."""
        return next((value for word, value in pairwise(self.command) if word == name), None)

    def next_run(
        self, environment: Mapping[str, str], *, now: datetime, zone: tzinfo | None = None
    ) -> datetime | None:
        """Return when it will run next (UTC); None where that cannot be told."""
        if not self.is_active:
            return None
        told = timer_next(environment) if self.kind == "systemd" else None
        if told or self.cadence is None:
            return told
        return self.cadence.next_after(now, zone)


def installed(environment: Mapping[str, str]) -> Schedule | None:
    """Return the schedule that is installed for this user; None where there is none.

    A crontab that cannot be read, such as that of a user who may have none, counts as none.
    """
    return _units(environment) or _line(environment)


def _units(environment: Mapping[str, str]) -> Schedule | None:
    texts = {path: text for path in unit_files(environment) if (text := own_text(path))}
    by_name = {path.name: text for path, text in texts.items()}
    if TIMER not in by_name:
        return None
    found = read_units(by_name)
    return Schedule(
        kind="systemd",
        timing=found.calendar,
        cadence=found.cadence,
        command=found.command,
        places=tuple(map(str, texts)),
        is_active=timer_is(environment, "active", "enabled"),
    )


def _line(environment: Mapping[str, str]) -> Schedule | None:
    try:
        found = find_line(read_crontab(environment) or b"")
    except ScheduleError:
        return None
    if found is None:
        return None
    return Schedule("crontab", found.fields, found.cadence, found.command, ("crontab",))


def own_text(path: Path) -> str:
    """Return the text of a unit of ours; "" where it is not there, or somebody else's."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return text if text.startswith(MARKER) else ""

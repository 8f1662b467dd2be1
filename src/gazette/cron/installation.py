"""Install a schedule, or take it away: all of it or nothing, and never a second one.

A plan says what would be written and changes nothing; `carry_out` writes it. Where a step fails,
those before it are undone.
"""

import os
import unicodedata
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Final

from msgspec import Struct

from gazette.cron.cadence import Cadence
from gazette.cron.crontab import other_fetches, render_line, with_line, without_line
from gazette.cron.inspection import Kind, Schedule, own_text
from gazette.cron.programs import (
    ask,
    manager_answers,
    order,
    read_crontab,
    timer_is,
    unit_files,
    units_folder,
    write_crontab,
)
from gazette.cron.units import TIMER, render_units
from gazette.errors import N_, Phrase, ScheduleError, ScheduleRefused, system_problem

DEFAULT_EVERY: Final = timedelta(minutes=30)
"""Each feed is due at a time of its own, by default an hour after the last: so it waits at most
half an hour more."""


class Plan(Struct, frozen=True):
    """What is to be written."""

    kind: Kind
    texts: Mapping[str, str]
    """The text of each unit file by its path, or the line of the crontab by "crontab"."""


def plan(cadence: Cadence, command: tuple[str, ...], *, environment: Mapping[str, str]) -> Plan:
    """Return what would be written here: a timer where a systemd manager answers, else a line.

    Raises:
        ScheduleRefused: the command cannot be written there, or nothing here keeps schedules.
    """
    if any(unicodedata.category(sign) in ("Cc", "Cs") for word in command for sign in word):
        told = N_("no schedule can name a file with a line break or another control character")
        raise ScheduleRefused(problem=Phrase(told))
    if manager_answers(environment):
        folder = units_folder(environment)
        units = render_units(cadence, command)
        texts = {str(folder / name): text for name, text in units.items()}
        return Plan("systemd", texts)
    if ask(environment, "crontab", "-l") is None:
        told = N_(
            "neither a systemd manager of yours nor the command crontab is here; install cron"
        )
        raise ScheduleRefused(problem=Phrase(told))
    if any("\\" in word for word in command):
        # What cron makes of a backslash before anything but % differs from one cron to the next.
        told = N_("a crontab can name no file with a backslash")
        raise ScheduleRefused(problem=Phrase(told))
    return Plan("crontab", {"crontab": render_line(cadence, command)})


def chosen_cadence(every: timedelta | None, found: Schedule | None, rng: Random) -> Cadence:
    """Return the cadence to install: the one found where it fits, so that its times stay.

    `every` of None leaves the times as they are, whatever they are.

    Raises:
        ValueError: `every` is an interval that no cadence has.
    """
    if found and found.cadence and every in (None, found.every):
        return found.cadence
    return Cadence.spread(every or DEFAULT_EVERY, rng)


def carry_out(wanted: Plan, *, environment: Mapping[str, str]) -> None:
    """Write a plan, and take away a schedule of the other kind; what is there already stays.

    Raises:
        ScheduleError: a step failed; what was done before it was undone.
    """
    with ExitStack() as undo:
        if wanted.kind == "systemd":
            _put_units(wanted.texts, environment, undo)
            _take_line(environment, undo)
        else:
            _put_line(wanted.texts["crontab"], environment, undo)
            _take_units(environment, undo)
        undo.pop_all()


def remove(*, environment: Mapping[str, str]) -> bool:
    """Take our schedule away, of whichever kind; say whether there was one.

    Raises:
        ScheduleError: a step failed; what was done before it was undone.
    """
    with ExitStack() as undo:
        was_there = [_take_units(environment, undo), _take_line(environment, undo)]
        undo.pop_all()
    return any(was_there)


def fetches_by_hand(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the lines of the crontab that somebody wrote to run `gazette fetch`, too."""
    with suppress(ScheduleError):
        return other_fetches(read_crontab(environment) or b"")
    return ()


def _put_line(line: str, environment: Mapping[str, str], undo: ExitStack) -> None:
    before = read_crontab(environment) or b""
    _change_crontab(before, with_line(before, line), environment, undo)


def _take_line(environment: Mapping[str, str], undo: ExitStack) -> bool:
    try:
        before = read_crontab(environment) or b""
    except ScheduleError:  # a user who may have no crontab may still have a timer
        return False
    return _change_crontab(before, without_line(before), environment, undo)


def _change_crontab(
    before: bytes, after: bytes, environment: Mapping[str, str], undo: ExitStack
) -> bool:
    if after == before:
        return False
    write_crontab(environment, after)
    undo.callback(_restore_crontab, before, environment)
    return True


def _restore_crontab(before: bytes, environment: Mapping[str, str]) -> None:
    with suppress(ScheduleError):
        write_crontab(environment, before)


def _put_units(texts: Mapping[str, str], environment: Mapping[str, str], undo: ExitStack) -> None:
    before = {Path(name): own_text(Path(name)) for name in texts}
    is_same = all(before[Path(name)] == text for name, text in texts.items())
    if is_same and timer_is(environment, "active", "enabled"):
        return
    for file, text in before.items():
        if not text and os.access(file, os.F_OK):
            told = N_("this file is not gazette's; move it away")
            raise ScheduleError(command=file, problem=told)
    undo.callback(_restore_units, before, environment)
    for name, text in texts.items():
        _write(Path(name), text)
    order(environment, "systemctl", "--user", "daemon-reload")
    order(environment, "systemctl", "--user", "enable", TIMER)
    # Not "enable --now": a timer that is running would keep its old times.
    order(environment, "systemctl", "--user", "restart", TIMER)


def _take_units(environment: Mapping[str, str], undo: ExitStack) -> bool:
    before = {file: text for file in unit_files(environment) if (text := own_text(file))}
    if not before:
        return False
    undo.callback(_restore_units, before, environment)
    if manager_answers(environment):
        order(environment, "systemctl", "--user", "disable", "--now", TIMER)
    # The link is what `enable` made, and no manager takes it back where none answers.
    for file in (*before, units_folder(environment) / "timers.target.wants" / TIMER):
        _delete(file)
    ask(environment, "systemctl", "--user", "daemon-reload")
    return True


def _restore_units(before: Mapping[Path, str], environment: Mapping[str, str]) -> None:
    """Put the units back as they were; files that were not there ("") go."""
    was_there = all(before.values())
    if not was_there:
        ask(environment, "systemctl", "--user", "disable", "--now", TIMER)
    for file, text in before.items():
        with suppress(ScheduleError):
            _write(file, text) if text else _delete(file)
    ask(environment, "systemctl", "--user", "daemon-reload")
    if was_there:
        ask(environment, "systemctl", "--user", "enable", "--now", TIMER)


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise ScheduleError(command=file, problem=system_problem(problem)) from problem


def _delete(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as problem:
        raise ScheduleError(command=file, problem=system_problem(problem)) from problem

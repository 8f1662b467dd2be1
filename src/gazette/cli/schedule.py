"""`gazette schedule`: a fetch that comes round by itself; shown, installed, taken away."""

import os
import pwd
import shlex
import sys
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import click

from gazette import paths
from gazette.cli import output
from gazette.cli.fields import schedule_fields
from gazette.cli.session import Session
from gazette.cli.usage import Command
from gazette.clock import LocalZone, system_clock
from gazette.config.values import Refused, duration, short_duration
from gazette.cron import INTERVALS, Schedule, installed, nearest
from gazette.cron.cadence import DAY, HOUR, MINUTE
from gazette.cron.installation import Plan, carry_out, chosen_cadence, fetches_by_hand, plan, remove
from gazette.cron.programs import lingers
from gazette.errors import N_, ScheduleError, StoreError
from gazette.feeds.identity import mask_url
from gazette.i18n import Words
from gazette.store import open_store


@click.command(
    cls=Command,
    help=N_(
        "Let fetches come round by themselves.\n\n"
        "A timer of systemd does it, or a line of your crontab where no systemd manager of yours"
        " answers. Without an option, show what is installed, the last fetch and the next run."
    ),
)
@click.option("--install", "is_install", is_flag=True, help=N_("Install it, or change it."))
@click.option("--remove", "is_remove", is_flag=True, help=N_("Take it away."))
@click.option(
    "--every",
    metavar=N_("TIME"),
    help=N_("How often, from 5m to 1d; else as often as it is, at first 30m."),
)
@click.option("--print", "is_print", is_flag=True, help=N_("Print what --install would write."))
@click.option("--jsonl", is_flag=True, help=N_("Print one JSON object a line."))
@click.pass_obj
def schedule(
    session: Session,
    *,
    is_install: bool,
    is_remove: bool,
    every: str | None,
    is_print: bool,
    jsonl: bool,
) -> int:
    """Show, install or remove the schedule."""
    _ = session.words
    if is_remove and (is_install or is_print or every):
        raise click.UsageError(_("--remove goes with no other option"))
    if jsonl and (is_install or is_remove or is_print):
        raise click.UsageError(_("--jsonl shows what is installed, and goes with no other option"))
    if is_remove:
        return _remove(session)
    if is_install or is_print:
        return _install(session, _interval(every, _), is_dry=is_print)
    if every:
        raise click.UsageError(_("--every goes with --install or --print"))
    return _show(session, jsonl=jsonl)


def _interval(text: str | None, _: Words) -> timedelta | None:
    """Return the interval that was asked for; None where none was.

    Raises:
        click.UsageError: it is none, or one that clocks know no way to keep.
    """
    if text is None:
        return None
    try:
        every: timedelta = duration(least=INTERVALS[0], most=INTERVALS[-1])(text)
    except Refused as refused:
        raise click.UsageError(_.labelled("--every", _.phrase(refused.phrase))) from refused
    if every not in INTERVALS:
        less, more = map(short_duration, nearest(every))
        told = _("--every: no schedule can keep {given} all day long; take {less} or {more}")
        raise click.UsageError(told.format(given=text.strip(), less=less, more=more))
    return every


def _install(session: Session, every: timedelta | None, *, is_dry: bool) -> int:
    environment, _ = session.environment, session.words
    found = installed(environment)
    cadence = chosen_cadence(every, found, Random())
    wanted = plan(cadence, _command(session), environment=environment)
    if is_dry:
        _print_plan(wanted)
        return 0
    session.config  # noqa: B018 - what no run could use is told now, not by mail from cron
    carry_out(wanted, environment=environment)
    present = installed(environment)
    if present is None:
        told = N_("it took what was written, and does not tell it back")
        raise ScheduleError(command=wanted.kind, problem=told)
    told = _("the schedule was installed already") if present == found else _("schedule installed")
    output.narrate(_.labelled("gazette", _.labelled(told, rhythm(present, _))))
    now = system_clock()
    if next_run := present.next_run(environment, now=now, zone=LocalZone()):
        output.narrate(_.labelled(_("next run"), when(next_run, now, _)))
    if present.kind == "systemd" and not lingers(environment):
        told = _("it runs while you are logged in; for it to run always: {command}")
        output.narrate(told.format(command="loginctl enable-linger"))
    told = _("another line of your crontab fetches, too; take it out with crontab -e: {line}")
    for line in fetches_by_hand(environment):
        output.narrate(told.format(line=mask_url(line)))
    return 0


def _print_plan(wanted: Plan) -> None:
    for number, (place, text) in enumerate(wanted.texts.items()):
        if wanted.kind == "systemd":
            output.data(f"\n# {place}" if number else f"# {place}")
        output.data(text.rstrip("\n"))


def _remove(session: Session) -> int:
    _ = session.words
    was_there = remove(environment=session.environment)
    told = _("schedule removed") if was_there else _("no schedule is installed")
    output.narrate(_.labelled("gazette", told))
    return 0


def _show(session: Session, *, jsonl: bool) -> int:
    environment, _ = session.environment, session.words
    found = installed(environment)
    if found is None:
        if not jsonl:
            told = _("no schedule is installed; `gazette schedule --install` installs one")
            output.narrate(_.labelled("gazette", told))
            told = _("a line of your own in your crontab fetches: {line}")
            for line in fetches_by_hand(environment):
                output.narrate(told.format(line=mask_url(line)))
        return 0
    now, last = system_clock(), _last_fetch(found)
    next_run = found.next_run(environment, now=now, zone=LocalZone())
    if jsonl:
        output.json_line(schedule_fields(found, last=last, next_run=next_run))
        return 0
    rows = {
        _("schedule"): rhythm(found, _),
        _("command"): shlex.join(found.command),
        _("written in"): ", ".join(found.places),
        _("last fetch"): when(last, now, _) if last else _("none yet"),
        _("next run"): when(next_run, now, _) if next_run else _("not known"),
    }
    for label, text in rows.items():
        output.data(_.labelled(label, text))
    for told in _troubles(found, _):
        output.narrate(_.labelled("gazette", told))
    return 0


def _troubles(found: Schedule, _: Words) -> list[str]:
    troubles = []
    if found.program_is_missing:
        told = _("{program} is not there any more; `gazette schedule --install` mends it")
        troubles.append(told.format(program=found.command[0] if found.command else "?"))
    if not found.is_active:
        told = _("the timer is not running; `gazette schedule --install` starts it again")
        troubles.append(told)
    return troubles


def _last_fetch(found: Schedule) -> datetime | None:
    """Return when a feed was asked last, by whomever, in the store that the schedule fills."""
    file = Path(found.option("--db") or paths.store_file({}))
    if paths.is_missing(file):  # none is made by looking
        return None
    with suppress(StoreError):  # what is wrong with it, every other command says
        store = open_store(file, or_read_only=True)
        try:
            return max((r.last_checked for r in store.feeds.rows() if r.last_checked), default=None)
        finally:
            store.close()
    return None


def rhythm(found: Schedule, _: Words) -> str:
    """Return how often and by what: "every 30 min, by a systemd timer"."""
    by = _("by a systemd timer") if found.kind == "systemd" else _("by your crontab")
    return f"{_every(found, _)}, {by}"


def _every(found: Schedule, _: Words) -> str:
    every = found.every
    if every is None:
        return found.timing
    if every < HOUR:
        return _.plural("every minute", "every {n} min", every // MINUTE)
    if every == DAY:
        return _("every day")
    return _.plural("every hour", "every {n} hours", every // HOUR)


def when(moment: datetime, now: datetime, _: Words) -> str:
    """Return a time near now by its day and hour: "today 14:05"."""
    days = (moment.astimezone().date() - now.astimezone().date()).days
    time = _.clock_time(moment)
    if days == 0:
        return _("today {time}").format(time=time)
    if days == 1:
        return _("tomorrow {time}").format(time=time)
    if days == -1:
        return _("yesterday {time}").format(time=time)
    return _("{date} at {time}").format(date=_.short_date(moment), time=time)


def _command(session: Session) -> tuple[str, ...]:
    """Return the command that a schedule runs, whatever the environment that it runs in."""
    home = _home_of_schedules()
    options: list[str] = []
    for option, file, usual, variable in (
        ("--config", session.config_file, paths.config_file({}), "XDG_CONFIG_HOME"),
        ("--db", session.store_file, paths.store_file({}), "XDG_DATA_HOME"),
    ):
        # cron and systemd know the home of the user, and none of the shell's variables.
        is_found = Path.home() == home and not session.environment.get(variable)
        if file != usual or not is_found:
            options += [option, str(file)]
    return (*program(sys.argv[0], sys.executable), *options, "fetch", "--quiet")


def _home_of_schedules() -> Path | None:
    """Return the home folder that cron and systemd go by; None where no list of users has one."""
    try:
        return Path(pwd.getpwuid(os.getuid()).pw_dir)
    except KeyError:
        return None


def program(called: str, python: str) -> tuple[str, ...]:
    """Return how to run this very installation of gazette, by absolute paths.

    `called` is the name that it was called by, `python` what runs it. Links stay links: that of a
    virtual environment's Python is what makes it one, and an update may change where others lead.
    """
    beside = Path(python).absolute().with_name("gazette")
    for script in (Path(called).absolute(), beside):
        if script.name == "gazette" and script.is_file() and os.access(script, os.X_OK):
            return (str(script),)
    # -P: what lies in the home folder, where schedules run, is no module of Python's.
    return (str(Path(python).absolute()), "-P", "-m", "gazette")

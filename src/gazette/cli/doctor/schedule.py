"""Do fetches come round by themselves, for these files, and did the last ones?"""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from gazette import paths
from gazette.cli.doctor.case import Case, Check, home_folder
from gazette.cli.schedule import rhythm, when
from gazette.clock import LocalZone
from gazette.cron import Schedule, installed
from gazette.cron.installation import fetches_by_hand
from gazette.cron.programs import lingers
from gazette.errors import N_
from gazette.feeds.identity import mask_url
from gazette.web.politeness import turn_key

USUAL_EVERY: Final = timedelta(hours=1)
"""Of a schedule whose waits differ."""
MISSED_RUNS: Final = 2
"""One may be late or still on its way."""


def checks(case: Case) -> Iterator[Check]:
    """Look at the schedule, and at what it should have done."""
    _ = case.words
    if home_folder() is None:
        yield Check(N_("timer"), "skipped", _("without a home folder there is none"))
        return
    found = installed(case.session.environment)
    if found is None:
        yield _by_hand(case)
        yield _last(case, None)
        return
    yield _timer(case, found)
    yield from _files(case, found)
    yield from _log_in(case, found)
    yield _last(case, found)
    yield _next(case, found)


def _by_hand(case: Case) -> Check:
    """Tell what fetches where gazette has installed nothing."""
    _ = case.words
    lines = tuple(mask_url(line) for line in fetches_by_hand(case.session.environment))
    if lines:
        return Check(N_("timer"), "ok", _("a line of your own in your crontab"), items=lines)
    return Check(
        N_("timer"),
        "warning",
        _("none is installed: stories come only when you fetch them"),
        _("have fetches come round by themselves"),
        case.gazette("schedule", "--install"),
    )


def _timer(case: Case, found: Schedule) -> Check:
    _ = case.words
    install = case.gazette("schedule", "--install")
    if found.program_is_missing:
        program = found.command[0] if found.command else "?"
        told = _("it runs {program}, which is not there").format(program=program)
        return Check(N_("timer"), "failed", told, _("install it anew"), install)
    if not found.is_active:
        told = _("it is installed, and systemd does not run it")
        return Check(N_("timer"), "failed", told, _("start it again"), install)
    return Check(N_("timer"), "ok", rhythm(found, _))


def _files(case: Case, found: Schedule) -> Iterator[Check]:
    """Say so where the schedule fetches for other files than those that are looked at."""
    _, session = case.words, case.session
    # cron and systemd know none of the shell's variables.
    for option, usual, ours in (
        ("--config", paths.config_file({}), session.config_file),
        ("--db", paths.store_file({}), session.store_file),
    ):
        theirs = Path(found.option(option) or usual)
        if not _same(theirs, ours):
            yield Check(
                N_("its files"),
                "warning",
                _("it fetches with {option} {file}, not with what is looked at here").format(
                    option=option, file=theirs
                ),
                _("for these files instead"),
                case.gazette("schedule", "--install"),
            )


def _log_in(case: Case, found: Schedule) -> Iterator[Check]:
    _ = case.words
    if found.kind == "systemd" and found.is_active and not lingers(case.session.environment):
        yield Check(
            N_("log-in"),
            "ok",
            _("it runs while you are logged in"),
            _("for it to run always"),
            "loginctl enable-linger",
        )


def _last(case: Case, found: Schedule | None) -> Check:
    """Tell when a feed was asked last, and whether one has been due for too long since."""
    _, asked = case.words, [r.last_checked for r in case.subscribed if r.last_checked]
    if not asked:
        return Check(N_("last one"), "skipped", _("none yet"))
    told = when(max(asked), case.now, _)
    if found is None:
        return Check(N_("last one"), "ok", told)
    patience = MISSED_RUNS * (found.every or USUAL_EVERY)
    due = _due_since(case)
    if not due or case.now - max(due, max(asked)) < patience:
        return Check(N_("last one"), "ok", told)
    return Check(
        N_("last one"),
        "warning",
        _("{time}; feeds are due since {due}: runs were missed").format(
            time=told, due=when(due, case.now, _)
        ),
        _("if the machine was on, fetch and read what it says"),
        case.gazette("fetch"),
    )


def _due_since(case: Case) -> datetime | None:
    """Return since when the feed is due that has been for the longest; a pause is no delay."""
    due = [
        r.next_check
        for r in case.subscribed
        if r.next_check and r.next_check < case.now and turn_key(r.address) not in case.held
    ]
    return min(due, default=None)


def _next(case: Case, found: Schedule) -> Check:
    _ = case.words
    moment = found.next_run(case.session.environment, now=case.now, zone=LocalZone())
    told = when(moment, case.now, _) if moment else _("not known")
    return Check(N_("next one"), "ok" if moment else "skipped", told)


def _same(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)

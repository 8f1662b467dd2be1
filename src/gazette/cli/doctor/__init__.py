"""`gazette doctor`: is everything as it should be, and if not, what can be done about it?

Looks and changes nothing: the store is opened for reading alone, and neither it nor feeds.toml
is made where there is none. Each module of this package looks at one thing and yields a `Check`
for all that it finds.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import click

from gazette.cli import output
from gazette.cli.doctor import (
    clock,
    configuration,
    feeds,
    language,
    network,
    schedule,
    storage,
    terminal,
    versions,
)
from gazette.cli.doctor.case import Case, Check, State
from gazette.cli.doctor.page import Page, fields_of
from gazette.cli.session import Session
from gazette.cli.usage import Command, words_of
from gazette.clock import system_clock
from gazette.errors import N_, StoreError
from gazette.i18n import NN_, Words, words

_SECTIONS: Final[Mapping[str, tuple[str, Callable[[Case], Iterator[Check]]]]] = {
    "configuration": (N_("Configuration"), configuration.checks),
    "store": (N_("Store"), storage.checks),
    "feeds": (N_("Feeds"), feeds.checks),
    "schedule": (N_("Schedule"), schedule.checks),
    "network": (N_("Network"), network.checks),
    "clock": (N_("Clock"), clock.checks),
    "terminal": (N_("Terminal"), terminal.checks),
    "language": (N_("Language"), language.checks),
    "versions": (N_("Versions"), versions.checks),
}
"""By its name in JSON: what a section is called, and what looks."""

_COUNTED: Final[Mapping[State, tuple[str, str]]] = {
    "ok": NN_("{n} in order", "{n} in order"),
    "warning": NN_("{n} warning", "{n} warnings"),
    "failed": NN_("{n} failed", "{n} failed"),
    "skipped": NN_("{n} left out", "{n} left out"),
}


@click.command(
    cls=Command,
    help=N_(
        "Check configuration, store, schedule, network and terminal, and say what to do.\n\n"
        "It changes nothing. The network is tried with one request each to at most three hosts of"
        " your own list, for their robots.txt."
    ),
)
@click.option("--offline", is_flag=True, help=N_("Leave the network alone."))
@click.option(
    "--salvage",
    metavar=N_("FILE"),
    type=click.Path(path_type=Path, dir_okay=False, readable=False),
    help=N_("Copy what can be read of a damaged store to a new one, FILE, and nothing else."),
)
@click.option("--jsonl", is_flag=True, help=N_("Print one JSON object a line."))
@click.pass_context
@click.pass_obj
def doctor(
    session: Session, context: click.Context, *, offline: bool, salvage: Path | None, jsonl: bool
) -> int:
    """Check everything, and say what to do."""
    # What programs read is English, as in the other lists; a person's language is known even
    # where feeds.toml cannot be read.
    _ = words("en") if jsonl else words_of(context)
    if salvage:
        from gazette.cli.doctor.rescue import rescue  # for a damaged store alone

        return rescue(session, salvage, _, jsonl=jsonl)
    page = Page.of_terminal(_, session.environment)
    counts: dict[State, int] = {}
    with ExitStack() as stack:
        case = Case(session, _, now=system_clock(), is_offline=offline, stack=stack)
        for section, (title, look) in _SECTIONS.items():
            if not jsonl:
                output.data(page.heading(title))
            for check in _seen(look, case):
                counts[check.state] = counts.get(check.state, 0) + 1
                if jsonl:
                    output.json_line(fields_of(section, check, _), flush=True)
                else:
                    for line in page.lines(check):
                        output.data(line, flush=True)
    if not jsonl:
        output.narrate(_summary(counts, _))
    return int(bool(counts.get("failed")))


def _seen(look: Callable[[Case], Iterator[Check]], case: Case) -> Iterator[Check]:
    """Yield the checks of a section; what it trips over is one more that failed."""
    _ = case.words
    try:
        yield from look(case)
    except StoreError as problem:
        remedy = _("do what is said under Store; if nothing is, try again")
        yield Check(N_("fault"), "failed", _.describe(problem), remedy)
    except OSError as problem:
        remedy = _("look at the place that it names")
        yield Check(N_("fault"), "failed", str(problem), remedy)


def _summary(counts: Mapping[State, int], _: Words) -> str:
    return " · ".join(
        _.plural(one, many, counts[state])
        for state, (one, many) in _COUNTED.items()
        if counts.get(state)
    )

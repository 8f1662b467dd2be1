"""`gazette demo`: the whole thing on an embedded press, without network."""

import signal
import sys
import tempfile
from pathlib import Path

import click

from gazette.cli import output
from gazette.cli.fetch import kept_log, run_fetch
from gazette.cli.report import narrate_report
from gazette.cli.session import Session
from gazette.cli.stories import story_line
from gazette.cli.usage import Command
from gazette.clock import system_clock
from gazette.errors import N_
from gazette.fetch.lock import fetch_lock
from gazette.fetch.report import FetchReport
from gazette.model import StoryQuery


@click.command(
    cls=Command,
    help=N_(
        "Fetch a small press from this very machine and open the reader on it.\n\n"
        "Without a terminal, print the list of stories instead. Nothing of yours is touched."
    ),
)
@click.pass_obj
def demo(session: Session) -> int:
    """Fetch the embedded press and open the reader on it."""
    from gazette.demo.site import Press  # a server, and the parser of its pages

    # Ended by a signal, the demo still takes its folder away.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    with (
        tempfile.TemporaryDirectory(prefix="gazette-demo-") as folder,
        Press(now=system_clock()) as press,
    ):
        config = Path(folder) / "feeds.toml"
        config.write_text(press.config_text(), encoding="utf-8")
        ours = Session(
            config_file=config,
            store_file=Path(folder) / "gazette.db",
            environment=session.environment,
            config_is_named=True,
        )
        obstacle = output.reader_obstacle()
        report = _fetch(ours)
        if not obstacle:
            from gazette.cli.reader import open_reader  # imports Textual

            return open_reader(ours, pictures=Path(folder) / "pictures")
        if sys.stdout.isatty():  # whoever pipes the list away wants it, and need not be told
            output.narrate(ours.words.labelled("gazette", ours.words(obstacle)))
        narrate_report(report, ours.words)
        with ours.store() as store:
            for story in store.stories.each(StoryQuery()):
                output.data(story_line(story))
    return 0


def _fetch(session: Session) -> FetchReport:
    show = output.progress(session.words, quiet=False, jsonl=False)
    with (
        session.store() as store,
        fetch_lock(session.store_file),
        kept_log(session.store_file, session.config),
        show,
    ):
        return run_fetch(store, session.config, show)


def _end(number: int, frame: object) -> None:  # noqa: ARG001 - a signal handler's
    raise SystemExit(128 + number)

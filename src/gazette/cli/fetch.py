"""`gazette fetch`: fetch what is due, and say what became of it."""

import asyncio
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from random import Random
from typing import Final

import click
from msgspec.structs import replace

from gazette.cli import output
from gazette.cli.names import FEEDS
from gazette.cli.report import narrate_report
from gazette.cli.session import STORY, Session
from gazette.cli.usage import Command
from gazette.clock import check_clock, system_clock
from gazette.config import Config
from gazette.errors import N_
from gazette.feeds.secrets import secrets_of, secrets_of_address, without_secrets
from gazette.fetch.lock import fetch_lock
from gazette.fetch.plan import what_is_due
from gazette.fetch.report import FetchReport
from gazette.i18n import Words
from gazette.paths import is_missing
from gazette.store import Store

LOG_BYTES: Final = 1_000_000


@click.command(
    cls=Command,
    help=N_(
        "Fetch what is due: feeds, then the pages of new stories.\n\n"
        "FEED is an address, a title, or a part of one that is unambiguous."
    ),
)
@click.argument("feeds", nargs=-1, metavar=N_("[FEED]..."), type=FEEDS)
@click.option("--force", is_flag=True, help=N_("Ask every feed, due or not."))
@click.option(
    "--jobs", type=click.IntRange(1, 256), metavar="N", help=N_("Downloads at once, 1 to 256.")
)
@click.option("--quiet", is_flag=True, help=N_("Say nothing unless something needs a person."))
@click.option("--jsonl", is_flag=True, help=N_("Print one JSON object a line for each outcome."))
@click.option(
    "--story", type=STORY, metavar="ID", help=N_("Fetch the page of this one story, now.")
)
@click.pass_obj
def fetch(
    session: Session,
    feeds: tuple[str, ...],
    *,
    force: bool,
    jobs: int | None,
    quiet: bool,
    jsonl: bool,
    story: int | None,
) -> int:
    """Fetch what is due, and say what became of it."""
    _ = session.words
    check_clock(system_clock())
    is_new = is_missing(session.store_file)
    with session.store() as store, fetch_lock(session.store_file) as is_ours:
        only = frozenset(session.feed_url(name, store) for name in feeds) if feeds else None
        if not is_ours:
            return _busy(_, quiet=quiet, jsonl=jsonl, story=story)
        if is_new and not quiet:  # to be noticed where it was expected to be there
            output.narrate(_("gazette: began a new store, {file}").format(file=session.store_file))
        config = session.config if jobs is None else _with_jobs(session.config, jobs)
        show = output.progress(_, quiet=quiet, jsonl=jsonl)
        with kept_log(session.store_file, config), show:
            if story is None:
                report = run_fetch(store, config, show, only=only, force=force)
            else:
                report = _run_one(store, config, show, story, _)
        held = store.feeds.held(now=system_clock())
    if report.is_away:
        return _away(_, quiet=quiet, jsonl=jsonl)
    narrate_report(report, _, quiet=quiet, jsonl=jsonl, held=held)
    return report_code(report)


def _busy(_: Words, *, quiet: bool, jsonl: bool, story: int | None) -> int:
    """Say that another fetch is running; only one story's page, asked for now, is then missed."""
    if jsonl:
        output.json_line({"kind": "run", "outcome": "busy"})
    if not quiet:
        output.narrate(_("gazette: another fetch is running; leaving it to it"))
    return 0 if story is None else 1


def _away(_: Words, *, quiet: bool, jsonl: bool) -> int:
    """Say that there is no network: cron will come again, so under --quiet nothing."""
    if jsonl:
        output.json_line({"kind": "run", "outcome": "away"})
    if not quiet:
        output.narrate(
            _("gazette: no name resolves and no host answers: the network seems to be away")
        )
    return 1


def report_code(report: FetchReport) -> int:
    """Return 1 where nothing of what was asked for could be had, else 0."""
    asked = report.feeds + report.pages
    return int(report.is_away or (asked > 0 and len(report.failed) == asked))


def run_fetch(
    store: Store,
    config: Config,
    show: output.Progress,
    *,
    only: frozenset[str] | None = None,
    force: bool = False,
) -> FetchReport:
    """Fetch what is due; the caller holds the fetch lock."""
    store.mend_times(now=system_clock())
    plan = what_is_due(store, config, now=system_clock(), only=only, force=force)
    if not plan:
        if isinstance(show, output.JsonLines):
            output.json_line({"kind": "run", "outcome": "nothing-due"})
        return FetchReport()
    from gazette.fetch import run  # imports httpx: not where there is nothing to do

    work = run.fetch(
        plan,
        config=config,
        store=store,
        clock=system_clock,
        rng=Random(),
        on_event=show,
        only=only,
    )
    return asyncio.run(work)


def _run_one(
    store: Store, config: Config, show: output.Progress, story_id: int, _: Words
) -> FetchReport:
    from gazette.fetch import run  # imports httpx

    store.pages.want(story_id, now=system_clock())
    tasks = store.pages.of_story(story_id)
    if not tasks:
        raise click.UsageError(_("there is no story {id} with a link").format(id=story_id))
    work = run.fetch_one_page(
        tasks[0],
        config=config,
        store=store,
        clock=system_clock,
        rng=Random(),
        on_event=show,
    )
    return asyncio.run(work)


class _PrivateLog(RotatingFileHandler):
    """A log that its owner alone can read, without the secrets of feeds.toml.

    One that cannot be written says nothing: a fetch does not depend on it.
    """

    def __init__(self, file: Path, config: Config) -> None:
        super().__init__(file, maxBytes=LOG_BYTES, backupCount=1, delay=True)
        self._config = config

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(descriptor, "a", encoding="utf-8")

    def format(self, record: logging.LogRecord) -> str:
        secrets = secrets_of_address(self._config.fetch.proxy or "").union(
            *map(secrets_of, self._config.subscriptions)
        )
        return without_secrets(super().format(record), secrets)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's
        """Take no notice."""

    def close(self) -> None:
        with suppress(OSError):  # what a full disk did not take is tried once more here
            super().close()


@contextmanager
def kept_log(store: Path, config: Config) -> Iterator[None]:
    """Write faults of ours to a small log beside the store; made when the first one happens."""
    handler = _PrivateLog(store.with_name(f"{store.stem}.log"), config)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    logger = logging.getLogger("gazette")
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield
    finally:
        logger.propagate = True
        logger.removeHandler(handler)
        handler.close()


def _with_jobs(config: Config, jobs: int) -> Config:
    return replace(config, fetch=replace(config.fetch, jobs=jobs))

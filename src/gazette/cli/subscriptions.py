"""`gazette add` and `remove`: subscribe and unsubscribe."""

import asyncio
import re
import sys
from random import Random
from typing import Final

import click

from gazette.cli import output
from gazette.cli.fetch import kept_log
from gazette.cli.names import FEEDS, TAGS
from gazette.cli.session import Session
from gazette.cli.usage import Command
from gazette.clock import LocalZone, check_clock, system_clock
from gazette.errors import N_, DownloadError
from gazette.feeds.identity import mask_url
from gazette.fetch.lock import fetch_lock
from gazette.i18n import Words
from gazette.model import AnnouncedFeed, FeedRow, ListedFeed, StoryQuery
from gazette.store import Store

_BARE_HOST: Final = re.compile(r"[\w-]+(?:\.[\w-]+)+\.?(?::\d+)?(?:[/?].*)?")


@click.command(
    cls=Command,
    help=N_(
        "Subscribe to a feed.\n\nURL is its address, or that of a page: then the feed is taken"
        " that the page announces. - reads it from standard input."
    ),
)
@click.argument("url", metavar="URL")
@click.option(
    "--title", metavar=N_("TITLE"), default="", help=N_("How you call it; else as it does itself.")
)
@click.option(
    "--tag",
    "tags",
    metavar=N_("TAG"),
    type=TAGS,
    multiple=True,
    help=N_("A word to group feeds by; may be given several times."),
)
@click.option("--jsonl", is_flag=True, help=N_("Print one JSON object a line; ask nothing."))
@click.pass_obj
def add(session: Session, url: str, *, title: str, tags: tuple[str, ...], jsonl: bool) -> int:
    """Subscribe to a feed."""
    from gazette.fetch import first, run  # httpx
    from gazette.rules import RuleBook  # the query language
    from gazette.subscribe.file import add_feeds  # tomlkit
    from gazette.subscribe.intake import Subscribed, take_in

    _ = session.words
    config = session.config
    if url == "-":  # addresses may hold secrets, and arguments are seen by all
        url = sys.stdin.readline()
    wanted = take_in([ListedFeed(_with_scheme(url), title, tags)], ())
    for _feed, reason in wanted.refused:
        raise click.UsageError(_.phrase(reason))
    (typed,) = wanted.taken
    subscribed = Subscribed(s.url for s in config.subscriptions)
    if known := subscribed.find(typed.url):
        return _known(known, _, jsonl=jsonl)
    check_clock(system_clock())
    choose: first.Choose = _refuse_to_choose if jsonl else lambda feeds: _chosen(feeds, _)
    with session.store() as store, kept_log(session.store_file, config):
        search = run.first_fetch(
            typed.url,
            choose=choose,
            config=config,
            store=store,
            clock=system_clock,
            rng=Random(),
        )
        try:
            found = asyncio.run(search)
        except _SeveralFeeds as several:
            for feed in several.feeds:
                output.json_line({"kind": "announced", "url": feed.url, "title": feed.title})
            return 1
        except DownloadError as problem:
            told = _.labelled(mask_url(typed.url), _.describe(problem))
            output.narrate(_.labelled("gazette", told))
            return 1
        if known := subscribed.find(found.url):
            return _known(known, _, jsonl=jsonl)
        # Held where it is free, so that no fetch asks the feed again between these steps; one
        # that is running already does not know the feed.
        with fetch_lock(session.store_file):
            listed = ListedFeed(found.url, typed.title, typed.tags)
            config = add_feeds(session.config_file, [listed])
            store.feeds.sync(config.subscriptions)
            subscription = config.subscriptions[-1]
            now = system_clock()
            rules = RuleBook(config.rules, now=now, zone=LocalZone())
            first.record_first(found, subscription, store, rules, now=now, rng=Random())
        row = store.feeds.rows()[-1]
    if jsonl:
        subscribed_to = {"url": row.url, "title": row.title, "stories": row.stories}
        output.json_line({"kind": "subscribed", **subscribed_to})
        return 0
    output.narrate(
        _.plural(
            "{title}: subscribed; {n} story",
            "{title}: subscribed; {n} stories",
            row.stories,
            title=mask_url(row.title),
        )
    )
    return 0


def _with_scheme(url: str) -> str:
    """Return an address; "journal.example" is that of a web site."""
    return f"https://{url.strip()}" if _BARE_HOST.fullmatch(url.strip()) else url


def _known(url: str, _: Words, *, jsonl: bool) -> int:
    if jsonl:
        output.json_line({"kind": "known", "url": url})
        return 1
    output.narrate(_("gazette: you are subscribed to {url} already").format(url=mask_url(url)))
    return 1


class _SeveralFeeds(Exception):
    """A page announces several feeds, and nobody is to be asked which is meant."""

    def __init__(self, feeds: tuple[AnnouncedFeed, ...]) -> None:
        super().__init__()
        self.feeds = feeds


def _refuse_to_choose(feeds: tuple[AnnouncedFeed, ...]) -> AnnouncedFeed:
    raise _SeveralFeeds(feeds)


def _chosen(feeds: tuple[AnnouncedFeed, ...], _: Words) -> AnnouncedFeed:
    """Ask which of several feeds is meant.

    Raises:
        click.UsageError: nobody is there to be asked; it lists them.
    """
    lines = [f"{mask_url(feed.url)}  {feed.title}".rstrip() for feed in feeds]
    if not output.can_ask():
        told = _("the page announces several feeds; name one of them:")
        raise click.UsageError("\n  ".join((told, *lines)))
    for number, line in enumerate(lines, start=1):
        output.narrate(f"{number:3}  {line}")
    while True:
        answer = output.ask(_("which one? [1-{most}]").format(most=len(feeds)))
        if answer.isdecimal() and len(answer) <= 3 and 1 <= int(answer) <= len(feeds):
            return feeds[int(answer) - 1]


@click.command(
    cls=Command,
    help=N_(
        "Unsubscribe from a feed; its stories stay.\n\n"
        "FEED is an address, a title, or a part of one that is unambiguous."
    ),
)
@click.argument("feed", metavar=N_("FEED"), type=FEEDS)
@click.option("--purge", is_flag=True, help=N_("Delete its stories too, for good."))
@click.option("--yes", is_flag=True, help=N_("Do not ask before that."))
@click.pass_obj
def remove(session: Session, feed: str, *, purge: bool, yes: bool) -> int:
    """Unsubscribe from a feed."""
    from gazette.subscribe.file import remove_feed  # tomlkit

    _ = session.words
    with session.store() as store, fetch_lock(session.store_file) as is_ours:
        row = session.feed_row(feed, store, also_left=purge)
        if purge and not is_ours:  # a fetch could be writing stories of this very feed
            output.narrate(_("gazette: a fetch is running; try again when it is done"))
            return 1
        if purge and not yes and not _is_agreed(row, store, _):
            output.narrate(_("gazette: nothing was done"))
            return 1
        if row.url in {s.url for s in session.config.subscriptions}:
            config = remove_feed(session.config_file, row.url)
            store.feeds.sync(config.subscriptions)
        if purge:
            store.kept.forget(store.feeds.purge(row.url))
    title = mask_url(row.title)
    if purge:
        told = _.plural(
            "{title}: unsubscribed; {n} story deleted",
            "{title}: unsubscribed; {n} stories deleted",
            row.stories,
            title=title,
        )
    else:
        told = _.plural(
            "{title}: unsubscribed; its {n} story stays",
            "{title}: unsubscribed; its {n} stories stay",
            row.stories,
            title=title,
        )
    output.narrate(told)
    return 0


def _is_agreed(row: FeedRow, store: Store, _: Words) -> bool:
    """Ask whether the stories of a feed may be deleted.

    Raises:
        click.UsageError: nobody is there to be asked.
    """
    question = _.plural(
        "{title}: delete {n} story for good?",
        "{title}: delete {n} stories for good?",
        row.stories,
        title=mask_url(row.title),
    )
    if not output.can_ask():
        raise click.UsageError(_("{question} If so, say --yes").format(question=question))
    starred = len(store.stories.index(StoryQuery(starred=True, feed_id=row.id)))
    if starred:
        output.narrate(_.plural("{n} of them is starred", "{n} of them are starred", starred))
    answer = output.ask(_("{question} [y/N]").format(question=question))
    return answer.lower() in _("y yes").split()

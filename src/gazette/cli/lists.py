"""`gazette import` and `export opml`: lists of feeds from other readers, and for them."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

import click

from gazette.cli import output
from gazette.cli.session import Session
from gazette.cli.usage import Command
from gazette.errors import N_, NotAList, system_problem
from gazette.feeds.identity import mask_url
from gazette.i18n import Words
from gazette.model import ListedFeed
from gazette.text import clean_line

MOST_BYTES: Final = 10_000_000
"""Of a list: 50,000 feeds."""
NAMES_SHOWN: Final = 5
_URL_CHARS: Final = 100
_HEAD_BYTES: Final = 1_000


@click.command(
    "import",
    cls=Command,
    help=N_(
        "Subscribe to the feeds of a list, or take in stories (- is standard input).\n\n"
        "A list is OPML, or newsboat's urls file: folders become tags, and feeds that you have"
        " already are left as they are. Stories are those of `gazette export jsonl`: what is there"
        " already keeps its text, and what is read or starred in either is so."
    ),
)
@click.argument("file", metavar=N_("FILE"), type=click.Path(dir_okay=False, allow_dash=True))
@click.option(
    "--private", is_flag=True, help=N_("Also take addresses in your own network, among others.")
)
@click.pass_obj
def import_list(session: Session, file: str, *, private: bool) -> int:
    """Subscribe to the feeds of a list."""
    from gazette.cli.intake import import_stories, is_stories
    from gazette.subscribe.file import add_feeds  # tomlkit
    from gazette.subscribe.intake import take_in, without_local

    _ = session.words
    subscribed = [s.url for s in session.config.subscriptions]
    try:
        with _opened(file) as opened:
            head = opened.read(_HEAD_BYTES)
            if is_stories(file, head):
                return import_stories(session, file, head, opened)
            listed = _listed(_whole(head, opened))
    except NotAList as problem:
        output.narrate(_.labelled("gazette", _.labelled(file, _.describe(problem))))
        return 1
    intake = take_in(listed, subscribed)
    if not private:
        intake = without_local(intake, subscribed)
    if intake.taken:
        add_feeds(session.config_file, intake.taken)
    for feed, reason in intake.refused:
        output.narrate(f"  {_.labelled(_name(feed), mask_url(_.phrase(reason)))}")
    if intake.known:
        names = _names(intake.known)
        output.narrate(
            _.plural(
                "{n} feed was there already: {names}",
                "{n} feeds were there already: {names}",
                len(intake.known),
                names=names,
            )
        )
    if intake.doubled:
        output.narrate(
            _.plural(
                "{n} feed stood in the list twice; its tags are joined",
                "{n} feeds stood in the list twice; their tags are joined",
                intake.doubled,
            )
        )
    output.narrate(_summary(len(intake.taken), len(intake.refused), _))
    return 0 if intake.taken or intake.known else 1


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    """Open what is to be read.

    Raises:
        NotAList: it cannot be opened, or not be read to its end.
    """
    try:
        if file == "-":
            yield sys.stdin.buffer
        else:
            with Path(file).open("rb") as opened:
                yield opened
    except OSError as problem:
        raise NotAList(problem=system_problem(problem)) from problem


def _whole(head: bytes, opened: BinaryIO) -> bytes:
    """Return the bytes of a list.

    Raises:
        NotAList: it is too large to be one.
    """
    body = head + opened.read(MOST_BYTES + 1 - len(head))
    if len(body) > MOST_BYTES:
        raise NotAList(problem=N_("it is larger than 10 MB"))
    return body


def _listed(body: bytes) -> tuple[ListedFeed, ...]:
    from gazette.feeds.document import xml_text  # the parser of pages
    from gazette.feeds.newsboat import read_urls
    from gazette.feeds.opml import read_opml

    return read_opml(body) if xml_text(body[:1000]).startswith("<") else read_urls(body)


def _name(feed: ListedFeed) -> str:
    url = clean_line(mask_url(feed.url), _URL_CHARS)
    title = mask_url(feed.title)  # many programs name a feed without a title by its address
    return f"{title} ({url})" if title and url else title or url


def _names(feeds: Sequence[ListedFeed]) -> str:
    names = [clean_line(mask_url(feed.title or feed.url), _URL_CHARS) for feed in feeds]
    return ", ".join(names[:NAMES_SHOWN]) + (", …" if len(names) > NAMES_SHOWN else "")


def _summary(taken: int, refused: int, _: Words) -> str:
    parts = [_.plural("{n} feed subscribed to", "{n} feeds subscribed to", taken)]
    if refused:
        parts.append(_.plural("{n} refused", "{n} refused", refused))
    return " · ".join(parts)


@click.command(
    "opml", cls=Command, help=N_("Print your subscriptions as a list for other readers.")
)
@click.option(
    "--public", is_flag=True, help=N_("Leave out feeds whose address holds a password or a key.")
)
@click.pass_obj
def export_opml(session: Session, *, public: bool) -> None:
    """Print the subscriptions as a list."""
    from gazette.feeds.opml import write_opml  # the parser of pages

    with session.store(to_read=True) as store:
        titles = {row.url: row.title for row in store.feeds.rows()}
    feeds = [
        ListedFeed(s.url, s.title or titles.get(s.url, ""), s.tags)
        for s in session.config.subscriptions
    ]
    open_feeds = [feed for feed in feeds if mask_url(feed.url) == feed.url]
    output.document(write_opml(open_feeds if public else feeds, title="gazette"))
    if secret := len(feeds) - len(open_feeds):
        output.narrate(_secrecy(secret, session.words, is_left_out=public))


def _secrecy(count: int, _: Words, *, is_left_out: bool) -> str:
    """Return what is to be known of the feeds whose addresses hold secrets."""
    if is_left_out:
        return _.plural(
            "{n} feed was left out: its address holds a password or a key",
            "{n} feeds were left out: their addresses hold passwords or keys",
            count,
        )
    return _.plural(
        "{n} address holds a password or a key: give the list to nobody (--public leaves it out)",
        "{n} addresses hold passwords or keys: give the list to nobody (--public leaves them out)",
        count,
    )

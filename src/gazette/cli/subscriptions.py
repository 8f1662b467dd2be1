"""`gazette add` and `remove`: subscribe and unsubscribe."""

import click

from gazette.cli import output
from gazette.cli.session import Session
from gazette.cli.usage import Command
from gazette.errors import N_
from gazette.feeds.identity import mask_url
from gazette.fetch.lock import fetch_lock
from gazette.i18n import Words
from gazette.model import FeedRow, StoryQuery
from gazette.store import Store


@click.command(
    cls=Command,
    help=N_(
        "Unsubscribe from a feed; its stories stay.\n\n"
        "FEED is an address, a title, or a part of one that is unambiguous."
    ),
)
@click.argument("feed", metavar=N_("FEED"))
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

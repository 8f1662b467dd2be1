"""`gazette feeds`: the subscriptions and their health."""

import click

from gazette.cli import output
from gazette.cli.fields import feed_fields
from gazette.cli.session import Session
from gazette.cli.usage import Command
from gazette.errors import N_
from gazette.feeds.identity import mask_url
from gazette.i18n import Words
from gazette.model import FeedRow


@click.command(cls=Command, help=N_("List the subscriptions and their health."))
@click.option("--jsonl", is_flag=True, help=N_("Print one JSON object a line."))
@click.pass_obj
def feeds(session: Session, *, jsonl: bool) -> None:
    """List the subscriptions and their health."""
    with session.store(to_read=True) as store:
        rows = store.feeds.rows()
    if jsonl:
        for row in rows:
            output.json_line(feed_fields(row))
        return
    for row in rows:
        output.data(_line(row))
        if row.error:
            output.data(f"      ! {_failure(row, session.words)}")


def _line(row: FeedRow) -> str:
    tags = f"  [{', '.join(row.tags)}]" if row.tags else ""
    language = row.language or "··"
    counts = f"{row.unread:5} / {row.stories:<6}"
    return f"{counts} {language:3} {mask_url(row.title)}{tags}  {mask_url(row.url)}"


def _failure(row: FeedRow, _: Words) -> str:
    since = f"{row.failing_since.astimezone():%Y-%m-%d %H:%M}" if row.failing_since else "?"
    told = _.plural(
        "{n} failure since {since}", "{n} failures since {since}", row.failures, since=since
    )
    return f"{_.stored(row.error or '')} ({told})"

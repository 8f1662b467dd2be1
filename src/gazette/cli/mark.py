"""`gazette mark`: what the reader thinks of stories, from the command line."""

import click

from gazette.cli import output
from gazette.cli.session import STORY, Session
from gazette.cli.stories import existing
from gazette.cli.usage import Command
from gazette.clock import system_clock
from gazette.errors import N_


@click.command(cls=Command, help=N_("Mark stories as read or unread, star or unstar them."))
@click.argument("story_ids", type=STORY, nargs=-1, required=True, metavar=N_("STORY..."))
@click.option("--read/--unread", "read", default=None, help=N_("Mark as read, or as not read."))
@click.option("--star/--unstar", "star", default=None, help=N_("Star, or take the star away."))
@click.pass_obj
def mark(
    session: Session, story_ids: tuple[int, ...], *, read: bool | None, star: bool | None
) -> None:
    """Mark stories as read or unread, star or unstar them."""
    _ = session.words
    if read is None and star is None:
        raise click.UsageError(_("say what to do: --read, --unread, --star or --unstar"))
    changed: set[int] = set()
    now = system_clock()
    with session.store() as store:
        for story_id in story_ids:
            existing(store, story_id, _)
        if read is not None:
            changed |= {*store.reading.mark(story_ids, "read", read, now=now).story_ids}
        if star is not None:
            changed |= {*store.reading.mark(story_ids, "starred", star, now=now).story_ids}
    output.narrate(_.plural("{n} story changed", "{n} stories changed", len(changed)))

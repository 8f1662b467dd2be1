"""`gazette mark`: what the reader thinks of stories, from the command line."""

from collections.abc import Iterable

import click

from gazette.cli import output
from gazette.cli.names import TAGS
from gazette.cli.session import STORY, Session
from gazette.cli.stories import existing
from gazette.cli.usage import Command
from gazette.clock import system_clock
from gazette.errors import N_
from gazette.i18n import Words
from gazette.model import TAG, Flag
from gazette.text import AUTHOR_LIMIT, clean_line


@click.command(
    cls=Command,
    help=N_(
        "Mark stories: read, starred, hidden, or with tags of your own.\n\n"
        "A story that several feeds bring is marked in all of them. `u` in the reader takes back"
        " what was done here too."
    ),
)
@click.argument("story_ids", type=STORY, nargs=-1, required=True, metavar=N_("STORY..."))
@click.option(
    "--read/--unread",
    default=None,
    multiple=True,
    help=N_("Mark as read, or as not read."),
)
@click.option(
    "--star/--unstar", default=None, multiple=True, help=N_("Star, or take the star away.")
)
@click.option(
    "--hide/--unhide",
    default=None,
    multiple=True,
    help=N_("Leave out of every list but that of `is:hidden`, or list again."),
)
@click.option(
    "--tag",
    "tags",
    metavar=N_("TAG"),
    type=TAGS,
    multiple=True,
    help=N_("Give a tag of your own; may be given several times."),
)
@click.option(
    "--untag",
    "untags",
    metavar=N_("TAG"),
    type=TAGS,
    multiple=True,
    help=N_("Take such a tag away; may be given several times."),
)
@click.pass_obj
def mark(
    session: Session,
    story_ids: tuple[int, ...],
    *,
    read: tuple[bool, ...],
    star: tuple[bool, ...],
    hide: tuple[bool, ...],
    tags: tuple[str, ...],
    untags: tuple[str, ...],
) -> None:
    """Mark stories: read, starred, hidden, or with tags."""
    _ = session.words
    given = {"read": read, "starred": star, "hidden": hide}
    marks: list[tuple[Flag, bool]] = [(f, v) for f, values in given.items() for v in {*values}]
    marks += [(TAG + tag, True) for tag in _names(tags, _)]
    marks += [(TAG + tag, False) for tag in _names(untags, _)]
    if not marks:
        raise click.UsageError(_("say what to do: --read, --star, --hide, --tag, or its opposite"))
    if len({flag for flag, _value in marks}) < len({*marks}):
        raise click.UsageError(_("say either an option or its opposite, not both"))
    changed: set[int] = set()
    now = system_clock()
    with session.store() as store:
        for story_id in story_ids:
            existing(store, story_id, _)
        for flag, value in marks:
            changed |= {*store.reading.mark(story_ids, flag, value, now=now).story_ids}
    output.narrate(_.plural("{n} story changed", "{n} stories changed", len(changed)))


def _names(tags: Iterable[str], _: Words) -> list[str]:
    """Return tags as they are stored.

    Raises:
        click.UsageError: one of them has no sign that could be seen.
    """
    names = [clean_line(tag, AUTHOR_LIMIT) for tag in tags]
    if not all(names):
        raise click.UsageError(_("a tag needs a name"))
    return names

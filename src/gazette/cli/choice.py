"""Which stories a command is about: those that a query asks for.

The one place where a choice is made, so that every command that takes one takes the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal

import click

from gazette.cli import names
from gazette.cli.session import Session
from gazette.cli.usage import unguarded, with_nearest
from gazette.clock import LocalZone, system_clock
from gazette.config.queries import view_named
from gazette.errors import N_, QueryError
from gazette.i18n import Words
from gazette.model import SavedView, Story
from gazette.query import Everything, Node, parse
from gazette.store import Store

QUERY: Final = click.argument("query", nargs=-1, metavar=N_("[QUERY]..."), type=names.QUERY)
"""Of a `QueryCommand`."""
VIEW: Final = click.option(
    "--view",
    metavar=N_("NAME"),
    type=names.VIEWS,
    help=N_("Only the stories of this saved view."),
)


def asked(query: Iterable[str], session: Session, *, view: str | None = None) -> Node:
    """Return the query that was typed, within a saved view; none asks for all stories.

    Raises:
        click.UsageError: it is none, and the message names the place; or there is no such view.
        ConfigError: feeds.toml cannot be used.
    """
    typed = parsed(unguarded(query), session.words)
    if view is None:
        return typed
    saved = parsed(_saved(view, session).query, session.words)
    # By the text of both, so that the parser's limits hold for them together.
    return saved if isinstance(typed, Everything) else parsed(f"({saved}) ({typed})", session.words)


def parsed(text: str, _: Words) -> Node:
    """Return the query of a text.

    Raises:
        click.UsageError: it is none; the message names the place.
    """
    try:
        return parse(text, now=system_clock(), zone=LocalZone())
    except QueryError as problem:
        raise click.UsageError(_.describe(problem)) from problem


def _saved(name: str, session: Session) -> SavedView:
    """Return the saved view of this name.

    Raises:
        click.UsageError: there is none.
        ConfigError: feeds.toml cannot be used.
    """
    views = session.config_or_defaults.views
    if found := view_named(name, views):
        return found
    _ = session.words
    told = _("there is no view called “{name}”").format(name=name)
    raise click.UsageError(with_nearest(told, name, [view.name for view in views], _))


def found(
    query: Node,
    store: Store,
    *,
    limit: int | None,
    order: Literal["newest", "relevance"] = "newest",
) -> list[int]:
    """Return the ids of the stories that a query asks for, newest or most relevant first."""
    return [story_id for _, story_id in store.search.find(query, limit=limit, order=order)]


def stories(ids: Sequence[int], store: Store) -> Iterator[Story]:
    """Yield stories with their text, in this order; those that are gone are left out."""
    for story_id in ids:
        story = store.stories.story(story_id)
        if story is not None:
            yield story

"""Which stories a command is about: those that a query asks for.

The one place where a choice is made, so that every command that takes one takes the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal

import click

from gazette.cli import names
from gazette.cli.usage import unguarded
from gazette.clock import LocalZone, system_clock
from gazette.errors import N_, QueryError
from gazette.i18n import Words
from gazette.model import Story
from gazette.query import Node, parse
from gazette.store import Store

QUERY: Final = click.argument("query", nargs=-1, metavar=N_("[QUERY]..."), type=names.QUERY)
"""Of a `QueryCommand`."""


def asked(query: Iterable[str], _: Words) -> Node:
    """Return the query that was typed; none asks for all stories.

    Raises:
        click.UsageError: it is none; the message names the place.
    """
    try:
        return parse(unguarded(query), now=system_clock(), zone=LocalZone())
    except QueryError as problem:
        raise click.UsageError(_.describe(problem)) from problem


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

"""Names that are typed on a command line, feeds and tags, and what a shell suggests for them."""

import os
import re
from pathlib import Path
from typing import Any, Final

import click
from click.shell_completion import CompletionItem
from click.types import StringParamType

from gazette.cli.session import Session
from gazette.errors import ConfigError
from gazette.query.fields import field_named
from gazette.store.names import read_names
from gazette.text import fold

PROGRAM: Final = "gazette"
VARIABLE: Final = "_GAZETTE_COMPLETE"
"""Set by a shell that asks for suggestions."""
_FIELD: Final = re.compile(r"(?:^|(?<=[\s(-]))([^\W\d_]+):")
_SOURCES: Final = {"feed": "feeds", "tag": "tags"}
_PLAIN: Final = re.compile(r"[\w.-]+")
"""What needs no quotes in a query."""
_QUOTES: Final = '"«'
_MASK: Final = "***"
"""In place of a secret; no address that is stored has it."""


class _Named(StringParamType):
    """A text that may be any, with the names that the store knows as suggestions."""

    def __init__(self, name: str) -> None:
        self.name = name

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002 - click's signature
        incomplete: str,
    ) -> list[CompletionItem]:
        """Return the names that begin as what was typed does, accents and case aside."""
        return [CompletionItem(name) for name in _known(ctx, self.name, incomplete)]


class _View(StringParamType):
    """The name of a saved view, with those in feeds.toml as suggestions."""

    name = "view"

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002 - click's signature
        incomplete: str,
    ) -> list[CompletionItem]:
        """Return the names that begin as what was typed does, accents and case aside."""
        try:
            views = _session(ctx).config_or_defaults.views
        except ConfigError:  # there is time to say so when the command is run
            return []
        part = fold(incomplete)
        return [CompletionItem(v.name) for v in views if fold(v.name).startswith(part)]


class _Query(StringParamType):
    """A part of a query, with names of feeds and tags as values of `feed:` and `tag:`."""

    name = "query"

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002 - click's signature
        incomplete: str,
    ) -> list[CompletionItem]:
        """Return what was typed with each name that its last value may become."""
        conditions = [
            (source, match.end())
            for match in _FIELD.finditer(incomplete)
            if (source := _SOURCES.get(field_named(match[1]) or ""))
        ]
        if not conditions:
            return []
        source, place = conditions[-1]
        # It may have blanks without a quote before it, which a shell takes for its own.
        names = _known(ctx, source, incomplete[place:].lstrip(_QUOTES))
        before = incomplete[:place]
        return [CompletionItem(before + _quoted(name)) for name in names if _MASK not in name]


def _quoted(name: str) -> str:
    """Return a name as a query takes it."""
    if _PLAIN.fullmatch(name):
        return name
    return f"«{name}»" if '"' in name else f'"{name}"'


def _known(ctx: click.Context, source: str, typed: str) -> list[str]:
    part = fold(typed)
    known: tuple[str, ...] = getattr(read_names(_session(ctx).store_file), source)
    return [name for name in known if fold(name).startswith(part)]


def _session(ctx: click.Context) -> Session:
    """Return the session of a line that is being typed."""
    given: dict[str, Any] = ctx.find_root().params
    config, store = (Path(given[key]) if given.get(key) else None for key in ("config", "db"))
    return Session.of(config, store, os.environ)


FEEDS: Final = _Named("feeds")
TAGS: Final = _Named("tags")
VIEWS: Final = _View()
QUERY: Final = _Query()

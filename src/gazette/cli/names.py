"""Names that are typed on a command line, feeds and tags, and what a shell suggests for them."""

import os
from pathlib import Path
from typing import Any, Final

import click
from click.shell_completion import CompletionItem
from click.types import StringParamType

from gazette.cli.session import Session
from gazette.store.names import Names, read_names
from gazette.text import fold

PROGRAM: Final = "gazette"
VARIABLE: Final = "_GAZETTE_COMPLETE"
"""Set by a shell that asks for suggestions."""


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
        part = fold(incomplete)
        known: tuple[str, ...] = getattr(_names(ctx.find_root()), self.name)
        return [CompletionItem(name) for name in known if fold(name).startswith(part)]


def _names(root: click.Context) -> Names:
    given: dict[str, Any] = root.params
    config, store = (Path(given[key]) if given.get(key) else None for key in ("config", "db"))
    return read_names(Session.of(config, store, os.environ).store_file)


FEEDS: Final = _Named("feeds")
TAGS: Final = _Named("tags")

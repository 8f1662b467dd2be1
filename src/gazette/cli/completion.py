"""What a shell suggests while a command line is typed: the reader's feeds and tags.

Click asks; what is not known is not suggested, and no error is ever shown in the middle of a line.
"""

import os
from pathlib import Path
from typing import Any, Final

import click
from click.shell_completion import CompletionItem

from gazette.cli.session import Session
from gazette.store.names import Names, read_names
from gazette.text import fold


class _Named(click.ParamType[str]):
    """A text that may be any, with the names that the store knows as suggestions."""

    def __init__(self, name: str) -> None:
        self.name = name

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002 - click's signature
        incomplete: str,
    ) -> list[CompletionItem]:
        """Return the names that what was typed may become: with these letters in them."""
        part = fold(incomplete)
        known: tuple[str, ...] = getattr(_names(ctx.find_root()), self.name)
        begun = [name for name in known if fold(name).startswith(part)]
        return [CompletionItem(name) for name in begun]


def _names(root: click.Context) -> Names:
    given: dict[str, Any] = root.params
    chosen = {key: Path(given[key]) if given.get(key) else None for key in ("config", "db")}
    return read_names(Session.of(chosen["config"], chosen["db"], os.environ).store_file)


FEEDS: Final = _Named("feeds")
TAGS: Final = _Named("tags")

"""`gazette views`: the saved views, and how much each of them holds."""

import click

from gazette.cli import choice, output
from gazette.cli.session import Session
from gazette.cli.usage import Command
from gazette.errors import N_


@click.command(cls=Command, help=N_("List the saved views and how many stories each holds."))
@click.option("--jsonl", is_flag=True, help=N_("Print one JSON object a line."))
@click.pass_obj
def views(session: Session, *, jsonl: bool) -> None:
    """List the saved views and how many stories each holds."""
    _ = session.words
    with session.store(to_read=True) as store:
        for view in session.config.views:
            stories, unread = store.search.count(choice.parsed(view.query, _))
            if jsonl:
                fields = {"name": view.name, "query": view.query}
                output.json_line({**fields, "stories": stories, "unread": unread})
            else:
                output.counted(view.name, stories=stories, unread=unread, notes=(view.query,))
    if not session.config.views and not jsonl:
        output.narrate(_("there is no view in feeds.toml"))

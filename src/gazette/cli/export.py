"""`gazette export`: stories as files, and the subscriptions as a list."""

from dataclasses import replace
from pathlib import Path

import click

from gazette.cli import files, output
from gazette.cli.choice import Choice, choosing, stories
from gazette.cli.lists import export_opml
from gazette.cli.session import Session
from gazette.cli.usage import Command, Group
from gazette.clock import LocalZone
from gazette.errors import N_
from gazette.feeds.identity import mask_url
from gazette.i18n import Words


@click.group(
    cls=Group,
    invoke_without_command=True,
    subcommand_metavar=N_("FORMAT [ARGUMENT]..."),
    help=N_("Write stories to files, or your subscriptions to a list."),
)
@click.pass_context
def export(context: click.Context) -> None:
    """Write stories or subscriptions in the format that is named."""
    if context.invoked_subcommand is None:
        _ = context.obj.words
        known = ", ".join(export.list_commands(context))
        raise click.UsageError(_("say which format: {known}").format(known=known))


@export.command(
    cls=Command,
    help=N_(
        "Write each story to a Markdown file of its own.\n\nFOLDER is made where there is none."
        " A story that has its file there already, whatever it is called, is left alone."
    ),
)
@click.argument("folder", metavar=N_("FOLDER"), type=click.Path(path_type=Path))
@choosing
@click.pass_obj
def markdown(session: Session, folder: Path, *, choice: Choice) -> int:
    """Write each story to a Markdown file of its own."""
    from gazette.export.markdown import document, file_name, key, keys_in

    _, zone = session.words, LocalZone()
    written = kept = 0
    with session.store() as store:
        ids = choice.ids(session, store)
        if not ids:
            return _nothing(_)
        with files.told(folder):
            folder.mkdir(parents=True, exist_ok=True)
            there = keys_in(path.name for path in folder.iterdir())
        try:
            for story in stories(ids, store):
                if key(story) in there:
                    kept += 1
                    continue
                path = folder / file_name(story, zone=zone)
                # What is exported is given away; the key was made of the whole address.
                shared = replace(story, feed_url=mask_url(story.feed_url))
                files.write_new(path, [document(shared).encode("utf-8", "replace")])
                written += 1
        finally:
            output.narrate(_written(written, kept, folder, _))
    return 0


def _written(written: int, kept: int, folder: Path, _: Words) -> str:
    parts = [
        _.plural(
            "{n} story written to {folder}",
            "{n} stories written to {folder}",
            written,
            folder=folder,
        )
    ]
    if kept:
        parts.append(_.plural("{n} was there already", "{n} were there already", kept))
    return " · ".join(parts)


def _nothing(_: Words) -> int:
    output.narrate(_("gazette: no story is chosen; nothing was written"))
    return 1


export.add_command(export_opml)

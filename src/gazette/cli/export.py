"""`gazette export`: stories as files, and the subscriptions as a list."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
from msgspec.structs import replace

from gazette.cli import output
from gazette.cli.choice import QUERY, VIEW, asked, found, stories
from gazette.cli.lists import export_opml
from gazette.cli.session import MOST, Session
from gazette.cli.usage import Group, QueryCommand, unguarded
from gazette.clock import LocalZone
from gazette.errors import N_
from gazette.export import files
from gazette.feeds.identity import mask_url
from gazette.i18n import Words
from gazette.query import Everything
from gazette.query.fields import field_named
from gazette.query.pieces import CLOSERS

_TODAY: Final = ("on:today",)
_OPENERS: Final = ("-", "(", *CLOSERS)
"""What a query may begin with, and a file seldom does."""
_LIMIT: Final = click.option(
    "--limit",
    type=click.IntRange(1, MOST),
    metavar="N",
    help=N_("At most so many stories, the newest."),
)


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
    cls=QueryCommand,
    help=N_(
        "Write each story to a Markdown file of its own.\n\nFOLDER is made where there is none."
        " A story that has its file there already, whatever it is called, is left alone. QUERY is"
        " one as `gazette stories` takes; without one it is every story."
    ),
)
@click.argument("name", metavar=N_("FOLDER"), type=click.Path())
@QUERY
@VIEW
@_LIMIT
@click.pass_obj
def markdown(
    session: Session, name: str, query: tuple[str, ...], *, view: str | None, limit: int | None
) -> int:
    """Write each story to a Markdown file of its own."""
    from gazette.export.markdown import document, file_name, key, keys_in

    _, zone = session.words, LocalZone()
    folder = _named(name, N_("FOLDER"), _)
    sought = asked(query, session, view=view)
    written = kept = 0
    with session.store(to_read=True) as store:
        ids = found(sought, store, limit=limit)
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


@export.command(
    cls=QueryCommand,
    help=N_(
        "Write stories as JSON Lines, for `gazette import` or other programs.\n\n"
        "One whole story a line, oldest first, with its text and your marks. FILE is a new one;"
        " without it, or with -, they go to standard output. QUERY is one as `gazette stories`"
        " takes; without one it is every story."
    ),
)
@click.argument("file", metavar=N_("[FILE]"), default="-", type=click.Path(allow_dash=True))
@QUERY
@VIEW
@_LIMIT
@click.pass_obj
def jsonl(
    session: Session, file: str, query: tuple[str, ...], *, view: str | None, limit: int | None
) -> int:
    """Write stories as JSON Lines."""
    from gazette.export.jsonl import line
    from gazette.store.transfer import Transfer

    _ = session.words
    path = _named(file, N_("FILE or -"), _)
    sought = asked(query, session, view=view)
    with session.store(to_read=True) as store:
        transfer = Transfer(store.connection)
        if isinstance(sought, Everything) and limit is None:
            ids = transfer.every()
        else:
            # Oldest first, so that where they are taken in their ids follow time.
            ids = transfer.with_copies(found(sought, store, limit=limit)[::-1])
        if not ids:
            return _nothing(_)
        feeds: set[str] = set()

        def lines() -> Iterator[bytes]:
            for record in transfer.records(ids):
                feeds.add(record.feed)
                yield line(record)

        if file == "-":
            output.pieces(lines())
        else:
            # Readable by its owner alone, as the store is: addresses of feeds may hold secrets.
            files.write_new(path, lines(), mode=0o600)
            output.narrate(_written(len(ids), 0, file, _))
    if secret := sum(mask_url(feed) != feed for feed in feeds):
        output.narrate(_secrecy(secret, _))
    return 0


@export.command(
    cls=QueryCommand,
    help=N_(
        "Write an edition as an EPUB 3 book, for e-readers.\n\n"
        "FILE is a new one. QUERY is one as `gazette stories` takes; without one it is the edition"
        " of today. The contents are by language and feed; nothing in the book is loaded from"
        " anywhere."
    ),
)
@click.argument("file", metavar=N_("FILE"), type=click.Path())
@QUERY
@VIEW
@_LIMIT
@click.pass_obj
def epub(
    session: Session, file: str, query: tuple[str, ...], *, view: str | None, limit: int | None
) -> int:
    """Write an edition as an EPUB 3 book."""
    from gazette.export.epub import edition
    from gazette.i18n.imprint import imprint_of

    _ = session.words
    path = _named(file, N_("FILE"), _)
    sought = asked(query, session, view=view)
    is_of_today = isinstance(sought, Everything)
    if is_of_today:
        sought = asked(_TODAY, session)
    with session.store(to_read=True) as store:
        chosen = list(stories(found(sought, store, limit=limit), store))
    if not chosen:
        if is_of_today:
            output.narrate(
                _("gazette: nothing came today; a query takes more, such as {query}").format(
                    query="since:2d"
                )
            )
            return 1
        return _nothing(_)
    files.write_new(path, [edition(chosen, imprint_of(chosen, _, LocalZone()))])
    output.narrate(_written(len(chosen), 0, file, _))
    return 0


def _named(name: str, argument: str, _: Words) -> Path:
    """Return the file or folder to write, unless it reads as a part of the query behind it.

    Raises:
        click.UsageError: it does; nothing is made under such a name, but with "./" before it.
    """
    typed = unguarded([name])
    if typed != "-" and _is_query(typed):
        told = _("“{text}” reads as a query: {argument} goes before it (or is it a name? ./{text})")
        raise click.UsageError(told.format(text=typed, argument=_(argument)))
    return Path(typed)


def _is_query(typed: str) -> bool:
    if typed.startswith((".", "/")):
        return False
    fields = (part.lstrip('-("').partition(":") for part in typed.split())
    has_field = any(colon and field_named(field) for field, colon, _value in fields)
    return has_field or typed.startswith(_OPENERS)


def _written(written: int, kept: int, place: Path | str, _: Words) -> str:
    parts = [
        _.plural(
            "{n} story written to {file}",
            "{n} stories written to {file}",
            written,
            file=place,
        )
    ]
    if kept:
        parts.append(_.plural("{n} was there already", "{n} were there already", kept))
    return " · ".join(parts)


def _secrecy(count: int, _: Words) -> str:
    return _.plural(
        "{n} address of a feed holds a password or a key: give the file to nobody",
        "{n} addresses of feeds hold passwords or keys: give the file to nobody",
        count,
    )


def _nothing(_: Words) -> int:
    output.narrate(_("gazette: no story is chosen; nothing was written"))
    return 1


export.add_command(export_opml)

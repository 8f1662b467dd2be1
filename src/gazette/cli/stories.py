"""`gazette stories`, `show` and `mark`: read the store from the command line."""

from collections.abc import Sequence
from typing import Final

import click

from gazette.cli import choice, output
from gazette.cli.fields import story_fields
from gazette.cli.session import MOST, STORY, Session
from gazette.cli.usage import Command, QueryCommand
from gazette.clock import system_clock
from gazette.errors import N_
from gazette.export.markdown import blocks_text, escaped, link
from gazette.i18n import Words
from gazette.model import Story
from gazette.store import Store

DEFAULT_LIMIT: Final = 50
_SNIPPET_INDENT: Final = 9


@click.command(
    cls=QueryCommand,
    help=N_(
        'List stories, newest first.\n\nQUERY is words, "phrases", -word, OR, prefix*, and'
        " conditions such as is:unread, lang:fr, since:2d, title:word. Put it in quotes where the"
        " shell has a use for its signs."
    ),
)
@choice.QUERY
@choice.VIEW
@click.option(
    "--limit",
    type=click.IntRange(1, MOST),
    metavar="N",
    default=DEFAULT_LIMIT,
    help=N_("At most so many stories; {default} unless you say otherwise."),
)
@click.option("--all", "everything", is_flag=True, help=N_("No limit."))
@click.option("--best", is_flag=True, help=N_("The most relevant first, not the newest."))
@click.option("--snippets", is_flag=True, help=N_("With the words around what was found."))
@click.option("--full", is_flag=True, help=N_("With the text of each story."))
@click.option("--jsonl", is_flag=True, help=N_("Print one JSON object a line."))
@click.pass_obj
def stories(
    session: Session,
    query: tuple[str, ...],
    *,
    view: str | None,
    limit: int,
    everything: bool,
    best: bool,
    snippets: bool,
    full: bool,
    jsonl: bool,
) -> None:
    """List stories, newest first, or the most relevant first."""
    sought = choice.asked(query, session, view=view)
    most = None if everything else limit
    with session.store(to_read=True) as store:
        ids = choice.found(sought, store, limit=most, order="relevance" if best else "newest")
        around = store.search.snippets(sought, ids) if snippets else {}
        for story in choice.stories(ids, store):
            if jsonl:
                fields = story_fields(story, full=full)
                if snippets:
                    around_it = "".join(text for text, _ in around.get(story.id, ()))
                    fields = {**fields, "snippet": around_it or None}
                output.json_line(fields)
                continue
            print_story_line(story)
            if story.id in around:
                output.data(f"{'':{_SNIPPET_INDENT}}{_snippet(around[story.id])}")
            if full:
                output.data(f"\n{_indented(story.text)}\n")
    if not ids and not jsonl:
        _ = session.words
        none = (
            _("no story matches")
            if query or view
            else _("no story yet: `gazette fetch` takes some")
        )
        output.narrate(none)


def _snippet(pieces: Sequence[tuple[str, bool]]) -> str:
    return "".join(f"[{text}]" if is_match else text for text, is_match in pieces)


def print_story_line(story: Story) -> None:
    """Print one story on one line: id, mark, time, language, title, source."""
    mark = "★" if story.starred else " " if story.read else "•"
    moment = (story.published or story.fetched).astimezone()
    language = story.language or ".."
    output.data(
        f"{story.id:6} {mark} {moment:%Y-%m-%d %H:%M} {language:2} {story.title}"
        f"  — {story.feed_title}"
    )


@click.command(cls=Command, help=N_("Print one story as text."))
@click.argument("story_id", type=STORY, metavar=N_("STORY"))
@click.option("--markdown", is_flag=True, help=N_("As Markdown."))
@click.option("--jsonl", is_flag=True, help=N_("As one JSON object on a line."))
@click.pass_obj
def show(session: Session, story_id: int, *, markdown: bool, jsonl: bool) -> None:
    """Print one story as text."""
    with session.store(to_read=True) as store:
        story = _existing(store, story_id, session.words)
    if jsonl:
        output.json_line(story_fields(story, full=True))
    elif markdown:
        output.data(as_markdown(story, session.words))
    else:
        output.data(as_text(story, session.words))


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
            _existing(store, story_id, _)
        if read is not None:
            changed |= {*store.reading.mark(story_ids, "read", read, now=now).story_ids}
        if star is not None:
            changed |= {*store.reading.mark(story_ids, "starred", star, now=now).story_ids}
    output.narrate(_.plural("{n} story changed", "{n} stories changed", len(changed)))


def _existing(store: Store, story_id: int, _: Words) -> Story:
    story = store.stories.story(story_id)
    if story is None:
        raise click.UsageError(_("there is no story {id}").format(id=story_id))
    return story


def as_text(story: Story, _: Words) -> str:
    """Return a story as plain text: title, where it is from, paragraphs."""
    head = [story.title, _source_line(story, _), story.url or ""]
    return "\n".join(line for line in head if line) + f"\n\n{story.text}"


def as_markdown(story: Story, _: Words) -> str:
    """Return a story as Markdown."""
    head = (f"# {escaped(story.title)}", f"*{escaped(_source_line(story, _))}*")
    parts = (*head, blocks_text(story.blocks), link(story.url))
    return "\n\n".join(part for part in parts if part)


def _source_line(story: Story, _: Words) -> str:
    moment = _.full_time(story.published or story.fetched)
    return " · ".join((story.feed_title, *story.authors, moment))


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in text.split("\n"))

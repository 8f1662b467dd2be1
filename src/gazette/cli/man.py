"""`gazette man`: the manual page, made of the commands' own help in the reader's language.

Written in the macros of man(7) and in ASCII, so that groff and mandoc set it alike whatever the
locale; what is not ASCII is named by its code point.
"""

import re
import textwrap
from collections.abc import Iterator
from datetime import datetime
from typing import Final

import click

from gazette import __version__
from gazette.cli import output
from gazette.cli.usage import Command, Speaking, each_command, words_of
from gazette.clock import system_clock
from gazette.errors import N_
from gazette.i18n import Words

_CODE = re.compile("`([^`]+)`")
_COLUMNS: Final = 78
_BLANKS: Final = "\u00a0\u202f"
_NAMES: Final = {
    "\\": "\\e",
    "-": "\\-",
    "'": "\\(aq",
    "`": "\\(ga",
    "^": "\\(ha",
    "~": "\\(ti",
    '"': "\\(dq",
    **dict.fromkeys(_BLANKS, "\\~"),
}
_ARGUMENTS: Final = N_(
    "FEED is an address (also as gazette shows it, with ***), a title, or a part of one that only"
    " one feed has. STORY is an id as `gazette stories` prints it. With --jsonl, a listing prints"
    " one JSON object a line."
)
_EXIT_CODES: Final = (
    ("0", N_("Done, also when some feeds failed: they are reported.")),
    ("1", N_("Nothing could be done: no feed that was asked answered, no file could be written.")),
    ("2", N_("The command line was not understood.")),
    ("78", N_("The configuration cannot be used.")),
    ("130", N_("Interrupted.")),
)
_ENVIRONMENT: Final = (
    ("GAZETTE_CONFIG", N_("The feeds.toml to use where --config does not say.")),
    ("GAZETTE_DB", N_("The store to use where --db does not say.")),
    (
        "LANGUAGE, LC_ALL, LC_MESSAGES, LANG",
        N_("The language of the interface, unless feeds.toml says it: French or English."),
    ),
    ("NO_COLOR", N_("Set: no colours but those of the terminal.")),
)
_FILES: Final = (
    (
        "~/.config/gazette/feeds.toml",
        N_("Your subscriptions and settings; written from a sample at the first run."),
    ),
    ("~/.local/share/gazette/gazette.db", N_("The store: all stories, and what you have read.")),
    (
        "~/.local/share/gazette/gazette-pages.db",
        N_("The bytes of fetched pages, for a while; deleting it loses no story."),
    ),
    ("~/.local/share/gazette/gazette.log", N_("Faults of gazette's own, where there were any.")),
)
_EXAMPLES: Final = (
    ("gazette fetch && gazette", N_("Take what is new, then read.")),
    ("gazette add https://journal.example/", N_("Subscribe to a paper's feed.")),
    (
        "gazette export epub starred.epub is:starred",
        N_("Make a book of the starred stories, for an e-reader."),
    ),
    ("gazette export jsonl backup.jsonl", N_("Keep all stories in a file.")),
)


@click.command(
    cls=Command,
    help=N_(
        "Print the manual page, in your language.\n\nIt is read with `gazette man | man -l -`."
    ),
)
@click.pass_context
def man(context: click.Context) -> None:
    """Print the manual page."""
    output.document(page(context.find_root(), words_of(context), now=system_clock()))


def page(root: click.Context, _: Words, *, now: datetime) -> str:
    """Return the manual page of the command line at whose root we are."""
    return "".join(f"{line}\n" for line in _lines(root, _, now))


def _lines(root: click.Context, _: Words, now: datetime) -> Iterator[str]:
    version, manual = f"gazette {__version__}", escaped(_("gazette manual"))
    yield f'.TH GAZETTE 1 {now:%Y-%m-%d} "{version}" "{manual}"'
    summary, *more = _paragraphs(root.command, _)
    yield from _section(_("NAME"))
    yield f"gazette \\- {escaped(summary[:1].lower() + summary[1:].removesuffix('.'))}"
    yield from _section(_("SYNOPSIS"))
    yield f"\\fBgazette\\fR {_usage(root)}"
    yield from _section(_("DESCRIPTION"))
    yield from _text([summary, *more])
    yield from _section(_("OPTIONS"))
    yield from _options(root)
    yield from _section(_("COMMANDS"))
    yield from _text([_(_ARGUMENTS)])
    for context, command in each_command(root):
        if not isinstance(command, click.Group):
            yield f'.SS "{escaped(context.command_path)} {_usage(context)}"'
            yield from _text(_paragraphs(command, _))
            yield from _options(context)
    yield from _section(_("EXIT STATUS"))
    yield from _table(_EXIT_CODES, _)
    yield from _section(_("ENVIRONMENT"))
    yield from _table(_ENVIRONMENT, _)
    yield from _section(_("FILES"))
    yield from _table(_FILES, _)
    yield from _section(_("EXAMPLES"))
    yield from _table(_EXAMPLES, _)


def _section(heading: str) -> Iterator[str]:
    yield f'.SH "{escaped(heading)}"'


def _paragraphs(command: click.Command, _: Words) -> list[str]:
    return _(command.help).split("\n\n") if command.help else []


def _text(paragraphs: list[str]) -> Iterator[str]:
    for number, paragraph in enumerate(paragraphs):
        if number:
            yield ".PP"
        yield from _running(paragraph)


def _usage(context: click.Context) -> str:
    return " ".join(escaped(piece) for piece in context.command.collect_usage_pieces(context))


def _options(context: click.Context) -> Iterator[str]:
    if isinstance(context.command, Speaking):
        for call, told in context.command.option_rows(context):
            if context.parent is None or "--help" not in call:  # once is enough
                yield from _entry(call, told)


def _table(rows: tuple[tuple[str, str], ...], _: Words) -> Iterator[str]:
    for term, told in rows:
        yield from _entry(term, _(told))


def _entry(term: str, told: str) -> Iterator[str]:
    yield ".TP"
    yield f"\\fB{escaped(term)}\\fR"
    yield from _running(told)


def _running(text: str) -> Iterator[str]:
    """Yield running text as lines of which none is a request, its commands in bold."""
    parts = _CODE.split(text)
    bold = (
        f"\\fB{escaped(part)}\\fR" if place % 2 else escaped(part)
        for place, part in enumerate(parts)
    )
    lines = textwrap.wrap("".join(bold), _COLUMNS, break_long_words=False, break_on_hyphens=False)
    for line in lines:
        yield f"\\&{line}" if line.startswith(".") else line


def escaped(text: str) -> str:
    """Return a text as roff sets it, none of its characters a request."""
    return "".join(_escape(character) for character in text)


def _escape(character: str) -> str:
    if character in _NAMES:
        return _NAMES[character]
    return character if character.isascii() else f"\\[u{ord(character):04X}]"

"""Help pages and mistakes in the use of the command line, in the reader's language.

A command is a `Command`, its help and that of its options messages marked with `N_`: they are
translated when they are shown, and a command that is merely run pays nothing for it. Of click's
own words only those are here that gazette's commands can bring forth.
"""

import difflib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import click
from click.shell_completion import CompletionItem

from gazette.cli.session import Session
from gazette.errors import N_, GazetteError
from gazette.i18n import Words

_CLICKS_WORDS: Final = (
    N_("Options"),
    N_("Commands"),
    N_("[OPTIONS]"),
    N_("Show this message and exit."),
    N_("Show the version and exit."),
)
"""Marked for the catalogue: they reach us from click."""
_EXCLUDED = re.compile("-[^-]")
_GUARD: Final = "\ufdd0"
"""Stands for no character, so that it can stand in no query."""
_EXTRA = re.compile(r"Got unexpected extra arguments? \((.+)\)")


def words_of(context: click.Context | None) -> Words:
    """Return the words of the session, those of the environment where it has none yet."""
    session = context.obj if context else None
    if isinstance(session, Session):
        try:
            return session.words
        except GazetteError:  # a help page is shown whatever feeds.toml looks like
            pass
    return Session.words_of_environment(os.environ)


class Formatter(click.HelpFormatter):
    """Sets a help page with its headings in the reader's language."""

    def __init__(self, words: Words, *, width: int | None, max_width: int | None) -> None:
        super().__init__(width=width, max_width=max_width)
        self._words = words

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how a command is called."""
        _ = self._words
        super().write_usage(prog, args, prefix or _.labelled(_("Usage"), ""))

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        _ = self._words
        title = _.labelled(_(heading), "").rstrip(" ")
        self.write(f"{'':>{self.current_indent}}{title}\n")


class Context(click.Context):
    """Sets help pages with our formatter."""

    def make_formatter(self) -> click.HelpFormatter:
        """Return the formatter of a help page."""
        return Formatter(
            words_of(self), width=self.terminal_width, max_width=self.max_content_width
        )


class Speaking(click.Command):
    """What commands and the group of them have in common."""

    context_class = Context

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the arguments apart; a mistake in them knows where it was made."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as mistake:
            mistake.ctx = mistake.ctx or ctx
            raise

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a mistake that it finds knows its session."""
        try:
            return super().invoke(ctx)
        except click.UsageError as mistake:
            mistake.ctx = mistake.ctx or ctx
            raise

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return what may follow the name of the command."""
        _ = words_of(ctx)
        return [_(piece) for piece in super().collect_usage_pieces(ctx)]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_translated(self.help, words_of(ctx)))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, each with what it does."""
        with formatter.section("Options"):
            formatter.write_dl(self.option_rows(ctx))

    def option_rows(self, ctx: click.Context) -> list[tuple[str, str]]:
        """Return how each option is typed, and what it does."""
        _ = words_of(ctx)
        rows = []
        for option in self.get_params(ctx):
            record = option.get_help_record(ctx)
            if isinstance(option, click.Option) and record:
                call, place = record[0], option.metavar or ""
                told = _translated(option.help, _).format(default=option.default)
                rows.append((call.replace(place, _translated(place, _)), told))
        return rows

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return what a shell may suggest here, with what it is in the reader's language."""
        items = super().shell_complete(ctx, incomplete)
        told = self._told(ctx, Session.words_of_environment(os.environ))
        for item in items:
            item.help = told.get(item.value)
        return items

    def _told(self, ctx: click.Context, _: Words) -> dict[str, str]:
        options = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]
        return {
            name: _translated(option.help, _).format(default=option.default)
            for option in options
            for name in (*option.opts, *option.secondary_opts)
        }


class Command(Speaking):
    """A command whose help speaks the reader's language."""


class QueryCommand(Command):
    """A command whose arguments are a query: "-word" is a part of it, and no option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the arguments apart; what begins with one "-" is a word, but for known options."""
        known = {name for option in self.get_params(ctx) for name in option.opts}
        guarded = [
            _GUARD + arg if _EXCLUDED.match(arg) and arg not in known else arg for arg in args
        ]
        return super().parse_args(ctx, guarded)


def unguarded(query: Iterable[str]) -> str:
    """Return the text of a query, from the arguments of a `QueryCommand`."""
    return " ".join(query).replace(_GUARD, "")


class Group(Speaking, click.Group):
    """A group of such commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands, in the order in which they were added."""
        return list(self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, each with the first paragraph of its help."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self._commands_told(ctx, words_of(ctx)).items()))

    def _commands_told(self, ctx: click.Context, _: Words) -> dict[str, str]:
        commands = {name: self.get_command(ctx, name) for name in self.list_commands(ctx)}
        return {
            name: _translated(command.help, _).partition("\n\n")[0]
            for name, command in commands.items()
            if command
        }

    def _told(self, ctx: click.Context, _: Words) -> dict[str, str]:
        return {**super()._told(ctx, _), **self._commands_told(ctx, _)}

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is called.

        Raises:
            click.UsageError: there is none of that name.
        """
        name = args[0]
        is_typed_still = ctx.resilient_parsing  # a shell asks what may follow: nothing
        if not (self.get_command(ctx, name) or name.startswith("-") or is_typed_still):
            _ = words_of(ctx)
            told = _("there is no command “{name}”").format(name=name)
            raise click.UsageError(with_nearest(told, name, self.list_commands(ctx), _), ctx)
        return super().resolve_command(ctx, args)


def each_command(context: click.Context) -> Iterator[tuple[click.Context, click.Command]]:
    """Yield the commands of a group, and those of the groups in it, in their order."""
    group = context.command
    if not isinstance(group, click.Group):
        return
    for name in group.list_commands(context):
        if command := group.get_command(context, name):
            inner = command.context_class(command, parent=context, info_name=name)
            yield inner, command
            yield from each_command(inner)


def mistake_lines(mistake: click.UsageError) -> tuple[str, ...]:
    """Return what to tell of a mistake in the use of the command line.

    How the command is called goes first where click found the mistake; a command that finds one
    says itself what is wrong.
    """
    _ = words_of(mistake.ctx)
    error = _.labelled(_("Error"), _mistake(mistake, _))
    if mistake.ctx is None or mistake.cmd is None:
        return (error,)
    call = f"{mistake.ctx.command_path} --help"
    return (mistake.ctx.get_usage(), _("Try “{call}” for help.").format(call=call), "", error)


def _mistake(mistake: click.UsageError, _: Words) -> str:
    match mistake:
        case click.NoSuchOption(option_name=name):
            known = [o for p in mistake.cmd.params for o in p.opts] if mistake.cmd else []
            told = _("there is no option {name}").format(name=name)
            return with_nearest(told, name, known, _)
        case click.MissingParameter(param=click.Parameter() as param):
            return _("{name} is missing").format(name=_name(param, _))
        case click.BadParameter(param=click.Parameter(type=click.IntRange() as kind) as param):
            return _("{name}: expected a whole number from {least} to {most}").format(
                name=_name(param, _), least=kind.min, most=kind.max
            )
        case click.BadParameter(param=click.Parameter(type=click.Choice() as kind) as param):
            return _("{name}: expected one of {words}").format(
                name=_name(param, _), words=", ".join(kind.choices)
            )
        case click.BadParameter(param=click.Parameter(type=click.Path()) as param):
            return _("{name}: expected a file, not a folder").format(name=_name(param, _))
        case click.BadOptionUsage(option_name=name):
            return _bad_option(mistake, name, _)
    if extra := _EXTRA.fullmatch(mistake.message):
        return _("nothing is to be done with “{words}”").format(words=extra[1])
    return mistake.format_message()


def _bad_option(mistake: click.UsageError, name: str, _: Words) -> str:
    params = mistake.ctx.command.params if mistake.ctx else []
    option = next((p for p in params if name in (*p.opts, *p.secondary_opts)), None)
    if isinstance(option, click.Option) and option.is_flag:
        return _("{name} takes no value").format(name=name)
    return _("{name} needs a value").format(name=name)


def _name(param: click.Parameter, _: Words) -> str:
    """Return a parameter as the reader types it, or as the usage names it."""
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return _translated(param.metavar or param.name, _).strip("[].")


def _translated(message: str | None, _: Words) -> str:
    return _(message) if message else ""  # gettext keeps the empty message for itself


def with_nearest(told: str, name: str, known: Sequence[str], _: Words) -> str:
    """Return a message that a name is not known, with the nearest one that is."""
    nearest = difflib.get_close_matches(name, known, n=1)
    if not nearest:
        return told
    return _("{told}; did you mean {nearest}?").format(told=told, nearest=nearest[0])

"""The command `gazette`: options before any command, exit codes, errors as one line.

Each command lives in a module that is imported when the command is run, and imports what is
heavy (httpx, Textual) inside itself: a cron job must not pay for the interface.
"""

import gc
import importlib
import io
import os
import signal
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final, TextIO

import click

from gazette import __version__
from gazette.cli import output
from gazette.cli.names import PROGRAM, VARIABLE
from gazette.cli.session import Session
from gazette.cli.signals import EXIT_SIGNAL, ending_signals
from gazette.cli.usage import Group, mistake_lines
from gazette.errors import N_, ConfigError, GazetteError
from gazette.feeds.identity import mask_url

EXIT_NOTHING_DONE: Final = 1
EXIT_INTERRUPTED: Final = EXIT_SIGNAL + signal.SIGINT
EXIT_CONFIG: Final = 78  # EX_CONFIG of sysexits.h

# In the order of use, which the help page keeps: fetch, choose feeds, read, lists, the rest.
_COMMANDS: Final[Mapping[str, str]] = {
    "fetch": "gazette.cli.fetch:fetch",
    "add": "gazette.cli.subscriptions:add",
    "remove": "gazette.cli.subscriptions:remove",
    "feeds": "gazette.cli.feeds:feeds",
    "stories": "gazette.cli.stories:stories",
    "views": "gazette.cli.views:views",
    "show": "gazette.cli.stories:show",
    "mark": "gazette.cli.mark:mark",
    "rules": "gazette.cli.rules:rules",
    "extract": "gazette.cli.extract:extract",
    "import": "gazette.cli.lists:import_list",
    "export": "gazette.cli.export:export",
    "schedule": "gazette.cli.schedule:schedule",
    "doctor": "gazette.cli.doctor:doctor",
    "vacuum": "gazette.cli.vacuum:vacuum",
    "completion": "gazette.cli.completion:completion",
    "man": "gazette.cli.man:man",
    "demo": "gazette.cli.demo:demo",
}


class LateGroup(Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands, in their order."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command of that name; None where there is none."""
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(
    cls=LateGroup,
    invoke_without_command=True,
    subcommand_metavar=N_("[COMMAND] [ARGUMENT]..."),
    context_settings={"help_option_names": ["-h", "--help"]},
    help=N_(
        "Read the French and English press in the terminal.\n\nWithout a command, open the reader."
    ),
)
@click.option(
    "--config",
    metavar=N_("FILE"),
    type=click.Path(path_type=Path, dir_okay=False, readable=False),
    help=N_(
        "The feeds.toml to use; else $GAZETTE_CONFIG, else the one in your configuration folder."
    ),
)
@click.option(
    "--db",
    metavar=N_("FILE"),
    type=click.Path(path_type=Path, dir_okay=False, readable=False),
    help=N_("The store to use; else $GAZETTE_DB, else gazette.db in your data folder."),
)
@click.version_option(__version__, message="gazette %(version)s")
@click.pass_context
def gazette(context: click.Context, config: Path | None, db: Path | None) -> None:
    """Prepare the session of a command; without one, open the reader."""
    context.obj = Session.of(config, db, os.environ)
    if context.invoked_subcommand is None:
        if obstacle := output.reader_obstacle():
            raise click.UsageError(context.obj.words(obstacle))
        gc.disable()  # until the first screen is there: nearly all that is made till then stays
        try:
            from gazette.cli.reader import open_reader  # imports Textual

            context.exit(open_reader(context.obj))
        finally:
            gc.enable()


def run() -> None:
    """Run the command line; the entry point of the program."""
    # Closed by whoever started us (`>&-`): what is printed there is lost, and that is no fault.
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that knows no "é" shows "?" instead of ending the program.
            stream.reconfigure(errors="replace")
    sys.excepthook = tell_fault
    with ending_signals() as came:
        code = main(sys.argv[1:])
    sys.exit(EXIT_SIGNAL + came[0] if came and code == EXIT_INTERRUPTED else code)


def tell_fault(
    kind: type[BaseException], fault: BaseException, trace: TracebackType | None
) -> None:
    """Print a fault of ours, to be reported: it may quote addresses, so without their secrets."""
    lines = traceback.format_exception(kind, fault, trace)
    output.narrate(mask_url("".join(lines)).rstrip())


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Run the command line with these arguments and return the exit code."""
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except (output.OutputClosed, BrokenPipeError):
        # `gazette stories | head`: the reader of our output has gone, and that is no fault.
        output.forget()
        return 0
    return code


def _run(arguments: list[str]) -> int:
    _ = Session.words_of_environment(os.environ)
    if VARIABLE in os.environ:
        from gazette.cli.completion import register  # for a shell alone

        register()
    try:
        result: Any = gazette.main(args=arguments, prog_name=PROGRAM, standalone_mode=False)
    except click.UsageError as mistake:
        for line in mistake_lines(mistake):
            output.narrate(line)
        return mistake.exit_code
    except (click.Abort, KeyboardInterrupt):
        # click has ended the line with the ^C already.
        output.narrate(_("gazette: interrupted; what was fetched until now is kept"))
        return EXIT_INTERRUPTED
    except GazetteError as problem:
        output.narrate(_.labelled("gazette", _.describe(problem)))
        return EXIT_CONFIG if isinstance(problem, ConfigError) else EXIT_NOTHING_DONE
    return result if isinstance(result, int) else 0

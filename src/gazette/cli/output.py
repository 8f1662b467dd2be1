"""Data to standard output, narration to standard error; rich only on a terminal."""

import contextlib
import locale
import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator
from itertools import chain
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Protocol, Self, TextIO

import click
import msgspec

if TYPE_CHECKING:
    from rich.progress import TaskID

from gazette.errors import N_
from gazette.export.files import told
from gazette.fetch.report import Attempt, Event, StageStarted
from gazette.i18n import Words

_COLUMNS: Final = 80
_TEXT_COLUMNS: Final = 72
"""Of text that is read on: what an eye follows without losing the next line."""
_BAR_CELLS: Final = 20
_CANNOT_GO_BACK: Final = frozenset(("dumb", "unknown"))
"""Terminals on which a line, once printed, stays as it is."""
_encoder = msgspec.json.Encoder()


class OutputClosed(Exception):
    """Whoever read standard output has gone (`| head`); nothing more needs to be printed."""


def data(line: str = "", *, flush: bool = False) -> None:
    """Print one line of what was asked for.

    Raises:
        OutputClosed: nobody reads it any more.
    """
    try:
        print(line, flush=flush)
    except BrokenPipeError as problem:
        raise OutputClosed from problem


def paged(lines: Iterable[str], *, wanted: bool = True) -> None:
    """Print lines; where a terminal is too low for them, page by page through $PAGER (or less).

    `wanted` says whether the reader wants pages at all.

    Raises:
        OutputClosed: nobody reads them any more.
    """
    if not (wanted and sys.stdin.isatty() and sys.stdout.isatty()):
        for line in lines:
            data(line)
        return
    coming = iter(lines)
    shown, fits = _screenful(coming)
    if fits:
        for line in shown:
            data(line)
    else:
        if locale.getpreferredencoding(do_setlocale=False).lower() == "utf-8":
            # less asks the locale, which over ssh may be named and not be installed.
            os.environ.setdefault("LESSCHARSET", "utf-8")
        click.echo_via_pager(f"{line}\n" for line in chain(shown, coming))


def _screenful(lines: Iterator[str]) -> tuple[list[str], bool]:
    """Return lines until they fill the terminal, and whether that was all of them."""
    from rich.cells import cell_len  # rich is only loaded where there is a terminal

    columns = width(sys.stdout)
    room = shutil.get_terminal_size().lines - 1  # the shell wants a line to ask in
    shown: list[str] = []
    for line in lines:
        shown.append(line)
        room -= sum(max(1, -(-cell_len(part) // columns)) for part in line.split("\n"))
        if room < 0:
            return shown, False
    return shown, True


def set_for_screen(text: str, *, indent: str = "") -> str:
    """Return a text set for the terminal's width; with its own lines where there is none."""
    lines: Iterable[str] = text.split("\n")
    if sys.stdout.isatty():
        from gazette.tui.typography import wrap  # imports rich

        column = max(1, min(width(sys.stdout) - 1, _TEXT_COLUMNS) - len(indent))
        # What is set off from the margin is code or verse, and keeps its lines; one word is an
        # address, to be copied.
        lines = chain.from_iterable(
            (line,) if line.startswith(" ") or " " not in line else wrap(line, column)
            for line in lines
        )
    return "\n".join(f"{indent}{line}" if line else "" for line in lines)


def json_line(value: Any, *, flush: bool = False) -> None:
    """Print one JSON object on a line of its own.

    Raises:
        OutputClosed: nobody reads it any more.
    """
    data(_encoder.encode(value).decode(), flush=flush)


def document(text: str) -> None:
    """Print a whole file, in UTF-8 whatever the terminal speaks: it says so itself.

    Raises:
        OutputClosed: nobody reads it any more.
        ExportError: it cannot be written where the output goes.
    """
    pieces([text.encode("utf-8")])


def pieces(parts: Iterable[bytes]) -> None:
    """Print a file piece by piece, as it is.

    Raises:
        OutputClosed: nobody reads it any more.
        ExportError: it cannot be written where the output goes.
    """
    sys.stdout.flush()
    for part in parts:
        _write(part)


def _write(part: bytes) -> None:
    try:
        sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()
    except BrokenPipeError as problem:
        raise OutputClosed from problem
    except OSError:
        forget()
        with told(N_("standard output")):
            raise


def forget() -> None:
    """Let what is still to be printed go nowhere, or it would be tried again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def can_ask() -> bool:
    """Return whether a person is there to answer a question."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str) -> str:
    """Return what the person answers to a question.

    Raises:
        click.Abort: nothing, not even an empty line.
    """
    print(question, end=" ", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if not answer:
        narrate("")  # as click does on Ctrl-C: what follows gets a line of its own
        raise click.Abort
    return answer.strip()


def width(stream: TextIO) -> int:
    """Return how many cells a line may take: those of the terminal, else $COLUMNS, else 80."""
    if stream.isatty():
        with contextlib.suppress(OSError, ValueError):
            return os.get_terminal_size(stream.fileno()).columns or _COLUMNS
    return shutil.get_terminal_size((_COLUMNS, 24)).columns


def counted(title: str, *, stories: int, unread: int, notes: Iterable[str] = ()) -> None:
    """Print what has so many stories, of which so many are unread, and below it what it is.

    Raises:
        OutputClosed: nobody reads it any more.
    """
    counts = f"{unread:5} / {stories:<6} "
    beside = f"{'':{len(counts)}}"
    for first, text in ((counts, title), *((beside, note) for note in notes)):
        for line in textwrap.wrap(
            text,
            max(width(sys.stdout), 2 * len(counts)),
            initial_indent=first,
            subsequent_indent=f"{beside}  ",
            break_on_hyphens=False,
        ):
            data(line)


def narrate(line: str) -> None:
    """Print one line about what is going on."""
    print(line, file=sys.stderr)


def reader_obstacle() -> str:
    """Return why the reader cannot be opened here, as a message; empty where it can.

    It takes its keys from standard input, and Textual draws on standard error; whoever pipes
    standard output away wants a list and not a screen.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return N_("the reader needs a terminal; `gazette stories` does not")
    if not sys.stderr.isatty():
        return N_("the reader draws on standard error, which is no terminal: leave out the 2>")
    return ""


class Progress(Protocol):
    """Shows a fetch as it goes."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def __call__(self, event: Event) -> None:
        """Show one event."""


class Silence:
    """Shows nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *details: object) -> None:
        return

    def __call__(self, event: Event) -> None:
        """Take no notice."""


class JsonLines(Silence):
    """Prints each outcome as a JSON object on a line, the moment it is known."""

    _is_read = True

    def __call__(self, event: Event) -> None:
        """Print an outcome; the fetch goes on when nobody reads them any more."""
        if self._is_read and isinstance(event, Attempt):
            try:
                json_line(event, flush=True)
            except OutputClosed:
                self._is_read = False


class LiveProgress:
    """A bar a stage on a terminal, with what is new and what failed."""

    def __init__(self, words: Words) -> None:
        from rich.console import Console  # rich is only loaded where there is a terminal
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as RichProgress
        from rich.table import Column

        self._words = words
        self._new = self._failed = self._bytes = 0
        # Only our own words go into these columns; addresses and titles stay out of markup.
        self._bars = RichProgress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=_BAR_CELLS, table_column=Column(min_width=_BAR_CELLS)),
            MofNCompleteColumn(),
            # On one line whatever it says: what grows and shrinks would flicker.
            TextColumn(
                "{task.fields[note]}",
                markup=False,
                table_column=Column(no_wrap=True, overflow="ellipsis"),
            ),
            console=Console(stderr=True),
            transient=True,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(self, *details: object) -> None:
        self._bars.stop()

    def __call__(self, event: Event) -> None:
        """Move the bar on."""
        _ = self._words
        if isinstance(event, StageStarted):
            name = _("feeds") if event.kind == "feed" else _("pages")
            if self._task is not None:  # the sums go on in the next line
                self._bars.update(self._task, note="")
            self._task = self._bars.add_task(name, total=event.total, note="")
            return
        self._bytes += event.bytes
        self._new += event.new - event.settled
        self._failed += event.outcome in ("failed", "gone")
        if self._task is not None:
            self._bars.update(self._task, advance=1, note=self._note())

    def _note(self) -> str:
        _ = self._words
        parts = [_.size(self._bytes)]
        if self._new:
            parts.append(_.plural("{n} new", "{n} new", self._new))
        if self._failed:
            parts.append(_.plural("{n} failure", "{n} failures", self._failed))
        return " · ".join(parts)


def progress(words: Words, *, quiet: bool, jsonl: bool) -> Progress:
    """Return what shows a fetch: JSON lines, a live bar on a terminal, else nothing."""
    if jsonl:
        return JsonLines()
    if quiet or not sys.stderr.isatty() or os.environ.get("TERM", "dumb") in _CANNOT_GO_BACK:
        return Silence()
    return LiveProgress(words)

"""Programs of the reader's own that are given the terminal for a while."""

import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from gazette.errors import system_problem
from gazette.i18n import Words

_NOT_FOUND: Final = 127
"""What a shell says of a program that is not there."""


def run_outside(command: str | Sequence[str], words: Words, *, text: str | None = None) -> int:
    """Run a shell's command line, or a program, in the terminal; return its exit code.

    It reads `text`, or the terminal. What it printed can be read until Enter is pressed, unless
    it had the terminal to itself and ended well. The terminal must not be the reader's (Textual's
    `suspend`).
    """
    _ = words
    # Ctrl+C is for the program. A handler is not handed down, as ignoring would be.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        given = None if text is None else text.encode("utf-8", "replace")
        code = _code(command, given, words)
        if text is not None or code:
            told = [_("It ended with code {n}.").format(n=code)] if code else []
            told.append(_("Press Enter to go back to the paper."))
            with suppress(OSError):  # the terminal may be gone with the program
                sys.stdout.write(f"\n{' '.join(told)} ")
                sys.stdout.flush()
                sys.stdin.readline()
    finally:
        signal.signal(signal.SIGINT, before)
    return code


def _code(command: str | Sequence[str], given: bytes | None, words: Words) -> int:
    try:
        return subprocess.run(
            command,
            shell=isinstance(command, str),  # what the reader has typed for one
            input=given,
            check=False,
        ).returncode
    except OSError as problem:
        sys.stdout.write(f"{command[0]}: {words.stored(system_problem(problem))}\n")
        return _NOT_FOUND

"""What a timer, a shutdown or a closed terminal sends ends a command as Ctrl-C does.

By itself such a signal ends the process where it stands: the store would be sound, but parsing
children would go on for a while, and a progress bar would stay on the screen.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

ENDING: Final = (signal.SIGTERM, signal.SIGHUP)
EXIT_SIGNAL: Final = 128
"""Shells add the number of the signal that ended a program."""


@contextmanager
def ending_signals() -> Iterator[list[int]]:
    """Let the block be interrupted by them; what came stands in the list given.

    One that is ignored, as nohup has it, stays so.
    """
    came: list[int] = []

    def interrupt(number: int, _frame: FrameType | None) -> None:
        came.append(number)
        # asyncio has its own way with SIGINT: it cancels what runs, and that tidies up.
        signal.raise_signal(signal.SIGINT)

    ours = [number for number in ENDING if signal.getsignal(number) is signal.SIG_DFL]
    if ours and signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # A shell script's job in the background: without SIGINT the others would do nothing.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in ours:
        signal.signal(number, interrupt)
    try:
        yield came
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)

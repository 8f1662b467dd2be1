"""A terminal that goes away, a closed window or a lost connection, takes its reader with it.

Textual's threads go on with a terminal that is gone: one reads its end over and over, which takes
a whole processor, another waits for ever to write.
"""

import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Final

_PATIENCE_S: Final = 2.0
"""For the place in an article to be kept. Marks are, each as it is made."""


def watch_terminal(end: Callable[[], object]) -> None:
    """Call `end`, from another thread, once the terminal is gone; soon the process ends anyway."""
    watch = threading.Thread(target=_wait, args=(sys.stdin.fileno(), end), daemon=True)
    watch.start()


def _wait(terminal: int, end: Callable[[], object]) -> None:
    poll = select.poll()
    poll.register(terminal, 0)  # nothing but its end
    # Some systems cannot watch terminals so, and say that they cannot: there is no watch then.
    if any(event & (select.POLLHUP | select.POLLERR) for _, event in poll.poll()):
        end()
        time.sleep(_PATIENCE_S)
        os._exit(128 + signal.SIGHUP)

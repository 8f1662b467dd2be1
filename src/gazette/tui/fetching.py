"""A fetch that the reader starts: a process of its own, read line by line.

The process writes to a file without a name, which we read behind it: it is never stopped by a
pipe that nobody empties. It has a session of its own and is left running when the reader quits;
a fetch is safe to interrupt and worth finishing.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from gazette.i18n import Words
from gazette.text import clean_line
from gazette.tui.subscriptions import was_unreached

_TAIL_BYTES: Final = 4_000
_NICENESS: Final = 10
"""Of a fetch, above the reader's own: it would keep every processor busy."""


class Progress(Struct, frozen=True):
    """What a fetch has done so far."""

    expected_feeds: int = 0
    """How many feeds were due when it started; 0 where one story's page is fetched."""
    feeds: int = 0
    pages: int = 0
    new: int = 0
    failed: int = 0
    unreached: int = 0
    """How many of those failed because their server could not be reached."""
    page_error: str = ""
    """Why the last page could not be had, as one English line."""
    run: str = ""
    """What the fetch says of itself where it asked for nothing: "busy" (another one is at work),
    "nothing-due", "away" (there is no network)."""

    def after(self, line: str) -> "Progress":
        """Return the progress after one JSON line of the fetch; a line that is none is nothing."""
        try:
            said = json.loads(line)
            new = int(said.get("new") or 0) - int(said.get("settled") or 0)
        except (ValueError, TypeError, AttributeError):
            return self
        if said.get("kind") == "run":
            return replace(self, run=str(said.get("outcome")))
        if said.get("kind") == "page":
            return replace(self, pages=self.pages + 1, page_error=str(said.get("error") or ""))
        if said.get("kind") != "feed":
            return self
        error = str(said.get("error") or "")
        return replace(
            self,
            feeds=self.feeds + 1,
            new=self.new + new,
            failed=self.failed + bool(error),
            unreached=self.unreached + was_unreached(error),
        )


class Fetch:
    """A running fetch."""

    def __init__(self, command: Sequence[str], *, expected_feeds: int) -> None:
        """Start `command`.

        Raises:
            OSError: it cannot be started.
        """
        self.progress = Progress(expected_feeds=expected_feeds)
        self._output = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the fetch
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - likewise
        self._place = 0
        self._rest = b""
        self.last_words = ""
        """The last line of what it narrated, known once it has ended."""
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=self._output,
                stderr=self._errors,
                start_new_session=True,
            )
        except OSError:
            self._close()
            raise
        with suppress(OSError):  # it has ended already, say
            os.setpriority(os.PRIO_PROCESS, self._process.pid, os.nice(0) + _NICENESS)

    def poll(self) -> int | None:
        """Read what was written since the last time; return the exit code once it has ended."""
        code = self._process.poll()
        written = b""
        while chunk := os.pread(self._output.fileno(), 1 << 16, self._place):
            self._place += len(chunk)
            written += chunk
        *lines, self._rest = (self._rest + written).split(b"\n")
        for line in lines:
            self.progress = self.progress.after(line.decode(errors="replace"))
        if code is not None:
            size = os.fstat(self._errors.fileno()).st_size
            tail = os.pread(self._errors.fileno(), _TAIL_BYTES, max(0, size - _TAIL_BYTES))
            self.last_words = clean_line(tail.decode(errors="replace").strip().rpartition("\n")[2])
            self._close()
        return code

    def stop(self) -> None:
        """Ask it to end: it finishes what it writes, and what is not done stays due."""
        self._process.terminate()

    def _close(self) -> None:
        self._output.close()
        self._errors.close()


def progress_line(progress: Progress, words: Words) -> str:
    """Return what the footer says while a fetch runs: "⟳ 41/93 flux · 12 nouveaux"."""
    _ = words
    if not progress.expected_feeds:
        return _("⟳ this story’s page")
    if progress.feeds >= progress.expected_feeds and progress.pages:
        parts = [_.plural("⟳ {n} page", "⟳ {n} pages", progress.pages)]
    else:
        expected = max(progress.feeds, progress.expected_feeds)
        done = _.number(progress.feeds)
        parts = [_.plural("⟳ {done}/{n} feed", "⟳ {done}/{n} feeds", expected, done=done)]
    if progress.new:
        parts.append(_.plural("{n} new", "{n} new", progress.new))
    return " · ".join(parts)


def summary_line(
    progress: Progress, exit_code: int, when: str, words: Words, last_words: str = ""
) -> str:
    """Return what the footer says when a fetch has ended.

    `last_words` is what the fetch itself said of its end: why it could not even begin.
    """
    _ = words
    is_of_story = not progress.expected_feeds
    if is_of_story and progress.page_error:
        problem = _.stored(progress.page_error)
        return _("The full text could not be had: {problem}").format(problem=problem)
    if is_of_story and progress.run == "busy":
        return _("Another fetch is at work: try again once it has ended.")
    if progress.failed and progress.failed == progress.feeds:
        if progress.unreached == progress.failed > 1:
            return _("No server could be reached: ! says why")
        return all_failed_line(progress.failed, _)
    if progress.run == "away":
        return offline_line("", _)
    if exit_code and last_words:
        return last_words
    if exit_code:
        return _("The fetch ended with an error (code {code}).").format(code=exit_code)
    if progress.run == "busy":
        return _("Another fetch is at work: its news will appear here.")
    if progress.run == "nothing-due":
        return _("Nothing was due.")
    parts = [_("fetched {when}").format(when=when)]
    if is_of_story:
        return parts[0]
    parts.append(_.plural("{n} new", "{n} new", progress.new))
    if progress.failed:
        parts.append(_.plural("{n} failed, see !", "{n} failed, see !", progress.failed))
    return " · ".join(parts)


def offline_line(when: str, words: Words) -> str:
    """Return what the footer says where no server could be reached; `when`: at the last try."""
    _ = words
    if not when:
        return _("offline: no server could be reached")
    return _("offline, tried {when} · ! says more").format(when=when)


def all_failed_line(count: int, words: Words) -> str:
    """Return what the footer says where all `count` feeds failed, and no news came of it."""
    _ = words
    return _.plural("{n} feed failed: ! says why", "{n} feeds failed: ! says why", count)

"""Subscribing from the reader: a process of its own finds the feed, so that no key waits for it.

The address goes to its standard input: arguments are seen by all who list processes.
"""

import asyncio
import json
import re
from collections.abc import Sequence
from contextlib import suppress
from subprocess import PIPE
from typing import Final

from msgspec import Struct

from gazette.model import AnnouncedFeed
from gazette.text import clean_line

_LONGEST: Final = 300
_PROGRAM: Final = re.compile(r"\Agazette\s*:\s*")
"""Before what the command line says, which is no news here."""


class Added(Struct, frozen=True):
    """What became of an address."""

    title: str = ""
    """Of the feed that is subscribed to now; empty where none is."""
    stories: int = 0
    announced: tuple[AnnouncedFeed, ...] = ()
    """The feeds among which the reader has to choose."""
    is_known: bool = False
    """It is subscribed to already."""
    problem: str = ""
    """Why there is no feed, in the reader's language."""


async def add(command: Sequence[str], address: str) -> Added:
    """Subscribe to an address and return what became of it; who stops waiting ends the process.

    Raises:
        OSError: the process cannot be started.
    """
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=PIPE)
    try:
        out, err = await process.communicate(f"{address}\n".encode())
    except BaseException:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()
        raise
    return outcome(out.decode(errors="replace"), err.decode(errors="replace"))


def outcome(printed: str, narrated: str) -> Added:
    """Return what a process that has ended says; a line that is no JSON says nothing."""
    said = [line for line in map(_object, printed.splitlines()) if line]
    for line in said:
        if line.get("kind") == "subscribed":
            stories = line.get("stories")
            return Added(str(line.get("title")), stories if type(stories) is int else 0)
        if line.get("kind") == "known":
            return Added(is_known=True)
    announced = tuple(
        AnnouncedFeed(str(line.get("url")), str(line.get("title")))
        for line in said
        if line.get("kind") == "announced"
    )
    last = clean_line(narrated.strip().rpartition("\n")[2], _LONGEST)
    return Added(announced=announced, problem=_PROGRAM.sub("", last, count=1))


def _object(line: str) -> dict[str, object]:
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}

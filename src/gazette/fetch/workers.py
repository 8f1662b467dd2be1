"""Many hosts at once, each host one thing at a time; and the one guard for faults of ours."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Final, TypeVar

from gazette.errors import N_, HostHeld, NoParser, StoreError
from gazette.feeds.identity import mask_url
from gazette.web.politeness import turn_key

FAULT: Final = N_("a fault in gazette; see its log")
Task = TypeVar("Task")
log = logging.getLogger(__name__)


async def by_host(
    tasks: Iterable[Task],
    *,
    url_of: Callable[[Task], str],
    work: Callable[[Task], Awaitable[None]],
    on_fault: Callable[[Task], None],
    per_host: int,
) -> None:
    """Run `work` for every task: hosts side by side, `per_host` tasks of one at a time, in order.

    A task whose host asked to be left alone stays due. A fault of ours in one task is logged and
    handed to `on_fault`; the others go on.

    Raises:
        StoreError: the store cannot be written; what is under way is cancelled.
        NoParser: nothing can be read; the same.
    """
    lanes: dict[str, deque[Task]] = {}
    for task in tasks:
        lanes.setdefault(turn_key(url_of(task)), deque()).append(task)

    async def drain(lane: deque[Task]) -> None:
        while lane:
            task = lane.popleft()
            try:
                await work(task)
            except HostHeld:
                continue
            except (StoreError, NoParser):
                raise
            except Exception:
                log.exception("a fault while fetching %s", mask_url(url_of(task)))
                on_fault(task)

    try:
        async with asyncio.TaskGroup() as group:
            for lane in lanes.values():
                for _ in range(min(per_host, len(lane))):
                    group.create_task(drain(lane))
    except* (StoreError, NoParser) as problems:
        # The first one tells all: a full disk is full for every feed.
        raise _first(problems) from None


def _first(problems: BaseExceptionGroup[StoreError | NoParser]) -> StoreError | NoParser:
    problem = problems.exceptions[0]
    return _first(problem) if isinstance(problem, BaseExceptionGroup) else problem

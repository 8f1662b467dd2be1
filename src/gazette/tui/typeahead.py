"""Keys in their turn: each is given out once the one before has been dealt with.

Textual gives a key to whatever has the focus when it arrives, and what that leaves over goes up,
from queue to queue. Whoever types fast is ahead of that: "/élection" is nine keys in one read, of
which the list would get eight before the first of them has opened the line that they are meant for.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

from textual.app import App
from textual.dom import DOMNode
from textual.events import Key, Paste

Typed = Key | Paste

_LONGEST_S: Final = 1.0
"""No key waits longer than that for any one widget that should have dealt with the one before."""


class Typeahead:
    """What has been typed and not yet given out."""

    def __init__(self, app: App[int], give: Callable[[Typed], Awaitable[None]]) -> None:
        self._app = app
        self._give = give
        self._waiting: deque[Typed] = deque()
        self._turn: asyncio.Task[None] | None = None
        """Waits for what was given out last."""
        self._is_turn = False
        self._is_held = False

    def hold(self) -> None:
        """Give nothing out until it is let go: nothing is there yet that keys could mean."""
        self._is_held = True

    async def let_go(self) -> None:
        """Give out what has been typed until now, and from here on."""
        self._is_held = False
        await self._give_next()

    async def take(self, typed: Typed) -> None:
        """Give out what has been typed, at once or in its turn."""
        self._waiting.append(typed)
        await self._give_next()

    async def _give_next(self) -> None:
        if self._is_turn or self._is_held or not self._waiting:
            return
        self._is_turn = True
        screen = self._app.screen
        first = self._app.focused or screen
        await self._give(self._waiting.popleft())
        self._turn = asyncio.create_task(self._end_turn(first, screen))

    async def _end_turn(self, first: DOMNode, screen: DOMNode) -> None:
        """Wait until all to whom the key may go have had it, and the screen that it has opened."""
        try:
            await _have_dealt(first)
            await self._settle(screen)
            while self._app.is_running and (now := self._app.screen) is not screen:
                screen = now
                await _have_dealt(screen)
        finally:  # whatever becomes of one key, the next has its turn
            self._is_turn = False
        if self._waiting:
            self._app.call_later(self._give_next)

    async def _settle(self, screen: DOMNode) -> None:
        """Wait until what the key asked for is there; what takes longer is waited for no more."""
        settled = getattr(screen, "settled", None)
        if isinstance(settled, asyncio.Event):
            try:
                await asyncio.wait_for(settled.wait(), _LONGEST_S)
            except TimeoutError:
                settled.set()


async def _have_dealt(node: DOMNode) -> None:
    """Wait until a widget and all above it have dealt with what is in their queues by now."""
    for one in node.ancestors_with_self:
        done = asyncio.Event()
        if one.call_later(done.set):
            with suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), _LONGEST_S)

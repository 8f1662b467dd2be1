"""Keys, and what else tells the screen to do something: palette, help, clicks.

A key goes to what is focused first; what that leaves over is looked up in the keymap, one key
after the other where they are a sequence.
"""

from textual.events import Click, Key

from gazette.keymap import COMMANDS
from gazette.keymap.sequences import Run, Wait, press
from gazette.tui.keymap import hints_of_sequence, key_name, key_of
from gazette.tui.screens.frame import Frame
from gazette.tui.screens.help import HelpScreen
from gazette.tui.screens.palette import PaletteScreen
from gazette.tui.widgets.masthead import Masthead

_RIGHT_BUTTON = 3


class Keying(Frame, inherit_bindings=False):
    """The part of the screen that knows which key does what."""

    _typed: tuple[str, ...] = ()
    """Keys that begin a sequence."""

    # --- keys -----------------------------------------------------------------------------

    async def on_key(self, event: Key) -> None:
        """Do what the key means here; one that means nothing is left to others."""
        bound = self.active_bindings.get(event.key)
        if bound and bound.node not in (self, self.app):
            return  # a line that is typed in moves its own cursor, say
        step = press(self.keymap.within(self.panes.current), self._typed, key_of(event))
        was_waiting = bool(self._typed)
        self._wait_for_more(step.keys if isinstance(step, Wait) else ())
        action = self._first_possible(step) if isinstance(step, Run) else None
        if action or was_waiting or self._typed:
            event.stop()
        if action:
            await self.run_action(action)
            self._show_hints()  # what the keys do may have changed with it

    def _first_possible(self, step: Run) -> str | None:
        return next((action for action in step.actions if self.can_do(action)), None)

    def can_do(self, action: str) -> bool:
        """Say whether an action is possible at this moment, where the reader is."""
        command = COMMANDS[action]
        return (
            action in self.offered
            and self.panes.current in command.panes
            and (self.shows_matches or not command.in_search)
            and bool(self.check_action(action, ()))
        )

    def _wait_for_more(self, typed: tuple[str, ...]) -> None:
        if typed != self._typed:
            self._typed = typed
            self._show_hints()

    def _show_hints(self) -> None:
        """Show the keys that matter here, or those that go on with what was typed."""
        super()._show_hints()
        self.status.typed = key_name(" ".join(self._typed), self.words)
        if self._typed:
            self.status.hints = hints_of_sequence(
                self._typed, self.panes.current, self.keymap, self.words
            )

    # --- palette, help, mouse ---------------------------------------------------------------

    def action_help(self) -> None:
        """Show the keys."""
        self._wait_for_more(())
        self.app.push_screen(HelpScreen(self.words, self.keymap, self.panes.current))

    def action_palette(self) -> None:
        """Offer all that can be done here."""
        self._wait_for_more(())
        possible = [
            command
            for action, command in COMMANDS.items()
            if action != "palette" and self.can_do(action)
        ]
        self.app.push_screen(PaletteScreen(self.words, possible, self.keymap), self._do)

    def action_suspend(self) -> None:
        """Give the terminal back to the shell, until the reader is fetched to the foreground."""
        self.app.action_suspend_process()

    async def _do(self, action: str | None) -> None:
        if action:
            await self.run_action(action)

    def on_click(self, event: Click) -> None:
        """Offer what can be done with what was clicked with the right button."""
        if event.button == _RIGHT_BUTTON:
            self.action_palette()

    async def on_masthead_pressed(self, message: Masthead.Pressed) -> None:  # noqa: ARG002 - says it all
        """Go back where the head of the page was clicked, which says whence one has come."""
        await self.run_action("back")

"""The reader's application: themes, the store's thread, and the one screen to begin with."""

import asyncio
import gc
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import tzinfo
from itertools import chain
from pathlib import Path
from typing import get_args

from msgspec import Struct, field
from msgspec.structs import replace
from rich.text import Text
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.binding import Binding
from textual.events import Event, Key, Paste

from gazette.clock import Clock
from gazette.errors import StoreError
from gazette.i18n import words
from gazette.keymap import Keymap, make_keymap
from gazette.model import SavedView
from gazette.tui.hangup import watch_terminal
from gazette.tui.library import Library
from gazette.tui.pictures import (
    NO_STUDIO,
    Studio,
    choose_manner,
    is_asked_for_pictures,
    is_installed,
)
from gazette.tui.screens.browse import BrowseScreen
from gazette.tui.terminal import (
    ThemeName,
    ThemeSetting,
    asked,
    choose_theme,
    is_asked_for_theme,
    offered_themes,
    says_sixel,
    typed_with,
    wants_no_colour,
)
from gazette.tui.themes import THEMES
from gazette.tui.typeahead import Typeahead, Typed


class ReaderSettings(Struct, frozen=True):
    """What the command line decided for the reader."""

    store_path: Path
    config_path: Path
    language: str
    """French or English: "fr", "en"."""
    locale: str
    """The reader's country too ("en_GB"), for full dates; may be empty."""
    theme: ThemeSetting
    fetch_command: tuple[str, ...]
    """The argv of a fetch that prints JSON lines; feeds and --force are added to it."""
    clock: Clock
    zone: tzinfo
    themes: tuple[ThemeName, ...] = get_args(ThemeName)
    """Those that the terminal can show."""
    keymap: Keymap = field(default_factory=make_keymap)
    views: tuple[SavedView, ...] = ()
    """The saved views of feeds.toml."""
    add_command: tuple[str, ...] = ("false",)
    """The argv of what subscribes to the address on its standard input, and prints JSON lines."""
    studio: Studio = NO_STUDIO
    """What pictures are made with."""
    player: tuple[str, ...] = ()
    """The argv of what plays an address that is added to it; (): the browser does."""
    reopens: bool = False
    """Begin where the reader was left the last time."""


class GazetteApp(App[int], inherit_bindings=False):
    """The reader."""

    TITLE = "gazette"
    CSS_PATH = "gazette.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [  # noqa: RUF012 - Textual's way
        Binding("ctrl+c", "quit", show=False),
        Binding("ctrl+q", "quit_from_anywhere", show=False, priority=True),
    ]

    def __init__(self, settings: ReaderSettings, *, typed: bytes = b"") -> None:
        # The store opens in its thread while the screen is being built.
        self.library = Library(settings.store_path, settings.clock, settings.zone)
        super().__init__(ansi_color=True if settings.theme == "terminal" else None)
        # That was for NO_COLOR, which is looked for there alone; from here on themes say it.
        self.set_reactive(App.ansi_color, None)
        self.settings = settings
        self.words = words(settings.language, settings.locale)
        self.animation_level = "none"
        self._typeahead = Typeahead(self, self._give_out)
        self._typeahead.hold()
        self._typed = typed
        """What the terminal sent before it was Textual's."""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = settings.theme if settings.theme != "auto" else "nuit"

    async def on_mount(self) -> None:
        """Open the paper, or say why it cannot be opened."""
        for event in _events_of(self._typed):
            await self.on_event(event)
        if not self.is_headless:
            loop = asyncio.get_running_loop()
            watch_terminal(lambda: loop.call_soon_threadsafe(self.exit))
        try:
            await self.library.data_version()
        except StoreError as error:
            self.exit(return_code=1, message=Text(self.words.describe(error)))
            return
        settings = self.settings
        await self.push_screen(
            BrowseScreen(
                self.library,
                self.words,
                settings.clock,
                settings.zone,
                settings.fetch_command,
                settings.config_path,
                settings.keymap,
                saved=settings.views,
                add_command=settings.add_command,
                studio=settings.studio,
                player=settings.player,
                reopens=settings.reopens,
            )
        )

    async def on_event(self, event: Event) -> None:
        """Let what is typed wait for its turn, but for the keys that quit whatever goes on."""
        is_quit = isinstance(event, Key) and event.key in ("ctrl+c", "ctrl+q")
        if isinstance(event, Key | Paste) and not event.is_forwarded and not is_quit:
            await self._typeahead.take(event)
        else:
            await super().on_event(event)

    async def on_frame_printed(self) -> None:
        """Let the keys do what they were pressed for while the paper was being opened."""
        if not gc.isenabled():  # as whoever started the reader left it, until now
            # What there is stays: while all of it was looked through, a key had to wait.
            gc.freeze()
            gc.enable()
        await self._typeahead.let_go()

    async def _give_out(self, typed: Typed) -> None:
        await super().on_event(typed)

    def action_next_theme(self) -> None:
        """Show the paper in the next of the themes that the terminal can show."""
        _, offered = self.words, self.settings.themes
        if len(offered) == 1:
            told = _("No colours, as NO_COLOR asks.")
        else:
            place = offered.index(self.theme) if self.theme in offered else -1
            self.theme = offered[(place + 1) % len(offered)]
            setting = f'theme = "{self.theme}"'
            told = _("{setting} in feeds.toml keeps this one").format(setting=setting)
        if isinstance(self.screen, BrowseScreen):
            self.screen.say(told)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Leave Ctrl+Q to the screens where the reader gave it to something else."""
        if action != "quit_from_anywhere":
            return True
        return all(b.action == "quit" for b in self.settings.keymap.bindings if "ctrl+q" in b.keys)

    def action_quit_from_anywhere(self) -> None:
        """Quit, whatever is open over the paper."""
        self.exit()

    async def on_unmount(self) -> None:
        """Close the store."""
        with suppress(StoreError):  # nothing is left to say it with, and every mark is committed
            await self.library.close()


def run_reader(settings: ReaderSettings) -> int:
    """Open the reader in the terminal and return its exit code once it is closed."""
    if not wants_no_colour(os.environ):
        os.environ.pop("NO_COLOR", None)  # an empty one says nothing, but Textual heeds it
    offered = offered_themes(os.environ)
    studio = settings.studio
    is_asked = is_asked_for_theme(settings.theme, os.environ) or (
        is_asked_for_pictures(studio.setting, os.environ) and is_installed()
    )
    answer = asked() if is_asked else b""
    theme = choose_theme(settings.theme, os.environ, answer)
    manner = choose_manner(studio.setting, os.environ, says_sixel=says_sixel(answer))
    studio = replace(studio, manner=manner)
    settings = replace(settings, theme=theme, themes=offered, studio=studio)
    app = GazetteApp(settings, typed=typed_with(answer))
    app.run()
    return app.return_code or 0


def _events_of(typed: bytes) -> Iterator[Typed]:
    """Yield what was typed and pasted before the terminal was Textual's."""
    if typed:
        parser = XTermParser()
        read = parser.feed(typed.decode(errors="ignore"))
        at_end = parser.feed("")  # an Esc that nothing follows is one
        yield from (event for event in chain(read, at_end) if isinstance(event, Key | Paste))

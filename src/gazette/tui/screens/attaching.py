"""What is attached to a story: played, kept for later; and the story given to another program."""

import asyncio
from typing import Final

from textual import work
from textual.app import SuspendNotSupported

from gazette.errors import system_problem
from gazette.model import Story
from gazette.text import clean_line
from gazette.tui.media import Medium, add_to_playlist, label, media_of, playlist_file
from gazette.tui.outside import run_outside
from gazette.tui.screens.choosing import ChooseScreen, Option
from gazette.tui.screens.entry import EntryScreen
from gazette.tui.screens.frame import opening
from gazette.tui.screens.marking import Marking
from gazette.tui.screens.taking import Taking, shared

_LONGEST: Final = 200
"""Characters of a title in a playlist."""


class Attaching(Marking, Taking, inherit_bindings=False):
    """The part of the screen that has other programs play and read what a story has."""

    _piped_to = ""
    """The command line that a story was given to last."""

    @work(group="taking")
    @opening
    async def action_open_attachment(self) -> None:
        """Play what is attached to the story: by the player of feeds.toml, or the browser."""
        _ = self.words
        story, media = await self._attached()
        if story is None or not media:
            return
        medium = media[0] if len(media) == 1 else await self._choose_medium(media)
        if medium is None:
            return
        if not self.edition.is_read_only:
            with self.telling():  # before the terminal is another's, which may never come back
                await self.mark([story.id], "read", value=True)
        if self.player:
            self._give_terminal((*self.player, medium.address))
        else:
            self.open_address(medium.address)

    @work(group="taking")
    async def action_queue_attachment(self) -> None:
        """Put what is attached to the selected story into the playlist beside the store."""
        _ = self.words
        story, media = await self._attached()
        if story is None or not media:
            return
        file = playlist_file(self.edition.library.path)
        title = clean_line(f"{story.feed_title} – {story.title}", _LONGEST)
        try:
            added = await asyncio.to_thread(add_to_playlist, file, title, media)
        except OSError as problem:
            said = _("The playlist {file} cannot be written: {problem}")
            self.say(said.format(file=file, problem=_.stored(system_problem(problem))))
            return
        said = _("Put into the playlist {file}") if added else _("It is in the playlist {file}")
        self.say(said.format(file=file))

    @work(group="taking")
    @opening
    async def action_pipe(self) -> None:
        """Give the stories chosen, as Markdown, to a command line that the reader types."""
        _ = self.words
        stories = await self._chosen_stories()
        if not stories:
            return
        given = await self.ask(
            EntryScreen(
                _,
                _("The command that reads the story:"),
                do=_("run"),
                value=self._piped_to,
                example=_("a command of the shell, such as: less"),
                refused=lambda text: "" if text else _("A command is needed."),
            )
        )
        if given:
            from gazette.export.markdown import document

            self._piped_to = given
            self._give_terminal(given, "\n".join(map(document, map(shared, stories))))

    async def _attached(self) -> tuple[Story | None, tuple[Medium, ...]]:
        """Return the selected story and what is attached to it, or say that there is nothing."""
        _, story_id = self.words, self.stories.selected
        story = None
        with self.telling():
            story = None if story_id is None else await self.edition.library.story(story_id)
            if story is None or not media_of(story):
                self.say(_("Nothing is attached to this story."))
        return story, media_of(story) if story else ()

    async def _choose_medium(self, media: tuple[Medium, ...]) -> Medium | None:
        _ = self.words
        options = [Option(medium.address, label(medium, _)) for medium in media]
        address = await self.ask(
            ChooseScreen(
                _,
                _("which of what is attached?"),
                options,
                do=_("open"),
                none=_("Nothing of that name."),
            )
        )
        return next((medium for medium in media if medium.address == address), None)

    def _give_terminal(self, command: str | tuple[str, ...], text: str | None = None) -> None:
        """Let a program have the terminal until it ends."""
        _ = self.words
        try:
            with self.app.suspend():
                run_outside(command, _, text=text)
        except SuspendNotSupported:
            self.say(_("This terminal cannot be given to another program."))

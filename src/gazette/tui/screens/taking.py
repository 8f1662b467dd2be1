"""Taking stories along: their addresses to the clipboard, their comments, themselves as files."""

import asyncio
from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path
from typing import Final

from msgspec.structs import replace
from textual import work

from gazette.errors import N_, ExportError
from gazette.feeds.identity import mask_url
from gazette.i18n import Words
from gazette.model import Story
from gazette.text import clean_line
from gazette.tui.browser import checked_address
from gazette.tui.screens.entry import EntryScreen
from gazette.tui.screens.frame import Frame, opening

_KINDS: Final = frozenset((".md", ".txt", ".html", ".htm", ".epub"))
_MOST: Final = 500
"""Stories that are copied or saved at once: `gazette export` is there for more."""


class Taking(Frame, inherit_bindings=False):
    """The part of the screen that gives stories out of hand."""

    _folder = ""
    """Where stories were saved last."""

    def action_copy_link(self) -> None:
        """Copy the addresses of the stories chosen, one a line."""
        self._copy(with_titles=False)

    def action_copy_title(self) -> None:
        """Copy the titles and addresses of the stories chosen."""
        self._copy(with_titles=True)

    @work(group="taking")
    async def _copy(self, *, with_titles: bool) -> None:
        _ = self.words
        stories = await self._chosen_stories()
        if stories is None:
            return
        found = [(story, address) for story in stories if (address := checked_address(story.url))]
        if not found:
            self.say(_("No address here that could be copied."))
            return
        lines = [
            f"{clean_line(story.title)}\n{address}" if with_titles else address
            for story, address in found
        ]
        # To the terminal's clipboard (OSC 52), encoded: nothing in it can be a command.
        self.app.copy_to_clipboard("\n".join(lines))
        self.stories.end_range()
        self.say(_.plural("Copied: {n} story.", "Copied: {n} stories.", len(found)))

    @work(group="taking")
    @opening
    async def action_save(self) -> None:
        """Write the stories chosen: as Markdown to a folder, or to one file of a kind."""
        _ = self.words
        stories = await self._chosen_stories()
        if not stories:
            return
        given = await self.ask(
            EntryScreen(
                _,
                _("A folder for Markdown files, or a file: .md, .txt, .html, .epub"),
                do=_("save"),
                value=self._folder or str(Path.cwd()),
                refused=lambda text: "" if text else _("A folder or a file is needed."),
            )
        )
        if not given:
            return
        self._folder = given
        try:
            written = await asyncio.to_thread(save, stories, self._folder, _, self.zone)
        except ExportError as error:
            self.say(_.describe(error))
            return
        self.stories.end_range()
        saved = _.plural("Saved: {n} story.", "Saved: {n} stories.", written)
        self.say(saved if written else _("Saved there already."))

    async def _chosen_stories(self) -> list[Story] | None:
        """Return the stories chosen; None where it was said why they cannot be had."""
        _, ids = self.words, list(self.stories.chosen)
        if len(ids) > _MOST:
            self.say(_("At most {n} stories at once: choose fewer stories.").format(n=_MOST))
            return None
        told = None
        with self.telling():
            told = [await self.edition.library.story(story_id) for story_id in ids]
        return None if told is None else [story for story in told if story is not None]


def shared(story: Story) -> Story:
    """Return a story as it is given away: as in an export, it names no secret."""
    return replace(story, feed_url=mask_url(story.feed_url))


def save(stories: Sequence[Story], name: str, words: Words, zone: tzinfo) -> int:
    """Write stories to a place of this name; return how many were written.

    A name that ends like a kind of file is a new file; any other is a folder, to which each story
    goes as Markdown that is not there yet.

    Raises:
        ExportError: the file is there already, or something cannot be written.
    """
    from gazette.export import files

    place = _place(name)
    kind = place.suffix.lower()
    with files.told(place):
        is_folder = place.exists() and place.is_dir()
    if kind not in _KINDS or is_folder:
        return _save_each(stories, place, zone)
    files.write_new(place, [written_as(kind, [*map(shared, stories)], words, zone)])
    return len(stories)


def _place(name: str) -> Path:
    try:
        return Path(name).expanduser()
    except RuntimeError as problem:
        raise ExportError(file=name, problem=N_("there is no user of that name")) from problem


def _save_each(stories: Sequence[Story], folder: Path, zone: tzinfo) -> int:
    from gazette.export import files
    from gazette.export.markdown import document, file_name, key, keys_in

    with files.told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        there = keys_in(path.name for path in folder.iterdir())
    new = [story for story in stories if key(story) not in there]
    for story in new:
        written = document(shared(story)).encode("utf-8", "replace")
        files.write_new(folder / file_name(story, zone=zone), [written])
    return len(new)


def written_as(kind: str, stories: Sequence[Story], words: Words, zone: tzinfo) -> bytes:
    """Return stories as a file of a kind, named by its suffix."""
    from gazette.export import epub, html, markdown, plain
    from gazette.i18n.imprint import imprint_of

    imprint = imprint_of(stories, words, zone)
    match kind:
        case ".epub":
            return epub.edition(stories, imprint)
        case ".html" | ".htm":
            return html.page(stories, imprint)
        case ".txt":
            return plain.text(stories, imprint).encode("utf-8", "replace")
        case _:
            return "\n".join(map(markdown.document, stories)).encode("utf-8", "replace")

"""The pictures of the article: asked for by a key, made by another process, put in their places."""

from typing import Final

from textual import work
from textual.timer import Timer

from gazette.errors import N_, system_problem
from gazette.text import clean_line
from gazette.tui.pictures import (
    INSTALL,
    USUAL_CELL,
    Engraver,
    Obstacle,
    is_installed,
    pictures_of,
)
from gazette.tui.plates import Manner, Plate, Room, Wish
from gazette.tui.screens.frame import Frame
from gazette.tui.terminal import cell_size

_REST_S: Final = 0.3
"""After which pictures are made for a new size: until then it may change once more."""
_HALF_BLOCKS: Final = 'images = "half-blocks"'
_WHY_NOT: Final = {
    Obstacle.OFF: (
        N_("Pictures are off in feeds.toml. This line under [reader] turns them on:"),
        'images = "auto"',
    ),
    Obstacle.UNKNOWN: (
        N_(
            "This terminal is not known to show pictures. This line under [reader] in feeds.toml"
            " shows them coarsely, in half blocks:"
        ),
        _HALF_BLOCKS,
    ),
    Obstacle.INSIDE: (
        N_(
            "tmux and screen keep pictures from the terminal. This line under [reader] in"
            " feeds.toml shows them coarsely, in half blocks:"
        ),
        _HALF_BLOCKS,
    ),
    Obstacle.COLOURS: (N_("Pictures need more colours than there are here."), ""),
}


class Picturing(Frame, inherit_bindings=False):
    """The part of the screen that shows pictures and hides them again."""

    _measured: Timer | None = None

    def action_images(self) -> None:
        """Show the pictures of this article where they stand, or hide them."""
        _, article = self.words, self.article
        if article.shows_pictures:
            article.hide_pictures()
            self.workers.cancel_group(self, "pictures")
            return
        if article.story is None:  # it is being read from the store
            return
        wanted = [number for number, _url in pictures_of(article.story.blocks)]
        manner = self._manner()
        if not wanted:
            self.say(_("This article has no pictures."))
        elif isinstance(manner, Obstacle):
            why, line = _WHY_NOT[manner]
            self.post_notice(_(why), line)
        elif not is_installed():
            self.post_notice(_("Pictures need a part of gazette that is not installed:"), INSTALL)
        else:
            self.drop_notice()
            article.announce_pictures(dict.fromkeys(wanted, _("The picture is on its way…")))
            self._make_pictures(manner)

    def on_article_view_remeasured(self) -> None:
        """Have the pictures made for the room and the paper that there are now."""
        if self._measured:
            self._measured.stop()
        self._measured = self.set_timer(_REST_S, self._make_again)

    def _make_again(self) -> None:
        manner = self._manner()
        if self.article.shows_pictures and not isinstance(manner, Obstacle):
            self._make_pictures(manner)

    def _manner(self) -> Manner | Obstacle:
        """Return how pictures are shown; sixels are pixels, and a line has to know how many."""
        manner = self.studio.manner
        return Obstacle.UNKNOWN if manner == "sixel" and cell_size() is None else manner

    @work(exclusive=True, group="pictures")
    async def _make_pictures(self, manner: Manner) -> None:
        """Put one picture after another in its place, as long as they are wanted."""
        _, article, story = self.words, self.article, self.article.story
        if story is None:
            return
        room = article.picture_room
        cell, paper = cell_size() or USUAL_CELL, article.background_colors[1].rgb
        wishes = {
            number: Wish(url, manner, *room, cell, paper)
            for number, url in pictures_of(story.blocks)
            if number not in article.pictures_failed  # its server is not asked twice
        }
        try:
            async with Engraver(self.studio, cell) as engraver:
                for number, wish in wishes.items():
                    plate = await engraver.make(wish)
                    is_there = article.story and article.story.id == story.id
                    if not is_there or not article.shows_pictures:
                        return
                    self._put(number, plate, room)
        except OSError as problem:
            article.hide_pictures()
            told = _("Pictures cannot be made here: {problem}")
            self.say(told.format(problem=_.stored(system_problem(problem))))

    def _put(self, number: int, plate: Plate, room: Room) -> None:
        """Show a picture in its place, or why there is none."""
        _ = self.words
        if plate.problem:
            problem = _.stored(clean_line(plate.problem))
            told = _("No picture: {problem}").format(problem=problem)
            self.article.show_no_picture(number, told)
        else:
            self.article.show_picture(number, plate, room)

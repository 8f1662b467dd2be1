"""Sorting stories out: tags of one's own, and hiding what is not to be seen again."""

from textual import work

from gazette.model import TAG
from gazette.tui import views
from gazette.tui.screens.choosing import ChooseScreen, Option
from gazette.tui.screens.frame import opening
from gazette.tui.screens.marking import Marking
from gazette.tui.subscriptions import own_tags

_BEARS = "✓"
_SOME_BEAR = "~"


class Sorting(Marking, inherit_bindings=False):
    """The part of the screen that gives stories tags, lists those of a tag, and hides stories."""

    @work(group="marks")
    @opening
    async def action_tags(self) -> None:
        """Give the chosen stories a tag, or take it from them."""
        _, ids = self.words, list(self.stories.chosen)
        if not ids:
            return
        with self.telling():
            borne = await self._borne(ids)
            counts = await self.edition.library.story_tags()
            # Those that these stories bear first: they are what can be taken off.
            names = sorted(counts, key=lambda name: -len(borne.get(name, ())))
            options = [
                Option(name, name, _note(len(borne.get(name, ())), len(ids))) for name in names
            ]
            tag = await self.ask(
                ChooseScreen(
                    _,
                    _("which tag? type a few letters, or a new one"),
                    options,
                    do=_("put on, take off"),
                    new=_("new tag “{name}”"),
                    none=_("No tag yet: type one."),
                )
            )
            if tag is None:
                return
            value = len(borne.get(tag, ())) < len(ids)
            self.stories.end_range()
            mark = await self.mark(ids, f"{TAG}{tag}", value=value)
            self.say(self.marked(mark))

    @work(group="marks")
    @opening
    async def action_tag_view(self) -> None:
        """List the stories of a tag."""
        _, feeds = self.words, self.edition.feeds
        with self.telling():
            own = own_tags(tuple(await self.edition.library.story_tags()), feeds)
        of_feeds = dict.fromkeys(tag for feed in feeds for tag in feed.tags)
        found = [*map(views.tag_view, of_feeds), *map(views.story_tag_view, own)]
        counts = self.edition.counts
        options = [
            Option(view.key, view.name, _.number(views.unread_in(view, counts))) for view in found
        ]
        key = await self.ask(
            ChooseScreen(
                _,
                _("the stories of which tag?"),
                options,
                do=_("list them"),
                none=_("No tag of that name."),
            )
        )
        for view in found:
            if view.key == key:
                self.show_view(view)

    @work(group="marks")
    async def action_saved_view(self) -> None:
        """List the stories of one of the saved views."""
        _, saved = self.words, self.edition.saved
        if not saved:
            self.say(
                _("No view is saved: {save_view} keeps a search as one.").format(**self.key_names())
            )
            return
        found = [views.saved_view(view) for view in saved]
        key = await self.ask(
            ChooseScreen(
                _,
                _("which view?"),
                [Option(view.key, view.name) for view in found],
                do=_("list it"),
                none=_("No view of that name."),
            )
        )
        for view in found:
            if view.key == key:
                self.show_view(view)

    @work(group="marks")
    async def action_hide_story(self) -> None:
        """Hide the chosen stories from the lists to come; show those again that are hidden."""
        ids = list(self.stories.chosen)
        with self.telling():
            story = await self.edition.library.story(ids[0]) if ids else None
            if story is None:
                return
            self.stories.end_range()
            mark = await self.mark(ids, "hidden", value=not story.hidden)
            self.say(self.marked(mark))

    async def _borne(self, ids: list[int]) -> dict[str, list[int]]:
        """Return which of these stories bear which tags of their own."""
        borne: dict[str, list[int]] = {}
        for row in await self.edition.library.rows(ids):
            for tag in row.tags:
                borne.setdefault(tag, []).append(row.id)
        return borne


def _note(bearing: int, asked: int) -> str:
    """Return the sign of a tag that all of the stories bear, or some."""
    return "" if not bearing else _BEARS if bearing == asked else _SOME_BEAR

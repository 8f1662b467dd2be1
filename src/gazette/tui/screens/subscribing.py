"""Subscriptions, from the reader: subscribe, know more of a feed, rename it, tag it, leave it.

Each is the reader's own command and changes feeds.toml as the command line does; the tree shows
it at once.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Final

from textual import work

from gazette.config import Config
from gazette.config.queries import view_named
from gazette.errors import ConfigError, StoreError, system_problem
from gazette.feeds.identity import mask_url
from gazette.model import FeedRow, SavedView
from gazette.text import clean_line
from gazette.tui import views
from gazette.tui.adding import Added, add
from gazette.tui.feed_facts import feed_facts
from gazette.tui.query_facts import query_facts
from gazette.tui.screens.asking import Answer, AskScreen
from gazette.tui.screens.choosing import LONGEST_NAME, ChooseScreen, Option
from gazette.tui.screens.entry import EntryScreen
from gazette.tui.screens.facts import FactsScreen
from gazette.tui.screens.frame import Frame

_LONGEST_TITLE: Final = 200


class Subscribing(Frame, inherit_bindings=False):
    """The part of the screen that changes feeds.toml, when told to."""

    _refused_address = ""
    """Asked for again: there may be but one wrong letter in it."""

    # --- subscribing ------------------------------------------------------------------------

    @work(exclusive=True, group="adding")
    async def action_add_feed(self) -> None:
        """Ask for an address, find the feed behind it, and subscribe to it."""
        _ = self.words
        address = await self.ask(
            EntryScreen(
                _,
                _("The address of a feed, or of the site that has one:"),
                do=_("subscribe"),
                example="https://…",
                value=self._refused_address,
                refused=lambda text: "" if text else _("An address is needed."),
            )
        )
        if address:
            self._do_whole(self._subscribe(address))

    async def _subscribe(self, address: str) -> None:
        _, sought = self.words, address
        self._refused_address = ""
        while sought:
            self.say_meanwhile(_("looking for the feed of {url}…").format(url=mask_url(sought)))
            try:
                added = await add(self.add_command, sought)
            except OSError as error:
                added = Added(problem=_.stored(system_problem(error)))
            finally:
                self.say_meanwhile("")
                self.say_when_fetched()
            sought = (await self._choose_announced(added) or "") if added.announced else ""
            if not added.announced:
                if added.problem:
                    self._refused_address = address
                await self._show_added(added)

    async def _choose_announced(self, added: Added) -> str | None:
        _ = self.words
        options = [
            Option(feed.url, clean_line(feed.title) or mask_url(feed.url), mask_url(feed.url))
            for feed in added.announced
        ]
        return await self.ask(
            ChooseScreen(
                _,
                _("this page announces several feeds: which one?"),
                options,
                do=_("subscribe"),
                none=_("No feed of that name."),
            )
        )

    async def _show_added(self, added: Added) -> None:
        _ = self.words
        if added.is_known:
            self.say(_("You are subscribed to that feed already."))
        elif not added.title:
            self.say(added.problem or _("No feed was found there."))
        else:
            with self.telling():
                await self._show_feeds()
            self.look_for_news()
            self.say(
                _.plural(
                    "{title}: subscribed; {n} story",
                    "{title}: subscribed; {n} stories",
                    added.stories,
                    title=mask_url(added.title),
                )
            )

    # --- one feed ---------------------------------------------------------------------------

    @work(exclusive=True, group="feed")
    async def action_feed_info(self) -> None:
        """Show what is known of the feed, and what can be done with it."""
        _, feed = self.words, self._feed_meant()
        if feed is None:
            return
        answers = (
            Answer("rename", "r", _("rename")),
            Answer("feed_tags", "t", _("tags")),
            Answer("unsubscribe", "d", _("unsubscribe")),
        )
        facts = feed_facts(feed, _, now=self.clock(), zone=self.zone)
        match await self.ask(FactsScreen(_, facts, answers)):
            case "rename":
                await self._rename(feed)
            case "feed_tags":
                await self._tag(feed)
            case "unsubscribe":
                await self._unsubscribe(feed)

    @work(exclusive=True, group="feed")
    async def action_rename(self) -> None:
        """Call the feed by another name."""
        if feed := self._feed_meant():
            await self._rename(feed)

    @work(exclusive=True, group="feed")
    async def action_feed_tags(self) -> None:
        """Give the feed other tags."""
        if feed := self._feed_meant():
            await self._tag(feed)

    @work(exclusive=True, group="feed")
    async def action_unsubscribe(self) -> None:
        """Unsubscribe from the feed, if the reader says yes to that; its stories stay."""
        if feed := self._feed_meant():
            await self._unsubscribe(feed)

    async def _rename(self, feed: FeedRow) -> None:
        _ = self.words
        title = await self.ask(
            EntryScreen(
                _,
                _("What is this feed to be called? Nothing: as it calls itself."),
                do=_("rename"),
                value=clean_line(mask_url(feed.title)),
            )
        )
        if title is not None:
            name = clean_line(title, _LONGEST_TITLE)
            self._do_whole(self._change(feed, {"title": name or None}, _("Renamed.")))

    async def _tag(self, feed: FeedRow) -> None:
        _, before = self.words, ", ".join(feed.tags)
        written = await self.ask(
            EntryScreen(
                _,
                _("The tags of {title}, parted by commas:").format(title=mask_url(feed.title)),
                do=_("take these tags"),
                value=before,
            )
        )
        if written not in (None, before):
            names = (clean_line(tag, LONGEST_NAME) for tag in written.split(","))
            tags = [*dict.fromkeys(name for name in names if name)]
            self._do_whole(self._change(feed, {"tags": tags or None}, _("Tags changed.")))

    async def _unsubscribe(self, feed: FeedRow) -> None:
        _ = self.words
        question = _("Unsubscribe from {title}? Its stories stay in the store.")
        yes = Answer("yes", _.context("key", "y"), _("unsubscribe"))
        ask = AskScreen(question.format(title=mask_url(feed.title)), (yes,), _)
        if await self.ask(ask):
            self._do_whole(self._drop(feed))

    async def _drop(self, feed: FeedRow) -> None:
        _ = self.words

        def edit() -> Config:
            from gazette.subscribe.file import remove_feed  # tomlkit: only for who needs it

            return remove_feed(self.list_file, feed.url)

        if await self._edit(edit):
            if self.edition.view.query.feed_id == feed.id:
                self.show_view(views.unread_stories(_))
            told = _.plural(
                "{title}: unsubscribed; its {n} story stays",
                "{title}: unsubscribed; its {n} stories stay",
                feed.stories,
                title=mask_url(feed.title),
            )
            self.say(told)

    async def _change(self, feed: FeedRow, values: Mapping[str, object], told: str) -> None:
        def edit() -> Config:
            from gazette.subscribe.file import change_feed  # tomlkit: see above

            return change_feed(self.list_file, feed.url, values)

        if await self._edit(edit):
            self.say(told)

    def _do_whole(self, change: Coroutine[None, None, None]) -> None:
        """Change something that the next key, which ends what asked for it, is not to cut off."""
        self.run_worker(change, group="changes")

    async def _edit(self, edit: Callable[[], Config]) -> bool:
        """Change feeds.toml, and show what it says now; say why, where it cannot be changed."""
        config = await self._edited(edit)
        if config is None:
            return False
        try:
            await self.edition.library.sync(config.subscriptions)
            await self._show_feeds()
        except StoreError as error:
            self.say(self.words.describe(error))
            return False
        return True

    async def _edited(self, edit: Callable[[], Config]) -> Config | None:
        """Change feeds.toml; None, and said why, where it cannot be changed and is as it was."""
        try:
            return await asyncio.to_thread(edit)
        except ConfigError as error:
            self.say(self.words.describe(error))
            return None

    async def _show_feeds(self) -> None:
        await self.edition.take_stock()
        self.stories.refresh_rows()
        self.show_counts()

    def _feed_meant(self) -> FeedRow | None:
        """Return the feed under the cursor of the tree, or of the list or its story; or say so."""
        if self.panes.current == "tree":
            view = self.tree_pane.view
            feed_id = view.query.feed_id if view else None
        else:
            row = self.stories.row(self.stories.selected)
            listed = self.edition.view.query.feed_id
            feed_id = listed or (row.feed_id if row else None)
        feed = next((feed for feed in self.edition.feeds if feed.id == feed_id), None)
        if feed is None:
            _ = self.words
            self.say(_("No feed here: choose one in the tree."))
        return feed

    # --- views ------------------------------------------------------------------------------

    @work(exclusive=True, group="saving")
    async def action_save_view(self) -> None:
        """Ask for a name, and keep the search under it as a view."""
        _, edition = self.words, self.edition
        if not edition.search:
            self.say_for_now(_("Nothing is searched for yet."))
            return
        with self.telling():
            query = await edition.written()
            name = await self.ask(
                EntryScreen(
                    _,
                    _("Keep “{query}” as a view called:").format(query=query),
                    do=_("keep"),
                    refused=self._name_refused,
                )
            )
            if name is not None:
                view = SavedView(clean_line(name, LONGEST_NAME), query)
                self._do_whole(self._save_view(view))

    async def _save_view(self, view: SavedView) -> None:
        def edit() -> Config:
            from gazette.subscribe.file import add_view  # tomlkit: see above

            return add_view(self.list_file, view)

        if config := await self._edited(edit):
            _ = self.words
            self.edition.saved = config.views
            self.show_counts()
            self.count_views()
            self.say(_("“{name}” is in the tree now.").format(name=view.name))

    def _name_refused(self, name: str) -> str:
        _ = self.words
        if not clean_line(name):
            return _("A name is needed.")
        if view_named(clean_line(name, LONGEST_NAME), self.edition.saved):
            return _("There is a view of that name already.")
        return ""

    def action_query_help(self) -> None:
        """Show what can be written in a search."""
        self.app.push_screen(FactsScreen(self.words, query_facts(self.words)))

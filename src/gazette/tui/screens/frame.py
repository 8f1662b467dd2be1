"""What the paper is printed on: its panes, head and foot, and what is told there.

The parts of the browse screen share it. What one part asks of another is declared at the end.
"""

import asyncio
from abc import abstractmethod
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import tzinfo
from functools import wraps
from pathlib import Path
from typing import Final, TypeVar

from textual import work
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from gazette.clock import Clock
from gazette.errors import N_, StoreError
from gazette.i18n import Words
from gazette.keymap import Keymap
from gazette.model import SavedView
from gazette.text import clean_line
from gazette.tui.edition import Edition
from gazette.tui.history import History, history_file
from gazette.tui.keymap import footer_hints, key_name, names_of_keys, offered_by
from gazette.tui.library import Library
from gazette.tui.pictures import NO_STUDIO, Studio
from gazette.tui.render import marks
from gazette.tui.sizes import load_sizes, save_sizes, sizes_file
from gazette.tui.subscriptions import FAILURES, branches, trouble
from gazette.tui.views import View
from gazette.tui.widgets.article_view import ArticleView
from gazette.tui.widgets.inks import INKS
from gazette.tui.widgets.masthead import Masthead
from gazette.tui.widgets.notice import Notice
from gazette.tui.widgets.panes import Pane, Panes
from gazette.tui.widgets.search_line import SearchLine
from gazette.tui.widgets.status_bar import StatusBar
from gazette.tui.widgets.story_list import StoryList
from gazette.tui.widgets.subscription_tree import SubscriptionTree

_NEWS_STAYS_S: Final = 6.0
Answered = TypeVar("Answered")
Part = TypeVar("Part", bound="Frame")


def opening(action: Callable[[Part], Awaitable[None]]) -> Callable[[Part], Awaitable[None]]:
    """Let the keys behind an action wait for what it will `ask`, as long as it asks the store."""

    @wraps(action)
    async def begun(part: Part) -> None:
        part.settled.clear()
        try:
            await action(part)
        finally:
            part.settled.set()

    return begun


class Frame(Screen[None], inherit_bindings=False):
    """Head, panes and foot."""

    COMPONENT_CLASSES = INKS

    class Printed(Message):
        """A list is there, with all that stands around it."""

    _news_timer: Timer | None = None
    _is_printed = False
    """The first screen has been seen: from then on a full date may take the time to load."""

    def __init__(
        self,
        library: Library,
        words: Words,
        clock: Clock,
        zone: tzinfo,
        fetch_command: tuple[str, ...],
        list_file: Path,
        keymap: Keymap,
        *,
        saved: Sequence[SavedView] = (),
        add_command: tuple[str, ...] = (),
        studio: Studio = NO_STUDIO,
        player: tuple[str, ...] = (),
        reopens: bool = False,
    ) -> None:
        super().__init__()
        self.offered = offered_by(type(self))
        self.keymap = keymap.offering(self.offered)
        self.words = words
        self.clock = clock
        self.zone = zone
        self.fetch_command = fetch_command
        self.list_file = list_file
        self.add_command = add_command
        self.studio = studio
        self.player = player
        self.reopens = reopens
        self.edition = Edition(library, words, saved)
        self.masthead = Masthead()
        self.tree_pane = SubscriptionTree(words, id="tree")
        self.stories = StoryList(words, clock, zone, id="list")
        self.article = ArticleView(words, clock, zone, self.key_names(), id="article")
        self._sizes_file = sizes_file(library.path)
        sizes = load_sizes(self._sizes_file)
        self.panes = Panes(self.tree_pane, self.stories, self.article, sizes)
        self.search_line = SearchLine(words, History(history_file(library.path)))
        self.notice = Notice()
        self._notice_place: tuple[Pane, int | None] | None = None
        self.status = StatusBar()
        self._folded: frozenset[str] = frozenset((FAILURES,))
        self._meanwhile = self._for_now = ""
        self.settled = asyncio.Event()
        """What the last key asked for is there: a list with its first stories, a question."""
        self.settled.set()

    def compose(self) -> Iterable[Widget]:
        """Give head, panes and foot."""
        return (self.masthead, self.panes, self.notice, self.search_line, self.status)

    # --- head and foot ----------------------------------------------------------------------

    def post_notice(self, what: str, address: str) -> None:
        """Show an address in full, until another pane or another story is turned to."""
        self._notice_place = (self.panes.current, self.stories.selected)
        self.notice.what, self.notice.address = what, address

    def drop_notice(self) -> bool:
        """Take the notice away; return False where there is none."""
        was_there = bool(self.notice.what)
        self.notice.what = self.notice.address = ""
        return was_there

    def drop_notice_elsewhere(self) -> None:
        """Take the notice away if the reader has gone on since it was posted."""
        if self._notice_place != (self.panes.current, self.stories.selected):
            self.drop_notice()

    def say(self, text: str) -> None:
        """Tell the reader something in passing."""
        self.status.news = clean_line(text)
        if self._news_timer:
            self._news_timer.stop()
        self._news_timer = self.set_timer(_NEWS_STAYS_S, self._end_news)

    def say_meanwhile(self, text: str) -> None:
        """Set what the footer says when there is nothing else to say."""
        self._meanwhile = text
        if self._news_timer is None:
            self._end_news()

    def show_choice(self) -> None:
        """Say how many stories are chosen, as long as several may be."""
        if self.stories.has_range:
            self.stop_saying()

    def say_for_now(self, text: str) -> None:
        """Tell the reader something until it is so no more; "" ends it."""
        if self._news_timer:
            self._news_timer.stop()
        self._for_now = clean_line(text)
        self._end_news()

    def stop_saying(self) -> None:
        """Make room for what is going on."""
        self.drop_notice()
        self.say_for_now("")

    def _end_news(self) -> None:
        self._news_timer = None
        self.status.news = self._for_now or self._meanwhile
        if self.stories.has_range:
            _, count = self.words, len(self.stories.chosen)
            self.status.news = _.plural(
                "{n} story chosen · Esc ends", "{n} stories chosen · Esc ends", count
            )

    @contextmanager
    def telling(self, tell: Callable[[str], None] | None = None) -> Iterator[None]:
        """Say what the store cannot do, in the foot unless by `tell`; the paper stays open."""
        try:
            yield
        except StoreError as error:
            (tell or self.say)(self.words.describe(error))

    async def ask(self, screen: Screen[Answered]) -> Answered | None:
        """Ask the reader in a screen of its own: the keys that are waiting are meant for it."""
        self.settled.set()
        return await self.app.push_screen_wait(screen)

    def key_names(self) -> Mapping[str, str]:
        """Return what to press for each action, for sentences that say so."""
        return names_of_keys(self.keymap, self.words)

    def on_panes_switched(self) -> None:
        """Show the keys of the pane that has them."""
        self.drop_notice_elsewhere()
        self.masthead.display = not self.panes.is_zen
        self._show_hints()
        self.show_masthead()
        self.call_after_refresh(self._show_keys)  # once the panes have their places

    def on_panes_resized(self, message: Panes.Resized) -> None:
        """Remember where the borders stand."""
        save_sizes(message.sizes, self._sizes_file)
        self._show_keys()

    def _show_keys(self) -> None:
        """Show in the rule above the panes which of them has the keys."""
        place = self.panes.pane().region
        is_alone = self.panes.arrangement == "stacked"
        self.masthead.keys_at = None if is_alone else (place.x, place.right)

    def on_subscription_tree_moved(self) -> None:
        """Show what the keys do on this line of the tree."""
        self._show_hints()

    @property
    def shows_matches(self) -> bool:
        """Matches of a search are marked in what is read, and keys lead from one to the next."""
        return False

    def _show_hints(self) -> None:
        """Show the keys that matter where the reader is."""
        if self.search_line.display:
            self.status.hints = search_hints(self.edition, self.words)
            return
        here: Mapping[str, str] = {}
        if self.panes.is_zen:
            self.status.hints = ()
            return
        if self.panes.current == "tree":
            here = self.tree_pane.hints
        elif self.panes.current == "list" and self.panes.neighbour(1) == "article":
            here = {"switch_pane": N_("article")}
        self.status.hints = footer_hints(
            self.panes.current, self.keymap, self.words, here, shows_matches=self.shows_matches
        )

    async def on_status_bar_pressed(self, message: StatusBar.Pressed) -> None:
        """Do what was clicked."""
        await self.run_action(message.action)

    def _a_minute_later(self) -> None:
        """Let the ages of stories and the date follow the clock."""
        self.stories.refresh()
        self.article.refresh_time()
        self.show_masthead()

    def show_counts(self) -> None:
        """Show the counts of the edition in tree and masthead."""
        edition = self.edition
        now, keys = self.clock(), self.key_names()
        troubles = {
            feed.id: trouble(feed, self.words, keys, now=now, zone=self.zone)
            for feed in edition.feeds
            if feed.error
        }
        lines = branches(
            edition.feeds,
            edition.counts,
            self.words,
            self._folded,
            troubles,
            saved=edition.saved,
            story_tags=edition.story_tags,
        )
        self.tree_pane.show(lines, edition.view.key)
        self.show_masthead()
        self.say_when_fetched()

    @work(exclusive=True, group="views")
    async def count_views(self) -> None:
        """Count what the saved views hold, one after the other, while nothing else is asked."""
        with self.telling():
            for saved in self.edition.saved:
                await self.edition.count_view(saved)
                self.show_counts()

    def unfold(self, key: str) -> None:
        """Show what is folded in the tree under this key."""
        self._folded -= {key}
        self.show_counts()

    def print_date(self) -> None:
        """Show the full date, now that the first screen is there."""
        self._is_printed = True
        self.post_message(self.Printed())
        self.show_masthead()

    def show_masthead(self) -> None:
        """Show what is read, and when or how far."""
        _, panes, now = self.words, self.panes, self.clock()
        listed = len(self.stories.listing)
        if panes.arrangement == "stacked" and panes.current == "article" and self.article.story:
            place = f"{_.number(self.stories.cursor + 1)}/{_.number(listed)}"
            story = self.article.story
            parts = [
                marks(starred=story.starred, read=story.read),
                f"{self.edition.view.name} › {clean_line(story.feed_title)}",
            ]
            self.masthead.left = " ".join(part for part in parts if part)
            percent = _("{n} %").format(n=self.article.percent)
            self.masthead.right = (f"{place}  {percent}", percent)
            return
        self.masthead.left = self.edition.heading(listed, is_wide=panes.arrangement == "three")
        self.masthead.right = (_.short_date(now, self.zone),)
        if self._is_printed and panes.arrangement != "stacked":
            self.masthead.right = (_.full_date(now, self.zone), *self.masthead.right)

    # --- what one part asks of another ------------------------------------------------------

    @abstractmethod
    def read_selected(self) -> None:
        """Open the selected story."""

    @abstractmethod
    def end_choice(self) -> bool:
        """Choose the selected story alone; return False where that is so already."""

    @abstractmethod
    def leave_paper(self) -> object:
        """Quit the reader."""

    @abstractmethod
    def show_view(self, view: View) -> None:
        """Leave the list for another one."""

    @abstractmethod
    def open_address(self, address: str) -> object:
        """Open a checked address in the browser."""

    @abstractmethod
    def leave_filter(self) -> bool:
        """Show the whole list again; return False where it is shown already."""

    @abstractmethod
    def look_for_news(self, *, is_told: bool = True) -> object:
        """Show what another process has written, and tell how much of it is new."""

    @abstractmethod
    def show_empty_page(self) -> None:
        """Say in the list what is so where it is empty."""

    @abstractmethod
    def say_when_fetched(self) -> None:
        """Say when the feeds were last asked."""


def search_hints(edition: Edition, words: Words) -> tuple[tuple[str, str, str], ...]:
    """Return what the keys do while a query is typed: action, key, words."""
    _ = words
    here = _("everywhere") if edition.is_narrowed else _("in {view}").format(view=edition.view.name)
    return (
        ("search_done", key_name("enter", _), _("results")),
        ("search_place", key_name("tab", _), here),
        ("query_help", "?", _("query language")),
        ("save_view", key_name("ctrl+s", _), _("save as a view")),
        ("cancel", key_name("escape", _), _("back")),
    )

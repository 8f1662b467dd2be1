"""The newsroom: fetches that the reader starts from the screen."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace
from textual import work
from textual.timer import Timer

from gazette.errors import system_problem
from gazette.feeds.identity import mask_url
from gazette.model import FeedRow
from gazette.tui import views
from gazette.tui.blank import empty_page
from gazette.tui.fetching import (
    Fetch,
    all_failed_line,
    offline_line,
    progress_line,
    summary_line,
)
from gazette.tui.screens.asking import Answer, AskScreen
from gazette.tui.screens.frame import Frame
from gazette.tui.subscriptions import FAILURES, are_unreached

_POLL_S: Final = 0.2
_SECOND_PRESS_S: Final = 5.0


class Newsroom(Frame, inherit_bindings=False):
    """The part of the screen that starts a fetch and follows it."""

    fetch: Fetch | None = None
    _following: Timer | None = None
    _summary = ""
    """What became of the last fetch that was started here."""
    _is_away = False
    """The last fetch that was started here found no network."""
    _asked: tuple[str, ...] | None = None

    def action_fetch_view(self) -> None:
        """Fetch the feeds of the view; in an article whose text is missing, its page."""
        story = self.article.story
        if self.panes.current == "article" and story and story.article != "ok":
            self._start("--story", str(story.id), expected_feeds=0)
            return
        chosen = views.feeds_of(self.edition.view, self.edition.feeds)
        self._fetch(chosen, is_all=len(chosen) == len(self.edition.feeds))

    def action_fetch_story(self) -> None:
        """Fetch the page of the selected story now."""
        if self.stories.selected is not None:
            self._start("--story", str(self.stories.selected), expected_feeds=0)

    @work(group="leave")
    async def leave_paper(self) -> None:
        """Quit; where a fetch that was started here still runs, ask what shall become of it."""
        if self.fetch:
            _ = self.words
            answers = (
                Answer("leave", _.context("key", "l"), _("let it finish")),
                Answer("stop", _.context("key", "s"), _("stop it")),
            )
            question = _("A fetch is running: it can go on without the reader.")
            answer = await self.ask(AskScreen(question, answers, _))
            if not answer:
                return
            if answer == "stop" and self.fetch:
                self.fetch.stop()
        self.app.exit()

    def action_fetch_all(self) -> None:
        """Fetch all feeds."""
        self._fetch(self.edition.feeds, is_all=True)

    def _fetch(self, chosen: tuple[FeedRow, ...], *, is_all: bool) -> None:
        """Fetch what is due of these feeds; asked twice in a row, also what is not."""
        _ = self.words
        if not chosen:
            self.say(
                _("No feed of this list is in feeds.toml; {fetch_all} fetches all.").format(
                    **self.key_names()
                )
                if self.edition.feeds
                else _("No feed to fetch: feeds.toml names none.")
            )
            return
        urls = () if is_all else names_of(chosen, self.edition.feeds)
        now = self.clock()
        due = [feed for feed in chosen if _is_due(feed, now)]
        if due:
            self._start(*urls, expected_feeds=len(due))
        elif self._asked == urls:
            self._start("--force", *urls, expected_feeds=len(chosen))
        else:
            self._ask_again(urls, chosen)

    def _start(self, *arguments: str, expected_feeds: int) -> None:
        _ = self.words
        if self.fetch:
            self.say(_("A fetch is running already."))
            return
        command = (*self.fetch_command, *arguments)
        try:
            self.fetch = Fetch(command, expected_feeds=expected_feeds)
        except OSError as error:
            problem = _.stored(system_problem(error))
            self.say(_("The fetch could not be started: {problem}").format(problem=problem))
            return
        self._asked = None
        self.stop_saying()
        self._following = self.set_interval(_POLL_S, self._follow)
        self.show_empty_page()
        self._follow()

    def _ask_again(self, urls: tuple[str, ...], chosen: tuple[FeedRow, ...]) -> None:
        """Be polite to the servers: what was just asked for is asked again only if insisted."""
        _ = self.words
        self._asked = urls
        self.set_timer(_SECOND_PRESS_S, self._forget_asked)
        if all(feed.is_gone for feed in chosen):
            self.say(_("Gone for good, says its server: press again to ask all the same."))
            return
        now = self.clock()
        checked = max((feed.last_checked for feed in chosen if feed.last_checked), default=now)
        minutes = (now - checked) // timedelta(minutes=1)
        if minutes < 1:
            self.say(_("Fetched just now: press again to fetch all the same."))
        else:
            self.say(_("Fetched {n} min ago: press again to fetch all the same.").format(n=minutes))

    def say_when_fetched(self) -> None:
        """Say when the feeds were last asked, unless there is more to say."""
        _ = self.words
        if self.fetch or self._summary:
            return
        read_only = _("read only: no mark is kept") if self.edition.is_read_only else ""
        self.say_meanwhile(" · ".join(part for part in (read_only, self._last_fetch()) if part))

    def _last_fetch(self) -> str:
        """Return what became of the last fetch, whoever started it; empty where there was none."""
        _, now, feeds = self.words, self.clock(), self.edition.feeds
        last = max((feed.last_checked for feed in feeds if feed.last_checked), default=None)
        if last is None:
            return ""
        is_today = last.astimezone(self.zone).date() == now.astimezone(self.zone).date()
        when = _.clock_time(last, self.zone) if is_today else _.age(last, now, self.zone)
        failing = sum(bool(feed.error) for feed in feeds)
        if are_unreached(feeds):
            return offline_line(when, _)
        if failing == len(feeds):
            return all_failed_line(failing, _)
        return _("fetched {when}").format(when=when)

    def show_empty_page(self) -> None:
        """Say in the list what is so where it is empty."""
        situation = replace(
            self.edition.situation(),
            is_fetching=self.fetch is not None,
            is_away=self._is_away,
            list_file=str(self.list_file),
        )
        self.stories.empty = empty_page(situation, self.words, self.key_names())

    def action_show_failures(self) -> None:
        """Unfold the feeds that fail in the tree, each with its reason."""
        _ = self.words
        if not any(feed.error for feed in self.edition.feeds):
            self.say(_("No feed is failing."))
            return
        self.stop_saying()
        self.unfold(FAILURES)
        self.panes.switch("tree")
        self.tree_pane.go_to_fold(FAILURES)

    def _forget_asked(self) -> None:
        self._asked = None

    def _follow(self) -> None:
        if self.fetch is None:
            return
        code = self.fetch.poll()
        if code is None:
            self.say_meanwhile(progress_line(self.fetch.progress, self.words))
            return
        when = self.words.clock_time(self.clock(), self.zone)
        line = summary_line(self.fetch.progress, code, when, self.words, self.fetch.last_words)
        is_of_story = not self.fetch.progress.expected_feeds
        self._is_away = self.fetch.progress.run == "away"
        self.fetch = None
        self.show_empty_page()
        if is_of_story:
            self.say_meanwhile(self._summary)
            self.say_when_fetched()
            self.say(line)
        else:
            self._summary = line
            self.say_meanwhile(line)
        if self._following:
            self._following.stop()
        self.look_for_news(is_told=False)  # the line above has said it


def names_of(chosen: Iterable[FeedRow], feeds: Iterable[FeedRow]) -> tuple[str, ...]:
    """Return what names the chosen ones of these feeds to a fetch.

    Arguments are seen by all who list processes: addresses without their secrets, as long as
    these are not all that tells two feeds apart.
    """
    times = Counter(mask_url(feed.url) for feed in feeds)
    masked = ((feed.url, mask_url(feed.url)) for feed in chosen)
    return tuple(shown if times[shown] == 1 else url for url, shown in masked)


def _is_due(feed: FeedRow, now: datetime) -> bool:
    """Say whether a fetch that insists on nothing would ask this feed."""
    return not feed.is_gone and (feed.next_check is None or feed.next_check <= now)

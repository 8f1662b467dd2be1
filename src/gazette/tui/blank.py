"""What an empty list says: what is so, why, and which key helps. A heading and up to three lines.

Pure. The first screen that a new reader sees is one of these, and so is what is left of the paper
where the network or the store is not there. Keys are named by the actions that they do.
"""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from gazette.i18n import Words
from gazette.model import Counts, FeedRow, StoryQuery
from gazette.text import clean_line
from gazette.tui.subscriptions import are_unreached
from gazette.tui.views import View


class Situation(Struct, frozen=True):
    """What there is to know about a list that holds no story."""

    view: View
    query: StoryQuery
    feeds: tuple[FeedRow, ...]
    counts: Counts
    is_fetching: bool = False
    """The reader has started a fetch, and it is at work."""
    is_away: bool = False
    """The last fetch found no network at all."""
    search: str = ""
    """What is searched for; "": nothing is."""
    is_narrowed: bool = False
    """It is searched for in the view alone."""
    list_file: str = "feeds.toml"
    """Where the subscriptions are written, as a person would write it."""


class _Telling(Struct, frozen=True):
    """The words of the interface, for messages that name keys."""

    words: Words
    keys: Mapping[str, str]
    """The names of keys by the actions that they do."""

    def __call__(self, message: str, **data: object) -> str:
        return self.words(message).format(**self.keys, **data)

    def plural(self, one: str, many: str, n: int) -> str:
        return self.words.plural(one, many, n, **self.keys)


def empty_page(at: Situation, words: Words, keys: Mapping[str, str]) -> tuple[str, ...]:
    """Return the sentences of an empty list; `keys` are the names of keys by their actions."""
    return tuple(_sentences(at, _Telling(words, keys)))


def broken_page(problem: str, words: Words, keys: Mapping[str, str]) -> tuple[str, ...]:
    """Return the sentences of a list that could not be read from the store."""
    _ = _Telling(words, keys)
    return (
        _("This list cannot be read."),
        problem,
        _("{show_all} tries again, {leave} quits; `gazette doctor` says more."),
    )


def _sentences(at: Situation, _: _Telling) -> Iterator[str]:
    if at.search:
        if at.is_narrowed:
            yield _("No story of this view says that.")
            yield _("Tab in the search looks everywhere.")
        else:
            yield _("No story says that.")
        yield _("{cancel} shows the list again.")
    elif not at.feeds:
        yield from _without_feeds(at, _)
    elif not at.counts.total:
        yield from _without_stories(at, _)
    elif at.query.language != at.view.query.language:
        yield _("Nothing in this language here.")
        yield _("{next_language} shows both languages again.")
    elif at.view.key == "unread":
        yield from _all_read(at, _)
    elif at.view.key == "starred":
        yield _("No story carries a star yet.")
        yield _("{toggle_star} puts one on the story under the cursor.")
    else:
        yield from _nothing_here(at, _)


def _without_feeds(at: Situation, _: _Telling) -> Iterator[str]:
    yield _("This paper has no feeds yet.")
    yield _("`gazette add ADDRESS` subscribes to a paper; the address of its home page will do.")
    yield _("Or write feeds into {file}.", file=at.list_file)
    yield _("{leave} quits, {help} shows the keys.")


def _without_stories(at: Situation, _: _Telling) -> Iterator[str]:
    """Yield what to say where the store holds no story at all: nothing has been read there."""
    failing = sum(bool(feed.error) for feed in at.feeds)
    if at.is_fetching:
        yield _("The first news is being fetched.")
        yield _("Stories appear here as they come; there is nothing to press.")
        yield _("{leave} quits, and the fetch goes on.")
    elif at.is_away or are_unreached(at.feeds):
        yield _("No server could be reached: are you online?")
        yield _("{fetch_all} tries again, {show_failures} says what failed.")
    elif failing:
        yield _.plural(
            "No story has come yet: {n} feed failed.",
            "No story has come yet: {n} feeds failed.",
            failing,
        )
        yield _("{show_failures} says why, {fetch_all} tries again.")
    elif any(feed.last_checked for feed in at.feeds):
        yield _("The feeds have brought no story yet.")
        yield _("{fetch_all} asks them again.")
    else:
        yield _.plural(
            "{n} feed, and nothing fetched yet.",
            "{n} feeds, and nothing fetched yet.",
            len(at.feeds),
        )
        yield _("{fetch_all} fetches the news; the first time it takes a minute or two.")
        yield _("{switch_pane} shows the feeds; they are listed in {file}.", file=at.list_file)
        yield _("{help} shows all the keys.")


def _all_read(at: Situation, _: _Telling) -> Iterator[str]:
    yield _("Everything has been read.")
    if at.is_fetching:
        yield _("News is being fetched and appears here; {show_all} shows all stories.")
        return
    yield _("{show_all} shows all stories, {fetch_all} fetches the news.")
    if at.is_away or are_unreached(at.feeds):
        yield _("No server could be reached the last time.")
    elif all(feed.error for feed in at.feeds):
        yield _("Every feed failed the last time: {show_failures} says why.")


def _nothing_here(at: Situation, _: _Telling) -> Iterator[str]:
    yield _("No story here yet.")
    feed = next((feed for feed in at.feeds if feed.id == at.view.query.feed_id), None)
    if feed and feed.error:
        yield clean_line(_.words.stored(feed.error))
        yield _("{fetch_view} asks this feed again, {switch_pane} shows the others.")
    else:
        yield _("{fetch_all} fetches the news, {switch_pane} shows the other feeds.")

"""Decide which feeds of a list are taken: addresses that can be fetched, each of them once.

Pure. A list may come from anywhere: what gazette would have to run, or cannot ask for over http,
is refused, with the reason; and so is an address in the reader's own network that stands among
others: each fetch would ask it, on the word of whoever made the list.
"""

from collections.abc import Iterable
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from gazette.config.values import Refused, same_address, web_address
from gazette.errors import N_, Phrase
from gazette.feeds.identity import canonical_url
from gazette.model import ListedFeed
from gazette.text import clean_line
from gazette.web.address import is_local_name
from gazette.web.politeness import host_key

_TAG_CHARS: Final = 100
_NOT_FEEDS: Final = {
    "exec": N_("gazette runs no programs for a feed"),
    "filter": N_("gazette runs no programs for a feed"),
    "query": N_("it is a saved search, not a feed"),
    "file": N_("only http and https addresses are fetched"),
}


class Intake(Struct, frozen=True):
    """What becomes of the feeds of a list."""

    taken: tuple[ListedFeed, ...] = ()
    known: tuple[ListedFeed, ...] = ()
    """Subscribed already."""
    doubled: int = 0
    """Times that a feed stood in the list once more; it has the tags of all its places."""
    refused: tuple[tuple[ListedFeed, Phrase], ...] = ()


def without_local(intake: Intake, subscribed: Iterable[str]) -> Intake:
    """Return an intake that refuses addresses in the reader's own network.

    Hosts and ports that the reader's own list names are no others' idea. A list of nothing else
    was made in that network: it is taken as it is.
    """
    if all(_is_local(feed) for feed in (*intake.taken, *intake.known)):
        return intake
    own = {host_key(url) for url in subscribed}
    local = [f for f in intake.taken if _is_local(f) and host_key(f.url) not in own]
    reason = Phrase(N_("an address in your own network; --private takes such too"))
    return replace(
        intake,
        taken=tuple(feed for feed in intake.taken if feed not in local),
        refused=(*intake.refused, *((feed, reason) for feed in local)),
    )


class Subscribed:
    """Knows addresses, in whatever spelling, also with http for https."""

    def __init__(self, urls: Iterable[str] = ()) -> None:
        self._keys: dict[object, str] = {}
        for url in urls:
            self.add(url)

    def add(self, url: str) -> None:
        """Know one more."""
        for key in _keys(url):
            self._keys[key] = url

    def find(self, url: str) -> str | None:
        """Return the address as it was first written; None where it is not known."""
        return next((self._keys[key] for key in _keys(url) if key in self._keys), None)


def take_in(listed: Iterable[ListedFeed], subscribed: Iterable[str]) -> Intake:
    """Sort out the feeds of a list; `subscribed` are the addresses that are there already."""
    known = Subscribed(subscribed)
    ours = Subscribed()
    taken: dict[str, ListedFeed] = {}
    there: dict[str, ListedFeed] = {}
    refused: list[tuple[ListedFeed, Phrase]] = []
    doubled = 0
    for given in listed:
        feed = _clean(given)
        if problem := _problem(feed.url):
            refused.append((feed, problem))
        elif first := known.find(feed.url):
            doubled += first in there
            there.setdefault(first, feed)
        elif first := ours.find(feed.url):
            doubled += 1
            taken[first] = _united(taken[first], feed)
        else:
            ours.add(feed.url)
            taken[feed.url] = feed
    return Intake(tuple(taken.values()), tuple(there.values()), doubled, tuple(refused))


def web_address_of(typed: str) -> str:
    """Return what a person or a list means by an address.

    "journal.example" is a web site, "feed://" and "feed:https://" were once written for feeds.
    """
    address = typed.strip()
    if address[:5].lower() == "feed:":
        rest = address[5:].removeprefix("//")
        return rest if "://" in rest else f"http://{rest}"
    return address


def _is_local(feed: ListedFeed) -> bool:
    return is_local_name(host_key(feed.url).rpartition(":")[0])


def _clean(feed: ListedFeed) -> ListedFeed:
    url = web_address_of(feed.url)
    title = clean_line(feed.title)
    tags = (clean_line(tag, _TAG_CHARS) for tag in feed.tags)
    return ListedFeed(
        url,
        # Readers that know no title of a feed write its address in the place.
        "" if title == url else title,
        tuple(dict.fromkeys(tag for tag in tags if tag)),
    )


def _problem(url: str) -> Phrase | None:
    if not url:
        return Phrase(N_("it has no address"))
    if reason := _NOT_FEEDS.get(url.partition(":")[0].lower()):
        return Phrase(reason)
    try:
        web_address(url)
    except Refused as refused:
        return refused.phrase
    return None


def _united(one: ListedFeed, other: ListedFeed) -> ListedFeed:
    return replace(
        one, title=one.title or other.title, tags=tuple(dict.fromkeys((*one.tags, *other.tags)))
    )


def _keys(url: str) -> tuple[object, object]:
    return canonical_url(url), same_address(url)

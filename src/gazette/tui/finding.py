"""Questions in the query language, asked of the store.

Loaded at the first of them: the stemmers behind the language take 20 ms, which the first screen
does not have.
"""

import re
from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Final

from gazette.model import FeedRow, StoryQuery
from gazette.query import And, InFeed, InLanguage, Is, Node, Not, Or, Tagged, name_key, parse
from gazette.query.fields import field_named
from gazette.query.tree import all_of, any_of, negated
from gazette.store import Store
from gazette.store.stories import Pair
from gazette.tui.headlines import Snippet
from gazette.tui.listing import Page
from gazette.tui.views import Question

_LAST_WORD: Final = re.compile(r"(?:\A|(?<=[\s(]))(?:(?P<field>[^\W\d_]+):)?(?P<word>[^\W_]{3,})\Z")
_OPERATORS: Final = ("OR", "OU", "AND", "ET")


class Finder:
    """The search of one store, in the reader's time."""

    def __init__(self, store: Store, now: datetime, zone: tzinfo) -> None:
        self._store = store
        self._now = now
        self._zone = zone

    def page(self, question: Question, size: int, *, after: Pair | None) -> Page:
        """Return the newest stories found, or those behind the last one of the page before.

        Raises:
            QueryError: a text is no query.
        """
        pairs = self._store.search.find(self._node(question), limit=size, after=after)
        rows = self._store.stories.rows([story_id for _, story_id in pairs])
        unread = [row.id for row in rows if not row.read]
        return Page(after, pairs, unread, is_last=len(pairs) < size)

    def snippets(self, question: Question, ids: Sequence[int]) -> dict[int, Snippet]:
        """Return what stands around the words sought, of those of these stories that have them."""
        return self._store.search.snippets(self._node(question), ids)

    def unread(self, question: Question) -> int:
        """Return how many unread stories are found."""
        return len(self._store.search.find(all_of([self._node(question), Is("unread")])))

    def count(self, question: Question) -> int:
        """Return how many stories are found."""
        return len(self._store.search.find(self._node(question)))

    def written(self, question: Question) -> str:
        """Return what is asked as one query, as it is to be kept.

        A last word that was being typed, and of which no story has a form, was the beginning of
        one.
        """
        texts = list(question.texts)
        last = _last_word(texts[-1]) if question.is_typed else ""
        if last and not self._store.search.find(self._parsed(last), limit=1):
            texts[-1] += "*"
        kind = [str(node) for node in _kind(question.stories, self._store)]
        if len(texts) + len(kind) == 1:
            return texts[0]
        # In parentheses: an OR in one of them parts that one alone.
        return " ".join((*kind, *(f"({text})" for text in texts)))

    def _node(self, question: Question) -> Node:
        texts = [self._parsed(text) for text in question.texts]
        if question.is_typed:
            texts[-1] = self._typed(question.texts[-1])
        nodes = [*texts, *_kind(question.stories, self._store)]
        if not any(map(_asks_for_hidden, nodes)):
            nodes.append(negated(Is("hidden")))
        return all_of(nodes)

    def _typed(self, text: str) -> Node:
        """Return what is asked for while a text is still typed: its last word may go on."""
        whole = self._parsed(text)
        last = _last_word(text)
        if not last:
            return whole
        word = self._parsed(last)
        return _exchanged(whole, word, any_of([word, self._parsed(f"{last}*")]))

    def _parsed(self, text: str) -> Node:
        return parse(text, now=self._now, zone=self._zone)


def _last_word(text: str) -> str:
    """Return the word that a text ends in, with its field, if it may be the beginning of one."""
    match = _LAST_WORD.search(text)
    if match is None or match["word"] in _OPERATORS:
        return ""
    is_text = match["field"] is None or field_named(match["field"]) in ("title", "author")
    return match.group() if is_text else ""


def _exchanged(node: Node, old: Node, new: Node) -> Node:
    """Return a tree with another node in the place of one."""
    if node == old:
        return new
    match node:
        case And(nodes):
            return all_of([_exchanged(part, old, new) for part in nodes])
        case Or(nodes):
            return any_of([_exchanged(part, old, new) for part in nodes])
        case _:
            return node


def _asks_for_hidden(node: Node) -> bool:
    match node:
        case And(nodes) | Or(nodes):
            return any(map(_asks_for_hidden, nodes))
        case Not(inner):
            return _asks_for_hidden(inner)
        case _:
            return node == Is("hidden")


def _kind(query: StoryQuery, store: Store) -> list[Node]:
    """Return the conditions of the query language that say what a list is of."""
    nodes: list[Node] = []
    if query.unread:
        nodes.append(Is("unread"))
    if query.starred:
        nodes.append(Is("starred"))
    if query.language:
        nodes.append(InLanguage(query.language))
    if query.tag is not None:
        nodes.append(Tagged(name_key(query.tag)))
    if query.feed_id is not None:
        nodes += _of_feed(query.feed_id, store.feeds.rows())
    return nodes


def _of_feed(feed_id: int, feeds: Sequence[FeedRow]) -> list[Node]:
    """Return what names one feed alone: its address, and not those in which it is contained."""
    address = next((name_key(feed.url) for feed in feeds if feed.id == feed_id), "")
    others = {
        name_key(feed.url)
        for feed in feeds
        if feed.id != feed_id and address in name_key(feed.url) and name_key(feed.url) != address
    }
    return [InFeed(address), *(negated(InFeed(other)) for other in sorted(others))]

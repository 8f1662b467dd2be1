"""Whether a story matches a query, in memory: for rules, on stories that are not stored yet.

The same meaning as in the store; what each node means stands in `tree`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import assert_never

from gazette.query.fields import site_of
from gazette.query.tree import (
    And,
    Before,
    Content,
    Everything,
    Has,
    InFeed,
    InLanguage,
    Is,
    Node,
    Not,
    OnSite,
    Or,
    Part,
    Phrase,
    Since,
    State,
    Tagged,
    Within,
    Word,
    asks_for_hidden,
    name_key,
)
from gazette.words import stems, words


@dataclass(frozen=True)
class Facts:
    """All of a story, as one feed brought it, that a query can ask for.

    What is made of it for the first query (words, stems, folded names) is kept for the next.
    """

    moment: datetime
    """When it was published, or first seen if that is earlier; aware."""
    title: str = ""
    """As it is shown: the entry's, else the article's."""
    authors: tuple[str, ...] = ()
    summary: str = ""
    text: str = ""
    """The article's, else the feed's own; empty where there is none but the summary."""
    feeds: tuple[tuple[str, str], ...] = ()
    """Title, as the reader sees it, and address of the feed that brought it; of more than one
    where it is not told apart which of them brought what."""
    tags: tuple[str, ...] = ()
    """Its own and its feeds'."""
    language: str | None = None
    url: str | None = None
    """Its own link, as the feed gives it."""
    states: frozenset[State] = frozenset()
    """Without "unread", which is to be not "read"."""
    contents: frozenset[Content] = frozenset()

    @cached_property
    def titled(self) -> "Texts":
        """The words of the title."""
        return Texts((self.title,))

    @cached_property
    def signed(self) -> "Texts":
        """The words of the authors' names, which are one text."""
        return Texts((" ".join(self.authors),))

    @cached_property
    def everywhere(self) -> "Texts":
        """The words of all four texts."""
        return Texts((self.title, " ".join(self.authors), self.summary, self.text))

    @cached_property
    def feed_keys(self) -> tuple[str, ...]:
        """The titles and addresses of its feeds, for comparing."""
        return tuple(name_key(name) for feed in self.feeds for name in feed)

    @cached_property
    def tag_keys(self) -> frozenset[str]:
        """Its tags, for comparing."""
        return frozenset(map(name_key, self.tags))

    @cached_property
    def site(self) -> str:
        """The host of its link."""
        return site_of(self.url)

    def texts(self, part: Part | None) -> "Texts":
        """Return where a word is to be found: in the title, the authors, or anywhere."""
        if part is None:
            return self.everywhere
        return self.titled if part == "title" else self.signed


class Texts:
    """The words of some texts, each text apart from the others."""

    def __init__(self, texts: Iterable[str]) -> None:
        split = [words(text) for text in texts]
        # A phrase is sought as a part of this string; a line break lets none span two texts.
        self._lined = "\n".join(f" {' '.join(found)} " for found in split)
        self._words = frozenset(chain.from_iterable(split))
        self._stems: dict[str, frozenset[str]] = {}
        """By the first letter, which a stem has from its word: of most words none is needed."""

    def hold_form(self, word: str) -> bool:
        """Tell whether a form of a word is among them."""
        if word in self._words:
            return True
        first = word[0]
        if first not in self._stems:
            alike = (stems(other) for other in self._words if other[0] == first)
            self._stems[first] = frozenset(chain.from_iterable(alike))
        return not self._stems[first].isdisjoint(stems(word))

    def hold_phrase(self, phrase: Phrase) -> bool:
        """Tell whether these words stand behind one another in one of the texts."""
        end = "" if phrase.is_prefix else " "
        return f" {' '.join(phrase.words)}{end}" in self._lined


def matches(tree: Node, story: Facts) -> bool:
    """Tell whether a story matches a query; a hidden one only where it asks for hidden ones."""
    if "hidden" in story.states and not asks_for_hidden(tree):
        return False
    return _matches(tree, story)


def _matches(tree: Node, story: Facts) -> bool:
    match tree:
        case And(nodes):
            return all(_matches(node, story) for node in nodes)
        case Or(nodes):
            return any(_matches(node, story) for node in nodes)
        case Not(node):
            return not _matches(node, story)
        case Word(word, part):
            return story.texts(part).hold_form(word)
        case Phrase():
            return story.texts(tree.part).hold_phrase(tree)
        case Since() | Before() | Within():
            return _is_when(tree, story.moment)
        case Everything():
            return True
        case _:
            return _has(tree, story)


def _is_when(node: Since | Before | Within, moment: datetime) -> bool:
    match node:
        case Since(start):
            return start <= moment
        case Before(end):
            return moment < end
        case Within(start, end):
            return start <= moment < end
        case _:
            assert_never(node)


def _has(node: InFeed | Tagged | InLanguage | OnSite | Is | Has, story: Facts) -> bool:
    match node:
        case Is("unread"):
            return "read" not in story.states
        case Is(state):
            return state in story.states
        case Has(content):
            return content in story.contents
        case Tagged(name):
            return name in story.tag_keys
        case InFeed(name):
            return any(name in key for key in story.feed_keys)
        case InLanguage(code):
            language = (story.language or "").lower().replace("_", "-")
            return language == code or language.startswith(f"{code}-")
        case OnSite(host):
            return story.site == host or story.site.endswith(f".{host}")
        case _:
            assert_never(node)

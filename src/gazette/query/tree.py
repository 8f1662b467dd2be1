"""The tree that a query becomes: what each node means, and the normal form it is written in.

A story matches a node on the terms that stand in the node's docstring, in memory (`match`) as in
the store. All words are as `gazette.words` makes them; names (`feed:`, `tag:`) as `name_key` does.
What several feeds brought is one story: each feed's entry of it is asked by itself, and the story
is found, once, where one of them matches. A hidden story is found only by a query that asks for
hidden ones, which is one with `is:hidden` anywhere in it (`asks_for_hidden`): "le -is:hidden" finds
what "le" does, and "is:hidden OR le" all hidden ones and all with "le".

The normal form, `str(node)`, is a query that parses to an equal tree. Moments stand in it in UTC
and to the second, so that "since:2d" has become one fixed moment: a view or rule keeps what a
person wrote, and parses it anew each time.
"""

import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Literal

from msgspec import Struct

from gazette.text import fold

Part = Literal["title", "author"]
State = Literal["unread", "read", "starred", "changed", "hidden", "ai"]
Content = Literal["text", "image", "audio"]


class Everything(Struct, frozen=True):
    """Every story: what an empty query asks for. It stands in no other node."""

    def __str__(self) -> str:
        return ""


class Word(Struct, frozen=True):
    """A form of `word` stands in the story's title, authors, summary or text.

    Two words are forms of one where `gazette.words.stems` of both share a tag. With `part` only
    the title, or only the authors, count.
    """

    word: str
    part: Part | None = None

    def __str__(self) -> str:
        return _in_part(self.part, self.word)


class Phrase(Struct, frozen=True):
    """Just these words stand in this order, nothing between them, in one of the four texts.

    The authors are one text, one name behind the other. With `is_prefix` the last word need only
    begin as given. No other forms count. A phrase of one word is that very word.
    """

    words: tuple[str, ...]
    part: Part | None = None
    is_prefix: bool = False

    def __str__(self) -> str:
        star = "*" if self.is_prefix else ""
        if self.is_prefix and len(self.words) == 1:
            return _in_part(self.part, self.words[0] + star)
        return _in_part(self.part, f'"{" ".join(self.words)}"{star}')


class InFeed(Struct, frozen=True):
    """`name` is a part of the title or the address of the feed that brought it.

    Compared are `name_key`s; the title is the one that the reader gave, else the feed's own.
    """

    name: str

    def __str__(self) -> str:
        return f'feed:"{self.name}"'


class Tagged(Struct, frozen=True):
    """One of the story's tags, its own or its feeds', has the `name_key` `name`."""

    name: str

    def __str__(self) -> str:
        return f'tag:"{self.name}"'


class InLanguage(Struct, frozen=True):
    """The story's language is `code` (ISO 639, lower case), whatever its country: fr is fr-CA."""

    code: str

    def __str__(self) -> str:
        return f"lang:{self.code}"


class OnSite(Struct, frozen=True):
    """The host of the story's own link is `host` or lies below it, as `site_of` writes hosts."""

    host: str

    def __str__(self) -> str:
        return f"site:{self.host}"


class Is(Struct, frozen=True):
    """The story is in a state.

    `unread` is "not read"; `changed` after its feed or page changed what was stored; `hidden`
    where a rule or the reader put it away; `ai` where the article says that a machine had a hand
    in it.
    """

    state: State

    def __str__(self) -> str:
        return f"is:{self.state}"


class Has(Struct, frozen=True):
    """The story has more than its summary.

    `text`: an article, extracted from the page or carried by the feed; `image`: a figure in it,
    or an enclosure of type image/…; `audio`: an enclosure of type audio/….
    """

    content: Content

    def __str__(self) -> str:
        return f"has:{self.content}"


class Since(Struct, frozen=True):
    """The story's moment (published, or first seen if that is earlier) is `moment` or later."""

    moment: datetime
    """UTC, whole seconds."""

    def __str__(self) -> str:
        return f"since:{_written(self.moment)}"


class Before(Struct, frozen=True):
    """The story's moment is earlier than `moment`."""

    moment: datetime
    """UTC, whole seconds."""

    def __str__(self) -> str:
        return f"before:{_written(self.moment)}"


class Within(Struct, frozen=True):
    """The story's moment is `start` or later and earlier than `end`; what `on:` asks for."""

    start: datetime
    """UTC, whole seconds."""
    end: datetime
    """Likewise; later than `start`."""

    def __str__(self) -> str:
        return f"on:{_written(self.start)}/{_written(self.end)}"


class Not(Struct, frozen=True):
    """The story does not match `node`, which is no `Not` itself."""

    node: "Node"

    def __str__(self) -> str:
        return f"-({self.node})" if isinstance(self.node, And | Or) else f"-{self.node}"


class And(Struct, frozen=True):
    """The story matches all of `nodes`: two or more, no two alike, no `And` among them."""

    nodes: tuple["Node", ...]

    def __str__(self) -> str:
        return " ".join(f"({node})" if isinstance(node, Or) else str(node) for node in self.nodes)


class Or(Struct, frozen=True):
    """The story matches one of `nodes`: two or more, no two alike, no `Or` among them."""

    nodes: tuple["Node", ...]

    def __str__(self) -> str:
        return " OR ".join(map(str, self.nodes))


Node = (
    Everything
    | Word
    | Phrase
    | InFeed
    | Tagged
    | InLanguage
    | OnSite
    | Is
    | Has
    | Since
    | Before
    | Within
    | Not
    | And
    | Or
)


def negated(node: Node) -> Node:
    """Return what matches wherever `node` does not."""
    return node.node if isinstance(node, Not) else Not(node)


def all_of(nodes: list[Node]) -> Node:
    """Return what matches where all of `nodes` do."""
    parts = [p for node in nodes for p in (node.nodes if isinstance(node, And) else (node,))]
    parts = list(dict.fromkeys(parts))
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def any_of(nodes: list[Node]) -> Node:
    """Return what matches where one of `nodes` does."""
    parts = [p for node in nodes for p in (node.nodes if isinstance(node, Or) else (node,))]
    parts = list(dict.fromkeys(parts))
    return parts[0] if len(parts) == 1 else Or(tuple(parts))


def words_to_mark(tree: Node) -> tuple[Word | Phrase, ...]:
    """Return what is to be marked in a story that was found: all words that are not excluded."""
    return tuple(dict.fromkeys(_marked(tree)))


def leaves(tree: Node) -> Iterator[Node]:
    """Yield the nodes of a tree that hold no other, excluded ones too."""
    if isinstance(tree, Not):
        yield from leaves(tree.node)
    elif isinstance(tree, And | Or):
        for part in tree.nodes:
            yield from leaves(part)
    else:
        yield tree


def asks_for_hidden(tree: Node) -> bool:
    """Return whether a query finds hidden stories too: whether `is:hidden` stands in it."""
    return Is("hidden") in leaves(tree)


def name_key(text: str) -> str:
    """Return a name for comparing: no accents, no case, no straight quotes, spaces folded."""
    # Decomposed before it is folded, or what compatibility characters stand for would keep its
    # case ("™" is "TM"), and folding twice would be another thing than folding once.
    folded = fold(unicodedata.normalize("NFKD", text))
    return " ".join(folded.replace('"', " ").split())


def _marked(node: Node) -> Iterator[Word | Phrase]:
    if isinstance(node, Word | Phrase):
        yield node
    elif isinstance(node, And | Or):
        for part in node.nodes:
            yield from _marked(part)


def _in_part(part: Part | None, text: str) -> str:
    return f"{part}:{text}" if part else text


def _written(moment: datetime) -> str:
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"

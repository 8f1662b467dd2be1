"""A page as flat lists: its elements and its lines, in document order.

An element is a number; its lines are the range `first[e]:last[e]`, so that any question about a
subtree is a question about a slice. `reader` makes them of HTML, `plain` of text.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from gazette.article import Reason

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

NO_ELEMENT: Final = -1

Run = tuple[int, "LexborNode | None", int, int, int]
"""A piece of a line that is set apart: its number, its link, and how many elements around it make
it strong, emphasis and code."""


@dataclass(slots=True)
class Line:
    """One run of text between two breaks."""

    text: str
    block: int
    """The innermost element that holds all of it."""
    links: int = 0
    link_chars: int = 0
    bold_chars: int = 0
    breaks: int = 0
    """How many `<br>` stand between the previous line of the same block and this one."""
    inline: tuple[list[str], list[Run]] | None = None
    """The pieces of the text as they stand in the page, and those that are set apart."""

    @property
    def own_chars(self) -> int:
        """Characters that are not link text."""
        return len(self.text) - self.link_chars


Verdict = tuple[Reason, str]
"""What speaks against an element, and the word that gave it away."""


class Sort(Struct, frozen=True):
    """What an element's tag and names say of it."""

    by_tag: Verdict | None = None
    """Against it whatever else it is named: a menu, a form, a consent box."""
    by_name: Verdict | None = None
    leads_away: bool = False
    """It is a menu, or leads to other articles."""
    is_body: bool = False
    """It is named as the element that holds a text."""


NO_SORT: Final = Sort()


class Picture(Struct, frozen=True):
    """An image: where it stands, and its address."""

    block: int
    line: int
    """The number of the line that follows it."""
    url: str
    alt: str
    leads: bool
    """It is a link, and not one to its own larger version."""


class Button(Struct, frozen=True):
    """A button: where it stands, and what it says."""

    block: int
    line: int
    """The number of the line that follows it."""
    text: str


@dataclass(slots=True)
class Page:
    """A page as lists; element `e` is `tags[e]`, `parents[e]`, `names[e]` and so on."""

    tags: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    """Class, id, role and the like of each element, in lower case, camelCase parted by "-"."""
    sorts: list[Sort] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    """The number after the element's last descendant."""
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    metas: list[dict[str, str | None]] = field(default_factory=list)
    links: list[dict[str, str | None]] = field(default_factory=list)
    times: list[tuple[int, str]] = field(default_factory=list)
    """The line at which a `<time datetime>` stands, and its moment."""
    counts: dict[int, tuple[int | None, bool]] = field(default_factory=dict)
    """The number with which a list begins that does not with 1, and whether it counts down."""
    json_ld: list[str] = field(default_factory=list)
    tag_links: list[str] = field(default_factory=list)
    """The texts of links that the page marks as tags of its article."""
    title: str = ""
    base: str | None = None
    """The `href` of the first `<base>` that has one, as it is written."""
    language: str = ""
    ruled: dict[int, int] = field(default_factory=dict)
    """The number of the rule that matched an element."""
    cuts: list[tuple[int, str]] = field(default_factory=list)
    """What rules took that is no element: the number of the rule, and the text."""

    def ancestors(self, element: int) -> Iterator[int]:
        """Yield the element and what holds it, innermost first."""
        while element != NO_ELEMENT:
            yield element
            element = self.parents[element]

    def tagged(self, tag: str) -> Iterator[int]:
        """Yield the elements of a tag; found in C, because a page has a thousand elements."""
        element = -1
        for _ in range(self.tags.count(tag)):
            element = self.tags.index(tag, element + 1)
            yield element

    def children(self, element: int) -> Iterator[int]:
        """Yield the elements directly inside."""
        child = element + 1
        while child < self.ends[element]:
            yield child
            child = self.ends[child]

    def text(self, element: int) -> str:
        """Return all lines of an element, one space between two."""
        return " ".join(line.text for line in self.lines[self.first[element] : self.last[element]])

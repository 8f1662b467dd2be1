"""From the text of a query to its tree. Any text is a query or a `QueryError`, nothing else.

No recursion, so that nothing that is typed can exhaust the stack; the limits keep what comes of
it small enough for every walk over the tree and for SQLite.
"""

from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Final, NoReturn

from gazette.errors import N_
from gazette.query.conditions import Reading
from gazette.query.pieces import Piece, pieces, unfinished, wrong
from gazette.query.tree import Everything, Node, all_of, any_of, negated

LONGEST: Final = 4_000
"""Characters."""
MOST: Final = 256
"""Words and conditions: as deep as FTS5 lets its own expressions be."""
DEEPEST: Final = 32
"""Parentheses in one another."""


def parse(text: str, *, now: datetime, zone: tzinfo) -> Node:
    """Return the tree of a query; `zone` is the reader's, for days and dates.

    Raises:
        QueryError: the text is no query; it says where and why.
    """
    if len(text) > LONGEST:
        raise wrong(text, LONGEST, LONGEST, N_("longer than {most} characters"), most=LONGEST)
    if not text.strip():
        return Everything()
    parser = _Parser(Reading(text, now, zone))
    for piece in pieces(text):
        parser.take(piece)
    return parser.end()


@dataclass(slots=True)
class _Group:
    """What stands between two parentheses, or in the whole text."""

    opened: Piece | None = None
    is_negated: bool = False
    alternatives: list[list[Node]] = field(default_factory=lambda: [[]])
    """Parted by OR; of one of them all have to match."""
    operator: Piece | None = None
    """An OR or AND that still lacks its right side."""

    def add(self, node: Node, *, is_negated: bool) -> None:
        self.alternatives[-1].append(negated(node) if is_negated else node)
        self.operator = None

    def node(self) -> Node | None:
        """Return what it asks for; None where it holds nothing."""
        if self.alternatives == [[]]:
            return None
        return any_of([all_of(nodes) for nodes in self.alternatives])


class _Parser:
    """Puts the pieces of one text together."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._text = reading.text
        self._groups = [_Group()]
        self._is_negated = False
        """By the minus signs just before, of which two take each other back."""
        self._count = 0

    def take(self, piece: Piece) -> None:
        """Add the next piece."""
        match piece.kind:
            case "minus":
                self._is_negated = not self._is_negated
            case "open":
                self._open(piece)
            case "close":
                self._close(piece)
            case "or" | "and":
                self._operate(piece)
            case "word" | "quote":
                self._add(piece)

    def end(self) -> Node:
        """Return the tree of all pieces."""
        group = self._groups[-1]
        if opened := group.opened:
            raise unfinished(self._text, opened.start, opened.end, N_('"(" is not closed'))
        if operator := group.operator:
            raise unfinished(self._text, operator.start, operator.end, _ONE_SIDED)
        node = group.node()
        if node is None:
            raise wrong(self._text, 0, len(self._text), _NOTHING)
        return node

    def _open(self, piece: Piece) -> None:
        if len(self._groups) > DEEPEST:
            self._refuse(piece, N_("more than {most} parentheses in one another"), most=DEEPEST)
        self._groups.append(_Group(piece, self._is_negated))
        self._is_negated = False

    def _close(self, piece: Piece) -> None:
        group = self._groups[-1]
        if group.opened is None:
            self._refuse(piece, N_('")" closes nothing'))
        if group.operator:
            self._refuse(group.operator, _ONE_SIDED)
        node = group.node()
        if node is None:
            raise wrong(self._text, group.opened.start, piece.end, _NOTHING)
        self._groups.pop()
        self._groups[-1].add(node, is_negated=group.is_negated)

    def _operate(self, piece: Piece) -> None:
        group = self._groups[-1]
        if group.operator or not group.alternatives[-1]:
            self._refuse(group.operator or piece, _ONE_SIDED)
        group.operator = piece
        if piece.kind == "or":
            group.alternatives.append([])

    def _add(self, piece: Piece) -> None:
        self._count += 1
        if self._count > MOST:
            self._refuse(piece, N_("more than {most} words and conditions"), most=MOST)
        node = self._reading.node(piece)
        if node:  # else signs alone: "Paris & Lyon"
            self._groups[-1].add(node, is_negated=self._is_negated)
        self._is_negated = False

    def _refuse(self, piece: Piece, template: str, **data: object) -> NoReturn:
        raise wrong(self._text, piece.start, piece.end, template, **data)


_ONE_SIDED: Final = N_('"{piece}" needs something on both sides')
_NOTHING: Final = N_('nothing to search for in "{piece}"')

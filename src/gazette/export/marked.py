"""What is set apart in a text as elements that lie in each other, as markup wants it.

Pure. Spans may cross; here one that does is cut in two.
"""

from collections.abc import Iterable
from heapq import heapify, heappop, heappush
from typing import Final, NamedTuple

from gazette.article import Span

_OUTER_FIRST: Final = ("link", "strong", "em", "code")
_Queued = tuple[int, int, int, Span]


class Part(NamedTuple):
    """A stretch of a text, and what lies inside it."""

    span: Span
    inside: list["Part"]


def nested(spans: Iterable[Span], start: int, end: int) -> list[Part]:
    """Return what is set apart between two places of a text, each part inside what holds it."""
    queue = [_queued(span, max(span.start, start), min(span.end, end)) for span in spans]
    heapify(queue)
    parts: list[Part] = []
    opened: list[Part] = []
    while queue:
        *_, span = heappop(queue)
        if span.start >= span.end:
            continue
        while opened and opened[-1].span.end <= span.start:
            opened.pop()
        if opened and span.end > opened[-1].span.end:
            edge = opened[-1].span.end
            heappush(queue, _queued(span, edge, span.end))
            span = _cut(span, span.start, edge)
        part = Part(span, [])
        (opened[-1].inside if opened else parts).append(part)
        opened.append(part)
    return parts


def _queued(span: Span, start: int, end: int) -> _Queued:
    return start, -end, _OUTER_FIRST.index(span.kind), _cut(span, start, end)


def _cut(span: Span, start: int, end: int) -> Span:
    return Span(start, end, span.kind, span.url)

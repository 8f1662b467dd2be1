"""What a fetch did, as values: one `Attempt` a request, and a `FetchReport` of them all."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import urlsplit

from msgspec import Struct

from gazette.errors import AnnouncingPage, StoreError

Kind = Literal["feed", "page"]
OutcomeName = Literal["updated", "not-modified", "gone", "ok", "failed"]
_ANNOUNCING: Final = AnnouncingPage.message.partition("{")[0]


class StageStarted(Struct, frozen=True):
    """A stage begins: so many feeds or pages are to be asked for."""

    kind: Kind
    total: int


class Attempt(Struct, frozen=True):
    """What became of one feed or page; a line of `fetch --jsonl`."""

    kind: Kind
    url: str
    outcome: OutcomeName
    new: int = 0
    changed: int = 0
    bytes: int = 0
    seconds: float = 0.0
    error: str | None = None
    settled: int = 0
    """Of the new ones those that a rule hid or marked read."""


class Failures(Struct, frozen=True):
    """What failed for one reason."""

    kind: Kind
    error: str
    """The error of one; of several the message that they have in common."""
    urls: tuple[str, ...]
    host: str = ""
    """Of several addresses, where it is the host of them all."""


def alike(attempts: Iterable[Attempt]) -> list[Failures]:
    """Return failures by what they have in common: feeds that are gone first, then most first."""
    groups: dict[tuple[bool, Kind, str], list[Attempt]] = {}
    for attempt in attempts:
        reason = attempt.error or ""
        if reason.startswith(_ANNOUNCING):
            reason = AnnouncingPage.message
        groups.setdefault((attempt.outcome != "gone", attempt.kind, reason), []).append(attempt)
    in_order = sorted(groups.items(), key=lambda item: (item[0][0], -len(item[1])))
    return [_failures(kind, reason, group) for (_, kind, reason), group in in_order]


def _failures(kind: Kind, reason: str, group: Sequence[Attempt]) -> Failures:
    urls = tuple(attempt.url for attempt in group)
    if len(group) == 1:
        return Failures(kind, group[0].error or "", urls)
    hosts = {urlsplit(url).netloc.rpartition("@")[2] for url in urls}
    return Failures(kind, reason, urls, host=hosts.pop() if len(hosts) == 1 else "")


Event = StageStarted | Attempt
OnEvent = Callable[[Event], None]


@dataclass(slots=True)
class FetchReport:
    """The sum of a run; filled as it goes."""

    feeds: int = 0
    pages: int = 0
    new: int = 0
    """Without those that a rule hid or marked read."""
    changed: int = 0
    articles: int = 0
    bytes: int = 0
    seconds: float = 0.0
    out_of_time: bool = False
    """The run's own deadline passed; what is left stays due."""
    is_away: bool = False
    """There is no network: no name resolves and no host answers. Nothing was recorded."""
    kept_problem: StoreError | None = None
    """Why the bytes of pages cannot be kept beside the store."""
    failed: list[Attempt] = field(default_factory=list)

    def add(self, event: Event) -> None:
        """Count one event."""
        if isinstance(event, StageStarted):
            return
        self.bytes += event.bytes
        if event.kind == "feed":
            self.feeds += 1
            self.new += event.new - event.settled
            self.changed += event.changed
        else:
            self.pages += 1
            self.articles += event.outcome == "ok"
        if event.outcome in ("failed", "gone"):
            self.failed.append(event)

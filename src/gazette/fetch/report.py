"""What a fetch did, as values: one `Attempt` a request, and a `FetchReport` of them all."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from gazette.errors import StoreError

Kind = Literal["feed", "page"]
OutcomeName = Literal["updated", "not-modified", "gone", "ok", "failed"]


@dataclass(frozen=True, slots=True)
class StageStarted:
    """A stage begins: so many feeds or pages are to be asked for."""

    kind: Kind
    total: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of one feed or page; a line of `fetch --jsonl`."""

    kind: Kind
    url: str
    outcome: OutcomeName
    new: int = 0
    changed: int = 0
    bytes: int = 0
    seconds: float = 0.0
    error: str | None = None


Event = StageStarted | Attempt
OnEvent = Callable[[Event], None]


@dataclass(slots=True)
class FetchReport:
    """The sum of a run; filled as it goes."""

    feeds: int = 0
    pages: int = 0
    new: int = 0
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
            self.new += event.new
            self.changed += event.changed
        else:
            self.pages += 1
            self.articles += event.outcome == "ok"
        if event.outcome in ("failed", "gone"):
            self.failed.append(event)

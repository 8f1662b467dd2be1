"""What a check is, and what the checks look at: each thing is opened once, and never changed."""

import shlex
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

from gazette import paths
from gazette.cli.session import Session
from gazette.config import Config
from gazette.errors import ConfigError, StoreError
from gazette.feeds.identity import mask_url
from gazette.i18n import Words
from gazette.model import FeedRow, Subscription
from gazette.store.health import Health, open_health

if TYPE_CHECKING:
    from gazette.web.reach import Contact

MOST_NAMED: Final = 5
"""Of a thing that there are several of."""
State = Literal["ok", "warning", "failed", "skipped"]


class Check(Struct, frozen=True):
    """One thing that was looked at."""

    name: str
    """A message: shown in the reader's language, the same word in JSON whatever that is."""
    state: State
    detail: str
    remedy: str = ""
    """What a person can do about it."""
    command: str = ""
    """For that: what to type."""
    items: tuple[str, ...] = ()
    """One line each, where there are several of a thing."""


@dataclass
class Case:
    """What the checks look at."""

    session: Session
    words: Words
    now: datetime
    is_offline: bool
    stack: ExitStack
    """Closes what was opened."""
    contacts: "tuple[Contact, ...]" = ()
    """The hosts that were tried, once they were."""

    @cached_property
    def config(self) -> Config | ConfigError:
        """The configuration, the defaults where there is no file yet, or why there is none."""
        try:
            return self.session.config_or_defaults
        except ConfigError as problem:
            return problem

    @property
    def subscriptions(self) -> tuple[Subscription, ...]:
        """The subscriptions; none where the configuration cannot be used."""
        return self.config.subscriptions if isinstance(self.config, Config) else ()

    @cached_property
    def store(self) -> Health | StoreError:
        """The store, or why it cannot be opened."""
        try:
            return self.stack.enter_context(open_health(self.session.store_file))
        except StoreError as problem:
            return problem

    @cached_property
    def readable(self) -> Health | None:
        """The store where it is one of ours, and up to date: only then all of it can be asked."""
        store = self.store
        try:
            return store if isinstance(store, Health) and not store.missing_steps() else None
        except StoreError:
            return None

    @cached_property
    def feed_rows(self) -> Sequence[FeedRow]:
        """All feeds of the store, subscribed to or not; none where it cannot be read."""
        if self.readable is None:
            return ()
        try:
            return (*self.readable.feeds.rows(), *self.readable.feeds.rows(left=True))
        except StoreError:  # it is damaged, and told where its soundness is
            return ()

    @property
    def subscribed(self) -> Sequence[FeedRow]:
        """The feeds of the store that feeds.toml subscribes to."""
        wanted = {s.url for s in self.subscriptions}
        return [row for row in self.feed_rows if row.url in wanted]

    @cached_property
    def held(self) -> Mapping[str, datetime]:
        """The hosts that want to be left alone, and until when; none where it is not known."""
        return self.readable.feeds.held(now=self.now) if self.readable else {}

    def gazette(self, *arguments: str) -> str:
        """Return a command of ours for these files, as it is typed."""
        session = self.session
        words = ["gazette"]
        if session.config_file != paths.config_file(session.environment).absolute():
            words += ["--config", str(session.config_file)]
        if session.store_file != paths.store_file(session.environment).absolute():
            words += ["--db", str(session.store_file)]
        return shlex.join([*words, *arguments])


def titles(rows: Sequence[FeedRow]) -> tuple[str, ...]:
    """Return how the first few feeds are called."""
    return tuple(mask_url(row.title) for row in rows[:MOST_NAMED])


def home_folder() -> Path | None:
    """Return the reader's home folder, there or not; None where nobody knows it."""
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home if home.is_absolute() else None

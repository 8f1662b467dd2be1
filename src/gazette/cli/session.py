"""What every command starts from: which files, which language, and the store when needed."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import click

from gazette import paths
from gazette.cli import output
from gazette.config import Config, create_config, load_config
from gazette.errors import StoreError
from gazette.feeds.identity import mask_url
from gazette.i18n import Words, choose_language, locale_of, words
from gazette.model import FeedRow
from gazette.paths import is_missing
from gazette.store import Store, open_store

AMBIGUOUS_SHOWN: Final = 5
_LARGE_BYTES: Final = 50_000_000
"""Of a store; a smaller one is brought up to date in a few seconds."""
MOST: Final = 2**63 - 1
"""What SQLite counts to."""
STORY: Final = click.IntRange(1, MOST)
"""The id of a story, as `gazette stories` prints it."""


@dataclass
class Session:
    """The files and the language of one run of the command line."""

    config_file: Path
    store_file: Path
    environment: Mapping[str, str]
    config_is_named: bool
    """The reader named the file with --config: then it must be there."""

    @classmethod
    def of(
        cls, config: Path | None, store: Path | None, environment: Mapping[str, str]
    ) -> "Session":
        """Return the session that the options before the command and the environment ask for."""
        return cls(
            config_file=(config or paths.config_file(environment)).absolute(),
            store_file=(store or paths.store_file(environment)).absolute(),
            environment=environment,
            config_is_named=config is not None,
        )

    @staticmethod
    def words_of_environment(environment: Mapping[str, str]) -> Words:
        """Return the words of the locale, for when no configuration can be read."""
        return words(choose_language("auto", environment), locale_of(environment))

    @cached_property
    def config(self) -> Config:
        """The configuration; at the first run feeds.toml is made from the sample.

        Raises:
            ConfigError: it cannot be read or used, or has gone.
        """
        # Where there are stories, a sample in place of a list that has gone would unsubscribe from
        # everything.
        is_first_run = not self.config_is_named and is_missing(self.store_file)
        if is_first_run and create_config(self.config_file):
            _ = self.words_of_environment(self.environment)
            output.narrate(
                _("gazette: wrote a first list of feeds to {file}; edit it as you like").format(
                    file=self.config_file
                )
            )
        return load_config(self.config_file)

    @property
    def config_or_defaults(self) -> Config:
        """The configuration, or the defaults where there is none yet; writes nothing.

        Raises:
            ConfigError: it is there, or was named, and cannot be used.
        """
        if self.config_is_named or not is_missing(self.config_file):
            return self.config
        return Config(file=self.config_file)

    @cached_property
    def words(self) -> Words:
        """The interface's words in the reader's language."""
        return words(self.language, locale_of(self.environment))

    @cached_property
    def language(self) -> str:
        """The interface's language: "fr" or "en"."""
        return choose_language(self.config_or_defaults.reader.language, self.environment)

    @contextmanager
    def store(self, *, to_read: bool = False) -> Iterator[Store]:
        """Open the store, its feeds those of feeds.toml, for the block.

        `to_read` asks for no more than reading: a store that cannot be written is read as it is.

        Raises:
            ConfigError: feeds.toml cannot be used.
            StoreError: the store cannot be opened.
        """
        config = self.config
        store = open_store(
            self.store_file, or_read_only=to_read, on_update=self._say_that_it_takes_a_while
        )
        try:
            try:
                store.feeds.sync(config.subscriptions)
            except StoreError as problem:
                if not to_read:
                    raise
                _ = self.words
                output.narrate(_.labelled("gazette", _.describe(problem)))
            yield store
        finally:
            store.close()

    def _say_that_it_takes_a_while(self) -> None:
        if self.store_file.stat().st_size >= _LARGE_BYTES:
            _ = self.words
            output.narrate(
                _("gazette: bringing the store up to date; this is done once, and takes a while")
            )

    def feed_url(self, name: str, store: Store) -> str:
        """Return the address of the subscription that `name` means; see `feed_row`."""
        return self.feed_row(name, store).url

    def feed_row(self, name: str, store: Store, *, also_left: bool = False) -> FeedRow:
        """Return the subscription that `name` means.

        `name` is an address, a title (the reader's own or the feed's), or a part of one that only
        one subscription has. `also_left` looks at feeds that are not subscribed to any more where
        no subscription is meant.

        Raises:
            click.UsageError: none is meant, or more than one.
        """
        found = _meant(name, store.feeds.rows())
        if not found and also_left:
            found = _meant(name, store.feeds.rows(left=True))
        if len(found) == 1:
            return found[0]
        _ = self.words
        if not found:
            raise click.UsageError(
                _("no subscription is called “{name}”").format(name=mask_url(name))
            )
        titles = ", ".join(r.title for r in found[:AMBIGUOUS_SHOWN])
        meant = _("“{name}” may mean several subscriptions: {titles}").format(
            name=mask_url(name), titles=titles
        )
        more = len(found) - AMBIGUOUS_SHOWN
        if more > 0:
            meant += " " + _.plural("and {n} other", "and {n} others", more)
        raise click.UsageError(meant)


def _meant(name: str, rows: Sequence[FeedRow]) -> list[FeedRow]:
    """Return the feeds that are called `name`, else those with it in their address or title.

    An address may have "***" for its secrets.
    """
    part = name.casefold()
    exact = [r for r in rows if part in (r.url.casefold(), r.title.casefold())]
    # As we print it; `fetch` is also given it by the reader, for all to see who list processes.
    exact = exact or [r for r in rows if part == mask_url(r.url).casefold()]
    return exact or [r for r in rows if part in f"{r.url}\n{r.title}".casefold()]

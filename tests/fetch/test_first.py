"""Finding the feed at an address: what the reader does not see of it."""

from datetime import datetime
from pathlib import Path
from random import Random
from typing import NoReturn

import pytest
from msgspec.structs import replace

from gazette.config import parse_config
from gazette.demo import Answer, Press
from gazette.errors import AddressRefused, NoFeed
from gazette.fetch.first import find_feed
from gazette.fetch.parsers import Parsers
from gazette.fetch.run import _tools, first_fetch
from gazette.model import AnnouncedFeed, Validators
from gazette.store import Store
from tests.builders import NOW

EMPTY = parse_config('[fetch]\ndelay = "0s"\n', Path("feeds.toml"))


class BrokenParsers(Parsers):
    """Parsers with a fault of ours in them."""

    async def parse_feed(
        self, body: bytes, *, url: str, charset: str | None, language: str | None, now: datetime
    ) -> NoReturn:
        raise RuntimeError("in the parsing child: KeyError")


def no_choice(feeds: tuple[AnnouncedFeed, ...]) -> NoReturn:
    raise AssertionError(f"there is nothing to choose: {feeds}")


async def test_a_page_is_parsed_apart_and_the_feed_keeps_its_validators(
    store: Store, press: Press
) -> None:
    feed = press.feeds[0]
    found = await first_fetch(
        feed.url.rpartition("/")[0] + "/",
        choose=no_choice,
        config=EMPTY,
        store=store,
        clock=lambda: NOW,
        rng=Random(1),
    )
    assert found.url == feed.url
    assert found.outcome.exchange.validators != Validators()
    assert found.outcome.parsed.entries
    assert len(press.requests) == 2


async def test_only_the_typed_host_and_port_may_be_private(store: Store, press: Press) -> None:
    with Press(now=NOW) as other:
        url = press.serve("/there", Answer(302, {"Location": other.feeds[0].url}))
        with pytest.raises(AddressRefused):
            await first_fetch(
                url,
                choose=no_choice,
                config=EMPTY,
                store=store,
                clock=lambda: NOW,
                rng=Random(1),
            )
        assert other.requests == ()


async def test_a_fault_of_ours_is_logged_and_told_in_a_line(
    store: Store, press: Press, caplog: pytest.LogCaptureFixture
) -> None:
    url = press.feeds[0].url
    config = replace(EMPTY, subscriptions=(press.feeds[0],))
    async with _tools(config, store, lambda: NOW, Random(1), lambda _: None) as tools:
        with pytest.raises(NoFeed, match="a fault in gazette"):
            await find_feed(url, no_choice, replace(tools, parsers=BrokenParsers()))
    assert "KeyError" in caplog.text

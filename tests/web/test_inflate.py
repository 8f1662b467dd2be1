import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.web.inflate import Damaged, Inflater


def inflate(stream: bytes, *, limit: int = 1_000_000, step: int = 7) -> Inflater:
    inflater = Inflater(limit)
    for start in range(0, len(stream), step):
        inflater.feed(stream[start : start + step])
    return inflater


@given(st.binary(max_size=500), st.integers(1, 100))
def test_a_stream_in_pieces_is_the_body(body: bytes, step: int) -> None:
    inflater = inflate(gzip.compress(body), step=step)
    assert inflater.body == body
    assert inflater.is_complete


def test_several_members_are_one_body() -> None:
    assert inflate(gzip.compress(b"ab") + gzip.compress(b"cd")).body == b"abcd"


def test_padding_after_the_end_is_no_damage() -> None:
    inflater = inflate(gzip.compress(b"ab") + b"\0" * 50)
    assert (inflater.body, inflater.is_complete) == (b"ab", True)


def test_a_bomb_is_stopped_at_the_limit() -> None:
    inflater = inflate(gzip.compress(b" " * 10_000_000), limit=1000, step=10_000)
    assert inflater.is_too_large
    assert len(inflater.body) == 1001


def test_a_body_of_just_the_limit_is_whole() -> None:
    inflater = inflate(gzip.compress(b" " * 1000), limit=1000)
    assert (inflater.is_too_large, inflater.is_complete) == (False, True)


def test_a_stream_cut_short_is_not_complete() -> None:
    assert not inflate(gzip.compress(b"abc" * 100)[:-5]).is_complete


@pytest.mark.parametrize(
    "stream",
    [b"<rss>plain</rss>", zlib.compress(b"x"), gzip.compress(b"x" * 99)[:-8] + b"\0" * 8],
    ids=["plain", "zlib", "checksum"],
)
def test_what_is_no_gzip_is_damaged(stream: bytes) -> None:
    with pytest.raises(Damaged):
        inflate(stream)


def test_thousands_of_empty_members_are_not_followed() -> None:
    with pytest.raises(Damaged, match="members"):
        inflate(gzip.compress(b"") * 1000, step=10_000)

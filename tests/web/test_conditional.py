from datetime import timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.model import Validators
from gazette.web.conditional import freshness, request_headers, retry_after, validators_of
from tests.builders import NOW

DAY = timedelta(days=1)
DATE = "Sun, 22 Nov 2026 14:05:00 GMT"  # NOW
IN_AN_HOUR = "Sun, 22 Nov 2026 15:05:00 GMT"

values = st.one_of(
    st.text(st.characters(max_codepoint=255, exclude_categories=["Cc"]), max_size=40),
    st.sampled_from(
        [DATE, "Fri, 31 Dec 9999 23:59:59 -1200", "-1", "1e400", "9" * 6000, "max-age"]
    ),
    st.integers().map(str),
    st.integers().map("max-age={}".format),
)


@pytest.mark.parametrize("etag", ['"a"', 'W/"a"', "no quotes", '"""', '"a, b"'])
def test_an_etag_goes_back_byte_for_byte(etag: str) -> None:
    kept = validators_of(httpx.Headers({"ETag": etag}))
    assert request_headers(kept) == {"If-None-Match": etag}


def test_a_date_is_never_written_anew() -> None:
    odd = "Sun,  6-Nov-94 8:49:37 +0100 (hier)"
    kept = validators_of({"last-modified": odd})
    assert request_headers(kept) == {"If-Modified-Since": odd}


@pytest.mark.parametrize("etag", ["", " ", '"é"', '"a\tb"', '"a\r\nX: 1"', '"' + "e" * 2000 + '"'])
def test_validators_that_cannot_be_sent_back_are_not_kept(etag: str) -> None:
    assert validators_of({"etag": etag}) == Validators()
    assert request_headers(Validators(etag=etag)) == {}


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"cache-control": "max-age=3600"}, timedelta(hours=1)),
        ({"cache-control": 'public, Max-Age="3600"'}, timedelta(hours=1)),
        ({"cache-control": "max-age=3600", "age": "600"}, timedelta(minutes=50)),
        ({"cache-control": "max-age=600", "age": "3600"}, None),
        ({"cache-control": "max-age=99999999999999999999"}, DAY),
        ({"cache-control": "max-age=3600, no-cache"}, None),
        ({"cache-control": "no-store", "expires": IN_AN_HOUR}, None),
        ({"cache-control": "max-age=0", "expires": IN_AN_HOUR}, None),
        ({"cache-control": "max-age=demain"}, None),
        ({"cache-control": "private", "expires": IN_AN_HOUR}, timedelta(hours=1)),
        ({"expires": IN_AN_HOUR, "date": "Sun, 22 Nov 2026 14:35:00 GMT"}, timedelta(minutes=30)),
        ({"expires": "0"}, None),
        ({"expires": "Fri, 31 Dec 2099 23:59:59 GMT"}, DAY),
        ({}, None),
    ],
)
def test_freshness(headers: dict[str, str], expected: timedelta | None) -> None:
    assert freshness(httpx.Headers(headers), NOW) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("120", timedelta(minutes=2)),
        (" 120 ", timedelta(minutes=2)),
        (IN_AN_HOUR, timedelta(hours=1)),
        ("Sunday, 22-Nov-26 15:05:00 GMT", timedelta(hours=1)),
        ("315360000", DAY),
        ("9" * 5000, DAY),
        ("Fri, 31 Dec 2099 23:59:59 GMT", DAY),
        ("0", None),
        ("-1", None),
        ("1e400", None),
        ("demain", None),
        ("²", None),
        ("Sun, 22 Nov 2020 15:05:00 GMT", None),
        (None, None),
    ],
)
def test_retry_after(value: str | None, expected: timedelta | None) -> None:
    assert retry_after({} if value is None else {"retry-after": value}, NOW) == expected


@given(st.fixed_dictionaries(dict.fromkeys(("cache-control", "expires", "date", "age"), values)))
def test_freshness_is_positive_and_a_day_at_most(headers: dict[str, str]) -> None:
    fresh = freshness(headers, NOW)
    assert fresh is None or timedelta(0) < fresh <= DAY


@given(values)
def test_a_retry_after_is_positive_and_a_day_at_most(value: str) -> None:
    wait = retry_after({"retry-after": value}, NOW)
    assert wait is None or timedelta(0) < wait <= DAY

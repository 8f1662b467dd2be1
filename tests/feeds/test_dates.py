from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.feeds.dates import EARLIEST, TOLERANCE, parse_date
from tests.builders import NOW


def utc(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "moment"),
    [
        ("Fri, 20 Nov 2026 10:00:00 GMT", utc(2026, 11, 20, 10)),
        ("Fri, 20 Nov 2026 10:00:00 +0100", utc(2026, 11, 20, 9)),
        ("Fri, 20 Nov 2026 10:00:00 -05:30", utc(2026, 11, 20, 15, 30)),
        ("Fri, 20 Nov 2026 10:00:00 CET", utc(2026, 11, 20, 9)),
        ("Wed, 15 Jul 2026 10:00:00 CEST", utc(2026, 7, 15, 8)),
        ("Fri, 20 Nov 2026 10:00:00 EST", utc(2026, 11, 20, 15)),
        ("Fri, 20 Nov 2026 10:00:00 PDT", utc(2026, 11, 20, 17)),
        ("Fri, 20 Nov 2026 10:00:00 BST", utc(2026, 11, 20, 9)),
        ("Fri, 20 Nov 2026 10:00:00 +0200 (CEST)", utc(2026, 11, 20, 8)),
        ("Fri, 20 Nov 26 10:00 GMT", utc(2026, 11, 20, 10)),
        ("Sun, 06-Nov-94 08:49:37 GMT", utc(1994, 11, 6, 8, 49, 37)),
        ("2026-11-20T10:00:00Z", utc(2026, 11, 20, 10)),
        ("2026-11-20T10:00:00.123456789+02:00", utc(2026, 11, 20, 8)),
        ("2026-11-20 10:00:00 +0000 UTC", utc(2026, 11, 20, 10)),
        ("2026-11-20", utc(2026, 11, 20)),
        ("2026/11/20 10:00", utc(2026, 11, 20, 10)),
        ("2026-06-30T23:59:60Z", utc(2026, 6, 30, 23, 59, 59)),
        ("ven., 20 nov. 2026 10:00", utc(2026, 11, 20, 10)),
        ("vendredi 20 novembre 2026", utc(2026, 11, 20)),
        ("lun., 15 juin 2026 08:30:00 +0200", utc(2026, 6, 15, 6, 30)),
        ("lundi 15 juin 2026 à 8 h 30", utc(2026, 6, 15, 8, 30)),
        ("mercredi 5 août 2026 18h", utc(2026, 8, 5, 18)),
        ("1er décembre 2025", utc(2025, 12, 1)),
        ("12 févr. 2026", utc(2026, 2, 12)),
        ("20/11/2026 10:00", utc(2026, 11, 20, 10)),
        ("20.11.2026", utc(2026, 11, 20)),
        ("11/20/2026 10:00", utc(2026, 11, 20, 10)),
        ("November 6, 2025 3:05 PM EST", utc(2025, 11, 6, 20, 5)),
        ("Nov 6, 2025 12:05 am", utc(2025, 11, 6, 0, 5)),
        ("1795183200", utc(2026, 11, 20, 14)),
        ("1795183200000", utc(2026, 11, 20, 14)),
    ],
)
def test_what_feeds_print_is_read(raw: str, moment: datetime) -> None:
    assert parse_date(raw, now=NOW) == moment


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "hier soir",
        "Mon, 30 Feb 2026 10:00:00 GMT",
        "Mon, 15 Jun 2026 25:61:61 GMT",
        "Fri, 31 Dec 9999 23:59:59 -1200",
        "Mon, 01 Jan 0001 00:00:00 +1400",
        "Wed, 31 Dec 1969 23:59:59 GMT",
        "20 brumaire 2026",
        "9" * 5000,
        "99/99/2026",
        "Mon, 15 Jun 2099 10:00:00 GMT",
    ],
)
def test_what_cannot_be_true_is_no_date(raw: str) -> None:
    assert parse_date(raw, now=NOW) is None


def test_an_absurd_zone_is_left_out() -> None:
    raw = "Mon, 15 Jun 2026 10:00:00 +9999"
    assert parse_date(raw, now=NOW) == utc(2026, 6, 15, 10)


def test_a_clock_a_little_fast_is_forgiven() -> None:
    assert parse_date("2026-11-23T10:00:00Z", now=NOW) == utc(2026, 11, 23, 10)
    assert parse_date("2026-11-24T10:00:00Z", now=NOW) is None


words = st.sampled_from(
    "20 11 2026 nov. août 10:00 25:99 CET +0100 -9999 T Z / - : h 1er 99999".split()
)


@given(st.one_of(st.text(max_size=60), st.lists(words, max_size=8).map(" ".join)))
def test_any_text_is_a_plausible_date_or_none(raw: str) -> None:
    moment = parse_date(raw, now=NOW)
    assert moment is None or EARLIEST <= moment <= NOW + TOLERANCE


@given(st.datetimes(datetime(1990, 1, 2), datetime(2026, 11, 22)), st.integers(-12, 14))  # noqa: DTZ001 - hypothesis wants them naive
def test_iso_dates_survive(naive: datetime, hours: int) -> None:
    moment = naive.replace(tzinfo=UTC, microsecond=0)
    local = (moment + timedelta(hours=hours)).replace(tzinfo=None)
    raw = f"{local.isoformat()}{'+' if hours >= 0 else '-'}{abs(hours):02d}:00"
    assert parse_date(raw, now=NOW) == moment

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.feeds.pace import pace, quiet_times
from gazette.feeds.parse import parse_feed
from gazette.model import QuietTimes
from tests.builders import NOW

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SYNDICATION = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'


def period(name: str, frequency: str = "1", ttl: str = "") -> timedelta | None:
    return pace({"sy_updateperiod": name, "sy_updatefrequency": frequency, "ttl": ttl})


def test_a_period_is_divided_by_its_frequency() -> None:
    assert period("daily") == DAY
    assert period(" Daily\n", "4") == 6 * HOUR
    assert period("weekly", "7") == DAY


def test_the_default_of_wordpress_says_nothing() -> None:
    assert period("hourly") is None
    assert period("hourly", "") is None
    assert period("hourly", "2") == HOUR / 2


def test_the_longer_of_ttl_and_period_counts_for_a_week_at_most() -> None:
    assert period("daily", ttl="90") == DAY
    assert period("hourly", ttl="90") == 1.5 * HOUR
    assert period("yearly") == 7 * DAY
    assert pace({"ttl": "999999999"}) == 7 * DAY


@pytest.mark.parametrize("odd", ["", "0", "-5", "bientôt", "1e3", "9" * 5000, "٣"])
def test_numbers_that_are_none_say_nothing(odd: str) -> None:
    assert pace({"ttl": odd}) is None
    assert period("daily", odd) == DAY
    assert period(odd) is None


def test_a_feed_is_read_with_its_period_and_its_quiet_times() -> None:
    body = f"""<rss version="2.0" {SYNDICATION}><channel><title>T</title>
        <sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>
        <skipHours><hour>0</hour><hour> 23 </hour></skipHours>
        <skipDays><day>Sunday</day><day>Saturday</day></skipDays>
        <item><title>A</title></item></channel></rss>"""
    parsed = parse_feed(body.encode(), url="https://journal.example/", now=NOW)
    assert parsed.ttl == 12 * HOUR
    assert parsed.quiet == QuietTimes(hours=(0, 23), days=(5, 6))


def test_hours_of_rss_091_count_from_one_to_twenty_four() -> None:
    assert quiet_times("<skipHours><hour>24</hour><hour>1</hour></skipHours>").hours == (0, 1)


def test_what_is_no_hour_or_day_is_left_out() -> None:
    odd = "<skipHours><hour>25</hour><hour>x</hour><hour>7</hour></skipHours>"
    assert quiet_times(odd + "<skipDays><day>Dimanche</day></skipDays>") == QuietTimes(hours=(7,))


@given(st.text(alphabet="<>/skipHoursday 0123&", max_size=300))
def test_any_text_can_be_looked_through(text: str) -> None:
    found = quiet_times(f"<skipHours>{text}</skipHours>")
    assert set(found.hours) <= set(range(24))

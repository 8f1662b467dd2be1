from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.extract.dates import (
    NO_HABITS,
    date_in_url,
    habits_of,
    parse_moment,
    parse_stamps,
    parse_words,
)

FRENCH = habits_of("lecourrier.fr", "fr")
BRITISH = habits_of("courier.co.uk", "en-US")
AMERICAN = habits_of("courier.com", "en-US")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-20T07:30:00+01:00", datetime(2026, 11, 20, 6, 30, tzinfo=UTC)),
        ("2026-11-20T07:30:00.123Z", datetime(2026, 11, 20, 7, 30, tzinfo=UTC)),
        ("2026-11-20 07:30", datetime(2026, 11, 20, 7, 30, tzinfo=UTC)),
        ("2026-11-20", datetime(2026, 11, 20, tzinfo=UTC)),
        ("Fri, 20 Nov 2026 07:30:00 GMT", datetime(2026, 11, 20, 7, 30, tzinfo=UTC)),
        ("1er décembre 2026", datetime(2026, 12, 1, tzinfo=UTC)),
        ("2026-13-45", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_stated_moment_is_read_in_utc(text, moment):
    assert parse_moment(text) == moment


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("Publié le 20 novembre 2026 à 7h30", (2026, 11, 20, 7, 30)),
        ("Publié le 20 nov. 2026 à 07h15", (2026, 11, 20, 7, 15)),
        ("Par Ada Quill, le 22 novembre 2026 à 14 h 05", (2026, 11, 22, 14, 5)),
        ("By Ada Quill | 22 November 2026, 14:05", (2026, 11, 22, 14, 5)),
        ("Mardi 3 mars 2026 - 12:00 (CET)", (2026, 3, 3, 11, 0)),
        ("Monday, November 2, 2026 at 3 p.m.", (2026, 11, 2, 15, 0)),
        ("9:28 PM EST, November 20, 2026", (2026, 11, 21, 2, 28)),
        ("Mis à jour le 3 févr. 2026", (2026, 2, 3)),
        ("November 20, 2026", (2026, 11, 20)),
        ("Nov. 20, 2026, 9:28 AM UTC", (2026, 11, 20, 9, 28)),
        ("Créé : 12.12.2026, 07h36", (2026, 12, 12, 7, 36)),
        ("Le 3 mai 2026, 45 personnes", (2026, 5, 3)),
        ("31 février 2026", None),
        ("en mai, fais ce qu’il te plaît", None),
    ],
)
def test_a_moment_in_words_is_read(line, moment):
    assert parse_words(line) == (datetime(*moment, tzinfo=UTC) if moment else None)


def test_a_day_in_the_address_is_read():
    assert date_in_url("https://example.org/2026/03/04/a.html") == datetime(2026, 3, 4, tzinfo=UTC)
    assert date_in_url("https://example.org/1/2/3") is None


@pytest.mark.parametrize(
    ("text", "habits", "moment"),
    [
        ("Publié le 20 nov. 2026 à 07h15", FRENCH, "2026-11-20T07:15+01:00"),
        ("20/11/2026 - 07:15", FRENCH, "2026-11-20T07:15+01:00"),
        ("le 20/07/2026 à 7h", FRENCH, "2026-07-20T07:00+02:00"),
        ("25.04.26 | 14:07", FRENCH, "2026-04-25T14:07+02:00"),
        ("20 juillet 2026 à 12h30 (heure de Paris)", AMERICAN, "2026-07-20T12:30+02:00"),
        ("20 November 2026 07:15 GMT", AMERICAN, "2026-11-20T07:15+00:00"),
        ("20 July 2026 07:15", BRITISH, "2026-07-20T07:15+01:00"),
        ("20 July 2026 07:15", AMERICAN, "2026-07-20T07:15+00:00"),
        ("July 20, 2026, 7:15 p.m. ET", AMERICAN, "2026-07-20T19:15-04:00"),
        ("Nov 20, 2026, 7:15 a.m. ET", AMERICAN, "2026-11-20T07:15-05:00"),
        ("Mon, July 20, 2026 at 7:15 BST", AMERICAN, "2026-07-20T07:15+01:00"),
        ("20 juillet 2026, 7 h 15 CEST", AMERICAN, "2026-07-20T07:15+02:00"),
        ("20 July 2026, 8.20am", BRITISH, "2026-07-20T08:20+01:00"),
        ("Mon 20 Jul 2026 17.31 GMT", BRITISH, "2026-07-20T17:31+00:00"),
        ("20 July 2026, 8.20 percent", BRITISH, "2026-07-20T00:00+00:00"),
        ("20 July 2026 07:15 UTC+5:30", AMERICAN, "2026-07-20T07:15+05:30"),
        ("4/5/2026", AMERICAN, "2026-04-05T00:00+00:00"),
        ("4/5/2026", BRITISH, "2026-05-04T00:00+00:00"),
        ("11/20/2026", FRENCH, "2026-11-20T00:00+00:00"),
        ("20 novembre 2026 à 27h99", FRENCH, "2026-11-20T00:00+00:00"),
        ("Réunion le 20 novembre 2026, 10:00-11:00", FRENCH, "2026-11-20T10:00+01:00"),
        ("Version 1.12.24", FRENCH, None),
        ("99/99/2026 99:99", FRENCH, None),
    ],
)
def test_a_moment_keeps_the_zone_it_is_written_in(text, habits, moment):
    found = parse_words(text, habits)
    assert (found and found.isoformat(timespec="minutes")) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-20T07:30:00+01:00", "2026-11-20T07:30+01:00"),
        ("2026-11-20T07:30+01", "2026-11-20T07:30+01:00"),
        ("2026-11-20 07:30:00 CET", "2026-11-20T07:30+01:00"),
        ("2026-07-20 07:30:00", "2026-07-20T07:30+02:00"),
        ("2026/07/20 07:30 PM", "2026-07-20T19:30+02:00"),
        ("20260720T073000Z", "2026-07-20T07:30+00:00"),
        ("20260720", "2026-07-20T00:00+00:00"),
        ("Mon, 20 Jul 2026 07:30:00 +0200", "2026-07-20T07:30+02:00"),
        ("Mon Jul 20 2026 07:30:00 GMT+0200 (CEST)", "2026-07-20T07:30+02:00"),
        ("1784525400", "2026-07-20T05:30+00:00"),
        ("1784525400000", "2026-07-20T05:30+00:00"),
        ("2026-11-20T07:30:00+99:99", "2026-11-20T07:30+01:00"),
        ("9999999999", None),
    ],
)
def test_a_field_is_read_in_the_forms_that_software_writes(text, moment):
    found = parse_moment(text, FRENCH)
    assert (found and found.isoformat(timespec="minutes")) == moment


@pytest.mark.parametrize(
    ("host", "language", "east_h"),
    [
        ("lecourrier.fr", "", 2),
        ("lecourrier.example", "fr", 2),
        ("lecourrier.example", "fr-CA", -4),
        ("lecourrier.ca", "fr", -4),
        ("lecourrier.sn", "fr-FR", 0),
        ("courier.example", "en_GB", 1),
        ("courier.example", "en-US", 0),
        ("courier.example", "en", 0),
        ("courier.com.au", "", 0),
        ("", "", 0),
    ],
)
def test_a_time_without_a_zone_is_that_of_the_country(host, language, east_h):
    found = parse_words("20 July 2026 12:00", habits_of(host, language))
    assert found == datetime(2026, 7, 20, 12, tzinfo=timezone(timedelta(hours=east_h)))


@pytest.mark.parametrize(
    ("line", "published", "modified"),
    [
        (
            "Publié le 20 nov. 2026 à 07h15, mis à jour le 21 nov. 2026 à 9h",
            (20, 7, 15),
            (21, 9, 0),
        ),
        ("Mis à jour le 21/11/2026 - 09:00 Publié le 20/11/2026 - 07:15", (20, 7, 15), (21, 9, 0)),
        ("Publié le 20 novembre 2026 à 07h15 · Mis à jour à 09h30", (20, 7, 15), (20, 9, 30)),
        ("Updated November 21, 2026 at 9:00", None, (21, 9, 0)),
        ("20 novembre 2026 à 07h15", (20, 7, 15), None),
        ("Mis à jour à 09h30", None, None),
    ],
)
def test_a_line_says_which_of_its_moments_is_a_change(line, published, modified):
    moments = [w and datetime(2026, 11, *w, tzinfo=UTC) for w in (published, modified)]
    assert list(parse_stamps(line, NO_HABITS)) == moments


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("/2026/11/22/le-canal", (2026, 11, 22)),
        ("/2026/nov/22/the-canal", (2026, 11, 22)),
        ("/politique/le-canal-20261122_ABCDEF/", (2026, 11, 22)),
        ("/2026-11-22-le-canal.html", (2026, 11, 22)),
        ("/2026/13/22/le-canal", None),
        ("/2026/xyz/22/le-canal", None),
        ("/le-canal-20269922", None),
        ("/le-canal-120261122", None),
    ],
)
def test_the_day_in_an_address_is_read_in_all_its_forms(address, day):
    found = date_in_url(f"https://lecourrier.example{address}")
    assert found == (datetime(*day, tzinfo=UTC) if day else None)


@given(st.text(st.sampled_from("0123456789-/:.TZ+ hàmaijunovpublié")), st.booleans())
def test_no_text_is_too_odd_for_a_date(text, is_french):
    habits = FRENCH if is_french else AMERICAN
    for moment in (parse_moment(text, habits), *parse_stamps(text, habits), date_in_url(text)):
        assert moment is None or (moment.tzinfo is not None and 1990 <= moment.year < 2100)

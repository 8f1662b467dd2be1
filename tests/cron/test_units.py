from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.cron.cadence import INTERVALS, Cadence
from gazette.cron.units import MARKER, SERVICE, TIMER, read_units, render_units

CADENCE = Cadence.at(timedelta(minutes=30), timedelta(minutes=7))
words = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=30)


@given(words, words)
def test_a_command_of_any_signs_is_read_back(program: str, store: str) -> None:
    command = (f"/{program}", "--db", f"/{store}", "fetch", "--quiet")
    found = read_units(render_units(CADENCE, command))
    assert (found.command, found.cadence) == (command, CADENCE)


@pytest.mark.parametrize("every", INTERVALS)
def test_the_delay_by_chance_is_at_most_a_quarter_of_the_interval(every: timedelta) -> None:
    text = render_units(Cadence.at(every, timedelta()), ("/bin/gazette", "fetch"))[TIMER]
    (delay,) = (line for line in text.splitlines() if line.startswith("RandomizedDelaySec="))
    seconds = int(delay.partition("=")[2])
    assert 0 < seconds <= min(every / 4, timedelta(minutes=15)).total_seconds()


def test_a_time_that_was_missed_is_made_up_for() -> None:
    timer = render_units(CADENCE, ("/bin/gazette", "fetch"))[TIMER]
    # Persistent= works with OnCalendar= alone (systemd.timer(5)).
    assert "\nPersistent=true\n" in timer
    assert "\nOnCalendar=*-*-* *:07,37:00\n" in timer


def test_units_that_were_edited_by_hand_are_read() -> None:
    texts = {
        SERVICE: f"{MARKER}\n[Service]\nExecStart=/bin/gazette fetch --jobs 4\n",
        TIMER: f"{MARKER}\n[Timer]\nOnCalendar=\nOnCalendar = hourly\n",
    }
    found = read_units(texts)
    assert (found.calendar, found.cadence) == ("hourly", None)
    assert found.command == ("/bin/gazette", "fetch", "--jobs", "4")

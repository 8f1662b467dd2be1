from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.cron.cadence import Cadence
from gazette.cron.crontab import find_line, other_fetches, render_line, with_line, without_line

HALF_HOURLY = Cadence.at(timedelta(minutes=30), timedelta(minutes=7))
DAILY = Cadence.at(timedelta(days=1), timedelta(minutes=200))
COMMAND = ("/opt/gazette/bin/gazette", "fetch", "--quiet")
LINE = render_line(HALF_HOURLY, COMMAND)

# Lines as people and programs leave them: comments, settings, any bytes, either end of a line.
crontabs = st.lists(
    st.one_of(
        st.binary(max_size=40).map(lambda b: b.replace(b"\n", b"")),
        st.sampled_from(
            [
                b"# m h dom mon dow command",
                b"MAILTO=anne@example.org",
                b"0 5 * * 1 tar -zcf /var/backups/home.tgz /home/ # gazette",
                b"#7,37 * * * * /opt/gazette/bin/gazette fetch --quiet # gazette",
                b"*/15 * * * * /opt/gazette/bin/gazette fetch --quiet",
                b"0 4 * * * cd /home/anne/gazette && git fetch # gazette",
                b"5 4 * * * echo caf\xe9\r",
                b"",
            ]
        ),
    ),
    max_size=6,
).map(b"\n".join)
words = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\\"), min_size=1, max_size=30
)


def with_end(crontab: bytes) -> bytes:
    return crontab if not crontab or crontab.endswith(b"\n") else crontab + b"\n"


@given(crontabs)
def test_what_is_installed_and_removed_leaves_every_other_line_byte_for_byte(
    crontab: bytes,
) -> None:
    assert without_line(with_line(crontab, LINE)) == with_end(crontab)
    assert without_line(crontab) == crontab


@given(crontabs)
def test_installing_twice_changes_nothing(crontab: bytes) -> None:
    once = with_line(crontab, LINE)
    assert with_line(once, LINE) == once


@given(crontabs, crontabs)
def test_another_interval_replaces_our_line_where_it_stands(before: bytes, after: bytes) -> None:
    crontab = with_line(before, LINE) + after
    changed = with_line(crontab, render_line(DAILY, COMMAND))
    assert changed == with_end(before) + render_line(DAILY, COMMAND).encode() + b"\n" + after
    found = find_line(changed)
    assert found is not None
    assert found.cadence == DAILY


@given(words, words)
def test_a_command_of_any_signs_is_read_back(program: str, store: str) -> None:
    command = (f"/{program}/gazette", "--db", f"/{store}", "fetch", "--quiet")
    found = find_line(with_line(b"", render_line(HALF_HOURLY, command)))
    assert found is not None
    assert (found.command, found.cadence) == (command, HALF_HOURLY)


def test_a_percent_sign_is_kept_from_cron() -> None:
    line = render_line(HALF_HOURLY, ("/opt/100 %/gazette", "fetch", "--quiet"))
    assert line == r"7,37 * * * * '/opt/100 \%/gazette' fetch --quiet # gazette"


@pytest.mark.parametrize(
    "line",
    [
        b"*/10 6-22 * * * /opt/gazette/bin/gazette fetch --quiet --jobs 4   # gazette\r",
        b" @hourly /opt/gazette/bin/gazette fetch --quiet # gazette",
        b"7 * * * mon-fri nice /opt/gazette/bin/gazette fetch # gazette",
    ],
)
def test_a_line_of_ours_that_was_edited_by_hand_is_still_ours(line: bytes) -> None:
    crontab = b"# before\n" + line + b"\n# after\n"
    assert find_line(crontab) is not None
    assert without_line(crontab) == b"# before\n# after\n"


def test_a_second_line_of_ours_goes_too() -> None:
    twice = f"{LINE}\nMAILTO=x\n{LINE}".encode()
    assert with_line(twice, LINE) == f"{LINE}\nMAILTO=x\n".encode()


def test_the_mark_alone_makes_no_line_ours() -> None:
    crontab = b"0 4 * * * cd /home/anne/gazette && git fetch # gazette\n"
    assert find_line(crontab) is None
    assert other_fetches(crontab) == ()


def test_a_line_written_by_hand_is_told_and_left() -> None:
    by_hand = b"*/15 * * * * /home/anne/.venv/bin/gazette fetch --quiet"
    crontab = by_hand + b"\n# gazette fetch is below\n" + LINE.encode() + b"\n"
    assert other_fetches(crontab) == (by_hand.decode(),)
    assert without_line(crontab) == by_hand + b"\n# gazette fetch is below\n"

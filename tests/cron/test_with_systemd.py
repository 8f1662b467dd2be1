"""Schedules kept by a real systemd manager, and units that the real systemd-analyze verifies."""

import subprocess
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from gazette.clock import system_clock
from gazette.cron import INTERVALS, Cadence, installed
from gazette.cron.installation import carry_out, plan, remove
from gazette.cron.programs import unit_files
from gazette.cron.units import SERVICE, TIMER, render_units
from gazette.errors import ScheduleError
from tests.builders import NOW
from tests.cron.conftest import Environment, need, script

HALF_HOURLY = Cadence.at(timedelta(minutes=30), timedelta(minutes=7))
TWICE_A_DAY = Cadence.at(timedelta(hours=12), timedelta(minutes=200))
NAMES = (
    "gazette",
    "l'été à 100 %h",
    "$HOME ${HOME} %%",
    'a"b',
    "back\\slash \\x41",
    ";",
    "; # é\u202f",
)
# What a manager of the user says, on a machine without one: it answers, and does all but this.
ALL_BUT = """case "$2" in
  show) echo Version=252;;
  {fails}) echo 'Failed to {fails} unit: disk full' >&2; exit 1;;
esac"""


def install(environment: Environment, cadence: Cadence, command: tuple[str, ...]) -> None:
    carry_out(plan(cadence, command, environment=environment), environment=environment)


def crontab_of(environment: Environment) -> bytes:
    return subprocess.run(["crontab", "-l"], env=environment, capture_output=True).stdout


def program_in(folder: Path, name: str) -> str:
    """Return the path of a program that writes what it was given, in a folder of that name."""
    file = folder / name / "gazette"
    file.parent.mkdir()
    file.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$0\" \"$@\" > '{folder}/given'\n")
    file.chmod(0o755)
    return str(file)


@pytest.mark.parametrize("name", NAMES)
def test_systemd_verifies_the_units(environment: Environment, tmp_path: Path, name: str) -> None:
    need("systemd-analyze")
    command = (program_in(tmp_path, name), "--db", f"/srv/{name}.db", "fetch", "--quiet")
    for file, text in render_units(HALF_HOURLY, command).items():
        (tmp_path / file).write_text(text)
    verify = ["systemd-analyze", "--user", "verify", tmp_path / SERVICE, tmp_path / TIMER]
    done = subprocess.run(verify, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    (tmp_path / SERVICE).write_text(f"{render_units(HALF_HOURLY, command)[SERVICE]}Nice=often\n")
    done = subprocess.run(verify, env=environment, capture_output=True, text=True)
    assert "nice" in done.stderr


@pytest.mark.parametrize("every", INTERVALS, ids=str)
def test_systemd_comes_when_the_cadence_says(environment: Environment, every: timedelta) -> None:
    need("systemd-analyze")
    cadence = Cadence.at(every, timedelta(minutes=1234))
    base = f"--base-time={NOW:%Y-%m-%d %H:%M:%S} UTC"
    calendar = ["systemd-analyze", "calendar", base, "--iterations=3", cadence.calendar]
    done = subprocess.run(
        calendar, env={**environment, "TZ": "UTC"}, capture_output=True, text=True
    )
    if "base-time" in done.stderr:
        pytest.skip("this systemd-analyze takes no --base-time")
    moment = NOW
    for _ in range(3):
        moment = cadence.next_after(moment, UTC)
        assert f"{moment:%Y-%m-%d %H:%M:%S} UTC" in done.stdout


def test_a_timer_is_installed_changed_and_removed(manager: Environment) -> None:
    assert installed(manager) is None
    command = ("/opt/gazette/bin/gazette", "fetch", "--quiet")
    install(manager, HALF_HOURLY, command)
    found = installed(manager)
    assert found is not None
    assert (found.kind, found.cadence, found.command) == ("systemd", HALF_HOURLY, command)
    assert found.is_active
    assert found.program_is_missing
    files = [Path(place).stat() for place in found.places]
    install(manager, HALF_HOURLY, command)
    assert [Path(place).stat() for place in found.places] == files
    install(manager, TWICE_A_DAY, command)
    changed = installed(manager)
    assert changed is not None
    now = system_clock()
    told = changed.next_run(manager, now=now)
    assert told is not None
    # systemd's own word: the calendar's next time, and a delay of at most 15 min.
    assert timedelta() <= told - TWICE_A_DAY.next_after(now) <= timedelta(minutes=16)
    assert remove(environment=manager)
    assert installed(manager) is None
    assert not [f for f in Path(manager["HOME"], ".config").rglob("*") if not f.is_dir()]
    assert not remove(environment=manager)


@pytest.mark.parametrize("name", NAMES)
def test_systemd_runs_the_very_command(manager: Environment, tmp_path: Path, name: str) -> None:
    command = (program_in(tmp_path, name), "--db", f"/srv/{name}.db", "fetch", "--quiet")
    install(manager, HALF_HOURLY, command)
    subprocess.run(["systemctl", "--user", "start", SERVICE], env=manager, check=True)
    assert (tmp_path / "given").read_text().splitlines() == list(command)


def test_a_timer_takes_the_place_of_a_line_and_the_reverse(
    manager: Environment, crontab: Environment
) -> None:
    command = ("/opt/gazette/bin/gazette", "fetch", "--quiet")
    away = {**manager, "XDG_RUNTIME_DIR": f"{manager['XDG_RUNTIME_DIR']}/none"}
    subprocess.run(["crontab", "-"], env=manager, input=b"# mine\n", check=True)
    install(away, HALF_HOURLY, command)
    assert crontab_of(manager).count(b"gazette fetch") == 1
    install(manager, HALF_HOURLY, command)
    assert crontab_of(manager) == b"# mine\n"
    assert all(file.exists() for file in unit_files(manager))
    install(away, HALF_HOURLY, command)
    assert crontab_of(manager).count(b"gazette fetch") == 1
    assert not [f for f in Path(manager["HOME"], ".config").rglob("*") if not f.is_dir()]


@pytest.mark.parametrize("step", ["daemon-reload", "enable", "restart"])
def test_a_step_that_fails_leaves_nothing_half_done(environment: Environment, step: str) -> None:
    script(environment, "systemctl", ALL_BUT.format(fails=step))
    script(environment, "crontab", "exit 0")
    with pytest.raises(ScheduleError, match=f"systemctl --user {step}.*: Failed to {step}"):
        install(environment, HALF_HOURLY, ("/opt/gazette", "fetch"))
    assert not any(file.exists() for file in unit_files(environment))


def test_a_change_that_fails_leaves_the_units_as_they_were(environment: Environment) -> None:
    script(environment, "crontab", "exit 0")
    script(environment, "systemctl", ALL_BUT.format(fails="nothing"))
    install(environment, HALF_HOURLY, ("/opt/gazette", "fetch"))
    before = [file.read_text() for file in unit_files(environment)]
    script(environment, "systemctl", ALL_BUT.format(fails="restart"))
    with pytest.raises(ScheduleError, match="disk full"):
        install(environment, TWICE_A_DAY, ("/opt/gazette", "fetch"))
    assert [file.read_text() for file in unit_files(environment)] == before


def test_a_line_that_cannot_be_taken_away_keeps_the_timer_out(environment: Environment) -> None:
    script(environment, "systemctl", ALL_BUT.format(fails="nothing"))
    line = "7 * * * * /opt/gazette fetch --quiet # gazette"
    script(environment, "crontab", f"[ $1 = -l ] && echo '{line}' || exit 1")
    with pytest.raises(ScheduleError, match="crontab -r"):
        install(environment, HALF_HOURLY, ("/opt/gazette", "fetch"))
    assert not any(file.exists() for file in unit_files(environment))


def test_a_user_who_may_have_no_crontab_may_have_a_timer(environment: Environment) -> None:
    script(environment, "systemctl", ALL_BUT.format(fails="nothing"))
    script(environment, "crontab", "echo 'You (anne) are not allowed to use this' >&2; exit 1")
    assert installed(environment) is None
    install(environment, HALF_HOURLY, ("/opt/gazette", "fetch"))
    found = installed(environment)
    assert found is not None
    assert found.kind == "systemd"
    assert remove(environment=environment)


def test_units_of_somebody_else_are_left(environment: Environment) -> None:
    script(environment, "systemctl", ALL_BUT.format(fails="nothing"))
    script(environment, "crontab", "exit 0")
    service, _ = unit_files(environment)
    service.parent.mkdir(parents=True)
    service.write_text("[Service]\nExecStart=/usr/bin/true\n")
    with pytest.raises(ScheduleError, match="move it away"):
        install(environment, HALF_HOURLY, ("/opt/gazette", "fetch"))
    assert not remove(environment=environment)
    assert service.read_text() == "[Service]\nExecStart=/usr/bin/true\n"

"""`gazette schedule`, with a stand-in for crontab that keeps its lines in a file.

What the real programs make of it is in `tests/cron`.
"""

import json
import os
from pathlib import Path

import pytest

from gazette.cli.schedule import program
from tests.cli.conftest import Desk

# Says what crontab says, in so far as it is listened to.
CRONTAB = """#!/bin/sh
lines={folder}/crontab
case "$1" in
  -l) cat "$lines" 2>/dev/null || {{ echo "no crontab for anne" >&2; exit 1; }};;
  -r) rm "$lines";;
  -) cat > "$lines";;
esac
"""


@pytest.fixture
def planned(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The desk, where a crontab is kept in its folder and no systemd manager answers."""
    programs = desk.folder / "bin"
    programs.mkdir()
    (programs / "crontab").write_text(CRONTAB.format(folder=desk.folder))
    (programs / "systemctl").write_text("#!/bin/sh\nexit 1\n")
    for file in programs.iterdir():
        file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(desk.folder / "config"))
    return desk


def lines(desk: Desk) -> list[str]:
    file = desk.folder / "crontab"
    return file.read_text().splitlines() if file.exists() else []


def test_a_schedule_is_installed_shown_and_removed(planned: Desk) -> None:
    code, out, err = planned.run("schedule")
    assert (code, out) == (0, [])
    assert "--install" in err
    code, out, err = planned.run("schedule", "--install", "--every", "30m")
    assert (code, out) == (0, [])
    assert "every 30 min, by your crontab" in err
    (line,) = lines(planned)
    assert line.endswith(f"--config {planned.config} --db {planned.db} fetch --quiet # gazette")
    code, out, err = planned.run("schedule")
    assert (code, err) == (0, "")
    assert out[0] == "schedule: every 30 min, by your crontab"
    code, _, err = planned.run("schedule", "--install")
    assert "installed already" in err
    assert lines(planned) == [line]
    assert "removed" in planned.run("schedule", "--remove")[2]
    assert lines(planned) == []
    code, _, err = planned.run("schedule", "--remove")
    assert (code, err) == (0, "gazette: no schedule is installed\n")


def test_what_is_shown_can_be_read_by_programs(planned: Desk) -> None:
    assert planned.jsonl("schedule") == []
    planned.run("schedule", "--install", "--every", "2h")
    (shown,) = planned.jsonl("schedule")
    assert set(shown) == set(
        "kind every_s timing command places active program_missing last_fetch next_run".split()
    )
    assert (shown["kind"], shown["every_s"], shown["places"]) == ("crontab", 7200, ["crontab"])
    assert shown["program_missing"] is False
    assert isinstance(shown["command"], list)
    assert Path(shown["command"][0]).is_absolute()
    assert json.dumps(shown["last_fetch"]) != "null"  # the desk's feed has been asked once


def test_print_writes_nothing(planned: Desk) -> None:
    code, out, err = planned.run("schedule", "--print", "--every", "1h")
    assert (code, err) == (0, "")
    (line,) = out
    assert line.endswith("fetch --quiet # gazette")
    assert lines(planned) == []
    planned.run("schedule", "--install", "--every", "1h")
    assert planned.run("schedule", "--install", "--print")[1] == lines(planned)


def test_with_systemd_the_units_are_printed_under_their_names(planned: Desk) -> None:
    (planned.folder / "bin" / "systemctl").write_text("#!/bin/sh\necho Version=252\n")
    code, out, _ = planned.run("schedule", "--print")
    folder = planned.folder / "config" / "systemd" / "user"
    assert code == 0
    assert f"# {folder / 'gazette.service'}" in out
    assert f"# {folder / 'gazette.timer'}" in out
    assert "Persistent=true" in out
    assert not folder.exists()


def test_where_lingering_is_off_the_way_to_it_is_told(planned: Desk) -> None:
    programs = planned.folder / "bin"
    (programs / "systemctl").write_text("#!/bin/sh\necho Version=252\n")
    (programs / "loginctl").write_text("#!/bin/sh\necho Linger=no\n")
    (programs / "loginctl").chmod(0o755)
    _, _, err = planned.run("schedule", "--install")
    assert "loginctl enable-linger" in err
    (programs / "loginctl").write_text("#!/bin/sh\necho Linger=yes\n")
    code, _, err = planned.run("schedule", "--install")
    assert code == 0
    assert "linger" not in err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--install", "--every", "45m"), "take 30m or 1h"),
        (("--install", "--every", "5h"), "take 4h or 6h"),
        (("--install", "--every", "1m"), "at least"),
        (("--install", "--every", "often"), "--every: expected a time"),
        (("--every", "1h"), "--install or --print"),
        (("--remove", "--print"), "--remove"),
        (("--install", "--jsonl"), "--jsonl"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(
    planned: Desk, arguments: tuple[str, ...], told: str
) -> None:
    code, out, err = planned.run("schedule", *arguments)
    assert (code, out) == (2, [])
    assert told in err
    assert lines(planned) == []


def test_a_program_that_is_gone_is_told(planned: Desk) -> None:
    planned.run("schedule", "--install")
    (line,) = lines(planned)
    moved = line.replace(" /", " /gone/", 1)
    (planned.folder / "crontab").write_text(f"{moved}\n")
    code, _, err = planned.run("schedule")
    assert code == 0
    assert "/gone/" in err
    assert planned.jsonl("schedule")[0]["program_missing"] is True
    planned.run("schedule", "--install")
    assert lines(planned) == [line]


def test_the_last_fetch_is_that_of_the_store_which_is_scheduled(
    planned: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned.run("schedule", "--install")
    (line,) = lines(planned)
    usual = line.replace(f"--db {planned.db} ", "")
    (planned.folder / "crontab").write_text(f"{usual}\n")
    monkeypatch.setenv("XDG_DATA_HOME", str(planned.folder / "data"))
    assert planned.jsonl("schedule")[0]["last_fetch"] is None


def test_a_configuration_that_no_run_could_use_is_not_scheduled(planned: Desk) -> None:
    planned.config.write_text("[fetch]\nevry = 1\n")
    assert planned.run("schedule", "--install")[0] == 78
    assert lines(planned) == []


def test_a_crontab_that_is_refused_is_told_in_one_line(planned: Desk) -> None:
    refusing = "#!/bin/sh\necho 'You (anne) are not allowed to use this program' >&2\nexit 1\n"
    (planned.folder / "bin" / "crontab").write_text(refusing)
    code, out, err = planned.run("schedule", "--install")
    assert (code, out) == (1, [])
    assert err.count("\n") == 1
    assert "crontab -l: You (anne) are not allowed" in err


def test_it_speaks_french(planned: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    planned.run("schedule", "--install", "--every", "1h")
    assert (
        planned.run("schedule")[1][0] == "planification\u00a0: toutes les heures, par votre crontab"
    )


def test_the_program_is_that_of_this_installation(tmp_path: Path) -> None:
    python, script = tmp_path / "python", tmp_path / "gazette"
    assert program("gazette", str(python)) == (str(python), "-P", "-m", "gazette")
    script.write_text("")
    script.chmod(0o755)
    assert program("/usr/bin/pytest", str(python)) == (str(script),)
    elsewhere = tmp_path / "bin" / "gazette"
    elsewhere.parent.mkdir()
    elsewhere.symlink_to(script)
    assert program(str(elsewhere), str(python)) == (str(elsewhere),)

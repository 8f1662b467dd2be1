"""The programs that keep schedules: crontab, systemctl, loginctl. The door to each.

They are run with the reader's environment, but in English, where one of their messages has to be
understood.
"""

import json
import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from msgspec import Struct

from gazette.cron.units import SERVICE, TIMER
from gazette.errors import N_, Phrase, ScheduleError
from gazette.text import clean_line

PATIENCE_S: Final = 30
LINE_CHARS: Final = 300
_NO_CRONTAB: Final = ("no crontab for", "No such file or directory")  # busybox says the second


class Answer(Struct, frozen=True):
    """What became of a program that was run."""

    code: int
    out: bytes
    error: str
    """Its messages, on one line."""


def ask(environment: Mapping[str, str], *words: str, given: bytes = b"") -> Answer | None:
    """Run a program and return its answer; None where there is no such program."""
    own = {
        # Of a log-in by `su` or from cron, whose user has a manager all the same.
        "XDG_RUNTIME_DIR": f"/run/user/{os.getuid()}",
        **environment,
        "LC_ALL": "C",
        # Else Debian's crontab may list a head that it adds again when it installs.
        "CRONTAB_NOHEADER": "Y",
    }
    try:
        done = subprocess.run(
            words, input=given, capture_output=True, env=own, timeout=PATIENCE_S, check=False
        )
    except FileNotFoundError:
        return None
    except OSError as problem:
        return Answer(126, b"", problem.strerror or str(problem))
    except subprocess.TimeoutExpired:
        return Answer(124, b"", f"no answer within {PATIENCE_S} s")
    error = clean_line(done.stderr.decode(errors="replace"), LINE_CHARS)
    return Answer(done.returncode, done.stdout, error)


def order(environment: Mapping[str, str], *words: str, given: bytes = b"") -> None:
    """Run a program that has to succeed.

    Raises:
        ScheduleError: it is not there, or failed.
    """
    answer = ask(environment, *words, given=given)
    if answer is None:
        raise ScheduleError(command=words[0], problem=N_("there is no such command here"))
    if answer.code:
        raise _failed(words, answer)


def _failed(words: tuple[str, ...], answer: Answer) -> ScheduleError:
    problem = answer.error or Phrase(N_("it ended with {code}"), code=answer.code)
    return ScheduleError(command=" ".join(words), problem=problem)


def read_crontab(environment: Mapping[str, str]) -> bytes | None:
    """Return the crontab of the user; None where there is no such program.

    Raises:
        ScheduleError: it cannot be read, for instance because cron.allow does not name the user.
    """
    answer = ask(environment, "crontab", "-l")
    if answer is None:
        return None
    if answer.code == 0:
        return _exact(environment, answer.out) if rb"\r" in answer.out else answer.out
    if any(told in answer.error for told in _NO_CRONTAB):
        return b""
    raise _failed(("crontab", "-l"), answer)


def _exact(environment: Mapping[str, str], listed: bytes) -> bytes:
    r"""Return the crontab itself, where its list has a "\r" that may stand for a carriage return.

    Debian's `crontab -l` writes them so; its `crontab -e` gives an editor the true lines.

    Raises:
        ScheduleError: it does not.
    """
    answer = ask({**environment, "VISUAL": "cat", "EDITOR": "cat"}, "crontab", "-e")
    if answer and answer.out.replace(b"\r", rb"\r") == listed.replace(b"\r", rb"\r"):
        return answer.out
    told = N_("its lines with carriage returns cannot be read; take those out first")
    raise ScheduleError(command="crontab -e", problem=told)


def write_crontab(environment: Mapping[str, str], content: bytes) -> None:
    """Replace the crontab of the user; an empty one is taken away.

    Raises:
        ScheduleError: crontab does not take it.
    """
    if content:
        order(environment, "crontab", "-", given=content)
    else:
        order(environment, "crontab", "-r")


def manager_answers(environment: Mapping[str, str]) -> bool:
    """Return whether a systemd manager of the user is there to be asked."""
    answer = ask(environment, "systemctl", "--user", "show", "--property=Version")
    return answer is not None and answer.code == 0 and b"=" in answer.out


def timer_is(environment: Mapping[str, str], *states: str) -> bool:
    """Return whether our timer is all of `states`: "active", "enabled"."""
    answers = (ask(environment, "systemctl", "--user", f"is-{s}", "--quiet", TIMER) for s in states)
    return all(answer is not None and answer.code == 0 for answer in answers)


def timer_next(environment: Mapping[str, str]) -> datetime | None:
    """Return when systemd will start our service; None where it does not say."""
    answer = ask(environment, "systemctl", "--user", "list-timers", TIMER, "--output=json")
    if answer is None or answer.code:
        return None
    try:
        (timer,) = json.loads(answer.out)
        since_1970 = timedelta(microseconds=int(timer["next"]))
    except (ValueError, TypeError, KeyError, OverflowError):  # a systemd that knows no such output
        return None
    return datetime(1970, 1, 1, tzinfo=UTC) + since_1970 if since_1970 else None


def lingers(environment: Mapping[str, str]) -> bool:
    """Return whether the user's manager runs also while the user is not logged in."""
    answer = ask(environment, "loginctl", "show-user", str(os.getuid()), "--property=Linger")
    return answer is not None and answer.code == 0 and answer.out.strip() == b"Linger=yes"


def units_folder(environment: Mapping[str, str]) -> Path:
    """Return the folder of the user's own units."""
    named = environment.get("XDG_CONFIG_HOME", "")
    home = Path(environment.get("HOME") or Path.home())
    base = Path(named) if named.startswith("/") else home / ".config"
    return base / "systemd" / "user"


def unit_files(environment: Mapping[str, str]) -> tuple[Path, ...]:
    """Return the places of our units, whether or not they are there."""
    return tuple(units_folder(environment) / name for name in (SERVICE, TIMER))

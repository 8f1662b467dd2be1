"""The real programs that keep schedules, each kept away from what is the user's own.

`crontab` runs in a mount namespace in which its spool is a folder of the test; a systemd manager
of the user runs on folders of its own. Both take root: where that, or the program, is missing,
the tests are skipped, and say so.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

SPOOL = Path("/var/spool/cron/crontabs")
MANAGER = Path("/usr/lib/systemd/systemd")
CONTROL_GROUPS = [Path("/sys/fs/cgroup") / name for name in ("", "systemd", "unified")]
# A control group of its own, for two managers in one would end each other's services; and what
# makes it believe that systemd has booted the system, without which it does not start.
START_MANAGER = """
for folder in {groups}; do
    test -w "$folder/cgroup.procs" || continue
    mkdir "$folder/{name}" && echo $$ > "$folder/{name}/cgroup.procs" || exit 1
    own=yes
done
test -n "$own" && mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/system &&
exec {manager} --user
"""
IN_NAMESPACE = ("unshare", "--mount", "--propagation", "private", "sh", "-c")

Environment = dict[str, str]


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    """An environment in which no manager answers, and the user's own is not found."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "run").mkdir(mode=0o700)
    zone = {"TZ": os.environ["TZ"]} if "TZ" in os.environ else {}
    return zone | {
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(tmp_path / "run"),
    }


def script(environment: Environment, name: str, text: str) -> None:
    """Put a program first in the environment's PATH."""
    file = Path(environment["PATH"].partition(":")[0]) / name
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)


def need(*programs: str) -> None:
    missing = [name for name in programs if shutil.which(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


@pytest.fixture
def crontab(environment: Environment, tmp_path: Path) -> Environment:
    """The environment, in which `crontab` is the real one on a spool of the test's own."""
    need("crontab", "unshare")
    if os.geteuid() != 0 or not SPOOL.is_dir():
        pytest.skip("only root can give crontab another spool, and that where Debian has it")
    spool = tmp_path / "spool"
    spool.mkdir()
    os.chown(spool, 0, SPOOL.stat().st_gid)
    spool.chmod(0o1730)
    mount = f'mount --bind {spool} {SPOOL} && exec {shutil.which("crontab")} "$@"'
    script(environment, "crontab", f"exec {' '.join(IN_NAMESPACE)} '{mount}' crontab \"$@\"")
    listed = subprocess.run(["crontab", "-l"], env=environment, capture_output=True, text=True)
    if "no crontab for" not in listed.stderr:
        pytest.skip(f"no mount namespace can be had: {listed.stderr.strip()}")
    return environment


@pytest.fixture
def manager(crontab: Environment) -> Iterator[Environment]:
    """The environment, in which a real systemd manager of the user answers."""
    need("systemctl")
    if not MANAGER.exists() or Path("/run/systemd/system").exists():
        pytest.skip("needs systemd, on a machine that it does not run: it would run twice")
    # The name of a socket takes 107 bytes; those of pytest's folders are long.
    with tempfile.TemporaryDirectory(prefix="gz-") as folder:
        environment = {**crontab, "XDG_RUNTIME_DIR": folder, "HOME": folder}
        name = Path(folder).name
        groups = " ".join(map(str, CONTROL_GROUPS))
        start = START_MANAGER.format(groups=groups, name=name, manager=MANAGER)
        running = subprocess.Popen(
            [*IN_NAMESPACE, start],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            _wait_until_it_answers(running, environment)
            yield environment
        finally:
            running.kill()  # nothing of it is to be kept, and it may take its time to end
            running.wait()
            for group in CONTROL_GROUPS:
                _leave(group / name)


def _wait_until_it_answers(running: subprocess.Popen[bytes], environment: Environment) -> None:
    for _ in range(100):
        asked = ["systemctl", "--user", "show", "--property=Version"]
        if subprocess.run(asked, env=environment, capture_output=True).returncode == 0:
            return
        if running.poll() is not None:
            break
        time.sleep(0.1)
    pytest.skip("a systemd manager of the user cannot be started here")


def _leave(group: Path) -> None:
    """Take a control group away, with those that the manager made in it."""
    for folder, _, _ in os.walk(group, topdown=False):
        with suppress(OSError):  # one that still ends a process; it is empty and costs nothing
            Path(folder).rmdir()

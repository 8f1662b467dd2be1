"""Is feeds.toml where it is looked for, can it be used, and is it private where it must be?"""

import os
import shlex
import stat
from collections.abc import Iterator
from typing import Final

from gazette.cli.doctor.case import Case, Check, home_folder
from gazette.config import Config
from gazette.errors import N_, ConfigError
from gazette.feeds.identity import mask_url
from gazette.paths import is_missing

_FOR_OTHERS: Final = stat.S_IRGRP | stat.S_IROTH
_BY_ANYONE: Final = stat.S_IWOTH


def checks(case: Case) -> Iterator[Check]:
    """Look at the configuration."""
    yield from _home(case)
    match case.config:
        case ConfigError() as problem if isinstance(problem.__cause__, OSError):
            yield _unreadable(case, problem)
        case ConfigError() as problem:
            yield Check(N_("file"), "ok", _place(case))
            yield _unusable(case, problem)
        case Config() as config if is_missing(config.file):
            yield _absent(case)
        case Config() as config:
            yield Check(N_("file"), "ok", _place(case))
            yield _contents(case, config)
            yield _privacy(case, config)


def _home(case: Case) -> Iterator[Check]:
    """Say so where no home folder is known: the usual places are then nowhere."""
    _ = case.words
    home = home_folder()
    if home and os.access(home, os.F_OK):
        return
    told = _("HOME names a folder that is not there: {folder}").format(folder=home)
    if home is None:
        told = _("it is not known: without --config and --db, files land in any folder")
    yield Check(N_("home"), "warning", told, _("set HOME to a folder of yours"), 'export HOME="/…"')


def _place(case: Case) -> str:
    """Return where the file is, and why there."""
    _, session = case.words, case.session
    if session.config_is_named:
        return _("{file} (from {source})").format(file=session.config_file, source="--config")
    if session.environment.get("GAZETTE_CONFIG"):
        return _("{file} (from {source})").format(
            file=session.config_file, source="$GAZETTE_CONFIG"
        )
    return str(session.config_file)


def _absent(case: Case) -> Check:
    _ = case.words
    return Check(
        N_("file"),
        "warning",
        _("there is none yet: {file}").format(file=_place(case)),
        _("the first fetch writes a list to begin with"),
        case.gazette("fetch"),
    )


def _unreadable(case: Case, problem: ConfigError) -> Check:
    _, file = case.words, case.session.config_file
    told = _.labelled(_place(case), _(str(problem.data["problem"])))
    if isinstance(problem.__cause__, FileNotFoundError):
        return Check(N_("file"), "failed", told, _("name a file that is there, or leave it out"))
    if file.is_dir():
        return Check(N_("file"), "failed", told, _("name a file in that folder"))
    return Check(
        N_("file"),
        "failed",
        told,
        _("see whose it is, and let yourself read it"),
        shlex.join(["ls", "-ld", str(file.parent), str(file)]),
    )


def _unusable(case: Case, problem: ConfigError) -> Check:
    """Return what cannot be used, told as any command tells it but for the long way to the file."""
    _, file = case.words, case.session.config_file
    short = type(problem)(**{**problem.data, "file": file.name})
    return Check(
        N_("contents"),
        "failed",
        mask_url(_.describe(short)),
        _("correct it there; until then nothing runs"),
        shlex.join([case.session.environment.get("EDITOR") or "nano", str(file)]),
    )


def _contents(case: Case, config: Config) -> Check:
    _ = case.words
    count = len(config.subscriptions)
    told = _.plural("{n} subscription", "{n} subscriptions", count)
    if count:
        return Check(N_("contents"), "ok", told)
    return Check(
        N_("contents"),
        "warning",
        told,
        _("subscribe to a feed, or take those of another reader with gazette import"),
        case.gazette("add", "https://journal.example/"),
    )


def _privacy(case: Case, config: Config) -> Check:
    """Compare what is in the file with who may read and write it."""
    _, file = case.words, shlex.quote(str(config.file))
    mode = config.file.stat().st_mode
    has_secrets = _has_secrets(config)
    told = _("passwords in it") if has_secrets else _("no passwords in it")
    who = stat.filemode(mode)[1:]
    if has_secrets and mode & (_FOR_OTHERS | _BY_ANYONE):
        return Check(
            N_("privacy"),
            "warning",
            _("passwords in it, and other users of this machine may read it ({who})").format(
                who=who
            ),
            _("keep it to yourself"),
            f"chmod 600 {file}",
        )
    if mode & _BY_ANYONE:
        return Check(
            N_("privacy"),
            "warning",
            _("any user of this machine may change it ({who})").format(who=who),
            _("keep that to yourself"),
            f"chmod o-w {file}",
        )
    return Check(N_("privacy"), "ok", f"{told} ({who})")


def _has_secrets(config: Config) -> bool:
    """Return whether addresses or headers hold what others should not read."""
    addresses = [s.url for s in config.subscriptions] + [config.fetch.proxy or ""]
    return any(s.headers for s in config.subscriptions) or any(
        mask_url(url) != url for url in addresses
    )

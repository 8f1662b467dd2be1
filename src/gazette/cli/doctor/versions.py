"""What gazette runs on: Python, SQLite and the libraries, each new enough?"""

import platform
import re
import shlex
import sys
from collections.abc import Iterator, Sequence
from importlib import metadata
from typing import Final

from gazette import __version__
from gazette.cli.doctor.case import Case, Check
from gazette.errors import N_
from gazette.i18n import Words
from gazette.store.health import OLDEST_SQLITE, library

NAMED: Final = ("feedparser", "httpx", "selectolax", "sqlite-utils", "textual")
"""Those that a report of a fault should tell; all that gazette needs are compared."""
_DISTRIBUTION: Final = "gazette-reader"
_REQUIREMENT = re.compile(r"([\w.-]+)\s*>=\s*([\d.]+)")


def checks(case: Case) -> Iterator[Check]:
    """Look at what is installed."""
    _ = case.words
    yield Check(N_("gazette"), "ok", __version__)
    system = platform.platform(terse=True)
    yield Check(N_("Python"), "ok", f"{platform.python_version()}, {system}")
    version, has_search = library()
    yield sqlite(version, _, has_search=has_search)
    yield libraries(_needs(), _)


def sqlite(version: tuple[int, ...], _: Words, *, has_search: bool) -> Check:
    """Tell whether SQLite has what the store needs."""
    told = ".".join(map(str, version))
    if version < OLDEST_SQLITE:
        oldest = ".".join(map(str, OLDEST_SQLITE))
        told = _("{version}; {oldest} is needed").format(version=told, oldest=oldest)
        return Check(N_("SQLite"), "failed", told, _("use a Python with a newer SQLite"))
    if not has_search:
        told = _("{version}, without full-text search (FTS5)").format(version=told)
        return Check(N_("SQLite"), "warning", told, _("use a Python whose SQLite has it"))
    return Check(N_("SQLite"), "ok", _("{version}, with FTS5").format(version=told))


def libraries(needs: Sequence[str], _: Words) -> Check:
    """Tell the libraries' versions, and which of `needs` ("httpx>=0.28") is not met."""
    told = ", ".join(f"{name} {_installed(name) or '–'}" for name in NAMED)
    wrong = [need for need in needs if not _is_met(need)]
    if not wrong:
        return Check(N_("libraries"), "ok", told)
    return Check(
        N_("libraries"),
        "failed",
        _.labelled(_("not installed, or too old"), ", ".join(wrong)),
        _("install them"),
        shlex.join([sys.executable, "-m", "pip", "install", "--upgrade", *wrong]),
    )


def _needs() -> list[str]:
    """Return what gazette needs; nothing where it runs without being installed."""
    try:
        needs = metadata.requires(_DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return []
    return [need for need in needs if _REQUIREMENT.fullmatch(need)]


def _is_met(need: str) -> bool:
    match = _REQUIREMENT.fullmatch(need)
    installed = _installed(match[1]) if match else None
    return bool(match and installed and _numbers(installed) >= _numbers(match[2]))


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version.partition("+")[0]))

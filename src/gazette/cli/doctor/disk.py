"""May the folder of the store be written, and is there room on its disk?"""

import os
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from gazette.cli.doctor.case import Case, Check
from gazette.errors import N_
from gazette.i18n import Words

LITTLE_ROOM_BYTES: Final = 500_000_000
"""What the pages that are kept may take by themselves, unless feeds.toml says otherwise."""
NO_ROOM_BYTES: Final = 20_000_000


def checks(case: Case) -> Iterator[Check]:
    """Look at the folder, or where there is none yet at the one that it will be made in."""
    _, file = case.words, case.session.store_file
    folder = next(parent for parent in file.parents if os.access(parent, os.F_OK))
    yield _folder(folder, file, _)
    yield room(folder, shutil.disk_usage(folder).free, _)


def _folder(folder: Path, file: Path, _: Words) -> Check:
    places = [folder, file] if os.access(file, os.F_OK) else [folder]
    shut = next((place for place in places if not _may_write(place)), None)
    if shut is None and folder.is_dir():
        return Check(N_("folder"), "ok", _("{file} may be written").format(file=folder))
    told = _("{file} may not be written") if shut else _("{file} is no folder")
    place = shut or folder
    return Check(
        N_("folder"),
        "failed",
        told.format(file=place),
        _("see whose it is, or use another store with --db FILE"),
        shlex.join(["ls", "-ld", str(place)]),
    )


def room(folder: Path, free: int, _: Words) -> Check:
    """Tell how much room is left on the disk that `folder` is on."""
    told = _("{size} free on its disk").format(size=_.size(free))
    if free >= LITTLE_ROOM_BYTES:
        return Check(N_("room"), "ok", told)
    return Check(
        N_("room"),
        "failed" if free < NO_ROOM_BYTES else "warning",
        told,
        _("make room, or keep fewer pages with keep_pages_size in feeds.toml"),
        shlex.join(["df", "-h", str(folder)]),
    )


def _may_write(path: Path) -> bool:
    can_ask = os.access in os.supports_effective_ids
    mode = os.W_OK | os.X_OK if path.is_dir() else os.W_OK
    return os.access(path, mode, effective_ids=can_ask)

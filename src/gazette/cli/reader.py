"""`gazette` without a command: open the reader."""

import sys
from pathlib import Path

import msgspec

from gazette.cli.session import Session
from gazette.clock import LocalZone, system_clock
from gazette.i18n import locale_of
from gazette.keymap import make_keymap
from gazette.paths import picture_folder
from gazette.tui.app import ReaderSettings, run_reader
from gazette.tui.pictures import Studio


def open_reader(session: Session, *, pictures: Path | None = None) -> int:
    """Open the reader on the session's store and return its exit code.

    `pictures` is a folder to keep pictures in, instead of the user's.
    """
    with session.store(to_read=True):
        pass  # made or migrated, and its feeds those of feeds.toml, before the screen is taken
    return run_reader(reader_settings(session, pictures or picture_folder()))


def reader_settings(session: Session, pictures: Path) -> ReaderSettings:
    """Return what the reader needs to know of the session, and where pictures are kept."""
    reader = session.config.reader
    here = ("--config", str(session.config_file), "--db", str(session.store_file))
    return ReaderSettings(
        store_path=session.store_file,
        config_path=session.config_file,
        language=session.language,
        locale=locale_of(session.environment),
        theme=reader.theme,
        fetch_command=(sys.executable, "-P", "-m", "gazette", *here, "fetch", "--jsonl"),
        add_command=(sys.executable, "-P", "-m", "gazette", *here, "add", "--jsonl", "-"),
        clock=system_clock,
        zone=LocalZone(),
        views=session.config.views,
        player=reader.player,
        reopens=reader.reopen,
        keymap=make_keymap(reader.keys, dict(reader.keymap)),
        studio=Studio(
            command=(sys.executable, "-P", "-m", "gazette.tui.engraver"),
            desk=lambda: _desk(session, pictures),
            setting=reader.images,
        ),
    )


def _desk(session: Session, pictures: Path) -> bytes:
    """Return what the process that makes pictures is told; not before it is wanted."""
    from gazette.fetch.desk import desk_of

    desk = desk_of(session.config, store=session.store_file, folder=pictures)
    return msgspec.msgpack.encode(desk)

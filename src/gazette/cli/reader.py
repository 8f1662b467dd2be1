"""`gazette` without a command: open the reader."""

import sys

from gazette.cli.session import Session
from gazette.clock import LocalZone, system_clock
from gazette.i18n import locale_of
from gazette.keymap import make_keymap
from gazette.tui.app import ReaderSettings, run_reader


def open_reader(session: Session) -> int:
    """Open the reader on the session's store and return its exit code."""
    with session.store(to_read=True):
        pass  # made or migrated, and its feeds those of feeds.toml, before the screen is taken
    return run_reader(reader_settings(session))


def reader_settings(session: Session) -> ReaderSettings:
    """Return what the reader needs to know of the session."""
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
        keymap=make_keymap(reader.keys, dict(reader.keymap)),
    )

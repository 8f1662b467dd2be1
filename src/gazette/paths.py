"""Where gazette keeps its files. Names places; creates nothing."""

from collections.abc import Mapping
from pathlib import Path

import platformdirs


def is_there(file: Path) -> bool:
    """Return whether a file can be seen to be there; in a folder that is closed to us it cannot."""
    try:
        return file.exists()
    except OSError:
        return False


def config_file(environment: Mapping[str, str]) -> Path:
    """Return the place of feeds.toml: $GAZETTE_CONFIG, else in the user's configuration folder."""
    named = environment.get("GAZETTE_CONFIG")
    return Path(named) if named else Path(platformdirs.user_config_dir("gazette")) / "feeds.toml"


def store_file(environment: Mapping[str, str]) -> Path:
    """Return the place of the store: $GAZETTE_DB, else in the user's data folder."""
    named = environment.get("GAZETTE_DB")
    return Path(named) if named else Path(platformdirs.user_data_dir("gazette")) / "gazette.db"

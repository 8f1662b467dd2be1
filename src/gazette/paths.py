"""Where gazette keeps its files. Names places; creates nothing."""

from collections.abc import Mapping
from pathlib import Path

import platformdirs


def is_missing(file: Path) -> bool:
    """Return whether there is no such file; one in a folder that may not be read could be there."""
    try:
        file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def config_file(environment: Mapping[str, str]) -> Path:
    """Return the place of feeds.toml: $GAZETTE_CONFIG, else in the user's configuration folder."""
    named = environment.get("GAZETTE_CONFIG")
    return Path(named) if named else Path(platformdirs.user_config_dir("gazette")) / "feeds.toml"


def store_file(environment: Mapping[str, str]) -> Path:
    """Return the place of the store: $GAZETTE_DB, else in the user's data folder."""
    named = environment.get("GAZETTE_DB")
    return Path(named) if named else Path(platformdirs.user_data_dir("gazette")) / "gazette.db"


def picture_folder() -> Path:
    """Return the place of the pictures that were fetched: in the user's cache folder."""
    return Path(platformdirs.user_cache_dir("gazette")) / "pictures"

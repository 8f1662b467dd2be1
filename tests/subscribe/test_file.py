"""The file itself: replaced whole, with its permissions, through a link, or not at all."""

import threading
from pathlib import Path

import pytest

from gazette.config import load_config
from gazette.errors import ConfigError
from gazette.model import ListedFeed
from gazette.subscribe.file import add_feeds, remove_feed

TEXT = '# mine\n[[feeds]]\nurl = "https://a.example/rss"\n'
NEW = ListedFeed("https://b.example/rss")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "feeds.toml"
    path.write_text(TEXT)
    return path


def test_feeds_are_added_and_removed(file: Path) -> None:
    config = add_feeds(file, [NEW])
    assert [s.url for s in config.subscriptions] == ["https://a.example/rss", NEW.url]
    assert config == load_config(file)
    assert [s.url for s in remove_feed(file, NEW.url).subscriptions] == ["https://a.example/rss"]
    assert file.read_text() == TEXT


def test_permissions_are_kept_and_nothing_is_left_beside(file: Path) -> None:
    file.chmod(0o640)
    add_feeds(file, [NEW])
    assert file.stat().st_mode & 0o7777 == 0o640
    assert list(file.parent.iterdir()) == [file]


def test_a_link_stays_a_link(file: Path) -> None:
    elsewhere = file.parent / "dotfiles"
    elsewhere.mkdir()
    link = elsewhere / "link.toml"
    link.symlink_to("../feeds.toml")
    add_feeds(link, [NEW])
    assert link.is_symlink()
    assert NEW.url in file.read_text()


def test_a_byte_order_mark_stays(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    add_feeds(file, [NEW])
    assert file.read_bytes().startswith(b"\xef\xbb\xbf" + TEXT.encode())
    assert len(load_config(file).subscriptions) == 2


@pytest.mark.parametrize(
    "feed",
    [
        ListedFeed("https://a.example/rss"),
        ListedFeed("HTTPS://A.example:443/rss"),
        ListedFeed("ftp://b.example/rss"),
        ListedFeed("https://b.example/rss", tags=("  ",)),
    ],
)
def test_a_file_that_could_not_be_loaded_is_never_written(file: Path, feed: ListedFeed) -> None:
    with pytest.raises(ConfigError):
        add_feeds(file, [feed])
    assert file.read_text() == TEXT
    assert list(file.parent.iterdir()) == [file]


def test_a_file_that_cannot_be_used_is_not_touched(file: Path) -> None:
    file.write_text("this is no TOML")
    with pytest.raises(ConfigError):
        add_feeds(file, [NEW])
    assert file.read_text() == "this is no TOML"


def test_a_feed_that_is_not_there_any_more_is_said(file: Path) -> None:
    with pytest.raises(ConfigError, match="not there any more"):
        remove_feed(file, NEW.url)


def test_a_file_written_in_an_odd_way_is_left_to_its_owner(file: Path) -> None:
    file.write_text("feeds = []\n")
    with pytest.raises(ConfigError, match="edit it yourself"):
        add_feeds(file, [NEW])
    assert file.read_text() == "feeds = []\n"


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="not there"):
        add_feeds(tmp_path / "none.toml", [NEW])


def test_commands_at_once_lose_nothing(file: Path) -> None:
    def add(number: int) -> None:
        add_feeds(file, [ListedFeed(f"https://{number}.example/rss")])

    threads = [threading.Thread(target=add, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(load_config(file).subscriptions) == 13

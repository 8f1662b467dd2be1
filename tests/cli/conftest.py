"""A desk: a configuration, a store with two stories, and the command line on them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from gazette.cli.main import main
from gazette.store import open_store
from tests.builders import (
    make_article,
    make_entry,
    make_subscription,
    record_article,
    record_entries,
    subscribed,
)


@dataclass
class Desk:
    """A configuration and a store of one's own, and the command line on them."""

    folder: Path
    capture: pytest.CaptureFixture[str]

    @property
    def config(self) -> Path:
        return self.folder / "feeds.toml"

    @property
    def db(self) -> Path:
        return self.folder / "gazette.db"

    def run(self, *arguments: str) -> tuple[int, list[str], str]:
        """Run a command; return exit code, lines of standard output, standard error."""
        return self.run_bare("--config", str(self.config), "--db", str(self.db), *arguments)

    def run_bare(self, *arguments: str) -> tuple[int, list[str], str]:
        """Run a command on the files that the environment names."""
        self.capture.readouterr()
        code = main([*arguments])
        out, err = self.capture.readouterr()
        return code, out.splitlines(), err

    def jsonl(self, *arguments: str) -> list[dict[str, object]]:
        code, lines, _ = self.run(*arguments, "--jsonl")
        assert code == 0
        return [json.loads(line) for line in lines]


@pytest.fixture
def desk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    made = Desk(tmp_path, capsys)
    subscription = make_subscription(title="Le Journal", tags=("presse",))
    made.config.write_text(
        f'[[feeds]]\nurl = "{subscription.url}"\ntitle = "Le Journal"\ntags = ["presse"]\n'
    )
    store = open_store(made.db)
    (feed,) = subscribed(store, subscription)
    record_entries(store, feed, make_entry(1, title="L’été [direct]"), make_entry(2))
    record_article(store, 2, make_article(title="L’été"))
    store.close()
    return made

"""What was searched for: kept across sessions in a small file beside the store.

A search says what interests its reader, so the file is theirs alone to read. Where it cannot be
written, the history lasts as long as the reader is open.
"""

import json
from pathlib import Path
from typing import Final

from gazette.text import clean_line
from gazette.tui.private import keep_private

MOST: Final = 100
_LONGEST: Final = 4_000


class History:
    """Searches from the oldest to the newest, and the place of who looks through them."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self.texts: tuple[str, ...] = _load(file) if file else ()
        self._place = len(self.texts)
        self._begun = ""
        """What was being typed when the looking began."""

    def add(self, text: str) -> None:
        """Remember a search as the newest one, and stop looking."""
        text = clean_line(text, _LONGEST)
        if text:
            # Another reader of the store may have kept its own meanwhile.
            kept = _load(self._file) if self._file else ()
            known = (*(old for old in self.texts if old not in kept), *kept)
            self.texts = (*(old for old in known if old != text), text)[-MOST:]
            if self._file:
                told = json.dumps(self.texts, ensure_ascii=False, indent=0)
                keep_private(self._file, f"{told}\n")
        self.rest()

    def rest(self) -> None:
        """Stop looking: the next search looked for is the newest one."""
        self._place = len(self.texts)

    def older(self, typed: str) -> str:
        """Return the search before; at the oldest, that one again."""
        if self._place == len(self.texts):
            self._begun = typed
        if not self.texts:
            return typed
        self._place = max(0, self._place - 1)
        return self.texts[self._place]

    def newer(self, typed: str) -> str:
        """Return the search after; behind the newest, what was being typed."""
        if self._place >= len(self.texts):
            return typed
        self._place += 1
        return self._begun if self._place == len(self.texts) else self.texts[self._place]


def history_file(store: Path) -> Path:
    """Return where the searches in a store are kept."""
    return store.with_name(f"{store.name}.searches.json")


def _load(file: Path) -> tuple[str, ...]:
    """Return what was kept; what is missing or odd is as if nothing had been."""
    try:
        kept = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return ()
    texts = (
        [clean_line(text, _LONGEST) for text in kept if isinstance(text, str)]
        if (isinstance(kept, list))
        else []
    )
    return tuple(dict.fromkeys(text for text in texts if text))[-MOST:]

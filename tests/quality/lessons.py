"""Pages of our own, one lesson each: `tests/data/pages/<lesson>/page.html, expected.toml`.

Written for the project, text and all, as sites write pages today. `expected.toml` says what must
come out: the title, the `paragraphs`, and where they matter the kinds of `blocks`, `authors`,
`published`, `language`, `site`, `image`, `url`, `ai_wording`; what must not (`unwanted`: phrases of
the page); and which piece goes for which reason (`removed`).
"""

import tomllib
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from gazette.article import Extraction
from gazette.extract import extract

PAGES: Final = Path(__file__).parents[1] / "data" / "pages"
ADDRESS: Final = "https://example.org/a.html"


@dataclass(frozen=True, slots=True)
class Lesson:
    """A page and what must come out of it."""

    name: str
    page: bytes
    expected: dict[str, Any]

    @property
    def text(self) -> str:
        return "\n\n".join(self.expected["paragraphs"])

    @property
    def unwanted(self) -> list[str]:
        return self.expected.get("unwanted", [])

    def extracted(self) -> Extraction:
        """Return what the extractor makes of the page."""
        return extract(self.page, url=self.expected["url"])

    def seen(self, extraction: Extraction) -> dict[str, Any]:
        """Return what an extraction has of all that is expected; equal to it where it is right."""
        return {key: _seen(key, wish, extraction) for key, wish in self.expected.items()}


def all_lessons() -> list[Lesson]:
    """Return the lessons by name."""
    return [_lesson(folder) for folder in sorted(PAGES.iterdir()) if folder.is_dir()]


def digest() -> str:
    """Return what changes with any byte of any lesson."""
    whole = sha256()
    for path in sorted(path for path in PAGES.rglob("*") if path.is_file()):
        name = path.relative_to(PAGES).as_posix()
        whole.update(f"{name}\0{sha256(path.read_bytes()).hexdigest()}\0".encode())
    return whole.hexdigest()[:16]


def _lesson(folder: Path) -> Lesson:
    stated = tomllib.loads((folder / "expected.toml").read_text("utf-8"))
    expected = {"authors": [], "url": ADDRESS, "ai_wording": None, **stated}
    return Lesson(folder.name, (folder / "page.html").read_bytes(), expected)


def _seen(key: str, wish: Any, extraction: Extraction) -> Any:
    article = extraction.article
    match key:
        case "blocks":
            return [block.__struct_config__.tag for block in article.blocks]
        case "unwanted":
            return [phrase for phrase in wish if phrase not in article.text]
        case "removed":
            pairs = [(piece.reason, piece.text) for piece in extraction.removed]
            return {
                reason: text
                for reason, text in wish.items()
                if any(reason == given and text in piece for given, piece in pairs)
            }
        case _:
            value = getattr(article, key)
            return list(value) if isinstance(value, tuple) else value

"""Quality and speed of the extractor on a folder of pages, beside trafilatura where installed.

    python -m tests.bench.extract FOLDER

FOLDER holds `gold.jsonl` (id, lang, source, and the `text` of the article) and `<id>.html.gz`.
A text is the multiset of its runs of four words; precision and recall are means over the pages.
Where a row has `title`, `authors` or `published`, these are compared too.
"""

import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import mean
from typing import Any

from gazette.errors import ExtractError
from gazette.extract import extract_article
from gazette.text import fold


@dataclass(frozen=True)
class Found:
    """What an extractor finds on a page; empty where it finds nothing."""

    text: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    days: frozenset[str] = frozenset()


Extractor = Callable[[bytes, str], Found]


def main(folder: Path) -> None:
    lines = (folder / "gold.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row.get("text")]
    pages = {
        row["id"]: gzip.decompress((folder / f"{row['id']}.html.gz").read_bytes()) for row in rows
    }
    print(f"{'extractor':12} {'pages':14}    n     F1      P      R  empty  title author   date")
    speeds = {}
    for name, extractor in extractors().items():
        extractor(pages[rows[0]["id"]], rows[0]["url"])
        start = time.process_time()
        found = {row["id"]: extractor(pages[row["id"]], row["url"]) for row in rows}
        speeds[name] = len(rows) / (time.process_time() - start)
        for group in sorted({f"{row['source']} {row['lang']}" for row in rows} | {"all"}):
            members = [row for row in rows if group in ("all", f"{row['source']} {row['lang']}")]
            print(f"{name:12} {group:14} {len(members):4} {figures(members, found)}")
    for name, speed in speeds.items():
        print(f"{name:12} {speed:6.1f} pages/s (processor time, text and metadata)")


def figures(rows: list[dict[str, Any]], found: dict[str, Found]) -> str:
    """Return one line of the table."""
    scores = [compare(row["text"], found[row["id"]].text) for row in rows]
    p, r = mean(s[0] for s in scores if s[0] is not None), mean(s[1] for s in scores)
    empty = sum(s[0] is None for s in scores)
    shares = [
        [plain(row["title"]) == plain(found[row["id"]].title) for row in rows if row.get("title")],
        [names_f1(row["authors"], found[row["id"]].authors) for row in rows if row.get("authors")],
        [row["published"][:10] in found[row["id"]].days for row in rows if row.get("published")],
    ]
    about = " ".join(f"{mean(share):6.3f}" if share else "     -" for share in shares)
    return f"{2 * p * r / (p + r):6.3f} {p:6.3f} {r:6.3f} {empty:6} {about}"


def extractors() -> dict[str, Extractor]:
    """Return the extractors by name."""
    found: dict[str, Extractor] = {"gazette": gazette}
    try:
        import trafilatura
    except ImportError:
        return found

    def other(body: bytes, url: str) -> Found:
        taken = trafilatura.bare_extraction(body, url=url, with_metadata=True)
        if taken is None:
            return Found()
        authors = tuple((taken.author or "").split("; "))
        return Found(taken.text or "", taken.title or "", authors, frozenset((taken.date or "",)))

    found["trafilatura"] = other
    return found


def gazette(body: bytes, url: str) -> Found:
    try:
        article = extract_article(body, url)
    except ExtractError:
        return Found()
    # A day is right in the page's zone or in UTC: an hour's difference is no other day.
    days = [article.published + timedelta(hours=h) for h in (0, 2)] if article.published else []
    return Found(
        article.text,
        article.title,
        article.authors,
        frozenset(day.date().isoformat() for day in days),
    )


def plain(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def names_f1(gold: list[str], found: tuple[str, ...]) -> float:
    wanted, got = ({" ".join(plain(name)) for name in names} for names in (gold, found))
    return 2 * len(wanted & got) / (len(wanted) + len(got))


def compare(gold: str, text: str) -> tuple[float | None, float]:
    """Return precision (None for an empty text) and recall of the runs of four words."""
    wanted, got = runs(gold), runs(text)
    shared = (wanted & got).total()
    return (shared / got.total() if got else None), shared / wanted.total()


def runs(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text.replace("\u00ad", ""))
    return Counter(
        tuple(words[at : at + 4]) for at in range(max(len(words) - 3, min(1, len(words))))
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))

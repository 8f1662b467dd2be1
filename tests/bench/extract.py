"""Quality and speed of the extractor on a folder of pages, beside trafilatura where installed.

    python -m tests.bench.extract FOLDER

FOLDER holds `gold.jsonl` (id, lang, source, and the `text` of the article) and `<id>.html.gz`.
A text is the multiset of its runs of four words; precision and recall are means over the pages.
"""

import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import mean

from gazette.errors import ExtractError
from gazette.extract import extract_article

Extractor = Callable[[bytes, str], str]


def main(folder: Path) -> None:
    lines = (folder / "gold.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row.get("text")]
    pages = {
        row["id"]: gzip.decompress((folder / f"{row['id']}.html.gz").read_bytes()) for row in rows
    }
    print(f"{'extractor':12} {'pages':14}    n     F1      P      R  empty  pages/s")
    for name, extractor in extractors().items():
        extractor(pages[rows[0]["id"]], rows[0]["url"])
        start = time.process_time()
        found = {row["id"]: extractor(pages[row["id"]], row["url"]) for row in rows}
        speed = len(rows) / (time.process_time() - start)
        for group in sorted({f"{row['source']} {row['lang']}" for row in rows} | {"all"}):
            members = [row for row in rows if group in ("all", f"{row['source']} {row['lang']}")]
            scores = [compare(row["text"], found[row["id"]]) for row in members]
            p, r = mean(s[0] for s in scores if s[0] is not None), mean(s[1] for s in scores)
            empty = sum(s[0] is None for s in scores)
            f1 = 2 * p * r / (p + r)
            print(
                f"{name:12} {group:14} {len(members):4} {f1:6.3f} {p:6.3f} {r:6.3f}"
                f" {empty:6} {speed:8.1f}"
            )


def extractors() -> dict[str, Extractor]:
    """Return the extractors by name."""
    found: dict[str, Extractor] = {"gazette": gazette}
    try:
        import trafilatura
    except ImportError:
        return found
    found["trafilatura"] = lambda body, url: trafilatura.extract(body, url=url) or ""
    return found


def gazette(body: bytes, url: str) -> str:
    try:
        return extract_article(body, url).text
    except ExtractError:
        return ""


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

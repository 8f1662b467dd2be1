"""Quality and speed of the extractor on a folder of pages, beside trafilatura where installed.

    python -m tests.bench.extract FOLDER [--halves] [--passes 3] [--alone]

FOLDER holds `gold.jsonl` and `<id>.html.gz`. A row of gold has id, source, lang, url, and what is
known of the article: `text`, or phrases `with` and `without`, or both; title, authors, published.
How these are compared is told in `tests/quality/scores.py`; an error counts as an empty text.

`--halves` shows two tables, of the sites of either half: tune on one, and look at the other.

The speeds are of processor time, text and metadata, over all pages in one process: a pass of one
extractor, then one of the other, so often as `--passes` says. Compare only figures of one run: the
ratios are of passes that stand side by side.
"""

import argparse
import gzip
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from statistics import mean, median
from typing import Any
from urllib.parse import urlsplit

from gazette.errors import ExtractError
from gazette.extract import extract_article
from tests.quality.scores import (
    Phrases,
    compare,
    count_phrases,
    f1,
    means,
    names_f1,
    same_day,
    same_words,
)

HEAD = (
    f"{'extractor':12} {'pages':16}    n empty |     F1      P      R"
    " | phrases    P      R |  title author   date"
)


@dataclass(frozen=True)
class Page:
    """A saved page and what is known of its article."""

    body: bytes
    gold: dict[str, Any]

    @property
    def url(self) -> str:
        return self.gold["url"]


@dataclass(frozen=True)
class Found:
    """What an extractor finds on a page; empty where it finds nothing."""

    text: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""


Extractor = Callable[[bytes, str], Found]


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("folder", type=Path)
    ask.add_argument("--halves", action="store_true", help="a table for each half of the sites")
    ask.add_argument("--passes", type=int, default=3, help="passes for the speed")
    ask.add_argument("--alone", action="store_true", help="without trafilatura")
    given = ask.parse_args()
    pages = read_pages(given.folder)
    extractors = {"gazette": gazette} if given.alone else all_extractors()
    found = {
        name: [take(page.body, page.url) for page in pages] for name, take in extractors.items()
    }
    for half in (0, 1) if given.halves else (None,):
        print(HEAD if half is None else f"half {'AB'[half]} of the sites\n{HEAD}")
        for name in extractors:
            pairs = zip(pages, found[name], strict=True)
            kept = [pair for pair in pairs if half in (None, half_of(pair[0].url))]
            print_table(name, kept)
    print_speeds(extractors, pages, given.passes)


def read_pages(folder: Path) -> list[Page]:
    """Return the pages of a folder."""
    rows = map(json.loads, (folder / "gold.jsonl").read_text("utf-8").splitlines())
    return [
        Page(gzip.decompress((folder / f"{row['id']}.html.gz").read_bytes()), row) for row in rows
    ]


def half_of(url: str) -> int:
    """Return 0 or 1, the same for all pages of a host, about as often the one as the other."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return sha256(host.encode()).digest()[0] % 2


def groups_of(pages: Sequence[Page]) -> dict[str, Callable[[Page], bool]]:
    """Return the lines of a table: each source's language, each language, all."""
    kinds = sorted({(page.gold["source"], page.gold["lang"]) for page in pages})
    groups: dict[str, Callable[[Page], bool]] = {
        " ".join(kind): lambda page, kind=kind: (page.gold["source"], page.gold["lang"]) == kind
        for kind in kinds
    }
    for lang in sorted({lang for _, lang in kinds}):
        groups[f"all {lang}"] = lambda page, lang=lang: page.gold["lang"] == lang
    return groups | {"all": lambda page: True}


def print_table(name: str, pairs: Sequence[tuple[Page, Found]]) -> None:
    for group, belongs in groups_of([page for page, _ in pairs]).items():
        members = [pair for pair in pairs if belongs(pair[0])]
        print(f"{name:12} {group:16} {figures(members)}")


def figures(pairs: Sequence[tuple[Page, Found]]) -> str:
    """Return one line of the table: what is not known of any of its pages is a dash."""
    texts = [compare(p.gold["text"], f.text) for p, f in pairs if p.gold.get("text")]
    phrases = [
        count_phrases(p.gold["with"], p.gold["without"], f.text)
        for p, f in pairs
        if "with" in p.gold
    ]
    shares = [
        [same_words(p.gold["title"], f.title) for p, f in pairs if p.gold.get("title")],
        [names_f1(p.gold["authors"], f.authors) for p, f in pairs if p.gold.get("authors")],
        [same_day(p.gold["published"], f.published) for p, f in pairs if p.gold.get("published")],
    ]
    whole = means(texts) if texts else None
    counts = sum(phrases, Phrases())
    empty = sum(not found.text.strip() for _, found in pairs)
    return " | ".join(
        (
            f"{len(pairs):4} {empty:5}",
            cells(whole and (f1(*whole), *whole)),
            " " + cells((counts.f1, counts.precision, counts.recall) if phrases else None),
            " ".join(f"{mean(share):6.3f}" if share else f"{'-':>6}" for share in shares),
        )
    )


def cells(values: tuple[float, float, float] | None) -> str:
    return " ".join(f"{value:6.3f}" for value in values) if values else f"{'-':>6}" * 3 + "  "


def print_speeds(extractors: dict[str, Extractor], pages: Sequence[Page], passes: int) -> None:
    speeds: dict[str, list[float]] = {name: [] for name in extractors}
    for _ in range(passes):
        for name, take in extractors.items():
            start = time.process_time()
            for page in pages:
                take(page.body, page.url)
            speeds[name].append(len(pages) / (time.process_time() - start))
    print(f"pages/s of processor time, {passes} passes in turn")
    for name, measured in speeds.items():
        print(f"{name:12} {told(measured)}")
    first, *others = speeds
    for name in others:
        ratios = [a / b for a, b in zip(speeds[first], speeds[name], strict=True)]
        print(f"{'ratio':12} {told(ratios)}")


def told(values: Sequence[float]) -> str:
    return f"median {median(values):6.1f}   of {' '.join(f'{value:.1f}' for value in values)}"


def all_extractors() -> dict[str, Extractor]:
    """Return the extractors by name; both give text and metadata."""
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
        return Found(taken.text or "", taken.title or "", authors, taken.date or "")

    found["trafilatura"] = other
    return found


def gazette(body: bytes, url: str) -> Found:
    try:
        article = extract_article(body, url)
    except ExtractError:
        return Found()
    published = article.published.isoformat() if article.published else ""
    return Found(article.text, article.title, article.authors, published)


if __name__ == "__main__":
    main()

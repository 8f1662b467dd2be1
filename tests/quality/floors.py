"""What the extractor reaches on the lessons, and the floors that keep it there.

    python -m tests.quality.floors [--lower]

measures, and renews `floors.toml` where figures have risen or pages have changed. What would fall
is refused without `--lower`: a figure may only go down in a commit that says so.

A lesson that does not come out exactly has an entry under `weak` that says why, written by hand;
the entry goes when the lesson is mended.
"""

import argparse
import json
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any, Final

from gazette.article import Article
from gazette.errors import ExtractError
from tests.quality.lessons import Lesson, all_lessons, digest
from tests.quality.scores import Match, compare, count_phrases, means, names_f1, same_words

FLOORS: Final = Path(__file__).with_name("floors.toml")
PLACES: Final = 4
HEAD: Final = """\
# Renewed by `python -m tests.quality.floors`; `why` is written by hand.
"""
Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one lesson."""

    lesson: Lesson
    article: Article | None
    is_exact: bool

    @property
    def text(self) -> str:
        return self.article.text if self.article else ""

    @property
    def match(self) -> Match:
        return compare(self.lesson.text, self.text)


def measure() -> list[Result]:
    """Return what comes of each lesson today."""
    return [_result(lesson) for lesson in all_lessons()]


def by_language(results: Sequence[Result]) -> dict[str, Figures]:
    """Return the figures of each language."""
    languages = sorted({result.lesson.expected["language"] for result in results})
    return {
        language: figures([r for r in results if r.lesson.expected["language"] == language])
        for language in languages
    }


def figures(results: Sequence[Result]) -> Figures:
    """Return means over some lessons; every figure is the better the higher it is."""
    precision, recall = means([result.match for result in results])
    phrases = [count_phrases((), r.lesson.unwanted, r.text).slipped for r in results]
    known = sum(len(result.lesson.unwanted) for result in results)
    shares = {
        "precision": precision,
        "recall": recall,
        "unwanted_left_out": 1 - sum(phrases) / (known or 1),
        "titles": _share(results, "title", lambda wish, a: float(same_words(wish, a.title))),
        "authors": _share(results, "authors", lambda wish, a: names_f1(wish, a.authors)),
        "dates": _share(results, "published", lambda wish, a: float(wish == a.published)),
    }
    return {name: round(value, PLACES) for name, value in shares.items()}


def text_figures(result: Result) -> Figures:
    """Return precision and recall of one lesson."""
    precision, recall = means([result.match])
    return {"precision": round(precision, PLACES), "recall": round(recall, PLACES)}


def read_floors() -> dict[str, Any]:
    """Return the pinned floors: the digest of the pages, `languages` and `weak` lessons."""
    return tomllib.loads(FLOORS.read_text("utf-8"))


def fallen(floors: dict[str, Figures], measured: dict[str, Figures]) -> list[str]:
    """Return a line for each figure below its floor."""
    return [
        f"{group}: {name} {measured[group][name]} is below {floor}"
        for group, pinned in floors.items()
        if group in measured
        for name, floor in pinned.items()
        if name in measured[group] and measured[group][name] < floor
    ]


def _result(lesson: Lesson) -> Result:
    try:
        extraction = lesson.extracted()
    except ExtractError:
        return Result(lesson, None, is_exact=False)
    return Result(lesson, extraction.article, lesson.seen(extraction) == lesson.expected)


def _share(results: Sequence[Result], key: str, score: Callable[[Any, Article], float]) -> float:
    stated = [(r.lesson.expected.get(key), r.article) for r in results]
    return mean([score(wish, article) if article else 0.0 for wish, article in stated if wish])


def _renewed(results: Sequence[Result], weak: dict[str, Any]) -> str:
    """Return the text of `floors.toml`."""
    lines = [HEAD, f'pages = "{digest()}"']
    for language, group in by_language(results).items():
        lines += ["", f"[languages.{language}]"]
        lines += [f"{name} = {value}" for name, value in group.items()]
    for result in results:
        if not result.is_exact:
            name = result.lesson.name
            why = json.dumps(weak[name]["why"], ensure_ascii=False)
            lines += ["", f"[weak.{name}]"]
            lines += [f"{key} = {value}" for key, value in text_figures(result).items()]
            lines.append(f"why = {why}")
    return "\n".join(lines) + "\n"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--lower", action="store_true", help="let figures fall")
    lower = ask.parse_args().lower
    floors, results = read_floors(), measure()
    weak = floors.get("weak", {})
    for result in results:
        if not result.is_exact and not weak.get(result.lesson.name, {}).get("why"):
            raise SystemExit(
                f"{result.lesson.name} does not come out exactly: mend it, or say why it cannot be:"
                f' [weak.{result.lesson.name}] why = "..." in {FLOORS.name}'
            )
    measured = by_language(results)
    falls = fallen(floors.get("languages", {}), measured)
    if falls and not lower:
        raise SystemExit("\n".join([*falls, "--lower pins them; the commit must say why"]))
    FLOORS.write_text(_renewed(results, weak), "utf-8")
    for language, group in measured.items():
        print(language, " ".join(f"{name} {value:.4f}" for name, value in group.items()))
    inexact = sum(not result.is_exact for result in results)
    print(f"{len(results) - inexact} of {len(results)} lessons exact")


if __name__ == "__main__":
    main()

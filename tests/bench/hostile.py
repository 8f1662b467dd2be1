"""How the extractor's time grows on pages built to cost time, and what damaged pages do to it.

    python -m tests.bench.hostile [FOLDER]

One line a kind of page: processor time for 100 kB, for 200 kB, and for 1.5 MB where these have not
shown that it would take minutes. What takes seconds, or grows faster than its page, is marked.

FOLDER holds `<id>.html.gz` as for `tests.bench.extract`; each is cut, and has bytes changed, at
random places (the same in every run). Anything but an article or an `ExtractError` ends the run.
"""

import gzip
import random
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from gazette.errors import ExtractError
from gazette.extract import extract_article

SMALL, LARGE = 100_000, 1_500_000
SLOW_S = 3.0
GROWTH = 3.0
NOTICEABLE_S = 0.1
MUTANTS = 10
SENTENCE = "Une phrase de prose, qui dit quelque chose et finit par un point. "
PROSE = f"<p>{SENTENCE}</p>"
HOLDERS = {"<li": "ul", "<tr": "table"}
CARD = '<div class="k"><a href="/x"><h3>Un titre</h3></a><p>Un résumé, court.</p></div>'
# What is repeated; a page of more elements than any has is refused, so no unit is tiny.
UNITS = {
    "labels": "<p>Lire aussi</p>",
    "label headings": "<h2>Articles connexes</h2>",
    "labels and prose": f"<h3>À lire aussi</h3>{PROSE}",
    "labels and links": '<h3>À lire aussi</h3><p><a href="/x">Un autre article</a></p>',
    "links": '<p><a href="/x">Un lien vers un autre article</a></p>',
    "prose": PROSE,
    "prose in sections": f'<section class="x">{PROSE}</section>',
    "short lines": "<p>mot et mot</p>",
    "lines of dates": "<p>le 12 1 2 3 2026 12:30 12 2026</p>",
    "lines of names": f"<p>Par {'Jean ' * 30}</p>",
    "line breaks": "Une phrase, qui finit par un point.<br><br>",
    "single breaks": "mot et mot<br>",
    "rows": "<tr><td>un mot</td><td>un autre</td></tr>",
    "items": "<li>un mot</li>",
    "figures": '<figure><img src="/a.jpg"><figcaption>Une légende</figcaption></figure>',
    "cards": CARD,
    "headings": "<h1>Un titre</h1>",
    "times": "<time>12h30</time><p>Une brève.</p>",
    "consent": "<p>Nous utilisons des cookies, acceptez, refusez.</p>",
    "comments": "<!-- x --> mot",
    "entities": "&eacute;&nbsp;",
    "one word": "a",
    "spaces": " ",
    "text: labels": "Lire aussi\n\nUn autre\n\n",
    "text: prose": f"{SENTENCE}\n\n",
    "text: short lines": "un mot\n\n",
}


def main() -> None:
    for name, unit in UNITS.items():
        once, twice = (worst(unit, size) for size in (SMALL, 2 * SMALL))
        is_bad = twice > NOTICEABLE_S and twice > GROWTH * once
        most = None if is_bad else worst(unit, LARGE)
        mark = "!!" if most is None or most > SLOW_S else "  "
        last = "     -" if most is None else f"{most:6.2f} s"
        print(f"{mark} {name:18} {once:6.2f} s {twice:6.2f} s {last}", flush=True)
    if len(sys.argv) > 1:
        damage(Path(sys.argv[1]))


def worst(unit: str, size: int) -> float:
    """Return the longer of the times of two pages: with a short article over it all, or without."""
    return max(seconds(page_of(unit, size, sentences=sentences)) for sentences in (9, 0))


def page_of(unit: str, size: int, *, sentences: int) -> bytes:
    """Return a page of about `size` bytes that repeats one thing under some sentences."""
    many = unit * (size // len(unit.encode()))
    if unit.endswith("\n"):
        return f"Le titre\n\n{SENTENCE * sentences}\n\n{many}".encode()
    holder = HOLDERS.get(unit[:3], "div")
    text = PROSE * sentences
    return f"<html><body><h1>Titre</h1>{text}<{holder}>{many}</{holder}></body></html>".encode()


def seconds(page: bytes) -> float:
    start = time.process_time()
    with suppress(ExtractError):
        extract_article(page)
    return time.process_time() - start


def damage(folder: Path) -> None:
    rng = random.Random(7)
    slowest, count = (0.0, ""), 0
    for path in sorted(folder.glob("*.html.gz")):
        for page in damaged(gzip.decompress(path.read_bytes()), rng):
            slowest = max(slowest, (seconds(page), path.name))
            count += 1
    print(f"{count} damaged pages; the slowest took {slowest[0]:.2f} s ({slowest[1]})")


def damaged(page: bytes, rng: random.Random) -> Iterator[bytes]:
    """Yield a page cut at random places, and with bytes changed."""
    for _ in range(MUTANTS):
        yield page[: rng.randrange(len(page))]
        changed = bytearray(page)
        for _ in range(rng.choice((1, 20, 200))):
            changed[rng.randrange(len(changed))] = rng.choice(b"<>\"'/&;!-=\x00\xe9 ")
        yield bytes(changed)


if __name__ == "__main__":
    main()

"""Boilerplate that no phrase list knows, learned from the pages of one site.

A line that returns on many stories of a site, with whose subjects it has nothing to do, is the
site's own and no article's. Four things keep a writer's sentence from being taken for one:

- Pages that share much of their text are one story, however often it is brought up to date.
- A line counts only where nothing else on its page is about what it is about: what a running
  affair repeats as background is about the affair. A paragraph shares a name, or two words of
  five letters, with the rest of its own article in 95 of 100 cases, with another article in 31.
- Four of its stories must be about different things. Articles share two of the forty words that
  they speak of most in 15 of 100 cases, four paragraphs of one with four others of it in 92.
- It must return in a good share of all that the site writes, a short one in half of it.

Measured on 128 French and English articles. Cut into stories that fill half of their site, without
titles, each with the same three paragraphs as background: where a story has four paragraphs of its
own, none of 150 was learned; where it has two, 20 of 279. Boilerplate put on 30 of the articles was
known after eight of them in 84 of 100 cases, after twenty always.

Headings, titles and lines of a few words are never learned. Pure: `fetch` keeps what was seen.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Final
from zlib import crc32

from gazette.article import Reason, Trace, TracedLine
from gazette.extract.draft import Draft, ends_sentence
from gazette.extract.notices import mark_heading
from gazette.extract.page import NO_ELEMENT, Line, Page
from gazette.model import SeenLine, SeenPage
from gazette.text import fold

_LEAST_CHARS: Final = 25
_LEAST_WORDS: Final = 4
"""What is shorter is said in many stories: "Oui", "Paris", "L’enquête continue"."""
_LENGTH: Final = (1 << 12) - 1
_LINES: Final = 80
"""Lines of a page that are remembered."""
_LEAST_STORIES: Final = 4
"""About different things. Two may share what an agency wrote, three what a press release says."""
_SHARE: Final = 0.3
"""Of the site's stories: a writer whose every piece ends on one sentence writes fewer of them."""
_SHORT_CHARS: Final = 80
_SHORT_SHARE: Final = 0.5
"""Reporters too write "Une enquête a été ouverte par le parquet." again and again."""
_ALONE_SHARE: Final = 0.5
"""Of the stories with the line, those that it has nothing to do with."""
_SAME_SHARE: Final = 0.3
"""Characters that two pages share, of the shorter, if they are about one thing."""
_COPY_SHARE: Final = 0.8
"""And if nothing tells what they are about."""
_TOPIC_WORDS: Final = 40
_USUAL_SHARE: Final = 0.75
_USUAL_STORIES: Final = 12
"""Fewer may all be of one affair."""
_NAME_WEIGHT: Final = 3
_WORD_CHARS: Final = 5
_SHARED_WORDS: Final = 2
_MOST_CHARS: Final = 2_000
"""Repeated text that outweighs the rest of its page is no box, if it is longer than this."""
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_WORD: Final = re.compile(rf"[^\W\d_]{{{_WORD_CHARS},}}")
# A capital that no beginning of a sentence explains.
_NAME: Final = re.compile(r"(?<=[\w,;()»”–-][ \u00a0]|[dlDL]['’])[A-ZÀ-ÖØ-Þ][\w’-]{2,}")


def mark_repeated(draft: Draft, repeated: Collection[int]) -> None:
    """Mark the lines whose fingerprints are in `repeated`, unless they are most of the page."""
    if not repeated:
        return
    lengths = {key & _LENGTH for key in repeated}
    found = [
        number
        for number, line in enumerate(draft.page.lines)
        if len(line.text) & _LENGTH in lengths
        and draft.marks[number] is None
        and fingerprint(line.text) in repeated
        and _may_be_learned(draft.page, line)
    ]
    taken = sum(draft.prose[number] for number in found)
    if taken > _MOST_CHARS and taken > draft.open_prose()[-1] / 2:
        return
    for number in found:
        draft.marks[number] = Reason.REPEATED
    for number in found:
        mark_heading(draft, number)


def trace(draft: Draft, kept: Iterable[int], title: str) -> Trace:
    """Return what is to be remembered of a page: its article's lines, and those known to return."""
    lines, kept = draft.page.lines, set(kept)
    numbers = (n for n, mark in enumerate(draft.marks) if n in kept or mark is Reason.REPEATED)
    traced = [_traced(lines[n].text) for n in numbers if _may_be_learned(draft.page, lines[n])]
    return Trace(_traced(title), tuple(traced[:_LINES]))


def fingerprint(text: str) -> int:
    """Return what stands for a line, in upper or lower case: the same in every process.

    Its last bits are the line's length, so that most lines need not be hashed to be told apart.
    """
    plain = " ".join(text.casefold().split())
    digest = blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    # One bit less: SQLite's integers have a sign.
    return int.from_bytes(digest, "big") >> 1 & ~_LENGTH | len(text) & _LENGTH


def seen_page(
    page_id: int, site: str, page: Trace, others: Sequence[SeenPage], *, now: datetime
) -> SeenPage:
    """Return what is remembered of a page, beside the `others` of its site.

    It is of the story of the page it is most like, if it is like one at all; else of its own.
    """
    others = [other for other in others if other.id != page_id]
    repeated = repeated_lines(others)
    own = [line for line in page.lines if line.fingerprint not in repeated]
    story = _story(own, page.title, others, repeated)
    story = page_id if story is None else story
    elsewhere: set[int] = set()
    elsewhere.update(*(other.lines for other in others if other.story != story))
    unique = [line for line in own if line.fingerprint not in elsewhere]
    is_about = _subject([page.title, *unique])
    lines = {
        line.fingerprint: SeenLine(
            line.chars, not is_about(line, inside=line.fingerprint not in elsewhere)
        )
        for line in page.lines
    }
    return SeenPage(page_id, site, story, now, _topic(page.title, unique), lines)


def repeated_lines(pages: Iterable[SeenPage]) -> frozenset[int]:
    """Return the fingerprints of the lines that are their site's boilerplate."""
    topics: dict[int, frozenset[int]] = {}
    found: dict[int, list[SeenPage]] = {}
    for page in pages:
        topics[page.story] = topics.get(page.story, frozenset()) | page.topic
        for key in page.lines:
            found.setdefault(key, []).append(page)
    known = Counter(word for topic in topics.values() for word in topic)
    # What nearly all of a site is about, as the game of a chess paper, relates no two stories.
    least = max(_USUAL_STORIES, _USUAL_SHARE * len(topics))
    usual = frozenset(word for word, stories in known.items() if stories >= least)
    return frozenset(
        key
        for key, holders in found.items()
        if len(holders) >= _LEAST_STORIES and _is_boilerplate(key, holders, len(topics), usual)
    )


def _is_boilerplate(
    key: int, holders: Sequence[SeenPage], of_stories: int, usual: Collection[int]
) -> bool:
    """Return whether a line that is on the pages `holders` is boilerplate of their site."""
    told = {page.story for page in holders}
    at_home = {page.story for page in holders if not page.lines[key].is_alone}
    share = _SHARE if holders[0].lines[key].chars >= _SHORT_CHARS else _SHORT_SHARE
    if len(told) < share * of_stories or len(told - at_home) < _ALONE_SHARE * len(told):
        return False
    strangers: list[SeenPage] = []
    for page in reversed(holders):
        related = (page.story == o.story or _share(page, o, usual) for o in strangers)
        if page.story not in at_home and not any(related):
            strangers.append(page)
    return len(strangers) >= _LEAST_STORIES


def _share(one: SeenPage, other: SeenPage, usual: Collection[int]) -> bool:
    """Return whether two pages seem to be about one thing."""
    shared = one.topic & other.topic
    return len(shared) >= _SHARED_WORDS and len(shared.difference(usual)) >= _SHARED_WORDS


def _may_be_learned(page: Page, line: Line) -> bool:
    """Return whether a line is more than a few words, and no heading."""
    text = line.text
    if len(text) < _LEAST_CHARS or text.count(" ") < _LEAST_WORDS - 1:
        return False
    if line.bold_chars >= 0.9 * len(text) and not ends_sentence(text):
        return False
    element = line.block
    for _ in range(3):
        if element == NO_ELEMENT:
            break
        if page.tags[element] in _HEADINGS:
            return False
        element = page.parents[element]
    return True


def _traced(text: str) -> TracedLine:
    return TracedLine(
        fingerprint(text),
        len(text),
        _hashes(_WORD.findall(fold(text))),
        _hashes(fold(" ".join(_NAME.findall(text))).split()),
    )


def _hashes(words: Iterable[str]) -> frozenset[int]:
    return frozenset(crc32(word.encode("utf-8", "surrogatepass")) for word in words)


def _story(
    own: Sequence[TracedLine],
    title: TracedLine,
    others: Sequence[SeenPage],
    repeated: Collection[int],
) -> int | None:
    """Return the story that a page tells again, if any."""
    best, most = None, 0.0
    mine = {line.fingerprint: line for line in own}
    for other in others:
        shared = mine.keys() & other.lines.keys()
        if not shared:
            continue
        theirs = sum(line.chars for key, line in other.lines.items() if key not in repeated)
        shorter = max(1, min(sum(line.chars for line in own), theirs))
        share = sum(mine[key].chars for key in shared) / shorter
        if share >= _COPY_SHARE or (share >= _SAME_SHARE and _is_of_one(mine, title, shared)):
            best, most = (other.story, share) if share > most else (best, most)
    return best


def _is_of_one(mine: dict[int, TracedLine], title: TracedLine, shared: Collection[int]) -> bool:
    """Return whether what a page shares with another is about the same thing as its own lines."""
    is_about = _subject([title, *(line for key, line in mine.items() if key not in shared)])
    related = sum(mine[key].chars for key in shared if is_about(mine[key], inside=False))
    return 2 * related >= sum(mine[key].chars for key in shared)


def _topic(title: TracedLine, lines: Iterable[TracedLine]) -> frozenset[int]:
    """Return the names and words that a page speaks of most."""
    weights: Counter[int] = Counter()
    for line in lines:
        weights.update(line.words | line.names)
        for name in line.names:
            weights[name] += _NAME_WEIGHT - 1
    for word in title.words:
        weights[word] += _NAME_WEIGHT
    return frozenset(word for word, _ in weights.most_common(_TOPIC_WORDS))


def _subject(lines: Sequence[TracedLine]) -> Callable[..., bool]:
    """Return what tells whether a line is about the same thing as `lines` are.

    With `inside` it is one of them, and not compared with itself.
    """
    words = Counter(word for line in lines for word in line.words)
    names = Counter(name for line in lines for name in line.names)

    def is_about(line: TracedLine, *, inside: bool) -> bool:
        least = 2 if inside else 1
        shared = sum(words[word] >= least for word in line.words)
        return shared >= _SHARED_WORDS or any(names[name] >= least for name in line.names)

    return is_about

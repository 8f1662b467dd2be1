"""The order of the passes: bytes → lists → marks → root → lines kept → article.

    guard      refuse what is no page or would harm the parser; bytes to text
    reader     one parse, one walk into the flat lists of `page`           (plain: for text)
    metadata, titles   what the page says about its article
    boilerplate, notices, related   marks against lines, over the whole page
    content    the element whose unmarked lines are worth most
    furniture  marks against lines inside it
    standfirst, blocks, disclosure   what is kept, as an article

Each pass only adds marks, with a reason; nothing is cut out of the tree.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final, NoReturn

from gazette.article import Article, Extraction, Reason, Removed
from gazette.errors import N_, ExtractError
from gazette.extract.blocks import make_blocks
from gazette.extract.boilerplate import leads_elsewhere, mark_captions, mark_elements
from gazette.extract.byline import with_byline
from gazette.extract.content import find_root
from gazette.extract.disclosure import ai_wording
from gazette.extract.draft import Draft, draft_of
from gazette.extract.furniture import mark_furniture
from gazette.extract.guard import is_markup, page_source
from gazette.extract.metadata import About, read_metadata
from gazette.extract.notices import explained, mark_notices
from gazette.extract.page import Page
from gazette.extract.plain import PLAIN_TITLE, read_plain
from gazette.extract.reader import read_page
from gazette.extract.related import mark_cards, mark_sections, mark_tail
from gazette.extract.standfirst import find_standfirsts
from gazette.language import detect
from gazette.text import clean_line

EXTRACTOR_VERSION: Final = 1
"""Raised with every change that gives other articles; stored beside each."""

_LEAST_CHARS: Final = 120
"""Kept text below this is a notice, a caption or a login page; the shortest of 298 articles
that were measured has 302."""
_SHORT_CHARS: Final = 600
"""Kept text below this may be what names have left of an article: the page is read whole."""
# Names that mean something else where nothing is left without them: a match's running commentary.
_DOUBTFUL: Final = (Reason.COMMENTS, Reason.CAPTION, Reason.BYLINE)
_REMOVED_CHARS: Final = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """The lines of a page that are its article, and the reasons against the others."""

    draft: Draft
    about: About
    root: int
    kept: list[int]
    standfirsts: set[int]


def extract_article(html: bytes, url: str = "") -> Article:
    """Return the article of a page.

    Raises:
        ExtractError: the page holds no article, or is not a page; `kind` says which.
    """
    return _article(choose(html, url), None)


def extract(
    html: bytes, *, url: str = "", charset: str | None = None, language: str | None = None
) -> Extraction:
    """Return the article of a page, and what was left out of it.

    `charset` is the HTTP header's; `language` what the feed says its articles are in.

    Raises:
        ExtractError: the page holds no article, or is not a page; `kind` says which.
    """
    choice = choose(html, url, charset)
    return Extraction(_article(choice, language), _removed(choice))


def _article(choice: Choice, language: str | None) -> Article:
    draft, about, kept = choice.draft, choice.about, choice.kept
    wording = ai_wording(draft, about.heading, choice.root) or about.ai_source
    sample = " ".join([about.title, *(draft.page.lines[number].text for number in kept[:12])])
    detected = detect(sample, declared=about.language or language)
    return Article(
        title=about.title,
        blocks=make_blocks(draft, kept, choice.standfirsts, about.url),
        url=about.url,
        authors=about.authors,
        published=about.published,
        modified=about.modified,
        language=detected.code,
        language_confidence=detected.confidence,
        site=about.site,
        image=about.image,
        ai_disclosed=wording is not None,
        ai_wording=wording,
    )


def choose(html: bytes, url: str = "", charset: str | None = None) -> Choice:
    """Return which lines of a page are its article.

    Text that is only in its data, for a script to show, is read where the page has none.

    Raises:
        ExtractError: none are.
    """
    source = page_source(html, charset)
    if is_markup(source):
        page = read_page(source, leads_elsewhere)
        choice = _chosen(page, read_metadata(page, url))
        if _chars(choice) < _SHORT_CHARS:
            choice = _chosen_again(source, url)
    else:
        page = read_plain(source)
        choice = _chosen(page, read_metadata(page, url))
    if _chars(choice) < _LEAST_CHARS:
        _refuse(choice.draft)
    return replace(choice, about=with_byline(choice.draft, choice.about, choice.kept))


def _chosen_again(source: bytes | str, url: str) -> Choice:
    """Return the lines of a page that seemed to have few, by ever weaker means."""
    page = read_page(source)
    choice = _chosen(page, read_metadata(page, url))
    if _chars(choice) < _LEAST_CHARS:
        choice = _chosen(page, choice.about, _DOUBTFUL)
    if _chars(choice) < _LEAST_CHARS and choice.about.body:
        body = read_plain(f"{choice.about.title}\n\n{choice.about.body}")
        return _chosen(body, replace(choice.about, heading=PLAIN_TITLE))
    return choice


def _chosen(page: Page, about: About, spare: Collection[Reason] = ()) -> Choice:
    draft = draft_of(page)
    mark_elements(draft, about.heading, spare)
    mark_captions(draft)
    mark_notices(draft)
    mark_sections(draft, about.heading)
    mark_cards(draft)
    root = find_root(draft) if page.lines else 0
    mark_tail(draft, root)
    mark_furniture(draft, root, about)
    kept = draft.unmarked(range(page.first[root], page.last[root]))
    standfirsts = find_standfirsts(draft, kept, about)
    for number in standfirsts:
        draft.marks[number] = None
    return Choice(draft, about, root, _once(draft, sorted({*kept, *standfirsts})), standfirsts)


def _chars(choice: Choice) -> int:
    return sum(len(choice.draft.page.lines[number].text) for number in choice.kept)


def _refuse(draft: Draft) -> NoReturn:
    """Raise the error that says what the page is instead of an article."""
    if not draft.page.lines:
        raise ExtractError(kind=N_("empty page"))
    pairs = zip(draft.prose, draft.marks, strict=True)
    consent = any(prose and mark is Reason.COOKIES for prose, mark in pairs)
    kind = N_("only a consent notice") if consent else N_("no text that reads as one")
    raise ExtractError(kind=kind)


def _once(draft: Draft, kept: list[int]) -> list[int]:
    """Return the lines without those that repeat one, as a pull quote or a second standfirst."""
    seen: set[str] = set()
    left = []
    for number in kept:
        text = draft.page.lines[number].text
        if draft.prose[number] and text in seen:
            draft.marks[number] = Reason.BOILERPLATE
            continue
        seen.add(text)
        left.append(number)
    return left


def _removed(choice: Choice) -> tuple[Removed, ...]:
    """Return what was left out, neighbouring lines of one reason as one piece."""
    kept = set(choice.kept)
    left = [
        (explained(choice.draft, number), line.text)
        for number, line in enumerate(choice.draft.page.lines)
        if number not in kept
    ]
    return tuple(
        Removed(reason, clean_line(" ".join(text for _, text in pieces), _REMOVED_CHARS))
        for reason, pieces in groupby(left, key=lambda piece: piece[0])
    )

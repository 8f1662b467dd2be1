"""The order of the passes: bytes → lists → marks → root → lines kept → article.

    guard      refuse what is no page or would harm the parser; bytes to text
    reader     one parse, one walk into the flat lists of `page`           (plain: for text)
    witness, embedded  the text that the page's data holds: what shows of it, or in its stead
    metadata, titles   what the page says about its article
    boilerplate, notices, related   marks against lines, over the whole page
    content    the element whose unmarked lines are worth most
    furniture  marks against lines inside it
    refusals   what a page is without any
    standfirst, blocks, disclosure   what is kept, as an article

Each pass only adds marks, with a reason; nothing is cut out of the tree.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from gazette.article import Article, Extraction, Reason, Removed
from gazette.errors import ExtractError
from gazette.extract.blocks import make_blocks
from gazette.extract.boilerplate import mark_captions, mark_elements
from gazette.extract.byline import with_byline
from gazette.extract.content import find_root, holder, mark_other_stories, text_start
from gazette.extract.disclosure import ai_wording
from gazette.extract.draft import Draft, draft_of
from gazette.extract.embedded import embedded_text
from gazette.extract.figures import find_figures, mark_credited, pulled, spare_figures
from gazette.extract.furniture import mark_furniture
from gazette.extract.guard import is_markup, page_source
from gazette.extract.live import count_feed, keep_feed
from gazette.extract.metadata import About, read_metadata
from gazette.extract.notices import mark_notices
from gazette.extract.page import Page
from gazette.extract.plain import read_plain
from gazette.extract.reader import read_page
from gazette.extract.refusals import LEAST_CHARS, refusal
from gazette.extract.related import mark_cards, mark_sections, mark_tail
from gazette.extract.standfirst import find_standfirsts
from gazette.extract.witness import is_unseen, missed, read_stated
from gazette.language import detect
from gazette.text import clean_line

EXTRACTOR_VERSION: Final = 1
"""Raised with every change that gives other articles; stored beside each."""

_SHORT_CHARS: Final = 600
"""Kept text below this may be what names have left of an article: the page is read whole."""
# Names that mean something else where nothing is left without them: a match's running commentary.
_DOUBTFUL: Final = (Reason.COMMENTS, Reason.CAPTION, Reason.BYLINE)
_RUN_CHARS: Final = 1_500
_RUN_LINES: Final = 3
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
    figures = find_figures(draft, kept, about.heading, about.url)
    detected = detect(sample, declared=about.language or language)
    return Article(
        title=about.title,
        blocks=make_blocks(draft, kept, choice.standfirsts, figures),
        url=about.url,
        authors=about.authors,
        published=about.published,
        modified=about.modified,
        language=detected.code,
        language_confidence=detected.confidence,
        site=about.site,
        image=about.image,
        section=about.section,
        tags=about.tags,
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
        page = read_page(source, is_quick=True)
        choice = _chosen(page, read_metadata(page, url))
        if choice.about.body:
            choice = _witnessed(choice)
        if _chars(choice) < _SHORT_CHARS:
            choice = _chosen_again(source, url)
    else:
        page = read_plain(source)
        choice = _chosen(page, read_metadata(page, url))
    if kind := refusal(choice.draft, choice.kept, choice.about, url, source):
        raise ExtractError(kind=kind)
    return replace(choice, about=with_byline(choice.draft, choice.about, choice.kept))


def _witnessed(choice: Choice) -> Choice:
    """Return a choice that holds the text which the page's data states, where the page has it."""
    lines = missed(choice.draft, choice.kept, choice.about.body)
    return _chosen(choice.draft.page, choice.about, text=lines) if lines else choice


def _chosen_again(source: bytes | str, url: str) -> Choice:
    """Return the lines of a page that seemed to have few, by ever weaker means."""
    page = read_page(source)
    about = read_metadata(page, url)
    choice = _chosen(page, about)
    if _chars(choice) < LEAST_CHARS:
        choice = _chosen(page, about, _DOUBTFUL)
    if about.body:
        choice = _witnessed(choice)
    body = about.body
    if not body and _chars(choice) < LEAST_CHARS:
        body = embedded_text(source, about.headings)
    if is_unseen(choice.draft, body, _chars(choice)):
        stated = read_stated(about.title, body)
        return _chosen(stated, replace(about, heading=stated.tags.index("h1")))
    return choice


def _chosen(
    page: Page, about: About, spare: Collection[Reason] = (), text: Collection[int] = ()
) -> Choice:
    """Return the lines that are the article; those of `text` are known to be."""
    draft = draft_of(page)
    feed = count_feed(draft)
    mark_elements(draft, about.heading, spare)
    mark_captions(draft)
    spare_figures(draft)
    mark_credited(draft)
    mark_other_stories(draft, about)
    mark_notices(draft)
    mark_sections(draft, about.heading)
    mark_cards(draft)
    for number in text:
        draft.marks[number] = None
    start = text_start(draft, about.heading)
    root = holder(page, text) if text else find_root(draft, start)
    mark_tail(draft, root)
    mark_furniture(draft, root, about)
    if feed:
        keep_feed(draft, feed, page.first[root])
    start = start if start < page.last[root] else 0
    kept = draft.unmarked(range(max(start, page.first[root]), page.last[root]))
    standfirsts = find_standfirsts(draft, kept, about)
    for number in standfirsts:
        draft.marks[number] = None
    return Choice(draft, about, root, _once(draft, sorted({*kept, *standfirsts})), standfirsts)


def _chars(choice: Choice) -> int:
    return sum(len(choice.draft.page.lines[number].text) for number in choice.kept)


def _once(draft: Draft, kept: list[int]) -> list[int]:
    """Return the lines without those that repeat one, as a pull quote or a second standfirst."""
    seen: set[str] = set()
    left = []
    lines = draft.page.lines
    for number in kept:
        text = lines[number].text
        if draft.prose[number] and text in seen:
            draft.marks[number] = Reason.BOILERPLATE
            continue
        seen.add(text)
        left.append(number)
    for number in (*_runs(draft, left), *pulled(draft, left)):
        draft.marks[number] = Reason.BOILERPLATE
    return draft.unmarked(left)


def _runs(draft: Draft, kept: list[int]) -> list[int]:
    """Return the lines that are the text once more, in one piece: a copy for another screen."""
    lines = draft.page.lines
    return [
        long
        for long in kept
        if draft.prose[long] >= _RUN_CHARS
        and sum(
            draft.prose[number] and lines[number].text in lines[long].text
            for number in kept
            if number != long
        )
        >= _RUN_LINES
    ]


def _removed(choice: Choice) -> tuple[Removed, ...]:
    """Return what was left out, neighbouring lines of one reason as one piece."""
    kept = set(choice.kept)
    left = [
        (choice.draft.marks[number] or Reason.BOILERPLATE, line.text)
        for number, line in enumerate(choice.draft.page.lines)
        if number not in kept
    ]
    return tuple(
        Removed(reason, clean_line(" ".join(text for _, text in pieces), _REMOVED_CHARS))
        for reason, pieces in groupby(left, key=lambda piece: piece[0])
    )

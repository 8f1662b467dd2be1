"""The order of the passes: bytes → lists → marks → root → lines kept → article.

    guard      refuse what is no page or would harm the parser; bytes to text
    reader     one parse, one walk into the flat lists of `page`           (plain: for text)
    rules      what selectors say of the page's site, where there are any
    learned    marks against lines that stand on other pages of the site too
    witness, embedded  the text that the page's data holds: what shows of it, or in its stead
    metadata, titles   what the page says about its article
    boilerplate, notices, sections, cards   marks against lines, over the whole page
    content    the element whose unmarked lines are worth most
    furniture, strays  marks against lines inside it
    refusals   what a page is without any
    standfirst, blocks, disclosure   what is kept, as an article

Each pass only adds marks, with a reason; nothing is cut out of the tree.
"""

from collections.abc import Collection
from itertools import groupby
from typing import Final

from msgspec import Struct, structs
from msgspec.structs import replace

from gazette.article import Article, Extraction, Reason, Removed
from gazette.errors import ExtractError
from gazette.extract.blocks import make_blocks
from gazette.extract.boilerplate import mark_captions, mark_elements
from gazette.extract.byline import mark_names, with_byline
from gazette.extract.cards import mark_cards, mark_tail
from gazette.extract.content import find_root, holder, mark_other_stories, text_start
from gazette.extract.disclosure import ai_wording
from gazette.extract.draft import Draft, draft_of
from gazette.extract.embedded import embedded_text
from gazette.extract.figures import find_figures, mark_credited, pulled, spare_figures
from gazette.extract.furniture import mark_furniture
from gazette.extract.guard import is_markup, page_source
from gazette.extract.inline import Links
from gazette.extract.learned import mark_repeated, trace
from gazette.extract.live import count_feed, mark_around
from gazette.extract.metadata import About, read_metadata
from gazette.extract.notices import explained, mark_notices
from gazette.extract.page import Page
from gazette.extract.plain import read_plain
from gazette.extract.reader import read_page
from gazette.extract.refusals import LEAST_CHARS, refusal
from gazette.extract.rules import NO_RULES, PageRules, joined, mark_ruled, rule_of
from gazette.extract.sections import mark_sections
from gazette.extract.sites import rules_for
from gazette.extract.standfirst import find_standfirsts
from gazette.extract.strays import mark_strays
from gazette.extract.witness import is_unseen, missed, read_stated
from gazette.language import detect
from gazette.text import clean_line

EXTRACTOR_VERSION: Final = 4
"""Raised with every change that gives other articles; stored beside each."""

_SHORT_CHARS: Final = 300
"""Kept text below this may be what names have left of an article: the page is read whole. Of 299
pages it helped two, of which names had left 64 and 0 characters."""
# Names that mean something else where nothing is left without them: a match's running commentary.
_DOUBTFUL: Final = (Reason.COMMENTS, Reason.CAPTION, Reason.BYLINE)
_RUN_CHARS: Final = 1_500
_RUN_LINES: Final = 3
_REMOVED_CHARS: Final = 200


class Choice(Struct, frozen=True):
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
    return _article(choose(html, url, rules=rules_for(url)), None)


def extract(
    html: bytes,
    *,
    url: str = "",
    charset: str | None = None,
    language: str | None = None,
    rules: PageRules = NO_RULES,
    learn: bool = False,
) -> Extraction:
    """Return the article of a page, and what was left out of it.

    `charset` is the HTTP header's; `language` what the feed says its articles are in; `rules`
    what is known of the page, as `rules_for` gives it. `learn` asks for the page's trace too.

    Raises:
        ExtractError: the page holds no article, or is not a page; `kind` says which.
    """
    choice = choose(html, url, charset, rules)
    article = _article(choice, language)
    traced = trace(choice.draft, choice.kept, article.title) if learn else None
    return Extraction(article, _removed(choice, rules), traced)


def _article(choice: Choice, language: str | None) -> Article:
    draft, about, kept = choice.draft, choice.about, choice.kept
    wording = ai_wording(draft, about.heading, choice.root) or about.ai_source
    sample = " ".join([about.title, *(draft.page.lines[number].text for number in kept[:12])])
    figures = find_figures(draft, kept, about.heading, about.base)
    links = Links(about.base, frozenset((about.url, about.fetched)))
    detected = detect(sample, declared=about.language or language)
    return Article(
        title=about.title,
        blocks=make_blocks(draft, kept, choice.standfirsts, figures, links),
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


def choose(
    html: bytes, url: str = "", charset: str | None = None, rules: PageRules = NO_RULES
) -> Choice:
    """Return which lines of a page are its article.

    Text that is only in its data, for a script to show, is read where the page has none. A rule
    that leaves no article is of a page that the site no longer makes: it is read without.

    Raises:
        ExtractError: the page holds no article, or is not a page; `kind` says which.
    """
    source = page_source(html, charset)
    if is_markup(source):
        # What is taken whole has no elements that a rule could name.
        page = read_page(source, is_quick=not rules.article, rules=rules)
        choice = _chosen(page, read_metadata(page, url), rules)
        if choice.about.body:
            choice = _witnessed(choice, rules)
        if _chars(choice) < _SHORT_CHARS:
            choice = _chosen_again(source, url, rules)
        if _chars(choice) < LEAST_CHARS and (rules.article or rules.repeated):
            weaker = structs.replace(rules, article="", repeated=frozenset())
            return choose(html, url, charset, weaker)
    else:
        page = read_plain(source)
        choice = _chosen(page, read_metadata(page, url))
    if kind := refusal(choice.draft, choice.kept, choice.about, url, source):
        raise ExtractError(kind=kind)
    return replace(choice, about=with_byline(choice.draft, choice.about, choice.kept))


def _witnessed(choice: Choice, rules: PageRules) -> Choice:
    """Return a choice that holds the text which the page's data states, where the page has it."""
    lines = missed(choice.draft, choice.kept, choice.about.body)
    return _chosen(choice.draft.page, choice.about, rules, text=lines) if lines else choice


def _chosen_again(source: bytes | str, url: str, rules: PageRules) -> Choice:
    """Return the lines of a page that seemed to have few, by ever weaker means."""
    page = read_page(source, rules=rules)
    about = read_metadata(page, url)
    choice = _chosen(page, about, rules)
    if _chars(choice) < LEAST_CHARS:
        choice = _chosen(page, about, rules, _DOUBTFUL)
    if about.body:
        choice = _witnessed(choice, rules)
    body = about.body
    if not body and _chars(choice) < LEAST_CHARS:
        body = embedded_text(source, about.headings)
    if is_unseen(choice.draft, body, _chars(choice)):
        stated = read_stated(about.title, body)
        return _chosen(stated, replace(about, heading=stated.tags.index("h1")))
    return choice


def _chosen(
    page: Page,
    about: About,
    rules: PageRules = NO_RULES,
    spare: Collection[Reason] = (),
    text: Collection[int] = (),
) -> Choice:
    """Return the lines that are the article; those of `text` are known to be."""
    draft = draft_of(page)
    feed = count_feed(draft)
    roots = mark_ruled(draft)
    mark_repeated(draft, rules.repeated)
    mark_elements(draft, about.heading, spare, roots)
    mark_captions(draft)
    spare_figures(draft)
    mark_credited(draft)
    mark_other_stories(draft, about)
    mark_notices(draft)
    mark_sections(draft, about.heading)
    mark_cards(draft)
    for number in text:
        if draft.marks[number] is not Reason.RULE:
            draft.marks[number] = None
    start = text_start(draft, about.heading)
    root = _root(draft, roots, text, start)
    if page.first[root] < start < page.last[root]:
        draft.mark(page.first[root], start, Reason.BOILERPLATE)
    mark_tail(draft, root)
    mark_furniture(draft, root, about)
    mark_strays(draft, root, about)
    if feed:
        mark_around(draft, feed, page.first[root])
    kept = draft.unmarked(range(page.first[root], page.last[root]))
    mark_names(draft, about, kept)
    standfirsts = find_standfirsts(draft, kept, about)
    for number in standfirsts:
        draft.marks[number] = None
    return Choice(draft, about, root, _once(draft, sorted({*kept, *standfirsts})), standfirsts)


def _root(draft: Draft, roots: list[int], text: Collection[int], start: int) -> int:
    """Return the element of the article: as a rule names it, as it holds `text`, or as found."""
    if roots:
        return joined(draft.page, roots)
    return holder(draft.page, text) if text else find_root(draft, start)


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


def _removed(choice: Choice, rules: PageRules) -> tuple[Removed, ...]:
    """Return what was left out, neighbouring lines of one reason as one piece."""
    page, marks, kept = choice.draft.page, choice.draft.marks, set(choice.kept)
    left = [(Reason.RULE, rules.named(rule), text) for rule, text in page.cuts]
    for number, line in enumerate(page.lines):
        if number not in kept:
            is_ruled = marks[number] is Reason.RULE
            rule = rules.named(rule_of(page, number)) if is_ruled else ""
            left.append((explained(choice.draft, number), rule, line.text))
    return tuple(
        Removed(reason, clean_line(" ".join(text for *_, text in pieces), _REMOVED_CHARS), rule)
        for (reason, rule), pieces in groupby(left, key=lambda piece: piece[:2])
    )

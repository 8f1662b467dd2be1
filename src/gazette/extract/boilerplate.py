"""What on a page is not the article, judged by tag, name and attribute of its elements.

Marks lines with a reason and removes nothing: the root is chosen on what is left, and a mark that
would take most of the page's prose is not made.
"""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Final

from msgspec import Struct

from gazette.article import Reason
from gazette.extract.draft import Draft
from gazette.extract.page import NO_SORT, Page, Sort, Verdict

_TAGS: Final = {
    "nav": Reason.NAVIGATION,
    "menu": Reason.NAVIGATION,
    "footer": Reason.BOILERPLATE,
    "aside": Reason.RELATED,
    "dialog": Reason.BOILERPLATE,
    "form": Reason.BOILERPLATE,
    "fieldset": Reason.BOILERPLATE,
    "label": Reason.BOILERPLATE,
    "figcaption": Reason.CAPTION,
    "figure": Reason.CAPTION,
    "iframe": Reason.BOILERPLATE,
    "address": Reason.BYLINE,
}

_ELSEWHERE: Final = frozenset(("nav", "menu", "footer", "aside"))
_AWAY: Final = (Reason.NAVIGATION, Reason.RELATED, Reason.SHARE)
_UNSEEN: Final = (Reason.HIDDEN, "hidden")
_EDGE: Final = r"(?:^|[\s_:/-])"
_CONSENT: Final = re.compile(
    rf"{_EDGE}(?:cookies?|consent|gdpr|rgpd|onetrust|ot-sdk|didomi|cmp|privacy)(?![a-z])"
)
_NAMES: Final = (
    (
        Reason.COMMENTS,
        r"comments?(?!ary)|comment-?list|disqus|respond|replies|reactions|commentaires?|forum"
        r"|discussion|talkback|livefyre|spotim|viafoura|coral",
    ),
    (
        Reason.NEWSLETTER,
        r"newsletters?|infolettre|sign-?up|subscribe|subscription|subscriber|mailing|mailchimp"
        r"|inscription|email-?(?:form|capture|alert|signup)|inline-?newsletter",
    ),
    (
        Reason.SHARE,
        r"share|sharing|sharer|shares|sharedaddy|social|socials|partage|partager|addtoany|addthis"
        r"|follow|follow-?us|like-?box|jp-relatedposts|print-?button|toolbar|article-?tools|rating",
    ),
    (
        Reason.RELATED,
        r"related\w*|recommend\w*|reco|read-?more|readmore|read-?also|readnext|read-?next|more-?(?:from|stories|on|in|news|posts)|see-?also"
        r"|lire-?aussi|a-?lire|alire|voir-?aussi|trending|tendances|popular|most-?(?:read|popular|viewed|shared)"
        r"|plus-?lus|outbrain|ob-widget|taboola|teasers?|you-?may|up-?next|next-?(?:article|post|story)|prev(?:ious)?-?(?:article|post|story)"
        r"|article-?list|story-?list|post-?list|latest\w*|top-?stories|headlines-?list|suggest\w*|similar|connexes?|promoted"
        r"|in-?article-?(?:link|promo)|further-?reading|zergnet|revcontent|dianomi|river|rail|listing",
    ),
    (
        Reason.ADVERT,
        r"ad|ads|adv|advert\w*|ad-?(?:slot|unit|container|wrapper|box|placeholder|banner|zone)|publicite|pub|sponsor\w*|promo|promos|promotion|banner|dfp|gpt-ad|affiliate\w*"
        r"|commercial|shop|buy-?(?:box|now)|product-?(?:card|list)|deal",
    ),
    (
        Reason.NAVIGATION,
        r"nav|navbar|navigation|menu|breadcrumbs?|fil-?ariane|ariane|pagination|pager|sidebar|side-?bar|footer|masthead"
        r"|skip-?(?:link|to)?|site-?header|page-?header-?nav|tags?-?(?:list|cloud|links|container)|taglist|tags|topics|post-?tags|entry-?tags|cat-?links"
        r"|categories|toc|table-of-contents|sommaire|widgets|textwidget|widget-?(?:area|title)|sticky|dropdown|modal|popup|overlay|lightbox|tooltip|alert|contentinfo|search",
    ),
    # Not "paywall" alone: several houses give that name to the paragraphs behind the wall.
    (
        Reason.PAYWALL,
        r"paywall-?(?:message|notice|offer|prompt|modal|banner|cta|promo)|regwall|piano-\w+|donations?|donate|soutien",
    ),
    (
        Reason.CAPTION,
        r"captions?|credits?|caption-?text|wp-caption|legende|photo-?credit|image-?credit|image-?caption|copyright|media-?info"
        r"|gallery|slideshow|carousel|slider|diaporama|swiper|slick|lightgallery",
    ),
    (
        Reason.BYLINE,
        r"by-?line|author\w*|auteurs?|signature|dateline|time-?stamp|pub-?date|published\w*|posted-?on|post-?date|entry-?date|entry-?meta|post-?meta|article-?meta"
        r"|meta|metadata|article-?info|post-?info|contributors?|biography|bio|datetime|date|published-?date|read-?time|reading-?time|article-?date|writer",
    ),
    (
        Reason.HIDDEN,
        r"visually-?hidden|sr-only|screen-?reader\S*|print-?only|visible-?print\S*|hidden-?print",
    ),
)
_LEADS_AWAY: Final = re.compile(
    r"related|recommend|connexe|similar|outbrain|taboola|lire|a-?lire|more-?from"
)
_NAMED: Final = re.compile(
    "|".join(f"(?P<{reason.name}>{_EDGE}(?:{words})(?![a-z]))" for reason, words in _NAMES)
)
_HIDDEN: Final = frozenset(("hidden", "hide", "d-none", "is-hidden", "u-hidden", "uk-hidden"))
# "hidden md:block" and "d-none d-lg-block" hide on small screens only.
_SHOWN: Final = re.compile(r":(?:block|flex|grid|inline)|d-\w+-(?:block|flex|inline|grid)")
# Never taken by their names: a theme writes its features into these.
_FRAMES: Final = frozenset(("html", "body", "main", "article"))
_FEATURE: Final = re.compile(r"(?:has|no|with|without|is|not|hide|remove)-.")
# What holds more than this share of the prose is a wrapper of the article, whatever its name says;
# cards, terms of use and comments that outweigh a short article are told by what stands before.
_PROTECTED_SHARE: Final = 0.4
_ARTICLE_CHARS: Final = 250
"""Characters of prose that make an article: what follows may be longer and not belong to it."""
_ANCHOR_SHARE: Final = 0.5
_CAPTION_LINES: Final = 3
_CAPTION_CHARS: Final = 400
_PICTURE: Final = re.compile(
    r"(?:^|[\s_-])(?:images?|img|photos?|pictures?|figure|attachment|illustration|visuel)(?![a-z])"
)
# What houses call the element that holds the text, and nothing else.
_BODY_NAME: Final = re.compile(
    r"(?:^|[\s_-])(?:article|story|post|entry|news|content|page)[-_]*(?:body|content|text|copy)(?![a-z])"
)
_FOLLOWS: Final = frozenset(("aside", "footer", "nav", "dialog"))


def mark_elements(
    draft: Draft,
    title: int | None,
    spare: Collection[Reason] = (),
    roots: Collection[int] = (),
) -> None:
    """Mark the lines of each element whose tag, attributes or names speak against it.

    `title` is the element of the article's heading: what holds it is not taken by its name, nor
    are `roots`, known to be the article. Names that give a reason of `spare` are passed over.
    """
    page = draft.page
    held = set(page.ancestors(title)) if title is not None else set()
    held.update(e for root in roots for e in page.ancestors(root))
    ground = _ground(draft, title)
    accused = [(e, sort.by_tag) for e, sort in enumerate(page.sorts) if sort.by_tag]
    for element, (reason, _) in list(_suspects(ground, accused, held)):
        draft.mark(page.first[element], page.last[element], reason)
    ground = _ground(draft, title)
    accused = [(e, sort.by_name) for e, sort in enumerate(page.sorts) if sort.by_name]
    accused = [(e, verdict) for e, verdict in accused if verdict[0] not in spare]
    for _ in range(_ROUNDS):
        suspects = list(_suspects(ground, accused, held))
        heavy = _heavy_words(ground, suspects)
        if not heavy:
            break
        accused = [(e, verdict) for e, verdict in accused if verdict[1] not in heavy]
    for element, (reason, _) in suspects:
        draft.mark(page.first[element], page.last[element], reason)


class _Ground(Struct, frozen=True):
    """Where on a page a mark would do harm."""

    page: Page
    prose: list[int]
    """Running sums of what is not marked yet."""
    anchor: int
    limit: float
    """What holds more prose than this is the article."""


def _ground(draft: Draft, title: int | None) -> _Ground:
    page, prose = draft.page, draft.open_prose()
    anchor = _anchor(page, prose, title)
    inside = prose[page.last[anchor]] - prose[page.first[anchor]]
    return _Ground(page, prose, anchor, _PROTECTED_SHARE * max(1, inside))


def _anchor(page: Page, prose: list[int], title: int | None) -> int:
    """Return the smallest element that holds the title and most of the prose.

    What is outside it needs no protection, however long: registration forms, terms of use.
    Without a title it is the element that is named as the text, if it has some.
    """
    if title is None:
        named = [e for e, sort in enumerate(page.sorts) if sort.is_body]
        longest = max(named, key=lambda e: page.last[e] - page.first[e], default=0)
        inside = prose[page.last[longest]] - prose[page.first[longest]]
        return longest if inside >= _ARTICLE_CHARS else 0
    least = max(_ARTICLE_CHARS, _ANCHOR_SHARE * prose[-1])
    for element in page.ancestors(title):
        if prose[page.last[element]] - prose[page.last[title]] >= least:
            return element
    return 0


def mark_captions(draft: Draft) -> None:
    """Mark the few words that stand with a picture in an element named for it."""
    page = draft.page
    seen: set[int] = set()
    for picture in page.pictures:
        for element in page.ancestors(picture.block):
            first, last = page.first[element], page.last[element]
            if last - first > _CAPTION_LINES or element in seen:
                break
            seen.add(element)
            if first == last or not _PICTURE.search(page.names[element]):
                continue
            if sum(len(line.text) for line in page.lines[first:last]) <= _CAPTION_CHARS:
                draft.mark(first, last, Reason.CAPTION)


_ROUNDS: Final = 4
Accused = list[tuple[int, Verdict]]


def _suspects(ground: _Ground, accused: Accused, held: set[int]) -> Iterator[tuple[int, Verdict]]:
    """Yield the outermost of the elements that may be marked."""
    page, prose, anchor = ground.page, ground.prose, ground.anchor
    stop, resume = page.ends[anchor], 0
    for element, verdict in accused:
        first, last = page.first[element], page.last[element]
        if element < resume or first == last:
            continue
        is_large = anchor <= element < stop and prose[last] - prose[first] > ground.limit
        if is_large and prose[first] > _ARTICLE_CHARS:
            is_large = not _may_outweigh(verdict)
        if not is_large and element not in held:
            yield element, verdict
            resume = page.ends[element]


def _heavy_words(ground: _Ground, suspects: Accused) -> set[str]:
    """Return the words that would take most of the page: there they mean something else."""
    page, prose, anchor = ground.page, ground.prose, ground.anchor
    taken: dict[str, int] = {}
    for element, (reason, word) in suspects:
        if reason is not Reason.COMMENTS and anchor <= element < page.ends[anchor]:
            inside = prose[page.last[element]] - prose[page.first[element]]
            taken[word] = taken.get(word, 0) + inside
    return {word for word, inside in taken.items() if inside > ground.limit}


def _may_outweigh(verdict: Verdict) -> bool:
    reason, word = verdict
    return (
        reason in (Reason.COMMENTS, Reason.COOKIES)
        or word in _FOLLOWS
        or _LEADS_AWAY.match(word) is not None
    )


# A page has few names that are not those of a neighbour, and a run reads many pages of few sites.
@lru_cache(maxsize=16_384)
def sort_of(tag: str, names: str, is_unseen: bool) -> Sort:
    """Return what an element's tag and names say of it, and whether an attribute hides it."""
    by_tag = (_TAGS[tag], tag) if tag in _TAGS else None
    by_name: Verdict | None = None
    is_body = False
    if names:
        told = [*filter(None, map(_told, names.split()))]
        is_body = any(word.is_body for word in told)
        if told and tag not in _FRAMES:
            by_tag = by_tag or next((word.consent for word in told if word.consent), None)
            by_name = next((word.verdict for word in told if word.verdict), None)
            # Not a paragraph: some houses hide the rest of a text until its reader asks for it.
            if tag != "p" and any(word.hides for word in told) and not _SHOWN.search(names):
                by_name = _UNSEEN
    if is_unseen and tag != "p":
        by_tag = _UNSEEN
    leads_away = tag in _ELSEWHERE or (by_name is not None and by_name[0] in _AWAY)
    if not (by_tag or by_name or is_body):
        return NO_SORT
    return Sort(by_tag, by_name, leads_away, is_body)


class _Word(Struct, frozen=True):
    """What one word of an element's names says."""

    verdict: Verdict | None
    consent: Verdict | None
    """It is about cookies and the like."""
    hides: bool
    is_body: bool


# Sites have names of their own, made of words that all sites share.
@lru_cache(maxsize=32_768)
def _told(word: str) -> _Word | None:
    """Return what a word says; nearly all say nothing."""
    named = None if _FEATURE.match(word) else _NAMED.search(word)
    consent = _CONSENT.search(word)
    hides = word in _HIDDEN
    is_body = _BODY_NAME.search(word) is not None
    if not (named or consent or hides or is_body):
        return None
    return _Word(
        (Reason[named.lastgroup], named.group().strip("_:/-"))
        if named and named.lastgroup
        else None,
        (Reason.COOKIES, consent.group()) if consent else None,
        hides,
        is_body,
    )

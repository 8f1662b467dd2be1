"""What on a page is not the article, judged by tag, name and attribute of its elements.

Marks lines with a reason and removes nothing: the root is chosen on what is left, and a mark that
would take most of the page's prose is not made.
"""

import re
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from typing import Final

from gazette.article import Reason
from gazette.extract.draft import Draft

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
_HIDDEN: Final = re.compile(r"(?:^|\s)(?:hidden|hide|d-none|is-hidden|u-hidden|uk-hidden)(?!\S)")
# "hidden md:block" and "d-none d-lg-block" hide on small screens only.
_SHOWN: Final = re.compile(r":(?:block|flex|grid|inline)|d-\w+-(?:block|flex|inline|grid)")
# Never taken by their names: a theme writes its features into these.
_FRAMES: Final = frozenset(("html", "body", "main", "article"))
_FEATURE: Final = re.compile(r"(?:^|\s)(?:has|no|with|without|is|not|hide|remove)-\S+")
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
    anchor = _anchor(draft, title)
    for element, reason, _ in list(_suspects(draft, _by_tag, held, anchor)):
        draft.mark(page.first[element], page.last[element], reason)
    anchor = _anchor(draft, title)

    def judge(tag: str, names: str, is_unseen: bool) -> Verdict | None:
        verdict = _by_name(tag, names, is_unseen)
        return None if verdict and verdict[0] in spare else verdict

    refused: set[str] = set()
    for _ in range(_ROUNDS):
        suspects = list(_suspects(draft, judge if spare else _by_name, held, anchor, refused))
        heavy = _heavy_words(draft, suspects, anchor)
        if not heavy:
            break
        refused |= heavy
    for element, reason, _ in suspects:
        draft.mark(page.first[element], page.last[element], reason)


def _anchor(draft: Draft, title: int | None) -> int:
    """Return the smallest element that holds the title and most of the prose.

    What is outside it needs no protection, however long: registration forms, terms of use.
    Without a title it is the element that is named as the text.
    """
    page, prose = draft.page, draft.open_prose()
    if title is None:
        named = [e for e, names in enumerate(page.names) if is_body_name(names)]
        return max(named, key=lambda e: page.last[e] - page.first[e], default=0)
    least = max(_ARTICLE_CHARS, _ANCHOR_SHARE * prose[-1])
    for element in page.ancestors(title):
        if prose[page.last[element]] - prose[page.last[title]] >= least:
            return element
    return 0


@lru_cache(maxsize=4_096)
def is_body_name(names: str) -> bool:
    """Return whether names are those of the element that holds a text."""
    return _BODY_NAME.search(names) is not None


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
Suspect = tuple[int, Reason, str]
Verdict = tuple[Reason, str]
Judge = Callable[[str, str, bool], Verdict | None]


def _suspects(
    draft: Draft, judge: Judge, held: set[int], anchor: int, refused: Collection[str] = ()
) -> Iterator[Suspect]:
    """Yield the outermost elements that `judge` speaks against, and the word that gave it away."""
    page, prose = draft.page, draft.open_prose()
    limit = _limit(draft, prose, anchor)
    ends, stop = page.ends, page.ends[anchor]
    element, count = 0, len(page.tags)
    while element < count:
        first, last = page.first[element], page.last[element]
        if first == last:
            element = ends[element]
            continue
        verdict = judge(page.tags[element], page.names[element], page.unseen[element])
        # As of nearly every element: no more is asked.
        if verdict is None:
            element += 1
            continue
        is_large = anchor <= element < stop and prose[last] - prose[first] > limit
        if is_large and prose[first] > _ARTICLE_CHARS:
            is_large = not _may_outweigh(verdict)
        if is_large or verdict[1] in refused or element in held:
            element += 1
        else:
            yield element, *verdict
            element = ends[element]


def _limit(draft: Draft, prose: list[int], anchor: int) -> float:
    page = draft.page
    return _PROTECTED_SHARE * max(1, prose[page.last[anchor]] - prose[page.first[anchor]])


def _heavy_words(draft: Draft, suspects: list[Suspect], anchor: int) -> set[str]:
    """Return the words that would take most of the page: there they mean something else."""
    page, prose = draft.page, draft.open_prose()
    taken: dict[str, int] = {}
    for element, reason, word in suspects:
        if reason is not Reason.COMMENTS and anchor <= element < page.ends[anchor]:
            inside = prose[page.last[element]] - prose[page.first[element]]
            taken[word] = taken.get(word, 0) + inside
    limit = _limit(draft, prose, anchor)
    return {word for word, inside in taken.items() if inside > limit}


def _may_outweigh(verdict: Verdict) -> bool:
    reason, word = verdict
    return (
        reason in (Reason.COMMENTS, Reason.COOKIES)
        or word in _FOLLOWS
        or _LEADS_AWAY.match(word) is not None
    )


@lru_cache(maxsize=16_384)
def leads_elsewhere(tag: str, names: str) -> bool:
    """Return whether an element is a menu or links to other articles, by its tag and names."""
    if tag in _ELSEWHERE:
        return True
    verdict = _by_name(tag, names, False) if names else None
    return verdict is not None and verdict[0] in (
        Reason.NAVIGATION,
        Reason.RELATED,
        Reason.SHARE,
    )


# The pages of one site share their names, and a run reads many pages of few sites.
@lru_cache(maxsize=16_384)
def _by_tag(tag: str, names: str, is_unseen: bool) -> Verdict | None:
    if is_unseen and tag != "p":
        return Reason.HIDDEN, "hidden"
    if tag in _TAGS:
        return _TAGS[tag], tag
    if names and tag not in _FRAMES and (found := _CONSENT.search(names)):
        return Reason.COOKIES, found.group()
    return None


@lru_cache(maxsize=16_384)
def _by_name(tag: str, names: str, _is_unseen: bool) -> Verdict | None:
    if not names or tag in _FRAMES:
        return None
    # Not a paragraph: some houses hide the rest of a text until its reader asks for it.
    if tag != "p" and _HIDDEN.search(names) and not _SHOWN.search(names):
        return Reason.HIDDEN, "hidden"
    found = _NAMED.search(_FEATURE.sub("", names) if "-" in names else names)
    if found is None or found.lastgroup is None:
        return None
    return Reason[found.lastgroup], found.group().strip(" _:/-")

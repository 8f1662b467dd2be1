"""What an edition says in the reader's own words: its day, its counts, its languages."""

from collections import Counter
from collections.abc import Sequence
from datetime import tzinfo

from gazette.export.html import Imprint
from gazette.i18n import Words
from gazette.model import Story

PAPER = "gazette"


def imprint_of(stories: Sequence[Story], _: Words, zone: tzinfo) -> Imprint:
    """Return the imprint of the edition of these stories; at least one."""
    return Imprint(
        paper=PAPER,
        dates=_dates(stories, _, zone),
        counts=_counts(stories, _),
        language=_.language,
        cover=_("Cover"),
        contents=_("Contents"),
        source=_("The page on the web"),
        untitled=_("Without a title"),
        language_name=_.language_name,
        full_time=lambda moment: _.full_time(moment, zone),
    )


def _dates(stories: Sequence[Story], _: Words, zone: tzinfo) -> tuple[str, ...]:
    moments = [story.published or story.fetched for story in stories]
    first, last = _.full_date(min(moments), zone), _.full_date(max(moments), zone)
    if first == last:
        return (first,)
    return (_("from {date}").format(date=first), _("to {date}").format(date=last))


def _counts(stories: Sequence[Story], _: Words) -> tuple[str, ...]:
    by_language = Counter(story.language for story in stories)
    told = _.plural("{n} story", "{n} stories", len(stories))
    each = (
        _.labelled(_.language_name(code), _.number(count))
        for code, count in by_language.most_common()
    )
    return (told, *each) if len(by_language) > 1 else (told,)

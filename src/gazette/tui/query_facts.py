"""The query language on one page, in the reader's language. Pure."""

from typing import Final

from gazette.errors import N_
from gazette.i18n import Words

_SECTIONS: Final = (
    (
        N_("Words"),
        (
            (N_("budget election"), N_("both words, in any form, in title, authors or text")),
            (N_('"white house"'), N_("just these words, in this order")),
            (N_("gov*"), N_("words that begin so")),
            (N_("budget OR tax"), N_("one or the other")),
            (N_("-sport"), N_("not this; in front of anything")),
            (N_("(a OR b) -c"), N_("parentheses, in one another too")),
            (N_("title: author:"), N_("only there: title:budget, author:dupont")),
        ),
    ),
    (
        N_("Conditions"),
        (
            (N_("is:"), N_("unread, read, starred, changed, hidden, ai")),
            (N_("has:"), N_("text, image, audio")),
            (N_("lang:"), N_("fr, en or another language")),
            (N_("feed: site:"), N_("a part of a feed’s name or address; the host of the link")),
            (N_("tag:"), N_('a tag; with spaces, tag:"to read"')),
            (
                N_("since: before: on:"),
                N_("a time such as 12h, 2d, 3w; today; 2026-11-01; 2026-11"),
            ),
        ),
    ),
    (
        N_("Keys of the search"),
        (
            (N_("Enter"), N_("to the results; Esc goes back to the list as it was")),
            ("Tab", N_("in the view that was listed, or everywhere")),
            ("↑ ↓", N_("searches made before")),
            ("Ctrl+S", N_("keep the search as a view in the tree")),
        ),
    ),
)


def query_facts(words: Words) -> list[list[tuple[str, str]]]:
    """Return what can be written in a search, and what it asks for, in sections."""
    _ = words
    return [
        [("", _(title)), *((_(written), _(meaning)) for written, meaning in entries)]
        for title, entries in _SECTIONS
    ]

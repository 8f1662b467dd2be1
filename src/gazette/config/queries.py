"""The parts of feeds.toml that hold queries: `[[views]]` and `[[rules]]`.

A query that is none is an error that names the place in the file and the place in the query.
"""

import difflib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from gazette.config.values import Place, Refused, Table, string
from gazette.errors import N_, Phrase, QueryError
from gazette.model import Action, Rule, SavedView
from gazette.text import clean_line, fold

_ACTIONS: Final = ("hide", "mark-read", "star", "tag:")
_PAST: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""Any moment will do to tell whether a text is a query; what it means is found out when it is
asked."""


def query(given: object) -> str:
    """Accept a query, and return its text."""
    # Imports the parser and its stemmers (20 ms): only for a list with views or rules in it.
    from gazette.query import LONGEST, parse

    text = clean_line(given, LONGEST + 1) if isinstance(given, str) else ""
    if not text:
        raise Refused(N_("expected text in quotes, not {given}"), given=given)
    try:
        parse(text, now=_PAST, zone=UTC)
    except QueryError as problem:
        told = N_("column {column} of the query: {problem}")
        raise Refused(
            told, given=text, column=problem.data["column"], problem=problem.data["problem"]
        ) from problem
    return text


def actions(given: object) -> tuple[Action, ...]:
    """Accept what is to be done with a story: a list of actions, each kept once."""
    if not isinstance(given, list) or not given:
        raise Refused(
            N_("expected a list such as {example}, not {given}"),
            example='["mark-read", "tag:presse"]',
            given=given,
        )
    return tuple(dict.fromkeys(map(_action, given)))


def _action(given: object) -> Action:
    text = string(given)
    name, colon, tag = (part.strip() for part in text.partition(":"))
    if name == "tag" and tag:
        return f"tag:{tag}"
    if text in _ACTIONS and not colon:
        return text
    nearest = difflib.get_close_matches(name.lower() + colon, _ACTIONS, n=1, cutoff=0.0)[0]
    raise Refused(
        N_('unknown action {given}; did you mean "{nearest}"?'),
        given=given,
        nearest="tag:NAME" if nearest == "tag:" else nearest,
    )


VIEW: Final[Table] = {"name": string, "query": query}
RULE: Final[Table] = {"when": query, "do": actions}


def views(top: Place, given: object) -> tuple[SavedView, ...]:
    """Return the saved views; two may not be called alike, but for accents and case."""
    found: list[SavedView] = []
    places: dict[str, int] = {}
    for number, (place, values) in enumerate(top.tables("views", given, VIEW, needs=VIEW)):
        view = SavedView(**values)
        first = places.setdefault(view_key(view.name), number)
        if first != number:
            place.inside("name").refuse(
                Phrase(N_('"{name}" is already the name of views[{n}]'), name=view.name, n=first)
            )
        found.append(view)
    return tuple(found)


def rules(top: Place, given: object) -> tuple[Rule, ...]:
    """Return the rules, in their order."""
    return tuple(Rule(**values) for _, values in top.tables("rules", given, RULE, needs=RULE))


def view_key(name: str) -> str:
    """Return the name of a view for comparing: no accents, no case."""
    return fold(name)


def view_named(name: str, views: Iterable[SavedView]) -> SavedView | None:
    """Return the view of this name, accents and case aside; None where there is none."""
    return next((view for view in views if view_key(view.name) == view_key(name.strip())), None)

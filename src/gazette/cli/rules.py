"""`gazette rules`: the rules, what they match, and what they would do to stored stories."""

from collections.abc import Iterable
from typing import Any, Final

import click
from msgspec import Struct

from gazette.cli import choice, output
from gazette.cli.session import Session
from gazette.cli.stories import story_line
from gazette.cli.usage import Command
from gazette.clock import system_clock
from gazette.errors import N_
from gazette.i18n import Words
from gazette.model import Flag, Rule, Story
from gazette.query import Is, Node
from gazette.query.tree import all_of, any_of, negated
from gazette.rules import flag_of, state_of
from gazette.store import Store

_SHOWN: Final = 3
_HIDDEN_OR_NOT: Final = any_of([Is("hidden"), negated(Is("hidden"))])


@click.command(
    cls=Command,
    help=N_(
        "List the rules and how many stories each matches.\n\n"
        "A fetch asks them of new stories alone; --apply asks them of stored ones, this once."
    ),
)
@click.option("--dry-run", is_flag=True, help=N_("With what each would do to stored stories."))
@click.option(
    "--apply", is_flag=True, help=N_("Do it to stored stories; the reader can undo it for a day.")
)
@click.option("--jsonl", is_flag=True, help=N_("Print one JSON object a line."))
@click.pass_obj
def rules(session: Session, *, dry_run: bool, apply: bool, jsonl: bool) -> None:
    """List the rules with what they match, or do, or would do."""
    _ = session.words
    if dry_run and apply:
        raise click.UsageError(_("say --dry-run or --apply, not both"))
    with session.store(to_read=not apply) as store:
        asked = [_Asked(rule, choice.parsed(rule.when, _)) for rule in session.config.rules]
        if apply:
            changed = _apply(asked, store)
        else:
            for one in asked:
                _show(one, store, _, dry_run=dry_run, jsonl=jsonl)
    if not asked and not jsonl:
        output.narrate(_("there is no rule in feeds.toml"))
    elif apply:
        output.narrate(_.plural("{n} story changed", "{n} stories changed", changed))


class _Asked(Struct, frozen=True):
    """A rule with its query, as it is read now."""

    rule: Rule
    when: Node

    @property
    def matched(self) -> Node:
        """What asks for the stories that it matches, of one that hides with those it has hidden."""
        return all_of([self.when, _HIDDEN_OR_NOT]) if "hide" in self.rule.do else self.when

    @property
    def already(self) -> Node:
        """What asks for the stories with which it has nothing left to do."""
        return all_of([self.when, *map(state_of, self.rule.do)])

    @property
    def left(self) -> Node:
        """What asks for the stories that it would change."""
        return all_of([self.when, negated(all_of([*map(state_of, self.rule.do)]))])


class _Effect(Struct, frozen=True):
    """What a rule would do to stored stories."""

    changes: int
    already: int
    """Stories that are so, whatever made them so."""
    newest: tuple[Story, ...]
    """Of those that would change."""

    @classmethod
    def of(cls, asked: _Asked, store: Store) -> "_Effect":
        """Ask the store; nothing is changed."""
        newest = choice.found(asked.left, store, limit=_SHOWN)
        return cls(
            changes=store.search.count(asked.left)[0],
            already=store.search.count(asked.already)[0],
            newest=tuple(choice.stories(newest, store)),
        )

    def told(self, _: Words) -> str:
        """Return the numbers in words."""
        parts = [_.plural("would change {n} story", "would change {n} stories", self.changes)]
        if self.already:
            parts.append(_.plural("{n} is so already", "{n} are so already", self.already))
        return " · ".join(parts)

    def fields(self) -> dict[str, Any]:
        """Return what a line of `--jsonl` says of it."""
        newest = [{"id": story.id, "title": story.title} for story in self.newest]
        return {"changes": self.changes, "already": self.already, "newest": newest}


def _show(asked: _Asked, store: Store, _: Words, *, dry_run: bool, jsonl: bool) -> None:
    rule = asked.rule
    stories, unread = store.search.count(asked.matched)
    effect = _Effect.of(asked, store) if dry_run else None
    if jsonl:
        fields = {"when": rule.when, "do": rule.do, "stories": stories, "unread": unread}
        output.json_line({**fields, **(effect.fields() if effect else {})})
        return
    notes = [f"→ {', '.join(rule.do)}", *([effect.told(_)] if effect else ())]
    output.counted(rule.when, stories=stories, unread=unread, notes=notes)
    for story in effect.newest if effect else ():
        output.data(story_line(story))


def _apply(asked: Iterable[_Asked], store: Store) -> int:
    """Mark stored stories as the rules would new ones; return how many changed.

    All rules are asked before anything is changed, so that none sees what another did, and a
    mark is set on all its stories at once: one step for the reader's undo.
    """
    marked: dict[Flag, dict[int, None]] = {}
    for one in asked:
        ids = choice.found(one.left, store, limit=None)
        for action in one.rule.do:
            marked.setdefault(flag_of(action), {}).update(dict.fromkeys(ids))
    changed: set[int] = set()
    for flag, stories in marked.items():
        mark = store.reading.mark([*stories], flag, True, now=system_clock())
        changed.update(mark.story_ids)
    return len(changed)

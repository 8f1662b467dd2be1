"""`gazette rules` and `gazette views`: what they list, and what is done to stored stories."""

import pytest

from gazette.store import open_store
from tests.builders import NOW
from tests.cli.conftest import Desk

RULES = """
[[rules]]
when = "titre:ete OU flux:autre"
do = ["star", "mark-read"]

[[rules]]
when = "flux:journal"
do = ["tag:lu", "hide"]

[[rules]]
when = "titre:hiver"
do = ["hide"]
"""
VIEWS = """
[[views]]
name = "Non lus"
query = "est:nonlu"

[[views]]
name = "Rien"
query = "titre:hiver"
"""


@pytest.fixture
def ruled(desk: Desk) -> Desk:
    desk.config.write_text(desk.config.read_text() + RULES + VIEWS)
    return desk


def marks(desk: Desk) -> list[tuple[object, ...]]:
    with_them = "SELECT id, read, starred, hidden, tags FROM story_list ORDER BY id"
    store = open_store(desk.db)
    try:
        return [tuple(row) for row in store.connection.execute(with_them)]
    finally:
        store.close()


UNTOUCHED = [(1, 0, 0, 0, '["presse"]'), (2, 0, 0, 0, '["presse"]')]


def test_the_rules_are_listed_with_what_they_match(ruled: Desk) -> None:
    ruled.run("mark", "2", "--read")
    assert ruled.jsonl("rules") == [
        {
            "when": "titre:ete OU flux:autre",
            "do": ["star", "mark-read"],
            "stories": 1,
            "unread": 0,
        },
        {"when": "flux:journal", "do": ["tag:lu", "hide"], "stories": 2, "unread": 1},
        {"when": "titre:hiver", "do": ["hide"], "stories": 0, "unread": 0},
    ]
    code, lines, err = ruled.run("rules")
    assert (code, err) == (0, "")
    assert lines[:2] == ["    0 / 1      titre:ete OU flux:autre", " " * 15 + "→ star, mark-read"]


def test_a_dry_run_tells_what_would_change_and_changes_nothing(ruled: Desk) -> None:
    ruled.run("mark", "2", "--read")
    first, second, third = ruled.jsonl("rules", "--dry-run")
    newest = [{"id": 2, "title": "L’été [direct]"}]
    # Read is not all that the first would do.
    assert (first["changes"], first["already"], first["newest"]) == (1, 0, newest)
    assert (second["changes"], second["already"]) == (2, 0)
    assert second["newest"] == [*newest, {"id": 1, "title": "Titre 2"}]
    assert (third["changes"], third["already"], third["newest"]) == (0, 0, [])
    ruled.run("mark", "2", "--star")
    first, *_ = ruled.jsonl("rules", "--dry-run")
    assert (first["changes"], first["already"], first["newest"]) == (0, 1, [])
    _, lines, _ = ruled.run("rules", "--dry-run")
    assert lines[2].strip() == "would change 0 stories · 1 is so already"
    assert marks(ruled) == [UNTOUCHED[0], (2, 1, 1, 0, '["presse"]')]


def test_the_rules_are_applied_to_stored_stories_as_steps_to_be_undone(ruled: Desk) -> None:
    code, lines, err = ruled.run("rules", "--apply")
    assert (code, lines, err) == (0, [], "2 stories changed\n")
    assert marks(ruled) == [(1, 0, 0, 1, '["presse","lu"]'), (2, 1, 1, 1, '["presse","lu"]')]
    assert ruled.run("rules", "--apply")[2] == "0 stories changed\n"
    store = open_store(ruled.db)
    while store.reading.undo(now=NOW):
        pass
    store.close()
    assert marks(ruled) == UNTOUCHED


def test_what_a_rule_has_hidden_is_still_told_of_it(desk: Desk) -> None:
    rule = '[[rules]]\nwhen = "titre:titre"\ndo = ["hide"]\n'
    desk.config.write_text(desk.config.read_text() + rule)
    for changes in (1, 0):
        (told,) = desk.jsonl("rules", "--dry-run")
        assert (told["stories"], told["changes"], told["already"]) == (1, changes, 1 - changes)
        assert desk.run("rules", "--apply")[0] == 0


def test_without_rules_or_views_that_is_said(desk: Desk) -> None:
    assert desk.run("rules") == (0, [], "there is no rule in feeds.toml\n")
    assert desk.run("rules", "--apply") == (0, [], "there is no rule in feeds.toml\n")
    assert desk.run("views") == (0, [], "there is no view in feeds.toml\n")
    assert desk.jsonl("rules", "--dry-run") == desk.jsonl("views") == []


def test_doing_and_trying_at_once_is_a_usage_error(ruled: Desk) -> None:
    code, _, err = ruled.run("rules", "--dry-run", "--apply")
    assert (code, "not both" in err) == (2, True)


def test_the_views_are_listed_with_what_they_hold(ruled: Desk) -> None:
    ruled.run("mark", "2", "--read")
    assert ruled.jsonl("views") == [
        {"name": "Non lus", "query": "est:nonlu", "stories": 1, "unread": 1},
        {"name": "Rien", "query": "titre:hiver", "stories": 0, "unread": 0},
    ]
    _, lines, _ = ruled.run("views")
    assert lines[:2] == ["    1 / 1      Non lus", f"{'':15}est:nonlu"]

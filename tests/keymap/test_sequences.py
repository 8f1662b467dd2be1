from hypothesis import given
from hypothesis import strategies as st

from gazette.keymap import PANES, make_keymap
from gazette.keymap.bindings import Binding
from gazette.keymap.sequences import Run, Step, Wait, press

BINDINGS = tuple(
    Binding(action, tuple(keys.split()), PANES)
    for action, keys in {
        "first": "g g",
        "feeds": "g f",
        "deep": "g a b c",
        "undo": "u",
        "cancel": "escape",
        "match": "n",
        "next": "n",
    }.items()
)


def typed(keys: str) -> list[Step]:
    steps: list[Step] = []
    before: tuple[str, ...] = ()
    for key in keys.split():
        steps.append(press(BINDINGS, before, key))
        before = steps[-1].keys if isinstance(steps[-1], Wait) else ()
    return steps


def test_a_key_alone_does_what_it_does() -> None:
    assert typed("u") == [Run(("undo",))]


def test_a_key_that_means_nothing_does_nothing() -> None:
    assert typed("x") == [Run(())]


def test_a_sequence_waits_until_it_is_whole() -> None:
    assert typed("g a b c") == [
        Wait(("g",)),
        Wait(("g", "a")),
        Wait(("g", "a", "b")),
        Run(("deep",)),
    ]


def test_a_key_that_does_not_go_on_stands_for_itself() -> None:
    assert typed("g u") == [Wait(("g",)), Run(("undo",))]
    assert typed("g a g g") == [Wait(("g",)), Wait(("g", "a")), Wait(("g",)), Run(("first",))]


def test_escape_gives_a_sequence_up_and_does_nothing_else() -> None:
    assert typed("g escape") == [Wait(("g",)), Run(())]
    assert typed("escape") == [Run(("cancel",))]


def test_what_a_key_may_mean_comes_in_order() -> None:
    assert typed("n") == [Run(("match", "next"))]


KEYS = sorted({key for b in make_keymap("vim").bindings for key in b.keys} | {"é", "f12"})


@given(st.lists(st.sampled_from(KEYS), max_size=12))
def test_what_waits_is_how_a_sequence_begins_and_what_runs_is_one(keys: list[str]) -> None:
    bindings = make_keymap("vim").within("list")
    before: tuple[str, ...] = ()
    for key in keys:
        step = press(bindings, before, key)
        if isinstance(step, Wait):
            assert step.keys in ((*before, key), (key,))
            assert any(b.keys[: len(step.keys)] == step.keys != b.keys for b in bindings)
        else:
            meant = {b.action for b in bindings if b.keys in ((*before, key), (key,))}
            assert set(step.actions) <= meant
        before = step.keys if isinstance(step, Wait) else ()

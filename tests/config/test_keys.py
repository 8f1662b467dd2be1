from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest

from gazette.config import ReaderConfig, parse_config, sample_text
from gazette.errors import ConfigError
from gazette.i18n import words

FILE = Path("feeds.toml")


def reader(lines: str, preset: str = "default") -> ReaderConfig:
    return parse_config(f'[reader]\nkeys = "{preset}"\n[reader.keymap]\n{lines}', FILE).reader


def refused(lines: str, preset: str = "default") -> ConfigError:
    with pytest.raises(ConfigError) as problem:
        reader(lines, preset)
    return problem.value


def test_keys_are_the_default_ones_where_nothing_is_said() -> None:
    assert parse_config("", FILE).reader == ReaderConfig(keys="default", keymap=())


def test_an_action_takes_a_key_a_sequence_or_several_or_none() -> None:
    lines = 'search = "Ctrl+X"\nhelp = ["Espace q", "F12", "f12"]\nundo = []\nread_on = "F3"'
    assert dict(reader(lines).keymap) == {
        "search": ("ctrl+x",),
        "help": ("space q", "f12"),
        "undo": (),
        "read_on": ("f3",),
    }


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('serch = "x"', 'serch: there is no such action; did you mean "search"?'),
        ('search = "gg"', 'search: "gg" is not the name of a key; did you mean "g g"?'),
        ('search = ["/", "Crtl+f"]', 'search: "Crtl+f" is not the name of a key; did you mean'),
        ("search = 3", 'search: expected keys such as "n", "g g" or ["x", "F5"], not 3'),
        ("search = [[]]", "search: expected keys such as"),
        ('search = ""', 'search: "" names no key; [] takes all keys away'),
        ('search = "a b c d e f g h i"', "more than 8 keys"),
        ('search = "n"', 'search: “n” does next_unread too (keys = "default"); give one of the'),
        ('zen = "g"', "zen: “g” is also how “g"),
        ('zen = "u u"', 'zen: “u u” begins with “u”, which does undo (keys = "default"); one must'),
        ('zen = "F7"\nundo = "f7"', "zen: “f7” does undo too (reader.keymap.undo); give one of"),
    ],
)
def test_what_cannot_be_is_told_with_its_place_and_a_way_out(line: str, problem: str) -> None:
    told = str(refused(line))
    assert told.startswith("feeds.toml: line 4, reader.keymap.")
    assert problem in told


def test_a_key_that_the_preset_gives_to_another_action_names_the_preset() -> None:
    told = str(refused('zen = "Z Z"', "vim"))
    assert told.endswith(
        '“Z Z” does quit too (keys = "vim"); give one of the two other keys, or []'
    )


def test_a_key_can_be_given_to_another_once_it_was_taken_away() -> None:
    lines = 'next_unread = []\nsearch = ["n", "/"]'
    assert dict(reader(lines).keymap)["search"] == ("n", "/")


def test_the_example_in_the_sample_is_one() -> None:
    lines = iter(sample_text().splitlines())
    example = "".join(f"{line.removeprefix('# ')}\n" for line in _keymap_of_sample(lines))
    keymap = dict(parse_config(example, FILE).reader.keymap)
    assert keymap["read_on"] == ("f3",)
    assert keymap["next_unread"] == ("n", "space")


def _keymap_of_sample(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if line.startswith("# [reader.keymap]"):
            yield line
            yield from takewhile(lambda example: example.startswith("# "), lines)


def test_a_preset_that_there_is_not_is_refused() -> None:
    told = str(refused("", preset="emacs"))
    assert told == (
        'feeds.toml: line 2, reader.keys: expected one of "default", "vim", "newsboat", not "emacs"'
    )
    with pytest.raises(ConfigError, match=r"reader\.keys: expected one of"):
        parse_config("[reader]\nkeys = []", FILE)


def test_the_keymap_is_a_table() -> None:
    with pytest.raises(ConfigError, match=r"reader\.keymap: expected a table"):
        parse_config('[reader]\nkeymap = "vim"', FILE)


def test_conflicts_are_told_in_french_too() -> None:
    told = words("fr").describe(refused('search = "n"'))
    assert '« n » fait aussi next_unread (keys = "default")' in told.replace("\u00a0", " ")

"""What comes from the engraver is a picture and nothing else, or is not shown."""

from dataclasses import dataclass
from typing import Any

import pytest
from msgspec.structs import replace

from gazette.tui.plates import Manner, Plate, Wish, forget, is_sound
from tests.terminal import dissected

PLACE = "\U0010eeee\u0305\u030d\u0310"
BEGUN, ENDED = (f"\x1b_Gi=7,m={more},f=100,q=2;AAA=\x1b\\" for more in (1, 0))
PLACED = "\x1b_Ga=p,i=7,c=2,r=2,U=1,q=2\x1b\\"
GRAPHICS = BEGUN + ENDED + PLACED
RASTER = '\x1bP0;0;0q"1;1;20;20'
SIXELS = f"{RASTER}#0;2;1;2;3#0!20~$#1;2;9;9;9#1@!19?-\x1b\\"


def drawn(sixels: str) -> dict[str, tuple[str, str]]:
    return {"rows": (SIXELS, f"{RASTER}{sixels}\x1b\\")}


def graphics(keys: str, payload: str = ";AAA=") -> dict[str, str]:
    return {"sent": f"\x1b_G{keys}{payload}\x1b\\{PLACED}"}


PLATES: dict[Manner, Plate] = {
    "half-blocks": Plate(2, 2, pixels=bytes(24)),
    "sixel": Plate(2, 2, rows=(SIXELS, SIXELS)),
    "kitty": Plate(2, 2, rows=(PLACE * 2, PLACE * 2), sent=GRAPHICS, number=7),
}


def wish(manner: Manner) -> Wish:
    return Wish("https://example.org/a.png", manner, columns=10, lines=5, cell=(10, 20))


@pytest.mark.parametrize("manner", list(PLATES))
def test_a_picture_is_sound(manner: Manner) -> None:
    assert is_sound(PLATES[manner], wish(manner))


@dataclass(frozen=True)
class Odd:
    manner: Manner
    changes: dict[str, Any]


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param(Odd("half-blocks", {"columns": 11}), id="too-wide"),
        pytest.param(Odd("half-blocks", {"lines": 6}), id="too-high"),
        pytest.param(Odd("half-blocks", {"columns": 0}), id="empty"),
        pytest.param(Odd("half-blocks", {"pixels": bytes(23)}), id="pixel-missing"),
        pytest.param(Odd("half-blocks", {"pixels": b""}), id="no-pixels"),
        pytest.param(Odd("sixel", {"rows": (SIXELS,)}), id="row-missing"),
        pytest.param(Odd("sixel", {"rows": (SIXELS, "text")}), id="row-of-text"),
        pytest.param(Odd("sixel", {"rows": (SIXELS, SIXELS + "\x1b[2J")}), id="more-than-sixels"),
        pytest.param(Odd("sixel", drawn("#0\x07!20~")), id="control-in-sixels"),
        pytest.param(Odd("sixel", drawn("#0~\x1b\\\x1b]0;t")), id="title"),
        pytest.param(Odd("sixel", drawn('"1;1;900;900~')), id="another-size-inside"),
        pytest.param(Odd("sixel", drawn("#0!21~")), id="sixels-too-wide"),
        pytest.param(Odd("sixel", drawn("#0" + "!0~" * 21)), id="sixels-repeated-never"),
        pytest.param(Odd("sixel", drawn("#0!11~#1!10~")), id="sixels-too-wide-together"),
        pytest.param(Odd("sixel", drawn(f"#0{'~' * 21}")), id="sixels-too-wide-one-by-one"),
        pytest.param(Odd("sixel", drawn("~-" * 5)), id="sixels-too-high"),
        pytest.param(Odd("sixel", drawn("-" * 4 + "~")), id="sixels-below-their-line"),
        pytest.param(
            Odd("sixel", {"rows": (SIXELS, SIXELS.replace("20;20", "20;400"))}), id="other-raster"
        ),
        pytest.param(Odd("kitty", {"sent": GRAPHICS + "\x1b[2J"}), id="more-than-graphics"),
        pytest.param(
            Odd("kitty", {"sent": "\x1b_Gi=7;a\x1b]0;t\x07\x1b\\"}), id="title-in-graphics"
        ),
        pytest.param(Odd("kitty", {"sent": "\x1b_Gi=7"}), id="without-end"),
        pytest.param(Odd("kitty", {"sent": ""}), id="nothing-sent"),
        pytest.param(Odd("kitty", {"sent": BEGUN + PLACED}), id="never-whole"),
        pytest.param(Odd("kitty", {"sent": ENDED}), id="never-placed"),
        pytest.param(
            Odd("kitty", graphics("i=7,m=0,f=100,t=f,q=2", ";L2V0Yy9wYXNzd2Q=")), id="reads-a-file"
        ),
        pytest.param(Odd("kitty", graphics("a=d,d=A,q=2", "")), id="deletes-all"),
        pytest.param(Odd("kitty", graphics("i=7,m=0,f=100")), id="wants-an-answer"),
        pytest.param(Odd("kitty", graphics("i=8,m=0,f=100,q=2")), id="another-picture"),
        pytest.param(
            Odd("kitty", {"sent": GRAPHICS.replace("c=2", "c=9")}), id="placed-over-more-cells"
        ),
        pytest.param(Odd("kitty", {"number": 0}), id="no-number"),
        pytest.param(Odd("kitty", {"number": 1 << 32}), id="number-too-large"),
        pytest.param(Odd("kitty", {"rows": (PLACE * 2, PLACE * 3)}), id="row-too-long"),
        pytest.param(Odd("kitty", {"rows": (PLACE * 2, "x" + PLACE * 2)}), id="letter-in-row"),
        pytest.param(Odd("kitty", {"rows": (PLACE * 2, PLACE + "\U0010eeeeabc")}), id="letters"),
        pytest.param(Odd("kitty", {"rows": (PLACE * 2, PLACE * 2 + "\x1b[m")}), id="escape-in-row"),
    ],
)
def test_anything_else_is_not(odd: Odd) -> None:
    assert not is_sound(replace(PLATES[odd.manner], **odd.changes), wish(odd.manner))


def test_what_makes_a_terminal_forget_a_picture_is_one_sequence() -> None:
    (control,), text = dissected(forget(7))
    assert (control.kind, control.body, text) == ("APC", "Ga=d,d=I,i=7,q=2", "")

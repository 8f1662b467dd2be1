"""The papers: `papier` (light), `nuit` (dark) and `contrast`, each a page, an ink and one accent.

Paler inks are mixed here, because a line of a list needs a colour and not an opacity. On
`contrast` nothing is paler than it must be (7 : 1, WCAG 2.2 1.4.6), and its colours are the plain
ones that 16 colours have too. `terminal` is none of them: the page and the ink are the terminal's
own, and what stands out is bold, dim, reversed or underlined (see `gazette.tcss`); only an error
is red, which reads on light and dark.
"""

from typing import Final

from msgspec import Struct
from textual.color import Color
from textual.theme import Theme


class _Shades(Struct, frozen=True):
    """How much ink there is in the paler ones, from 0 (the page) to 1."""

    read: float = 0.75
    meta: float = 0.70
    hint: float = 0.68
    rule: float = 0.30


_PLAIN_SHADES: Final = _Shades()


def _theme(
    name: str,
    *,
    page: str,
    ink: str,
    panel: str,
    accent: str,
    french: str,
    error: str,
    dark: bool,
    shades: _Shades = _PLAIN_SHADES,
) -> Theme:
    def ink_at(share: float) -> str:
        return Color.parse(page).blend(Color.parse(ink), share).hex

    return Theme(
        name=name,
        primary=accent,
        accent=accent,
        error=error,
        warning=accent,
        success=french,
        foreground=ink,
        background=page,
        surface=page,
        panel=panel,
        dark=dark,
        variables={
            "read": ink_at(shades.read),
            "meta": ink_at(shades.meta),
            "hint": ink_at(shades.hint),
            "rule": ink_at(shades.rule),
            "footer": Color.parse(page).blend(Color.parse(panel), 0.5).hex,
            "resting": Color.parse(page).blend(Color.parse(panel), 0.6).hex,
            "french": french,
            "english": error,
            "input-cursor-background": accent,
            "input-cursor-foreground": page,
            "input-selection-background": panel,
        },
    )


PAPIER: Final = _theme(
    "papier",
    page="#faf6ee",
    ink="#23211c",
    panel="#e9e1cf",
    accent="#8c1c13",
    french="#1f4e79",
    error="#a3262a",
    dark=False,
)
NUIT: Final = _theme(
    "nuit",
    page="#14161b",
    ink="#d6d9e0",
    panel="#232731",
    accent="#e0af68",
    french="#7aa2f7",
    error="#e06c75",
    dark=True,
)
CONTRAST: Final = _theme(
    "contrast",
    page="#000000",
    ink="#ffffff",
    panel="#303030",
    accent="#ffff00",
    french="#00ffff",
    error="#ff9090",
    dark=True,
    shades=_Shades(read=1.0, meta=0.90, hint=0.90, rule=0.70),
)
_OWN: Final = "ansi_default"
TERMINAL: Final = Theme(
    name="terminal",
    ansi=True,
    primary=_OWN,
    accent=_OWN,
    error="ansi_red",
    warning=_OWN,
    success=_OWN,
    foreground=_OWN,
    background=_OWN,
    surface=_OWN,
    panel=_OWN,
    # Textual's stylesheets want the last two of every such theme.
    variables=dict.fromkeys(
        "read meta hint rule footer resting french english ansi-background ansi-foreground".split(),
        _OWN,
    ),
)
THEMES: Final = (PAPIER, NUIT, CONTRAST, TERMINAL)

"""The two papers: `papier` (light) and `nuit` (dark), each a page, an ink and one accent.

Paler inks are mixed here, because a line of a list needs a colour and not an opacity. `terminal`
is neither: the page and the ink are the terminal's own, and what stands out is bold, dim,
reversed or underlined (see `gazette.tcss`); only an error is red, which reads on light and dark.
"""

from typing import Final

from textual.color import Color
from textual.theme import Theme


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
            "read": ink_at(0.75),
            "meta": ink_at(0.70),
            "hint": ink_at(0.68),
            "rule": ink_at(0.30),
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
THEMES: Final = (PAPIER, NUIT, TERMINAL)

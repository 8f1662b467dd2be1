"""What the terminal is and can show, and what is known to go wrong with some."""

import os
import sys
from collections.abc import Iterator
from typing import Final

from gazette.cli.doctor.case import Case, Check
from gazette.errors import N_
from gazette.i18n import Words

SMALL_COLUMNS, SMALL_LINES = 60, 16
"""Below that a headline or a paragraph hardly fits."""
_TMUX_TERMS: Final = ("tmux", "screen")


def checks(case: Case) -> Iterator[Check]:
    """Look at the terminal, where there is one."""
    size = _size()
    if size is None:
        _ = case.words
        yield Check(
            N_("kind"), "skipped", _("standard output is no terminal; the reader needs one")
        )
    else:
        yield kind(case)
        yield colours(case)
        yield room(size, case.words)
    yield signs(sys.stdout.encoding or "ascii", case.words)


def _size() -> os.terminal_size | None:
    """Return the size of the terminal; None where standard output is none."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()) if sys.stdout.isatty() else None
    except (OSError, ValueError):  # ValueError: it is closed, or no file of the system's
        return None


def kind(case: Case) -> Check:
    """Tell what the terminal says it is, and what it runs inside."""
    _, environment = case.words, case.session.environment
    term = environment.get("TERM", "")
    inside = "tmux" if environment.get("TMUX") else "screen" if environment.get("STY") else ""
    told = ", ".join(
        part
        for part in (
            f"TERM={term}" if term else _("TERM is not set"),
            environment.get("TERM_PROGRAM", "") if not inside else "",
            _("inside {program}").format(program=inside) if inside else "",
        )
        if part
    )
    if term in ("", "dumb", "unknown"):
        return Check(
            N_("kind"),
            "warning",
            told,
            _("say what the terminal is, or use another one for the reader"),
            "export TERM=xterm-256color",
        )
    if inside == "tmux" and not term.startswith(_TMUX_TERMS):
        return Check(
            N_("kind"),
            "warning",
            told,
            _("keys and colours may be wrong; put into ~/.tmux.conf"),
            'set -g default-terminal "tmux-256color"',
        )
    return Check(N_("kind"), "ok", told)


def colours(case: Case) -> Check:
    """Tell how many colours it says it has."""
    from gazette.tui.terminal import colour_system, wants_no_colour  # imports rich

    _, environment = case.words, case.session.environment
    if wants_no_colour(environment):
        return Check(N_("colours"), "ok", _("none, as NO_COLOR asks"))
    system = colour_system(environment)
    if system == "truecolor":
        return Check(N_("colours"), "ok", _("16 million"))
    if system == "256":
        remedy, command = _more_colours(case)
        return Check(N_("colours"), "ok", _("256: the themes come close"), remedy, command)
    return Check(
        N_("colours"),
        "warning",
        _("16 or none: the reader keeps to the terminal's own"),
        _("if it has more, say so"),
        "export COLORTERM=truecolor",
    )


def _more_colours(case: Case) -> tuple[str, str]:
    """Return how tmux lets more colours through: the one known obstacle, and its remedy."""
    _ = case.words
    if not case.session.environment.get("TMUX"):
        return "", ""
    return (
        _("for all of them put into ~/.tmux.conf, and set COLORTERM=truecolor"),
        'set -as terminal-features ",*:RGB"',
    )


def room(size: os.terminal_size, _: Words) -> Check:
    """Tell how much fits into it."""
    told = _("{columns} columns, {lines} lines").format(columns=size.columns, lines=size.lines)
    if size.columns >= SMALL_COLUMNS and size.lines >= SMALL_LINES:
        return Check(N_("size"), "ok", told)
    return Check(N_("size"), "warning", told, _("make the window larger, or its type smaller"))


def signs(encoding: str, _: Words) -> Check:
    """Tell whether accents and rules can be written."""
    if encoding.lower().replace("-", "") == "utf8":
        return Check(N_("signs"), "ok", "UTF-8")
    return Check(
        N_("signs"),
        "warning",
        _("{encoding}: accents and rules are shown as question marks").format(encoding=encoding),
        _("use a locale with UTF-8"),
        "export LC_ALL=C.UTF-8",
    )

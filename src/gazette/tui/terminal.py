"""What can the terminal show, and is its page light or dark? Asked before the reader takes it over.

The question is OSC 11, followed by one that every terminal answers (primary device attributes):
a terminal that does not know OSC 11 thus costs no waiting.
"""

import fcntl
import os
import re
import select
import struct
import termios
import time
import tty
from collections.abc import Mapping
from typing import Final, Literal, get_args

from rich.console import Console

ThemeName = Literal["papier", "nuit", "contrast", "terminal"]
ThemeSetting = Literal["auto"] | ThemeName

_QUESTION: Final = b"\x1b]11;?\x1b\\\x1b[c"
_ATTRIBUTES = re.compile(rb"\x1b\[\?([\d;]*)c")
_SIXEL: Final = b"4"
"""Among the attributes, after the first, which is the kind of terminal."""
_COLOUR = re.compile(rb"\x1b\]11;rgba?:([\da-fA-F]{1,4})/([\da-fA-F]{1,4})/([\da-fA-F]{1,4})")
_ANSWERS = re.compile(rb"\x1b\]11;[^\x07\x1b]*(?:\x07|\x1b\\)|" + _ATTRIBUTES.pattern)
_PATIENCE_S: Final = 0.25
_WITHOUT_SHADES: Final[tuple[ThemeName, ...]] = ("contrast", "terminal")
"""What can be read in 16 colours: there the two papers' grey is their black."""
_LIGHT_IN_COLORFGBG: Final = frozenset(("7", "15"))


def choose_theme(setting: ThemeSetting, environment: Mapping[str, str], answer: bytes) -> ThemeName:
    """Return `setting` if the terminal can show it, else what suits the terminal.

    That is the terminal's own two colours where there are few, or none are wanted. `answer` is
    what the terminal said when it was asked, if it was.
    """
    offered = offered_themes(environment)
    if setting in offered:
        return setting
    if "papier" not in offered:
        return "terminal"
    is_light = is_light_colour(answer)
    if is_light is None:
        *_, background = environment.get("COLORFGBG", "").split(";")
        is_light = background in _LIGHT_IN_COLORFGBG
    return "papier" if is_light else "nuit"


def is_asked_for_theme(setting: ThemeSetting, environment: Mapping[str, str]) -> bool:
    """Say whether the theme depends on what the terminal answers."""
    offered = offered_themes(environment)
    return setting not in offered and "papier" in offered


def offered_themes(environment: Mapping[str, str]) -> tuple[ThemeName, ...]:
    """Return the themes that the terminal can show, in the order in which one turns them."""
    if wants_no_colour(environment):
        return ("terminal",)
    if has_few_colours(environment):
        return _WITHOUT_SHADES
    return get_args(ThemeName)


def wants_no_colour(environment: Mapping[str, str]) -> bool:
    """Say whether the reader wants no colours in any program (https://no-color.org)."""
    return bool(environment.get("NO_COLOR"))


def has_few_colours(environment: Mapping[str, str]) -> bool:
    """Say whether the terminal has at most 16 colours, which may look like anything."""
    return colour_system(environment) in (None, "standard")


def colour_system(environment: Mapping[str, str]) -> str | None:
    """Return what colours the terminal says it has: "truecolor", "256", "standard" or None."""
    return Console(force_terminal=True, _environ=environment).color_system


def is_light_colour(answer: bytes) -> bool | None:
    """Return whether a terminal's answer names a light colour; None if it names none."""
    match = _COLOUR.search(answer)
    if match is None:
        return None
    red, green, blue = (int(part, 16) / (16 ** len(part) - 1) for part in match.groups())
    luminance: float = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return luminance > 0.5


def says_sixel(answer: bytes) -> bool:
    """Return whether a terminal's answer says that it shows sixels."""
    match = _ATTRIBUTES.search(answer)
    return match is not None and _SIXEL in match[1].split(b";")[1:]


def typed_with(answer: bytes) -> bytes:
    """Return what was typed before a terminal answered; nothing where it did not answer in full."""
    return _ANSWERS.sub(b"", answer) if _ATTRIBUTES.search(answer) else b""


def asked() -> bytes:
    """Return what the terminal answers, and what is typed; nothing where there is no terminal."""
    try:
        terminal = os.open(os.ctermid(), os.O_RDWR | os.O_NOCTTY)
    except OSError:
        return b""
    try:
        # Only whoever is in the foreground may ask: others would be stopped by the kernel.
        if os.tcgetpgrp(terminal) != os.getpgrp():
            return b""
        before = termios.tcgetattr(terminal)
        try:
            tty.setcbreak(terminal, termios.TCSANOW)
            os.write(terminal, _QUESTION)
            answer = _answer(terminal)
        finally:
            termios.tcsetattr(terminal, termios.TCSANOW, before)
        if not _ATTRIBUTES.search(answer):  # what comes late is not to be taken for keys
            termios.tcflush(terminal, termios.TCIFLUSH)
        return answer
    except (OSError, termios.error):
        return b""
    finally:
        os.close(terminal)


def cell_size() -> tuple[int, int] | None:
    """Return width and height of a character in pixels; None where the terminal does not say."""
    for descriptor in (0, 1, 2):
        try:
            told = fcntl.ioctl(descriptor, termios.TIOCGWINSZ, bytes(8))
        except OSError:
            continue
        lines, columns, width, height = struct.unpack("HHHH", told)
        if lines and columns and width >= columns and height >= lines:
            return width // columns, height // lines
    return None


def _answer(terminal: int) -> bytes:
    answer = b""
    deadline = time.monotonic() + _PATIENCE_S
    while not _ATTRIBUTES.search(answer):
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([terminal], [], [], left)[0]:
            break
        answer += os.read(terminal, 256)
    return answer

"""Read a site's robots.txt: the only door to protego.

Pure. A robots.txt is as hostile as any page: only the lines that are for us are handed on, in
bounded number and length. Who is to be asked, and when, is decided elsewhere.
"""

import re
from typing import Final

from protego import Protego

AGENT: Final = "gazette"
"""What the lines for us are addressed to, whatever the reader has put into the User-Agent."""
MOST_BYTES: Final = 500 * 1024
"""RFC 9309 2.5: at least so much is read; what comes behind it is not."""
LONGEST_DELAY_S: Final = 10.0
"""Of a crawl-delay: a hundred pages of one host must fit into one run."""

_AGENT_LINE = re.compile(r"\s{0,20}user[- ]?agent\s{0,20}:\s{0,20}(\S{1,200})", re.IGNORECASE)
_RULE_LINE = re.compile(r"\s{0,20}(?:dis?s?allow|allow|crawl-delay)\s{0,20}:", re.IGNORECASE)
_MOST_LINES: Final = 5_000
_LONGEST_LINE: Final = 500
# Each part between asterisks is a search of its own in every address.
_MOST_WILDCARDS: Final = 20


def lines_for_us(body: bytes) -> str:
    """Return the lines of a robots.txt that are for us or for every program."""
    text = body[:MOST_BYTES].decode("utf-8", "replace").lstrip("\ufeff")
    kept: list[str] = []
    is_ours = ends_group = False
    for line in text.splitlines():
        line = line.partition("#")[0].rstrip()
        if match := _AGENT_LINE.match(line):
            # RFC 9309 2.2.1: agents that follow each other share the rules behind them.
            is_for_us = match[1] == "*" or AGENT.startswith(match[1].rstrip("*").lower())
            is_ours = is_for_us or (is_ours and not ends_group)
            ends_group = False
            if is_for_us:
                kept.append(f"User-agent: {match[1]}")
        elif _RULE_LINE.match(line):
            ends_group = True
            if is_ours and len(line) <= _LONGEST_LINE and line.count("*") <= _MOST_WILDCARDS:
                kept.append(line.strip())
    return "\n".join(kept[:_MOST_LINES])


class Rules:
    """What a site wants of programs that come by themselves."""

    def __init__(self, lines: str) -> None:
        """Read what `lines_for_us` returned."""
        self._rules = Protego.parse(lines) if lines else None

    def allow(self, url: str) -> bool:
        """Return whether the page at `url` may be taken."""
        return self._rules is None or self._rules.can_fetch(url, AGENT)

    @property
    def delay_s(self) -> float:
        """How long to wait between two requests; 0 where nothing is said."""
        asked = self._rules.crawl_delay(AGENT) if self._rules else None
        return min(asked or 0.0, LONGEST_DELAY_S)

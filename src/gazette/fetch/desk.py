"""What pictures are asked for with: said by the reader, who asks for none itself."""

from pathlib import Path

import msgspec

from gazette.config import Config
from gazette.web.politeness import host_key


class Desk(msgspec.Struct, frozen=True):
    """What pictures are asked for with; from the configuration."""

    store: str
    """The file that knows which hosts want to be left alone."""
    folder: str
    """Where pictures are kept."""
    user_agent: str
    proxy: str | None = None
    allowed: tuple[tuple[str, int], ...] = ()
    """Hosts and ports that may lie in a private network: those of the reader's own list."""
    delay_s: float = 0.5
    """Between two requests to one host."""


def desk_of(config: Config, *, store: Path, folder: Path) -> Desk:
    """Return what a configuration says of asking for pictures."""
    # As with pages: a private address is asked only where the reader's own list names its host.
    hosts = (host_key(subscription.url).rpartition(":") for subscription in config.subscriptions)
    return Desk(
        store=str(store),
        folder=str(folder),
        user_agent=config.fetch.user_agent,
        proxy=config.fetch.proxy,
        allowed=tuple((name, int(port)) for name, _, port in hosts if port),
        delay_s=config.fetch.delay.total_seconds(),
    )

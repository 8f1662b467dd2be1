"""What the pages of each site have in common, looked up and added to during one run.

The store remembers; here is what saves it a question for each page. A run is the only writer.
"""

from collections import OrderedDict
from datetime import datetime
from typing import Final

from msgspec import structs

from gazette.article import Trace
from gazette.extract import PageRules, rules_for
from gazette.extract.learned import repeated_lines, seen_page
from gazette.model import SeenPage, Subscription
from gazette.store.learned import PAGES, Learned
from gazette.web.politeness import host_key

_SITES: Final = 64
"""Sites in memory at once, about 200 kB each."""


class Lessons:
    """The remembered pages of the sites that a run meets."""

    def __init__(self, learned: Learned) -> None:
        self._learned = learned
        self._sites: OrderedDict[str, tuple[list[SeenPage], frozenset[int]]] = OrderedDict()

    def rules(self, url: str, subscription: Subscription | None, *, now: datetime) -> PageRules:
        """Return the rules for the page at `url`, with what is boilerplate on its site."""
        rules = rules_for(url, subscription, day=now.date())
        return structs.replace(rules, repeated=self.repeated(url))

    def repeated(self, url: str) -> frozenset[int]:
        """Return the fingerprints of the lines that are boilerplate on the site of `url`."""
        return self._known(_site(url))[1]

    def seen(
        self, page_id: int, url: str, trace: Trace | None, *, now: datetime
    ) -> SeenPage | None:
        """Return what a page teaches; it holds for the next one at once.

        The caller commits it with the page before any other is looked at.
        """
        if trace is None:
            return None
        site = _site(url)
        others = [page for page in self._known(site)[0] if page.id != page_id]
        page = seen_page(page_id, site, trace, others, now=now)
        pages = [*others, page][-PAGES:]
        self._sites[site] = pages, repeated_lines(pages)
        return page

    def _known(self, site: str) -> tuple[list[SeenPage], frozenset[int]]:
        if site not in self._sites:
            pages = self._learned.pages(site)
            self._sites[site] = pages, repeated_lines(pages)
            if len(self._sites) > _SITES:
                self._sites.popitem(last=False)
        self._sites.move_to_end(site)
        return self._sites[site]


def _site(url: str) -> str:
    return host_key(url).removeprefix("www.")

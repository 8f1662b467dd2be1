"""`Press`: the sample newspapers, served on 127.0.0.1 while a `with` block lasts.

    with Press() as press:
        config.write_text(press.config_text())
        ...  # fetch; then look at press.requests

Feeds and pages are made for the moment `now`, so that the news is always fresh. Tests add or
replace what stands at a path with `extra` or `serve`.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from html import escape
from typing import Final, Self

from gazette.article import Article, Standfirst
from gazette.clock import system_clock
from gazette.demo.dispatches import Behaviour, Masthead, mastheads
from gazette.demo.layouts import LAYOUTS, Page
from gazette.demo.server import HOST, Answer, LogLine, Request, Responder, Server
from gazette.demo.syndication import Listed, atom, rss
from gazette.model import Subscription

_IMAGE: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 540">'
    '<rect width="960" height="540" fill="#d8d2c4"/></svg>'
)
_NOT_FOUND: Final = "<!DOCTYPE html><title>404</title><h1>404 - Page introuvable / Not found</h1>\n"
_RELATED: Final = 3


class Press:
    """The sample press on a free port of 127.0.0.1, for the length of a `with` block.

    `now` is the moment of the news (default: the present one); `slow_s` is how long the slow feed
    thinks. `extra` puts answers, or functions that decide on one, at paths of its own or in the
    place of the press's.
    """

    def __init__(
        self,
        *,
        now: datetime | None = None,
        extra: Mapping[str, Answer | Responder] | None = None,
        slow_s: float = 1.5,
    ) -> None:
        self.base_url = ""
        """Without a slash at the end."""
        self.feeds: tuple[Subscription, ...] = ()
        """One for each newspaper, at the address one would subscribe to."""
        self.articles: Mapping[str, Article] = {}
        """What a perfect extractor finds on each page that is served, by its address."""
        # Newspapers date their stories to the minute.
        self._now = (now or system_clock()).replace(second=0, microsecond=0)
        self._slow_s = slow_s
        self._extra = dict(extra or {})
        self._answers: dict[str, Answer | Responder] = {}
        self._server = Server(self._respond)

    def __enter__(self) -> Self:
        self.base_url = f"http://{HOST}:{self._server.start()}"
        papers = mastheads()
        self.feeds = tuple(self._subscription(paper) for paper in papers)
        self.articles = {
            listed.url: _article(paper, listed)
            for paper in papers
            for listed in self._listed(paper)
            if not listed.dispatch.is_withdrawn
        }
        self._answers |= self._made(papers) | self._extra
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.stop()

    @property
    def requests(self) -> tuple[LogLine, ...]:
        """Every request so far, in the order of arrival."""
        return tuple(self._server.log)

    def url(self, path: str) -> str:
        """Return the address of `path`, which starts with a slash."""
        return self.base_url + path

    def serve(self, path: str, answer: Answer | Responder) -> str:
        """Put `answer` at `path` from now on and return its address."""
        self._answers[path] = answer
        return self.url(path)

    def config_text(self) -> str:
        """Return a feeds.toml that subscribes to every newspaper of this press."""
        return '[fetch]\ndelay = "0s"\n' + "".join(_feed_table(feed) for feed in self.feeds)

    # --- what stands at each path -----------------------------------------------------------

    def _respond(self, request: Request) -> Answer:
        path = request.path
        answer = self._answers.get(path) or self._answers.get(path.partition("?")[0])
        if answer is None:
            return Answer(404, {"Content-Type": "text/html; charset=utf-8"}, _NOT_FOUND.encode())
        return answer(request) if callable(answer) else answer

    def _made(self, papers: tuple[Masthead, ...]) -> dict[str, Answer | Responder]:
        answers: dict[str, Answer | Responder] = {
            "/": _html(self._index("gazette demo", papers)),
            "/robots.txt": Answer(200, {"Content-Type": "text/plain"}),
            "/image.svg": Answer(200, {"Content-Type": "image/svg+xml"}, _IMAGE.encode()),
        }
        for paper in papers:
            answers[f"/{paper.slug}/"] = _html(self._index(paper.title, (paper,)))
            answers |= self._feed(paper)
            served = [one for one in self._listed(paper) if not one.dispatch.is_withdrawn]
            for listed in served:
                path = listed.url.removeprefix(self.base_url)
                answers[path] = self._page(paper, listed, served)
        return answers

    def _listed(self, paper: Masthead) -> tuple[Listed, ...]:
        return tuple(
            Listed(
                dispatch=dispatch,
                url=self.url(f"/{paper.slug}/{dispatch.slug}"),
                published=self._now - dispatch.age,
            )
            for dispatch in paper.dispatches
        )

    def _subscription(self, paper: Masthead) -> Subscription:
        return Subscription(
            url=self.url(_feed_path(paper)),
            title=paper.title,
            tags=paper.tags,
            language=paper.language,
        )

    def _feed(self, paper: Masthead) -> dict[str, Answer | Responder]:
        """Return what stands at the feed's address, and where that only points, at the next."""
        path = _feed_path(paper)
        if paper.behaviour is Behaviour.BROKEN:
            return {path: _html(self._index(paper.title, ()))}
        write, charset = (rss if paper.format == "rss" else atom), _charset(paper)
        listed = self._listed(paper)
        text = write(paper, listed, home=self.url(f"/{paper.slug}/"), charset=charset)
        kind = f"application/{paper.format}+xml; charset={charset}"
        answer = self._validated(paper, text, kind, max(one.published for one in listed))
        if paper.behaviour is Behaviour.MOVED:
            target = f"/{paper.slug}/news.xml"
            return {path: Answer(301, {"Location": self.url(target)}), target: answer}
        return {path: answer}

    def _page(self, paper: Masthead, listed: Listed, served: list[Listed]) -> Answer:
        page = Page(
            listed=listed,
            masthead=paper,
            home=self.url(f"/{paper.slug}/"),
            related=tuple(other for other in served if other != listed)[:_RELATED],
            charset=_charset(paper),
        )
        html = LAYOUTS[listed.dispatch.layout](page)
        return self._validated(paper, html, f"text/html; charset={page.charset}", listed.published)

    def _validated(self, paper: Masthead, text: str, kind: str, modified: datetime) -> Answer:
        is_legacy = paper.behaviour is Behaviour.LEGACY
        body = text.encode("windows-1252" if is_legacy else "utf-8", "xmlcharrefreplace")
        is_feed = "xml" in kind
        return Answer(
            headers={
                "Content-Type": kind,
                "ETag": f'"{hashlib.sha256(body).hexdigest()[:16]}"',
                "Last-Modified": format_datetime(modified, usegmt=True),
            },
            body=body,
            delay_s=self._slow_s if is_feed and paper.behaviour is Behaviour.SLOW else 0.0,
            gzip=paper.behaviour is Behaviour.GZIP,
        )

    def _index(self, title: str, papers: tuple[Masthead, ...]) -> str:
        """Return a front page, whose head announces the feeds of `papers`."""
        feeds = "".join(
            f'<link rel="alternate" type="application/{paper.format}+xml"'
            f' title="{escape(paper.title)}" href="{_feed_path(paper)}">\n'
            for paper in papers
        )
        stories = "".join(
            f'<li><a href="{listed.url}">{escape(listed.dispatch.title)}</a></li>\n'
            for paper in papers
            for listed in self._listed(paper)
        )
        return (
            f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{escape(title)}</title>\n'
            f"{feeds}</head>\n<body><h1>{escape(title)}</h1>\n<ul>\n{stories}</ul></body></html>\n"
        )


def _article(paper: Masthead, listed: Listed) -> Article:
    dispatch = listed.dispatch
    return Article(
        title=dispatch.title,
        blocks=(Standfirst(dispatch.standfirst), *dispatch.blocks),
        url=listed.url,
        authors=(dispatch.author,),
        published=listed.published,
        language=paper.language,
        site=paper.title,
        ai_disclosed=bool(dispatch.ai_note),
        ai_wording=dispatch.ai_note or None,
    )


def _feed_path(paper: Masthead) -> str:
    return f"/{paper.slug}/{paper.format}.xml"


def _charset(paper: Masthead) -> str:
    """Return what the newspaper says of its charset; `Behaviour.LEGACY` says it wrongly."""
    return "iso-8859-1" if paper.behaviour is Behaviour.LEGACY else "utf-8"


def _html(text: str) -> Answer:
    return Answer(headers={"Content-Type": "text/html; charset=utf-8"}, body=text.encode())


def _feed_table(feed: Subscription) -> str:
    lines = [f"url = {_toml(feed.url)}", f"title = {_toml(feed.title)}"]
    lines.append(f"tags = {_toml(feed.tags)}")
    return "\n[[feeds]]\n" + "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    # A JSON string or list of strings without control characters is TOML as it stands.
    return json.dumps(value, ensure_ascii=False)

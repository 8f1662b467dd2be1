"""`gazette extract`: the article in files or at addresses, and what was left out of it."""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import click
from msgspec import Struct, structs

from gazette.article import Extraction, Reason
from gazette.cli import output
from gazette.cli.fields import article_fields
from gazette.cli.session import Session
from gazette.cli.usage import Command
from gazette.clock import LocalZone, system_clock
from gazette.config import Config
from gazette.errors import (
    N_,
    DownloadError,
    ExtractError,
    GazetteError,
    ParserFailed,
    StoreError,
    system_problem,
)
from gazette.feeds.identity import mask_url
from gazette.i18n import Words
from gazette.model import Subscription
from gazette.paths import is_missing
from gazette.store import open_store

if TYPE_CHECKING:
    from gazette.extract import PageRules

_REASONS: Final = {
    Reason.TITLE: N_("the title again"),
    Reason.BYLINE: N_("by-line"),
    Reason.CAPTION: N_("caption"),
    Reason.RELATED: N_("related articles"),
    Reason.NEWSLETTER: N_("newsletter"),
    Reason.SHARE: N_("share bar"),
    Reason.COMMENTS: N_("comments"),
    Reason.COOKIES: N_("cookie banner"),
    Reason.PAYWALL: N_("subscription"),
    Reason.ADVERT: N_("advertisement"),
    Reason.NAVIGATION: N_("navigation"),
    Reason.HIDDEN: N_("hidden"),
    Reason.RULE: N_("by a rule"),
    Reason.REPEATED: N_("seen on other pages of this site"),
    Reason.BOILERPLATE: N_("around the article"),
}
_SERVERS: Final = frozenset(("www", "feeds", "feed", "rss"))


class Page(Struct, frozen=True):
    """The bytes of one page, from a file or an address."""

    name: str
    url: str
    body: bytes
    charset: str | None = None


@click.command(
    cls=Command,
    help=N_("Print the article in HTML or text files (- is standard input), or at addresses."),
)
@click.argument("sources", nargs=-1, metavar=N_("[PATH|URL]..."))
@click.option("--url", metavar="URL", default="", help=N_("The address that a file came from."))
@click.option("--explain", is_flag=True, help=N_("Also print what was removed, and why."))
@click.option("--jsonl", is_flag=True, help=N_("Print one JSON object a line."))
@click.option("--again", is_flag=True, help=N_("Rebuild stored articles from the kept pages."))
@click.pass_obj
def extract(
    session: Session,
    sources: tuple[str, ...],
    *,
    url: str,
    explain: bool,
    jsonl: bool,
    again: bool,
) -> int:
    """Print the article of each source."""
    _ = session.words
    if again == bool(sources):
        raise click.UsageError(_("name files or addresses, or use --again alone"))
    if again:
        return _again(session)
    done = 0
    for source, result in asyncio.run(_extract_all(session, sources, url)):
        if isinstance(result, GazetteError):
            output.narrate(_.labelled("gazette", _.labelled(mask_url(source), _.describe(result))))
            continue
        done += 1
        if jsonl:
            output.json_line(article_fields(result, url or source, explain=explain))
        else:
            _print_article(result, _, explain=explain)
    return 0 if done else 1


async def _extract_all(
    session: Session, sources: Sequence[str], url: str
) -> list[tuple[str, Extraction | GazetteError]]:
    from gazette.fetch.parsers import Parsers  # asyncio's subprocesses; not for --again alone

    config = session.config_or_defaults
    async with Parsers(1) as parsers:
        results: list[tuple[str, Extraction | GazetteError]] = []
        for source in sources:
            try:
                page = await _page(config, source, url)
                result: Extraction | GazetteError = await parsers.extract(
                    page.body,
                    url=page.url,
                    charset=page.charset,
                    language=None,
                    rules=_rules(session, page.url),
                )
            except (DownloadError, ExtractError, ParserFailed) as problem:
                result = problem
            results.append((source, result))
        return results


def _rules(session: Session, url: str) -> "PageRules":
    """Return what is known of the page at `url`: rules, and what its site repeats."""
    from gazette.extract import rules_for  # the parser of pages
    from gazette.fetch.lessons import Lessons

    rules = rules_for(
        url, _subscription(session.config_or_defaults, url), day=system_clock().date()
    )
    if not url or is_missing(session.store_file):
        return rules
    # A store that cannot be read is no reason not to read a page.
    with suppress(StoreError), closing(open_store(session.store_file, or_read_only=True)) as store:
        return structs.replace(rules, repeated=Lessons(store.learned).repeated(url))
    return rules


def _subscription(config: Config, url: str) -> Subscription | None:
    """Return the first feed of the page's site for which the reader has rules."""
    host = _site(url)
    return next(
        (
            s
            for s in config.subscriptions
            if (s.selector is not None or s.remove is not None) and host and _site(s.url) == host
        ),
        None,
    )


def _site(url: str) -> str:
    """Return the host of an address without what tells its servers apart: "www.", "feeds."."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    name, _, rest = host.partition(".")
    return rest if name in _SERVERS and "." in rest else host


async def _page(config: Config, source: str, url: str) -> Page:
    if not source.startswith(("http://", "https://")):
        try:
            return Page(source, url, await asyncio.to_thread(_read, source))
        except OSError as problem:
            raise ExtractError(kind=system_problem(problem)) from problem
    from gazette.fetch import page_stage  # imports httpx
    from gazette.web.client import Client, Request
    from gazette.web.politeness import host_key

    # The reader typed this address, so it may be a private one.
    host, _, port = host_key(source).rpartition(":")
    allowed = frozenset({(host, int(port))}) if port else frozenset()
    settings = config.fetch
    async with Client(
        user_agent=settings.user_agent, allowed=allowed, proxy=settings.proxy
    ) as client:
        download = await client.get(
            Request(source, accept="page"),
            deadline_s=page_stage.DEADLINE_S,
            max_bytes=page_stage.MAX_BYTES,
        )
    return Page(source, download.final_url, download.body, download.charset)


def _read(source: str) -> bytes:
    return sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()


def _again(session: Session) -> int:
    from gazette.fetch.again import extract_again  # the parsing children, only for --again
    from gazette.fetch.lock import fetch_lock
    from gazette.rules import RuleBook

    _, config = session.words, session.config
    with session.store() as store, fetch_lock(session.store_file) as is_ours:
        if not is_ours:
            output.narrate(_("gazette: a fetch is running; try again when it is done"))
            return 1
        rules = RuleBook(config.rules, now=system_clock(), zone=LocalZone())
        report = asyncio.run(extract_again(store, config.subscriptions, system_clock, rules))
    output.narrate(
        _.plural("{n} page read again", "{n} pages read again", report.pages)
        + " · "
        + _.plural("{n} article", "{n} articles", report.articles)
    )
    return 0


def _print_article(extraction: Extraction, _: Words, *, explain: bool) -> None:
    article = extraction.article
    output.data(article.title)
    about = [article.site, *article.authors]
    if article.published:
        about.append(_.full_time(article.published))
    if any(about):
        output.data(" · ".join(part for part in about if part))
    output.data(f"\n{article.text}\n")
    if explain:
        for line in _explained(extraction, _):
            output.data(line)


def _explained(extraction: Extraction, _: Words) -> Iterator[str]:
    yield _("Removed:") if extraction.removed else _("Nothing was removed.")
    for piece in extraction.removed:
        reason = _(_REASONS[piece.reason])
        if piece.rule:
            reason = f"{reason} {piece.rule}"
        yield "  " + _.labelled(reason, " ".join(piece.text.split()))

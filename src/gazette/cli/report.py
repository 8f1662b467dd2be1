"""What is told of a fetch when it has ended: readable with one feed and with a thousand.

What failed for one reason is told once, with how many and a few of them by name.
"""

import sys
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from gazette.cli import output
from gazette.errors import N_, AnnouncingPage
from gazette.feeds.identity import mask_url
from gazette.fetch.report import Failures, FetchReport, alike
from gazette.i18n import NN_, Words
from gazette.text import clean_line

HOSTS_SHOWN: Final = 5
MOST_REASONS: Final = 12
NAMES_SHOWN: Final = 3
_NAMES_CHARS: Final = 56
"""Of all of them together: with the words beside them a line of 80 columns."""
_COUNTED: Final = {
    "feed": NN_("{n} feed", "{n} feeds"),
    "page": NN_("{n} page", "{n} pages"),
}
_COUNTED_OF_HOST: Final = {
    "feed": NN_("{n} feed of {host}", "{n} feeds of {host}"),
    "page": NN_("{n} page of {host}", "{n} pages of {host}"),
}
# Each of these names another address; where there are several, `gazette feeds` has the rest.
_OF_SEVERAL: Final = {
    AnnouncingPage.message: N_("not feeds but web pages; they announce feeds"),
}


def narrate_report(
    report: FetchReport,
    _: Words,
    *,
    quiet: bool = False,
    jsonl: bool = False,
    held: Collection[str] = (),
) -> None:
    """Say what a fetch did, and what failed and why.

    Under --quiet only what needs a person: a feed that is gone for good.
    """
    if not jsonl:
        failed = [a for a in report.failed if not quiet or a.outcome == "gone"]
        for line in _failures(alike(failed), _):
            output.narrate(f"  {line}")
    if report.kept_problem and not jsonl:
        told = _("pages cannot be kept for a later extraction")
        output.narrate(f"  {_.labelled(told, _.describe(report.kept_problem))}")
    if quiet:
        return
    for line in _report_lines(report, _):
        output.narrate(line)
    if held:
        shown = sorted(held)[:HOSTS_SHOWN]
        message = _.plural(
            "{n} host asked to be left alone for a while: {hosts}",
            "{n} hosts asked to be left alone for a while: {hosts}",
            len(held),
            hosts=", ".join((*shown, "…") if len(held) > len(shown) else shown),
        )
        output.narrate(message)
    if report.out_of_time:
        output.narrate(_("the run took too long; what is left stays due"))


def _failures(groups: Sequence[Failures], _: Words) -> Iterator[str]:
    """Yield lines on what failed: the reasons that most have in common first."""
    shown = groups[:MOST_REASONS]
    for group in shown:
        names = [mask_url(url) for url in group.urls]
        if len(names) == 1:
            yield _.labelled(names[0], _.stored(group.error))
        else:
            yield from _several(group, names, _)
    if rest := sum(len(group.urls) for group in groups[MOST_REASONS:]):
        yield _.plural("{n} other failure", "{n} other failures", rest)
    if rest or any(group.kind == "feed" and len(group.urls) > 1 for group in shown):
        yield _("all that fail, and why: gazette feeds --failing")


def _several(group: Failures, names: Sequence[str], _: Words) -> Iterator[str]:
    one, many = (_COUNTED_OF_HOST if group.host else _COUNTED)[group.kind]
    counted = _.plural(one, many, len(names), host=group.host)
    common = _OF_SEVERAL.get(group.error)
    yield _.labelled(counted, _(common) if common else _.stored(group.error))
    named = [clean_line(name.partition("://")[2], _NAMES_CHARS) for name in names[:NAMES_SHOWN]]
    while len(named) > 1 and len(", ".join(named)) > _NAMES_CHARS:
        named.pop()
    left = len(names) - len(named)
    more = _.plural("and {n} more", "and {n} more", left) if left else ""
    yield f"    {', '.join(named)} {more}".rstrip()


def _report_lines(report: FetchReport, _: Words) -> list[str]:
    if not report.feeds and not report.pages:
        return [_("nothing was due")]
    failed_feeds = sum(a.kind == "feed" for a in report.failed)
    failed_pages = len(report.failed) - failed_feeds
    parts = [
        _.plural("{n} feed asked", "{n} feeds asked", report.feeds) if report.feeds else "",
        _.plural("{n} new story", "{n} new stories", report.new) if report.feeds else "",
        _.plural("{n} changed", "{n} changed", report.changed) if report.changed else "",
        _.plural("{n} full text", "{n} full texts", report.articles) if report.pages else "",
        _.plural("{n} feed failed", "{n} feeds failed", failed_feeds) if failed_feeds else "",
        _.plural("{n} page failed", "{n} pages failed", failed_pages) if failed_pages else "",
        _.size(report.bytes),
        _.duration(report.seconds),
    ]
    return _flowed([part for part in parts if part])


def _flowed(parts: Sequence[str]) -> list[str]:
    """Return the parts on one line, on a terminal on as many as it takes."""
    if not sys.stderr.isatty():
        return [" · ".join(parts)]
    width = output.width(sys.stderr)
    lines = [parts[0]]
    for part in parts[1:]:
        if len(lines[-1]) + len(part) + 3 <= width:
            lines[-1] += f" · {part}"
        else:
            lines.append(part)
    return lines

"""Is there a network? Found out from a few hosts of the reader's own list, with one request each.

A feed is never asked here, due or not, and a host that wants a pause is left alone.
"""

import asyncio
from collections.abc import Iterator
from typing import Final

from gazette.cli.doctor.case import Case, Check
from gazette.clock import system_clock
from gazette.config import Config
from gazette.errors import N_
from gazette.feeds.identity import mask_url
from gazette.web.politeness import host_key, turn_key

MOST_HOSTS: Final = 3
_PROXY_VARIABLES: Final = ("https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "ALL_PROXY")


def checks(case: Case) -> Iterator[Check]:
    """Try to reach a few hosts."""
    _, config = case.words, case.config
    if not isinstance(config, Config):
        yield Check(N_("hosts"), "skipped", _("whom to ask is not known"))
        return
    yield from _proxy(case, config)
    if case.is_offline:
        yield Check(N_("hosts"), "skipped", _("left alone, as --offline asks"))
        return
    urls = chosen_urls(case)
    if not urls:
        yield Check(N_("hosts"), "skipped", _("there is none of yours that may be asked now"))
        return
    from gazette.web.reach import reach  # httpx

    work = reach(
        urls,
        user_agent=config.fetch.user_agent,
        proxy=config.fetch.proxy,
        clock=system_clock,
    )
    case.contacts = asyncio.run(work)
    if not config.fetch.proxy:
        yield names(case)
    yield hosts(case)


def chosen_urls(case: Case) -> list[str]:
    """Return one address each for a few hosts, those whose feeds work first."""
    failing = {row.url for row in case.subscribed if row.failures}
    urls: dict[str, str] = {}
    for subscription in sorted(case.subscriptions, key=lambda s: s.url in failing):
        if turn_key(subscription.url) not in case.held:
            urls.setdefault(host_key(subscription.url), subscription.url)
    return list(urls.values())[:MOST_HOSTS]


def _proxy(case: Case, config: Config) -> Iterator[Check]:
    """Name the proxy, or the one of the environment that is not used."""
    _ = case.words
    set_outside = [name for name in _PROXY_VARIABLES if case.session.environment.get(name)]
    if config.fetch.proxy:
        told = _("all goes through {proxy}").format(proxy=mask_url(config.fetch.proxy))
        yield Check(N_("proxy"), "ok", told)
    elif set_outside:
        yield Check(
            N_("proxy"),
            "ok",
            _("none; {variable} is set, but the environment is not read").format(
                variable=set_outside[0]
            ),
            _("if you need it, name it under [fetch] in feeds.toml"),
            'proxy = "http://…"',
        )


def names(case: Case) -> Check:
    """Tell whose names were found."""
    _, contacts = case.words, case.contacts
    found = sum(contact.has_name for contact in contacts)
    told = _("{n} of {count} names found").format(n=found, count=len(contacts))
    if found == len(contacts):
        return Check(N_("names"), "ok", told)
    lost = next(contact.host for contact in contacts if not contact.has_name)
    return Check(
        N_("names"),
        "warning" if found else "failed",
        told,
        _("see whether this machine is connected, and its name server answers"),
        f"getent hosts {lost.rpartition(':')[0]}",
    )


def hosts(case: Case) -> Check:
    """Tell which hosts answered: any answer at all will do."""
    _, contacts = case.words, case.contacts
    answered = [contact for contact in contacts if contact.problem is None]
    items = tuple(
        _.labelled(
            contact.host.removesuffix(":443"),
            _.describe(contact.problem)
            if contact.problem
            else _("answered in {seconds}").format(seconds=_.duration(contact.seconds)),
        )
        for contact in contacts
    )
    told = _("{n} of {count} answered").format(n=len(answered), count=len(contacts))
    if len(answered) == len(contacts):
        return Check(N_("hosts"), "ok", told, items=items)
    if answered:
        remedy = _("if a host fails for long, look it up in a browser")
        return Check(N_("hosts"), "warning", told, remedy, items=items)
    if all(contact.is_distrusted for contact in contacts):
        remedy = _("see whether the clock is right: each certificate has its time")
        return Check(N_("hosts"), "failed", told, remedy, "date", items)
    remedy = _("look for a firewall, or name your proxy under [fetch] in feeds.toml")
    return Check(N_("hosts"), "failed", told, remedy, items=items)

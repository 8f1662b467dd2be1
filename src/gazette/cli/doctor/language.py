"""Which language gazette speaks, why that one, and is the locale in order?"""

import locale
from collections.abc import Iterator

from gazette.cli.doctor.case import Case, Check
from gazette.config import Config
from gazette.errors import N_
from gazette.i18n import language_of


def checks(case: Case) -> Iterator[Check]:
    """Look at the language and the locale."""
    yield _interface(case)
    yield _locale(case)


def _interface(case: Case) -> Check:
    _, environment = case.words, case.session.environment
    setting = case.config.reader.language if isinstance(case.config, Config) else "auto"
    code, variable = (setting, "") if setting != "auto" else language_of(environment)
    name = _("French") if code == "fr" else _("English")
    if setting != "auto":
        told = _("{language}, as feeds.toml says").format(language=name)
    elif variable:
        told = _("{language}, as {variable}={value} says").format(
            language=name, variable=variable, value=environment[variable]
        )
    else:
        told = _("{language}, for want of a locale in another of its languages").format(
            language=name
        )
    return Check(N_("interface"), "ok", told)


def _locale(case: Case) -> Check:
    _, environment = case.words, case.session.environment
    # All of them, in the order that C libraries heed: where LANG is not installed, Python itself
    # sets LC_CTYPE to C.UTF-8.
    named = [environment[k] for k in ("LC_ALL", "LC_CTYPE", "LANG") if environment.get(k)]
    if not named:
        return Check(N_("locale"), "ok", _("none is set"))
    charsets = {name: _charset_of(name) for name in named}
    absent = [name for name, charset in charsets.items() if charset is None]
    if absent:
        return Check(
            N_("locale"),
            "warning",
            _("{name} is not installed: gazette can do without, other programs may not").format(
                name=", ".join(absent)
            ),
            _("install it (on Debian: sudo dpkg-reconfigure locales), or choose one that is there"),
            "locale -a",
        )
    name, charset = named[0], charsets[named[0]] or ""
    if charset.upper() not in ("UTF-8", "UTF8"):
        return Check(
            N_("locale"),
            "warning",
            _("{name} writes {charset}, not UTF-8").format(name=name, charset=charset),
            _("use a locale with UTF-8"),
            "export LC_ALL=C.UTF-8",
        )
    return Check(N_("locale"), "ok", _("{name}, installed").format(name=name))


def _charset_of(name: str) -> str | None:
    """Return how text is coded in a locale; None where it is not installed."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, name)
        return locale.nl_langinfo(locale.CODESET)
    except locale.Error:
        return None
    finally:
        locale.setlocale(locale.LC_CTYPE, before)

"""feeds.toml → a frozen `Config`, every value checked and in its unit.

An unknown key, a wrong type or a duplicate address is a `ConfigError` that names the file, the
place and the nearest key there is; nothing runs with half a configuration. The file is only
read here.
"""

import re
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, Literal, TextIO

from msgspec import Struct

from gazette import __version__
from gazette.config.keys import Changes, preset, table_of_keys, with_keymap
from gazette.config.lines import line_of
from gazette.config.queries import rules, views
from gazette.config.values import (
    Place,
    Table,
    boolean,
    choice,
    command_line,
    duration,
    header_value,
    headers,
    integer,
    keeping,
    language_code,
    same_address,
    selector,
    selectors,
    size,
    string,
    strings,
    web_address,
)
from gazette.errors import N_, ConfigError, Phrase, system_problem
from gazette.feeds.identity import mask_url
from gazette.keymap import PresetName
from gazette.model import Rule, SavedView, Subscription

PROJECT_PAGE: Final = "https://github.com/gazette-reader/gazette"
USER_AGENT: Final = f"gazette/{__version__} (+{PROJECT_PAGE})"
MEGABYTE: Final = 1_000_000


class FetchConfig(Struct, frozen=True):
    """`[fetch]`: how the fetcher behaves."""

    every: timedelta = timedelta(hours=1)
    jobs: int = 32
    """Downloads at once."""
    per_host: int = 1
    """Downloads at once from one host."""
    delay: timedelta = timedelta(seconds=0.5)
    """Between two requests to one host."""
    full_text: bool = True
    keep_pages: timedelta = timedelta(days=7)
    keep_pages_bytes: int = 500 * MEGABYTE
    user_agent: str = USER_AGENT
    proxy: str | None = None


class ReaderConfig(Struct, frozen=True):
    """`[reader]`: how the interface looks and speaks."""

    language: Literal["auto", "fr", "en"] = "auto"
    theme: Literal["auto", "papier", "nuit", "contrast", "terminal"] = "auto"
    images: Literal["auto", "half-blocks", "sixel", "kitty", "off"] = "auto"
    """How pictures are shown when they are asked for."""
    keys: PresetName = "default"
    keymap: Changes = ()
    """What the preset's keys are changed to, by action."""
    player: tuple[str, ...] = ()
    """The program and its arguments that play what is attached to a story; (): the browser."""
    reopen: bool = True
    """Begin where the reader was left the last time."""


class StoreConfig(Struct, frozen=True):
    """`[store]`: what is kept."""

    keep: timedelta | None = None
    """How long stories are; None: for ever."""


class Config(Struct, frozen=True):
    """All of feeds.toml."""

    file: Path
    fetch: FetchConfig = FetchConfig()
    reader: ReaderConfig = ReaderConfig()
    store: StoreConfig = StoreConfig()
    subscriptions: tuple[Subscription, ...] = ()
    views: tuple[SavedView, ...] = ()
    rules: tuple[Rule, ...] = ()


_EVERY: Final = duration(least=timedelta(minutes=5), most=timedelta(days=365))
_FETCH: Final[Table] = {
    "every": _EVERY,
    "jobs": integer(1, 256),
    "per_host": integer(1, 8),
    "delay": duration(least=timedelta(), most=timedelta(hours=1)),
    "full_text": boolean,
    "keep_pages": duration(least=timedelta(), most=timedelta(days=3650)),
    "keep_pages_size": size,
    "user_agent": header_value,
    "proxy": web_address,
}
_READER: Final[Table] = {
    "language": choice("auto", "fr", "en"),
    "theme": choice("auto", "papier", "nuit", "contrast", "terminal"),
    "images": choice("auto", "half-blocks", "sixel", "kitty", "off"),
    "keys": preset,
    "keymap": table_of_keys,
    "player": command_line,
    "reopen": boolean,
}
_STORE: Final[Table] = {"keep": keeping}
_FEED: Final[Table] = {
    "url": web_address,
    "title": string,
    "tags": strings,
    "language": language_code,
    "every": _EVERY,
    "full_text": boolean,
    "user_agent": header_value,
    "headers": headers,
    "selector": selector,
    "remove": selectors,
}
_TOP: Final = ("fetch", "reader", "store", "feeds", "views", "rules")
_TOML_PLACE: Final = re.compile(
    r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL
)


_VALUE_MISSING: Final = N_(
    "no value that can be read: text stands in quotes, yes and no are true and false"
)
_LINE_UNREADABLE: Final = N_(
    "this line cannot be read: a line is [table], [[table]], or key = value"
)
_QUOTE_MISSING: Final = N_("a quote that is opened is not closed on this line")
_TOML_PROBLEMS: Final = {
    "Invalid value": _VALUE_MISSING,
    "Illegal character '\\n'": _QUOTE_MISSING,
    "Unterminated string": _QUOTE_MISSING,
    "Unclosed array": N_("a list that is opened with [ is not closed"),
    "Unclosed inline table": N_("a table that is opened with a brace is not closed"),
    "Invalid statement": _LINE_UNREADABLE,
    "Expected '=' after a key in a key/value pair": _LINE_UNREADABLE,
    "Expected newline or end of document after a statement": N_(
        "there is more on this line than one key and its value"
    ),
    "Cannot overwrite a value": N_("this key is there already; it is written once"),
}
"""What tomllib says most often, in words that help."""
_PART_OF_KEY: Final = re.compile(r"'([^']*)'")
_KEY_TWICE: Final = re.compile(r"Cannot (?:declare|redefine namespace) (.+?)(?: twice)?")


def load_config(file: Path) -> Config:
    """Return the configuration in `file`.

    Raises:
        ConfigError: the file is missing or unreadable, or something in it cannot be used.
    """
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as problem:
        told = N_("it is not there; put it back, or make an empty one")
        raise ConfigError(file=file, place=N_("file"), problem=told) from problem
    except OSError as problem:
        raise ConfigError(file=file, place=N_("file"), problem=system_problem(problem)) from problem
    except UnicodeDecodeError as problem:
        raise ConfigError(
            file=file,
            place=Phrase(N_("byte {n}"), n=problem.start),
            problem=N_("not UTF-8 text"),
        ) from problem
    return parse_config(text, file)


def parse_config(text: str, file: Path) -> Config:
    """Return the configuration that `text` holds; `file` is for messages.

    Raises:
        ConfigError: something in it cannot be used.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise _not_toml(file, str(problem)) from problem
    except RecursionError as problem:
        raise ConfigError(file=file, place="file", problem=N_("nested too deeply")) from problem
    try:
        return _config(document, file)
    except ConfigError as problem:
        raise _with_line(problem, text) from problem


def _config(document: dict[str, Any], file: Path) -> Config:
    top = Place(file)
    top.known_keys(document, _TOP)
    fetch = _fetch_config(top.inside("fetch").table(document.get("fetch", {}), _FETCH))
    reader = top.inside("reader").table(document.get("reader", {}), _READER)
    store = top.inside("store").table(document.get("store", {}), _STORE)
    return Config(
        file=file,
        fetch=fetch,
        reader=ReaderConfig(**with_keymap(top.inside("reader"), reader)),
        store=StoreConfig(**store),
        subscriptions=_subscriptions(top, document.get("feeds", []), fetch),
        views=views(top, document.get("views", [])),
        rules=rules(top, document.get("rules", [])),
    )


def _with_line(problem: ConfigError, text: str) -> ConfigError:
    """Return an error that also says in which line the place is."""
    place = problem.data["place"]
    line = line_of(text, place) if isinstance(place, str) else None
    if line is None:
        return problem
    where = Phrase(N_("line {line}, {place}"), line=line, place=place)
    return type(problem)(**{**problem.data, "place": where})


def _not_toml(file: Path, told: str) -> ConfigError:
    """Return the error for what tomllib says: its own words, and the place in the reader's."""
    match = _TOML_PLACE.fullmatch(told)
    if match is None:
        return ConfigError(file=file, place=N_("file"), problem=told)
    problem, line, column = match.groups()
    where = Phrase(N_("line {line}, column {column}"), line=line, column=column)
    said = _TOML_PROBLEMS.get(problem) or _of_key(problem) or problem
    return ConfigError(file=file, place=where if line else N_("end of document"), problem=said)


def _of_key(told: str) -> Phrase | None:
    """Return what tomllib says of a key, as a message of ours; None where it is something else."""
    if match := _KEY_TWICE.fullmatch(told):
        key = ".".join(_PART_OF_KEY.findall(match[1]))  # tomllib prints it as Python has it
        return Phrase(N_("{key} is there already; a table or a key is written once"), key=key)
    return None


def sample_text() -> str:
    """Return the sample feeds.toml, the one that a first run starts from."""
    installed = Path(__file__).with_name("feeds.toml")
    in_checkout = Path(__file__).parents[3] / "feeds.toml"
    return (installed if installed.exists() else in_checkout).read_text(encoding="utf-8")


def create_config(file: Path) -> bool:
    """Write the sample to `file` unless something is there; say whether it was written.

    Raises:
        ConfigError: the folder or the file cannot be made.
    """
    try:
        if file.exists():
            return False
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as out:
            _write_whole(file, out)
    except FileExistsError:
        return False
    except OSError as problem:
        raise ConfigError(file=file, place=N_("file"), problem=system_problem(problem)) from problem
    return True


def _write_whole(file: Path, out: TextIO) -> None:
    try:
        out.write(sample_text())
        out.flush()
    except OSError:
        file.unlink()  # half a list must not be taken for the list
        raise


def _fetch_config(values: dict[str, object]) -> FetchConfig:
    if "keep_pages_size" in values:
        values["keep_pages_bytes"] = values.pop("keep_pages_size")
    return FetchConfig(**values)  # type: ignore[arg-type]  # each was checked by its key's type


def _subscriptions(top: Place, feeds: object, fetch: FetchConfig) -> tuple[Subscription, ...]:
    defaults = {"every": fetch.every, "full_text": fetch.full_text}
    found: list[Subscription] = []
    places: dict[tuple[object, ...], int] = {}
    for number, (place, values) in enumerate(top.tables("feeds", feeds, _FEED, needs=("url",))):
        subscription = Subscription(**{**defaults, **values})
        first = places.setdefault(same_address(subscription.url), number)
        if first != number:
            place.inside("url").refuse(
                Phrase(
                    N_("{url} is already in feeds[{n}]"), url=mask_url(subscription.url), n=first
                )
            )
        found.append(subscription)
    return tuple(found)

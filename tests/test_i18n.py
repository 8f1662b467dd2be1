import ast
import string
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from babel.messages.catalog import Message

import gazette
from gazette.errors import (
    AnnouncingPage,
    BadStatus,
    ConfigError,
    GazetteError,
    ParseError,
    Phrase,
    StoreTooNew,
    TimedOut,
    Unreachable,
)
from gazette.i18n import LANGUAGES, choose_language, words
from gazette.i18n.catalogue import (
    extract_messages,
    mo_bytes,
    mo_path,
    po_bytes,
    po_path,
    read_catalogue,
    updated,
)

PARIS = timezone(timedelta(hours=1))
NOW = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
REFRESH = "run `python -m gazette.i18n.catalogue`"


def forms(value: str | Sequence[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ("",))


def french_messages() -> list[Message]:
    return [message for message in read_catalogue("fr") if message.id]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_knows_the_messages_of_the_code(language: str) -> None:
    fresh = updated(read_catalogue(language), extract_messages())
    assert po_path(language).read_bytes() == po_bytes(fresh), REFRESH


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_fresh(language: str) -> None:
    assert mo_path(language).read_bytes() == mo_bytes(read_catalogue(language)), REFRESH


def sources() -> Iterator[Path]:
    root = Path(gazette.__file__).parent
    yield from sorted(file for file in root.rglob("*.py") if file.name != "catalogue.py")


MESSAGES = ("_", "N_", "NN_", "plural", "context")


def message_calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls that name a message in so many words."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in MESSAGES:
                yield node


@pytest.mark.parametrize("file", sources(), ids=lambda file: "-".join(file.parts[-2:]))
def test_no_message_stands_where_the_catalogue_does_not_find_it(file: Path) -> None:
    """Before Python 3.12 an f-string is one text to whoever collects; a call in a call is none."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        is_call = isinstance(node, ast.Call) and getattr(node.func, "id", "") in MESSAGES
        inside = node.args if isinstance(node, ast.Call) and is_call else ()
        for place in (node,) if isinstance(node, ast.JoinedStr) else inside:
            hidden = [ast.unparse(call) for call in message_calls(place)]
            assert not hidden


def test_every_message_is_translated_and_none_is_a_guess() -> None:
    untranslated = [m.id for m in french_messages() if not all(forms(m.string)) or m.fuzzy]
    assert untranslated == []


@pytest.mark.parametrize("message", french_messages(), ids=lambda m: str(m.id))
def test_a_translation_has_the_placeholders_of_its_message(message: Message) -> None:
    def names(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}

    known = [names(form) for form in forms(message.id)]
    if message.context == "column":
        known.append({"day", "month_number"})  # its caller gives the month in two ways
    for translation in forms(message.string):
        assert names(translation) in known


@pytest.mark.parametrize("message", french_messages(), ids=lambda m: str(m.id))
def test_french_is_set_with_its_own_signs_and_spaces(message: Message) -> None:
    for text in forms(message.string):
        assert "'" not in text
        assert '"' not in text
        assert not any(sign in text for sign in (" ;", " !", " ?", " :", " »", "« ", " %"))
        for place, sign in enumerate(text):
            if sign in ";!?" and place:
                assert text[place - 1] in "\u202f\u00a0", text
            if sign == ":":
                assert text[place - 1] != "\u202f", text
            if sign == "»":
                assert text[place - 1] == "\u00a0", text


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_months_and_days_are_complete(language: str) -> None:
    _ = words(language)
    days = {_.day(NOW - timedelta(days=n), NOW).split()[0] for n in range(2, 9)}
    months = {_.short_date(NOW + timedelta(days=29 * n)).split()[-1] for n in range(13)}
    assert len(days) == 7
    assert len(months) == 12


def test_dates_are_those_of_a_newspaper() -> None:
    french, english = words("fr"), words("en")
    assert french.full_time(NOW, PARIS) == "dimanche 22 novembre 2026 à 14:05"
    assert english.full_time(NOW, PARIS) == "Sunday, November 22, 2026 at 14:05"
    assert french.full_date(NOW.replace(day=1)) == "dimanche 1er novembre 2026"
    assert words("en", "en_GB").full_date(NOW) == "Sunday, 22 November 2026"
    assert words("fr", "fr_CA").full_date(NOW) == "dimanche 22 novembre 2026"
    assert words("en", "en_XX").full_date(NOW) == "Sunday, November 22, 2026"
    assert words("fr", "de_DE").full_date(NOW) == "dimanche 22 novembre 2026"
    assert french.short_date(NOW) == "dim. 22 nov."


@pytest.mark.parametrize(
    ("ago", "french", "english"),
    [
        (timedelta(seconds=-30), "à l’instant", "just now"),
        (timedelta(seconds=30), "à l’instant", "just now"),
        (timedelta(minutes=12), "12 min", "12 min"),
        (timedelta(hours=1), "1 h", "1 h"),
        (timedelta(hours=19, minutes=45), "hier 18:20", "yesterday 18:20"),
        (timedelta(days=2), "20 nov.", "20 Nov"),
        (timedelta(days=365), "22 nov. 2025", "22 Nov 2025"),
    ],
)
def test_how_long_ago(ago: timedelta, french: str, english: str) -> None:
    assert words("fr").age(NOW - ago, NOW, PARIS).replace("\u00a0", " ") == french
    assert words("en").age(NOW - ago, NOW, PARIS) == english


@pytest.mark.parametrize(
    ("ago", "french", "english"),
    [
        (-timedelta(hours=5), "19:05", "19:05"),
        (-timedelta(hours=12), "lun. 23 nov. 02:05", "Mon 23 Nov 02:05"),
        (timedelta(hours=20), "sam. 21 nov. 18:05", "Sat 21 Nov 18:05"),
        (timedelta(days=365), "22\u00a0nov. 2025", "22 Nov 2025"),
    ],
)
def test_a_time_is_told_as_exactly_as_matters(ago: timedelta, french: str, english: str) -> None:
    assert words("fr").near_time(NOW - ago, NOW, PARIS) == french
    assert words("en").near_time(NOW - ago, NOW, PARIS) == english


@pytest.mark.parametrize(
    ("ago", "french", "english"),
    [
        (timedelta(seconds=30), "à l’instant", "just now"),
        (timedelta(minutes=1), "il y a 1 minute", "1 minute ago"),
        (timedelta(minutes=12), "il y a 12 minutes", "12 minutes ago"),
        (timedelta(hours=3), "il y a 3 heures", "3 hours ago"),
        (timedelta(hours=19, minutes=45), "hier à 18:20", "yesterday at 18:20"),
        (timedelta(days=1), "hier à 14:05", "yesterday at 14:05"),
        (timedelta(days=2), "vendredi à 14:05", "Friday at 14:05"),
        (timedelta(days=6), "lundi à 14:05", "Monday at 14:05"),
        (
            timedelta(days=7),
            "dimanche 15 novembre 2026 à 14:05",
            "Sunday, November 15, 2026 at 14:05",
        ),
        (
            -timedelta(hours=5),
            "dimanche 22 novembre 2026 à 19:05",
            "Sunday, November 22, 2026 at 19:05",
        ),
    ],
)
def test_when_as_one_says_it(ago: timedelta, french: str, english: str) -> None:
    assert words("fr").when(NOW - ago, NOW, PARIS) == french
    assert words("en").when(NOW - ago, NOW, PARIS) == english


def test_when_of_the_minutes_after_midnight_is_told_in_minutes() -> None:
    midnight = NOW.replace(hour=23, minute=10)  # 0:10 in Paris
    assert words("fr").when(midnight - timedelta(minutes=20), midnight, PARIS) == (
        "il y a 20 minutes"
    )
    assert words("en").when(midnight - timedelta(hours=2), midnight, PARIS) == "yesterday at 22:10"


@pytest.mark.parametrize(
    ("ago", "french", "english"),
    [
        (timedelta(hours=1), "13:05", "13:05"),
        (timedelta(days=1), "hier", "yest."),
        (timedelta(days=2), "20/11", "20 Nov"),
        (timedelta(days=400), "2025", "2025"),
    ],
)
def test_when_in_a_narrow_column(ago: timedelta, french: str, english: str) -> None:
    assert words("fr").column_time(NOW - ago, NOW, PARIS) == french
    assert words("en").column_time(NOW - ago, NOW, PARIS) == english


def test_the_day_above_a_group_of_stories() -> None:
    _ = words("fr")
    days = [_.day(NOW - timedelta(days=n), NOW, PARIS) for n in (0, 1, 2, 365)]
    assert days == ["aujourd’hui", "hier", "vendredi 20 novembre", "samedi 22 novembre 2025"]


def test_french_counts_zero_as_one_and_english_as_many() -> None:
    assert (
        words("fr").plural("{n} feed is failing", "{n} feeds are failing", 0) == "0 flux en échec"
    )
    related = ("{n} related article", "{n} related articles")
    assert words("en").plural(*related, 0) == "0 related articles"
    assert words("fr").plural(*related, 0) == "0 article connexe"


def test_thousands_are_parted_as_the_language_does() -> None:
    assert words("fr").number(12345) == "12\u202f345"
    assert words("en").number(12345) == "12,345"


def test_errors_are_described_in_the_readers_language() -> None:
    error = StoreTooNew(path="/x.db", migration="m9")
    assert words("fr").describe(error).endswith("mettez gazette à jour")
    assert words("en").describe(error) == str(error)


@pytest.mark.parametrize(
    ("setting", "environment", "language"),
    [
        ("fr", {}, "fr"),
        ("auto", {"LANG": "fr_FR.UTF-8"}, "fr"),
        ("auto", {"LANG": "de_DE.UTF-8"}, "en"),
        ("auto", {"LANG": "de_DE.UTF-8", "LANGUAGE": "de:fr"}, "fr"),
        ("auto", {"LANG": "en_GB.UTF-8", "LC_ALL": "fr_CA"}, "fr"),
        ("auto", {"LC_ALL": "C", "LANG": "fr_FR", "LANGUAGE": "fr"}, "en"),
        ("auto", {"LC_ALL": "POSIX", "LANGUAGE": "fr"}, "en"),
        ("auto", {"LANG": "C.UTF-8", "LANGUAGE": "fr"}, "fr"),
        ("auto", {"LC_ALL": "C.UTF-8", "LANG": "C", "LANGUAGE": "fr_CA:en"}, "fr"),
        ("auto", {"LANGUAGE": "fr"}, "fr"),
        ("auto", {"LANGUAGE": "en", "LANG": "fr_FR.UTF-8"}, "en"),
        ("auto", {"LANG": "C.UTF-8"}, "en"),
        ("auto", {}, "en"),
    ],
)
def test_the_language_is_that_of_the_locale(
    setting: str, environment: dict[str, str], language: str
) -> None:
    assert choose_language(setting, environment) == language


@pytest.mark.parametrize(
    ("error", "french"),
    [
        (
            BadStatus(url="u", status=503, reason="Service Unavailable", retry_after=None),
            "le serveur a répondu 503 Service Unavailable",
        ),
        (TimedOut(url="u", seconds=20.0), "pas de réponse complète en 20 s"),
        (
            Unreachable(url="u", problem="the connection was refused"),
            "injoignable : la connexion a été refusée",
        ),
        (
            BadStatus(url="u", status=500, reason="Internal Server Error", retry_after=None),
            "le serveur a répondu 500 Internal Server Error",
        ),
        (
            AnnouncingPage(url="https://a.example/rss"),
            "ce n’est pas un flux mais une page web ; elle annonce un flux :"
            " gazette add https://a.example/rss",
        ),
        (ParseError(problem="it is an HTML page"), "ce n’est pas un flux : c’est une page HTML"),
        (
            ConfigError(
                file="feeds.toml",
                place="fetch.jobs",
                problem=Phrase("expected a whole number, not {given}", given="true"),
            ),
            "feeds.toml : fetch.jobs : un nombre entier est attendu, non true",
        ),
        (
            ConfigError(
                file="feeds.toml",
                place="views[2].query",
                problem=Phrase(
                    "column {column} of the query: {problem}",
                    column=4,
                    problem=Phrase(
                        'unknown value "{piece}"; did you mean "{nearest}"?',
                        piece="reed",
                        nearest="read",
                    ),
                ),
            ),
            "feeds.toml : views[2].query : colonne 4 de la recherche : valeur inconnue « reed » ;"
            " vouliez-vous dire « read » ?",
        ),
    ],
)
def test_an_error_reads_the_same_in_french_fresh_and_from_the_store(
    error: GazetteError, french: str
) -> None:
    def plain(text: str) -> str:
        return text.replace("\u202f", " ").replace("\u00a0", " ")

    _ = words("fr")
    assert plain(_.describe(error)) == french
    if not isinstance(error, ConfigError):
        assert plain(_.stored(str(error))) == french
        assert words("en").stored(str(error)) == str(error)


def test_a_stored_line_that_is_not_ours_stays_as_it_is() -> None:
    assert words("fr").stored("Zut {0} %s [/]") == "Zut {0} %s [/]"


def test_sizes_are_written_the_readers_way() -> None:
    assert [words("fr").size(n) for n in (0, 999, 142_200)] == [
        "0\u00a0o",
        "999\u00a0o",
        "142,2\u00a0ko",
    ]
    assert words("en").size(12_345_678) == "12.3\u00a0MB"

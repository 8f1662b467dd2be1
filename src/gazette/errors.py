"""Everything that can go wrong in a way gazette foresees.

    GazetteError
    ├── ConfigError             feeds.toml or a command-line value cannot be used
    ├── DownloadError           a request gave no usable body
    │   ├── TimedOut            the exchange passed its deadline
    │   ├── Unreachable         no name, no connection, or it broke
    │   ├── BadStatus           the server answered, but not with the thing
    │   ├── TooLarge            more bytes than we accept
    │   ├── BadEncoding         a coding we do not decode, or a damaged one
    │   ├── BadRedirect         too many hops, or a target we do not follow
    │   ├── AddressRefused      a private address that the user's list does not name
    │   ├── HostHeld            the host asked for a pause that is still running
    │   ├── RobotsRefused       the site's robots.txt asks programs not to take the page
    │   └── RobotsUnknown       the site cannot be asked for its robots.txt
    ├── ParseError              the body is not a feed
    │   └── AnnouncingPage      but a web page that announces one
    ├── NoFeed                  an address leads to no feed
    ├── NotAList                a file is not a list of feeds
    ├── NotAStory               a line of a file is not a story that can be taken in
    ├── ExportError             a file cannot be written
    ├── ParserFailed            reading the body took too long or too much memory
    ├── ExtractError            the page holds no article
    ├── NotAPicture             a body is no picture that is shown
    ├── ScheduleError           the schedule cannot be read or changed
    │   └── ScheduleRefused     what was asked for cannot be written as a schedule
    ├── WrongClock              the system's clock cannot be right
    ├── NoParser                no process can be started to read feeds and pages
    ├── QueryError              a text is no query
    │   └── UnfinishedQuery     but may become one when it is typed on
    └── StoreError              the store cannot be opened or written
        ├── StoreLocked         another process holds it too long
        └── StoreTooNew         written by a later version of gazette

Each error carries its data as keyword arguments and renders one English line from the class's
`message`. The layers above translate: `i18n.describe(error)` looks the same template up in the
catalogue. Third-party errors become one of these in the module that is the door to the library.
"""

import errno
from collections.abc import Mapping
from typing import ClassVar, Final


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "extract, but do not translate"
    """Mark a template for the message catalogue and return it unchanged."""
    return message


DISK_FULL: Final = N_("the disk is full; make room, then try again: what is stored is safe")
READ_ONLY: Final = N_("it cannot be written: the file, its folder or its disk is read-only")
_FORBIDDEN: Final = N_("you are not allowed to read or write it")
_NOT_A_FOLDER: Final = N_("a file is where its folder should be")
_OF_SYSTEM: Final[Mapping[int, str]] = {
    errno.ENOSPC: DISK_FULL,
    errno.EDQUOT: DISK_FULL,
    errno.EFBIG: DISK_FULL,
    errno.EROFS: READ_ONLY,
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.ENOENT: N_("it is not there"),
    errno.ENOTDIR: _NOT_A_FOLDER,
    errno.EEXIST: _NOT_A_FOLDER,
    errno.EISDIR: N_("a folder is where the file should be"),
}


def system_problem(problem: OSError) -> str:
    """Return what the system says of a file, in words that the catalogue has where it can."""
    return _OF_SYSTEM.get(problem.errno or 0) or problem.strerror or str(problem)


class Phrase:
    """A part of a message that has data of its own, to be translated when it is shown."""

    def __init__(self, template: str, **data: object) -> None:
        self.template = template
        self.data = data

    def __str__(self) -> str:
        return self.template.format(**self.data)


class GazetteError(Exception):
    """Base of all errors that are shown to a person as one line."""

    message: ClassVar[str] = N_("something went wrong")

    def __init__(self, **data: object) -> None:
        super().__init__(data)
        self.data = data

    def __str__(self) -> str:
        return self.message.format(**self.data)

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.data))


def _rebuild(kind: type[GazetteError], data: dict[str, object]) -> GazetteError:
    return kind(**data)


class ConfigError(GazetteError):
    """The configuration cannot be used. Data: `file`, `place`, `problem`."""

    message = N_("{file}: {place}: {problem}")


class UnknownKey(ConfigError):
    """A key that gazette does not know. Data: `file`, `place`, `nearest`."""

    message = N_('{file}: {place}: unknown key; did you mean "{nearest}"?')


class DownloadError(GazetteError):
    """A request gave no usable body. Data: `url`."""

    message = N_("{url}: could not be downloaded")


class TimedOut(DownloadError):
    """The whole exchange took too long. Data: `url`, `seconds`."""

    message = N_("no complete answer within {seconds:g} s")


class Unreachable(DownloadError):
    """No connection, or one that broke. Data: `url`, `problem`."""

    message = N_("cannot be reached: {problem}")


class BadStatus(DownloadError):
    """The server answered with something else. Data: `url`, `status`, `reason`, `retry_after`.

    `retry_after` is a `timedelta` or None: what the server asked for.
    """

    message = N_("the server answered {status} {reason}")


class TooLarge(DownloadError):
    """The body is larger than we accept. Data: `url`, `limit_mb`."""

    message = N_("larger than {limit_mb:g} MB")


class BadEncoding(DownloadError):
    """The body is coded in a way we do not decode. Data: `url`, `coding`."""

    message = N_("the body is damaged or coded in an unknown way ({coding})")


class BadRedirect(DownloadError):
    """A redirect that is not followed. Data: `url`, `problem`."""

    message = N_("a redirect that is not followed: {problem}")


class AddressRefused(DownloadError):
    """An address inside a private network. Data: `url`, `host`."""

    message = N_("{host} is a private address and not in your feeds.toml")


class HostHeld(DownloadError):
    """The host asked for a pause that is still running. Data: `host`, `seconds`."""

    message = N_("{host} asked to be left alone for another {seconds:g} s")


class RobotsRefused(DownloadError):
    """A page that programs are asked to leave alone. Data: `url`."""

    message = N_("the site's robots.txt asks programs to leave this page alone")


class RobotsUnknown(DownloadError):
    """It is not known what the site wants. Data: `url`."""

    message = N_("not taken, because the site's robots.txt cannot be had")


class ParseError(GazetteError):
    """The body is not a feed. Data: `problem`."""

    message = N_("not a feed: {problem}")


class AnnouncingPage(ParseError):
    """A web page stands where a feed did. Data: `url`, as a shell takes it."""

    message = N_("not a feed but a web page; it announces a feed: gazette add {url}")


class NoFeed(GazetteError):
    """An address leads to no feed. Data: `url`, `problem`."""

    message = N_("{url}: no feed found: {problem}")


class NotAList(GazetteError):
    """A file is not a list of feeds that can be read. Data: `problem`."""

    message = N_("not a list of feeds: {problem}")


class NotAStory(GazetteError):
    """A line of a file is not a story that can be taken in. Data: `problem`."""

    message = N_("not a story: {problem}")


class ExportError(GazetteError):
    """A file cannot be written. Data: `file`, `problem`."""

    message = N_("{file}: not written: {problem}")


class ParserFailed(GazetteError):
    """A feed or page was too much for its parsing process. Data: `seconds`."""

    message = N_("reading it took more than {seconds:g} s, or too much memory")


class ExtractError(GazetteError):
    """The page holds no article. Data: `kind`, a short English phrase."""

    message = N_("no article: {kind}")


class NotAPicture(GazetteError):
    """The body is no picture that is shown. Data: `problem`."""

    message = N_("what came cannot be shown: {problem}")


class ScheduleError(GazetteError):
    """The schedule cannot be read or changed. Data: `command`, `problem`.

    `command` is what was run, or the file that was touched.
    """

    message = N_("the schedule stays as it was: {command}: {problem}")


class ScheduleRefused(ScheduleError):
    """What was asked for cannot be written as a schedule. Data: `problem`, a `Phrase`."""

    message = N_("the schedule stays as it was: {problem}")


class WrongClock(GazetteError):
    """The system's clock cannot be right. Data: `date`."""

    message = N_("the clock says {date}, which cannot be; set it, then try again")


class NoParser(GazetteError):
    """No process can be started to read feeds and pages. Data: `problem`."""

    message = N_("no process can be started to read feeds with ({problem}); try again later")


class QueryError(GazetteError):
    """A text is no query. Data: `column` (from 1), `length` of the piece there, `problem`."""

    message = N_("query, column {column}: {problem}")


class UnfinishedQuery(QueryError):
    """A text that may become a query when it is typed on. Data as of `QueryError`."""

    message = QueryError.message


class StoreError(GazetteError):
    """The store cannot be used. Data: `path`, `problem`."""

    message = N_("{path}: {problem}")


class StoreLocked(StoreError):
    """Another process holds the store. Data: `path`, `seconds`."""

    message = N_("{path}: another program has kept it busy for {seconds:g} s; try again")


class StoreTooNew(StoreError):
    """The store was written by a later version. Data: `path`, `migration`."""

    message = N_("{path}: written by a newer gazette (it knows {migration}); please update gazette")

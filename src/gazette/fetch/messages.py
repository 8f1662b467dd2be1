"""What the fetcher and its parsing children say to each other.

Messages are msgpack. No pickle: what comes back was made from hostile bytes.
"""

from datetime import datetime

import msgspec

from gazette.article import Extraction
from gazette.extract.rules import NO_RULES, PageRules
from gazette.fetch import pipe
from gazette.model import AnnouncedFeed, ParsedFeed, SeenEntry


class FeedJob(msgspec.Struct, frozen=True, tag="feed"):
    """Parse a feed."""

    body: bytes
    url: str
    charset: str | None
    language: str | None
    now: datetime
    seen: tuple[SeenEntry, ...] = ()


class PageJob(msgspec.Struct, frozen=True, tag="page"):
    """Extract an article from a page."""

    body: bytes
    url: str
    charset: str | None
    language: str | None
    rules: PageRules = NO_RULES
    learn: bool = False
    """The page's trace is wanted too."""


class Answer(msgspec.Struct, frozen=True):
    """What became of a job: one of these is set."""

    feed: ParsedFeed | None = None
    extraction: Extraction | None = None
    refusal: str | None = None
    """Why there is nothing: the `problem` or `kind` of the error."""
    announced: tuple[AnnouncedFeed, ...] | None = None
    """Beside a refusal: the body is an HTML page, which announces these feeds."""
    crash: str | None = None
    """A traceback: a fault of ours."""


Job = FeedJob | PageJob

_encoder = msgspec.msgpack.Encoder()
_job_decoder: msgspec.msgpack.Decoder[Job] = msgspec.msgpack.Decoder(Job)
_answer_decoder = msgspec.msgpack.Decoder(Answer)


def framed(message: Job | Answer) -> bytes:
    """Return a message as it goes through the pipe."""
    return pipe.framed(_encoder.encode(message))


def job_of(body: bytes) -> Job:
    """Return the job that a message holds."""
    return _job_decoder.decode(body)


def answer_of(body: bytes) -> Answer:
    """Return the answer that a message holds.

    Raises:
        ValueError: it is not one.
    """
    return _answer_decoder.decode(body)

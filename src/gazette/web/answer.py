"""Take one HTTP answer in: is it what was asked for, and the body, inflated under a cap.

Nothing is read before the status, the coding and the announced length have been judged.
"""

import re
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final

import httpx
from msgspec import Struct

from gazette.errors import N_, BadEncoding, BadStatus, TooLarge, Unreachable
from gazette.feeds.identity import mask_url
from gazette.feeds.links import web_url
from gazette.model import Validators
from gazette.text import clean_line
from gazette.web.conditional import freshness, retry_after, validators_of
from gazette.web.inflate import Damaged, Inflater

IM_USED: Final = 226
"""RFC 3229 with the "feed" manipulation: the body holds only the entries that are new."""
CUT_SHORT: Final = N_("the connection was closed before the end")
_MEGABYTE: Final = 1_000_000
_GZIP: Final = frozenset(("gzip", "x-gzip"))
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)


class Asked(Struct, frozen=True):
    """What the request said of the answers it can use."""

    validators: Validators
    """As sent; 304 is an answer only to them."""
    takes_delta: bool
    """226 is understood."""
    max_bytes: int
    """Of the body, before and after inflating."""


class Answer(Struct, frozen=True):
    """A whole answer; the fields are those of `client.Download`."""

    status: int
    body: bytes
    content_type: str | None
    charset: str | None
    validators: Validators
    max_age: timedelta | None
    hub: str | None = None


async def read_answer(response: httpx.Response, asked: Asked, now: datetime) -> Answer:
    """Read the body of a streamed response that is no redirect.

    Raises:
        BadStatus: it is not what was asked for; 304 to an unconditional request, 206 and other
            parts are not.
        BadEncoding: another coding than gzip, a chain of codings, or a damaged body.
        TooLarge: more bytes than `asked.max_bytes`, announced, received or inflated.
        Unreachable: fewer bytes than announced.
    """
    _check_status(response, asked, now)
    validators = validators_of(response.headers)
    body = b""
    if response.status_code == HTTPStatus.NOT_MODIFIED:
        # RFC 9111 4.3.4: a 304 updates what it mentions; many servers leave Last-Modified out.
        validators = Validators(
            validators.etag or asked.validators.etag,
            validators.last_modified or asked.validators.last_modified,
        )
    else:
        body = await _read_body(response, asked.max_bytes)
    content_type = response.headers.get("content-type", "")
    charset = _CHARSET.search(content_type)
    return Answer(
        status=response.status_code,
        body=body,
        content_type=clean_line(content_type.partition(";")[0].lower(), 100) or None,
        charset=charset[1] if charset else None,
        validators=validators,
        max_age=freshness(response.headers, now),
        hub=_hub(response),
    )


def _hub(response: httpx.Response) -> str | None:
    """Return the WebSub hub that the `Link` header names (RFC 8288, W3C WebSub 4)."""
    for link in response.links.values():
        if "hub" in link.get("rel", "").lower().split():
            return web_url(link.get("url"), base=str(response.url))
    return None


def _check_status(response: httpx.Response, asked: Asked, now: datetime) -> None:
    match response.status_code:
        case HTTPStatus.OK:
            return
        case HTTPStatus.NOT_MODIFIED if asked.validators:
            return
        case status if status == IM_USED and asked.takes_delta:
            return
    raise BadStatus(
        url=_url(response),
        status=response.status_code,
        reason=_reason(response),
        retry_after=retry_after(response.headers, now),
    )


def _reason(response: httpx.Response) -> str:
    try:
        return HTTPStatus(response.status_code).phrase
    except ValueError:
        return clean_line(response.reason_phrase, 60) or "(unknown)"


async def _read_body(response: httpx.Response, max_bytes: int) -> bytes:
    is_gzip = _is_gzip(response)
    announced = _announced_length(response)
    too_large = TooLarge(url=_url(response), limit_mb=round(max_bytes / _MEGABYTE, 1))
    if announced is not None and announced > max_bytes:
        raise too_large
    inflater = Inflater(max_bytes)
    body = inflater.body
    received = 0
    async for chunk in response.aiter_raw():
        received += len(chunk)
        if is_gzip:
            _inflate(inflater, chunk, response)
        else:
            body += chunk
        if received > max_bytes or inflater.is_too_large:
            raise too_large
    if announced is not None and received < announced:
        raise Unreachable(url=_url(response), problem=CUT_SHORT)
    # No byte at all is an empty body, whatever its label says; the parser will complain of it.
    if is_gzip and received and not inflater.is_complete:
        raise BadEncoding(url=_url(response), coding=N_("gzip, cut short"))
    return bytes(body)


def _is_gzip(response: httpx.Response) -> bool:
    label = response.headers.get("content-encoding", "")
    codings = [
        c for c in (c.strip().lower() for c in label.split(",")) if c not in ("", "identity")
    ]
    if codings and not (len(codings) == 1 and codings[0] in _GZIP):
        raise BadEncoding(url=_url(response), coding=clean_line(label, 40))
    return bool(codings)


def _inflate(inflater: Inflater, chunk: bytes, response: httpx.Response) -> None:
    try:
        inflater.feed(chunk)
    except Damaged as error:
        raise BadEncoding(url=_url(response), coding=N_("gzip, damaged")) from error


def _announced_length(response: httpx.Response) -> int | None:
    value = response.headers.get("content-length", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 18 else None


def _url(response: httpx.Response) -> str:
    return mask_url(str(response.url))

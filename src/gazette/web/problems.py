"""Say in a few words why there was no answer, whatever library says it."""

import socket
import ssl
from collections.abc import Iterator
from typing import Final

import httpcore
import httpx

from gazette.errors import N_
from gazette.feeds.identity import mask_url
from gazette.text import clean_line
from gazette.web.answer import CUT_SHORT

BAD_CERTIFICATE: Final = "its certificate is not valid"
NO_NAME: Final = N_("the host name cannot be resolved")


def why_unreachable(error: Exception) -> str:
    """Return in a few English words why there was no answer."""
    for cause in _causes(error):
        match cause:
            case socket.gaierror():
                return NO_NAME
            case ssl.SSLCertVerificationError():
                return f"{BAD_CERTIFICATE} ({clean_line(cause.verify_message, 100)})"
            case ssl.SSLError():
                return N_("no secure connection could be made")
            case ConnectionRefusedError():
                return N_("the connection was refused")
            case ConnectionResetError() | BrokenPipeError():
                return N_("the connection was reset")
    if isinstance(error, (httpx.InvalidURL, ValueError)):
        return N_("the address is not valid")
    if isinstance(error, (httpx.LocalProtocolError, httpcore.LocalProtocolError)):
        return N_("the headers to send are not valid")
    if isinstance(error, (httpx.RemoteProtocolError, httpcore.RemoteProtocolError)):
        return _breach(str(error))
    return mask_url(clean_line(str(error), 200)) or type(error).__name__


def _breach(message: str) -> str:
    """Return what h11 and httpcore complain of; their own words quote the server's bytes."""
    if "peer closed connection" in message:
        return CUT_SHORT
    if "disconnected" in message:
        return N_("the connection was closed without an answer")
    return N_("the server does not speak proper HTTP")


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__

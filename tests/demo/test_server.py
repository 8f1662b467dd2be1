import gzip
import socket
from contextlib import suppress

import pytest

from gazette.demo.server import HOST, Answer, Request, Server, negotiate

PAGE = Answer(
    headers={
        "Content-Type": "text/html",
        "ETag": '"abc"',
        "Last-Modified": "Sat, 03 May 2031 08:00:00 GMT",
    },
    body=b"<p>Bonjour",
)


def asking(**headers: str) -> Request:
    return Request("GET", "/", {name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize(
    "headers",
    [
        {"if_none_match": '"abc"'},
        {"if_none_match": 'W/"abc"'},
        {"if_none_match": '"x", "abc"'},
        {"if_none_match": "*"},
        {"if_modified_since": "Sat, 03 May 2031 08:00:00 GMT"},
        {"if_modified_since": "Sun, 04 May 2031 08:00:00 GMT"},
    ],
)
def test_a_current_copy_is_not_sent_again(headers: dict[str, str]) -> None:
    answer = negotiate(asking(**headers), PAGE)
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers == {k: v for k, v in PAGE.headers.items() if k != "Content-Type"}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"if_none_match": '"abcd"'},
        {"if_none_match": '"x"', "if_modified_since": "Sun, 04 May 2031 08:00:00 GMT"},
        {"if_modified_since": "Fri, 02 May 2031 08:00:00 GMT"},
        {"if_modified_since": "yesterday"},
    ],
)
def test_an_old_copy_is_replaced(headers: dict[str, str]) -> None:
    assert negotiate(asking(**headers), PAGE) == PAGE


def test_an_answer_without_validators_is_always_sent() -> None:
    plain = Answer(body=b"x")
    asked = asking(if_none_match='"abc"', if_modified_since="Sun, 04 May 2031 08:00:00 GMT")
    assert negotiate(asked, plain) == plain


def test_an_error_is_never_a_304() -> None:
    gone = Answer(status=410, headers=PAGE.headers)
    assert negotiate(asking(if_none_match='"abc"'), gone).status == 410


def test_only_an_answer_that_allows_it_is_compressed() -> None:
    asked = asking(accept_encoding="gzip, deflate")
    assert negotiate(asked, PAGE) == PAGE
    coded = negotiate(asked, Answer(body=b"x" * 99, gzip=True))
    assert gzip.decompress(coded.body) == b"x" * 99


def exchange(*requests: bytes) -> bytes:
    """Send all requests on one connection, close our side, and return all that comes back."""
    server = Server(lambda request: Answer(body=request.path.encode()))
    port = server.start()
    try:
        with socket.create_connection((HOST, port), timeout=10) as connection:
            connection.sendall(b"".join(requests))
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65_536), b""))
    finally:
        server.stop()


def test_one_connection_carries_many_requests() -> None:
    got = exchange(b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /b HTTP/1.1\r\nHost: x\r\n\r\n")
    assert got.count(b"HTTP/1.1 200 OK") == 2
    assert got.endswith(b"/b")


def test_a_head_request_gets_the_length_and_no_body() -> None:
    got = exchange(b"HEAD /abc HTTP/1.1\r\nHost: x\r\n\r\n")
    assert got.endswith(b"Content-Length: 4\r\n\r\n")


def test_a_connection_ends_where_the_client_wishes_it() -> None:
    asked = b"GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    got = exchange(asked, asked)
    assert got.count(b"HTTP/1.1 200 OK") == 1
    assert b"Connection: close\r\n" in got


def test_nothing_but_get_and_head_is_answered() -> None:
    got = exchange(b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi")
    assert got.startswith(b"HTTP/1.1 405 ")
    assert b"Allow: GET, HEAD\r\n" in got


@pytest.mark.parametrize("noise", [b"hello\r\n\r\n", b"GET /\r\n\r\n", b"x" * 70_000, b""])
def test_what_is_not_http_gets_no_answer(noise: bytes) -> None:
    with suppress(ConnectionError):  # cut off while bytes were still on their way
        assert exchange(noise) == b""

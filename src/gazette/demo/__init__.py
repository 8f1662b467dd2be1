"""An embedded sample press on 127.0.0.1: `gazette demo` reads it, and so do the tests.

`site` is the way in; `dispatches` reads the texts in `pages/`, `layouts` prints them as web pages,
`syndication` as feeds, and `server` answers. Nothing here leaves the machine.
"""

from gazette.demo.server import Answer, LogLine, Request, Responder
from gazette.demo.site import Press

__all__ = ["Answer", "LogLine", "Press", "Request", "Responder"]

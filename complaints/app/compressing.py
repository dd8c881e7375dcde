"""
Sends text smaller, where that tells nobody anything.

Somebody who listens on a line sees how long an answer is. Where an answer holds a secret beside words that somebody
else can put there, its length after compression gives the secret away sign by sign (BREACH). So only two things are
compressed: files that are the same for everybody, and pages of the public for a browser that keeps nothing of ours but
a language and the token of forms. Whoever has a case, a draft, a receipt or a session gets pages as they are; so does
staff, and so does every answer to something that was sent. For the token's sake a page is never twice of one length.
"""

import gzip
import io
from functools import lru_cache
from http import HTTPStatus
from secrets import randbelow

from litestar.datastructures import Headers, MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, HTTPResponseStartEvent, Message, Receive, Scope, Send

from complaints.app.middleware import FOR_STAFF
from complaints.kernel.rendering import STATIC_URL
from complaints.web import cookies

FOR_EVERYBODY = (STATIC_URL, "/theme.css", "/logo")
HARMLESS = (cookies.LANGUAGE, cookies.CSRF)
TEXTS = ("text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml")
WORTH_IT = 600
"""Bytes; what is shorter travels in one packet as it is."""

LONGEST_PAD = 100


class Compressed(ASGIMiddleware):
    """Compresses what may be compressed: a file once, a page each time."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, *, secure: bool) -> None:
        self._ours = cookies.name("", secure=secure)
        self._harmless = {cookies.name(one, secure=secure) for one in HARMLESS}

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Pass the request on, and send its answer back smaller where that is allowed and worth it."""
        if not self._may(scope):
            await next_app(scope, receive, send)
            return
        started: HTTPResponseStartEvent | None = None
        content = bytearray()

        async def gathered(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start" and _is_text(message):
                started = message
            elif started is None or message["type"] != "http.response.body":
                await send(message)
            else:
                content.extend(message["body"])
                if not message.get("more_body"):
                    await _send_smaller(scope, send, started, bytes(content))

        await next_app(scope, receive, gathered)

    def _may(self, scope: Scope) -> bool:
        headers = Headers(scope["headers"])
        if (
            scope["type"] != ScopeType.HTTP
            or scope["method"] != "GET"
            or "gzip" not in headers.get("accept-encoding", "")
        ):
            return False
        if scope["path"].startswith(FOR_EVERYBODY):
            return True
        return not scope["path"].startswith(FOR_STAFF) and not self._personal(headers.getall("cookie", []))

    def _personal(self, sent: list[str]) -> bool:
        """
        Say whether a browser keeps something of a person.

        The names are taken as the framework takes them: a stricter reader stops at the first part it cannot read.
        """
        kept = {part.partition("=")[0].strip() for line in sent for part in line.split(";")}
        return any(name.startswith(self._ours) for name in kept - self._harmless)


def _is_text(started: HTTPResponseStartEvent) -> bool:
    headers = MutableScopeHeaders(started)
    return (
        started["status"] == HTTPStatus.OK
        and "content-encoding" not in headers
        and headers.get("content-type", "").startswith(TEXTS)
    )


async def _send_smaller(scope: Scope, send: Send, started: HTTPResponseStartEvent, content: bytes) -> None:
    headers = MutableScopeHeaders(started)
    headers.extend_header_value("vary", "accept-encoding")
    if len(content) >= WORTH_IT:
        content = _file(content) if scope["path"].startswith(FOR_EVERYBODY) else _page(content)
        headers["content-encoding"] = "gzip"
        headers["content-length"] = str(len(content))
        if (tag := headers.get("etag", "")).startswith('"'):
            headers["etag"] = f"W/{tag}"
    await send(started)
    await send({"type": "http.response.body", "body": content, "more_body": False})


@lru_cache(maxsize=32)
def _file(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


def _page(content: bytes) -> bytes:
    packed = io.BytesIO()
    pad = "x" * randbelow(LONGEST_PAD)
    with gzip.GzipFile(filename=pad, mode="wb", compresslevel=6, fileobj=packed, mtime=0) as file:
        file.write(content)
    return packed.getvalue()

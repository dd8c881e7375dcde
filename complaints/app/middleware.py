"""What happens to every request: who it is from, in which language, a nonce for its script, the answer's headers."""

import base64
import os
from datetime import timedelta
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from complaints.actions.sign_in import seen_lately, whoever
from complaints.app.boundary import Application
from complaints.app.problems import is_for_programs
from complaints.app.settings import Settings
from complaints.domain.access import PUBLIC, Actor
from complaints.kernel.languages import best_of, offered, speaking
from complaints.kernel.rendering import STATIC_URL
from complaints.web import cookies
from standards.errors import CaseworkError
from standards.language import ENGLISH, naming

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "script-src {scripts}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
FOR_STAFF = ("/desk", "/office", "/body", "/admin", "/figures", "/reports", "/sign-")
"""Where pages are for those who work here: in English, whatever the browser says."""

STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"


class Guarded(ASGIMiddleware):
    """Knows who asks, and sends nothing out without its headers."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, settings: Settings, application: Application) -> None:
        self._application = application
        self._secure = settings.secure
        self._session_cookie = cookies.name(cookies.SESSION, secure=settings.secure)
        self._idle = timedelta(seconds=settings.session_idle)
        self._fixed = HEADERS | ({"strict-transport-security": STRICT_TRANSPORT} if settings.secure else {})

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Work out who asks, then pass the request on."""
        nonce = base64.b64encode(os.urandom(16)).decode()
        scope["state"]["csp_nonce"] = nonce
        scope["state"]["actor"] = await self._actor(scope)
        lang, chosen = self._language(scope)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders(message)
                for name, value in self._fixed.items():
                    headers[name] = value
                if "content-security-policy" not in headers:  # a file people sent brings a stricter one
                    headers["content-security-policy"] = POLICY.format(scripts=_scripts(scope["state"]["csp_nonce"]))
                if "cache-control" not in headers:
                    headers["cache-control"] = "no-store"
                if chosen:
                    headers.add("set-cookie", self._remembered(lang))
            await send(message)

        with speaking(lang), naming(self._application.charters.words):
            await next_app(scope, receive, guarded)

    def _language(self, scope: Scope) -> tuple[str, bool]:
        """Return the language of a page, and whether it was chosen just now."""
        if scope["path"].startswith((*FOR_STAFF, STATIC_URL)):
            return ENGLISH, False
        try:
            charter = self._application.charters.in_force(self._application.clock.now()).charter
        except CaseworkError:
            return ENGLISH, False
        known = offered(charter.authority.languages)
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[-1]
        if is_for_programs(scope["path"]):
            return (asked if asked in known else ENGLISH), False
        if asked in known:
            return asked, True
        kept = _cookie(scope, cookies.name(cookies.LANGUAGE, secure=self._secure))
        return best_of(kept, _header(scope, b"accept-language"), known), False

    def _remembered(self, lang: str) -> str:
        return cookies.plain(cookies.LANGUAGE, lang, lasts=cookies.LANGUAGE_LASTS, secure=self._secure).to_header(
            header=""
        )

    async def _actor(self, scope: Scope) -> Actor:
        token = None if scope["path"].startswith(STATIC_URL) else _cookie(scope, self._session_cookie)
        if token is None:
            return PUBLIC
        async with self._application.work(PUBLIC, reading=True) as work:
            found = await whoever(work, token, idle=self._idle)
        if found is None:
            return PUBLIC
        if not found.lately:
            async with self._application.work(PUBLIC) as work:
                await seen_lately(work, token)
        return found.actor


def _scripts(nonce: str) -> str:
    """Return which scripts may run; a page that everybody may keep has given up its nonce, and runs none."""
    return f"'nonce-{nonce}' 'strict-dynamic'" if nonce else "'none'"


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def _cookie(scope: Scope, name: str) -> str | None:
    for key, value in scope["headers"]:
        if key == b"cookie" and name.encode() in value:
            try:
                found = SimpleCookie(value.decode("latin-1")).get(name)
            except CookieError:
                return None
            return found.value if found and found.value else None
    return None

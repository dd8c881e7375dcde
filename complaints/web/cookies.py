"""Small sealed cookies: nobody but this installation can read or make them, and each ends by itself."""

import base64
import binascii
from datetime import datetime, timedelta
from typing import Any

import msgspec
from litestar.datastructures import Cookie

from complaints.kernel.keys import Keyring
from complaints.kernel.sealing import CannotOpen, open_with, seal_with

FLASH, CASE, RECEIPT, SESSION, DRAFT, LANGUAGE = "flash", "case", "receipt", "session", "draft", "lang"
CSRF = "csrf"
CODE = "code"

LANGUAGE_LASTS = timedelta(days=365)
"""How long a chosen language is remembered."""


def cookie(keys: Keyring, purpose: str, value: Any, *, now: datetime, lasts: timedelta, secure: bool) -> Cookie:
    """Return a cookie that holds *value* sealed until *lasts* is over."""
    content = msgspec.json.encode({"until": (now + lasts).timestamp(), "value": value})
    sealed = base64.urlsafe_b64encode(seal_with(keys.cookies, content, purpose.encode())).decode()
    return plain(purpose, sealed, lasts=lasts, secure=secure)


def plain(purpose: str, value: str, *, lasts: timedelta, secure: bool) -> Cookie:
    """Return a cookie with our flags: not for scripts, not for other sites, only over TLS where there is TLS."""
    return Cookie(
        key=name(purpose, secure=secure),
        value=value,
        path="/",
        max_age=int(lasts.total_seconds()),
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def gone(purpose: str, *, secure: bool) -> Cookie:
    """Return the cookie that removes one."""
    return plain(purpose, "", lasts=timedelta(0), secure=secure)


def name(purpose: str, *, secure: bool) -> str:
    """Return the cookie's name; the prefix binds it to this host and to TLS."""
    return f"__Host-{purpose}" if secure else f"redress-{purpose}"


def opened(keys: Keyring, purpose: str, text: str | None, now: datetime) -> Any:
    """Return what a cookie holds, None when it is missing, over, or not ours."""
    if not text:
        return None
    try:
        content = msgspec.json.decode(open_with(keys.cookies, base64.urlsafe_b64decode(text), purpose.encode()))
    except (CannotOpen, ValueError, binascii.Error, msgspec.DecodeError):
        return None
    return content["value"] if content["until"] > now.timestamp() else None

"""The key to a draft, which only the browser has, and the marks a browser keeps of what was sent."""

from datetime import timedelta
from typing import Any, TypeVar

import msgspec
from litestar import Response
from litestar.datastructures import Cookie

from complaints.actions.draft import new_secret
from complaints.domain.access import Actor
from complaints.web import cookies
from complaints.web.page import AnyRequest, go_on, house, kept_cookie
from complaints.web.whose import whose_case
from standards.language import say

T = TypeVar("T")

RECEIPT_LASTS = timedelta(minutes=30)


class Begun(msgspec.Struct, frozen=True):
    """The key to a draft; `sent` is a fingerprint of the story, once it was sent."""

    secret: str
    sent: str = ""


class Sent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """
    What the page after sending needs to know; the receipt itself is opened with `key`.

    `added` is the reference of a case it was added to: then there is no receipt.
    """

    key: str = ""
    added: str = ""


def visitor(request: AnyRequest) -> Actor:
    """Return who looks at a page of the public: the person whose case is open in this browser, or anybody."""
    home = house(request)
    kept = request.cookies.get(cookies.name(cookies.CASE, secure=home.secure))
    return whose_case(home.keys, kept, home.clock.now())


def begun_in(request: AnyRequest) -> Begun | None:
    """Return the key of the draft in this browser, None when there is none."""
    return _read(request, cookies.DRAFT, Begun)


def begin() -> Begun:
    """Return the key of a new draft."""
    return Begun(new_secret())


def draft_cookie(request: AnyRequest, begun: Begun) -> Cookie:
    """Return the cookie that keeps the key: as long as the draft, and once it was sent as long as its receipt."""
    return _write(request, cookies.DRAFT, begun, RECEIPT_LASTS if begun.sent else house(request).draft_lasts)


def sent_in(request: AnyRequest) -> Sent | None:
    """Return what was sent from this browser a little while ago, None when nothing was."""
    return _read(request, cookies.RECEIPT, Sent)


def to_receipt(request: AnyRequest, sent: Sent) -> Response[Any]:
    """Return the way to the receipt; the browser keeps what opens it for half an hour."""
    response = go_on(request, "/sent")
    response.cookies.append(_write(request, cookies.RECEIPT, sent, RECEIPT_LASTS))
    return response


def closed(request: AnyRequest) -> Response[Any]:
    """Return the way to the case for somebody whose receipt is not shown any more."""
    words = say("The page with your code is closed. Enter your reference and your code to go on.")
    return go_on(request, "/track", flash=words)


def _read(request: AnyRequest, purpose: str, kind: type[T]) -> T | None:
    try:
        return msgspec.convert(kept_cookie(request, purpose), kind)
    except msgspec.ValidationError:
        # Missing, over, or from an older version.
        return None


def _write(request: AnyRequest, purpose: str, value: msgspec.Struct, lasts: timedelta) -> Cookie:
    home = house(request)
    return cookies.cookie(
        home.keys, purpose, msgspec.to_builtins(value), now=home.clock.now(), lasts=lasts, secure=home.secure
    )

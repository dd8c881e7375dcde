"""
What is the same for everybody and may be kept by everybody: no token, no cookie, no nonce, no name of who asks.

A kept answer is asked about again with its tag, and answered with 304 while nothing changed. A page is the same for
everybody who reads one language: it says of itself by what its language was chosen, and its tag is that of its words.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from email.utils import format_datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Response
from litestar.enums import MediaType

from complaints.kernel.charters import Adopted
from complaints.kernel.rendering import render
from complaints.kernel.work import Work
from complaints.web.page import AnyRequest, context
from standards.language import spoken

KEPT_FOR = timedelta(minutes=5)
NOBODY: Mapping[str, Any] = {"csrf_token": "", "actor": None, "csp_nonce": "", "flash": []}
"""What a page knows of the one who asks, when it is for everybody."""

FREE_OF_COOKIES = {"exclude_from_csrf": True}
"""For `opt` of a handler: the framework sets no cookie on what it answers."""

CHOSEN_BY = "Accept-Language, Cookie"
"""By what the language of a page is chosen, besides its address."""

TAG_SIGNS = 16


def published_page(request: AnyRequest, work: Work, adopted: Adopted, template: str, **values: Any) -> Response[bytes]:
    """Return *template*, rendered for nobody in particular, as what *adopted* says."""
    content = page_for_nobody(request, template, **values)
    response = published(request, work, adopted, content, MediaType.HTML)
    response.headers["vary"] = CHOSEN_BY
    return response


def published_data(request: AnyRequest, work: Work, adopted: Adopted, found: msgspec.Struct) -> Response[bytes]:
    """Return a document for programs as what *adopted* says."""
    return published(request, work, adopted, msgspec.json.encode(found), MediaType.JSON)


def published(request: AnyRequest, work: Work, adopted: Adopted, content: bytes, media_type: str) -> Response[bytes]:
    """Return *content* to be kept; nothing but its headers when the asker has it already."""
    tag = f'"{adopted.hash[:TAG_SIGNS]}-{sha256(content).hexdigest()[:TAG_SIGNS]}"'
    headers = {
        "cache-control": f"public, max-age={_seconds(work, adopted)}",
        "etag": tag,
        "last-modified": format_datetime(_since(adopted, work.now), usegmt=True),
        "content-language": spoken(),
        "redress-charter-version": str(adopted.version),
        "redress-charter-hash": adopted.hash,
    }
    give_up_nonce(request)
    if _has(request, tag):
        return Response(b"", status_code=HTTPStatus.NOT_MODIFIED, headers=headers, media_type=media_type)
    return Response(content, headers=headers, media_type=media_type)


def page_for_nobody(request: AnyRequest, template: str, **values: Any) -> bytes:
    """Return *template* rendered without anything that belongs to whoever asks."""
    return render(template, **{**context(request), **NOBODY, **values}).encode()


def give_up_nonce(request: AnyRequest) -> None:
    """Let no script run on this answer: a nonce that is kept and shown again would be none."""
    request.scope["state"]["csp_nonce"] = ""


def _seconds(work: Work, adopted: Adopted) -> int:
    """Return for how long it stays true: until a version takes effect, and until the day ends."""
    zone = adopted.charter.calendar().zone
    tomorrow = work.now.astimezone(zone).date() + timedelta(days=1)
    ends = [datetime.combine(tomorrow, time(0), zone), *_taking_effect(work)]
    return int(min(KEPT_FOR, *(end - work.now for end in ends)).total_seconds())


def _taking_effect(work: Work) -> Iterator[datetime]:
    return (one.effective_at for one in work.charters.history() if one.effective_at > work.now)


def _since(adopted: Adopted, now: datetime) -> datetime:
    """Return when it took effect, or was adopted where it has not yet: nothing was changed in the future."""
    began = adopted.effective_at if adopted.effective_at <= now else adopted.adopted_at
    return min(began, now).astimezone(UTC)


def _has(request: AnyRequest, tag: str) -> bool:
    asked = request.headers.get("if-none-match", "")
    return any(one.strip().removeprefix("W/") in (tag, "*") for one in asked.split(","))

"""Rendering a page with what every page needs, and going on to the next one after a change."""

from datetime import datetime, timedelta
from typing import Any, Protocol
from urllib.parse import urlencode

import msgspec
from litestar import Request, Response
from litestar.enums import MediaType
from litestar.response import Redirect
from litestar.template.base import csrf_token

from complaints.domain.access import PUBLIC, Actor
from complaints.kernel.charters import CharterBook
from complaints.kernel.keys import Keyring
from complaints.kernel.languages import offered
from complaints.kernel.rendering import render
from complaints.kernel.text import direction
from complaints.kernel.theme import Theme
from complaints.web import cookies
from standards.clock import Clock
from standards.errors import CaseworkError, NotFound
from standards.language import spoken

FLASH_LASTS = timedelta(minutes=5)


class House(Protocol):
    """What pages lean on; the application puts it into the state of the server as `house`."""

    charters: CharterBook
    keys: Keyring
    clock: Clock
    secure: bool
    trial: bool
    theme: Theme
    session_longest: timedelta
    draft_lasts: timedelta


AnyRequest = Request[Any, Any, Any]


class SignInNeeded(CaseworkError):
    """A page for staff was asked for by somebody who is not signed in."""

    code = "sign-in-needed"


def house(request: AnyRequest) -> House:
    """Return what pages lean on."""
    found: House = request.app.state.house
    return found


def actor(request: AnyRequest) -> Actor:
    """Return who is signed in, PUBLIC when nobody is."""
    found: Actor = request.scope.get("state", {}).get("actor", PUBLIC)
    return found


def signed_in(request: AnyRequest, *roles: str) -> Actor:
    """Return who is signed in with one of these roles; ask the rest to sign in, or tell them nothing is there."""
    found = actor(request)
    if found.id is None:
        raise SignInNeeded
    if found.role.value not in roles:
        raise NotFound("There is nothing here.")
    return found


def context(request: AnyRequest) -> dict[str, Any]:
    """Return what every page is given."""
    home = house(request)
    now = home.clock.now()
    adopted = home.charters.in_force(now)
    charter = adopted.charter
    lang = spoken()
    somebody = actor(request)
    return {
        "authority": charter.authority,
        "ombudsperson": msgspec.structs.replace(charter.top, name=charter.top.who or charter.top.name),
        "zone": charter.authority.time_zone,
        "csrf_token": csrf_token({"request": request}),
        "actor": None if somebody.id is None else somebody,
        "lang": lang,
        "dir": direction(lang),
        "page_languages": offered(charter.authority.languages),
        "in_language": _switched(request),
        "csp_nonce": request.scope["state"].get("csp_nonce", ""),
        "trial": home.trial,
        "theme": home.theme,
        "flash": cookies.opened(home.keys, cookies.FLASH, _cookie(request, cookies.FLASH), now) or [],
        "now": now,
        "path": request.url.path,
    }


def _switched(request: AnyRequest) -> str:
    """Return the address of this page up to the language, which a link puts behind it."""
    kept = [(key, value) for key, value in request.query_params.multi_items() if key != "lang"]
    return f"?{urlencode([*kept, ('lang', '')])}"


def page(request: AnyRequest, template: str, *, status: int = 200, **values: Any) -> Response[str]:
    """Return *template* rendered with *values* over what every page is given."""
    given = context(request)
    response = Response(render(template, **(given | values)), media_type=MediaType.HTML, status_code=status)
    if given["flash"]:
        response.cookies.append(cookies.gone(cookies.FLASH, secure=house(request).secure))
    return response


def go_on(request: AnyRequest, to: str, *, flash: str = "", kind: str = "success") -> Redirect:
    """Return a redirect after a change, with a sentence that the next page shows once."""
    home = house(request)
    response = Redirect(to, status_code=303)
    if flash:
        response.cookies.append(
            cookies.cookie(
                home.keys, cookies.FLASH, [[kind, flash]], now=home.clock.now(), lasts=FLASH_LASTS, secure=home.secure
            )
        )
    return response


def kept_cookie(request: AnyRequest, purpose: str, now: datetime | None = None) -> Any:
    """Return what one of our sealed cookies holds, None when there is none that is good."""
    home = house(request)
    return cookies.opened(home.keys, purpose, _cookie(request, purpose), now or home.clock.now())


def _cookie(request: AnyRequest, purpose: str) -> str | None:
    return request.cookies.get(cookies.name(purpose, secure=house(request).secure))


def address(request: AnyRequest) -> str:
    """Return the address a request comes from, for counting attempts; it is never kept as it is."""
    return request.client.host if request.client else ""

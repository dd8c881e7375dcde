"""Whose case is open in a browser: kept in a sealed cookie, checked against the codes that are good today."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from litestar.datastructures import Cookie

from complaints.domain.access import PUBLIC, Actor, Role, person, representative
from complaints.kernel.keys import Keyring
from complaints.web import cookies
from complaints.web.page import House

OPEN_FOR = timedelta(hours=2)


class _Shown(msgspec.Struct, frozen=True):
    case: UUID
    code: bytes | None = None
    consent: UUID | None = None


def opened_by(home: House, actor: Actor) -> Cookie:
    """Return the cookie that keeps a case open for whoever showed its code."""
    acts = actor.role is Role.REPRESENTATIVE
    shown = _Shown(actor.case_id or UUID(int=0), actor.shown, actor.id if acts else None)
    now = home.clock.now()
    return cookies.cookie(
        home.keys, cookies.CASE, msgspec.to_builtins(shown), now=now, lasts=OPEN_FOR, secure=home.secure
    )


def whose_case(keys: Keyring, kept: str | None, now: datetime) -> Actor:
    """Return whom the cookie makes out, PUBLIC when it is missing, over or from an older version."""
    found: Any = cookies.opened(keys, cookies.CASE, kept, now)
    try:
        shown = msgspec.convert(found, _Shown)
    except msgspec.ValidationError:
        return PUBLIC
    if shown.consent is not None:
        return representative(shown.case, shown.consent)
    return PUBLIC if shown.code is None else person(shown.case, shown.code)

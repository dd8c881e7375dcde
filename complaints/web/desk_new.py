"""Writing down for somebody who calls, comes to the counter or wrote on paper; they get the same receipt."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency

from complaints.actions.lodge import OtherContent
from complaints.actions.take_down import take_down
from complaints.channel import desk_channels
from complaints.domain.access import LOG, require
from complaints.domain.case import Kind
from complaints.kernel.work import Boundary, Work
from complaints.schemas import Receipt, Submission
from complaints.web import cookies
from complaints.web.forms import Form, errors, form
from complaints.web.page import AnyRequest, go_on, house, kept_cookie, signed_in
from complaints.web.staff import DESK, staff_page
from complaints.web.submitted import needs, new_key, service_groups, submission_from
from standards.errors import Fault, Invalid

LOGGED = "logged"
RECEIPT_LASTS = timedelta(minutes=30)
KINDS = tuple(kind.value for kind in Kind)


class DeskNew(Controller):
    """Writing down for somebody."""

    path = "/desk/new"
    include_in_schema = False

    @get("/")
    async def ask(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[Any]:
        """Show the form, in the order people talk."""
        require(signed_in(request, *DESK), LOG)
        return _form(request, work, {"channel": "phone"})

    @post("/")
    async def keep(self, request: AnyRequest, boundary: NamedDependency[Boundary]) -> Response[Any]:
        """Take it in, at the time it truly reached us."""
        somebody = signed_in(request, *DESK)
        sent = await form(request)
        try:
            async with boundary.work(somebody) as work:
                receipt, submission = await _take_down(work, sent)
        except (Invalid, OtherContent) as refused:
            faults = errors(refused) if isinstance(refused, Invalid) else {"": refused.detail}
            async with boundary.work(somebody, reading=True) as work:
                return _form(request, work, sent, faults, status=400)
        kept = {"receipt": msgspec.to_builtins(receipt), "identity": submission.identity.value}
        home = house(request)
        response = go_on(request, "/desk/new/receipt")
        response.cookies.append(
            cookies.cookie(home.keys, LOGGED, kept, now=home.clock.now(), lasts=RECEIPT_LASTS, secure=home.secure)
        )
        return response

    @get("/receipt")
    async def receipt(self, request: AnyRequest) -> Response[Any]:
        """Show the receipt with its code once, to read out, print or hand over."""
        signed_in(request, *DESK)
        kept = kept_cookie(request, LOGGED)
        if kept is None:
            return go_on(request, "/desk/new")
        receipt = msgspec.convert(kept["receipt"], Receipt)
        response = staff_page(request, "desk/receipt.html", receipt=receipt, identity=kept["identity"])
        response.cookies.append(cookies.gone(LOGGED, secure=house(request).secure))
        return response


async def _take_down(work: Work, sent: Form) -> tuple[Receipt, Submission]:
    faults: list[Fault] = []
    received_at = submission = None
    try:
        received_at = _received(sent, ZoneInfo(work.charter.charter.authority.time_zone))
    except Invalid as problem:
        faults += problem.faults
    try:
        submission = submission_from(sent, KINDS)
    except Invalid as problem:
        faults += problem.faults
    if faults or submission is None:
        raise Invalid("Some answers need another look.", faults=faults)
    receipt = await take_down(
        work,
        submission,
        channel=sent["channel"],
        key=sent["submission_key"] or None,
        received_at=received_at,
        why_late=sent["why_late"],
    )
    return receipt, submission


def _received(sent: Form, zone: ZoneInfo) -> datetime | None:
    """Return when it reached us, None for just now; a day without a time counts from its beginning."""
    if not sent["received_on"] and not sent["received_time"]:
        return None
    try:
        day = date.fromisoformat(sent["received_on"])
        at = time.fromisoformat(sent["received_time"]) if sent["received_time"] else time.min
    except ValueError:
        fault = Fault(
            "received_on", "Give the day, such as 2027-03-14, and the time, such as 14:30, or leave both empty."
        )
        raise Invalid("The time of receipt cannot be read.", faults=[fault]) from None
    return datetime.combine(day, at.replace(tzinfo=None), zone)


def _form(
    request: AnyRequest,
    work: Work,
    values: Mapping[str, Any],
    faults: Mapping[str, str] | None = None,
    *,
    status: int = 200,
) -> Response[Any]:
    return staff_page(
        request,
        "desk/new.html",
        status=status,
        channels=desk_channels(),
        bodies=service_groups(work.charter),
        needs=needs(work.charter.charter, work.now),
        languages=list(work.charter.charter.authority.languages),
        values=dict(values),
        errors=dict(faults or {}),
        submission_key=values.get("submission_key") or new_key(),
    )

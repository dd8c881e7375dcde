"""The receipt after sending: on the page, on paper, and gone after half an hour."""

import asyncio
from typing import Any

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency

from complaints.actions.lodge import sent_before
from complaints.actions.show_code import NoMatch, show_code
from complaints.domain.access import PUBLIC
from complaints.kernel.limits import TooMany
from complaints.kernel.pdf import Unprintable, font_faces, printed
from complaints.kernel.rendering import render
from complaints.kernel.work import Boundary, Work
from complaints.reads.receipts import sent_case
from complaints.schemas import ClockView, Receipt
from complaints.web import cookies
from complaints.web.draft_cookie import Sent, closed, sent_in
from complaints.web.page import AnyRequest, address, context, go_on, house, page
from complaints.web.whose import opened_by
from standards.charter import Charter
from standards.language import named, say


class SentPages(Controller):
    """What somebody holds in hand after telling us something."""

    path = "/sent"
    include_in_schema = False

    @get("/")
    async def sent(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[Any]:
        """Show the receipt; when the page was kept too long, only the way to the case."""
        return await _sent_page(request, work) or closed(request)

    @post("/")
    async def leave(self, request: AnyRequest, boundary: NamedDependency[Boundary]) -> Response[Any]:
        """Open the case once somebody says that they have kept the code; from then on it is shown no more."""
        is_kept = (await request.form()).get("kept") == "yes"
        async with boundary.work(PUBLIC, reading=True) as work:
            receipt = await _receipt(work, sent_in(request))
            if receipt is not None and not is_kept:
                words = say("Write the code down or print it. Then tick that you have kept it.")
                return await _sent_page(request, work, {"kept": words}) or closed(request)
        if receipt is None:
            return closed(request)
        try:
            shown = await show_code(boundary, receipt.reference, receipt.code, address=address(request))
        except (NoMatch, TooMany):
            return closed(request)
        response = go_on(request, "/your-case")
        secure = house(request).secure
        response.cookies += [
            opened_by(house(request), shown),
            cookies.gone(cookies.RECEIPT, secure=secure),
            cookies.gone(cookies.DRAFT, secure=secure),
        ]
        return response

    @get("/receipt.pdf")
    async def receipt(self, request: AnyRequest, boundary: NamedDependency[Boundary]) -> Response[Any]:
        """Return the receipt to keep, as a tagged PDF; nothing of the database waits while it is printed."""
        async with boundary.work(PUBLIC, reading=True) as work:
            receipt = await _receipt(work, sent_in(request))
            if receipt is None:
                return closed(request)
            shown = context(request) | await _shown(work, receipt)
        html = render("public/receipt_print.html", **shown, faces="")
        html = render("public/receipt_print.html", **shown, faces=font_faces(html))
        try:
            content = await asyncio.to_thread(printed, html, made_at=receipt.received_at)
        except Unprintable:
            words = say("We cannot make this file in your language. Print the page, or write the code down.")
            return go_on(request, "/sent", flash=words, kind="error")
        headers = {"content-disposition": f'attachment; filename="receipt-{receipt.reference}.pdf"'}
        return Response(content, media_type="application/pdf", headers=headers)


async def _sent_page(request: AnyRequest, work: Work, faults: dict[str, str] | None = None) -> Response[Any] | None:
    sent = sent_in(request)
    if sent and sent.added:
        return page(request, "public/sent_added.html", reference=sent.added)
    receipt = await _receipt(work, sent)
    if receipt is None:
        return None
    status = 400 if faults else 200
    return page(request, "public/sent.html", status=status, errors=faults or {}, **await _shown(work, receipt))


async def _receipt(work: Work, sent: Sent | None) -> Receipt | None:
    return await sent_before(work, sent.key) if sent and sent.key else None


async def _shown(work: Work, receipt: Receipt) -> dict[str, Any]:
    """Return what the receipt says, on the page and on paper alike."""
    case = await sent_case(work.session, receipt.reference)
    charter = work.charter.charter
    tier = charter.tier(case.tier)
    return {
        "kind": receipt.kind,
        "reference": receipt.reference,
        "code": receipt.code,
        "received_at": receipt.received_at,
        "promises": [_promise(one) for one in sorted(receipt.clocks, key=lambda one: one.due)],
        "identity": None if case.is_unnamed else case.visibility,
        "matter": case.matter,
        "office": named(tier.who or tier.name) if tier.independent else None,
        "handler": _handler(charter, case.body, case.service),
        "is_for_somebody": case.is_for_somebody,
    }


def _promise(clock: ClockView) -> dict[str, Any]:
    return {"kind": clock.kind, "due_at": clock.due, "why": clock.why, "version": clock.version}


def _handler(charter: Charter, body: str, service: str | None) -> str | None:
    """Return who has it; of what nobody knows the service of, nobody can say yet."""
    return named(charter.bodies[body].name) if service and body in charter.bodies else None

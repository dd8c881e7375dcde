"""Telling us something: the start, the two forms, the receipt."""

import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency

from complaints.actions.lodge import lodge
from complaints.domain.case import Kind
from complaints.kernel.charters import Adopted
from complaints.kernel.work import Work
from complaints.schemas import Receipt, Submission
from complaints.web import cookies
from complaints.web.forms import Form, day, errors, form, typed
from complaints.web.page import AnyRequest, go_on, house, kept_cookie, page
from standards.charter import Charter
from standards.errors import Fault, Invalid

RECEIPT_LASTS = timedelta(minutes=30)
KEY_BYTES = 16
REACH = {"name": "name", "email": "email", "phone": "phone", "post": "address"}
"""Part of the contact to field of the form."""

WORDS: Mapping[str, str] = {
    "kind": "Choose what you want to tell us.",
    "narrative": "Tell us what happened, in up to 20,000 letters.",
    "wants": "Use up to 4,000 letters here. The rest can go into what happened.",
    "standard": "Choose one of the list, or none.",
    "place": "Use up to 200 letters for the place.",
    "staff_named": "Use up to 4,000 letters for the names.",
    "praised": "Use up to 200 letters here.",
    "adjustments": "Use up to 4,000 letters here.",
    "contact.name": "Use up to 200 letters for your name.",
    "contact.email": "Enter an e-mail address like name@example.org, or leave it empty.",
    "contact.phone": "Enter a telephone number of up to 40 signs, or leave it empty.",
    "contact.post": "Use up to 500 letters for your address.",
    "identity": "Choose who may see your name.",
    "language": "Choose one of the languages.",
}


class PublicPages(Controller):
    """The start and the forms."""

    include_in_schema = False

    @get("/")
    async def start(self, request: AnyRequest) -> Response[str]:
        """Show the doors."""
        return page(request, "public/start.html")

    @get("/complain")
    async def complain(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[str]:
        """Show the form for what went wrong."""
        return _form(request, work, "public/complain.html", {"submission_key": new_key()})

    @post("/complain")
    async def send_complaint(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[Any]:
        """Take in a complaint, an idea or a question."""
        return await _send(request, work, "public/complain.html", ("complaint", "suggestion", "enquiry"))

    @get("/thank")
    async def thank(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[str]:
        """Show the form for praise."""
        return _form(request, work, "public/thank.html", {"submission_key": new_key()})

    @post("/thank")
    async def send_thanks(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[Any]:
        """Take in a compliment."""
        return await _send(request, work, "public/thank.html", ("compliment",))

    @get("/sent")
    async def sent(self, request: AnyRequest) -> Response[Any]:
        """Show the receipt for half an hour; after that only the way to the case."""
        kept = kept_cookie(request, cookies.RECEIPT)
        if kept is None:
            return go_on(request, "/track")
        receipt = msgspec.convert(kept["receipt"], Receipt)
        return page(
            request,
            "public/sent.html",
            kind=receipt.kind,
            reference=receipt.reference,
            code=receipt.code,
            promises=[
                {"kind": one.kind, "due_at": one.due, "why": one.why, "version": one.version} for one in receipt.clocks
            ],
            identity=kept["identity"],
            handler=kept["handler"],
        )

    @get("/ombudsperson")
    async def ombudsperson(self, request: AnyRequest) -> Response[str]:
        """Say who the ombudsperson is and how to reach them, without passing through anybody."""
        return page(request, "public/ombudsperson.html", here="ombudsperson")


def new_key() -> str:
    """Return the key a form carries, so that sending it twice makes one case."""
    return os.urandom(KEY_BYTES).hex()


def service_groups(adopted: Adopted) -> list[dict[str, Any]]:
    """Return the services of each body, for choosing from."""
    charter = adopted.charter
    return [
        {
            "name": body.name,
            "services": [
                {"key": one.key, "name": one.name, "everyday": list(one.everyday)} for one in charter.services_of(key)
            ],
        }
        for key, body in charter.bodies.items()
    ]


def needs(charter: Charter, now: datetime) -> list[tuple[str, str]]:
    """Return what services promise to do by a day once somebody tells us, for choosing from: key and words."""
    today = now.astimezone(ZoneInfo(charter.authority.time_zone)).date()
    return [
        (key, f"{charter.services[one.service].name}: {one.promise}")
        for key, one in charter.standards.items()
        if one.starts == "told" and one.holds_on(today)
    ]


def submission_from(sent: Form, kinds: tuple[str, ...]) -> Submission:
    """Return what a form says; raise Invalid with a sentence for each field."""
    values: dict[str, Any] = dict(
        sent.given("kind", "narrative", "service", "standard", "wants", "place", "adjustments", "language", "identity")
    )
    values["kind"] = sent["kind"] if sent["kind"] in kinds else ""
    values["narrative"] = sent["narrative"]
    values["contact"] = {part: sent[field] for part, field in REACH.items() if sent[field]}
    named = "praised" if sent["kind"] == Kind.COMPLIMENT.value else "staff_named"
    if sent["staff_named"]:
        values[named] = sent["staff_named"]
    if sent["quote"] == "yes":
        values["may_quote"] = True
    faults: list[Fault] = []
    try:
        happened = day(sent, "occurred_on")
    except Invalid as problem:
        faults, happened = list(problem.faults), None
    if happened is not None:
        values["occurred_on"] = happened.isoformat()
    try:
        submission = typed(values, Submission, WORDS)
    except Invalid as problem:
        faults = [*(_on_the_form(fault) for fault in problem.faults), *faults]
    if faults:
        raise Invalid("Some answers need another look.", faults=faults)
    return submission


def _on_the_form(fault: Fault) -> Fault:
    part = fault.path.removeprefix("contact.")
    field = REACH.get(part, part) if fault.path.startswith("contact.") else fault.path
    return Fault("staff_named" if field == "praised" else field, fault.message)


async def _send(request: AnyRequest, work: Work, template: str, kinds: tuple[str, ...]) -> Response[Any]:
    sent = await form(request)
    try:
        submission = submission_from(sent, kinds)
        receipt = await lodge(work, submission, channel="web_form", key=sent["submission_key"] or None)
    except Invalid as problem:
        return _form(request, work, template, dict(sent), errors(problem), status=400)
    home = house(request)
    kept = {
        "receipt": msgspec.to_builtins(receipt),
        "identity": submission.identity.value,
        "handler": _handler(work, submission),
    }
    response = go_on(request, "/sent")
    response.cookies.append(
        cookies.cookie(home.keys, cookies.RECEIPT, kept, now=home.clock.now(), lasts=RECEIPT_LASTS, secure=home.secure)
    )
    return response


def _handler(work: Work, submission: Submission) -> str | None:
    charter = work.charter.charter
    service = charter.service(submission.service)
    return charter.bodies[service.body].name if service else None


def _form(
    request: AnyRequest,
    work: Work,
    template: str,
    values: Mapping[str, Any],
    faults: Mapping[str, str] | None = None,
    *,
    status: int = 200,
) -> Response[str]:
    shown = dict(values)
    shown["quote"] = [shown["quote"]] if shown.get("quote") else []
    return page(
        request,
        template,
        status=status,
        bodies=service_groups(work.charter),
        needs=needs(work.charter.charter, work.now),
        languages=list(work.charter.charter.authority.languages),
        values=shown,
        errors=dict(faults or {}),
        submission_key=values.get("submission_key") or new_key(),
    )

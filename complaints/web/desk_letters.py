"""The tray: what has to go by post or telephone, the page of one letter or call, and the sheet that is printed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import MediaType
from litestar.params import FromPath

from complaints.actions.hand_out import Opened, Outcome, finish, look_at, open_one, tray
from complaints.domain.access import Role
from complaints.domain.deliveries import EMAIL, HAND, PHONE, POST
from complaints.domain.matter import Format
from complaints.kernel.languages import speaking
from complaints.kernel.rendering import render
from complaints.kernel.text import direction, language_name
from complaints.kernel.work import Boundary, Work
from complaints.reads.deliveries import InTray
from complaints.web.forms import Form, form
from complaints.web.page import AnyRequest, context, go_on, signed_in
from complaints.web.staff import DESK, staff_page
from standards.charter import Charter
from standards.errors import CaseworkError, Conflict, Fault, Invalid

CARRIERS = (*DESK, Role.OMBUDSPERSON.value)

WAYS: Mapping[str, str] = {
    PHONE: "Call",
    POST: "Send a letter",
    HAND: "Make by hand",
    EMAIL: "E-mail does not get through",
}

TASKS: Mapping[str, str] = {
    Format.LARGE_PRINT.value: "Large print: the sheet is set in 18 points by itself.",
    Format.EASY_READ.value: "Easy read: put it in short sentences with pictures.",
    Format.AUDIO.value: "Audio: record it and send the recording.",
    Format.BRAILLE.value: "Braille: have it embossed.",
    Format.SIGN_LANGUAGE.value: "Sign language: have it signed on video, or call with a signing interpreter.",
    Format.INTERPRETER.value: "Interpreter: call with one for their language.",
    Format.CALL.value: "Call: read it to them on the telephone.",
}
"""What a format asks of whoever carries a message."""

SAID: Mapping[Outcome, str] = {
    Outcome.DONE: "It is done, and stands in the journal.",
    Outcome.NOT_REACHED: "It stays in the list for another try in three hours, if that is a safe time.",
    Outcome.GIVEN_UP: "It is out of the list. The message stays on the person's page.",
}

OUTCOMES: Mapping[str, tuple[tuple[Outcome, str], ...]] = {
    PHONE: (
        (Outcome.DONE, "I told them"),
        (Outcome.NOT_REACHED, "I could not reach them"),
        (Outcome.GIVEN_UP, "It cannot be done: the number is wrong, or they do not want calls"),
    ),
    POST: (
        (Outcome.DONE, "I sent it"),
        (Outcome.GIVEN_UP, "It cannot be done: the address is wrong, or it came back"),
    ),
    HAND: (
        (Outcome.DONE, "I made it and they have it"),
        (Outcome.NOT_REACHED, "I could not reach them"),
        (Outcome.GIVEN_UP, "It cannot be done"),
    ),
    EMAIL: (
        (Outcome.DONE, "I told them another way"),
        (Outcome.GIVEN_UP, "The address is wrong"),
    ),
}


class DeskLetters(Controller):
    """What people have to bring by hand."""

    path = "/desk/letters"
    include_in_schema = False

    @get("/")
    async def show(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[Any]:
        """Show what waits, the oldest first; what may not be done at this hour stands by itself."""
        signed_in(request, *CARRIERS)
        found = await tray(work)
        return staff_page(
            request,
            "desk/letters.html",
            now_list=[_row(work, one) for one in found.now],
            later_list=[_row(work, one) for one in found.later],
            is_cut=found.is_cut,
        )

    @get("/{key:uuid}")
    async def one(self, request: AnyRequest, work: NamedDependency[Work], key: FromPath[UUID]) -> Response[Any]:
        """Show one letter or call, without whom it goes to."""
        signed_in(request, *CARRIERS)
        return _page(request, work, await look_at(work, key))

    @post("/{key:uuid}/open")
    async def opened(
        self, request: AnyRequest, boundary: NamedDependency[Boundary], key: FromPath[UUID]
    ) -> Response[Any]:
        """Show whom it goes to and what it says; the opening is written down."""
        somebody = signed_in(request, *CARRIERS)
        try:
            async with boundary.work(somebody) as work:
                found = await open_one(work, key)
                return _page(request, work, found.one, opened=found)
        except Conflict as refused:
            return go_on(request, "/desk/letters", flash=refused.detail, kind="error")

    @post("/{key:uuid}/print")
    async def sheet(
        self, request: AnyRequest, boundary: NamedDependency[Boundary], key: FromPath[UUID]
    ) -> Response[Any]:
        """Return the sheet to print; the opening is written down."""
        somebody = signed_in(request, *CARRIERS)
        try:
            async with boundary.work(somebody) as work:
                found = await open_one(work, key)
                return _sheet(request, work, found)
        except Conflict as refused:
            return go_on(request, "/desk/letters", flash=refused.detail, kind="error")

    @get(["/{key:uuid}/open", "/{key:uuid}/print", "/{key:uuid}/done"])
    async def back(self, request: AnyRequest, key: FromPath[UUID]) -> Response[Any]:
        """Lead from the address of a form back to the letter, for instance after signing in again."""
        signed_in(request, *CARRIERS)
        return go_on(request, f"/desk/letters/{key}")

    @post("/{key:uuid}/done")
    async def done(
        self, request: AnyRequest, boundary: NamedDependency[Boundary], key: FromPath[UUID]
    ) -> Response[Any]:
        """Write down what came of it."""
        somebody = signed_in(request, *CARRIERS)
        sent = await form(request)
        try:
            outcome = _outcome(sent)
            async with boundary.work(somebody) as work:
                await finish(work, key, outcome, sent["note"])
        except Invalid as refused:
            async with boundary.work(somebody, reading=True) as work:
                return _page(request, work, await look_at(work, key), refused=refused, sent=sent)
        except Conflict as refused:
            return go_on(request, "/desk/letters", flash=refused.detail, kind="error")
        return go_on(request, "/desk/letters", flash=SAID[outcome])


def _outcome(sent: Form) -> Outcome:
    try:
        return Outcome(sent["outcome"])
    except ValueError:
        raise Invalid("Say what came of it.", faults=[Fault("outcome", "Say what came of it.")]) from None


def _page(
    request: AnyRequest,
    work: Work,
    one: InTray,
    *,
    opened: Opened | None = None,
    refused: CaseworkError | None = None,
    sent: Form | None = None,
) -> Response[Any]:
    errors = {fault.path: fault.message for fault in refused.faults} if refused else {}
    return staff_page(
        request,
        "desk/letter.html",
        status=400 if refused else 200,
        **_row(work, one),
        opened=opened,
        outcomes=[{"value": outcome.value, "text": text} for outcome, text in OUTCOMES[one.way]],
        values=dict(sent or {}),
        errors=errors,
    )


def _row(work: Work, one: InTray) -> dict[str, Any]:
    """Return what a person must know before they call or write."""
    body = work.charters.get(one.charter_id).charter.bodies.get(one.body)
    return {
        "one": one,
        "way": WAYS[one.way],
        "body": body.name if body else one.body,
        "language": language_name(one.language),
        "tasks": [TASKS[name] for name in one.formats or () if name in TASKS],
        "hours": _hours(one),
        "is_call": one.way == PHONE,
        "is_letter": one.way == POST,
        "is_ripe": one.due_at <= work.now,
        "to": "Somebody who acts for the person" if one.consent_id else "The person",
    }


def _hours(one: InTray) -> str:
    if one.safe_since is None and one.safe_until is None:
        return ""
    return f"{one.safe_since or '00:00'} to {one.safe_until or '24:00'}"


def _sheet(request: AnyRequest, work: Work, found: Opened) -> Response[Any]:
    """Return the sheet in the person's language: it has no way back to us on it but what the letter says."""
    one = found.one
    charter = work.charters.get(one.charter_id).charter
    with speaking(one.language):
        page = render(
            "letters/sheet.html",
            **context(request)
            | {
                "lang": one.language,
                "dir": direction(one.language),
                "authority": charter.authority,
                "zone": charter.authority.time_zone,
                "sender": None if one.neutral else _sender(charter),
                "to": [found.identity.name, *(found.identity.post or "").splitlines()],
                "reference": one.reference,
                "sent_at": _day(one.sent_at, charter),
                "subject": found.subject,
                "paragraphs": [part.splitlines() for part in found.words.split("\n\n")],
                "is_large": one.is_large,
            },
        )
    return Response(page, media_type=MediaType.HTML, headers={"cache-control": "no-store"})


def _sender(charter: Charter) -> dict[str, str]:
    return {"name": charter.authority.name, "phone": charter.contact.phone, "address": charter.contact.address}


def _day(at: datetime, charter: Charter) -> datetime:
    return at.astimezone(ZoneInfo(charter.authority.time_zone))

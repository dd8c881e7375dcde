"""Who acts for the person of a case: seen, begun and ended by the person alone."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from complaints.actions.agree import Acting, HelperDraft, agree, who_acts
from complaints.actions.end_consent import end_consent
from complaints.domain.case import NoSuchCase
from complaints.domain.consent import GIVEN, RELATIONS, SCOPES, Standing
from complaints.kernel.text import begun
from complaints.kernel.work import Boundary, Work
from complaints.web.forms import Form, day, errors, form, typed
from complaints.web.page import AnyRequest, go_on, page
from complaints.web.person_contact import Shown, not_theirs, show_once
from complaints.web.submitted import new_key
from standards.errors import CaseworkError, Conflict, Fault, Invalid
from standards.language import mark, say

HOME = "/your-case/helpers"

THEIRS = {"name": "helper_name", "email": "helper_email", "phone": "helper_phone", "post": "helper_address"}
"""Part of the contact of who acts, to field of the form."""

WORDS: Mapping[str, str] = {
    "relation": mark("Choose who they are to you."),
    "scope": mark("Choose what they may do."),
    "contact.name": mark("Use up to 200 letters for their name."),
    "contact.email": mark("Enter an e-mail address like name@example.org, or leave it empty."),
    "contact.phone": mark("Enter a telephone number of up to 40 signs, or leave it empty."),
    "contact.post": mark("Use between 3 and 500 letters for their address, or leave it empty."),
}


class HelperPages(Controller):
    """Who acts for you."""

    path = HOME
    include_in_schema = False

    @get("/")
    async def show(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[Any]:
        """Show who acts and acted for the person, and let somebody else."""
        try:
            return _page(request, await who_acts(work), {"submission_key": new_key()})
        except NoSuchCase:
            return not_theirs(request, work.actor)

    @post("/")
    async def agree(
        self, request: AnyRequest, work: NamedDependency[Work], boundary: NamedDependency[Boundary]
    ) -> Response[Any]:
        """Let somebody act from now on, and show their code once."""
        sent, actor = await form(request), work.actor
        try:
            draft = helper_draft(sent)
            async with boundary.work(actor) as inner:
                code = await agree(inner, draft, key=sent["submission_key"] or new_key())
                acting = await who_acts(inner)
        except NoSuchCase:
            return not_theirs(request, actor)
        except (Invalid, Conflict) as refused:
            async with boundary.work(actor, reading=True) as inner:
                return _page(request, await who_acts(inner), sent, refused)
        return show_once(request, Shown(acting.reference, code, is_own=False))

    @post("/{consent:uuid}/end")
    async def end(self, request: AnyRequest, work: NamedDependency[Work], consent: FromPath[UUID]) -> Response[Any]:
        """End at once that somebody acts for the person."""
        try:
            await end_consent(work, consent)
        except NoSuchCase:
            return not_theirs(request, work.actor)
        said = say("It has ended. Their code opens nothing any more, and they get no more messages.")
        return go_on(request, HOME, flash=said)

    @get("/{consent:uuid}/end")
    async def back(self, request: AnyRequest) -> Response[Any]:
        """Lead from the address of a button back to the page."""
        return go_on(request, HOME)


def helper_draft(sent: Form) -> HelperDraft:
    """Return who is to act, from a form; raise Invalid with a sentence for each field."""
    values: dict[str, Any] = dict(sent.given("relation", "scope"))
    values["contact"] = {part: sent[field] for part, field in THEIRS.items() if sent[field]}
    faults: list[Fault] = []
    try:
        until = day(sent, "until")
    except Invalid:
        faults.append(Fault("until", say("Enter a real day, such as 14 3 2027, or leave all three boxes empty.")))
        until = None
    try:
        draft = typed(values | {"expires_on": until}, HelperDraft, {path: say(words) for path, words in WORDS.items()})
    except Invalid as problem:
        raise Invalid(say("Some answers need another look."), faults=[*problem.faults, *faults]) from None
    if faults:
        raise Invalid(say("Some answers need another look."), faults=faults)
    return draft


def errors_of(refused: CaseworkError | None) -> dict[str, str]:
    """Return what is wrong, by field of the form."""
    if refused is None:
        return {}
    if not isinstance(refused, Invalid):
        return {"": refused.detail}
    fields = {f"contact.{part}": field for part, field in THEIRS.items()} | {"expires_on": "until"}
    return {fields.get(path, path): words for path, words in errors(refused).items()}


def _page(
    request: AnyRequest, acting: Acting, values: Mapping[str, str], refused: CaseworkError | None = None
) -> Response[str]:
    status = 200 if refused is None else 409 if isinstance(refused, Conflict) else 400
    rows = [
        {
            "one": one.consent,
            "name": one.name,
            "relation": say(RELATIONS[one.consent.relation]),
            "scope": say(SCOPES[one.consent.scope]),
            "given": say(GIVEN[one.consent.given]),
            "holds": one.consent.standing is Standing.HOLDS,
            "is_over": one.consent.standing is Standing.OVER,
        }
        for one in acting.helpers
    ]
    return page(
        request,
        "public/helpers.html",
        status=status,
        reference=acting.reference,
        helpers=[row for row in rows if row["holds"]],
        earlier=[row for row in rows if not row["holds"]],
        relations=[{"value": key.value, "text": begun(say(words))} for key, words in RELATIONS.items()],
        scopes=[{"value": key.value, "text": begun(say(words))} for key, words in SCOPES.items()],
        values={"scope": "act", **values},
        errors=errors_of(refused),
        submission_key=values.get("submission_key") or new_key(),
    )

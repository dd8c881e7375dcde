"""The people of a case, for staff: who acts for the person, a change of contact that waits, a new code to hand over."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from complaints.actions.agree import agree
from complaints.actions.assist import Names, PeopleView, open_names, people_of
from complaints.actions.change_contact import confirm_for, stop_change
from complaints.actions.end_consent import end_consent
from complaints.actions.replace_code import HandedCode, hand_code
from complaints.domain.access import Role
from complaints.domain.consent import RELATIONS, Scope, Standing
from complaints.kernel.work import Boundary, Work
from complaints.web.desk_words import HELPERS_MAY
from complaints.web.forms import Form, form, status_of
from complaints.web.page import AnyRequest, go_on, signed_in
from complaints.web.person_helpers import errors_of, helper_draft
from complaints.web.staff import DESK, staff_page
from complaints.web.step import chosen, needed
from complaints.web.submitted import new_key
from standards.errors import CaseworkError, Conflict, Invalid, NotAllowed, NotFound

STANDINGS: Mapping[Standing, str] = {
    Standing.HOLDS: "holds",
    Standing.ENDED: "ended",
    Standing.OVER: "its last day is over",
}


class Done(msgspec.Struct, frozen=True):
    """What a form leads to: a sentence for the next page, or something that is shown once."""

    said: str = ""
    names: Names | None = None
    handed: HandedCode | None = None
    code: str = ""


Step = Callable[[Work, PeopleView, Form], Awaitable[Done]]


class DeskPeople(Controller):
    """The people of a case, for whoever works on it in its body."""

    path = "/desk/people/{reference:str}"
    include_in_schema = False
    roles: tuple[str, ...] = DESK
    case_at = "/desk/cases"
    layout = "layouts/desk.html"

    @get("/")
    async def show(self, request: AnyRequest, work: NamedDependency[Work], reference: FromPath[str]) -> Response[Any]:
        """Show them, without a name."""
        signed_in(request, *self.roles)
        return await self._page(request, work, reference)

    @get("/{step:str}")
    async def back(self, request: AnyRequest, reference: FromPath[str], step: FromPath[str]) -> Response[Any]:
        """Lead from the address of a form back to the page, for instance after signing in again."""
        signed_in(request, *self.roles)
        if step not in STEPS:
            raise NotFound("There is nothing here.")
        return go_on(request, self._here(reference))

    @post("/{step:str}")
    async def act(
        self, request: AnyRequest, boundary: NamedDependency[Boundary], reference: FromPath[str], step: FromPath[str]
    ) -> Response[Any]:
        """Do what a form asks for; what cannot be done gives the page again with everything typed on it."""
        somebody = signed_in(request, *self.roles)
        if step not in STEPS:
            raise NotFound("There is nothing here.")
        sent = await form(request)
        done = Done()
        refused: CaseworkError | None = None
        try:
            async with boundary.work(somebody) as work:
                done = await STEPS[step](work, await people_of(work, reference), sent)
        except (Invalid, Conflict) as error:
            refused = error
        except NotAllowed as error:
            if not error.open:
                raise
            refused = error
        if refused is None and done.said:
            return go_on(request, self._here(reference), flash=done.said)
        if done.handed is not None or done.code:
            return self._code_page(request, reference, done)
        async with boundary.work(somebody, reading=True) as work:
            return await self._page(request, work, reference, refused=refused, sent=sent, names=done.names)

    def _here(self, reference: str) -> str:
        return self.path.replace("{reference:str}", reference)

    def _code_page(self, request: AnyRequest, reference: str, done: Done) -> Response[Any]:
        code = done.handed.code if done.handed else done.code
        return staff_page(
            request,
            "desk/new_code.html",
            layout=self.layout,
            reference=reference,
            code=code,
            handed=done.handed,
            back=self._here(reference),
        )

    async def _page(
        self,
        request: AnyRequest,
        work: Work,
        reference: str,
        *,
        refused: CaseworkError | None = None,
        sent: Form | None = None,
        names: Names | None = None,
    ) -> Response[Any]:
        people = await people_of(work, reference)
        return staff_page(
            request,
            "desk/people.html",
            status=status_of(refused),
            layout=self.layout,
            people=people,
            helpers=helper_rows(people, names),
            person=names.person if names else None,
            to=self._here(people.reference),
            case_to=f"{self.case_at}/{people.reference}",
            relations=[(key.value, words) for key, words in RELATIONS.items()],
            scopes=[(key.value, HELPERS_MAY[key]) for key in Scope],
            values=dict(sent or {}),
            errors=errors_of(refused),
            submission_key=(sent["submission_key"] if sent else "") or new_key(),
        )


class OfficePeople(DeskPeople):
    """The people of a case, for the independent office."""

    path = "/office/people/{reference:str}"
    roles = (Role.OMBUDSPERSON.value,)
    case_at = "/office/cases"
    layout = "layouts/office.html"


def helper_rows(people: PeopleView, names: Names | None = None) -> list[dict[str, Any]]:
    """Return who acts for the person as lines of a page; a name only where it was opened just now."""
    known = names.helpers if names else {}
    return [
        {
            "one": one,
            "relation": RELATIONS[one.relation],
            "may": HELPERS_MAY[one.scope],
            "standing": STANDINGS[one.standing],
            "holds": one.standing is Standing.HOLDS,
            "identity": known.get(one.id),
        }
        for one in people.consents
    ]


async def _code(work: Work, people: PeopleView, sent: Form) -> Done:
    wanted = chosen(sent, "code")
    if wanted not in {one.id for one in people.codes}:
        raise Conflict("This new code is not waiting any more. Look at the page again.")
    return Done(handed=await hand_code(work, wanted))


async def _stop(work: Work, people: PeopleView, _sent: Form) -> Done:
    await stop_change(work, people.id)
    return Done("The change is stopped. The person is reached as before.")


async def _confirm(work: Work, people: PeopleView, sent: Form) -> Done:
    how = needed(sent, "how", "Say how you made sure that it is the person. They can read it.")
    await confirm_for(work, people.id, how)
    return Done("The new contact holds. The person can read how you made sure.")


async def _end(work: Work, people: PeopleView, sent: Form) -> Done:
    wanted = chosen(sent, "consent")
    if wanted not in {one.id for one in people.consents}:
        raise NotFound("There is nothing here.")
    await end_consent(work, wanted)
    return Done("It has ended. Their code opens nothing any more.")


async def _let(work: Work, people: PeopleView, sent: Form) -> Done:
    draft = helper_draft(sent)
    return Done(code=await agree(work, draft, key=sent["submission_key"] or new_key(), case_id=people.id))


async def _names(work: Work, people: PeopleView, sent: Form) -> Done:
    reason = needed(sent, "identity_reason", "Give the reason. The person can read it.")
    return Done(names=await open_names(work, people.id, reason))


STEPS: Mapping[str, Step] = {
    "code": _code,
    "stop": _stop,
    "confirm": _confirm,
    "end": _end,
    "let": _let,
    "names": _names,
}
"""By the last part of the address a form is sent to."""

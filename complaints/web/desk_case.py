"""The page of one case at the desk, and the forms on it."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from complaints.actions.assist import people_of
from complaints.actions.look import look
from complaints.actions.look_at_files import desk_files
from complaints.domain.access import Actor
from complaints.kernel.vault import Identity
from complaints.kernel.work import Boundary, Work
from complaints.web.desk_helpers import helper_rows
from complaints.web.desk_steps import STEPS
from complaints.web.desk_view import case_values, defaults
from complaints.web.forms import Form, errors_of, form, status_of
from complaints.web.page import AnyRequest, go_on, signed_in
from complaints.web.staff import DESK, staff_page
from standards.errors import CaseworkError, Conflict, Invalid, NotAllowed, NotFound


class DeskCasePage(Controller):
    """One case."""

    path = "/desk/cases/{reference:str}"
    include_in_schema = False

    @get("/")
    async def show(self, request: AnyRequest, work: NamedDependency[Work], reference: FromPath[str]) -> Response[Any]:
        """Show the case; one that must not be known of is answered like one that is not there."""
        signed_in(request, *DESK)
        return await _page(request, work, reference)

    @get("/{step:str}")
    async def back(self, request: AnyRequest, reference: FromPath[str], step: FromPath[str]) -> Response[Any]:
        """Lead from the address of a form back to the case, for instance after signing in again."""
        signed_in(request, *DESK)
        if step not in STEPS:
            raise NotFound("There is nothing here.")
        return go_on(request, f"/desk/cases/{reference}")

    @post("/{step:str}")
    async def act(
        self,
        request: AnyRequest,
        boundary: NamedDependency[Boundary],
        reference: FromPath[str],
        step: FromPath[str],
    ) -> Response[Any]:
        """Do what a form asks for; what cannot be done gives the page again with everything typed on it."""
        somebody = signed_in(request, *DESK)
        if step not in STEPS:
            raise NotFound("There is nothing here.")
        sent = await form(request)
        try:
            async with boundary.work(somebody) as work:
                done = await STEPS[step](work, await look(work, reference), sent)
        except (Invalid, Conflict) as refused:
            return await _again(request, boundary, somebody, reference, refused, sent, step)
        except NotAllowed as refused:
            if not refused.open:
                raise
            return await _again(request, boundary, somebody, reference, refused, sent, step)
        if done.identity is not None:
            async with boundary.work(somebody, reading=True) as work:
                return await _page(request, work, reference, identity=done.identity)
        return go_on(request, "/desk" if done.is_out_of_sight else f"/desk/cases/{reference}", flash=done.said)


async def _again(  # noqa: PLR0913, PLR0917 - everything the page is made anew from
    request: AnyRequest,
    boundary: Boundary,
    somebody: Actor,
    reference: str,
    refused: CaseworkError,
    sent: Form,
    step: str,
) -> Response[Any]:
    async with boundary.work(somebody, reading=True) as work:
        return await _page(request, work, reference, refused=refused, sent=sent, step=step)


async def _page(  # noqa: PLR0913 - what a page may be shown with
    request: AnyRequest,
    work: Work,
    reference: str,
    *,
    refused: CaseworkError | None = None,
    sent: Form | None = None,
    step: str = "",
    identity: Identity | None = None,
) -> Response[Any]:
    desk = await look(work, reference)
    people = await people_of(work, reference)
    charter = work.charters.get(desk.case.charter_id).charter
    kept = {name: value for name, value in (sent or {}).items() if name != "version"}
    return staff_page(
        request,
        "desk/case.html",
        status=status_of(refused),
        **case_values(charter, desk, work.now),
        files=(await desk_files(work, reference)).files,
        people=people,
        helpers=helper_rows(people),
        values=defaults(charter, desk, work.now) | kept,
        errors=errors_of(refused),
        failed=step,
        identity=identity,
    )

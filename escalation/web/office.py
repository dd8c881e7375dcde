"""The pages of the ombudsperson's office; for everybody else they do not exist."""

from typing import Annotated, Any

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from complaints import reads as case_reads
from complaints.actions.assist import people_of
from complaints.domain.access import Role, require
from complaints.kernel.vault import Identity
from complaints.kernel.work import Boundary, Work
from complaints.web.desk_helpers import helper_rows
from complaints.web.forms import Form, errors_of, form, status_of
from complaints.web.page import AnyRequest, go_on, signed_in
from complaints.web.staff import staff_page
from escalation import reads
from escalation.actions.office_files import office_files
from escalation.actions.open_file import open_file
from escalation.domain.access import DOCKET
from escalation.web.attempt import Refusal, attempt
from escalation.web.office_steps import STEPS, Done
from escalation.web.office_view import docket_row, excused, file_values, recommendation
from standards.errors import NotFound

OFFICE = Role.OMBUDSPERSON.value

VIEWS: dict[str, tuple[str, str]] = {
    "new": ("New", "Nothing new. Cases come in here by themselves, when an answer is late or the person asks."),
    "admitted": ("Taken up", "You have taken up nothing that is not decided yet."),
    "referred_back": ("Referred back", "No body owes anybody an answer that you asked for."),
    "ended": ("Decided or declined", "Nothing has been decided yet."),
}
"""What the views of the docket are called, and what an empty one says."""


class Docket(Controller):
    """What is with the office."""

    path = "/office"
    include_in_schema = False

    @get("/")
    async def docket(
        self,
        request: AnyRequest,
        work: NamedDependency[Work],
        view: Annotated[str, QueryParameter(name="view")] = "new",
    ) -> Response[Any]:
        """Show one view of the docket."""
        somebody = signed_in(request, OFFICE)
        require(somebody, DOCKET)
        chosen = view if view in VIEWS else "new"
        counts = await reads.docket_counts(work.session, somebody)
        charter = work.charter.charter
        return staff_page(
            request,
            "office/docket.html",
            views=[
                {"key": key, "text": text, "count": counts[key], "current": key == chosen}
                for key, (text, _) in VIEWS.items()
            ],
            heading=VIEWS[chosen][0],
            nothing=VIEWS[chosen][1],
            rows=[docket_row(charter, row, work.now) for row in await reads.docket(work.session, somebody, chosen)],
        )

    @get("/recommendations")
    async def recommendations(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[Any]:
        """Show the recommendations that nothing has come of yet."""
        somebody = signed_in(request, OFFICE)
        require(somebody, DOCKET)
        charter = work.charter.charter
        found = await reads.recommendations_to_check(work.session, somebody)
        return staff_page(
            request, "office/recommendations.html", rows=[recommendation(charter, one, work.now) for one in found]
        )


class OfficeFile(Controller):
    """One case in the office."""

    path = "/office/cases/{reference:str}"
    include_in_schema = False

    @get("/")
    async def show(self, request: AnyRequest, work: NamedDependency[Work], reference: FromPath[str]) -> Response[Any]:
        """Show the file."""
        signed_in(request, OFFICE)
        return await _page(request, work, reference)

    @get("/{step:str}")
    async def back(self, request: AnyRequest, reference: FromPath[str], step: FromPath[str]) -> Response[Any]:
        """Lead from the address of a form back to the file, for instance after signing in again."""
        signed_in(request, OFFICE)
        if step not in STEPS:
            raise NotFound("There is nothing here.")
        return go_on(request, f"/office/cases/{reference}")

    @post("/{step:str}")
    async def act(
        self,
        request: AnyRequest,
        boundary: NamedDependency[Boundary],
        reference: FromPath[str],
        step: FromPath[str],
    ) -> Response[Any]:
        """Do what a form asks for; what cannot be done gives the page again with everything typed on it."""
        somebody = signed_in(request, OFFICE)
        if step not in STEPS:
            raise NotFound("There is nothing here.")
        sent = await form(request)
        done = Done("")

        async def doing(work: Work) -> None:
            nonlocal done
            done = await STEPS[step](work, await reads.case_key(work.session, reference), sent)

        refused = await attempt(boundary, somebody, doing)
        if refused is None and done.identity is None:
            return go_on(request, f"/office/cases/{reference}", flash=done.said)
        async with boundary.work(somebody, reading=True) as work:
            if refused is None:
                return await _page(request, work, reference, identity=done.identity)
            return await _page(request, work, reference, refused=refused, sent=sent, step=step)


async def _page(  # noqa: PLR0913 - what a page may be shown with
    request: AnyRequest,
    work: Work,
    reference: str,
    *,
    refused: Refusal | None = None,
    sent: Form | None = None,
    step: str = "",
    identity: Identity | None = None,
) -> Response[Any]:
    key = await reads.case_key(work.session, reference)
    file = await open_file(work, key)
    case = await case_reads.case_for_staff(work.session, key)
    charter = work.charters.get(case.charter_id).charter
    people = await people_of(work, reference)
    return staff_page(
        request,
        "office/file.html",
        status=status_of(refused),
        people=people,
        helpers=helper_rows(people),
        related_is_here=case.related_to is not None and await reads.has_file(work.session, case.related_to),
        **file_values(charter, case, file, work.now),
        files=await office_files(work, key),
        values=dict(sent or {}) if refused else excused(case, dict(sent or {})),
        errors=errors_of(refused),
        failed=step,
        identity=identity,
    )

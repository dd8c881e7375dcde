"""The person's own case: the door with reference and code, the page, adding to it, stopping it."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency

from complaints.actions.converse import add
from complaints.actions.own import own_case
from complaints.actions.show_code import NoMatch, show_code
from complaints.actions.withdraw import withdraw
from complaints.domain.case import NoSuchCase, State
from complaints.kernel.limits import TooMany
from complaints.kernel.work import Boundary, Work
from complaints.schemas import CaseView
from complaints.web import cookies
from complaints.web.forms import form
from complaints.web.page import AnyRequest, address, go_on, house, page
from complaints.web.tracking import tracked
from complaints.web.whose import opened_by

LONGEST = 20_000


class PersonPages(Controller):
    """Where a person sees their case."""

    include_in_schema = False

    @get("/track")
    async def door(self, request: AnyRequest) -> Response[str]:
        """Ask for reference and code."""
        return page(request, "public/track.html")

    @post("/track")
    async def enter(self, request: AnyRequest, boundary: NamedDependency[Boundary]) -> Response[Any]:
        """Let the person in; which of the two was wrong is not said."""
        sent = await form(request)
        try:
            shown = await show_code(boundary, sent["reference"], sent["code"], address=address(request))
        except (NoMatch, TooMany) as problem:
            status = 429 if isinstance(problem, TooMany) else 400
            values = {"reference": sent["reference"]}
            return page(request, "public/track.html", status=status, values=values, errors={"": problem.detail})
        response = go_on(request, "/your-case")
        response.cookies.append(opened_by(house(request), shown))
        return response

    @get("/your-case")
    async def show(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[Any]:
        """Show where the case is, what comes next and by when."""
        try:
            case = await own_case(work)
        except NoSuchCase:
            return go_on(request, "/track")
        return your_case(request, work, case)

    @post("/your-case/add")
    async def add(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[Any]:
        """Take what the person adds."""
        if work.actor.case_id is None:
            return go_on(request, "/track")
        sent = await form(request)
        words = sent["information"]
        if not 0 < len(words) <= LONGEST:
            problem = f"Write something, in up to {LONGEST:,} letters."
            case = await own_case(work)
            values = {"information": words}
            return your_case(request, work, case, status=400, values=values, errors={"information": problem})
        await add(work, work.actor.case_id, words)
        return go_on(request, "/your-case", flash="We have what you added. It is with your case.")

    @post("/your-case/stop")
    async def stop(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[Any]:
        """Stop the case at the person's wish."""
        if work.actor.case_id is None:
            return go_on(request, "/track")
        await withdraw(work, work.actor.case_id)
        return go_on(request, "/your-case", flash="We have stopped, as you asked.")

    @post("/leave")
    async def leave(self, request: AnyRequest) -> Response[Any]:
        """Forget on this device that the case was open."""
        response = go_on(request, "/")
        response.cookies.append(cookies.gone(cookies.CASE, secure=house(request).secure))
        response.cookies.append(cookies.gone(cookies.RECEIPT, secure=house(request).secure))
        response.headers["clear-site-data"] = '"cache"'
        return response


def your_case(request: AnyRequest, work: Work, case: CaseView, *, status: int = 200, **values: Any) -> Response[str]:
    """Return the person's page of a case."""
    charter = work.charters.get(case.charter_id).charter
    given = tracked(case, charter, work.now) | {
        "add_to": None if State(case.state) is State.WITHDRAWN else "/your-case/add",
        "stop_to": "/your-case/stop" if State(case.state).is_open else None,
    }
    return page(request, "public/case.html", status=status, **(given | values))

"""The clocks as an administrator sees them: whether they fire, why not, and letting them go on."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency

from complaints.domain.access import RELEASE, require
from complaints.kernel import guard, ledger, timers
from complaints.kernel.work import Boundary, Work
from complaints.web.forms import Form, errors, form
from complaints.web.page import AnyRequest, go_on, signed_in
from complaints.web.staff import ADMINISTRATORS, staff_page
from standards.errors import Fault, Invalid

TITLES = {
    "clocks.held": "Clocks were held back",
    "clocks.healed": "They went on by themselves: the time was right again",
    "clocks.released": "Somebody let them go on",
}
NEWEST = 20
LONGEST_REASON = 500


class AdminClocks(Controller):
    """What the clock guard holds back, and the way to release it."""

    path = "/admin/clocks"
    include_in_schema = False

    @get("/")
    async def show(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[Any]:
        """Show whether clocks fire, and what the guard did so far."""
        require(signed_in(request, *ADMINISTRATORS), RELEASE)
        return await _page(request, work)

    @post("/release")
    async def release(self, request: AnyRequest, boundary: NamedDependency[Boundary]) -> Response[Any]:
        """Let fire what is held back; the reason stands on the ledger of the clocks."""
        somebody = signed_in(request, *ADMINISTRATORS)
        require(somebody, RELEASE)
        sent = await form(request)
        try:
            why = _reason(sent)
            async with boundary.work(somebody) as work:
                await guard.release(work, await timers.database_now(work.session), why)
        except Invalid as refused:
            async with boundary.work(somebody, reading=True) as work:
                return await _page(request, work, dict(sent), errors(refused), status=400)
        return go_on(request, "/admin/clocks", flash="They fire again within half a minute.")


def _reason(sent: Form) -> str:
    if not 0 < len(sent["why"]) <= LONGEST_REASON:
        fault = Fault("why", "Say how you know that the time is right, in at most 500 signs.")
        raise Invalid("The reason is missing.", faults=[fault])
    return sent["why"]


async def _page(
    request: AnyRequest,
    work: Work,
    values: dict[str, str] | None = None,
    faults: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> Response[Any]:
    kept = await ledger.entries(work.session, ledger.CLOCKS)
    return staff_page(
        request,
        "admin/clocks.html",
        status=status,
        guard=await guard.state(work.session),
        database_now=await timers.database_now(work.session),
        timeline=[
            {
                "at": one.at,
                "title": TITLES.get(one.kind, one.kind),
                "who": "An administrator" if one.actor.startswith("administrator") else "Automatic",
                "text": (one.payload or {}).get("why", ""),
            }
            for one in reversed(kept[-NEWEST:])
        ],
        values=values or {},
        errors=faults or {},
    )

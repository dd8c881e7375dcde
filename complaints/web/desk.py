"""The queue of the desk: what is due first stands first, and a search for one reference."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from complaints.actions.look import find_by_reference, to_decide
from complaints.channel import label
from complaints.domain.access import QUEUE, Actor, require
from complaints.domain.case import NoSuchCase
from complaints.domain.lateness import due_words
from complaints.kernel.charters import CharterBook
from complaints.kernel.work import Work
from complaints.reads import desk_queue
from complaints.schemas.desk import QueueRow
from complaints.web.page import AnyRequest, go_on, signed_in
from complaints.web.staff import DESK, staff_page
from standards.charter import Charter

A_PAGE = 50
NO_DATE = "none"

VIEWS: dict[str, tuple[str, str]] = {
    "open": ("All open", "Nothing is open. New cases come in here by themselves."),
    "late": ("Late", "Nothing is late."),
    "soon": ("Due soon", "Nothing comes due soon. A case stands here once its reminder has gone."),
    "mine": ("Mine", "You have no open case. Take one from “Nobody has it”."),
    "unassigned": ("Nobody has it", "Every open case is in somebody's hands."),
    "praise": ("Thanks to pass on", "No thanks are waiting to be passed on."),
}
"""What the views of the queue are called, and what an empty one says."""


class Desk(Controller):
    """The queue."""

    path = "/desk"
    include_in_schema = False

    @get("/")
    async def queue(
        self,
        request: AnyRequest,
        work: NamedDependency[Work],
        view: Annotated[str, QueryParameter(name="view")] = "open",
        after: Annotated[str, QueryParameter(name="after")] = "",
    ) -> Response[Any]:
        """Show one view of the queue, fifty cases a page."""
        somebody = signed_in(request, *DESK)
        require(somebody, QUEUE)
        chosen = view if view in VIEWS else "open"
        tiers = tiers_of(work.charters, somebody)
        wanted = desk_queue.QueueFilter(tiers=tiers, now=work.now, view=chosen, after=_place(after), most=A_PAGE + 1)
        found = await desk_queue.queue(work.session, somebody, wanted)
        counts = await desk_queue.queue_counts(work.session, somebody, tiers, work.now)
        charter = work.charter.charter
        return staff_page(
            request,
            "desk/queue.html",
            views=[
                {"key": key, "text": text, "count": counts[key], "current": key == chosen}
                for key, (text, _) in VIEWS.items()
            ],
            heading=VIEWS[chosen][0],
            nothing=VIEWS[chosen][1],
            view=chosen,
            rows=[_row(charter, row, work.now) for row in found[:A_PAGE]],
            further=_mark(found[A_PAGE - 1]) if len(found) > A_PAGE else None,
            is_first=not _place(after),
            open_count=counts["open"],
            asked=await to_decide(work),
        )

    @get("/find")
    async def find(
        self,
        request: AnyRequest,
        work: NamedDependency[Work],
        reference: Annotated[str, QueryParameter(name="reference")] = "",
    ) -> Response[Any]:
        """Go to the case with a reference; one that is not there and one that is not theirs are answered alike."""
        signed_in(request, *DESK)
        try:
            return go_on(request, f"/desk/cases/{await find_by_reference(work, reference)}")
        except NoSuchCase:
            return go_on(request, "/desk", flash="There is no case with this reference. Check each sign.", kind="error")


def tiers_of(charters: CharterBook, somebody: Actor) -> tuple[str, ...]:
    """Return the tiers that a role handles, under any version of the charter a case may still keep."""
    keys = (tier.key for one in charters.history() for tier in one.charter.tiers if tier.role == somebody.role.value)
    return tuple(dict.fromkeys(keys))


def _row(charter: Charter, row: QueueRow, now: datetime) -> dict[str, Any]:
    zone = ZoneInfo(charter.authority.time_zone)
    service = charter.service(row.service)
    return {
        "case": row,
        "service": service.name if service else row.service,
        "channel": label(row.channel),
        "due": due_words(row.due_at, now, zone) if row.due_at else None,
        "is_late": row.due_at is not None and row.due_at < now,
    }


def _mark(row: QueueRow) -> str:
    due = row.due_at.isoformat() if row.due_at else NO_DATE
    return f"{due}_{row.id}"


def _place(mark: str) -> tuple[datetime | None, UUID] | None:
    """Return where the next page begins; a mark that is none begins at the front."""
    due, _, key = mark.partition("_")
    try:
        at = None if due == NO_DATE else datetime.fromisoformat(due)
        return (at, UUID(key)) if at is None or at.tzinfo else None
    except ValueError:
        return None

"""A body's side of the office's work: what was recommended to it, what was referred back, and its answers."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from complaints.domain.access import Actor, require
from complaints.kernel.work import Boundary, Work
from complaints.web.forms import Form, errors_of, form, status_of
from complaints.web.page import AnyRequest, go_on, signed_in
from complaints.web.staff import DESK, staff_page
from escalation import reads
from escalation.actions.respond import answer_back, respond
from escalation.domain.access import BODY_SIDE
from escalation.domain.recommendation import RecommendationState
from escalation.web.attempt import Refusal, attempt, named
from escalation.web.office_view import recommendation
from escalation.web.words import ANSWERS
from standards.errors import Fault, Invalid


class BodySide(Controller):
    """What the office sent to somebody's body."""

    path = "/body"
    include_in_schema = False

    @get("/")
    async def show(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[Any]:
        """Show what waits for an answer first, then what was answered."""
        somebody = signed_in(request, *DESK)
        return await _page(request, work, somebody)

    @post("/recommendations/{key:uuid}")
    async def answer(
        self, request: AnyRequest, boundary: NamedDependency[Boundary], key: FromPath[UUID]
    ) -> Response[Any]:
        """Keep the body's answer to a recommendation."""
        sent = await form(request)

        async def doing(work: Work) -> None:
            chosen = sent[f"answer-{key}"]
            if chosen not in {value for value, _ in ANSWERS}:
                raise Invalid(faults=[Fault(f"answer-{key}", "Say whether you accept it, in part, or not.")])
            with named({"answer": f"answer-{key}", "words": f"words-{key}"}):
                await respond(work, key, RecommendationState(chosen), sent[f"words-{key}"])

        return await _done(request, boundary, sent, doing, "The office has your answer.")

    @post("/cases/{reference:str}")
    async def answer_person(
        self, request: AnyRequest, boundary: NamedDependency[Boundary], reference: FromPath[str]
    ) -> Response[Any]:
        """Send the answer to the person of a case that was referred back."""
        sent = await form(request)

        async def doing(work: Work) -> None:
            with named({"words": f"words-{reference}"}):
                await answer_back(work, await reads.case_key(work.session, reference), sent[f"words-{reference}"])

        return await _done(request, boundary, sent, doing, "The person has your answer, and the office sees it.")


async def _done(
    request: AnyRequest, boundary: Boundary, sent: Form, doing: Callable[[Work], Awaitable[None]], said: str
) -> Response[Any]:
    somebody = signed_in(request, *DESK)
    refused = await attempt(boundary, somebody, doing)
    if refused is None:
        return go_on(request, "/body", flash=said)
    async with boundary.work(somebody, reading=True) as work:
        return await _page(request, work, somebody, refused=refused, sent=sent)


async def _page(
    request: AnyRequest, work: Work, somebody: Actor, *, refused: Refusal | None = None, sent: Form | None = None
) -> Response[Any]:
    require(somebody, BODY_SIDE)
    charter = work.charter.charter
    rows = [recommendation(charter, one, work.now) for one in await reads.recommendations_to(work.session, somebody)]
    return staff_page(
        request,
        "body/inbox.html",
        status=status_of(refused),
        waiting=[row for row in rows if row["one"].replied_at is None],
        answered=[row for row in rows if row["one"].replied_at is not None],
        referred=await reads.referred_to(work.session, somebody),
        choices=ANSWERS,
        values=dict(sent or {}),
        errors=errors_of(refused),
    )

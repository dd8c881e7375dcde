"""The person asks for the next step: one press, nothing to write again."""

from typing import Any

from litestar import Controller, Response, post
from litestar.di import NamedDependency

from complaints.kernel.work import Boundary, Work
from complaints.web.forms import form
from complaints.web.page import AnyRequest, go_on
from escalation.actions.escalate import ask_next
from escalation.web.attempt import attempt
from standards.wording import list_words

LONGEST = 20_000


class NextStep(Controller):
    """Not satisfied, or not answered: the next door."""

    include_in_schema = False

    @post("/your-case/next")
    async def ask(
        self, request: AnyRequest, work: NamedDependency[Work], boundary: NamedDependency[Boundary]
    ) -> Response[Any]:
        """Take the case on, or say on the person's page from when they can ask."""
        person = work.actor
        if person.case_id is None:
            return go_on(request, "/track")
        sent = await form(request)
        points = [value for value in (await request.form()).getall("points", []) if str(value).isdecimal()]
        words = _words(sent["why"] or sent["reason"], points)
        stage = int(sent["stage"]) if sent["stage"].isdecimal() else None
        key = person.case_id

        async def doing(inner: Work) -> None:
            await ask_next(inner, key, words, stage_no=stage)

        refused = await attempt(boundary, person, doing)
        if refused is not None:
            return go_on(request, "/your-case", flash=refused.detail, kind="error")
        return go_on(request, "/your-case", flash="Your case goes on. You do not need to tell anything again.")


def _words(why: str, points: list[Any]) -> str:
    """Return what the person added, with the points they ticked."""
    ticked = f"I do not agree with point {list_words([str(point) for point in points])}." if points else ""
    return "\n\n".join(part for part in (ticked, why[:LONGEST]) if part)

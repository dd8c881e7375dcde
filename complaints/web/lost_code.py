"""I lost my code: the same answer for everybody, and what was asked for is done where only the person gets it."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency

from complaints.actions.replace_code import LostDraft, ask_for_code
from complaints.kernel.limits import TooMany
from complaints.kernel.work import Boundary
from complaints.web.forms import errors, form
from complaints.web.page import AnyRequest, address, page
from standards.errors import Invalid

LONGEST = 300


class LostCodePages(Controller):
    """The way to a new code."""

    path = "/track/lost"
    include_in_schema = False

    @get("/")
    async def ask(self, request: AnyRequest) -> Response[str]:
        """Ask for the reference, and for one way by which we know the person."""
        return page(request, "public/lost_code.html", values={}, errors={}, is_sent=False)

    @post("/")
    async def take(self, request: AnyRequest, boundary: NamedDependency[Boundary]) -> Response[Any]:
        """Take it in; the answer does not say whether anything fits."""
        sent = await form(request)
        typed = {name: sent[name][:LONGEST] for name in ("reference", "email", "phone", "postcode")}
        draft = LostDraft(typed["reference"], "".join(typed["email"].split()), typed["phone"], typed["postcode"])
        try:
            await ask_for_code(boundary, draft, address=address(request))
        except Invalid as problem:
            faults = {"postcode" if path == "post" else path: words for path, words in errors(problem).items()}
            return page(request, "public/lost_code.html", status=400, values=typed, errors=faults, is_sent=False)
        except TooMany as problem:
            faults = {"": problem.detail}
            return page(request, "public/lost_code.html", status=429, values=typed, errors=faults, is_sent=False)
        return page(request, "public/lost_code.html", values={}, errors={}, is_sent=True)

"""The start, and the doors from it that are no page of their own."""

from typing import Any

from litestar import Controller, Response, get
from litestar.di import NamedDependency

from complaints.actions.draft import kept
from complaints.kernel.work import Work
from complaints.web.draft_cookie import begun_in
from complaints.web.page import AnyRequest, go_on, page


class StartPages(Controller):
    """The first page, and the ombudsperson's."""

    include_in_schema = False

    @get("/")
    async def start(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[str]:
        """Show the doors, and the way back to what somebody has begun in this browser."""
        begun = begun_in(request)
        found = await kept(work, begun.secret) if begun else None
        is_going_on = found is not None and not found.draft.told
        return page(request, "public/start.html", kept_at=found.kept_at if found and is_going_on else None)

    @get("/complain")
    async def complain(self, request: AnyRequest) -> Response[Any]:
        """Lead to the first question, with the answer chosen that this address stands for."""
        lang = request.query_params.get("lang", "")
        return go_on(request, f"/tell?about=wrong{f'&lang={lang}' if lang.isalpha() else ''}")

    @get("/ombudsperson")
    async def ombudsperson(self, request: AnyRequest) -> Response[str]:
        """Say who the ombudsperson is and how to reach them, without passing through anybody."""
        return page(request, "public/ombudsperson.html", here="ombudsperson")

"""One file of what somebody is about to tell us, for the browser that has the key to the draft and nobody else."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from complaints.actions import draft as drafts
from complaints.actions.attach import files_of, pick
from complaints.domain.files import NoSuchFile
from complaints.kernel.work import Boundary, Work
from complaints.web.draft_cookie import begun_in
from complaints.web.page import AnyRequest, page
from complaints.web.uploads import words_of

AT = "/tell/files"


class DraftFiles(Controller):
    """A look at what hangs on a draft; its pictures and its removal are with the page that lists them."""

    path = AT
    include_in_schema = False

    @get("/{key:uuid}")
    async def show(
        self,
        request: AnyRequest,
        work: NamedDependency[Work],
        boundary: NamedDependency[Boundary],
        key: FromPath[UUID],
    ) -> Response[Any]:
        """Show one file."""
        begun = begun_in(request)
        found = await drafts.kept(work, begun.secret) if begun else None
        if found is None:
            raise NoSuchFile
        file = pick(await files_of(work, draft=found.id), key)
        words = await words_of(boundary, file)
        return page(request, "public/file.html", file=file, at=f"{AT}/{key}", words=words, back=AT, may_remove=True)

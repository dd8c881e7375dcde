"""The files of the person's own case: looked at, given out, taken back; what is added comes with a message."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from complaints.actions.attach import detach, may_detach, pick
from complaints.actions.look_at_files import own_files
from complaints.domain.case import NoSuchCase
from complaints.kernel.work import Boundary, Work
from complaints.web.page import AnyRequest, go_on, page
from complaints.web.uploads import given, words_of
from standards.language import say

AT = "/your-case/files"


class PersonFiles(Controller):
    """What was sent with a case, either way."""

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
        """Show one file; to somebody with no case open the door to it."""
        try:
            found = await own_files(work)
        except NoSuchCase:
            return go_on(request, "/track")
        file = pick(found.files, key)
        return page(
            request,
            "public/file.html",
            file=file,
            at=f"{AT}/{key}",
            words=await words_of(boundary, file),
            back="/your-case",
            may_remove=found.may_add and may_detach(work, file),
        )

    @get("/{key:uuid}/{part:str}")
    async def part(
        self, work: NamedDependency[Work], boundary: NamedDependency[Boundary], key: FromPath[UUID], part: FromPath[str]
    ) -> Response[bytes]:
        """Give out a picture or the original."""
        return await given(boundary, pick((await own_files(work)).files, key), part)

    @post("/{key:uuid}/remove")
    async def remove(self, request: AnyRequest, work: NamedDependency[Work], key: FromPath[UUID]) -> Response[Any]:
        """Take a file back."""
        await detach(work, key, case=(await own_files(work)).case_id)
        return go_on(request, "/your-case", flash=say("We removed the file."))

"""The files of a case in the ombudsperson's office: all of them, whoever sent them to whom."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from complaints.actions.attach import pick
from complaints.domain.access import Role
from complaints.kernel.work import Boundary, Work
from complaints.web.page import AnyRequest, signed_in
from complaints.web.staff import staff_page
from complaints.web.uploads import given, words_of
from escalation import reads
from escalation.actions.office_files import office_files

OFFICE = Role.OMBUDSPERSON.value


class OfficeFiles(Controller):
    """What was sent with a case, either way."""

    path = "/office/cases/{reference:str}/files"
    include_in_schema = False

    @get("/{key:uuid}")
    async def show(
        self,
        request: AnyRequest,
        work: NamedDependency[Work],
        boundary: NamedDependency[Boundary],
        reference: FromPath[str],
        key: FromPath[UUID],
    ) -> Response[Any]:
        """Show one file."""
        signed_in(request, OFFICE)
        file = pick(await office_files(work, await reads.case_key(work.session, reference)), key)
        back = f"/office/cases/{reference}"
        return staff_page(
            request,
            "desk/file.html",
            file=file,
            at=f"{back}/files/{key}",
            words=await words_of(boundary, file),
            back=back,
            reference=reference,
        )

    @get("/{key:uuid}/{part:str}")
    async def part(
        self,
        request: AnyRequest,
        work: NamedDependency[Work],
        boundary: NamedDependency[Boundary],
        reference: FromPath[str],
        key: FromPath[UUID],
        part: FromPath[str],
    ) -> Response[bytes]:
        """Give out a picture or the original."""
        signed_in(request, OFFICE)
        file = pick(await office_files(work, await reads.case_key(work.session, reference)), key)
        return await given(boundary, file, part)

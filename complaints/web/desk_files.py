"""The files of a case at the desk: listed, looked at, given out, and sent to the person with a message."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from complaints.actions.attach import attach, pick
from complaints.actions.converse import write
from complaints.actions.look_at_files import CaseFiles, desk_files
from complaints.actions.reach import ChangedMeanwhile
from complaints.domain.case import NoSuchCase
from complaints.kernel.work import Boundary, Work
from complaints.web.forms import Form, errors, form
from complaints.web.page import AnyRequest, go_on, signed_in
from complaints.web.staff import DESK, staff_page
from complaints.web.step import version
from complaints.web.uploads import LARGEST_REQUEST, given, needed_upload, too_large, words_of
from standards.errors import Fault, Invalid

PATH = "/desk/cases/{reference:str}/files"
BACK = "/desk/cases/{reference}/files"
LONGEST = 20_000


class DeskFiles(Controller):
    """What was sent with a case, either way."""

    path = PATH
    include_in_schema = False

    @get("/")
    async def list_all(
        self, request: AnyRequest, work: NamedDependency[Work], reference: FromPath[str]
    ) -> Response[Any]:
        """List the files, with the form that sends another."""
        signed_in(request, *DESK)
        return _page(request, await desk_files(work, reference))

    @post("/", request_max_body_size=LARGEST_REQUEST, exception_handlers=too_large(BACK))
    async def send(
        self, request: AnyRequest, boundary: NamedDependency[Boundary], reference: FromPath[str]
    ) -> Response[Any]:
        """Send a message with a file to the person."""
        somebody = signed_in(request, *DESK)
        async with boundary.work(somebody, reading=True) as work:
            found = await desk_files(work, reference)
        if not found.may_add:
            raise NoSuchCase
        sent = await form(request)
        try:
            _check(sent)
            file = await needed_upload(request, boundary, keep=True)
            async with boundary.work(somebody) as work:
                message = await write(work, found.case_id, sent["letter"], version=version(sent))
                await attach(work, file, case=found.case_id, message=message)
        except Invalid as problem:
            return _page(request, found, sent, errors(problem), status=400)
        except ChangedMeanwhile as problem:
            async with boundary.work(somebody, reading=True) as work:
                return _page(request, await desk_files(work, reference), sent, {"": problem.detail}, status=409)
        return go_on(request, f"/desk/cases/{reference}", flash="Sent to the person, with the file.")

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
        signed_in(request, *DESK)
        file = pick((await desk_files(work, reference)).files, key)
        return staff_page(
            request,
            "desk/file.html",
            file=file,
            at=f"{BACK.format(reference=reference)}/{key}",
            words=await words_of(boundary, file),
            back=f"/desk/cases/{reference}",
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
        signed_in(request, *DESK)
        return await given(boundary, pick((await desk_files(work, reference)).files, key), part)


def _check(sent: Form) -> None:
    if not 0 < len(sent["letter"]) <= LONGEST:
        words = f"Write what the file is, in up to {LONGEST:,} letters."
        raise Invalid(words, faults=[Fault("letter", words)])


def _page(
    request: AnyRequest,
    found: CaseFiles,
    sent: Form | None = None,
    faults: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> Response[Any]:
    return staff_page(
        request,
        "desk/files.html",
        status=status,
        found=found,
        at=BACK.format(reference=found.reference),
        back=f"/desk/cases/{found.reference}",
        values=dict(sent or {}),
        errors=faults or {},
    )

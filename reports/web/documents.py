"""Reports: those that were made, to read and to keep, and a form to have one made."""

import asyncio
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from complaints.domain.access import Role, require
from complaints.kernel.work import Boundary, Work
from complaints.web.forms import errors, form
from complaints.web.page import AnyRequest, go_on, signed_in
from complaints.web.staff import staff_page
from complaints.web.submitted import new_key
from reports import reads
from reports.actions.order import order
from reports.actions.run import LAST_QUARTER, REPORTS, Order, folder_of_run, look_up
from reports.domain import access
from standards.charter import Charter
from standards.errors import Conflict, Invalid, NotFound

READERS = (Role.COUNCILLOR.value, Role.ADMINISTRATOR.value, Role.OMBUDSPERSON.value)
FORMATS: Mapping[str, str] = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
LONGEST = 100


class FileChanged(Conflict):
    """The file is not the one that was written when the report was made."""

    code = "report-changed"


class Documents(Controller):
    """The list of reports, the form, and the files."""

    path = "/reports"
    include_in_schema = False

    @get("/")
    async def show(
        self, request: AnyRequest, work: NamedDependency[Work], boundary: NamedDependency[Boundary]
    ) -> Response[Any]:
        """Show the reports there are, newest first, and the form to have one made."""
        require(signed_in(request, *READERS), access.REPORTS)
        return await _list(request, work, boundary)

    @post("/")
    async def make(
        self, request: AnyRequest, work: NamedDependency[Work], boundary: NamedDependency[Boundary]
    ) -> Response[Any]:
        """Have a report made."""
        require(signed_in(request, *READERS), access.REPORTS)
        sent = await form(request)
        wanted = Order(report=sent["report"], body=sent["body"] or None, period=sent["period"][:LONGEST])
        try:
            await order(work, wanted, key=sent["submission_key"][:LONGEST])
        except Invalid as refused:
            return await _list(request, work, boundary, dict(sent), errors(refused), status=400)
        return go_on(request, "/reports", flash="We are making it. It stands here in about a minute.")

    @get("/{key:uuid}/{kind:str}")
    async def download(
        self,
        request: AnyRequest,
        work: NamedDependency[Work],
        boundary: NamedDependency[Boundary],
        key: FromPath[UUID],
        kind: FromPath[str],
    ) -> Response[bytes]:
        """Return one file of a report, if it is still the one that was written."""
        require(signed_in(request, *READERS), access.REPORTS)
        run = await reads.run_with(work.session, key)
        named = {Path(name).suffix[1:]: (Path(name).name, digest) for name, digest in run.files} if run else {}
        if kind not in FORMATS or kind not in named:
            raise NotFound("There is no such file.")
        name, digest = named[kind]
        content = await asyncio.to_thread(_content, folder_of_run(boundary, key) / name)
        if sha256(content).hexdigest() != digest:
            raise FileChanged("This file has changed since the report was made, so it is not given out.")
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(content, media_type=FORMATS[kind], headers=headers)


async def _list(
    request: AnyRequest,
    work: Work,
    boundary: Boundary,
    values: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
    *,
    status: int = 200,
) -> Response[Any]:
    charter = work.charter.charter
    runs = await reads.runs(work.session)
    kept = await asyncio.to_thread(lambda: {run.id for run in runs if folder_of_run(boundary, run.id).is_dir()})
    usual = {"period": (await look_up(work, Order(report=next(iter(REPORTS)), period=LAST_QUARTER))).key}
    return staff_page(
        request,
        "reports/documents.html",
        status=status,
        runs=[
            {
                "one": run,
                "title": _title(run.report),
                "about": _about(charter, run.body),
                "formats": [Path(name).suffix[1:] for name, _ in run.files] if run.id in kept else [],
            }
            for run in runs
        ],
        waiting=[
            {
                "title": _title(one.message.report),
                "about": _about(charter, one.message.body),
                "period": one.message.period,
                "failed": one.failed,
            }
            for one in await reads.ordered(work.session, work.now)
        ],
        reports=[(key, report.title) for key, report in REPORTS.items()],
        bodies=[(key, body.name) for key, body in charter.bodies.items()],
        values=values or usual,
        errors=dict(faults or {}),
        submission_key=(values or {}).get("submission_key") or new_key(),
    )


def _title(report: str) -> str:
    return REPORTS[report].title if report in REPORTS else report


def _about(charter: Charter, body: str | None) -> str:
    if body is None:
        return "All bodies"
    return charter.bodies[body].name if body in charter.bodies else body


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise NotFound("This report was made elsewhere; its files are not kept here.") from None

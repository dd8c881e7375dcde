"""The page of the telling with photos and papers: one at a time, each can be taken off again."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from complaints.actions import draft as drafts
from complaints.actions.attach import attach, detach, files_of, pick
from complaints.domain import journey
from complaints.domain.draft import Draft
from complaints.domain.files import AttachmentView, FileRefused, NoSuchFile
from complaints.domain.journey import Step
from complaints.kernel.work import Boundary, Work
from complaints.web.draft_cookie import Begun, begun_in, draft_cookie, visitor
from complaints.web.forms import errors
from complaints.web.page import AnyRequest, go_on, house, page
from complaints.web.sending import already_sent
from complaints.web.telling_steps import Wish, is_change, step_page, to, went, wish_of
from complaints.web.uploads import LARGEST_REQUEST, given, needed_upload, too_large, upload, words_of
from standards.language import say

FILES = "/tell/files"
ADD = "add"


class TellingFilesPages(Controller):
    """Photos and papers."""

    path = FILES
    include_in_schema = False

    @get("/")
    async def ask(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[Any]:
        """Show what hangs on the draft, and take more."""
        begun = begun_in(request)
        found = await drafts.kept(work, begun.secret) if begun else None
        if found is None or found.draft.told:
            return await already_sent(request, work) or go_on(request, "/tell")
        return await _page(request, work, found, changing=is_change(request))

    @post("/", request_max_body_size=LARGEST_REQUEST, exception_handlers=too_large(FILES))
    async def take(self, request: AnyRequest, boundary: NamedDependency[Boundary]) -> Response[Any]:
        """Take one file, or none, and go where the button leads."""
        wish = wish_of(request, await request.form())
        begun = begun_in(request)
        if begun is None:
            return go_on(request, "/tell")
        async with boundary.work(visitor(request), reading=True) as work:
            found = await drafts.kept(work, begun.secret)
            if found is None or found.draft.told:
                return await already_sent(request, work) or go_on(request, "/tell")
        try:
            sent = await (needed_upload if wish.go == ADD else upload)(request, boundary)
            async with boundary.work(visitor(request)) as work:
                if sent is not None:
                    await attach(work, sent, draft=found.id)
                response = await _answer(request, work, begun, wish)
        except FileRefused as problem:
            async with boundary.work(visitor(request), reading=True) as work:
                return await _page(request, work, found, errors(problem), changing=wish.changing)
        response.cookies.append(draft_cookie(request, begun))
        return response

    @post("/{key:uuid}/remove")
    async def remove(
        self, request: AnyRequest, boundary: NamedDependency[Boundary], key: FromPath[UUID]
    ) -> Response[Any]:
        """Take a file off again."""
        begun = begun_in(request)
        async with boundary.work(visitor(request)) as work:
            found = await drafts.kept(work, begun.secret) if begun else None
            if found is None:
                return go_on(request, "/tell")
            await detach(work, key, draft=found.id)
        return go_on(request, FILES, flash=say("We removed the file."))

    @get("/{key:uuid}")
    async def show(
        self,
        request: AnyRequest,
        work: NamedDependency[Work],
        boundary: NamedDependency[Boundary],
        key: FromPath[UUID],
    ) -> Response[Any]:
        """Show one file to whoever hung it here."""
        file = await _hung_here(request, work, key)
        words = await words_of(boundary, file)
        return page(
            request, "public/file.html", file=file, at=f"{FILES}/{key}", words=words, back=FILES, may_remove=True
        )

    @get("/{key:uuid}/{part:str}")
    async def look(
        self,
        request: AnyRequest,
        boundary: NamedDependency[Boundary],
        key: FromPath[UUID],
        part: FromPath[str],
    ) -> Response[Any]:
        """Give out a picture of a file, or the file, to whoever hung it here."""
        async with boundary.work(visitor(request), reading=True) as work:
            file = await _hung_here(request, work, key)
        return await given(boundary, file, part)


async def _hung_here(request: AnyRequest, work: Work, key: UUID) -> AttachmentView:
    """Return a file of the draft that this browser has the key to; raise NoSuchFile."""
    begun = begun_in(request)
    found = await drafts.kept(work, begun.secret) if begun else None
    if found is None:
        raise NoSuchFile
    return pick(await files_of(work, draft=found.id), key)


async def _answer(request: AnyRequest, work: Work, begun: Begun, wish: Wish) -> Response[Any]:
    """Return where the button leads; this page is answered with a file and without one."""
    found = await drafts.kept(work, begun.secret, lock=True)
    was = found.draft if found else Draft()
    draft = journey.answered(was, Step.FILES)
    if wish.is_on or wish.go == ADD or Step.FILES.value in was.done:
        await drafts.keep(work, begun.secret, draft, lasts=house(request).draft_lasts)
    if wish.go == ADD:
        return go_on(request, to(Step.FILES, changing=wish.changing), flash=say("We have your file."))
    return went(request, draft, Step.FILES, wish)


async def _page(
    request: AnyRequest,
    work: Work,
    found: drafts.Kept,
    faults: dict[str, str] | None = None,
    *,
    changing: bool = False,
) -> Response[str]:
    files = await files_of(work, draft=found.id)
    return step_page(request, work, Step.FILES, found.draft, faults, changing=changing, files=files)

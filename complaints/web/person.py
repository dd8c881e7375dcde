"""The person's own case: the door with reference and code, the page, adding to it, stopping it."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency

from complaints.actions.attach import attach, files_of
from complaints.actions.converse import add
from complaints.actions.forecast import forecast_for
from complaints.actions.own import may_act, own_case
from complaints.actions.show_code import NoMatch, show_code
from complaints.actions.withdraw import withdraw
from complaints.domain.access import Role
from complaints.domain.case import NoSuchCase, State
from complaints.domain.files import FileRefused, Upload
from complaints.domain.forecast import forecast_words
from complaints.kernel.limits import TooMany
from complaints.kernel.work import Boundary, Work
from complaints.reads.contacts import acts_no_more
from complaints.reads.surveys import surveys_of
from complaints.schemas import CaseView
from complaints.web import cookies
from complaints.web.draft_cookie import visitor
from complaints.web.forms import form
from complaints.web.page import AnyRequest, address, go_on, house, page
from complaints.web.submitted import new_key
from complaints.web.tracking import tracked
from complaints.web.tracking_words import Reader
from complaints.web.uploads import LARGEST_REQUEST, too_large, upload
from complaints.web.whose import opened_by
from standards.errors import NotAllowed
from standards.language import say

LONGEST = 20_000
LONGEST_WHY = 4_000
BEHIND = re.compile(r"/your-case/(contact|helpers|how|next|stop|worse)(\?handled=(good|fair|poor))?")
"""Where somebody may be led once they have shown their code: pages that a message links to."""


class SessionOver(NotAllowed):
    """The case is not open in this browser any more, and somebody has just sent something for it."""

    code = "session-over"

    def __init__(self) -> None:
        super().__init__(
            say(
                "Your case is not open on this device any more. Open it again in another window, with your reference "
                "and your code. Then send this page again."
            ),
            open=True,
        )


class OnlyReads(NotAllowed):
    """Somebody follows a case for the person and wants to do what only the person and who acts for them may do."""

    code = "only-reads"

    def __init__(self) -> None:
        super().__init__(
            say("You can read this case. Only the person, or somebody who acts for them, can do this."), open=True
        )


class PersonPages(Controller):
    """Where a person sees their case."""

    include_in_schema = False

    @get("/track")
    async def door(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[str]:
        """Ask for reference and code; whoever acted for somebody until now is told that it is over."""
        then, ended = _behind(request.query_params.get("then", "")), await acts_no_more(work)
        return page(request, "public/track.html", then=then, ended=ended)

    @post("/track")
    async def enter(self, request: AnyRequest, boundary: NamedDependency[Boundary]) -> Response[Any]:
        """Let the person in; which of the two was wrong is not said."""
        sent = await form(request)
        then = _behind(sent["then"])
        try:
            shown = await show_code(boundary, sent["reference"], sent["code"], address=address(request))
        except (NoMatch, TooMany) as problem:
            status = 429 if isinstance(problem, TooMany) else 400
            values, errors = {"reference": sent["reference"]}, {"": problem.detail}
            return page(request, "public/track.html", status=status, values=values, errors=errors, then=then)
        response = go_on(request, then or "/your-case")
        response.cookies.append(opened_by(house(request), shown))
        return response

    @get("/your-case")
    async def show(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[Any]:
        """Show where the case is, what comes next and by when."""
        try:
            case = await own_case(work)
        except NoSuchCase:
            return go_on(request, "/track")
        return await your_case(request, work, case)

    @get("/your-case/add")
    async def back(self, request: AnyRequest) -> Response[Any]:
        """Lead from the address of the form back to the page, for instance after another language was chosen."""
        return go_on(request, "/your-case")

    @post("/your-case/add", request_max_body_size=LARGEST_REQUEST, exception_handlers=too_large("/your-case"))
    async def add(self, request: AnyRequest, boundary: NamedDependency[Boundary]) -> Response[Any]:
        """Take what the person adds: words, a file, or both; sent twice it is one message."""
        sent = await form(request)
        actor = visitor(request)
        field = "answer" if "answer" in sent else "information"
        try:
            async with boundary.work(actor, reading=True) as work:
                await acting_case(work)
            file, errors = await _file(request, boundary)
            errors |= _checked(sent[field], field, is_needed=file is None and not errors)
            if not errors:
                await _add(boundary, request, sent[field], sent["submission_key"], file)
                return go_on(request, "/your-case", flash=say("We have what you added. It is with your case."))
        except NoSuchCase:
            return closed(request, sent[field])
        except FileRefused as refused:
            errors = {"file": refused.detail}
        async with boundary.work(actor, reading=True) as work:
            case = await own_case(work)
            kept = {"submission_key": sent["submission_key"] or new_key()}
            return await your_case(request, work, case, status=400, values=dict(sent), errors=errors, **kept)

    @get("/your-case/stop")
    async def ask_to_stop(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[Any]:
        """Ask whether the person means it, and say what stays promised."""
        try:
            return await _stop_page(request, work, await acting_case(work))
        except NoSuchCase:
            return closed(request)

    @post("/your-case/stop")
    async def stop(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[Any]:
        """Stop the case at the person's wish."""
        sent = await form(request)
        try:
            case = await acting_case(work)
        except NoSuchCase:
            return closed(request, sent["why"])
        if len(sent["why"]) > LONGEST_WHY:
            errors = {"why": say("Use up to 4,000 letters here.")}
            return await _stop_page(request, work, case, status=400, values=dict(sent), errors=errors)
        state = State(case.state)
        if not state.is_open and state is not State.WITHDRAWN:
            return await _stop_page(request, work, case, status=409)
        await withdraw(work, case.id, sent["why"] or None)
        return go_on(request, "/your-case", flash=say("We have stopped, as you asked."))

    @post("/leave")
    async def leave(self, request: AnyRequest) -> Response[Any]:
        """Forget on this device that the case was open."""
        response = go_on(request, "/")
        response.cookies.append(cookies.gone(cookies.CASE, secure=house(request).secure))
        response.cookies.append(cookies.gone(cookies.RECEIPT, secure=house(request).secure))
        response.cookies.append(cookies.gone(cookies.DRAFT, secure=house(request).secure))
        response.cookies.append(cookies.gone(cookies.CODE, secure=house(request).secure))
        response.headers["clear-site-data"] = '"cache"'
        return response


def closed(request: AnyRequest, typed: str = "") -> Response[Any]:
    """
    Answer somebody whose case is not open in this browser: they show their code, and get back to where they were.

    What they had typed is not lost: it is on the page that says so.
    """
    if typed:
        raise SessionOver
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    then = _behind(here)
    return go_on(request, f"/track?{urlencode({'then': then})}" if then else "/track")


async def acting_case(work: Work) -> CaseView:
    """Return the case that is open, for doing something with it; raise NoSuchCase, or OnlyReads for who follows it."""
    case = await own_case(work)
    if not await may_act(work):
        raise OnlyReads
    return case


async def reader_of(work: Work) -> Reader:
    """Return who reads the case that is open: the person or somebody with their consent, and whether they may act."""
    return Reader(is_person=work.actor.role is not Role.REPRESENTATIVE, may_act=await may_act(work))


async def your_case(
    request: AnyRequest, work: Work, case: CaseView, *, status: int = 200, **values: Any
) -> Response[str]:
    """Return the person's page of a case."""
    given = await shown(work, case)
    forecast = await forecast_for(work, case)
    given |= {
        "files": await files_of(work, case=case.id),
        "forecast": forecast_words(forecast) if forecast else [],
        "submission_key": new_key(),
    }
    return page(request, "public/case.html", status=status, **(given | values))


async def shown(work: Work, case: CaseView) -> dict[str, Any]:
    """Return what the person's pages say about their case."""
    reader = await reader_of(work)
    return tracked(
        case,
        work.charters.get(case.charter_id).charter,
        work.now,
        in_force=work.charter.charter,
        reader=reader,
        surveys=await surveys_of(work.session, case.id),
    ) | {"may_stop": State(case.state).is_open and reader.may_act}


async def _stop_page(
    request: AnyRequest,
    work: Work,
    case: CaseView,
    *,
    status: int = 200,
    values: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Response[str]:
    given = await shown(work, case)
    charter = work.charters.get(case.charter_id).charter
    return page(
        request,
        "public/stop.html",
        status=status,
        case=given["case"],
        reader=given["reader"],
        promises=[one for one in given["promises"] if one["done_at"] is None],
        reviewed=case.tier != charter.first_tier.key,
        may_stop=given["may_stop"],
        values=values or {},
        errors=errors or {},
    )


async def _file(request: AnyRequest, boundary: Boundary) -> tuple[Upload | None, dict[str, str]]:
    """Return the file that was sent, or what is wrong with it; looking at it takes its time, so no work is open."""
    try:
        return await upload(request, boundary), {}
    except FileRefused as refused:
        return None, {"file": refused.detail}


def _checked(words: str, field: str, *, is_needed: bool) -> dict[str, str]:
    if not words and is_needed:
        return {field: say("Write something before you send it.")}
    if len(words) > LONGEST:
        return {field: say("Use up to 20,000 letters. Send the rest as a second message.")}
    return {}


async def _add(boundary: Boundary, request: AnyRequest, words: str, key: str, file: Upload | None) -> None:
    """Keep words and file together, once: the same button pressed again adds nothing."""
    async with boundary.work(visitor(request)) as work:
        case = await own_case(work)
        sent = f"{key}:{file.digest.hex() if file else ''}" if key else ""
        message = await add(work, case.id, words, sent=sent)
        if message is not None and file is not None:
            await attach(work, file, case=case.id, message=message)


def number(typed: str) -> int | None:
    """Return a small number that a form carries, None for anything else."""
    return int(typed) if re.fullmatch("[0-9]{1,4}", typed) else None


def _behind(wanted: str) -> str:
    """Return the address as it is, when it is one of those behind the door; nothing else leads anywhere."""
    return wanted if BEHIND.fullmatch(wanted) else ""

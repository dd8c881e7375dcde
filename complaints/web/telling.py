"""Telling us something, one question a page; what was typed is kept with every press of a button."""

from typing import Any

import msgspec
from litestar import Controller, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.params import FromPath

from complaints.actions import draft as drafts
from complaints.actions.same_matter import open_here
from complaints.domain import journey
from complaints.domain.draft import Draft
from complaints.domain.journey import Step
from complaints.domain.matter import Matter
from complaints.kernel.work import Boundary, Work
from complaints.web import cookies
from complaints.web.draft_cookie import Begun, begin, begun_in, draft_cookie, visitor
from complaints.web.forms import clean, errors
from complaints.web.page import AnyRequest, address, go_on, house, page
from complaints.web.sending import already_sent, story_of
from complaints.web.telling_steps import Wish, is_change, reader, step_page, to, went, wish_of
from standards.errors import Invalid, NotFound
from standards.language import say

KEEP = "keep"
"""What the script of the page sends as the button: keep it, lead nowhere."""


class Pressed(msgspec.Struct, frozen=True):
    """A button pressed on a page, with what was typed there."""

    step: Step
    typed: dict[str, Any]
    wish: Wish


class TellingPages(Controller):
    """The questions."""

    include_in_schema = False

    @get("/tell")
    async def about(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[Any]:
        """Ask what it is, and offer to go on with what was kept."""
        found = await _found(request, work)
        draft = found.draft if found and not found.draft.told else Draft()
        chosen = request.query_params.get("about", "")
        if chosen in set(Matter) and not draft.about:
            draft = msgspec.structs.replace(draft, about=chosen)
        kept_at = found.kept_at if found and draft.done else None
        return step_page(request, work, Step.ABOUT, draft, changing=is_change(request), kept_at=kept_at)

    @post("/tell")
    async def take_about(self, request: AnyRequest, boundary: NamedDependency[Boundary]) -> Response[Any]:
        """Keep what it is."""
        return await _take(request, boundary, Step.ABOUT)

    @get("/tell/forget")
    async def ask_to_forget(self, request: AnyRequest) -> Response[Any]:
        """Ask once more before everything is deleted."""
        return page(request, "public/tell_forget.html") if begun_in(request) else go_on(request, "/tell")

    @post("/tell/forget")
    async def forget(self, request: AnyRequest, boundary: NamedDependency[Boundary]) -> Response[Any]:
        """Delete what was written."""
        begun = begun_in(request)
        if begun is not None:
            async with boundary.work(visitor(request)) as work:
                await drafts.forget(work, begun.secret)
        response = go_on(request, "/", flash=say("We deleted what you wrote."))
        response.cookies.append(cookies.gone(cookies.DRAFT, secure=house(request).secure))
        return response

    @get("/tell/{name:str}")
    async def ask(self, request: AnyRequest, work: NamedDependency[Work], name: FromPath[str]) -> Response[Any]:
        """Show one question with what was typed before."""
        step = _step(name)
        found = await _found(request, work)
        if found is None or found.draft.told:
            return await already_sent(request, work) or go_on(request, "/tell")
        if not journey.RULES[step].ticked_on and not journey.comes(found.draft, step):
            return go_on(request, to(journey.first_open(found.draft)))
        draft = found.draft
        if step is Step.BEFORE and step.value not in draft.done and (here := await open_here(work, draft.matter)):
            draft = msgspec.structs.replace(draft, earlier=here.reference)
        return step_page(request, work, step, draft, changing=is_change(request))

    @post("/tell/{name:str}")
    async def take(
        self, request: AnyRequest, boundary: NamedDependency[Boundary], name: FromPath[str]
    ) -> Response[Any]:
        """Keep what was typed on one page, and go where its button leads."""
        return await _take(request, boundary, _step(name))


async def open_draft(request: AnyRequest, boundary: Boundary) -> Begun:
    """Return the key of the draft in this browser, or of a new one: nothing typed is lost because a cookie was."""
    begun = begun_in(request)
    if begun is None:
        await drafts.may_begin(boundary, address(request))
        begun = begin()
    return begun


async def _take(request: AnyRequest, boundary: Boundary, step: Step) -> Response[Any]:
    sent = await request.form()
    pressed = Pressed(step, _typed(sent, step), wish_of(request, sent))
    begun = await open_draft(request, boundary)
    async with boundary.work(visitor(request)) as work:
        found = await drafts.kept(work, begun.secret, lock=True)
        gone = await already_sent(request, work) if found is None or found.draft.told else None
        if gone and not _is_something_new(work, begun, pressed):
            return gone
        if gone:
            found, begun = None, begin()
        response = await _kept(request, work, begun, found.draft if found else Draft(), pressed)
    response.cookies.append(draft_cookie(request, begun))
    if gone and step is Step.WHAT:
        words = say("You sent your message already, and we have it. What you write now is a new one.")
        response.cookies += go_on(request, "/", flash=words).cookies
    return response


def _is_something_new(work: Work, begun: Begun, pressed: Pressed) -> bool:
    """Whether somebody who has sent their story tells another: they begin anew, or write other words."""
    if pressed.step is Step.WHAT:
        return story_of(work, str(pressed.typed["narrative"])) != begun.sent
    return pressed.step is Step.ABOUT


async def _kept(request: AnyRequest, work: Work, begun: Begun, was: Draft, pressed: Pressed) -> Response[Any]:
    """Keep what was typed whatever is wrong with it, and return where the button leads."""
    step, wish = pressed.step, pressed.wish
    if wish.go == KEEP and step.value in was.done:
        # It was under way while the page was sent: what was sent is newer.
        return Response(b"", status_code=204)
    draft = journey.kept(was, step, pressed.typed)
    faults = reader(work).faults(draft, step)
    if not faults and (wish.is_on or step.value in was.done):
        draft = journey.answered(draft, step)
    if wish.is_on and _looks_first(was, draft, step):
        wish = msgspec.structs.replace(wish, go="find")
    try:
        await drafts.keep(work, begun.secret, draft, lasts=house(request).draft_lasts)
    except Invalid as problem:
        return step_page(request, work, step, draft, errors(problem), changing=wish.changing)
    if wish.go == KEEP:
        return Response(b"", status_code=204)
    if faults and wish.is_on:
        return step_page(request, work, step, draft, faults, changing=wish.changing)
    if step is Step.ABOUT and wish.is_on and draft.matter is Matter.THANKS:
        return go_on(request, "/thank")
    return went(request, draft, step, wish)


def _looks_first(was: Draft, draft: Draft, step: Step) -> bool:
    """Whether somebody typed words to look for and pressed Enter, which presses the wrong button for them."""
    return step is Step.SERVICE and draft.find not in {"", was.find} and not draft.service


def _typed(sent: FormMultiDict, step: Step) -> dict[str, Any]:
    """Return the fields of one page as they were typed: texts, and of ticks as many as there were."""
    return {
        field: tuple(clean(str(value)) for value in sent.getall(field, []))
        if field in journey.SEVERAL
        else clean(str(sent.get(field) or ""))
        for field in journey.RULES[step].fields
    }


def _step(name: str) -> Step:
    if name not in {step.value for step in Step if step not in {Step.ABOUT, Step.CHECK, Step.FILES}}:
        raise NotFound(say("There is nothing at this address."))
    return Step(name)


async def _found(request: AnyRequest, work: Work) -> drafts.Kept | None:
    begun = begun_in(request)
    return await drafts.kept(work, begun.secret) if begun else None

"""The check before sending, and sending: however often a button is pressed, one case comes of one draft."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency

from complaints.actions import draft as drafts
from complaints.actions.attach import files_of
from complaints.actions.lodge import Origin, lodge, sent_before
from complaints.actions.same_matter import Known, Match, add_to_case, open_here, same_matter
from complaints.domain import journey
from complaints.domain.draft import Draft
from complaints.domain.journey import Step
from complaints.domain.reference import normal_reference
from complaints.domain.routing import goes_to_office
from complaints.domain.worry import is_worrying
from complaints.kernel.work import Boundary, Work
from complaints.schemas import Submission
from complaints.web import cookies
from complaints.web.draft_cookie import (
    RECEIPT_LASTS,
    Begun,
    Sent,
    begun_in,
    closed,
    draft_cookie,
    sent_in,
    to_receipt,
    visitor,
)
from complaints.web.page import AnyRequest, go_on, house, page
from complaints.web.telling_check import added_words, is_unnamed, rows
from complaints.web.telling_steps import heading_of, reader, step_page, to, went, wish_of

STORY_BYTES = 8


class SendingPages(Controller):
    """Looking at all of it once more, and sending it."""

    include_in_schema = False

    @get("/tell/check")
    async def check(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[Any]:
        """Show every answer, and what it may be the same as."""
        begun = begun_in(request)
        found = await drafts.kept(work, begun.secret) if begun else None
        if found is None or found.draft.told:
            return await already_sent(request, work) or go_on(request, "/tell")
        unfinished = _unfinished(request, work, found.draft)
        return unfinished or await _check_page(request, work, found)

    @post("/tell/check")
    async def send(self, request: AnyRequest, boundary: NamedDependency[Boundary]) -> Response[Any]:
        """Send it, as a case of its own or added to one that stands."""
        sent = await request.form()
        wish = wish_of(request, sent)
        begun = begun_in(request)
        if begun is None:
            return go_on(request, "/tell")
        async with boundary.work(visitor(request)) as work:
            found = await drafts.kept(work, begun.secret, lock=True)
            if found is None or found.draft.told:
                return await already_sent(request, work) or go_on(request, "/tell")
            if wish.lang or wish.go == "back":
                return went(request, found.draft, Step.CHECK, wish)
            unfinished = _unfinished(request, work, found.draft)
            return unfinished or await _send(request, work, begun, found, str(sent.get("send") or ""))


async def already_sent(request: AnyRequest, work: Work) -> Response[Any] | None:
    """
    Return the way to the receipt when the draft of this browser was sent, None when it was not.

    After half an hour there is no way to it any more: then the person uses their code.
    """
    begun = begun_in(request)
    if begun is None:
        return None
    found = await drafts.kept(work, begun.secret)
    if found and found.draft.told:
        return _to_receipt(request, begun, Sent(added=found.draft.told), begun.sent)
    key = drafts.submission_key(work, begun.secret)
    receipt = None if found else await sent_before(work, key)
    if receipt is None:
        return None
    if receipt.received_at + RECEIPT_LASTS < work.now:
        # A key that was copied, or kept from before, opens no receipt for ever: the code is on it.
        response = closed(request)
        response.cookies.append(cookies.gone(cookies.DRAFT, secure=house(request).secure))
        return response
    return _to_receipt(request, begun, Sent(key=key), begun.sent)


def story_of(work: Work, narrative: str) -> str:
    """Return a mark by which a browser knows the story it has sent, and nobody else anything."""
    return work.keys.fingerprint(b"story", narrative)[:STORY_BYTES].hex()


def _unfinished(request: AnyRequest, work: Work, draft: Draft) -> Response[Any] | None:
    """Return the first page that still needs an answer or a better one, None when all can be sent."""
    if (step := journey.first_open(draft)) is not Step.CHECK:
        return go_on(request, to(step))
    reading = reader(work)
    wrong = reading.first_fault(draft)
    return step_page(request, work, wrong, draft, reading.faults(draft, wrong), changing=True) if wrong else None


async def _check_page(request: AnyRequest, work: Work, found: drafts.Kept) -> Response[str]:
    submission = reader(work).submission(found.draft)
    charter = work.charter.charter
    return page(
        request,
        "public/tell_check.html",
        values={},
        to=to(Step.CHECK),
        rows=rows(found.draft, submission, charter, await _files(work, found), heading_of(found.draft)),
        match=await same_matter(work, submission, sent=_sent_from_here(request)),
        matter=submission.chosen.value,
        identity="" if is_unnamed(submission) else submission.identity.value,
        for_office=goes_to_office(charter, submission.chosen),
        worry=is_worrying(found.draft.narrative),
    )


async def _send(request: AnyRequest, work: Work, begun: Begun, found: drafts.Kept, which: str) -> Response[Any]:
    submission = reader(work).submission(found.draft)
    match = await same_matter(work, submission, sent=_sent_from_here(request))
    chosen = match.case(which)
    if chosen is None and which != "new" and (match.same or match.own):
        # They have not chosen yet, or what they chose is gone: the page shows what there is now.
        return go_on(request, to(Step.CHECK))
    key = drafts.submission_key(work, begun.secret)
    if chosen is None:
        origin = Origin(draft=found.id, related_to=await _related(work, found.draft, match))
        await lodge(work, submission, channel="web_form", key=key, origin=origin)
        sent = Sent(key=key)
    else:
        await _add(request, work, begun, found, submission, chosen)
        sent = Sent(added=chosen.reference)
    return _to_receipt(request, begun, sent, story_of(work, found.draft.narrative))


async def _add(
    request: AnyRequest, work: Work, begun: Begun, found: drafts.Kept, submission: Submission, chosen: Known
) -> None:
    """Add it to a case; of the draft stays only where it went, so that pressing again leads there too."""
    key = drafts.submission_key(work, begun.secret)
    words = added_words(submission)
    await add_to_case(work, chosen, words, staff_named=submission.staff_named, draft=found.id, sent=key)
    await drafts.keep(work, begun.secret, Draft(told=chosen.reference), lasts=house(request).draft_lasts)


def _sent_from_here(request: AnyRequest) -> str | None:
    sent = sent_in(request)
    return sent.key if sent else None


async def _related(work: Work, draft: Draft, match: Match) -> UUID | None:
    """Return the case this one came out of: only one whose code was shown here, never one that was merely named."""
    here = await open_here(work, draft.matter)
    if here and normal_reference(draft.earlier) == here.reference:
        return here.id
    return match.same.id if match.same else None


def _to_receipt(request: AnyRequest, begun: Begun, sent: Sent, story: str) -> Response[Any]:
    response = to_receipt(request, sent)
    response.cookies.append(draft_cookie(request, Begun(begun.secret, story or "sent")))
    return response


async def _files(work: Work, found: drafts.Kept) -> list[str]:
    return [one.name for one in await files_of(work, draft=found.id)]

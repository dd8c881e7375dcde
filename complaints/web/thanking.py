"""Saying thank you: one page, passed on to those who earned it."""

from collections.abc import Mapping
from typing import Any

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency

from complaints.actions.lodge import lodge
from complaints.domain.case import Kind
from complaints.kernel.languages import speaking
from complaints.kernel.work import Boundary, Work
from complaints.web.draft_cookie import Sent, to_receipt, visitor
from complaints.web.forms import Form, errors, form
from complaints.web.page import AnyRequest, page
from complaints.web.submitted import new_key, service_groups, submission_from
from complaints.web.telling_steps import language_cookie, wish_of
from standards.errors import Invalid
from standards.language import say

KINDS = (Kind.COMPLIMENT.value,)


class ThankingPages(Controller):
    """Praise."""

    path = "/thank"
    include_in_schema = False

    @get("/")
    async def thank(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[str]:
        """Show the page."""
        return _page(request, work, {})

    @post("/")
    async def send(self, request: AnyRequest, boundary: NamedDependency[Boundary]) -> Response[Any]:
        """Take in the praise; in another language it only shows the page again, with everything typed."""
        sent = await form(request)
        wish = wish_of(request, await request.form())
        if wish.lang:
            return await _in_language(request, boundary, sent, wish.lang)
        key = sent["submission_key"] or new_key()
        async with boundary.work(visitor(request)) as work:
            try:
                submission = submission_from(Form(sent | {"kind": Kind.COMPLIMENT.value}), KINDS)
                await lodge(work, submission, channel="web_form", key=key)
            except Invalid as problem:
                return _page(request, work, sent, _said(problem), status=400)
        return to_receipt(request, Sent(key=key))


async def _in_language(request: AnyRequest, boundary: Boundary, sent: Form, lang: str) -> Response[str]:
    """Return the page in another language, as it was filled in: nothing is checked, and nothing lost."""
    with speaking(lang):
        async with boundary.work(visitor(request), reading=True) as work:
            response = _page(request, work, sent)
    response.cookies.append(language_cookie(request, lang))
    return response


def _said(problem: Invalid) -> dict[str, str]:
    """Return what is wrong by field; of praise it is not asked what happened."""
    found = errors(problem)
    if "narrative" in found:
        found["narrative"] = say("Write what they did well, in up to 20,000 letters.")
    return found


def _page(
    request: AnyRequest,
    work: Work,
    values: Mapping[str, Any],
    faults: Mapping[str, str] | None = None,
    *,
    status: int = 200,
) -> Response[str]:
    return page(
        request,
        "public/thank.html",
        status=status,
        bodies=service_groups(work.charter),
        values=dict(values) | {"quote": [values["quote"]] if values.get("quote") else []},
        errors=dict(faults or {}),
        submission_key=values.get("submission_key") or new_key(),
    )

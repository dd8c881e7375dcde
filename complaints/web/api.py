"""The API for programs: telling us something, and looking at a case with its code."""

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, JSONBody

from complaints.actions.lodge import lodge
from complaints.actions.own import own_case
from complaints.actions.show_code import show_code
from complaints.domain.access import Role
from complaints.domain.consent import Given
from complaints.kernel.work import Boundary, Work
from complaints.schemas import CaseView, ClockView, Receipt, Submission
from complaints.web.page import AnyRequest, address
from standards.errors import Fault, Invalid

LONGEST_KEY = 200
HIDDEN: Mapping[str, Any] = {
    "reply_by": None,
    "safe_since": None,
    "safe_until": None,
    "safe_words": None,
    "voicemail": False,
    "neutral": False,
}
"""What of a case is for the person alone."""


class Links(msgspec.Struct, frozen=True):
    """Where to go on from a receipt."""

    self: str
    page: str


class Lodged(msgspec.Struct, frozen=True):
    """The receipt: keep `code`, it is not shown again."""

    reference: str
    code: str
    links: Links
    clocks: list[ClockView]


class CaseApi(Controller):
    """Cases."""

    path = "/api/v1/cases"
    tags = ("cases",)

    @post(summary="Tell us something", status_code=201)
    async def lodge(
        self,
        work: NamedDependency[Work],
        data: JSONBody[Submission],
        key: Annotated[str | None, HeaderParameter(name="Idempotency-Key", required=False)] = None,
    ) -> Response[Lodged]:
        """Take in a complaint, compliment, suggestion or enquiry; the same key gives the same receipt."""
        if key is not None and not 0 < len(key) <= LONGEST_KEY:
            fault = Fault("Idempotency-Key", f"Use between 1 and {LONGEST_KEY} signs, or leave it out.")
            raise Invalid("The key cannot be used.", faults=[fault])
        if data.representative is not None and data.representative.given is not Given.SAID:
            fault = Fault("representative.given", "Leave it out: we can only know that somebody says so.")
            raise Invalid("Only the person, or paper that we have seen, can say this.", faults=[fault])
        receipt = await lodge(work, data, channel="api", key=key)
        return Response(lodged(receipt), status_code=200 if receipt.repeated else 201)

    @get("/{reference:str}", summary="Look at a case")
    async def look(
        self,
        request: AnyRequest,
        boundary: NamedDependency[Boundary],
        reference: FromPath[str],
        code: Annotated[str, HeaderParameter(name="X-Case-Code")],
    ) -> CaseView:
        """Return the case as the person sees it; a wrong code and an unknown reference are answered alike."""
        shown = await show_code(boundary, reference, code, address=address(request))
        async with boundary.work(shown, reading=True) as work:
            case = await own_case(work)
        # When it is safe to reach the person is nobody's business who acts for them: perhaps it is about them.
        return msgspec.structs.replace(case, **HIDDEN) if shown.role is Role.REPRESENTATIVE else case


def lodged(receipt: Receipt) -> Lodged:
    """Return the receipt as the API gives it."""
    links = Links(f"/api/v1/cases/{receipt.reference}", "/track")
    return Lodged(receipt.reference, receipt.code, links, receipt.clocks)

"""Editing the common things of a draft charter by form: each makes a new text of the draft, and nobody sees TOML."""

import asyncio
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from complaints.actions.propose import keep
from complaints.domain.access import PROPOSE, Actor, require
from complaints.domain.proposals import NoSuchProposal, NotInThisState, ProposalChanged, State
from complaints.kernel.work import Boundary, Work
from complaints.reads import proposals as reads
from complaints.schemas.desk import ProposalView
from complaints.web.charter_forms import FORMS, TICKED, Draft, EditForm, Sent, Typed, Values
from complaints.web.forms import errors, form
from complaints.web.page import AnyRequest, go_on, signed_in
from complaints.web.staff import ADMINISTRATORS, staff_page
from standards.charter import Charter, load_charter
from standards.charter_changes import changes
from standards.errors import Invalid, NotFound

MOST_SENTENCES = 3
UNCHANGED = "Nothing was changed: it says what it said before."
STALE = (
    "This draft was changed in another window since you opened the form. What you typed is below. Look at the draft, "
    "and send it again if it still fits."
)


class AdminEdit(Controller):
    """The forms of one draft."""

    path = "/admin/charters/proposals"
    include_in_schema = False

    @get("/{key:uuid}/edit")
    async def index(self, request: AnyRequest, work: NamedDependency[Work], key: FromPath[UUID]) -> Response[Any]:
        """Show what of the draft can be changed by form."""
        proposal = await _draft(work, _administrator(request), key)
        return _index(request, proposal)

    @get("/{key:uuid}/edit/{what:str}")
    async def show(
        self, request: AnyRequest, work: NamedDependency[Work], key: FromPath[UUID], what: FromPath[str]
    ) -> Response[Any]:
        """Show a form about something new."""
        return await _show(request, work, key, what, "")

    @get("/{key:uuid}/edit/{what:str}/{of:str}")
    async def show_of(
        self,
        request: AnyRequest,
        work: NamedDependency[Work],
        key: FromPath[UUID],
        what: FromPath[str],
        of: FromPath[str],
    ) -> Response[Any]:
        """Show a form about something that is there."""
        return await _show(request, work, key, what, of)

    @post("/{key:uuid}/edit/{what:str}")
    async def send(
        self, request: AnyRequest, boundary: NamedDependency[Boundary], key: FromPath[UUID], what: FromPath[str]
    ) -> Response[Any]:
        """Add something to the draft, or take it away."""
        return await _send(request, boundary, key, what, "")

    @post("/{key:uuid}/edit/{what:str}/{of:str}")
    async def send_of(
        self,
        request: AnyRequest,
        boundary: NamedDependency[Boundary],
        key: FromPath[UUID],
        what: FromPath[str],
        of: FromPath[str],
    ) -> Response[Any]:
        """Change something in the draft."""
        return await _send(request, boundary, key, what, of)


@dataclass(frozen=True, slots=True)
class _Editing:
    """One form of one draft, as somebody has it open; `of` is the key of the thing it is about, if it is there."""

    request: AnyRequest
    proposal: ProposalView
    form: EditForm
    of: str

    def draft(self) -> Draft:
        """Return the draft; raise Invalid when its text is no charter."""
        return Draft(self.proposal.document, load_charter(self.proposal.document))

    def page(
        self, draft: Draft, values: Values, faults: dict[str, str] | None = None, *, status: int = 200
    ) -> Response[Any]:
        """Show the form."""
        return staff_page(
            self.request,
            self.form.template,
            status=status,
            proposal=self.proposal,
            heading=self.form.heading,
            of=self.of,
            values=values,
            errors=faults or {},
            **self.form.options(draft),
        )

    def again(self, sent: Sent, faults: dict[str, str], *, status: int) -> Response[Any]:
        """Show the form with everything typed; where it cannot be shown any more, show what was typed alone."""
        try:
            draft = self.draft()
            first = self.form.show(draft, self.of)
        except (Invalid, NotFound):
            return _index(self.request, self.proposal, sent, status=status)
        title = {"title": first["title"]} if "title" in first else {}
        return self.page(draft, title | sent.values, faults, status=status)

    def make(self, draft: Draft, sent: Sent) -> str:
        """Return the edited text; raise Invalid, NotFound, or ProposalChanged when another text was seen."""
        if sent.form["version"] != str(self.proposal.version):
            raise ProposalChanged
        self.form.show(draft, self.of)
        return self.form.make(draft, self.of, Typed(sent))


async def _show(request: AnyRequest, work: Work, key: UUID, what: str, of: str) -> Response[Any]:
    proposal = await _draft(work, _administrator(request), key)
    editing = _Editing(request, proposal, _form(what), of)
    try:
        draft = editing.draft()
    except Invalid:
        return _index(request, proposal)
    return editing.page(draft, editing.form.show(draft, of))


async def _send(request: AnyRequest, boundary: Boundary, key: UUID, what: str, of: str) -> Response[Any]:
    somebody = _administrator(request)
    chosen, sent = _form(what), await _sent(request)
    async with boundary.work(somebody, reading=True) as work:
        editing = _Editing(request, await _draft(work, somebody, key), chosen, of)
    try:
        draft = editing.draft()
        # Reading and writing a long document takes its time; meanwhile others are served, and no transaction is open.
        document = await asyncio.to_thread(editing.make, draft, sent)
        said = await asyncio.to_thread(_said, draft, document)
        if document != draft.document:
            async with boundary.work(somebody) as work:
                await keep(work, key, document, version=editing.proposal.version)
    except Invalid as refused:
        return editing.again(sent, errors(refused), status=400)
    except ProposalChanged:
        async with boundary.work(somebody, reading=True) as work:
            editing = replace(editing, proposal=await _draft(work, somebody, key))
        return editing.again(sent, {"state": STALE}, status=409)
    return go_on(request, f"/admin/charters/proposals/{key}", flash=said)


def _administrator(request: AnyRequest) -> Actor:
    somebody = signed_in(request, *ADMINISTRATORS)
    require(somebody, PROPOSE)
    return somebody


async def _draft(work: Work, somebody: Actor, key: UUID) -> ProposalView:
    """Return one's own draft; of somebody else nothing is there to edit."""
    proposal = await reads.proposal(work.session, key)
    if proposal.author != somebody.id:
        raise NoSuchProposal
    if proposal.state != State.DRAFT.value:
        raise NotInThisState("This is no draft any more, so its text stays as it is.")
    return proposal


def _form(what: str) -> EditForm:
    if what not in FORMS:
        raise NotFound("There is nothing here.")
    return FORMS[what]


async def _sent(request: AnyRequest) -> Sent:
    every = (await request.form()).multi_items()
    lists: dict[str, list[str]] = {}
    for name, value in every:
        if name in TICKED and isinstance(value, str):
            lists.setdefault(name, []).append(value)
    return Sent(await form(request), lists)


def _said(draft: Draft, document: str) -> str:
    """Say what an edit changed, in the sentences of the difference."""
    found = [one.sentence for one in changes(draft.charter, load_charter(document))]
    more = len(found) - MOST_SENTENCES
    rest = [f"And {more} more."] if more > 0 else []
    return " ".join([*found[:MOST_SENTENCES], *rest]) or UNCHANGED


def _index(
    request: AnyRequest, proposal: ProposalView, sent: Sent | None = None, *, status: int = 200
) -> Response[Any]:
    try:
        charter: Charter | None = load_charter(proposal.document)
        broken = ""
    except Invalid as refused:
        charter, broken = None, str(refused.faults[0])
    return staff_page(
        request,
        "admin/edit_index.html",
        status=status,
        proposal=proposal,
        broken=broken,
        typed=[value for name, value in sent.form.items() if value and name not in {"_csrf_token", "version"}]
        if sent
        else [],
        **(_things(charter) if charter else {}),
    )


def _things(charter: Charter) -> Values:
    """Return what there is to change: promises by service, steps, services by who answers for them."""
    return {
        "services": [
            {
                "key": key,
                "name": one.name,
                "body": charter.bodies[one.body].name,
                "standards": charter.standards_of(key),
            }
            for key, one in charter.services.items()
        ],
        "stages": list(charter.stages.values()),
        "has_open_days": any(part.open for part in charter.calendars.values()),
    }

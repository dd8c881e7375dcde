"""Administration of the charter: every version, drafts, and proposals that somebody else adopts or declines."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath

from complaints import reads
from complaints.actions.adopt import adopt_proposal, decline
from complaints.actions.propose import begin, keep, move, put_forward, withdraw
from complaints.actions.recount import effect
from complaints.domain.access import PROPOSE, Actor, require
from complaints.domain.proposals import NoSuchProposal, State
from complaints.domain.recount import Effect
from complaints.kernel.charters import Adopted, NoCharter, document_with_key
from complaints.kernel.work import Boundary, Work
from complaints.reads import proposals
from complaints.schemas.desk import ProposalView
from complaints.web.charter_view import (
    MOST_FAULTS,
    by_area,
    difference,
    fault_rows,
    newest_of,
    outdated,
    proposal_row,
    read,
    version_row,
    what_changed,
    who,
)
from complaints.web.forms import Form, day, errors, form
from complaints.web.page import AnyRequest, go_on, signed_in
from complaints.web.staff import ADMINISTRATORS, staff_page
from standards.charter import Charter, charter_hash
from standards.errors import Conflict, Fault, Invalid
from standards.wording import count_words

HOME = "/admin/charters"
DECIDED = (State.ADOPTED, State.DECLINED, State.WITHDRAWN)
MOST_DECIDED = 20
TOML = "application/toml"
NEW_LINE = "\n"
NAMED = ("state", "document", "why", "effective_on", "file", "reason")
LOOK_FIRST = "The text was changed. It is saved, and below is what it changes now. Look at it, then put it forward."


class AdminCharters(Controller):
    """The charter: versions, drafts and proposals."""

    path = HOME
    include_in_schema = False

    @get("/")
    async def charters(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[Any]:
        """Show what is proposed, one's own draft, and every adopted version, the newest first."""
        somebody = _administrator(request)
        await work.charters.refresh(work.session)
        drafts = [one for one in await proposals.proposals(work.session, State.DRAFT) if one.author == somebody.id]
        proposed = await proposals.proposals(work.session, State.PROPOSED)
        versions = sorted(work.charters.history(), key=lambda one: one.version, reverse=True)
        return staff_page(
            request,
            "admin/charters.html",
            draft=proposal_row(work, drafts[0]) if drafts else None,
            proposals=[proposal_row(work, one) for one in proposed],
            versions=[version_row(work, one) for one in versions],
            decided=await proposals.proposals(work.session, *DECIDED, most=MOST_DECIDED),
        )

    @get("/{version:int}")
    async def version(self, request: AnyRequest, work: NamedDependency[Work], version: FromPath[int]) -> Response[Any]:
        """Show one adopted version: who made it so, what it changed, and its text."""
        _administrator(request)
        found = await _version(work, version)
        people = await reads.people(work.session)
        changed = what_changed(work, found)
        return staff_page(
            request,
            "admin/charter_version.html",
            row=version_row(work, found),
            proposal=await proposals.proposal_of(work.session, found.id),
            proposed_by=who(people, found.proposed_by),
            adopted_by=who(people, found.adopted_by),
            count=len(changed),
            areas=by_area(changed),
            document=await document_with_key(work.session, found.id),
        )

    @get("/{version:int}/charter.toml")
    async def document(self, request: AnyRequest, work: NamedDependency[Work], version: FromPath[int]) -> Response[Any]:
        """Return an adopted version's text, letter by letter: its SHA-256 is the version's hash."""
        _administrator(request)
        found = await _version(work, version)
        return _file(await document_with_key(work.session, found.id), f"charter-{version}.toml")

    @post("/proposals")
    async def propose(self, request: AnyRequest, boundary: NamedDependency[Boundary]) -> Response[Any]:
        """Begin a draft, or go on with the one there is."""
        somebody = _administrator(request)
        sent = await form(request)
        async with boundary.work(somebody) as work:
            key = await begin(work, _key(sent["base"]) if sent["base"] else None)
        return go_on(request, f"{HOME}/proposals/{key}")

    @get("/proposals/{key:uuid}")
    async def proposal(self, request: AnyRequest, work: NamedDependency[Work], key: FromPath[UUID]) -> Response[Any]:
        """Show one's own draft to work on, or a proposal to decide on."""
        somebody = _administrator(request)
        return await _page(request, work, await _seen(work, somebody, key))

    @get("/proposals/{key:uuid}/charter.toml")
    async def text(self, request: AnyRequest, work: NamedDependency[Work], key: FromPath[UUID]) -> Response[Any]:
        """Return the text of a proposal."""
        proposal = await _seen(work, _administrator(request), key)
        return _file(proposal.document, "charter-proposed.toml")

    @post("/proposals/{key:uuid}")
    async def save(
        self, request: AnyRequest, boundary: NamedDependency[Boundary], key: FromPath[UUID]
    ) -> Response[Any]:
        """Keep the text of a draft; when asked to, and when its difference was seen, put it forward."""
        somebody = _administrator(request)
        sent = await form(request)
        async with boundary.work(somebody, reading=True) as work:
            draft = await _seen(work, somebody, key)
        typed: dict[str, Any] = dict(sent)
        try:
            typed["document"] = text = await _typed_text(request, draft.document)
            version = await _kept(boundary, somebody, draft, text, _number(sent["version"]))
            typed["version"] = version
            if sent["do"] == "forward":
                return await _forward(request, boundary, somebody, draft, typed)
            if sent["do"] == "move":
                return await _moved(request, boundary, somebody, key, version)
        except (Invalid, Conflict) as refused:
            return await _again(request, boundary, somebody, key, typed, refused)
        if any(sent[name] for name in ("why", "effective_on_day", "effective_on_month", "effective_on_year")):
            return await _again(request, boundary, somebody, key, typed)
        return go_on(request, f"{HOME}/proposals/{key}", flash="Saved.")

    @post("/proposals/{key:uuid}/adopt")
    async def adopt(
        self, request: AnyRequest, boundary: NamedDependency[Boundary], key: FromPath[UUID]
    ) -> Response[Any]:
        """Adopt what somebody else proposed."""
        somebody = _administrator(request)
        sent = await form(request)
        try:
            async with boundary.work(somebody) as work:
                row = await adopt_proposal(work, key, version=_number(sent["version"]))
                version = row.version
        except (Invalid, Conflict) as refused:
            return await _again(request, boundary, somebody, key, dict(sent), refused)
        return go_on(request, f"{HOME}/{version}", flash=f"Version {version} is adopted.")

    @post("/proposals/{key:uuid}/decline")
    async def decline(
        self, request: AnyRequest, boundary: NamedDependency[Boundary], key: FromPath[UUID]
    ) -> Response[Any]:
        """Decline what somebody else proposed."""
        somebody = _administrator(request)
        sent = await form(request)
        try:
            async with boundary.work(somebody) as work:
                await decline(work, key, sent["reason"], _number(sent["version"]))
        except (Invalid, Conflict) as refused:
            return await _again(request, boundary, somebody, key, dict(sent), refused)
        return go_on(request, f"{HOME}/proposals/{key}", flash="Declined.")

    @post("/proposals/{key:uuid}/withdraw")
    async def withdraw(
        self, request: AnyRequest, boundary: NamedDependency[Boundary], key: FromPath[UUID]
    ) -> Response[Any]:
        """Take back one's own draft or proposal."""
        somebody = _administrator(request)
        sent = await form(request)
        try:
            async with boundary.work(somebody) as work:
                await withdraw(work, key, sent["reason"], _number(sent["version"]))
        except (Invalid, Conflict) as refused:
            return await _again(request, boundary, somebody, key, dict(sent), refused)
        return go_on(request, f"{HOME}/proposals/{key}", flash="Withdrawn. The text stays here.")

    @post("/proposals/{key:uuid}/move")
    async def move(
        self, request: AnyRequest, boundary: NamedDependency[Boundary], key: FromPath[UUID]
    ) -> Response[Any]:
        """Move one's own proposal onto the newest version."""
        somebody = _administrator(request)
        sent = await form(request)
        try:
            return await _moved(request, boundary, somebody, key, _number(sent["version"]))
        except (Invalid, Conflict) as refused:
            return await _again(request, boundary, somebody, key, dict(sent), refused)


async def _version(work: Work, version: int) -> Adopted:
    """Return a version, also one that another process adopted a moment ago; raise NoCharter."""
    await work.charters.refresh(work.session)
    found = next((one for one in work.charters.history() if one.version == version), None)
    if found is None:
        raise NoCharter
    return found


def _administrator(request: AnyRequest) -> Actor:
    somebody = signed_in(request, *ADMINISTRATORS)
    require(somebody, PROPOSE)
    return somebody


async def _seen(work: Work, somebody: Actor, key: UUID) -> ProposalView:
    """Return a proposal this administrator may see: everybody's but the drafts of others."""
    found = await proposals.proposal(work.session, key)
    if found.state == State.DRAFT.value and found.author != somebody.id:
        raise NoSuchProposal
    return found


async def _kept(boundary: Boundary, somebody: Actor, draft: ProposalView, text: str, version: int) -> int:
    """Keep a text that is another one, and return the version of the draft."""
    if text == draft.document and version == draft.version:
        return version
    async with boundary.work(somebody) as work:
        return await keep(work, draft.id, text, version=version)


async def _forward(
    request: AnyRequest, boundary: Boundary, somebody: Actor, draft: ProposalView, typed: Mapping[str, Any]
) -> Response[Any]:
    """Put a draft forward, if its difference is the one that was seen."""
    if charter_hash(typed["document"]) != typed["shown"]:
        raise Conflict(LOOK_FIRST)
    on = day(Form(typed), "effective_on")
    async with boundary.work(somebody) as work:
        await put_forward(work, draft.id, why=typed["why"], effective_on=on, version=typed["version"])
    return go_on(request, f"{HOME}/proposals/{draft.id}", flash="Put forward. Somebody else must adopt it now.")


async def _moved(request: AnyRequest, boundary: Boundary, somebody: Actor, key: UUID, version: int) -> Response[Any]:
    """Move a draft or proposal of one's own onto the newest version."""
    async with boundary.work(somebody) as work:
        clashes = await move(work, key, version=version)
    said = "Moved. Look at the difference, then put it forward."
    if clashes:
        places = count_words(clashes, "place", "places")
        said = f"Moved. In {places} both had changed the same lines: yours were kept. Look at the difference."
    return go_on(request, f"{HOME}/proposals/{key}", flash=said)


async def _again(
    request: AnyRequest,
    boundary: Boundary,
    somebody: Actor,
    key: UUID,
    typed: Mapping[str, Any],
    refused: Invalid | Conflict | None = None,
) -> Response[Any]:
    """Show the page again with everything that was typed, and what is wrong."""
    faults = {} if refused is None else errors(refused) if isinstance(refused, Invalid) else {"state": refused.detail}
    status = 200 if refused is None else 400 if isinstance(refused, Invalid) else 409
    async with boundary.work(somebody, reading=True) as work:
        proposal = await _seen(work, somebody, key)
        return await _page(request, work, proposal, typed, faults, status=status)


async def _page(
    request: AnyRequest,
    work: Work,
    proposal: ProposalView,
    typed: Mapping[str, Any] | None = None,
    wrong: Mapping[str, str] | None = None,
    *,
    status: int = 200,
) -> Response[Any]:
    await work.charters.refresh(work.session)
    charter, faults = read(proposal.document)
    changed = difference(work, proposal, charter, proposal.effective_on) if charter else ()
    rows = fault_rows(proposal.document, faults)
    is_draft = proposal.state == State.DRAFT.value
    is_mine = proposal.author == work.actor.id
    values: dict[str, Any] = {"document": proposal.document} | dict(typed or {})
    return staff_page(
        request,
        "admin/charter_draft.html" if is_draft else "admin/charter_proposal.html",
        status=status,
        proposal=proposal,
        is_mine=is_mine,
        is_good=charter is not None,
        count=len(changed),
        areas=by_area(changed),
        fault_rows=rows,
        more_faults=max(len(faults) - MOST_FAULTS, 0),
        outdated=outdated(work, proposal) if State(proposal.state).is_open else None,
        newest=newest_of(work),
        became=work.charters.get(proposal.charter_id).version if proposal.charter_id else None,
        effect=await _effect(work, proposal, charter),
        values=values,
        errors=_wrong(wrong, rows if is_draft else []),
    )


async def _effect(work: Work, proposal: ProposalView, charter: Charter | None) -> Effect | None:
    """Return what an open proposal would do to promises already made."""
    return await effect(work, proposal.document) if charter and State(proposal.state).is_open else None


def _wrong(wrong: Mapping[str, str] | None, rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return what to list at the top: what was refused, and each fault of the text under a name of its own."""
    told = {name: words for name, words in (wrong or {}).items() if not (rows and name not in NAMED)}
    return told | {f"fault-{number}": row["words"] for number, row in enumerate(rows, 1)}


async def _typed_text(request: AnyRequest, stored: str) -> str:
    """
    Return the text of a draft as it was sent: an uploaded file letter by letter, else what stands in the box.

    A browser changes line ends and drops the last one; a text that differs in nothing else is the stored one.
    """
    sent = await request.form()
    upload = next((value for _, value in sent.multi_items() if isinstance(value, UploadFile)), None)
    if upload is not None and (raw := await upload.read()):
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            fault = Fault("file", "This file is not a text in UTF-8. Save it as plain text and choose it again.")
            raise Invalid("The file cannot be read.", faults=[fault]) from None
    typed = _one_line_end(str(sent.get("document") or ""))
    return stored if typed.strip() == _one_line_end(stored).strip() else f"{typed.strip(NEW_LINE)}{NEW_LINE}"


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", NEW_LINE)


def _number(text: str) -> int:
    """Return which version of a proposal was seen; what is no number was never one."""
    return int(text) if text.isascii() and text.isdigit() else 0


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NoSuchProposal from None


def _file(text: str, name: str) -> Response[Any]:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(text.encode(), media_type=TOML, headers=headers)

"""How a person is reached, what they need, who may see their name, and a new code: for themself and nobody else."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from complaints.actions.change_contact import (
    ContactDraft,
    NeedsDraft,
    Outcome,
    Reached,
    Way,
    change_contact,
    change_needs,
    choose_who_sees,
    confirm,
    how_reached,
    may_ask,
    may_try,
    stop_change,
)
from complaints.actions.replace_code import own_new_code
from complaints.domain.access import Actor, Role
from complaints.domain.case import NoSuchCase, Visibility
from complaints.domain.privacy import name_seen_by
from complaints.kernel.limits import TooMany
from complaints.kernel.work import Boundary, Work
from complaints.web import cookies
from complaints.web.forms import Form, clean, errors, form, time_of_day, typed
from complaints.web.page import AnyRequest, go_on, house, kept_cookie, page
from complaints.web.person import closed
from complaints.web.submitted import REACH, WORDS
from complaints.web.telling_words import FORMATS, IDENTITIES, choices
from complaints.web.whose import opened_by
from standards.errors import CaseworkError, Conflict, Fault, Invalid, NotFound
from standards.language import mark, say

HOME = "/your-case/contact"
SHOWN_LASTS = timedelta(minutes=30)

WAYS: Mapping[Way, str] = {
    Way.EMAIL: mark("By e-mail"),
    Way.PHONE: mark("By telephone"),
    Way.POST: mark("By letter"),
    Way.NONE: mark("Not at all. I look here, with my code"),
}

SAID: Mapping[Outcome, str] = {
    Outcome.HOLDS: mark("This is how we reach you from now on."),
    Outcome.WAITS: mark("We have told the old contact. The change holds in seven days, unless somebody stops it."),
    Outcome.BY_PHONE: mark("We write nothing to the old contact any more. Please call us, so that the new one holds."),
}

SENTENCES: Mapping[str, str] = {**WORDS, "way": mark("Choose how we should reach you.")}


class Shown(msgspec.Struct, frozen=True):
    """A code that was just made, for the page that shows it: to the person, or for who acts for them."""

    reference: str
    code: str
    is_own: bool


class ContactPages(Controller):
    """How we reach you."""

    include_in_schema = False

    @get(HOME)
    async def show(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[Any]:
        """Show how the person is reached; of an address only so much that they know which it is."""
        try:
            return _page(request, await how_reached(work))
        except NoSuchCase:
            return not_theirs(request, work.actor)

    @get(HOME + "/{part:str}")
    async def back(self, request: AnyRequest, part: FromPath[str]) -> Response[Any]:
        """Lead from the address of a form back to the page, for instance after another language was chosen."""
        if part not in PARTS:
            raise NotFound(say("There is nothing here."))
        return go_on(request, HOME)

    @post(HOME + "/{part:str}")
    async def act(
        self, request: AnyRequest, work: NamedDependency[Work], boundary: NamedDependency[Boundary], part: FromPath[str]
    ) -> Response[Any]:
        """Do what one form of the page asks for; what cannot be done gives the page again with everything on it."""
        if part not in PARTS:
            raise NotFound(say("There is nothing here."))
        actor = work.actor
        sent = await _sent(request)
        try:
            flash = await PARTS[part](boundary, actor, sent)
        except NoSuchCase:
            return not_theirs(request, actor)
        except (Invalid, Conflict, TooMany) as refused:
            async with boundary.work(actor, reading=True) as inner:
                return _page(request, await how_reached(inner), sent=sent, refused=refused, part=part)
        return go_on(request, HOME, flash=flash)

    @post("/your-case/code")
    async def renew(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[Any]:
        """Make a new code for the person, and go on with it; on every other device the old one opens nothing now."""
        try:
            fresh = await own_new_code(work)
        except NoSuchCase:
            return not_theirs(request, work.actor)
        response = show_once(request, Shown(fresh.reference, fresh.code, is_own=True))
        response.cookies.append(opened_by(house(request), fresh.actor))
        return response

    @get("/your-case/code")
    async def code(self, request: AnyRequest) -> Response[Any]:
        """Show a code that was just made, for half an hour; after that nobody can see it again."""
        kept = kept_cookie(request, cookies.CODE)
        if kept is None:
            return go_on(request, "/your-case")
        return page(request, "public/code.html", **msgspec.to_builtins(msgspec.convert(kept, Shown)))


def show_once(request: AnyRequest, shown: Shown) -> Response[Any]:
    """Go on to the page that shows a code, which only this browser can open."""
    home = house(request)
    response = go_on(request, "/your-case/code")
    value = msgspec.to_builtins(shown)
    response.cookies.append(
        cookies.cookie(home.keys, cookies.CODE, value, now=home.clock.now(), lasts=SHOWN_LASTS, secure=home.secure)
    )
    return response


def not_theirs(request: AnyRequest, actor: Actor) -> Response[Any]:
    """Answer somebody who may not change how the person is reached: who acts for them, or nobody we know."""
    if actor.role is not Role.REPRESENTATIVE:
        return closed(request)
    said = say("Only the person themself can do this, with a code of their own.")
    return go_on(request, "/your-case", flash=said, kind="error")


class _Sent(Form):
    """What was sent, with the one field that holds several answers."""

    formats: tuple[str, ...] = ()


async def _sent(request: AnyRequest) -> _Sent:
    sent = _Sent(await form(request))
    several = (await request.form()).getall("formats", [])
    sent.formats = tuple(clean(one) for one in several if isinstance(one, str) and one in FORMATS)
    return sent


async def _reach(boundary: Boundary, actor: Actor, sent: _Sent) -> str:
    contact = {part: sent[field] for part, field in REACH.items() if sent[field]}
    if "email" in contact:
        contact["email"] = "".join(contact["email"].split())
    values = sent.given("way") | {"contact": contact, "is_unsafe": sent["unsafe"] == "yes"}
    draft = typed(values, ContactDraft, {path: say(words) for path, words in SENTENCES.items()})
    if contact:
        await may_ask(boundary, _case(actor))
    async with boundary.work(actor) as work:
        return say(SAID[await change_contact(work, draft)])


async def _needs(boundary: Boundary, actor: Actor, sent: _Sent) -> str:
    values: dict[str, Any] = dict(sent.given("language", "adjustments", "safe_words"))
    values |= {field: time_of_day(sent[field]) for field in ("safe_since", "safe_until") if sent[field]}
    values |= {"formats": sent.formats, "voicemail": sent["voicemail"] == "yes", "neutral": sent["neutral"] == "yes"}
    draft = typed(values, NeedsDraft, {path: say(words) for path, words in SENTENCES.items()})
    async with boundary.work(actor) as work:
        await change_needs(work, draft)
    return say("We keep to this from now on.")


async def _name(boundary: Boundary, actor: Actor, sent: _Sent) -> str:
    if sent["identity"] not in set(Visibility):
        said = say("Choose who may see your name.")
        raise Invalid(said, faults=[Fault("identity", said)])
    async with boundary.work(actor) as work:
        reaches = await choose_who_sees(work, Visibility(sent["identity"]))
    if reaches:
        return say("Your choice holds from now on.")
    return say("Your choice holds from now on. So we do not call you or post letters any more: look here.")


async def _confirm(boundary: Boundary, actor: Actor, sent: _Sent) -> str:
    await may_try(boundary, _case(actor))
    async with boundary.work(actor) as work:
        await confirm(work, sent["number"])
    return say(SAID[Outcome.HOLDS])


async def _stop(boundary: Boundary, actor: Actor, _sent: _Sent) -> str:
    async with boundary.work(actor) as work:
        await stop_change(work)
    return say("The change is stopped. We reach you as before.")


Part = Callable[[Boundary, Actor, _Sent], Awaitable[str]]

PARTS: Mapping[str, Part] = {"reach": _reach, "needs": _needs, "name": _name, "confirm": _confirm, "stop": _stop}
"""By the last part of the address a form is sent to."""


def _case(actor: Actor) -> UUID:
    if actor.case_id is None:
        raise NoSuchCase
    return actor.case_id


def _page(
    request: AnyRequest,
    reached: Reached,
    *,
    sent: _Sent | None = None,
    refused: CaseworkError | None = None,
    part: str = "",
) -> Response[str]:
    needs = reached.needs
    values: dict[str, Any] = {
        "way": reached.way.value,
        "identity": reached.visibility.value,
        "language": needs.language,
        "adjustments": needs.adjustments,
        "safe_since": needs.safe_since,
        "safe_until": needs.safe_until,
        "safe_words": needs.safe_words,
        "formats": [one.value for one in needs.formats],
        "voicemail": ["yes"] if needs.voicemail else [],
        "neutral": ["yes"] if needs.neutral else [],
    }
    if sent is not None:
        values |= sent | {"formats": list(sent.formats)}
        values |= {field: [sent[field]] if sent[field] else [] for field in ("voicemail", "neutral", "unsafe")}
    return page(
        request,
        "public/contact.html",
        status=_status(refused),
        reached=reached,
        ways=[{"value": way.value, "text": say(words)} for way, words in WAYS.items()],
        way=say(WAYS[reached.way]),
        formats=choices(FORMATS),
        sees=_offered(reached),
        values=values,
        errors=_errors(refused),
        failed=part,
    )


def _offered(reached: Reached) -> list[dict[str, Any]]:
    """Return the choices about the name; where only the office has the case, two of them mean the same."""
    if not reached.is_straight:
        return [
            {"value": key, "text": say(words), "hint": {"text": name_seen_by(key)}} for key, words in IDENTITIES.items()
        ]
    kept = Visibility.UNIT if reached.visibility is Visibility.UNIT else Visibility.TEAM
    return [{"value": key.value, "text": name_seen_by(key.value, straight=True)} for key in (kept, Visibility.NOBODY)]


def _errors(refused: CaseworkError | None) -> dict[str, str]:
    if refused is None:
        return {}
    if not isinstance(refused, Invalid):
        return {"": refused.detail}
    fields = {f"contact.{part}": field for part, field in REACH.items()}
    return {fields.get(path, path): words for path, words in errors(refused).items()}


def _status(refused: CaseworkError | None) -> int:
    if refused is None:
        return 200
    return 429 if isinstance(refused, TooMany) else 409 if isinstance(refused, Conflict) else 400

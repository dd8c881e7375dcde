"""The pages of the telling: their addresses, what each is given to show, and where its buttons lead."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from litestar import Response
from litestar.datastructures import Cookie, FormMultiDict

from complaints.domain import journey
from complaints.domain.draft import Draft
from complaints.domain.journey import Step
from complaints.domain.matter import Matter
from complaints.domain.routing import goes_to_office
from complaints.domain.worry import is_worrying
from complaints.kernel.languages import offered
from complaints.kernel.text import language_name
from complaints.kernel.work import Work
from complaints.web import cookies
from complaints.web import telling_words as words
from complaints.web.page import AnyRequest, go_on, house, page
from complaints.web.register_view import services_for
from complaints.web.submitted import needs, service_groups
from complaints.web.telling_answers import Reader
from standards.language import named, say, spoken

Given = dict[str, Any]

TICKED = "1"
MOST_SOUGHT = 100
MANY = 15
"""With more services than this, the list of all of them is folded."""


class Wish(msgspec.Struct, frozen=True):
    """Which button was pressed: to go on, back, to look for a service, to keep it as it is; or another language."""

    go: str
    lang: str
    changing: bool

    @property
    def is_on(self) -> bool:
        """Whether they want to go on, so that the answers have to be good."""
        return self.go == "on" and not self.lang


def to(step: Step | None, *, changing: bool = False) -> str:
    """Return the address of a page; before the first is the start."""
    if step is None:
        return "/"
    way = "/tell" if step is Step.ABOUT else f"/tell/{step.value}"
    return f"{way}?change={TICKED}" if changing and step is not Step.CHECK else way


def wish_of(request: AnyRequest, sent: FormMultiDict) -> Wish:
    """Return which button of a page was pressed."""
    lang = str(sent.get("lang") or "")
    known = offered(house(request).charters.in_force(house(request).clock.now()).charter.authority.languages)
    return Wish(str(sent.get("go") or "on"), lang if lang in known else "", sent.get("change") == TICKED)


def went(request: AnyRequest, draft: Draft, step: Step, wish: Wish) -> Response[Any]:
    """Return the answer to a page whose answers are kept: where its button leads."""
    if wish.lang:
        response = go_on(request, to(step, changing=wish.changing))
        response.cookies.append(language_cookie(request, wish.lang))
        return response
    if wish.go == "back":
        return go_on(request, to(journey.before(draft, step, changing=wish.changing)))
    if wish.go == "find":
        return go_on(request, to(step, changing=wish.changing))
    following = journey.after(draft, step, changing=wish.changing)
    return go_on(request, to(following, changing=wish.changing))


def language_cookie(request: AnyRequest, lang: str) -> Cookie:
    """Return the cookie that remembers a language chosen by a button: no address says it, so Back does not undo it."""
    return cookies.plain(cookies.LANGUAGE, lang, lasts=cookies.LANGUAGE_LASTS, secure=house(request).secure)


def is_change(request: AnyRequest) -> bool:
    """Whether a page was opened to change one answer, from the check."""
    return request.query_params.get("change") == TICKED


def reader(work: Work) -> Reader:
    """Return what reads the answers of a draft, by today's charter and in the language that is spoken."""
    return Reader(work.charter.charter, work.now, spoken())


def step_page(
    request: AnyRequest,
    work: Work,
    step: Step,
    draft: Draft,
    faults: Mapping[str, str] | None = None,
    *,
    changing: bool = False,
    **more: Any,
) -> Response[str]:
    """Return one page of the telling with what was typed; with *faults*, it says what is wrong."""
    return page(
        request,
        f"public/tell_{step.value}.html",
        status=400 if faults else 200,
        values=values_of(draft),
        errors=dict(faults or {}),
        to=to(step),
        changing=changing,
        is_first=step is Step.ABOUT,
        worry=step in _near_the_story(draft) and is_worrying(draft.narrative),
        matter=draft.about,
        **((GIVEN[step](work, draft) if step in GIVEN else {}) | more),
    )


def _near_the_story(draft: Draft) -> tuple[Step, ...]:
    """Return the page of the story and the one after it: there somebody in danger is told where to call, once."""
    return Step.WHAT, journey.after(draft, Step.WHAT)


def values_of(draft: Draft) -> dict[str, Any]:
    """Return every answer as the fields of a page want it: a single tick is a list, too."""
    values = msgspec.structs.asdict(draft)
    single = ("ongoing", "voicemail", "neutral", "mine")
    return values | {field: [values[field]] if values[field] else [] for field in single}


def heading_of(draft: Draft) -> str:
    """Return what the page with the story is called."""
    return words.said(words.STORIES, draft.about) or say("What happened?")


def _promises(work: Work, draft: Draft) -> Given:
    charter = work.charter.charter
    service = charter.services.get(draft.service)
    offered_here = needs(charter, work.now, service.key) if service else []
    return {"needs": offered_here, "service": named(service.name) if service else None}


def _somebody(_work: Work, draft: Draft) -> Given:
    return {
        "relations": words.choices(words.RELATIONS),
        "scopes": words.choices(words.SCOPES),
        "reached": [text for text in (draft.name, draft.email, draft.phone, draft.address) if text],
    }


def _is_straight(work: Work, draft: Draft) -> bool:
    """Whether it goes past the office it is about, straight to the independent one."""
    return draft.about == Matter.REPRISAL and goes_to_office(work.charter.charter)


def _matters(work: Work, _draft: Draft) -> Given:
    """Return what one may tell us; the last goes past the office, and says to whom."""
    charter = work.charter.charter
    listed = words.choices(words.MATTERS, words.HINTS)
    if not goes_to_office(charter):
        return {"matters": listed}
    who = named(charter.top.who or charter.top.name)
    past = {"hint": {"text": say("It goes to {who}, not to the office you complained about.", who=who)}}
    return {"matters": [one | past if one["value"] == Matter.REPRISAL else one for one in listed]}


def _services(work: Work, draft: Draft) -> Given:
    charter = work.charter.charter
    found = services_for(charter, draft.find[:MOST_SOUGHT]) if draft.find else ()
    keys = {one.key for one in found}
    every = [
        {"name": group["name"], "services": [one for one in group["services"] if one["key"] not in keys]}
        for group in service_groups(work.charter)
    ]
    return {
        "found": [
            {"key": one.key, "name": one.name, "about": one.about, "office": charter.bodies[one.body].name}
            for one in found
        ],
        "groups": [group for group in every if group["services"]],
        "is_folded": bool(found) or len(charter.services) > MANY,
    }


def _needs(work: Work, _draft: Draft) -> Given:
    known = work.charter.charter.authority.languages
    tongues = [{"value": code, "text": language_name(code), "label": {"attributes": {"lang": code}}} for code in known]
    return {"formats": words.choices(words.FORMATS), "tongues": tongues}


GIVEN: Mapping[Step, Callable[[Work, Draft], Given]] = {
    Step.ABOUT: _matters,
    Step.SERVICE: _services,
    Step.PROMISE: _promises,
    Step.WHAT: lambda _work, draft: {"heading": heading_of(draft), "adds": words.adds(draft.about)},
    Step.WANTS: lambda _work, _draft: {"wanted": words.choices(words.WANTED)},
    Step.REACH: lambda work, draft: {
        "identities": words.choices(words.identities(straight=_is_straight(work, draft)), words.OF_IDENTITIES),
        "helps": words.choices(words.HELPS),
    },
    Step.NEEDS: _needs,
    Step.FOR: _somebody,
}
"""What a page shows beside what was typed, where it shows anything."""

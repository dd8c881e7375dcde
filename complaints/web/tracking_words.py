"""What the person's page calls things: the case by what was told, the entries of its timeline, who did what."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from complaints.domain.case import State
from complaints.domain.consent import RELATIONS, Relation
from complaints.domain.matter import Matter
from complaints.domain.privacy import name_seen_by
from complaints.domain.transfer import place_of
from complaints.schemas import CaseView, EntryView
from complaints.web.moved_dates import TITLES as OF_DATES
from complaints.web.moved_dates import moved_words
from standards.charter import Charter
from standards.language import mark, named, say

Facts = Mapping[str, Any]


class Reader(msgspec.Struct, frozen=True):
    """Who reads the page: the person or somebody with their consent, and whether they may do something there."""

    is_person: bool = True
    may_act: bool = True


CALLED: Mapping[Matter, tuple[str, str]] = {
    Matter.WRONG: (mark("Your complaint"), mark("The complaint")),
    Matter.UNANSWERED: (mark("Your complaint"), mark("The complaint")),
    Matter.REPRISAL: (mark("Your complaint"), mark("The complaint")),
    Matter.FIX: (mark("Your request"), mark("The request")),
    Matter.QUESTION: (mark("Your question"), mark("The question")),
    Matter.IDEA: (mark("Your idea"), mark("The idea")),
    Matter.THANKS: (mark("Your thank you"), mark("The thank you")),
}
"""What a case is called: by the person it belongs to, and by who follows it for them."""

STOP: Mapping[Matter, str] = {
    Matter.WRONG: mark("Stop this complaint"),
    Matter.UNANSWERED: mark("Stop this complaint"),
    Matter.REPRISAL: mark("Stop this complaint"),
    Matter.FIX: mark("Stop this request"),
    Matter.QUESTION: mark("Take this question back"),
    Matter.IDEA: mark("Take this idea back"),
    Matter.THANKS: mark("Take this thank you back"),
}
"""What the person presses to stop it."""

WHERE: Mapping[State, str] = {
    State.RECEIVED: mark("We have it. Nobody has begun to look into it yet."),
    State.ACCEPTED: mark("Somebody is looking into it."),
    State.ANSWERED: mark("We have answered."),
    State.PASSED_ON: mark("We have passed your thanks on."),
    State.CLOSED: mark("It is closed."),
    State.WITHDRAWN: mark("You asked us to stop, and we did."),
}
"""Where a case is, in one sentence."""

AT_THE_OFFICE: Mapping[State, str] = {
    State.RECEIVED: mark("The ombudsperson has it and decides whether to take it on."),
    State.ACCEPTED: mark("The ombudsperson is looking into it."),
    State.ANSWERED: mark("The ombudsperson has decided."),
    State.CLOSED: mark("The ombudsperson did not take it on."),
}
"""Where it is, at the independent office."""

TITLES: Mapping[str, str] = {
    "case.lodged": mark("You told us"),
    "case.imported": mark("It was taken over from an older system"),
    "case.acknowledged": mark("Somebody began to look into it"),
    "case.answered": mark("We answered"),
    "case.passed_on": mark("Your thanks were passed on"),
    "case.escalated": mark("It went on to the next step"),
    "case.transferred": mark("Another office has it now"),
    "service.given": mark("We did what you needed"),
    "case.withdrawn": mark("You asked us to stop"),
    "case.closed": mark("It was closed"),
    "clock.late": mark("We broke a promise"),
    **OF_DATES,
    "identity.opened": mark("Somebody looked up who you are"),
    "message.received": mark("You added something"),
    "review.admitted": mark("The ombudsperson took it on"),
    "review.declined": mark("The ombudsperson did not take it on"),
    "review.referred_back": mark("The ombudsperson sent it back to us"),
    "review.decided": mark("The ombudsperson decided"),
    "recommendation.issued": mark("The ombudsperson asked us to do something"),
    "recommendation.answered": mark("We answered the ombudsperson"),
    "recommendation.verified": mark("The ombudsperson checked what we did"),
    "undertaking.kept": mark("We did what we promised"),
    "case.shared": mark("The ombudsperson told the service about it, as you had agreed"),
    "code.asked": mark("Somebody asked for a new code"),
    "code.replaced": mark("A new code was made"),
    "consent.given": mark("Somebody may act for you now"),
    "consent.ended": mark("Somebody does not act for you any more"),
    "contact.change_asked": mark("You gave us another contact. It does not hold yet"),
    "contact.change_stopped": mark("The change of your contact was stopped"),
    "contact.changed": mark("We reach you another way now"),
    "contact.way_changed": mark("We write to you another way now"),
    "name.choice_changed": mark("You chose again who may see your name"),
    "needs.changed": mark("You changed what you need, or when it is safe"),
}
"""What an entry of the journal is called on the person's page."""

NOT_BY_THE_READER: Mapping[str, str] = {
    "case.lodged": mark("It was told to us"),
    "case.withdrawn": mark("We were asked to stop"),
    "message.received": mark("Something was added"),
    "identity.opened": mark("Somebody looked up who the person is"),
    "case.shared": mark("The ombudsperson told the service about it, as the person had agreed"),
    "consent.given": mark("Somebody may act for the person now"),
    "consent.ended": mark("Somebody does not act for the person any more"),
    "contact.change_asked": mark("Another contact was given. It does not hold yet"),
    "contact.change_stopped": mark("The change of the contact was stopped"),
    "contact.changed": mark("The person is reached another way now"),
    "contact.way_changed": mark("We write to the person another way now"),
    "name.choice_changed": mark("The person chose again who may see their name"),
    "needs.changed": mark("The person changed what they need, or when it is safe"),
}
"""What those entries are called where somebody else than the reader did it, or is meant."""

WHO: Mapping[str, str] = {
    "officer": mark("The service"),
    "reviewer": mark("The reviewer"),
    "ombudsperson": mark("The ombudsperson"),
    "person": mark("You"),
    "public": mark("You"),
    "representative": mark("Somebody who acts for you"),
    "system": mark("Automatic"),
    "administrator": mark("An administrator"),
}
"""Who did it: a role, never a name."""

OTHERS: Mapping[str, str] = {
    "person": mark("The person"),
    "public": "",
    "representative": mark("Somebody who acts for the person"),
}
"""Who did it, for a reader who is not the person; who told us first may have been either."""

BROKEN: Mapping[str, str] = {
    "acknowledge": mark("We did not keep the day we had promised to say who has it."),
    "respond": mark("We did not keep the day we had promised to answer."),
    "pass_on": mark("We did not keep the day we had promised to pass your thanks on."),
    "undertaking": mark("We did not keep the day we had promised to do what we said."),
    "inform": mark("We did not keep the day we had promised to write to you."),
    "service": mark("We did not keep the day we had promised to do what you needed."),
    "reply": mark("We did not keep the day by which we had to answer the ombudsperson."),
    "confirm": mark("We did not keep the day by which we had to do what the ombudsperson asked for."),
}
"""What is said of a promise that was broken, by its clock."""

MINE = frozenset({"person", "public"})


def called(case: CaseView, reader: Reader) -> str:
    """Return what a case is called by this reader."""
    own, theirs = CALLED[Matter(case.matter)]
    return say(own if reader.is_person else theirs)


def where(case: CaseView, reader: Reader, *, independent: bool) -> str:
    """Return in one sentence where a case is."""
    state = State(case.state)
    if case.historic:
        return say("It came to us from an older system.") if state.is_open else say("An older system closed it.")
    if state is State.WITHDRAWN and not reader.is_person:
        return say("We were asked to stop, and we did.")
    if independent and state in AT_THE_OFFICE:
        return _at_the_office(case, state)
    if case.matter == Matter.THANKS.value and state is State.RECEIVED:
        return say("We have your thanks. Nobody has passed them on yet.")
    if case.matter == Matter.THANKS.value and state is State.ACCEPTED:
        return say("Somebody has read your thanks and passes them on.")
    return say(WHERE[state])


def _at_the_office(case: CaseView, state: State) -> str:
    kinds = {one.kind for one in case.timeline if one.stage_no == case.stage_no}
    if state.is_open and "review.referred_back" in kinds:
        return say("The ombudsperson asked us to answer you first, and watches that we do.")
    return say(AT_THE_OFFICE[state])


def entry(one: EntryView, charter: Charter, reader: Reader) -> dict[str, Any]:
    """Return an entry of the journal as a line of the person's timeline."""
    is_theirs = reader.is_person and one.by != "representative"
    titles = TITLES if is_theirs else {**TITLES, **NOT_BY_THE_READER}
    return {
        "at": one.at,
        "title": say(titles.get(one.kind, mark("Something happened"))),
        "who": who(one.by, reader),
        "text": _text(one, charter),
    }


def who(role: str, reader: Reader) -> str:
    """Return who did something: a role, never a name."""
    names = WHO if reader.is_person else {**WHO, **OTHERS}
    return say(names[role]) if names.get(role) else ""


def _text(one: EntryView, charter: Charter) -> str:
    written = TEXTS.get(one.kind)
    if not one.facts:
        return ""
    return written(one.facts, charter) if written else moved_words(one, charter)


def _broken(facts: Facts, _charter: Charter) -> str:
    broken = BROKEN.get(str(facts.get("clock")))
    return say(broken) if broken else ""


def _looked_up(facts: Facts, _charter: Charter) -> str:
    return say("The reason they gave: {reason}", reason=facts.get("reason", ""))


def _passed_on(facts: Facts, _charter: Charter) -> str:
    return say("We told: {told}.", told=facts.get("told", ""))


def _transferred(facts: Facts, charter: Charter) -> str:
    return say("It is now with: {place}. {why}", place=place_of(charter, facts), why=facts.get("why", ""))


def _given(facts: Facts, _charter: Charter) -> str:
    return str(facts.get("evidence", ""))


def _went_on(facts: Facts, charter: Charter) -> str:
    tier = next((one for one in charter.tiers if one.key == facts.get("tier")), None)
    with_whom = named(tier.who or tier.name) if tier else str(facts.get("tier", ""))
    if facts.get("entry") == "late":
        return say("It is now with: {who}, because we did not answer in time.", who=with_whom)
    return say("It is now with: {who}, because you asked for it.", who=with_whom)


def closing(facts: Facts, charter: Charter) -> str:
    """Return why a case was closed, where the charter has words for the reason."""
    code = str(facts.get("reason") or "")
    return next((named(one.words) for one in charter.closing_reasons if one.code == code), "")


BY_WAY: Mapping[str, str] = {
    "email": mark("We sent it by e-mail. The code before opens nothing any more."),
    "phone": mark("We read it out on the telephone. The code before opens nothing any more."),
    "post": mark("We sent it by letter. The code before opens nothing any more."),
    "page": mark("You made it on your page. The code before opens nothing any more."),
}
"""How somebody got a new code."""


def _new_code(facts: Facts, _charter: Charter) -> str:
    if facts.get("whose") == "representative":
        return say("It is for somebody who acts for the person.")
    made = BY_WAY.get(str(facts.get("way")))
    return say(made) if made else ""


def _helper(facts: Facts, _charter: Charter) -> str:
    known = RELATIONS.get(Relation(str(facts["relation"]))) if "relation" in facts else None
    return say("Who they are to the person: {relation}.", relation=say(known)) if known else ""


def _name(facts: Facts, _charter: Charter) -> str:
    return name_seen_by(str(facts.get("after")))


def _contact(facts: Facts, _charter: Charter) -> str:
    if not facts.get("reason"):
        return ""
    return say("How we made sure that it is the right person: {reason}", reason=facts["reason"])


def _shared(facts: Facts, _charter: Charter) -> str:
    return say("How this was agreed: {reason}", reason=facts.get("reason", ""))


TEXTS: Mapping[str, Callable[[Facts, Charter], str]] = {
    "clock.late": _broken,
    "case.escalated": _went_on,
    "case.closed": closing,
    "case.passed_on": _passed_on,
    "case.transferred": _transferred,
    "identity.opened": _looked_up,
    "service.given": _given,
    "case.shared": _shared,
    "code.replaced": _new_code,
    "consent.given": _helper,
    "consent.ended": _helper,
    "contact.changed": _contact,
    "name.choice_changed": _name,
}
"""What an entry says beyond its title; of dates that were moved, `moved_words` says it."""

"""What staff reads for the words that are stored: states, entries of the journal."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from complaints.channel import label
from complaints.domain.case import State
from complaints.domain.consent import Scope
from complaints.domain.files import MAKES, Kind
from complaints.domain.transfer import place_of
from complaints.schemas import EntryView
from standards.charter import Charter
from standards.wording import day_words

STATES: Mapping[str, str] = {
    State.RECEIVED.value: "Nobody has taken it on yet",
    State.ACCEPTED.value: "Somebody is looking into it",
    State.ANSWERED.value: "Answered",
    State.PASSED_ON.value: "Thanks passed on",
    State.CLOSED.value: "Closed",
    State.WITHDRAWN.value: "The person stopped it",
}
OUTCOMES: Mapping[str, str] = {
    "upheld": "upheld",
    "partly_upheld": "upheld in part",
    "not_upheld": "not upheld",
    "none": "without a finding",
}
CLOCKS: Mapping[str, str] = {
    "acknowledge": "Tell the person somebody has it",
    "respond": "Answer",
    "inform": "Next news to the person",
    "pass_on": "Pass the thanks on",
    "review": "Review",
    "reply": "Reply",
    "undertaking": "A promised action",
    "service": "Give the service itself",
    "confirm": "Show that it was done",
    "hold": "The clock goes on by itself",
}
ROLES: Mapping[str, str] = {
    "public": "The person",
    "person": "The person",
    "representative": "Somebody who acts for the person",
    "officer": "Officer",
    "reviewer": "Reviewer",
    "ombudsperson": "Ombudsperson",
    "administrator": "Administrator",
    "system": "By itself",
}

HANDLED: Mapping[str, str] = {"good": "Good", "fair": "Fair", "poor": "Poor"}
INFORMED: Mapping[bool | None, str] = {
    True: "They knew what would happen next",
    False: "They did not know what would happen next",
    None: "They did not say whether they knew what would happen next",
}

Facts = Mapping[str, Any]
Title = Callable[[Charter, Facts], str]

TITLES: Mapping[str, Title] = {
    "case.lodged": lambda _charter, facts: f"It reached us: {label(str(facts.get('channel', '')))}",
    "case.taken_down": lambda _charter, facts: f"Written down for the person: {label(str(facts.get('channel', '')))}",
    "case.imported": lambda _charter, _facts: "Taken over from an older system",
    "case.acknowledged": lambda _charter, _facts: "The person was told that somebody has it",
    "case.defined": lambda _charter, facts: f"Points of the complaint: {facts.get('issues')}",
    "file.added": lambda _charter, facts: f"A file came: {_what(facts)}",
    "file.removed": lambda _charter, facts: f"{_what(facts)} removed: {GONE.get(str(facts.get('why')), '')}",
    "finding.made": lambda charter, facts: f"Point {facts.get('issue')}: {_outcome(charter, facts)}",
    "remedy.agreed": lambda charter, facts: f"To put it right: {_remedy(charter, facts)}",
    "case.answered": lambda _charter, facts: f"Answered: {OUTCOMES.get(str(facts.get('outcome')), 'answered')}",
    "case.passed_on": lambda _charter, facts: f"Thanks passed on to {facts.get('told', '')}",
    "case.withdrawn": lambda _charter, _facts: "The person stopped the case",
    "case.closed": lambda _charter, facts: f"Closed: {facts.get('reason') or 'no reason given'}",
    "case.assigned": lambda _charter, _facts: "Given to somebody",
    "case.escalated": lambda charter, facts: f"Went on to: {_tier(charter, facts)}",
    "case.transferred": lambda charter, facts: f"Passed on to {place_of(charter, facts)}",
    "service.given": lambda _charter, _facts: "The service itself was given",
    "clock.late": lambda _charter, facts: f"Late: {CLOCKS.get(str(facts.get('clock')), str(facts.get('clock')))}",
    "clock.held": lambda charter, facts: f"The clock stands still, until {_day(charter, facts['until'])} at most",
    "clock.resumed": lambda charter, facts: f"The clock runs again: {_resumed(charter, facts)}",
    "clock.extended": lambda charter, facts: f"{facts['by']} more: the answer is due by {_due(charter, facts)}",
    "clock.moved": lambda charter, facts: f"Counted again: {_moved(charter, facts)}",
    "extension.asked": lambda _charter, facts: f"Somebody asked for more time: {facts.get('by')}",
    "extension.refused": lambda _charter, _facts: "More time was refused",
    "message.sent": lambda _charter, _facts: "A message to the person",
    "message.received": lambda _charter, _facts: "A message from the person",
    "note.added": lambda _charter, _facts: "A note for staff",
    "delivery.done": lambda _charter, facts: f"A message was brought to them: {CARRIED.get(str(facts.get('way')), '')}",
    "delivery.tried": lambda _charter, _facts: "Somebody tried to reach them and could not",
    "delivery.given_up": lambda _charter, facts: f"It could not be brought: {CARRIED.get(str(facts.get('way')), '')}",
    "identity.opened": lambda _charter, _facts: "Somebody looked at who the person is",
    "survey.answered": lambda _charter, facts: f"The person said how we did: {facts.get('handled', '')}",
    "undertaking.kept": lambda charter, facts: f"Done as promised: {_remedy(charter, facts)}",
    "code.asked": lambda _charter, facts: f"The person asked for a new code {_way(facts)}",
    "code.replaced": lambda _charter, facts: f"A new code was made {_way(facts)}",
    "consent.given": lambda _charter, facts: f"Somebody may act for the person: {_helper(facts)}",
    "consent.ended": lambda _charter, facts: f"Somebody does not act for the person any more: {_helper(facts)}",
    "contact.change_asked": lambda _charter, _facts: "The person gave another contact, which does not hold yet",
    "contact.change_stopped": lambda _charter, _facts: "A change of the contact was stopped",
    "contact.changed": lambda _charter, _facts: "The person is reached another way now",
    "contact.way_changed": lambda _charter, _facts: "The person is written to another way now",
    "name.choice_changed": lambda _charter, facts: f"The person chose again who sees their name: {facts.get('after')}",
    "needs.changed": lambda _charter, _facts: "The person changed what they need, or when it is safe",
    "case.shared": lambda _charter, _facts: "The ombudsperson gave the case to the body, as the person had agreed",
    "subject.named": lambda _charter, _facts: "Somebody of staff was shut out of this case",
    "review.admitted": lambda _charter, _facts: "The review was taken on",
    "review.declined": lambda _charter, _facts: "The review was declined",
    "review.referred_back": lambda _charter, _facts: "Sent back to be answered here first",
    "review.decided": lambda _charter, facts: f"Review decided: {OUTCOMES.get(str(facts.get('outcome')), '')}",
    "recommendation.issued": lambda _charter, facts: f"Recommendation {facts.get('number', '')} made",
    "recommendation.answered": lambda _charter, facts: f"Recommendation {facts.get('number', '')} answered",
    "recommendation.verified": lambda _charter, facts: f"Recommendation {facts.get('number', '')} checked",
}

HELPERS_MAY: Mapping[str, str] = {
    Scope.ACT.value: "reads everything and speaks for the person",
    Scope.FOLLOW.value: "reads everything, and does nothing",
}
"""What somebody who acts for the person may do."""

CARRIED: Mapping[str, str] = {
    "phone": "by telephone",
    "post": "by post",
    "hand": "in the format they need",
    "email": "another way than by e-mail",
}
"""How somebody brought a message by hand."""

WAYS_OF_CODE: Mapping[str, str] = {
    "email": "by e-mail",
    "phone": "by telephone",
    "post": "by letter",
    "page": "on their page",
}

DATED: Mapping[str, str] = {
    "clock.held": "The clock stood still",
    "clock.resumed": "The clock ran again",
    "clock.extended": "More time was given",
    "clock.moved": "A date was counted again",
}
"""What is left to say of a date once an entry has been erased."""

SAYS = ("reason", "why", "why_late", "evidence")
"""What an entry adds in words of its own."""


def title(charter: Charter, entry: EntryView) -> str:
    """Return an entry of the journal as a line of the timeline."""
    written = TITLES.get(entry.kind)
    if entry.kind in DATED and not entry.facts:
        return DATED[entry.kind]
    return written(charter, entry.facts) if written else entry.kind.replace(".", " ").replace("_", " ").capitalize()


def text(entry: EntryView) -> str | None:
    """Return what an entry says beyond its title."""
    if entry.kind in {"case.closed", "clock.resumed"}:
        return None
    return next((str(entry.facts[key]) for key in SAYS if entry.facts.get(key)), None)


def _way(facts: Facts) -> str:
    return WAYS_OF_CODE.get(str(facts.get("way")), "")


def _helper(facts: Facts) -> str:
    return f"{facts.get('relation')}, {HELPERS_MAY.get(str(facts.get('scope')), '')}"


def _outcome(charter: Charter, facts: Facts) -> str:
    words = {one.code: one.words for one in charter.outcomes}
    return words.get(str(facts.get("outcome")), "decided")


GONE: Mapping[str, str] = {"virus": "it contained a virus", "taken_back": "the person took it back"}
"""Why a file is gone."""


def _what(facts: Facts) -> str:
    kind = str(facts.get("content", ""))
    return MAKES[Kind(kind)].words if kind in set(Kind) else "file"


def _remedy(charter: Charter, facts: Facts) -> str:
    words = {one.code: one.words for one in charter.remedies}
    return words.get(str(facts.get("remedy")), str(facts.get("remedy", "")))


GOES_ON: Mapping[str, str] = {
    "office": "somebody pressed “Go on”",
    "person": "the person wrote",
    "limit": "it stood still as long as it may",
    "answered": "the answer went",
    "transfer": "the case went to another office",
}
"""Why a clock goes on after it stood still."""


def _resumed(charter: Charter, facts: Facts) -> str:
    return f"{GOES_ON.get(str(facts['why']), str(facts['why']))}. The answer is due by {_due(charter, facts)}"


def _moved(charter: Charter, facts: Facts) -> str:
    what, told = CLOCKS.get(str(facts["clock"]), str(facts["clock"])), _day(charter, facts["promised"])
    if facts["told"]:
        return f"{what} by {told}. The person was told; before, it was {_day(charter, facts['promised_before'])}"
    return f"{what} by {_day(charter, facts['due'][facts['clock']])}. The person was told {told}, and that stays"


def _due(charter: Charter, facts: Facts) -> str:
    return _day(charter, facts["due"]["respond"])


def _day(charter: Charter, at: object) -> str:
    return day_words(charter.authority.day(datetime.fromisoformat(str(at))))


def _tier(charter: Charter, facts: Facts) -> str:
    names = {one.key: one.name for one in charter.tiers}
    return names.get(str(facts.get("tier")), str(facts.get("tier", "")))

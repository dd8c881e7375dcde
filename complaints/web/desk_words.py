"""What staff reads for the words that are stored: states, entries of the journal."""

from collections.abc import Callable, Mapping
from typing import Any

from complaints.channel import label
from complaints.domain.case import State
from complaints.schemas import EntryView
from standards.charter import Charter

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
}
ROLES: Mapping[str, str] = {
    "public": "The person",
    "person": "The person",
    "officer": "Officer",
    "reviewer": "Reviewer",
    "ombudsperson": "Ombudsperson",
    "administrator": "Administrator",
    "system": "By itself",
}

Facts = Mapping[str, Any]
Title = Callable[[Charter, Facts], str]

TITLES: Mapping[str, Title] = {
    "case.lodged": lambda _charter, facts: f"It reached us: {label(str(facts.get('channel', '')))}",
    "case.taken_down": lambda _charter, facts: f"Written down for the person: {label(str(facts.get('channel', '')))}",
    "case.imported": lambda _charter, _facts: "Taken over from an older system",
    "case.acknowledged": lambda _charter, _facts: "The person was told that somebody has it",
    "case.defined": lambda _charter, facts: f"Points of the complaint: {facts.get('issues')}",
    "finding.made": lambda charter, facts: f"Point {facts.get('issue')}: {_outcome(charter, facts)}",
    "remedy.agreed": lambda charter, facts: f"To put it right: {_remedy(charter, facts)}",
    "case.answered": lambda _charter, facts: f"Answered: {OUTCOMES.get(str(facts.get('outcome')), 'answered')}",
    "case.passed_on": lambda _charter, facts: f"Thanks passed on to {facts.get('told', '')}",
    "case.withdrawn": lambda _charter, _facts: "The person stopped the case",
    "case.closed": lambda _charter, facts: f"Closed: {facts.get('reason') or 'no reason given'}",
    "case.assigned": lambda _charter, _facts: "Given to somebody",
    "case.escalated": lambda charter, facts: f"Went on to: {_tier(charter, facts)}",
    "clock.late": lambda _charter, facts: f"Late: {CLOCKS.get(str(facts.get('clock')), str(facts.get('clock')))}",
    "message.sent": lambda _charter, _facts: "A message to the person",
    "message.received": lambda _charter, _facts: "A message from the person",
    "note.added": lambda _charter, _facts: "A note for staff",
    "identity.opened": lambda _charter, _facts: "Somebody looked at who the person is",
    "undertaking.kept": lambda charter, facts: f"Done as promised: {_remedy(charter, facts)}",
    "subject.named": lambda _charter, _facts: "Somebody of staff was shut out of this case",
    "review.admitted": lambda _charter, _facts: "The review was taken on",
    "review.declined": lambda _charter, _facts: "The review was declined",
    "review.referred_back": lambda _charter, _facts: "Sent back to be answered here first",
    "review.decided": lambda _charter, facts: f"Review decided: {OUTCOMES.get(str(facts.get('outcome')), '')}",
    "recommendation.issued": lambda _charter, facts: f"Recommendation {facts.get('number', '')} made",
    "recommendation.answered": lambda _charter, facts: f"Recommendation {facts.get('number', '')} answered",
    "recommendation.verified": lambda _charter, facts: f"Recommendation {facts.get('number', '')} checked",
}

SAYS = ("reason", "why", "why_late")
"""What an entry adds in words of its own."""


def title(charter: Charter, entry: EntryView) -> str:
    """Return an entry of the journal as a line of the timeline."""
    written = TITLES.get(entry.kind)
    return written(charter, entry.facts) if written else entry.kind.replace(".", " ").replace("_", " ").capitalize()


def text(entry: EntryView) -> str | None:
    """Return what an entry says beyond its title."""
    if entry.kind == "case.closed":
        return None
    return next((str(entry.facts[key]) for key in SAYS if entry.facts.get(key)), None)


def _outcome(charter: Charter, facts: Facts) -> str:
    words = {one.code: one.words for one in charter.outcomes}
    return words.get(str(facts.get("outcome")), "decided")


def _remedy(charter: Charter, facts: Facts) -> str:
    words = {one.code: one.words for one in charter.remedies}
    return words.get(str(facts.get("remedy")), str(facts.get("remedy", "")))


def _tier(charter: Charter, facts: Facts) -> str:
    names = {one.key: one.name for one in charter.tiers}
    return names.get(str(facts.get("tier")), str(facts.get("tier", "")))

"""What the person reads about a date that stands still or was moved."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from complaints.schemas import CaseView, EntryView
from standards.charter import Charter
from standards.wording import day_words

Facts = Mapping[str, Any]

TITLES: Mapping[str, str] = {
    "clock.held": "We are waiting, and our clock stands still",
    "clock.resumed": "Our clock runs again",
    "clock.extended": "We need longer",
    "clock.moved": "We counted again",
}

UNTOLD = frozenset({"answered", "transfer"})
"""Ends of a hold about which another entry, at the same moment, says all there is to say."""

WENT_ON: Mapping[str, str] = {
    "office": "We go on with your case.",
    "person": "You wrote to us, so we go on with your case.",
    "limit": "We waited as long as we may. We go on with what we have.",
}

BY: Mapping[str, str] = {
    "acknowledge": "We tell you that somebody has read it by",
    "respond": "You have our answer by",
    "pass_on": "We pass your thanks on by",
    "service": "What you need is done by",
}
"""What is done by a day that was counted again."""


def waiting(case: CaseView) -> dict[str, Any] | None:
    """Return what we wait for while the clock of the answer stands still, and until when; None while it runs."""
    stands_still = any(clock.stopped_at is None and clock.held_at is not None for clock in case.clocks)
    held = next((entry for entry in reversed(case.timeline) if entry.kind == "clock.held"), None)
    if not stands_still or held is None or not held.facts:
        return None
    return {"text": str(held.facts["reason"]), "since": held.at, "by": _instant(held.facts["until"])}


def is_told(entry: EntryView) -> bool:
    """Whether an entry stands in the person's timeline."""
    return entry.kind != "clock.resumed" or entry.facts.get("why") not in UNTOLD


def moved_words(entry: EntryView, charter: Charter) -> str:
    """Return what an entry about a date says, nothing for any other."""
    written = WORDS.get(entry.kind)
    return written(entry.facts, lambda at: _day(at, charter)) if written and entry.facts else ""


def _held(facts: Facts, day: Callable[[object], str]) -> str:
    return f"The reason: {facts['reason']}. We wait until {day(facts['until'])} at most, and then go on without it."


def _resumed(facts: Facts, day: Callable[[object], str]) -> str:
    return f"{WENT_ON.get(str(facts['why']), '')} You have our answer by {day(facts['due']['respond'])}.".strip()


def _extended(facts: Facts, day: Callable[[object], str]) -> str:
    return (
        f"We need {facts['by']} more. The reason: {facts['reason']}. "
        f"You have our answer by {day(facts['due']['respond'])}. Before, we had said {day(facts['before'])}."
    )


def _moved(facts: Facts, day: Callable[[object], str]) -> str:
    told, first = day(facts["promised"]), day(facts["promised_before"])
    if not facts["told"]:
        return f"{facts['why']}. The day we told you stays: {told}. We work to {day(facts['due'][facts['clock']])}."
    again = f"{told}, at a later time" if told == first else f"{told}, not {first}"
    return f"{facts['why']}. {BY.get(str(facts['clock']), 'It is done by')} {again}."


WORDS: Mapping[str, Callable[[Facts, Callable[[object], str]], str]] = {
    "clock.held": _held,
    "clock.resumed": _resumed,
    "clock.extended": _extended,
    "clock.moved": _moved,
}


def _instant(at: object) -> datetime:
    return datetime.fromisoformat(str(at))


def _day(at: object, charter: Charter) -> str:
    return day_words(_instant(at).astimezone(charter.calendar().zone).date())

"""What the person reads about a date that stands still or was moved."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from complaints.schemas import CaseView, EntryView
from standards.charter import Charter
from standards.errors import Invalid
from standards.language import mark, named, say
from standards.limits import Limit
from standards.wording import day_words

Facts = Mapping[str, Any]

TITLES: Mapping[str, str] = {
    "clock.held": mark("We are waiting, and our clock stands still"),
    "clock.resumed": mark("Our clock runs again"),
    "clock.extended": mark("We need longer"),
    "clock.moved": mark("We counted again"),
}
"""To be said where they are shown."""

UNTOLD = frozenset({"answered", "transfer"})
"""Ends of a hold about which another entry, at the same moment, says all there is to say."""

WENT_ON: Mapping[str, str] = {
    "office": mark("We go on with your case."),
    "person": mark("You wrote to us, so we go on with your case."),
    "limit": mark("We waited as long as we may. We go on with what we have."),
}

BY: Mapping[str, str] = {
    "acknowledge": mark("We tell you that somebody has read it by {day}, not {before}."),
    "respond": mark("You have our answer by {day}, not {before}."),
    "pass_on": mark("We pass your thanks on by {day}, not {before}."),
    "service": mark("What you need is done by {day}, not {before}."),
}
BY_LATER: Mapping[str, str] = {
    "acknowledge": mark("We tell you that somebody has read it by {day}, at a later time."),
    "respond": mark("You have our answer by {day}, at a later time."),
    "pass_on": mark("We pass your thanks on by {day}, at a later time."),
    "service": mark("What you need is done by {day}, at a later time."),
}
"""What is done by a day that was counted again: by another day, and by a later time of the same."""
DONE_BY = mark("It is done by {day}, not {before}.")
DONE_LATER = mark("It is done by {day}, at a later time.")


def waiting(case: CaseView) -> dict[str, Any] | None:
    """Return what we wait for while the clock of the answer stands still, and until when; None while it runs."""
    stands_still = any(clock.stopped_at is None and clock.held_at is not None for clock in case.clocks)
    held = next((entry for entry in reversed(case.timeline) if entry.kind == "clock.held"), None)
    if not stands_still or held is None or not held.facts:
        return None
    return {"text": named(str(held.facts["reason"])), "since": held.at, "by": _instant(held.facts["until"])}


def is_told(entry: EntryView) -> bool:
    """Whether an entry stands in the person's timeline."""
    return entry.kind != "clock.resumed" or entry.facts.get("why") not in UNTOLD


def moved_words(entry: EntryView, charter: Charter) -> str:
    """Return what an entry about a date says, nothing for any other."""
    written = WORDS.get(entry.kind)
    return written(entry.facts, lambda at: _day(at, charter)) if written and entry.facts else ""


def _held(facts: Facts, day: Callable[[object], str]) -> str:
    return say(
        "The reason: {reason}. We wait until {day} at most, and then go on without it.",
        reason=named(str(facts["reason"])),
        day=day(facts["until"]),
    )


def _resumed(facts: Facts, day: Callable[[object], str]) -> str:
    why = WENT_ON.get(str(facts["why"]))
    answer = say("You have our answer by {day}.", day=day(facts["due"]["respond"]))
    return f"{say(why)} {answer}" if why else answer


def _extended(facts: Facts, day: Callable[[object], str]) -> str:
    return say(
        "We need {limit} more. The reason: {reason}. You have our answer by {day}. Before, we had said {before}.",
        limit=_limit_words(str(facts["by"])),
        reason=named(str(facts["reason"])),
        day=day(facts["due"]["respond"]),
        before=day(facts["before"]),
    )


def _moved(facts: Facts, day: Callable[[object], str]) -> str:
    why, told, first = str(facts["why"]), day(facts["promised"]), day(facts["promised_before"])
    if not facts["told"]:
        works_to = day(facts["due"][facts["clock"]])
        stays = say("The day we told you stays: {day}. We work to {works_to}.", day=told, works_to=works_to)
        return f"{why}. {stays}"
    if told == first:
        again = say(BY_LATER.get(str(facts["clock"]), DONE_LATER), day=told)
    else:
        again = say(BY.get(str(facts["clock"]), DONE_BY), day=told, before=first)
    return f"{why}. {again}"


def _limit_words(text: str) -> str:
    """Return a limit that was written down in English in the language that is spoken."""
    try:
        return Limit.parse(text).words
    except Invalid:
        return text


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

"""The words for every place of a charter, by the part it stands in: how a change there is said to people."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from standards.charter_parts import (
    Answered,
    Authority,
    Body,
    CalendarPart,
    Compliments,
    Contact,
    Extend,
    LateChanges,
    Outcome,
    Override,
    Reason,
    Recommendations,
    Remedy,
    Reminder,
    Service,
    Sourced,
    Stage,
    Standard,
    Tier,
    Unit,
)
from standards.charter_phrases import (
    PROMISE,
    SOURCE,
    WORDS,
    Each,
    Parts,
    Phrase,
    Texts,
    Value,
    YesNo,
    a_day,
    a_limit,
    clause,
    closure_words,
    hours,
    named,
    of_hundred,
    one_of,
    opening_words,
    plain,
    quoted,
    same,
    times,
)
from standards.charter_sections import OF_CHARTER
from standards.charter_tree import Charter
from standards.counting_words import recurring_words
from standards.limits import EXCLUDED, INCLUDED, NEXT_OPEN, Counting

Table: TypeAlias = Mapping[type[Any], Mapping[str, Phrase | None]]

COUNTED_FROM = {
    "received": "the day the case reached us",
    "requested": "the day it was asked for",
    "acknowledged": "the day we said that we have it",
    "acknowledged_or_due": "the day we said that we have it, or had promised to say so",
}
APPROVERS = {"handler": "whoever has the case", "second": "somebody else, who must agree"}
TRANSFERS = {"keeps": "it runs on", "restarts": "it begins again"}
STARTS = {"told": "when somebody tells us", "applied": "with something no case shows, so that no clock runs"}
ROLES = {"officer": "an officer", "reviewer": "a reviewer", "ombudsperson": "the ombudsperson"}
ON_LATE = {"climb": "the case goes on to the next step", "tell": "the person is told, and may ask for the next step"}
COUNTS_AS = {
    "upheld": "a complaint that was right",
    "partly_upheld": "a complaint that was right in part",
    "not_upheld": "a complaint that was not right",
    "none": "no finding",
}
CLOSED_AFTER = {"keep": "dates that were told stay", "move_and_tell": "it is counted again, and people are told"}
OPENED_AFTER = {
    "keep": "dates that were told stay",
    "work_to_it": "the office works to the earlier date, and what people were told stays",
}
DAY_ZERO = {"excluded": EXCLUDED, "included": INCLUDED, "next_open": NEXT_OPEN}
ROLLS = {
    "none": "they end on that day",
    "forward": "they end on the next open day",
    "backward": "they end on the open day before",
}
DUE = {"closing": "closing time", "end_of_day": "the end of the day"}
NOT_OWN = "as for everybody else"


FIELDS = {
    "limit": "the time",
    "respond": "the time for an answer",
    "acknowledge": "the time until we say that we have it",
    "inform": "the longest time without news",
    "extend": "more time",
    "holds": "the reasons for standing still",
    "ask_within": "the time to ask for it",
    "ask_within_of_event": "the time to ask for it after it happened",
    "pass_on": "the time for passing it on",
    "reply": "the time for an answer",
    "confirm": "the time to show that it was done",
}


def _field(name: str) -> str:
    """Return what a field of a part is called, where the part says that nobody has read it in the source."""
    return FIELDS.get(name, name.replace("_", " "))


OF_SOURCED: dict[str, Phrase | None] = {
    "source": Value("The source given for {of}", quoted, "not said", weight=SOURCE),
    "section": Value("The section of the source given for {of}", quoted, "not said", weight=SOURCE),
    "verified_on": Value("The day on which the source given for {of} was last read", a_day, "never", weight=SOURCE),
    "unverified": Texts("What nobody has read in the source about {of}", weight=SOURCE, show=_field),
}
OF_STANDARD: dict[str, Phrase | None] = {
    "key": None,
    "limit": Value("The time for {of}", a_limit, since="cases", weight=PROMISE),
    "promise": Value("A promise about {home} is worded anew", quoted, since="day", weight=PROMISE),
    "target": Value("The aim for {of}", of_hundred, "no aim", since="day", weight=PROMISE),
    "service": Value("The service about which {of} is promised", named("services"), since="cases"),
    "since": Value("The day since which {of} is promised", a_day, "not said"),
    "until": Value("The last day on which {of} is promised", a_day, "none"),
    "starts": clause("When the time for {of} begins", STARTS, "cases"),
}
OF_STAGE: dict[str, Phrase | None] = {
    "key": None,
    "respond": Value("The answer to a complaint at {of}", a_limit, NOT_OWN, "cases", PROMISE),
    "acknowledge": Value("Word that we have a complaint, at {of}", a_limit, "no limit", "cases", PROMISE),
    "inform": Value("The longest time without news at {of}", a_limit, "no limit", "cases", PROMISE),
    "counts_from": Value("The day from which an answer at {of} is counted", one_of(COUNTED_FROM), NOT_OWN, "cases"),
    "extend": Parts(
        called=same,
        comes="An answer at {thing} may take longer for a stated reason, by {more}",
        goes="An answer at {thing} may no longer take longer for a stated reason; until now by {more}",
        more=lambda names, one: a_limit(names, one.most),
        since="cases",
    ),
    "holds": Texts("The reasons for which the time may stand still at {of}", since="cases"),
    "hold_most": Value("The longest the time may stand still at {of}", a_limit, since="cases", weight=PROMISE),
    "transfer": clause("The time at {of} when a case goes to another office", TRANSFERS, "cases"),
    "overrides": Parts(
        called=lambda names, one, of: f"{of} for {names.selected(one)}",
        comes="A new exception at {thing}: {more}",
        goes="No longer an exception at {thing}: {more}",
        more=lambda names, one: f"an answer within {a_limit(names, one.respond)}" if one.respond else "other rules",
        same_as=(lambda one: one.selector,),
        many="exceptions",
        since="cases",
    ),
    "name": Value("The name of a stage of handling", quoted, weight=WORDS),
    "about": Value("The description of {of}", quoted, weight=WORDS),
}
OF_OVERRIDE: dict[str, Phrase | None] = {
    **dict.fromkeys(("body", "unit", "service", "kind")),
    "respond": OF_STAGE["respond"],
    "acknowledge": Value("Word that we have a complaint, at {of}", a_limit, NOT_OWN, "cases", PROMISE),
    "inform": Value("The longest time without news at {of}", a_limit, NOT_OWN, "cases", PROMISE),
    "counts_from": OF_STAGE["counts_from"],
    "extend": OF_STAGE["extend"],
    "holds": OF_STAGE["holds"],
}
OF_EXTEND: dict[str, Phrase | None] = {
    "most": Value("How much longer an answer may take at {of}", a_limit, since="cases", weight=PROMISE),
    "times": Value("How often an answer may be put off at {of}", times, since="cases"),
    "reasons": Texts("The reasons for which an answer may take longer at {of}", since="cases"),
    "counts_from": Value(
        "Extra time at {of} is counted from",
        one_of({"due": "the day the answer was due", "granted": "the day it is granted"}),
        since="cases",
    ),
    "approver": Value("Who decides that an answer takes longer at {of}", one_of(APPROVERS), since="cases"),
}
OF_TIER: dict[str, Phrase | None] = {
    "key": None,
    "ask_within": Value("The time to ask for {of} after the answer before", a_limit, "no end", "cases", PROMISE),
    "ask_within_of_event": Value("The time to ask for {of} after it happened", a_limit, "no end", "cases", PROMISE),
    "independent": YesNo("{of} is independent of the authority", "{of} is not independent of the authority"),
    "on_late": clause("When {of} is late", ON_LATE, "cases"),
    "direct": YesNo(
        "People may go straight to {of}, at any time", "People may no longer go straight to {of} at any time", "cases"
    ),
    "stage": Value("The limits that hold at {of} are those of the stage", named("stages"), since="cases"),
    "role": Value("Who works on a case at {of}", one_of(ROLES), since="cases"),
    "rank": Value("The place of {of} on the ladder", plain, since="cases"),
    "name": Value("The name of a step of the ladder", quoted, weight=WORDS),
    "who": Value("Who decides at {of}", quoted, "not said", weight=WORDS),
    "about": Value("The description of {of}", quoted, weight=WORDS),
    "contact": Parts(called=same),
}
OF_CALENDAR: dict[str, Phrase | None] = {
    "key": None,
    "days": Each("The opening hours of {of} on {key}", str.capitalize, hours, "closed"),
    "closures": Parts(
        called=lambda _names, one, _of: closure_words(one),
        comes="{thing}, is a closed day of {of}",
        goes="{thing}, is no longer a closed day of {of}",
        turns="A closed day of {of} changes: {old}, becomes {new}",
        same_as=(lambda one: (one.on, one.every), lambda one: one.why),
        many="closed days",
        weight=PROMISE,
    ),
    "open": Parts(
        called=lambda _names, one, _of: opening_words(one),
        comes="A day with hours of its own for {of}: {thing}",
        goes="No longer a day with hours of its own for {of}: {thing}",
        turns="A day with hours of its own for {of} changes: {old}, becomes {new}",
        same_as=(lambda one: one.on,),
        many="days with hours of their own",
        weight=PROMISE,
    ),
    "recurring": Parts(
        called=lambda _names, one, _of: recurring_words(one),
        comes="New hours of {of} that are not the same every week: {thing}",
        goes="No longer hours of {of} that are not the same every week: {thing}",
        turns="The hours of {of} that are not the same every week: {old} becomes {new}",
        same_as=(lambda one: (one.day, one.every, one.since, one.nth), lambda one: (one.day, one.why)),
        many="hours that are not the same every week",
        weight=PROMISE,
    ),
    "holidays": YesNo("Public holidays are closed days of {of}", "Public holidays are no closed days of {of}"),
    "country": Value("The country whose public holidays hold for {of}", quoted, "that of the authority", "day"),
    "subdivision": Value("The region whose public holidays hold for {of}", quoted, "none of its own", "day"),
    "zone": Value("The time zone of {of}", quoted, "that of the authority", "day"),
    "name": Value("The name of opening hours", quoted, weight=WORDS),
}
OF_AUTHORITY: dict[str, Phrase | None] = {
    "name": Value("The name of the authority", quoted),
    "key": Value("The short name under which programs know {of}", quoted, weight=WORDS),
    "time_zone": Value("The time zone of {of}", quoted, since="day", area="calendars"),
    "default_calendar": Value(
        "The opening hours of {of} where nothing else is said", named("calendars"), since="day", area="calendars"
    ),
    "country": Value("The country whose public holidays hold for {of}", quoted, "none", "day", area="calendars"),
    "subdivision": Value("The region whose public holidays hold for {of}", quoted, "none", "day", area="calendars"),
    "languages": Texts("The languages of {of}"),
    "about": Value("The description of {of}", quoted, weight=WORDS),
    "notice": Value("The notice of {of}", quoted, weight=WORDS),
    "contact": OF_TIER["contact"],
}
PHRASES: Table = {
    Charter: OF_CHARTER,
    Sourced: OF_SOURCED,
    Standard: OF_STANDARD,
    Stage: OF_STAGE,
    Override: OF_OVERRIDE,
    Extend: OF_EXTEND,
    Tier: OF_TIER,
    CalendarPart: OF_CALENDAR,
    Authority: OF_AUTHORITY,
    Contact: {
        "phone": Value("The telephone number of {of}", quoted, weight=WORDS),
        "hours": Value("The hours in which {of} can be reached", quoted, "not said", weight=WORDS),
        "email": Value("The e-mail address of {of}", quoted, weight=WORDS),
        "address": Value("The postal address of {of}", quoted, weight=WORDS),
        "website": Value("The website of {of}", quoted, weight=WORDS),
        "emergency": Value("The emergency number of {of}", quoted, weight=WORDS),
    },
    Body: {
        "key": None,
        "calendar": Value("The opening hours of {of}", named("calendars"), "those of the authority", "day"),
        "name": Value("The name of an office", quoted, weight=WORDS),
        "about": Value("The description of {of}", quoted, weight=WORDS),
        "contact": OF_TIER["contact"],
    },
    Unit: {
        "key": None,
        "body": Value("The office to which the team {of} belongs", named("bodies"), since="day"),
        "calendar": Value("The opening hours of {of}", named("calendars"), "those of its office", "day"),
        "name": Value("The name of a team", quoted, weight=WORDS),
        "about": Value("The description of {of}", quoted, weight=WORDS),
    },
    Service: {
        "key": None,
        "body": Value("The office that answers for {of}", named("bodies"), since="cases"),
        "unit": Value("The team that gives {of}", named("units"), "none of its own", "cases"),
        "name": Value("The name of a service", quoted, weight=WORDS),
        "about": Value("The description of {of}", quoted, weight=WORDS),
        "everyday": Texts("The everyday words that lead to {of}"),
    },
    Outcome: {
        "code": None,
        "words": Value("{home} is worded anew", quoted, weight=WORDS),
        "counts_as": Value("What {of} counts as", one_of(COUNTS_AS)),
    },
    Remedy: {
        "code": None,
        "words": Value("{home} is worded anew", quoted, weight=WORDS),
        "needs_due": YesNo("A day must be named for {of}", "No day needs to be named for {of}", since=""),
    },
    Reminder: {
        **dict.fromkeys(("clock", "at", "to")),
        "before": Value("How the time of a reminder is counted, {of}", a_limit),
    },
    Reason: {"code": None, "words": Value("{home} is worded anew", quoted, weight=WORDS)},
    Compliments: {
        "pass_on": Value("The time for passing {of} on to the person praised", a_limit, since="cases", weight=PROMISE)
    },
    Answered: {"answer": Value("The answer to {of}", a_limit, since="cases", weight=PROMISE)},
    Recommendations: {
        "reply": Value("The time to answer {of} of the ombudsperson", a_limit, since="day", weight=PROMISE),
        "confirm": Value("The time to show that {of} was carried out", a_limit, "no limit", "day", PROMISE),
    },
    LateChanges: {
        "closed_day_added": clause("When a day is closed after {of} was made", CLOSED_AFTER, "day"),
        "closed_day_removed": clause("When a day is opened after {of} was made", OPENED_AFTER, "day"),
    },
    Counting: {
        "day_zero": clause("How days are counted where {of} says nothing else", DAY_ZERO, "cases"),
        "cut_off": Value(
            "The time of day from which {of} counts as begun on the next open day", plain, "no such time", "cases"
        ),
        "keep_time": YesNo(
            "{of} in days ends at the time of day at which it began, where it says nothing else",
            "{of} in days ends with its last day, where it says nothing else",
            "cases",
        ),
        "roll": clause("When the days of {of} end on a closed day", ROLLS, "cases"),
        "due": Value("The last day of {of} lasts until", one_of(DUE), since="cases"),
    },
}


def phrase_of(kind: type[Any], field: str) -> Phrase | None:
    """Return the phrase for a field of a part, None where nothing is to be said; a KeyError means it was forgotten."""
    for known in kind.__mro__:
        if field in PHRASES.get(known, ()):
            return PHRASES[known][field]
    raise KeyError(kind.__name__, field)

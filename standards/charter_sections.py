"""The words for the sections of a charter: what its parts are called, and what is said when one comes or goes."""

from typing import Any

from standards.charter_phrases import (
    SECTIONS,
    Called,
    Each,
    InLanguages,
    Names,
    Parts,
    Phrase,
    Value,
    a_limit,
    clause,
    in_years,
    own_name,
    plain,
    quiet_words,
    quoted_name,
    reminder_words,
)

OUTCOME_RULES = {
    "any_upheld": "the person is right as soon as one point is",
    "all_or_part": "the person is right when every point is, and right in part when some are",
    "main_issue": "what was found on the main point",
}
KEPT = {"complaint": "complaints", "compliment": "compliments", "suggestion": "suggestions", "enquiry": "questions"}


def _in_words(what: str) -> Called:
    return lambda _names, part, _of: f"the {what} “{part.words.rstrip('.')}”"


def _promise(names: Names, standard: Any, _of: str) -> str:
    return f"“{standard.promise.rstrip('.')}” ({names('services', standard.service)})"


def _code(part: Any) -> str:
    return str(part.code)


def _kept(kind: str) -> str:
    return KEPT.get(kind, f"what belongs to “{kind.replace('_', ' ')}”")


def _coded(what: str, many: str) -> Parts:
    """Return the phrase for a list of parts that each have a code: outcomes, remedies, grounds."""
    an = "an" if what[0] in "aeiou" else "a"
    return Parts(
        called=_in_words(what),
        home=lambda _names, _part: f"the {what}",
        more=lambda _names, part: f"“{part.words}”",
        comes=f"A new {what}: {{more}}",
        goes=f"No longer {an} {what}: {{more}}",
        same_as=(_code,),
        many=many,
        area="outcomes",
    )


OF_CHARTER: dict[str, Phrase | None] = {
    "standards": Parts(
        called=_promise,
        comes="A new promise: {thing}, within {more}",
        goes="No longer promised: {thing}, within {more}",
        more=lambda names, one: a_limit(names, one.limit),
        home=lambda names, one: names("services", one.service),
        many=SECTIONS["standards"],
        since="cases",
        area="standards",
    ),
    "stages": Parts(
        called=quoted_name,
        comes="A new stage of handling, {thing}, with an answer within {more}",
        goes="No longer a stage of handling: {thing}, with an answer within {more}",
        more=lambda names, one: a_limit(names, one.respond),
        many=SECTIONS["stages"],
        since="cases",
        area="stages",
    ),
    "compliments": Parts(
        called=lambda *_: "praise",
        comes="A new promise: {thing} is passed on to the person praised within {more}",
        goes="No longer promised: {thing} is passed on to the person praised within {more}",
        more=lambda names, one: a_limit(names, one.pass_on),
        since="cases",
        area="stages",
    ),
    "suggestions": Parts(
        called=lambda *_: "a suggestion",
        comes="A new promise: {thing} is answered within {more}",
        goes="No longer promised: {thing} is answered within {more}",
        more=lambda names, one: a_limit(names, one.answer),
        since="cases",
        area="stages",
    ),
    "enquiries": Parts(
        called=lambda *_: "a question",
        comes="A new promise: {thing} is answered within {more}",
        goes="No longer promised: {thing} is answered within {more}",
        more=lambda names, one: a_limit(names, one.answer),
        since="cases",
        area="stages",
    ),
    "counting": Parts(called=lambda *_: "a limit", area="stages"),
    "ladder": Parts(
        called=quoted_name,
        comes="A new step of the ladder, to which a case can go: {thing}",
        goes="No longer a step of the ladder: {thing}",
        same_as=(lambda tier: tier.key,),
        many="steps of the ladder",
        since="cases",
        area="ladder",
    ),
    "recommendations": Parts(
        called=lambda *_: "a recommendation",
        comes="A new promise: {thing} of the ombudsperson is answered within {more}",
        goes="No longer promised: {thing} of the ombudsperson is answered within {more}",
        more=lambda names, one: a_limit(names, one.reply),
        since="day",
        area="ladder",
    ),
    "calendars": Parts(
        called=own_name,
        comes="New opening hours: {thing}",
        goes="No longer opening hours of their own: {thing}",
        many=SECTIONS["calendars"],
        area="calendars",
    ),
    "late_changes": Parts(called=lambda *_: "a promise", area="calendars"),
    "services": Parts(
        called=own_name,
        comes="A new service: {thing}, of {more}",
        goes="No longer a service: {thing}, of {more}",
        more=lambda names, one: names("bodies", one.body),
        many=SECTIONS["services"],
        area="services",
    ),
    "authority": Parts(called=own_name, comes="{thing} has its first charter", since="day", area="offices"),
    "bodies": Parts(
        called=own_name,
        comes="A new office: {thing}",
        goes="No longer an office: {thing}",
        many=SECTIONS["bodies"],
        area="offices",
    ),
    "units": Parts(
        called=own_name,
        comes="A new team: {thing}, of {more}",
        goes="No longer a team: {thing}, of {more}",
        more=lambda names, one: names("bodies", one.body),
        many=SECTIONS["units"],
        area="offices",
    ),
    "outcomes": _coded("outcome", "outcomes"),
    "remedies": _coded("remedy", "remedies"),
    "grounds": _coded("ground for declining", "grounds for declining"),
    "closing_reasons": _coded("reason for closing", "reasons for closing"),
    "case_outcome": clause("What the points of a complaint make of the whole", OUTCOME_RULES, "", "outcomes"),
    "reminders": Parts(
        called=lambda names, one, _of: reminder_words(names, one),
        comes="A new reminder {thing}",
        goes="No longer a reminder {thing}",
        same_as=(lambda one: (one.clock, one.to, one.at, one.before and one.before.words),),
        many="reminders",
        area="other",
    ),
    "quiet": Parts(
        called=lambda _names, one, _of: quiet_words(one),
        comes="No message is sent {thing}, unless somebody is waiting for it",
        goes="There are no longer quiet hours; until now no message was sent {thing}",
        turns="The hours in which no message is sent, unless somebody is waiting for it: {old} becomes {new}",
        area="other",
    ),
    "retention": Each(
        "The time for which we keep {key}", lambda key: KEPT.get(key, key.replace("_", " ")), in_years, "not said"
    ),
    "words": InLanguages(),
    "format": Value("The format in which the charter is written", plain, area="other"),
    "hash": None,
    "version": None,
}

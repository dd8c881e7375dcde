"""From what somebody typed to what we can take in: every fault with its field, every answer in its form."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from complaints.domain.draft import YES, Draft
from complaints.domain.journey import STEP_OF, Step
from complaints.domain.matter import Matter
from complaints.kernel.languages import speaking
from complaints.schemas import Submission
from complaints.web.decode import faults_in
from complaints.web.forms import time_of_day
from complaints.web.submitted import REACH, WORDS
from complaints.web.telling_words import UNKNOWN, WANTED, listed_in
from standards.charter import Charter
from standards.errors import Fault, Invalid
from standards.language import say, say_many

OLDEST = 1900
CENTURY = 100
MOST_EARLIER = 100
MOST_LETTERS = 20_000

OWN = {"name": "own_name", "email": "own_email", "phone": "own_phone", "post": "own_address"}
"""Part of the representative's contact to field of the page."""

FIELD_OF: Mapping[str, str] = {
    "matter": "about",
    "kind": "about",
    **{f"contact.{part}": field for part, field in REACH.items()},
    **{f"representative.contact.{part}": field for part, field in OWN.items()},
    "representative.relation": "relation",
    "representative.scope": "scope",
}
STEP_OF_DAY = {"occurred_on": Step.WHEN, "until": Step.FOR}
"""Days are typed into three boxes, and have one fault between them."""


class Reader:
    """Reads a draft under the charter of today, in the language that is spoken."""

    def __init__(self, charter: Charter, now: datetime, lang: str) -> None:
        self._charter = charter
        self._today = charter.authority.day(now)
        self._lang = lang

    def faults(self, draft: Draft, step: Step) -> dict[str, str]:
        """Return what is wrong with the answers of one page, by field."""
        return {field: words for field, words in self._read(draft)[1].items() if _step_of(field) is step}

    def first_fault(self, draft: Draft) -> Step | None:
        """Return the first page whose answers cannot be sent, None when all can."""
        wrong = {_step_of(field) for field in self._read(draft)[1]}
        return next((step for step in Step if step in wrong), None)

    def submission(self, draft: Draft) -> Submission:
        """Return what can be sent; raise Invalid when something cannot."""
        values, faults = self._read(draft)
        if faults:
            found = [Fault(field, words) for field, words in faults.items()]
            raise Invalid(say("Some answers need another look."), faults=found)
        return msgspec.convert(values, Submission, strict=False)

    def _read(self, draft: Draft) -> tuple[dict[str, Any], dict[str, str]]:
        """Return the answers as a submission wants them, and a sentence for each that it cannot take."""
        faults: dict[str, str] = {}
        values = {key: value for key, value in self._values(draft, faults).items() if value not in ("", (), None)}
        for fault in faults_in(values, Submission):
            path = fault.path.partition("[")[0]
            field = FIELD_OF.get(path, path)
            faults.setdefault(field, say(WORDS[path]) if path in WORDS else fault.message)
        return values, faults

    def _values(self, draft: Draft, faults: dict[str, str]) -> dict[str, Any]:
        matter = draft.matter
        service = self._service(draft, faults)
        happened = _day(draft, "occurred_on", faults)
        if happened and happened > self._today:
            faults["occurred_on"] = say("This day is still to come. Enter the day it happened.")
        return {
            "matter": matter.value if matter else None,
            "kind": matter.kind.value if matter else None,
            "narrative": self._story(draft, faults),
            "service": service,
            "standard": self._standard(draft, service),
            "wants": self._wants(draft),
            "occurred_on": happened.isoformat() if happened else None,
            "occurred_about": draft.occurred_about,
            "ongoing": draft.ongoing == YES,
            "place": draft.place,
            "staff_named": draft.staff_named,
            "contact": self._contact(draft),
            "identity": draft.identity,
            "language": self._language(draft, faults),
            "formats": draft.formats,
            "adjustments": draft.adjustments,
            "safe_since": time_of_day(draft.safe_since),
            "safe_until": time_of_day(draft.safe_until),
            "safe_words": draft.safe_words,
            "voicemail": draft.voicemail == YES,
            "neutral": draft.neutral == YES,
            "representative": self._representative(draft, faults),
        }

    def _story(self, draft: Draft, faults: dict[str, str]) -> str:
        if not draft.narrative:
            faults["narrative"] = say("Write something in the box. A few words are enough.")
        elif (over := len(draft.narrative) - MOST_LETTERS) > 0:
            faults["narrative"] = say_many(
                "This is {count} letter too long. The rest can go into a second message.",
                "This is {count} letters too long. The rest can go into a second message.",
                over,
            )
        if not draft.earlier or not draft.narrative:
            return draft.narrative
        if len(draft.earlier) > MOST_EARLIER:
            faults["earlier"] = say("Enter only the reference, such as K7M4-2QXD.")
        return f"{draft.narrative}\n\n{say('The earlier reference: {reference}', reference=draft.earlier)}"

    def _service(self, draft: Draft, faults: dict[str, str]) -> str | None:
        if draft.service in {"", UNKNOWN}:
            return None
        if draft.service not in self._charter.services:
            faults["service"] = say(WORDS["service"])
            return None
        return draft.service

    def _standard(self, draft: Draft, service: str | None) -> str | None:
        """Return what they need from the service; what they chose of another service before counts no more."""
        named = self._charter.standards.get(draft.standard)
        is_needed = draft.matter is Matter.FIX and named is not None and named.service == service
        return draft.standard if is_needed else None

    def _wants(self, draft: Draft) -> str:
        # Whoever reads it works here: the ticks are said in the authority's language, the words are the person's.
        with speaking(self._charter.authority.languages[0]):
            ticked = "; ".join(listed_in(WANTED, draft.wanted))
        return "\n".join(part for part in (ticked, draft.wants) if part)

    def _language(self, draft: Draft, faults: dict[str, str]) -> str | None:
        known = self._charter.authority.languages
        if draft.language and draft.language not in known:
            faults["language"] = say(WORDS["language"])
        return draft.language or (self._lang if self._lang in known else None)

    def _contact(self, draft: Draft) -> dict[str, str] | None:
        if draft.is_for_somebody and draft.mine == YES:
            return None
        return _reach(draft, REACH)

    def _representative(self, draft: Draft, faults: dict[str, str]) -> dict[str, Any] | None:
        if Step.FOR.value not in draft.helps and not draft.relation:
            return None
        until = _day(draft, "until", faults)
        if until and until < self._today:
            faults["until"] = say("This day is over. Enter a day that is still to come, or leave it empty.")
        if not draft.relation and Step.FOR.value in draft.helps:
            faults["relation"] = say(WORDS["representative.relation"])
        if not draft.is_for_somebody:
            return None
        given = {
            "relation": draft.relation,
            "contact": _reach(draft, REACH if draft.mine == YES else OWN) or {},
            "scope": draft.scope,
            "expires_on": until.isoformat() if until else None,
        }
        return {key: value for key, value in given.items() if value not in ("", None)}


def _step_of(field: str) -> Step:
    return STEP_OF_DAY.get(field) or STEP_OF.get(field, Step.CHECK)


def _reach(draft: Draft, fields: Mapping[str, str]) -> dict[str, str] | None:
    given = {part: getattr(draft, field) for part, field in fields.items()}
    if "email" in given:
        given["email"] = "".join(given["email"].split())
    return {part: text for part, text in given.items() if text} or None


def _day(draft: Draft, field: str, faults: dict[str, str]) -> date | None:
    """Return a day typed in three boxes, None when all are empty; a year of two digits is one of this century."""
    typed = [str(getattr(draft, f"{field}_{part}")) for part in ("year", "month", "day")]
    if not any(typed):
        return None
    try:
        year, month, number = (int(part) for part in typed)
        found = date(year + 2000 if 0 <= year < CENTURY else year, month, number)
    except (ValueError, OverflowError):
        found = None
    if found is None or found.year < OLDEST:
        faults[field] = say("Enter a real day, such as 14 3 2027, or leave all three boxes empty.")
        return None
    return found

"""What somebody tells us on one form, read into a submission, and what such a form offers to choose from."""

import os
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from complaints.domain.case import Kind
from complaints.kernel.charters import Adopted
from complaints.schemas import Submission
from complaints.web.forms import Form, day, typed
from standards.charter import Charter
from standards.errors import Fault, Invalid
from standards.language import mark, say

KEY_BYTES = 16
REACH = {"name": "name", "email": "email", "phone": "phone", "post": "address"}
"""Part of the contact to field of the form."""

WORDS: Mapping[str, str] = {
    "kind": mark("Choose what you want to tell us."),
    "matter": mark("Choose what you want to tell us."),
    "narrative": mark("Tell us what happened, in up to 20,000 letters."),
    "wants": mark("Use up to 4,000 letters here. The rest can go into what happened."),
    "service": mark("Choose one of the list, or “I do not know”."),
    "standard": mark("Choose one of the list, or none."),
    "occurred_about": mark("Use up to 200 letters for when it was."),
    "place": mark("Use up to 200 letters for the place."),
    "staff_named": mark("Use up to 4,000 letters for the names."),
    "praised": mark("Use up to 200 letters here."),
    "adjustments": mark("Use up to 4,000 letters here."),
    "contact.name": mark("Use up to 200 letters for your name."),
    "contact.email": mark("Enter an e-mail address like name@example.org, or leave it empty."),
    "contact.phone": mark("Enter a telephone number of up to 40 signs, or leave it empty."),
    "contact.post": mark("Use between 3 and 500 letters for your address, or leave it empty."),
    "identity": mark("Choose who may see your name."),
    "language": mark("Choose one of the languages."),
    "formats": mark("Choose from the list."),
    "safe_since": mark("Enter a time of day like 09:00, or leave it empty."),
    "safe_until": mark("Enter a time of day like 17:30, or leave it empty."),
    "safe_words": mark("Use up to 200 letters here."),
    "representative.relation": mark("Choose who you are to this person."),
    "representative.scope": mark("Choose what you may do for them."),
    "representative.contact.name": mark("Use up to 200 letters for your name."),
    "representative.contact.email": mark("Enter an e-mail address like name@example.org, or leave it empty."),
    "representative.contact.phone": mark("Enter a telephone number of up to 40 signs, or leave it empty."),
    "representative.contact.post": mark("Use between 3 and 500 letters for your address, or leave it empty."),
}
"""What people are told about a field of the submission that cannot be used."""


def new_key() -> str:
    """Return the key a form carries, so that sending it twice makes one case."""
    return os.urandom(KEY_BYTES).hex()


def said_words() -> dict[str, str]:
    """Return what people are told about each field, in the language that is spoken."""
    return {path: say(words) for path, words in WORDS.items()}


def service_groups(adopted: Adopted) -> list[dict[str, Any]]:
    """Return the services of each body, for choosing from."""
    charter = adopted.charter
    return [
        {
            "name": body.name,
            "services": [
                {"key": one.key, "name": one.name, "everyday": list(one.everyday)} for one in charter.services_of(key)
            ],
        }
        for key, body in charter.bodies.items()
    ]


def needs(charter: Charter, now: datetime, service: str | None = None) -> list[tuple[str, str]]:
    """
    Return what services promise to do by a day once somebody tells us, for choosing from: key and words.

    Of one *service* only its promises, in their own words.
    """
    today = charter.authority.day(now)
    return [
        (key, one.promise if service else f"{charter.services[one.service].name}: {one.promise}")
        for key, one in charter.standards.items()
        if one.starts == "told" and one.holds_on(today) and service in {None, one.service}
    ]


def submission_from(sent: Form, kinds: tuple[str, ...]) -> Submission:
    """Return what a form says; raise Invalid with a sentence for each field."""
    values: dict[str, Any] = dict(
        sent.given("kind", "narrative", "service", "standard", "wants", "place", "adjustments", "language", "identity")
    )
    values["kind"] = sent["kind"] if sent["kind"] in kinds else ""
    values["narrative"] = sent["narrative"]
    values["contact"] = {part: sent[field] for part, field in REACH.items() if sent[field]}
    named = "praised" if sent["kind"] == Kind.COMPLIMENT.value else "staff_named"
    if sent["staff_named"]:
        values[named] = sent["staff_named"]
    if sent["quote"] == "yes":
        values["may_quote"] = True
    faults: list[Fault] = []
    try:
        happened = day(sent, "occurred_on")
    except Invalid as problem:
        faults, happened = list(problem.faults), None
    if happened is not None:
        values["occurred_on"] = happened.isoformat()
    try:
        submission = typed(values, Submission, said_words())
    except Invalid as problem:
        faults = [*(_on_the_form(fault) for fault in problem.faults), *faults]
    if faults:
        raise Invalid(say("Some answers need another look."), faults=faults)
    return submission


def _on_the_form(fault: Fault) -> Fault:
    part = fault.path.removeprefix("contact.")
    field = REACH.get(part, part) if fault.path.startswith("contact.") else fault.path
    return Fault("staff_named" if field == "praised" else field, fault.message)

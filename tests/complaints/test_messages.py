"""Every letter, for every kind of case, at every step: whole sentences, nothing missing, and the door named."""

import re
from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from complaints.actions.letters import people, tidied
from complaints.domain.case import Kind, State
from complaints.kernel.languages import languages, speaking
from complaints.kernel.rendering import render, templates_dir
from standards.charter import Charter, load_charter
from standards.language import say
from standards.packs import read_pack

CHARTER = load_charter(read_pack("calder_bay"))
TODAY = datetime(2026, 3, 16, 12, 0, tzinfo=UTC)
PARTS = {"advice", "foot", "page"}
"""What is only ever a part of a letter."""

CONFIDED = {
    "contact_change",
    "contact_change_by_hand",
    "contact_changed",
    "new_code",
    "new_code_by_hand",
    "references",
    "represented",
}
"""What is told in no thread; tests/complaints of contacts and codes read these."""

LETTERS = sorted({path.stem for path in (templates_dir() / "messages").glob("*.txt")} - PARTS - CONFIDED)
DATES = ("acknowledge_by", "respond_by", "held_until", "pass_on_by", "service_by", "inform_by")
TOLD = {
    "answer": "partly_accepted",
    "ask_by": TODAY + timedelta(days=7),
    "before": "Monday 9 March 2026",
    "by": "5 working days",
    "confirm_by": "Tuesday 4 May 2027",
    "decision": "They were not emptied.",
    "days": 7,
    "done": "yes",
    "door": CHARTER.top,
    "due": "Friday 20 March 2026",
    "entry": "late",
    "evidence": "the crew came at noon",
    "ground": "It is too late.",
    "is_with": "Street lighting, City Works",
    "paragraphs": ["You do not have an answer yet.", "We wait."],
    "promise": "We come back.",
    "promise_before": "We come back within 2 days.",
    "promised_by": TODAY - timedelta(days=1),
    "reason": "somebody we must ask is away",
    "reasons": "A court decided this in May.",
    "reply_by": "Monday 1 February 2027",
    "since": "Monday 2 March 2026",
    "told_whom": "the Monday crew",
    "understanding": "Three missed collections.",
    "until": "Wednesday 1 April 2026",
    "was_with": "Bin collection, City Works",
    "why": "the lamp belongs to the housing office",
    "words": "Please send us the number on the lamp post.",
}


def facts(kind: Kind, tier: str, state: State, *, given: bool, charter: Charter = CHARTER) -> dict[str, object]:
    """Return what a letter is given, with every date there may be, or with none."""
    dates = {name: TODAY + timedelta(days=3 + at) if given else None for at, name in enumerate(DATES)}
    moved = ("respond", "acknowledge", "service", "pass_on")
    before = {f"{name}_before": "Monday 9 March 2026" if given else "" for name in moved}
    due = {f"{name}_due": "Friday 20 March 2026" if given else "" for name in moved}
    return {
        **people(charter, tier, "city_works"),
        **dates,
        **before,
        **due,
        "lang": "en",
        "zone": ZoneInfo("Europe/London"),
        "now": TODAY,
        "reference": "K7M4-2QXD",
        "kind": kind.value,
        "matter": "wrong",
        "state": state.value,
        "is_open": state.is_open,
        "is_late": False,
        "received_at": TODAY - timedelta(days=14),
        "neutral": False,
        "keeps_name": given,
        "service_promise": "We come back for a missed bin." if given else "",
        "outcome": None,
    }


def letter(name: str, known: dict[str, object]) -> tuple[str, str]:
    told = TOLD if known["keeps_name"] else TOLD | {"confirm_by": "", "promise": "", "answer": "rejected", "done": ""}
    return tidied(render(f"messages/{name}.txt", **(told | known)))


CASES = list(product(Kind, [tier.key for tier in CHARTER.tiers], [State.RECEIVED, State.ANSWERED], [True, False]))


@pytest.mark.parametrize("name", LETTERS)
def test_reads_as_whole_sentences_whatever_the_case(name: str) -> None:
    for kind, tier, state, given in CASES:
        subject, words = letter(name, facts(kind, tier, state, given=given))
        said = f"{subject}\n{words}"

        assert subject
        assert words
        assert not subject.endswith(".")
        wrong = re.search(r"None|  |%\(|\{|\}|\.\.| [.,:]| by \.|with \.|\(\)|“”|^[.,]|\n\n\n|<|Subject:", said)
        assert wrong is None, f"{wrong}: {said}"


@pytest.mark.parametrize("name", sorted({*LETTERS} - {"neutral"}))
def test_every_letter_says_how_the_ombudsperson_is_reached(name: str) -> None:
    contact = CHARTER.top.contact
    for kind, tier, state, given in CASES:
        _, words = letter(name, facts(kind, tier, state, given=given))

        assert all(part in words for part in ("mbudsperson of Calder Bay", contact.phone, contact.email)), words


@pytest.mark.parametrize("name", LETTERS)
def test_no_letter_carries_words_of_an_office(name: str) -> None:
    for kind, tier, state, given in CASES:
        said = "\n".join(letter(name, facts(kind, tier, state, given=given))).lower()

        assert not re.search(r"\b(lodg\w+|grievance|ticket|sla|stakeholder|aforementioned|respondent)\b", said)


def test_the_receipt_says_by_when_what_we_keep_and_who_is_independent() -> None:
    _, words = letter("receipt", facts(Kind.COMPLAINT, "service", State.RECEIVED, given=True))

    for part in (
        "Your reference is K7M4-2QXD.",
        "City Works will answer you by Friday 20 March 2026.",
        "You will hear from us by Tuesday 24 March 2026 in any case",
        "What we keep:",
        "The code is not in this message",
        "If we are late, or if you are not satisfied with the answer, the Ombudsperson of Calder Bay can look at it.",
        "https://calderbay.example/tell-us",
    ):
        assert part in words


def test_a_receipt_of_what_went_straight_to_the_office_names_no_other_door() -> None:
    _, words = letter("receipt", facts(Kind.COMPLAINT, "ombudsperson", State.RECEIVED, given=True))

    assert "It went straight to the Ombudsperson of Calder Bay." in words
    assert "City Works" not in words
    assert "01632 960 100" not in words


def test_passing_on_says_who_has_it_how_they_are_reached_and_that_we_watch() -> None:
    known = facts(Kind.COMPLAINT, "service", State.RECEIVED, given=True)
    contact = CHARTER.contact
    _, words = letter("passed_to", known | {"body_contact": contact})

    assert "It is now with: Street lighting, City Works" in words
    assert f"Telephone there: {contact.phone}" in words
    assert "We keep watching every day that you were promised" in words


@pytest.mark.parametrize("name", sorted({*LETTERS} - {"neutral", "by_hand"}))
@pytest.mark.parametrize("lang", languages()[1:])
def test_every_language_says_every_letter_with_what_it_is_about(name: str, lang: str) -> None:
    """A translation that lost the reference, a day or a door in a sentence is found here."""
    with speaking(lang):
        if say("We are late. That is our fault, not yours.") == "We are late. That is our fault, not yours.":
            pytest.skip("Not translated yet.")
    for kind, tier in product(Kind, ["service", "ombudsperson"]):
        known = facts(kind, tier, State.RECEIVED, given=True)
        subject, words = letter(name, known)
        theirs = tidied(render(f"messages/{name}.txt", **(TOLD | known | {"lang": lang})))

        assert "K7M4-2QXD" in theirs[0] or "K7M4-2QXD" not in subject
        numbers = set(re.findall(r"01632 960 \d+", words))
        assert numbers == set(re.findall(r"01632 960 \d+", theirs[1]))
        assert not re.search(r"None|  |%\(|\{|\}|\(\)|\n\n\n", "\n".join(theirs))

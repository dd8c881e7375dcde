"""What is said when nothing happened: true, dated, and never twice the same."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.case import Kind, State
from complaints.domain.silence import (
    CLOSING,
    HAPPENED,
    LATE,
    NOTHING,
    OPEN,
    THANKS,
    Office,
    Since,
    Waiting,
    Words,
    since_last_word,
    still_here,
)
from complaints.kernel.languages import languages, speaking
from standards.language import say
from standards.wording import day_words

ZONE = ZoneInfo("Europe/London")
BEGUN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
OFFICE = Office("the Ombudsperson", "01632 960 700", "Monday to Friday", "help@ombuds.example", "9 Lighthouse Lane")
DATE = re.compile(r"\w+day \d{1,2} \w+ \d{4}")


def local(at: datetime) -> date:
    return at.astimezone(ZONE).date()


WORDS = Words(lambda at: day_words(local(at)), local)


def waiting(**changed: object) -> Waiting:
    values = {
        "kind": Kind.COMPLAINT,
        "state": State.RECEIVED,
        "now": BEGUN + timedelta(days=14),
        "step": "First answer",
        "who": "the office that gave you the service",
        "body": "City Works",
        "received_at": BEGUN,
        "since": BEGUN,
        "heard": Since(BEGUN + timedelta(days=3), 1, {}, was_late=False),
        "respond_by": BEGUN + timedelta(days=20),
        "inform_by": BEGUN + timedelta(days=28),
        "next_door": "a reviewer",
        "goes_by_itself": True,
        "office": OFFICE,
    }
    return Waiting(**(values | changed))


def text(case: Waiting) -> str:
    return "\n\n".join(still_here(case, WORDS))


def without_numbers(words: str) -> str:
    return re.sub(r"\d+", "", DATE.sub("", words))


instants = st.integers(1, 400).map(lambda days: BEGUN + timedelta(days=days))


@st.composite
def cases(draw: st.DrawFn) -> Waiting:
    """Any case that waits, at any moment, with anything behind it."""
    now = draw(instants)
    before = st.integers(0, (now - BEGUN).days).map(lambda days: BEGUN + timedelta(days=days))
    heard = Since(
        draw(before),
        draw(st.integers(1, 60)),
        draw(st.dictionaries(st.sampled_from([*HAPPENED, "clock.late", "case.lodged"]), st.integers(1, 9))),
        was_late=draw(st.booleans()),
    )
    return waiting(
        kind=draw(st.sampled_from(Kind)),
        state=draw(st.sampled_from([State.RECEIVED, State.ACCEPTED])),
        now=now,
        since=draw(before),
        heard=heard,
        respond_by=draw(st.none() | instants),
        pass_on_by=draw(st.none() | instants),
        hold_until=draw(st.none() | instants),
        hold_reason="We have asked you for something",
        inform_by=draw(st.none() | instants),
        next_door=draw(st.sampled_from(["", "a reviewer"])),
        goes_by_itself=draw(st.booleans()),
        office=draw(st.sampled_from([None, OFFICE])),
    )


@given(cases(), cases())
def test_two_messages_one_after_the_other_differ_with_every_date_and_number_taken_out(
    first: Waiting, second: Waiting
) -> None:
    second = msgspec.structs.replace(second, heard=msgspec.structs.replace(second.heard, number=first.heard.number + 1))

    assert without_numbers(text(first)) != without_numbers(text(second))


@given(cases())
def test_even_where_nothing_at_all_has_changed_the_next_message_is_another(case: Waiting) -> None:
    numbers = range(case.heard.number, case.heard.number + 5)
    again = [msgspec.structs.replace(case, heard=msgspec.structs.replace(case.heard, number=n)) for n in numbers]
    said = [text(one) for one in again]

    assert all(without_numbers(one) != without_numbers(two) for one, two in pairwise(said))
    assert len(set(said)) == len(said)


@given(cases())
def test_every_date_in_it_is_one_of_the_case(case: Waiting) -> None:
    known = [case.received_at, case.since, case.heard.last_word_at, case.respond_by, case.pass_on_by]
    known += [case.hold_until, case.inform_by]

    assert set(DATE.findall(text(case))) <= {WORDS.day(one) for one in known if one}


@given(cases())
def test_it_says_that_we_are_late_exactly_when_we_are(case: Waiting) -> None:
    promised = case.pass_on_by if case.kind is Kind.COMPLIMENT else case.respond_by
    is_late = case.hold_until is None and promised is not None and promised < case.now

    assert ("We are late. That is our fault, not yours." in text(case)) == is_late
    due = "They should hear of it by" if case.kind is Kind.COMPLIMENT else "Your answer is due by"

    assert (due in text(case)) == (case.hold_until is None and promised is not None and not is_late)


@given(cases())
def test_once_we_have_been_late_it_says_how_the_ombudsperson_is_reached(case: Waiting) -> None:
    said = text(case)
    named = all(part in said for part in (OFFICE.name, OFFICE.phone, OFFICE.address))

    assert named == (case.office is not None and (case.late_by is not None or case.heard.was_late))


@given(cases())
def test_it_counts_what_happened_and_nothing_else(case: Waiting) -> None:
    said = text(case)

    lines = [line.removeprefix("- ") for line in said.splitlines() if line.startswith("- ")]

    assert lines == [told(case.heard.happened[kind]) for kind, told in HAPPENED.items() if kind in case.heard.happened]
    assert not lines or all(say(one).split("{")[0] not in said for one in NOTHING[1:])


@given(cases())
def test_it_reads_as_whole_sentences(case: Waiting) -> None:
    said = text(case)

    assert "None" not in said
    assert "{" not in said
    assert not re.search(r"  |\.\.| \.|^\s|\s$|\(\)", said)
    assert all(part.rstrip().endswith((".", ":")) for line in said.splitlines() if line for part in [line])


class Happened(NamedTuple):
    kind: str
    at: datetime
    payload: dict[str, object] | None = None


def test_the_time_since_the_last_word_is_counted_from_the_journal() -> None:
    day = [BEGUN + timedelta(days=n) for n in range(10)]
    entries = [
        Happened("case.lodged", day[0]),
        Happened("message.sent", day[0], {"key": "receipt:1"}),
        Happened("note.added", day[1]),
        Happened("clock.late", day[2], {"clock": "acknowledge"}),
        Happened("message.sent", day[3], {"key": "still_here:1:2"}),
        Happened("note.added", day[4]),
        Happened("note.added", day[5], None),
        Happened("message.received", day[6]),
    ]

    happened = Counter({"note.added": 2, "message.received": 1})
    assert since_last_word(entries, BEGUN) == Since(day[3], 2, happened, was_late=True)
    assert since_last_word(entries[:3], BEGUN) == Since(day[0], 1, Counter({"note.added": 1}), was_late=False)
    assert since_last_word([], BEGUN) == Since(BEGUN, 1, Counter(), was_late=False)


def test_a_service_that_is_late_is_not_the_answer_being_late() -> None:
    late = Happened("clock.late", BEGUN, {"clock": "service"})

    assert not since_last_word([late], BEGUN).was_late


def test_one_reads_where_it_is_what_it_waits_for_and_what_comes_next() -> None:
    said = text(waiting(heard=Since(BEGUN, 1, {"message.received": 2, "clock.reminded": 1}, was_late=False)))

    assert said == (
        "You do not have an answer yet. We have not forgotten you.\n"
        "\n"
        "Since our last message, on Monday 2 March 2026:\n"
        "- You wrote to us 2 times. What you wrote is with your case.\n"
        "- We reminded those who have your case.\n"
        "\n"
        "Your case is at this step: First answer. Who has it: the office that gave you the service (City Works). "
        "Nobody has begun to look into it yet. It has been there for 14 days, since Monday 2 March 2026.\n"
        "\n"
        "We wait for somebody there to take it up. Your answer is due by Sunday 22 March 2026. "
        "You hear from us again by Monday 30 March 2026, even if nothing has happened.\n"
        "\n"
        "If the answer does not come in time, your case goes on to a reviewer.\n"
        "\n"
        "You do not need to do anything. This is message number 1 that we send without being asked."
    )


@pytest.mark.parametrize("lang", languages())
def test_the_turns_differ_in_every_language(lang: str) -> None:
    with speaking(lang):
        for turns in (OPEN, LATE, THANKS, NOTHING, CLOSING):
            said = [say(one) for one in turns]
            assert len(set(said)) == len(said)

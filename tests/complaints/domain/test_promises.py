"""What is promised when a stage begins: which clocks, from when, and who is reminded first when."""

from datetime import UTC, date, datetime

import msgspec
import pytest

from complaints.actions.lodge import due_dates
from complaints.domain.case import ClockKind, Kind
from complaints.domain.next_door import next_door
from complaints.domain.promises import Place, promises
from standards.charter import Charter, load_charter
from standards.deadlines import explanation_words
from standards.packs import read_pack

DOCUMENT = read_pack("calder_bay")
CHARTER = load_charter(DOCUMENT)
REVIEW_FROM_RECEIPT = load_charter(
    DOCUMENT.replace('counts_from = "requested"', 'counts_from = "received"', 1).replace(
        'ask_within = "2 months"', 'ask_within = "2 months"\nask_within_of_event = "6 months"', 1
    )
)
BINS = Place("city_works", "waste", "bin_collection", "missed_bin")
HOMES = Place("housing", None, "home_repairs")
RECEIVED = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ASKED = datetime(2026, 3, 20, 9, 30, tzinfo=UTC)


def made(charter: Charter = CHARTER, stage: str = "stage_1", kind: Kind = Kind.COMPLAINT, place: Place = BINS, **more):
    at = more.pop("at", RECEIVED)
    return {one.kind: one for one in promises(charter, charter.stage(stage), kind, place, at, **more)}


def at_review(charter: Charter, asked: datetime = ASKED):
    return made(charter, "stage_2", place=HOMES, at=asked, event="requested", received_at=RECEIVED)


class TestLaterTier:
    def test_counts_from_the_request_where_the_charter_says_so(self):
        respond = at_review(CHARTER)[ClockKind.RESPOND]

        assert respond.deadline.on == date(2026, 4, 21)
        assert explanation_words(respond.deadline.explanation)[0] == "You asked for this on Friday 20 March 2026."

    def test_counts_the_answer_from_the_day_the_case_came_in_where_the_charter_says_so(self):
        found = at_review(REVIEW_FROM_RECEIPT)

        assert found[ClockKind.RESPOND].deadline.on == date(2026, 3, 30)
        assert explanation_words(found[ClockKind.RESPOND].deadline.explanation)[0] == (
            "You first told us on Monday 2 March 2026, and the time has run since then."
        )
        assert found[ClockKind.ACKNOWLEDGE].deadline.on == date(2026, 3, 25)

    def test_an_answer_whose_time_was_used_before_is_due_already(self):
        late = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)

        respond = at_review(REVIEW_FROM_RECEIPT, late)[ClockKind.RESPOND]

        assert RECEIVED < respond.deadline.due_at < late

    def test_eight_weeks_in_all_are_eight_weeks_from_the_receipt(self):
        charter = load_charter(read_pack("fca_disp"))
        stage = charter.stage("eight_weeks")
        place = Place(next(iter(charter.bodies)))
        received, climbed = datetime(2024, 12, 20, 11, tzinfo=UTC), datetime(2024, 12, 31, 11, tzinfo=UTC)

        found = promises(charter, stage, Kind.COMPLAINT, place, climbed, event="begun", received_at=received)

        assert next(one.deadline.on for one in found if one.kind is ClockKind.RESPOND) == date(2025, 2, 14)


class TestServiceItself:
    def test_a_named_standard_that_begins_with_being_told_is_promised(self):
        found = made()[ClockKind.SERVICE]

        assert found.limit.words == "2 working days"
        assert found.deadline.on == date(2026, 3, 4)
        assert explanation_words(found.deadline.explanation)[0] == "You told us about it on Monday 2 March 2026."

    def test_to_somebody_who_asks_as_to_somebody_who_complains(self):
        assert ClockKind.SERVICE in made(kind=Kind.ENQUIRY)

    @pytest.mark.parametrize(
        ("kind", "place"),
        [
            pytest.param(Kind.COMPLIMENT, BINS, id="praise"),
            pytest.param(Kind.SUGGESTION, BINS, id="an idea"),
            pytest.param(Kind.COMPLAINT, Place("city_works", "waste", "bin_collection"), id="no standard named"),
            pytest.param(
                Kind.COMPLAINT,
                Place("housing", None, "housing_list", "joining_the_list"),
                id="begins with an application",
            ),
        ],
    )
    def test_not_for(self, kind, place):
        assert ClockKind.SERVICE not in made(kind=kind, place=place)

    def test_not_before_a_standard_holds(self):
        assert ClockKind.SERVICE not in made(at=datetime(2023, 12, 29, 12, tzinfo=UTC))

    def test_only_once_at_the_first_stage(self):
        assert ClockKind.SERVICE not in at_review(CHARTER)
        assert ClockKind.SERVICE not in made(event="requested")

    def test_its_date_stands_with_the_others(self):
        found = promises(CHARTER, CHARTER.stage("stage_1"), Kind.COMPLAINT, BINS, RECEIVED)

        assert set(due_dates(found)) == {"acknowledge", "respond", "inform", "service"}
        assert due_dates(found)["service"] == "2026-03-04T15:30:00+00:00"


class TestReminders:
    def test_the_first_reminder_of_each_promise_comes_with_it(self):
        found = made(place=HOMES)

        assert found[ClockKind.ACKNOWLEDGE].remind_at == datetime(2026, 3, 4, 9, tzinfo=UTC)
        assert found[ClockKind.RESPOND].remind_at == datetime(2026, 3, 10, 9, tzinfo=UTC)
        assert found[ClockKind.INFORM].remind_at is None

    def test_a_charter_without_reminders_reminds_nobody(self):
        silent = load_charter("\n".join(_without_reminders(DOCUMENT)))

        assert all(one.remind_at is None for one in made(silent).values())


def test_a_promise_says_by_whose_hours_and_which_version_it_is_counted():
    adopted = msgspec.structs.replace(CHARTER, version=3)

    words = explanation_words(made(adopted, place=HOMES)[ClockKind.RESPOND].deadline.explanation)

    assert "We count 10 working days by the hours of “Council offices”, in version 3 of our promises." in words


class TestNextDoor:
    def test_the_window_may_be_counted_from_the_day_it_happened(self):
        answered = datetime(2026, 3, 20, 12, tzinfo=UTC)

        by_answer = next_door(REVIEW_FROM_RECEIPT, "service", BINS, answered)
        by_event = next_door(REVIEW_FROM_RECEIPT, "service", BINS, answered, date(2026, 2, 20))

        assert by_answer is not None
        assert by_event is not None
        assert [by_answer.ask_by.date(), by_event.ask_by.date()] == [date(2026, 5, 20), date(2026, 8, 20)]

    def test_the_top_has_none(self):
        assert next_door(CHARTER, "ombudsperson", BINS, RECEIVED) is None


def _without_reminders(document: str) -> list[str]:
    parts = document.split("[[reminders]]\n")
    return [parts[0], *(part.partition("\n\n")[2] for part in parts[1:])]

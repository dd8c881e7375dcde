"""How days are counted, in sentences that follow from the rules and from nothing else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.charter import load_charter
from standards.charter_parts import LateChanges, Recurring
from standards.counting_words import (
    counting_words,
    hours_words,
    late_change_words,
    limit_words,
    own_words,
    recurring_words,
    shut_weekdays,
    usual_limit,
    week_lines,
)
from standards.limits import Counting, Limit
from standards.packs import packs, read_pack


@pytest.fixture(scope="module")
def charter():
    return load_charter(read_pack("calder_bay"))


class TestTheGeneralRules:
    def test_say_what_the_day_itself_counts_as(self):
        told = {day_zero: counting_words(Counting(day_zero=day_zero), ())[0] for day_zero in ("excluded", "included")}

        assert told == {
            "excluded": "The day you tell us does not count. Counting begins the day after.",
            "included": "The day you tell us is the first day.",
        }

    def test_name_the_hour_after_which_it_is_the_next_day(self):
        told = counting_words(Counting(cut_off="15:00"), ())

        assert "What reaches us at 15:00 or later counts as if it had come on the next open day." in told

    def test_name_the_days_on_which_nobody_works(self):
        told = counting_words(Counting(), (5, 6))

        assert "Saturdays, Sundays and closed days do not count." in told[1]

    def test_of_an_office_that_works_all_week_name_only_closed_days(self):
        told = counting_words(Counting(), ())

        assert told[1].endswith("Closed days do not count.")

    def test_say_what_a_closed_day_does_later(self):
        assert late_change_words(LateChanges())[0] == "A date we gave you stays, even when a day is closed afterwards."
        assert "we count again" in late_change_words(LateChanges(closed_day_added="move_and_tell"))[0]


class TestOneLimit:
    def test_says_nothing_of_its_own_where_it_follows_the_general_rules(self):
        counting = Counting(day_zero="next_open", roll="forward")

        assert own_words(Limit.parse("20 working days", counting), counting) == ()
        assert own_words(Limit.parse("3 months", counting), counting) == ()

    def test_says_where_it_does_not(self):
        limit = Limit.parse("3 months, beginning with the day of receipt")

        assert own_words(limit, Counting()) == ("The day on which it begins is the first day.",)

    def test_in_hours_says_whether_the_night_counts(self):
        assert own_words(Limit(24, "hours"), Counting()) == ("These hours run day and night, on closed days too.",)
        assert own_words(Limit(8, "working_hours"), Counting()) == ("Only hours in which the office is open count.",)

    @given(
        st.builds(
            Counting,
            day_zero=st.sampled_from(["excluded", "included", "next_open"]),
            cut_off=st.sampled_from([None, "closing", "15:00"]),
            keep_time=st.booleans(),
            roll=st.sampled_from(["none", "forward", "backward"]),
            due=st.sampled_from(["closing", "end_of_day"]),
        ),
        st.sampled_from(["20 working days", "3 months", "2 weeks", "21 days", "24 hours", "8 working hours"]),
    )
    def test_as_a_charter_counts_it_anyway_is_the_usual_one(self, counting, text):
        limit = Limit.parse(text, counting)

        assert usual_limit(limit, counting) == limit
        assert own_words(limit, counting) == (() if limit.counts_days else limit_words(limit))


class TestTheWeek:
    def test_days_with_the_same_hours_stand_together(self, charter):
        assert week_lines(charter.calendar("registry")) == (
            ("Monday and Tuesday", "08:30 to 12:30 and 13:30 to 16:30"),
            ("Wednesday", "08:30 to 12:30"),
            ("Thursday", "08:30 to 12:30 and 13:30 to 18:30"),
            ("Friday", "08:30 to 12:30 and 13:30 to 16:00"),
            ("Saturday and Sunday", "closed"),
        )

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("", "closed"),
            ("00:00-24:00", "day and night"),
            ("09:00-24:00", "09:00 to midnight"),
            ("22:00-06:00", "22:00 to 06:00 the next morning"),
        ],
    )
    def test_hours_are_said_as_people_say_them(self, text, words):
        assert hours_words(text) == words

    @pytest.mark.parametrize(
        ("rule", "words"),
        [
            pytest.param(
                Recurring(day="saturday", hours=("09:00-12:00",), why="market", every=2, since=date(2026, 1, 3)),
                "Every second Saturday, beginning with the week of Saturday 3 January 2026: 09:00 to 12:00 (market)",
                id="every second week",
            ),
            pytest.param(
                Recurring(day="monday", hours=(), why="training", nth=(1, 3)),
                "First and third Monday of the month: closed (training)",
                id="some of the month",
            ),
        ],
    )
    def test_a_day_that_is_not_the_same_every_week_is_one_line(self, rule, words):
        assert recurring_words(rule) == words

    def test_a_day_on_which_somebody_sometimes_works_is_not_called_shut(self, charter):
        every_second = Recurring(day="saturday", hours=("09:00-12:00",), why="", every=2, since=date(2026, 1, 3))

        assert shut_weekdays(charter.calendar()) == (5, 6)
        assert shut_weekdays(charter.calendar(), (every_second,)) == (6,)


def test_every_ready_charter_can_be_told():
    for charter in packs().values():
        assert all(counting_words(charter.counting, shut_weekdays(charter.calendar(key))) for key in charter.calendars)
        assert all(limit_words(row.limit) for row in charter.promises())

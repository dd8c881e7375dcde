"""A limit is an amount with its rules of counting, and its words read back as itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.errors import Invalid
from standards.limits import DAY_UNITS, MOST, UNITS, Counting, Limit


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("20 working days", 20, "working_days"),
        ("1 business day", 1, "working_days"),
        ("21 days", 21, "calendar_days"),
        ("8 weeks", 8, "weeks"),
        ("3 months", 3, "months"),
        ("6 years", 72, "months"),
        ("4 working hours", 4, "working_hours"),
        ("24 hours", 24, "hours"),
        ("  2   working   days ", 2, "working_days"),
    ],
)
def test_reads_an_amount_and_a_unit(text, amount, unit):
    assert Limit.parse(text) == Limit(amount, unit)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "20",
        "working days",
        "twenty days",
        "20 fortnights",
        "-3 days",
        "3.5 days",
        "3 days, backwards",
        "999999 weeks",
    ],
)
def test_refuses_what_is_no_limit(text):
    with pytest.raises(Invalid):
        Limit.parse(text)


def test_rules_are_read_from_words():
    limit = Limit.parse("3 months, beginning with the day of receipt, or the next open day, until the end of the day")

    assert limit == Limit(3, "months", day_zero="included", roll="forward", due="end_of_day")
    assert limit.words == "3 months"


def test_general_counting_rules_apply_unless_a_limit_says_otherwise():
    counting = Counting(day_zero="next_open", cut_off="16:00", roll="forward")

    assert Limit.parse("3 weeks", counting) == Limit(3, "weeks", day_zero="next_open", cut_off="16:00", roll="forward")
    assert Limit.parse("3 weeks, counted from the day of receipt", counting).day_zero == "excluded"
    assert Limit.parse("3 working days", counting).roll == "none"
    assert Limit.parse("3 hours", counting) == Limit(3, "hours")


def test_hours_have_no_rules_for_days():
    with pytest.raises(Invalid, match="about instants"):
        Limit.parse("3 hours, or the next open day")


def test_nothing_cannot_begin_with_the_day_of_receipt():
    with pytest.raises(Invalid, match="at least one day"):
        Limit.parse("0 days, beginning with the day of receipt")


@st.composite
def limits(draw):
    unit = draw(st.sampled_from(sorted(UNITS)))
    amount = draw(st.integers(1, MOST[unit]))
    if unit not in DAY_UNITS:
        return Limit(amount, unit)
    return Limit(
        amount,
        unit,
        day_zero=draw(st.sampled_from(["excluded", "included", "next_open"])),
        cut_off=draw(st.sampled_from([None, "closing", "16:00"])),
        keep_time=draw(st.booleans()),
        roll=draw(st.sampled_from(["none", "forward", "backward"])),
        due=draw(st.sampled_from(["closing", "end_of_day"])),
    )


@given(limits())
def test_the_words_of_a_limit_read_back_as_the_limit(limit):
    assert Limit.parse(str(limit)) == limit

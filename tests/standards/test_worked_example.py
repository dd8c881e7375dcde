"""A promise worked out for one day, as the register shows it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.charter import load_charter
from standards.packs import packs, read_pack
from standards.worked_example import example, examples


@pytest.fixture(scope="module")
def charter():
    return load_charter(read_pack("calder_bay"))


def test_an_open_day_is_followed_by_the_next_closed_one(charter):
    rule = charter.stage_rule("stage_1")

    today, closed = examples(rule, date(2026, 4, 1), charter.calendar())

    assert (today.on, today.is_open, today.acknowledge.on, today.respond.on) == (
        date(2026, 4, 1), True, date(2026, 4, 8), date(2026, 4, 17),
    )  # fmt: skip
    assert (closed.on, closed.is_open, closed.why_closed) == (date(2026, 4, 3), False, "Good Friday")
    assert closed.respond.on == date(2026, 4, 21)


def test_a_closed_day_is_followed_by_the_next_open_one(charter):
    today, other = examples(charter.stage_rule("stage_1"), date(2026, 3, 7), charter.calendar())

    assert (today.is_open, today.why_closed) == (False, "")
    assert (other.on, other.is_open) == (date(2026, 3, 9), True)


def test_an_office_that_never_closes_has_one_example(charter):
    assert len(examples(charter.stage_rule("stage_1"), date(2026, 3, 7), charter.calendar("repairs_line"))) == 1


def test_where_the_answer_is_counted_from_the_acknowledgement_we_take_all_the_time_for_it():
    document = read_pack("calder_bay").replace('counts_from = "received"', 'counts_from = "acknowledged"')
    charter = load_charter(document)

    one = example(charter.stage_rule("stage_1"), date(2026, 3, 2), charter.calendar())

    assert one.acknowledge.on == date(2026, 3, 5)
    assert one.respond.on == date(2026, 3, 19)


@pytest.fixture(scope="module")
def everywhere():
    return packs()


@given(st.dates(date(2025, 1, 1), date(2027, 12, 31)))
def test_every_ready_charter_can_be_worked_out_on_every_day(everywhere, day):
    for charter in everywhere.values():
        for one in examples(charter.stage_rule(charter.first_tier.stage), day, charter.calendar()):
            assert one.respond.on >= one.on
            assert one.is_open is charter.calendar().is_open_day(one.on)

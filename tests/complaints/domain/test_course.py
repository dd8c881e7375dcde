"""The course of an answer's time: what the journal says of holds and extensions, and the date that follows."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from complaints.domain.course import (
    CannotExtend,
    CannotHold,
    Course,
    Happening,
    Wanted,
    course_of,
    extended,
    hold_until,
    left,
    more_time,
)
from standards.calendars import WorkingCalendar
from standards.charter import Extend, StageRule
from standards.deadlines import Extension, Limit, deadline, replay
from standards.errors import Invalid
from standards.explanations import given

LONDON = ZoneInfo("Europe/London")
OFFICE = WorkingCalendar(LONDON, (*(((time(9), time(17)),),) * 5, (), ()), country="GB", subdivision="ENG")
START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
TEN_DAYS = "10 working days"


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=LONDON).astimezone(UTC)


def rule(
    respond: str = TEN_DAYS, *, most: str = TEN_DAYS, times: int = 1, hold_most: str = "20 working days", **more
) -> StageRule:
    return StageRule(
        stage="stage_1",
        name="First answer",
        respond=Limit.parse(respond),
        acknowledge=None,
        inform=None,
        counts_from="received",
        extend=Extend(Limit.parse(most), ("away",), times, **more),
        holds=("asked",),
        hold_most=Limit.parse(hold_most),
        transfer="keeps",
    )


def course(*happenings: Happening, respond: str = TEN_DAYS, start: datetime = START) -> Course:
    """Return the course of an answer to which these things happened, with the date that follows."""
    first = deadline(Limit.parse(respond), start, OFFICE)
    read = course_of(happenings, given(first.explanation), OFFICE, due_at=first.due_at, promised_at=first.due_at)
    now = max((one.at for one in happenings), default=start)
    due = read.deadline(now).due_at
    return course_of(happenings, given(first.explanation), OFFICE, due_at=due, promised_at=due)


def held(since: str, until: str | None = None) -> list[Happening]:
    limit = at("12-31 17:00").isoformat()
    entries = [Happening(at(since), "clock.held", {"reason": "asked", "until": limit})]
    if until is not None:
        entries.append(Happening(at(until), "clock.resumed", {"why": "office", "held_to": at(until).isoformat()}))
    return entries


def more(when: str, by: str, counts_from: str = "due") -> Happening:
    return Happening(at(when), "clock.extended", {"reason": "away", "by": by, "counts_from": counts_from})


@pytest.mark.parametrize(
    ("happenings", "due"),
    [
        pytest.param([], "03-16 17:00", id="nothing"),
        pytest.param(held("03-04 10:00", "03-09 10:00"), "03-19 17:00", id="held for three working days"),
        pytest.param(held("03-04 10:00", "03-04 10:00"), "03-16 17:00", id="held for no time"),
        pytest.param(held("03-06 17:30", "03-09 08:00"), "03-16 17:00", id="held over a weekend only"),
        pytest.param(
            held("03-04 10:00:00", "03-04 09:59:59"), "03-16 17:00", id="resumed by a machine whose clock is behind"
        ),
        pytest.param([more("03-10 10:00", "5 working days")], "03-23 17:00", id="extended"),
        pytest.param(
            [*held("03-04 10:00", "03-09 10:00"), more("03-10 10:00", "5 working days")],
            "03-26 17:00",
            id="held, then extended",
        ),
        pytest.param(
            [more("03-10 10:00", "5 working days"), *held("03-11 10:00", "03-13 10:00")],
            "03-25 17:00",
            id="extended, then held",
        ),
        pytest.param(
            [more("03-10 10:00", TEN_DAYS, "granted"), *held("03-12 10:00", "03-27 10:00")],
            "04-10 17:00",
            id="extended from the day it was granted, then held for longer than that",
        ),
    ],
)
def test_the_date_follows_from_the_entries(happenings, due):
    read = course(*happenings)

    assert read.due_at == at(due)
    assert replay(read.deadline(at("12-01 10:00")).explanation) == at(due)


def test_hours_stand_still_for_open_hours_only():
    read = course(*held("03-03 16:00", "03-04 11:00"), respond="20 working hours")

    # Without the hold Wednesday 13:30; an hour on Tuesday and two on Wednesday were held.
    assert read.due_at == at("03-04 16:30")


def test_a_hold_before_the_time_begins_costs_nothing():
    later = datetime(2026, 3, 5, 17, tzinfo=UTC)
    read = course(*held("03-03 10:00", "03-04 10:00"), start=later)

    assert read.due_at == course(start=later).due_at


def test_the_explanation_names_the_hold_and_the_extension():
    steps = " ".join(
        str(step)
        for step in course(*held("03-04 10:00", "03-09 10:00"), more("03-10 10:00", "5 working days"))
        .deadline(at("03-10 10:00"))
        .explanation
    )

    assert "asked" in steps
    assert "away" in steps


class TestHolds:
    def test_use_up_one_limit_together(self):
        first = hold_until(course(), rule(), "asked", at("03-04 10:00"))
        second = hold_until(course(*held("03-04 10:00", "03-09 10:00")), rule(), "asked", at("03-11 10:00"))

        assert first.on == date(2026, 4, 1)
        assert second.on == date(2026, 4, 7)

    @pytest.mark.parametrize(
        ("happenings", "when", "says"),
        [
            pytest.param(held("03-04 10:00"), "03-05 10:00", "stands still already", id="twice"),
            pytest.param([], "03-16 17:01", "The day has passed", id="late"),
            pytest.param([], "03-16 10:00", "Only the last day is left", id="on the last day"),
            pytest.param(held("03-04 10:00", "04-01 17:00"), "04-02 10:00", "as long as it may", id="used up"),
        ],
    )
    def test_are_refused(self, happenings, when, says):
        with pytest.raises(CannotHold, match=says):
            hold_until(course(*happenings), rule(), "asked", at(when))

    def test_end_within_a_limit_of_hours_too(self):
        ends = hold_until(course(), rule(hold_most="16 working hours"), "asked", at("03-04 10:00"))

        assert ends.due_at == at("03-06 10:00")


class TestExtensions:
    @pytest.mark.parametrize(
        ("respond", "most", "happenings", "remaining"),
        [
            pytest.param(TEN_DAYS, TEN_DAYS, [], TEN_DAYS, id="nothing used"),
            pytest.param(TEN_DAYS, TEN_DAYS, [more("03-09 10:00", "7 working days")], "3 working days", id="some used"),
            pytest.param(
                TEN_DAYS,
                TEN_DAYS,
                [*held("03-04 10:00", "03-09 10:00"), more("03-09 11:00", "7 working days")],
                "3 working days",
                id="a hold uses up nothing",
            ),
            pytest.param("2 weeks", "2 weeks", [more("03-09 10:00", "5 calendar days")], "1 week", id="weeks in days"),
            pytest.param("1 month", "2 months", [more("03-09 10:00", "1 month")], "1 month", id="months"),
            pytest.param(
                "20 working hours",
                "8 working hours",
                [more("03-03 10:00", "3 working hours")],
                "5 working hours",
                id="hours",
            ),
        ],
    )
    def test_have_this_much_left(self, respond, most, happenings, remaining):
        extend = rule(respond, most=most, times=2).extend

        assert left(course(*happenings, respond=respond), extend, at("03-09 12:00")) == Limit.parse(remaining)

    def test_reach_the_chosen_day_from_where_the_charter_counts(self):
        due, granted = rule(), rule(counts_from="granted")
        wanted = Wanted("away", until=date(2026, 3, 20))

        assert more_time(course(), due, wanted, at("03-10 10:00")).by == Limit(4, "working_days")
        assert more_time(course(), granted, wanted, at("03-10 10:00")).by == Limit(8, "working_days")

    def test_reach_a_chosen_day_that_a_limit_in_weeks_can_end_on(self):
        by = more_time(
            course(respond="2 weeks"),
            rule("2 weeks", most="2 weeks"),
            Wanted("away", until=date(2026, 3, 20)),
            at("03-10 10:00"),
        ).by

        assert by == Limit(4, "calendar_days")

    def test_have_no_chosen_day_where_hours_are_promised(self):
        wanted = Wanted("away", until=date(2026, 3, 20))
        with pytest.raises(Invalid) as refused:
            more_time(
                course(respond="20 working hours"),
                rule("20 working hours", most="8 working hours"),
                wanted,
                at("03-03 10:00"),
            )

        assert refused.value.faults[0].message == "Say it in working hours."

    @pytest.mark.parametrize(
        ("happenings", "when", "says"),
        [
            pytest.param(held("03-04 10:00"), "03-05 10:00", "stands still", id="while it stands still"),
            pytest.param([], "03-16 17:01", "late already", id="late"),
            pytest.param([more("03-04 10:00", "1 working day")], "03-05 10:00", "It was used", id="used"),
        ],
    )
    def test_are_refused(self, happenings, when, says):
        with pytest.raises(CannotExtend, match=says):
            more_time(course(*happenings), rule(), Wanted("away", Limit(1, "working_days")), at(when))

    def test_whose_unit_does_not_fit_the_limit_are_refused_not_counted(self):
        with pytest.raises(CannotExtend, match="does not fit this limit"):
            more_time(course(), rule(most="10 hours"), Wanted("away", Limit(1, "hours")), at("03-05 10:00"))


STEPS = st.lists(
    st.tuples(st.sampled_from(["hold", "resume", "extend"]), st.integers(30, 6_000), st.integers(1, 6)), max_size=12
)
RULES = st.builds(
    rule,
    most=st.sampled_from(["10 working days", "14 calendar days"]),
    times=st.integers(1, 4),
    hold_most=st.sampled_from(["3 working days", "20 working days", "10 calendar days"]),
    counts_from=st.sampled_from(["due", "granted"]),
)


@settings(max_examples=100, deadline=None)  # a shared machine is no fault of the rule
@drawn(STEPS, RULES)
def test_whatever_happens_no_date_moves_forward_nothing_outlasts_its_cap_and_every_date_replays(steps, kept):
    happenings: list[Happening] = []
    now, read = START, course()
    first = read.due_at
    for wish, minutes, amount in steps:
        now += timedelta(minutes=minutes)
        is_over = read.standstill is not None and now > read.standstill.until
        if read.standstill is not None and is_over:
            now = read.standstill.until
        try:
            happenings.append(_step("resume" if is_over else wish, read, kept, amount, now))
        except (CannotHold, CannotExtend, Invalid):
            continue
        before, read = read, course(*happenings)
        due = read.deadline(now)
        assert due.due_at >= before.due_at >= first
        assert replay(due.explanation) == due.due_at
        assert read.deadline(now, plain=True).due_at >= first

    assert len(read.extensions) <= kept.extend.times
    assert read.deadline(now, plain=True).due_at <= extended(course(), Extension(kept.extend.most), START).due_at


def _step(what: str, read: Course, kept: StageRule, amount: int, now: datetime) -> Happening:
    if what == "hold":
        ends = hold_until(read, kept, "asked", now)
        return Happening(now, "clock.held", {"reason": "asked", "until": ends.due_at.isoformat()})
    if what == "extend":
        extension = more_time(read, kept, Wanted("away", Limit(amount, kept.extend.most.unit)), now)
        facts = {"reason": "away", "by": extension.by.words, "counts_from": extension.counts_from}
        return Happening(now, "clock.extended", facts)
    if read.standstill is None:
        raise CannotHold("The clock does not stand still.")
    return Happening(now, "clock.resumed", {"why": "office", "held_to": now.isoformat()})

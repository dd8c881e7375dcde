"""How long people wait, on small sets worked out by hand; and that nothing is ever known before it happened."""

from collections.abc import Iterable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.domain.waits import (
    DAY,
    FEWEST,
    Fate,
    Kept,
    Range,
    Said,
    Spell,
    Wait,
    Watch,
    fate,
    wait_of,
    walk,
)

SCOPE = "service|complaint|service|town|bins"
NOW = 91 * DAY


def spell(began: float, took: float | None = None, *, answered: bool = True) -> Spell:
    return Spell((SCOPE,), began, None if took is None else began + took, answered)


def counted(spells: Iterable[Spell], at: float = NOW) -> Wait:
    wait = wait_of(SCOPE, list(spells), at)
    assert wait is not None
    return wait


def test_of_cases_that_all_ended_the_range_runs_from_the_fifth_to_the_fifth_from_the_end():
    wait = counted(spell(1, took) for took in range(1, 51))

    assert (wait.cases, wait.since) == (50, 0)
    assert wait.range == Range(median=25, low=5, high=46)


def test_fewer_than_fifty_say_nothing():
    assert wait_of(SCOPE, [spell(1, took) for took in range(1, FEWEST)], NOW) is None


def test_where_a_quarter_is_not_enough_a_year_is_looked_back_on():
    wait = counted((spell(day * 3 * DAY, 5) for day in range(100)), 300 * DAY)

    assert (wait.cases, wait.since) == (100, -64 * DAY)
    assert wait_of(SCOPE, [spell(day * 3 * DAY, 5) for day in range(100)], 10 * 364 * DAY) is None


def test_those_who_still_wait_are_not_left_out():
    """Two ended in each of 60 hours; of 120 others nobody was answered within 30: all will wait longer."""
    ended = [spell(1, took) for took in range(1, 61) for _ in range(2)]
    waiting = [spell(NOW - 30.5) for _ in range(120)]

    assert counted(ended).range == Range(median=30, low=6, high=55)
    # By hour h up to 30, 2h of 240 have ended: 0.0925 at the twelfth. 0.75 wait longer than 30 hours; of them two of
    # the 60 in view end each hour: a third by hour 40, where half are left, and 27 of 30 parts by hour 57.
    assert counted([*ended, *waiting]).range == Range(median=40, low=12, high=57)


def test_nothing_is_said_where_too_many_still_wait():
    wait = counted([*(spell(1, took) for took in range(1, 61)), *(spell(2) for _ in range(20))])

    assert (wait.cases, wait.range) == (60, None)


def test_a_backlog_that_is_closed_at_once_does_not_lengthen_the_wait_of_those_who_come_now():
    quick = [spell(hour, 10 + hour % 7) for hour in range(0, 2000, 10)]
    old = [spell(-2000 * DAY - number, 2000 * DAY + 1000) for number in range(300)]

    assert counted([*quick, *old]).range == counted(quick).range


def test_whoever_stopped_their_case_was_waiting_until_then_and_no_longer():
    ended = [spell(1, took) for took in range(1, 51)]
    stopped = [spell(1, 0.5, answered=False) for _ in range(500)]

    assert counted([*ended, *stopped]) == counted(ended)


def test_ties_are_counted_once_for_each_who_has_them():
    wait = counted([*(spell(1, 2) for _ in range(40)), *(spell(1, 9) for _ in range(20))])

    assert wait.range == Range(median=2, low=2, high=9)


def test_an_age_that_fewer_than_five_reached_says_nothing():
    watch = Watch([*(spell(1, 2) for _ in range(60)), *(spell(1, 50) for _ in range(4))], 0, NOW)

    assert watch.ages_at([0.5, 0.9, 0.95]) == [2, 2, None]


hours = st.floats(0, 200 * DAY, allow_nan=False)
lives = st.lists(st.tuples(hours, st.none() | hours, st.booleans()), min_size=60, max_size=120)


@given(lives, st.randoms(use_true_random=False))
def test_what_is_said_does_not_depend_on_what_happens_later(found, random: Random):
    """Whatever becomes of those who are waiting then, and whoever comes later: it was said without knowing."""
    at = 100 * DAY
    spells = [spell(began, took, answered=answered) for began, took, answered in found]
    later = [
        one if one.began < at and one.ended is not None and one.ended < at
        else spell(max(one.began, 0), None if one.began >= at else at - one.began + random.random() * 99 * DAY)
        for one in spells
        if one.began < at or random.random() < 0.5
    ]  # fmt: skip

    assert next(walk(spells, [at])) == next(walk(later, [at]))


@given(lives)
def test_walking_says_on_each_day_what_that_day_alone_would_say(found):
    spells = [spell(began, took, answered=answered) for began, took, answered in found]
    days = [50 * DAY, 51 * DAY, 150 * DAY, 600 * DAY]

    assert list(walk(spells, days)) == [next(walk(spells, [day])) for day in days]


def test_whoever_has_enough_of_their_own_is_not_counted_among_wider_ones():
    """Lamps take an hour and there are many; of each other service there are few, and they take a hundred."""
    wide = "unit|complaint|service|town|streets"
    lamps = [Spell((SCOPE, wide), number, number + 1) for number in range(500)]
    others = [Spell((f"{SCOPE}{number % 20}", wide), number, number + 100) for number in range(60)]
    found = {wait.scope: wait for wait in next(walk([*lamps, *others], [NOW]))}

    assert {scope: (wait.cases, wait.range) for scope, wait in found.items()} == {
        SCOPE: (500, Range(1, 1, 1)),
        wide: (60, Range(100, 100, 100)),
    }


@pytest.mark.parametrize("never", [0.0, 0.05])
def test_eight_of_ten_fall_inside_where_nothing_changes(never: float):
    """Ten a day whose waits are drawn from one distribution, some without an end: the share inside is 0.8."""
    random = Random(7)  # noqa: S311 - a play, not a secret
    spells = [
        spell(number * 2.4, None if random.random() < never else random.lognormvariate(5, 1)) for number in range(3650)
    ]
    said = Said(wait for day in walk(spells, [day * DAY for day in range(366)]) for wait in day)
    found = [(one, said.to(one)) for one in spells if one.began > 90 * DAY]
    told = [(one, wait.range) for one, wait in found if wait is not None and wait.range is not None]
    exactly = [fate(one, range_, 3000 * DAY) is Fate.INSIDE for one, range_ in told]
    printed = [fate(one, range_.printed, 3000 * DAY) is Fate.INSIDE for one, range_ in told]

    assert len(told) == len(found)
    assert 0.77 < sum(exactly) / len(told) < 0.83
    assert sum(exactly) <= sum(printed) < 0.85 * len(told)


def test_what_is_said_is_that_of_the_last_day_before_and_never_older_than_a_week():
    said = Said([Wait(SCOPE, 0.0, -9.0, 50, Range(2, 1, 3)), Wait(SCOPE, DAY, -9.0, 51, Range(5, 4, 6))])

    def to(began: float) -> int | None:
        wait = said.to(spell(began))
        return wait and wait.cases

    assert [to(at) for at in (-1, 0, 23, 24, 8 * DAY, 9 * DAY)] == [None, 50, 50, 51, 51, None]


def test_the_narrowest_scope_of_the_last_day_is_told():
    wide = "body|complaint|service|town"
    said = Said([Wait(SCOPE, 0.0, -9.0, 50), Wait(wide, 0.0, -9.0, 90), Wait(wide, DAY, -9.0, 91)])

    found = [said.to(Spell((SCOPE, wide), began)) for began in (1.0, DAY)]

    assert [wait and (wait.scope, wait.cases) for wait in found] == [(SCOPE, 50), (wide, 91)]


@pytest.mark.parametrize(
    ("one", "came"),
    [
        (spell(0, 5), Fate.INSIDE),
        (spell(0, 10), Fate.INSIDE),
        (spell(0, 4.9), Fate.SOONER),
        (spell(0, 10.1), Fate.LATER),
        (spell(0), Fate.LATER),
        (spell(95), Fate.WAITING),
        (spell(95, 7), Fate.WAITING),
        (spell(0, 7, answered=False), Fate.STOPPED),
        (spell(0, 11, answered=False), Fate.LATER),
    ],
)
def test_what_came_of_it(one: Spell, came: Fate):
    assert fate(one, Range(7, 5, 10), 100) is came


def test_it_is_the_printed_range_that_must_come_true():
    """From 5.6 to 50 hours is printed as 'between 5 hours and 3 days'."""
    wait = Wait(SCOPE, 0, -1, 50, Range(20.4, 5.6, 50), afterwards=True)
    kept = Kept()
    for took in (5, 5.5, 50, 71, 72):
        kept.add(spell(1, took), wait, 1000)
    kept.add(spell(1, 4), wait, 1000)
    kept.add(spell(999), wait, 1000)
    kept.add(spell(1), None, 1000)

    assert (kept.cases, kept.told, kept.afterwards) == (8, 7, 7)
    assert (kept.rate.hits, kept.rate.out_of) == (5, 6)

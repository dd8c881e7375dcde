"""What a person is told about how long others waited: who is like them, in which words, and only while it is true."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from math import ceil, floor
from pathlib import Path

import pytest

from complaints import reads
from complaints.actions.forecast import forecast_for, keep_waits
from complaints.app.boundary import Application
from complaints.domain.access import PUBLIC, SYSTEM
from complaints.domain.forecast import (
    Alike,
    Forecast,
    Level,
    forecast_words,
    level_of,
    narrowest,
    rounded,
    scopes,
    wait_words,
)
from complaints.reads.waits import Told
from complaints.schemas import Receipt
from standards.errors import NotAllowed
from tests.escalation.steps import answered
from tests.play import MONDAY, an_application, case_id, lodge_one, staff

DAY = timedelta(days=1)
ALIKE = Alike(kind="complaint", tier="service", body="works", unit="waste", service="bins", standard="weekly")
SERVICE, BODY = "service|complaint|service|city_works|bin_collection", "body|complaint|service|city_works"


@pytest.fixture
async def here(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Application]:
    async with an_application(sqlite_url, tmp_path) as made:
        yield made


def told(scope: str = SERVICE, *, days_before: float = 1, hours: tuple[float, ...] = (100.0, 30.5, 250.0)) -> Told:
    as_of = MONDAY - days_before * DAY
    median, low, high = hours or (None, None, None)
    return Told(scope, as_of, as_of - timedelta(weeks=13), 61, median, low, high, as_of)


async def seen(
    application: Application, *said: Told, after: timedelta = timedelta(), receipt: Receipt | None = None
) -> Forecast | None:
    """Return what the person of a case told on Monday sees some time after, where this was said before."""
    receipt = receipt or await lodge_one(application, at=MONDAY)
    key = await case_id(application, receipt)
    async with application.work(SYSTEM) as work:
        await keep_waits(work, said)
    async with application.work(SYSTEM, now=MONDAY + after, reading=True) as work:
        return await forecast_for(work, await reads.case_for_person(work.session, key))


def test_cases_alike_are_looked_for_from_narrow_to_wide():
    found = scopes(ALIKE)

    assert [level_of(scope) for scope in found] == list(Level)
    assert len(set(found)) == len(Level)


def test_what_is_not_known_makes_no_scope():
    found = scopes(Alike(kind="complaint", tier="service", body="works"))

    assert [level_of(scope) for scope in found] == [Level.BODY, Level.AUTHORITY]


def test_those_at_another_tier_or_of_another_kind_do_not_wait_alike():
    others = [
        Alike(kind="suggestion", tier="service", body="works", service="bins"),
        Alike(kind="complaint", tier="review", body="works", service="bins"),
    ]

    assert all(not set(scopes(ALIKE)) & set(scopes(other)) for other in others)


def test_praise_waits_for_no_answer():
    assert scopes(Alike(kind="compliment", tier="service", body="works")) == ()


def test_of_the_last_day_the_narrowest_holds():
    yesterday, today = told("a", days_before=1), told("b", days_before=0)

    assert narrowest(["a", "b"], {"a": yesterday, "b": today}) is today
    assert narrowest(["a", "b"], {"a": told("a"), "b": told("b")}) == told("a")
    assert narrowest(["a"], {}) is None


@pytest.mark.parametrize(
    ("hours", "low", "high"),
    [
        (0.001, 0, 1 / 60),
        (0.26, 0.25, 16 / 60),
        (5.0, 5, 5),
        (5.6, 5, 6),
        (47.5, 47, 48),
        (48.0, 48, 48),
        (50.0, 48, 72),
        (240.1, 240, 264),
    ],
)
def test_a_range_is_never_told_narrower_than_it_is(hours: float, low: float, high: float):
    assert (rounded(hours, floor), rounded(hours, ceil)) == (low, high)


def test_waits_are_told_in_minutes_hours_and_days():
    assert [wait_words(hours) for hours in (0, 1 / 60, 1, 2, 47, 48, 24 * 12)] == [
        "less than a minute",
        "1 minute",
        "60 minutes",
        "2 hours",
        "47 hours",
        "2 days",
        "12 days",
    ]


def test_everything_is_said_in_short_sentences():
    forecast = Forecast(
        count=124,
        median_hours=100.0,
        low_hours=7.5,
        high_hours=250.0,
        since=datetime(2025, 12, 1, tzinfo=UTC),
        as_of=datetime(2026, 3, 2, tzinfo=UTC),
        among=Level.SERVICE,
    )

    assert forecast_words(forecast) == [
        "Half of the people waited 4 days or less.",
        "8 of 10 waited between 7 hours and 11 days.",
        "We counted 124 cases that ended in the 13 weeks before Monday 2 March 2026.",
        "They were about the same service as yours.",
    ]


async def test_the_person_is_told_what_was_counted_before_they_came(here: Application):
    forecast = await seen(here, told(days_before=9), told(days_before=2), told(days_before=-1, hours=(1.0, 1.0, 1.0)))

    assert forecast is not None
    assert (forecast.count, forecast.low_hours, forecast.high_hours) == (61, 30.5, 250.0)
    assert (forecast.as_of, forecast.among) == (MONDAY - 2 * DAY, Level.SERVICE)
    assert not forecast.beyond


async def test_it_stays_the_same_while_they_wait_until_they_have_waited_longer(here: Application):
    receipt = await lodge_one(here, at=MONDAY)
    first = await seen(here, told(), receipt=receipt)
    later = await seen(here, told(days_before=-3, hours=(9.0, 9.0, 9.0)), receipt=receipt, after=11 * DAY)
    beyond = await seen(here, receipt=receipt, after=11 * DAY + timedelta(minutes=1))

    assert first == later
    assert beyond is not None
    assert beyond.beyond
    assert forecast_words(beyond)[:2] == [
        "You have waited longer than most people do.",
        "9 of 10 had an answer sooner.",
    ]


async def test_without_a_count_of_their_service_they_are_told_that_of_their_office(here: Application):
    forecast = await seen(here, told(BODY))

    assert forecast is not None
    assert forecast.among is Level.BODY


async def test_where_too_many_like_them_still_wait_nothing_wider_is_told_instead(here: Application):
    assert await seen(here, told(hours=()), told(BODY)) is None


async def test_an_old_count_is_not_told(here: Application):
    assert await seen(here, told(days_before=8.5)) is None


async def test_whoever_has_an_answer_is_told_nothing(here: Application):
    receipt = await lodge_one(here, at=MONDAY)
    await answered(here, await case_id(here, receipt), await staff(here))

    assert await seen(here, told(), receipt=receipt) is None


async def test_nobody_but_the_system_says_how_long_people_waited(here: Application):
    with pytest.raises(NotAllowed):
        async with here.work(PUBLIC) as work:
            await keep_waits(work, [told()])

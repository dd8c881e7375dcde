"""
Twelve months in which nobody of the authority lifts a finger: the founding story, lived through a day at a time.

Somebody tells us something and waits. Every message that was promised must come, be true, be dated, be another one than
those before it, come by day, and, once we are late, say how the ombudsperson is reached.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from complaints import reads
from complaints.app.boundary import Application
from complaints.app.runner import drain, post_schedules
from complaints.app.sweeping import sweep
from complaints.domain.access import SYSTEM
from complaints.domain.case import Kind
from complaints.kernel.languages import speaking
from complaints.kernel.mail import Letter
from complaints.kernel.text import date_words
from complaints.schemas import CaseView, Receipt
from standards.language import say
from tests.play import MONDAY, an_application, case_id, contact, lodge_one

LONDON = ZoneInfo("Europe/London")
DATE = re.compile(r"\w+day \d{1,2} \w+ \d{4}")
OMBUDSPERSON = ("Ombudsperson of Calder Bay", "01632 960 700", "9 Lighthouse Lane")
LATE = "We are late. That is our fault, not yours."
FAULT = "our fault, not yours"


class Came(NamedTuple):
    """A letter, when it was handed over, and the case as it stood when it was written."""

    letter: Letter
    at: datetime
    case: CaseView

    @property
    def words(self) -> str:
        return f"{self.letter.subject}\n{self.letter.body}"

    @property
    def without_dates(self) -> str:
        return re.sub(r"\d+", "", DATE.sub("", self.letter.body))


class PostBox:
    """A post office that keeps when each letter was handed over."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    async def send(self, letter: Letter) -> None:
        self.letters.append(letter)


class Year:
    """A year of one case that nobody works on."""

    def __init__(self, application: Application, receipt: Receipt) -> None:
        self.application = application
        self.receipt = receipt
        self.post = PostBox()
        application.post_office = self.post
        self.came: list[Came] = []

    async def live(self, days: int) -> None:
        """Let time pass: clocks are looked at at noon and late in the evening, mail leaves when it may."""
        for day in range(days):
            for hour in (12, 22):
                await self.at((MONDAY + timedelta(days=day)).replace(hour=hour))

    async def at(self, now: datetime) -> None:
        """Do what is due at an instant, and keep the letters that left."""
        if now < self.application.clock.now():
            return
        self.application.clock.advance_to(now)
        fired = await sweep(self.application, now=now)
        before = len(self.post.letters)
        if await drain(self.application, now=now) or fired:
            view = await self.view()
            self.came += [Came(letter, now, view) for letter in self.post.letters[before:]]

    async def view(self) -> CaseView:
        async with self.application.work(SYSTEM, reading=True) as work:
            return await reads.case_for_person(work.session, await case_id(self.application, self.receipt))


@asynccontextmanager
async def a_year(url: str, folder: Path, *, days: int = 365, **said: Any) -> AsyncIterator[Year]:
    async with an_application(url, folder) as application:
        year = Year(application, await lodge_one(application, contact=contact(), **said))
        await year.live(days)
        yield year


@pytest.fixture(params=["sqlite_url", "postgresql_url"])
async def complaint(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Year]:
    async with a_year(request.getfixturevalue(request.param), tmp_path) as year:
        yield year


async def test_a_complaint_nobody_works_on(complaint: Year) -> None:
    view, came = await complaint.view(), complaint.came
    said = [one for one in view.messages if one.direction == "out"]

    # The receipt went with the lodging; everything else came through the door, in the order it was written.
    assert [one.letter.body for one in came] == [one.body for one in said[1:]]
    assert len(came) > 15

    _every_promised_message_came(view)
    _what_they_say_is_true(came)
    _they_differ(came)
    _none_came_by_night(came)
    _the_ombudsperson_is_named_once_we_are_late(came)

    # It climbed by the charter, a step at a time, and stands where no step is left.
    steps = [entry.facts for entry in view.timeline if entry.kind == "case.escalated"]
    assert [(one["tier"], one["entry"]) for one in steps] == [("review", "late"), ("ombudsperson", "late")]
    assert (view.tier, view.stage_no, view.state) == ("ombudsperson", 3, "received")
    assert sum("has gone on to the next step" in one.letter.subject for one in came) == 2
    assert sum("is late" in one.letter.subject for one in came) == 1


def _every_promised_message_came(view: CaseView) -> None:
    """Behind every day by which we said we would write, there is a letter no later than that day."""
    sent = [one.sent_at for one in view.messages if one.direction == "out"]
    promised = [one for one in view.clocks if one.kind == "inform"]
    assert [one.stopped_at is None for one in promised] == [False] * (len(promised) - 1) + [True]
    for clock in promised[:-1]:
        assert clock.stopped_at is not None
        # What is due when the office closes is said when the clocks are looked at in the evening.
        assert min(at for at in sent if at >= clock.stopped_at) <= clock.due + timedelta(hours=8)
    assert max(later - earlier for earlier, later in pairwise(sent)) <= timedelta(days=31)


def _what_they_say_is_true(came: list[Came]) -> None:
    for one in came:
        day = {clock.kind: _day(clock.promised or clock.due) for clock in one.case.clocks if clock.stopped_at is None}
        dates = {_day(at) for at in _instants(one.case)}
        assert set(DATE.findall(one.words)) <= dates, one.words
        for said in re.findall(rf"[Yy]ou (?:will )?hear from us(?: again)? by ({DATE.pattern})", one.words):
            assert said == day["inform"], one.words
        for said in re.findall(rf"(?:will have the answer|answer is due|still due) by ({DATE.pattern})", one.words):
            assert said == day["respond"], one.words
        assert DATE.search(one.words), one.words


def _instants(case: CaseView) -> list[datetime]:
    clocks = [at for clock in case.clocks for at in (clock.due, clock.promised) if at]
    stages = [stage.started_at for stage in case.stages]
    return [*clocks, *stages, *(one.sent_at for one in case.messages), case.received_at]


def _they_differ(came: list[Came]) -> None:
    assert len({one.letter.body for one in came}) == len(came)
    for one, after in pairwise(came):
        assert one.without_dates != after.without_dates


def _none_came_by_night(came: list[Came]) -> None:
    for one in came:
        assert time(8) <= one.at.astimezone(LONDON).time() < time(20)
        assert one.at - one.letter.at < timedelta(hours=15)


def _the_ombudsperson_is_named_once_we_are_late(came: list[Came]) -> None:
    late = next(number for number, one in enumerate(came) if FAULT in one.words)
    for one in came[late:]:
        assert all(part in one.words for part in OMBUDSPERSON), one.words


def _day(at: datetime) -> str:
    return date_words(at, LONDON)


@pytest.mark.parametrize("kind", [Kind.ENQUIRY, Kind.SUGGESTION, Kind.COMPLIMENT])
async def test_a_question_an_idea_or_thanks_nobody_works_on(sqlite_url: str, tmp_path: Path, kind: Kind) -> None:
    """They were promised one day only; once that is over, nobody is left without a next one."""
    async with a_year(sqlite_url, tmp_path, days=180, kind=kind) as year:
        view, came = await year.view(), year.came

    assert len(came) > 6
    assert view.state == "received"
    _every_promised_message_came(view)
    _what_they_say_is_true(came)
    _they_differ(came)
    _none_came_by_night(came)
    _the_ombudsperson_is_named_once_we_are_late(came)
    assert FAULT in came[0].words


@pytest.mark.parametrize("lang", ["fr", "ar"])
async def test_in_the_persons_language(sqlite_url: str, tmp_path: Path, lang: str) -> None:
    async with a_year(sqlite_url, tmp_path, days=180, language=lang) as year:
        came = year.came
    with speaking(lang):
        is_translated = say(LATE) != LATE

    assert {one.letter.lang for one in came} == {lang}
    assert len({one.letter.body for one in came}) == len(came)
    for one in came:
        assert not DATE.search(one.words), "a date in English"
        assert not is_translated or "You " not in one.words, one.words
    # What differs in English only by its dates must not become one sentence in another language.
    for one, after in pairwise(came):
        assert re.sub(r"\d+", "", one.letter.body) != re.sub(r"\d+", "", after.letter.body)


async def test_whoever_named_safe_hours_hears_in_them_only(sqlite_url: str, tmp_path: Path) -> None:
    async with an_application(sqlite_url, tmp_path) as application:
        receipt = await lodge_one(application, contact=contact(), safe_since="10:00", safe_until="11:30")
        year = Year(application, receipt)
        assert not application.post_office.letters
        for day in range(60):
            for hour in (0, 9, 10, 12, 15, 22):
                await year.at((MONDAY + timedelta(days=day)).replace(hour=hour, minute=15))

    assert "We have your message" in year.came[0].words
    assert len(year.came) > 3
    assert {(one.at.astimezone(LONDON).hour, one.at.minute) for one in year.came} <= {(10, 15), (11, 15)}


async def test_a_mail_server_that_is_away_for_a_week_loses_no_letter(sqlite_url: str, tmp_path: Path) -> None:
    async with an_application(sqlite_url, tmp_path) as application:
        receipt = await lodge_one(application, contact=contact())
        year = Year(application, receipt)
        working, application.post_office = application.post_office, Away()
        now = MONDAY
        while now < MONDAY + timedelta(days=8):
            if now >= MONDAY + timedelta(days=7):
                application.post_office = working
            await post_schedules(application, now=now)
            await year.at(now)
            now += timedelta(hours=3)
        view = await year.view()

    said = [one.body for one in view.messages if one.direction == "out"]
    assert len(said) > 1
    assert [one.body for one in year.post.letters] == said[1:]


class Away:
    """A post office nobody answers at."""

    async def send(self, _letter: Letter) -> None:
        raise OSError("no line")

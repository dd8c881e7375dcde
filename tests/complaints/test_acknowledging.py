"""When the time of an answer begins: with the receipt, the acknowledgement, or whichever of two days is earlier."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from complaints import reads
from complaints.actions.acknowledge import acknowledge
from complaints.actions.adopt import adopt
from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.domain.access import SYSTEM
from complaints.kernel.journal import entries
from complaints.kernel.timers import ClockRow, clocks_of
from complaints.schemas import Receipt
from reports.domain.fold import fold
from standards.packs import read_pack
from tests.play import MONDAY, an_application, case_id, lodge_one, staff

# Told on Monday 2 March. The acknowledgement is due on Thursday 5 March; ten working days later is Thursday 19 March.
PROTECTED = read_pack("calder_bay").replace('counts_from = "received"', 'counts_from = "acknowledged_or_due"', 1)
LITERAL = read_pack("calder_bay").replace('counts_from = "received"', 'counts_from = "acknowledged"', 1)


@asynccontextmanager
async def _under(document: str, url: str, folder: Path) -> AsyncIterator[Application]:
    """Return an application under a charter of its own."""
    async with an_application(url, folder) as made:
        async with made.work(SYSTEM) as work:
            await adopt(work, document, effective_at=MONDAY - timedelta(days=1))
        made.forget_charters()
        yield made


def march(day: int, hour: int = 17) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


@pytest.fixture
async def protected(database_url: str, tmp_path: Path) -> AsyncIterator[Application]:
    async with _under(PROTECTED, database_url, tmp_path) as made:
        yield made


@pytest.fixture
async def literal(database_url: str, tmp_path: Path) -> AsyncIterator[Application]:
    async with _under(LITERAL, database_url, tmp_path) as made:
        yield made


async def answer_clocks(application: Application, receipt: Receipt) -> list[ClockRow]:
    async with application.work(SYSTEM, reading=True) as work:
        found = await clocks_of(work.session, await case_id(application, receipt))
    return [clock for clock in found if clock.kind == "respond"]


async def acknowledged(application: Application, at: datetime) -> Receipt:
    amina = await staff(application)
    receipt = await lodge_one(application, service="street_lighting")
    async with application.work(amina, now=at) as work:
        await acknowledge(work, await case_id(application, receipt), "The lamp is out.")
    await drain(application, now=at)
    return receipt


async def test_acknowledging_early_brings_the_answer_forward_and_the_person_is_told(protected: Application) -> None:
    receipt = await acknowledged(protected, march(3, 10))

    [first, now] = await answer_clocks(protected, receipt)
    assert (first.due_at, first.replaced_at) == (march(19), march(3, 10))
    assert (now.due_at, now.promised_at) == (march(17), march(17))
    async with protected.work(SYSTEM, reading=True) as work:
        view = await reads.case_for_person(work.session, await case_id(protected, receipt))
    assert "You will have an answer by Tuesday 17 March 2026" in view.messages[-1].body


async def test_acknowledging_late_buys_no_time(protected: Application) -> None:
    receipt = await acknowledged(protected, march(10, 10))

    [only] = await answer_clocks(protected, receipt)
    assert only.due_at == march(19)


async def test_figures_hold_the_answer_against_the_earlier_of_the_two_promises(protected: Application) -> None:
    receipt = await acknowledged(protected, march(3, 10))
    async with protected.work(SYSTEM, reading=True) as work:
        chain = await entries(work.session, await case_id(protected, receipt))

    [fact] = fold(chain, case_id="1", reference=receipt.reference, zone=UTC, as_of=datetime(2026, 4, 1))  # noqa: DTZ001 - facts are wall clock

    assert fact.due_at == march(17).replace(tzinfo=None)


async def test_where_nothing_was_promised_before_late_acknowledging_does_buy_time(literal: Application) -> None:
    receipt = await acknowledged(literal, march(10, 10))

    [only] = await answer_clocks(literal, receipt)
    assert only.due_at == march(24)

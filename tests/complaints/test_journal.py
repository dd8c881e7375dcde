"""The journal: whatever is changed in it afterwards is found, and where."""

import pytest
from sqlalchemy import text

from complaints import reads
from complaints.app.boundary import Application
from complaints.domain.access import SYSTEM
from complaints.kernel import ledger
from complaints.kernel.journal import Check, check_all
from tests.play import case_id, contact, lodge_one


async def _checked(application: Application) -> Check:
    async with application.work(SYSTEM, reading=True) as work:
        return await check_all(work.session, batch=1)


async def test_an_untouched_journal_holds(application: Application) -> None:
    await lodge_one(application)
    await lodge_one(application)

    found = await _checked(application)

    # The third is the ledger of the charter, with its adoption.
    assert (found.chains, found.entries, found.broken) == (3, 5, ())


@pytest.mark.parametrize(
    "tampering",
    [
        pytest.param(
            "UPDATE journal SET kind = 'case.praised' WHERE position = 1 AND kind LIKE 'case.%'", id="another kind"
        ),
        pytest.param(
            "UPDATE journal SET actor = 'officer:nobody' WHERE position = 1 AND kind LIKE 'case.%'", id="another actor"
        ),
        pytest.param(
            """UPDATE journal SET payload = '["other"]' WHERE position = 1 AND kind LIKE 'case.%'""", id="other words"
        ),
        pytest.param(
            "UPDATE journal SET at = '2020-01-01 00:00:00' WHERE position = 1 AND kind LIKE 'case.%'", id="another time"
        ),
        pytest.param("DELETE FROM journal WHERE position = 1 AND kind LIKE 'case.%'", id="an entry gone"),
        pytest.param("UPDATE journal SET position = 3 WHERE position = 1 AND kind LIKE 'case.%'", id="another order"),
    ],
)
async def test_tampering_is_found_with_its_first_entry(application: Application, tampering: str) -> None:
    receipt = await lodge_one(application, contact=contact())
    async with application.work(SYSTEM) as work:
        await work.session.execute(text(tampering))

    assert (await _checked(application)).broken == ((await case_id(application, receipt), 1),)


async def test_an_erased_payload_leaves_the_chain_whole(application: Application) -> None:
    await lodge_one(application, contact=contact())
    async with application.work(SYSTEM) as work:
        await work.session.execute(text("UPDATE journal SET payload = NULL, salt = NULL WHERE position = 1"))

    assert (await _checked(application)).broken == ()


@pytest.mark.parametrize(
    "tampering",
    [
        pytest.param("DELETE FROM journal WHERE position = 2", id="the last entry gone"),
        pytest.param("DELETE FROM journal", id="every entry gone"),
        pytest.param("UPDATE cases SET journal_length = 1", id="a case that knows of fewer"),
    ],
)
async def test_a_chain_cut_at_its_end_is_found_against_what_its_case_knows(
    application: Application, tampering: str
) -> None:
    receipt = await lodge_one(application)
    async with application.work(SYSTEM, reading=True) as work:
        assert await reads.cut_short(work.session) == []

    async with application.work(SYSTEM) as work:
        await work.session.execute(text(tampering))

    async with application.work(SYSTEM, reading=True) as work:
        assert await reads.cut_short(work.session) == [await case_id(application, receipt)]


async def test_a_ledger_that_was_cut_is_found(application: Application) -> None:
    async with application.work(SYSTEM) as work:
        await ledger.record(work, ledger.PEOPLE, "person.enlisted", staff="1")
        await ledger.record(work, ledger.PEOPLE, "person.dismissed", staff="1")
    async with application.work(SYSTEM) as work:
        assert await ledger.cut_short(work.session) == []
        await work.session.execute(text("DELETE FROM journal WHERE kind = 'person.dismissed'"))
        assert len(await ledger.cut_short(work.session)) == 1

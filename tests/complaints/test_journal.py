"""The journal: whatever is changed in it afterwards is found, and where."""

import pytest
from sqlalchemy import text

from complaints.app.boundary import Application
from complaints.domain.access import SYSTEM
from complaints.kernel.journal import Check, check_all
from tests.play import case_id, contact, lodge_one


async def _checked(application: Application) -> Check:
    async with application.work(SYSTEM, reading=True) as work:
        return await check_all(work.session, batch=1)


async def test_an_untouched_journal_holds(application: Application) -> None:
    await lodge_one(application)
    await lodge_one(application)

    found = await _checked(application)

    assert (found.chains, found.entries, found.broken) == (2, 4, ())


@pytest.mark.parametrize(
    "tampering",
    [
        pytest.param("UPDATE journal SET kind = 'case.praised' WHERE position = 1", id="another kind"),
        pytest.param("UPDATE journal SET actor = 'officer:nobody' WHERE position = 1", id="another actor"),
        pytest.param("""UPDATE journal SET payload = '["other"]' WHERE position = 1""", id="other words"),
        pytest.param("UPDATE journal SET at = '2020-01-01 00:00:00' WHERE position = 1", id="another time"),
        pytest.param("DELETE FROM journal WHERE position = 1", id="an entry gone"),
        pytest.param("UPDATE journal SET position = 3 WHERE position = 1", id="another order"),
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

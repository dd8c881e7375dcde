"""Taking in what somebody tells us."""

import pytest
from sqlalchemy import func, select

from complaints import reads
from complaints.actions.lodge import OtherContent
from complaints.app.boundary import Application
from complaints.domain.access import SYSTEM
from complaints.kernel.journal import entries, first_break
from complaints.tables import CaseRow, SubmissionRow
from standards.errors import Invalid
from tests.play import case_id, contact, lodge_one


async def test_a_complaint_gets_a_reference_a_code_and_promised_dates(application: Application) -> None:
    receipt = await lodge_one(application)

    assert len(receipt.reference) == 9
    assert len(receipt.code) == 19
    assert {clock.kind for clock in receipt.clocks} == {"acknowledge", "respond", "inform"}
    assert all(clock.why for clock in receipt.clocks)


async def test_the_same_key_gives_the_same_receipt_and_one_case(application: Application) -> None:
    first = await lodge_one(application, key="pressed-twice")
    second = await lodge_one(application, key="pressed-twice")

    assert (second.reference, second.code, second.repeated) == (first.reference, first.code, True)
    async with application.work(SYSTEM, reading=True) as work:
        assert await work.session.scalar(select(func.count()).select_from(CaseRow)) == 1


async def test_the_same_key_with_other_words_is_refused(application: Application) -> None:
    await lodge_one(application, key="k")

    with pytest.raises(OtherContent):
        await lodge_one(application, key="k", narrative="Something else altogether.")


async def test_neither_the_code_nor_the_senders_key_can_be_read_in_the_database(application: Application) -> None:
    receipt = await lodge_one(application, key="the-senders-own-key", contact=contact())

    async with application.work(SYSTEM, reading=True) as work:
        row = (await work.session.scalars(select(SubmissionRow))).one()
    assert receipt.code.encode() not in row.receipt
    assert b"the-senders-own-key" not in row.receipt + row.key_hash


async def test_an_unknown_service_is_refused_with_the_known_ones(application: Application) -> None:
    with pytest.raises(Invalid, match="no such service") as refused:
        await lodge_one(application, service="unicorns")

    assert refused.value.faults[0].path == "service"


async def test_the_journal_begins_with_the_receipt_and_holds(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact())

    async with application.work(SYSTEM, reading=True) as work:
        chain = await entries(work.session, await case_id(application, receipt))
    assert [entry.kind for entry in chain] == ["case.lodged", "message.sent"]
    assert first_break(chain) is None


async def test_a_receipt_letter_goes_to_the_person_without_the_code(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact())

    [letter] = application.post_office.letters
    assert letter.to == "maria@example.org"
    assert receipt.reference in letter.body
    assert receipt.code not in letter.body


async def test_the_persons_view_shows_clocks_and_thread(application: Application) -> None:
    receipt = await lodge_one(application)

    async with application.work(SYSTEM, reading=True) as work:
        view = await reads.case_for_person(work.session, await case_id(application, receipt))
    assert view.state == "received"
    assert [entry.kind for entry in view.timeline] == ["case.lodged"]
    assert [message.direction for message in view.messages] == ["out"]

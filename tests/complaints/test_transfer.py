"""Passing a case to another office: theirs at once, nothing told twice, and no date moved without a word."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from complaints import reads
from complaints.actions.acknowledge import acknowledge
from complaints.actions.adopt import adopt
from complaints.actions.assign import assign
from complaints.actions.deliver import deliver
from complaints.actions.hold import hold
from complaints.actions.look import look
from complaints.actions.name_subject import name_subject
from complaints.actions.reach import ChangedMeanwhile, NotOpen
from complaints.actions.thank import pass_on
from complaints.actions.transfer import transfer
from complaints.actions.withdraw import withdraw
from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.app.sweeping import sweep
from complaints.domain.access import SYSTEM, Actor, Role
from complaints.domain.case import Kind, NoSuchCase
from complaints.kernel.journal import JournalRow, entries, first_break
from complaints.schemas import CaseView, ClockView, Receipt
from complaints.schemas.drafts import HoldDraft, TransferDraft
from standards.errors import Invalid
from standards.packs import read_pack
from tests.escalation.steps import case_of, kinds_of, let_it_be_late
from tests.play import MONDAY, an_application, case_id, contact, lodge_one, staff, the_person

WHY = "The lamp belongs to the housing block"
TO_HOUSING = TransferDraft(WHY, service="home_repairs")
TO_CLINICS = TransferDraft(WHY, service="clinic_appointments")
"""The clinics have 20 working days, not 10."""

FRIDAY = datetime(2026, 3, 13, 15, 30, tzinfo=UTC)
"""Ten working days after MONDAY, when the depot closes: it works on Saturdays too."""


@pytest.fixture
async def anew(database_url: str, tmp_path: Path) -> AsyncIterator[Application]:
    """An application whose charter starts the time anew when a case is passed on at the first step."""
    async with an_application(database_url, tmp_path) as application:
        await change(application, 'counts_from = "received"\n', 'counts_from = "received"\ntransfer = "restarts"\n')
        yield application


async def change(application: Application, *changes: str) -> None:
    """Adopt the charter with pairs of texts put in each other's place, in force from an hour before MONDAY."""
    document = read_pack("calder_bay")
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        assert old in document
        document = document.replace(old, new, 1)
    async with application.work(SYSTEM) as work:
        await adopt(work, document, effective_at=MONDAY - timedelta(hours=1))
    application.forget_charters()


async def passed(
    application: Application, receipt: Receipt, draft: TransferDraft, *, days: float = 0, by: Actor | None = None
) -> bool:
    """Pass a case on a later day, and deliver what follows."""
    at, somebody = MONDAY + timedelta(days=days), by or await staff(application, username="amina")
    async with application.work(somebody, now=at) as work:
        sees = await transfer(work, await case_id(application, receipt), draft)
    await drain(application, now=at)
    return sees


async def view(application: Application, receipt: Receipt, *, public: bool = False) -> CaseView:
    """Return the case, and make sure that its journal holds."""
    key = await case_id(application, receipt)
    async with application.work(SYSTEM, reading=True) as work:
        assert first_break(await entries(work.session, key)) is None
        return await (reads.case_for_person if public else reads.case_for_staff)(work.session, key)


async def clock(application: Application, receipt: Receipt, kind: str = "respond") -> ClockView:
    """Return the one clock of a kind that is not stopped."""
    [found] = [one for one in (await view(application, receipt)).clocks if one.kind == kind and one.stopped_at is None]
    return found


async def written(application: Application, receipt: Receipt) -> JournalRow:
    """Return the entry of the transfer."""
    async with application.work(SYSTEM, reading=True) as work:
        chain = await entries(work.session, await case_id(application, receipt))
    return next(one for one in chain if one.kind == "case.transferred")


def last_letter(application: Application) -> str:
    letter = application.post_office.letters[-1]
    return f"{letter.subject}\n{letter.body}"


async def test_the_case_is_theirs_at_once_and_the_person_is_told_where_and_why(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact(), service="street_lighting")
    amina, housing = await staff(application), await staff(application, bodies=("housing",))
    async with application.work(amina) as work:
        await acknowledge(work, await case_id(application, receipt), "Your lamp is out.")
    await drain(application)

    sees = await passed(application, receipt, TO_HOUSING, by=amina)

    case = await view(application, receipt)
    assert (case.body, case.unit, case.service, case.handler) == ("housing", "repairs", "home_repairs", None)
    assert not sees
    async with application.work(amina, reading=True) as work:
        with pytest.raises(NoSuchCase):
            await look(work, receipt.reference)
    async with application.work(housing, reading=True) as work:
        desk = await look(work, receipt.reference)
    assert desk.may_handle
    assert desk.case.narrative == "The bins were not emptied for three weeks."
    assert "Your lamp is out." in str(desk.case.messages)
    letter = last_letter(application)
    assert letter.startswith(f"Another office has {receipt.reference} now\n")
    assert (
        "It was with: Street lighting, City Works\nIt is now with: Repairs to council homes, Housing Office" in letter
    )
    assert f"Why: {WHY}." in letter
    assert "You do not need to tell anything again." in letter
    assert "01632 960 700" in letter


async def test_the_journal_says_from_where_to_where_and_which_dates_hold(application: Application) -> None:
    receipt = await lodge_one(application)
    await passed(application, receipt, TO_HOUSING)

    entry = await written(application, receipt)
    assert entry.payload == {
        "from": {"body": "city_works", "unit": "waste", "service": "bin_collection"},
        "body": "housing",
        "unit": "repairs",
        "service": "home_repairs",
        "standard": None,
        "why": WHY,
        "rule": "keeps",
        "due": {one.kind: one.due.isoformat() for one in receipt.clocks if one.kind != "inform"},
    }
    shown = [one for one in (await view(application, receipt, public=True)).timeline if one.kind == entry.kind]
    assert len(shown) == 1


async def test_where_the_dates_stay_no_clock_is_touched(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact())
    before = {one.kind: one.due for one in receipt.clocks}

    await passed(application, receipt, TO_CLINICS, days=3)

    after = {one.kind: one.due for one in (await view(application, receipt)).clocks if one.stopped_at is None}
    assert {kind: after[kind] for kind in ("acknowledge", "respond")} == {
        kind: before[kind] for kind in ("acknowledge", "respond")
    }
    assert "You will have an answer by Friday 13 March 2026." in last_letter(application)


async def test_where_the_time_begins_anew_it_is_the_new_offices_and_both_dates_are_told(anew: Application) -> None:
    receipt = await lodge_one(anew, contact=contact())
    await passed(anew, receipt, TO_CLINICS, days=1)

    # Twenty working days after Tuesday 3 March.
    found = await clock(anew, receipt)
    assert found.due == datetime(2026, 3, 31, 16, 0, tzinfo=UTC)
    assert "It went to the office that deals with it on Tuesday 3 March 2026." in found.why
    [old] = [one for one in (await view(anew, receipt)).clocks if one.kind == "respond" and one.replaced_at]
    assert (old.due, old.fired_at) == (FRIDAY, None)
    assert (await clock(anew, receipt, "acknowledge")).due == datetime(2026, 3, 6, 17, 0, tzinfo=UTC)
    assert (await written(anew, receipt)).payload["rule"] == "restarts"
    letter = last_letter(anew)
    assert "You were promised an answer by Friday 13 March 2026." in letter
    assert "The new date is Tuesday 31 March 2026." in letter
    assert "You had been told: by Thursday 5 March 2026." in letter


async def test_nothing_fires_for_a_date_that_gave_way(anew: Application) -> None:
    receipt = await lodge_one(anew)
    await passed(anew, receipt, TO_CLINICS, days=1)

    await sweep(anew, now=FRIDAY + timedelta(hours=1))

    assert (await case_of(anew, await case_id(anew, receipt))).tier == "service"
    late = [one for one in (await view(anew, receipt)).timeline if one.kind == "clock.late"]
    assert [one.facts["clock"] for one in late] == ["acknowledge"]


async def test_what_is_late_stays_late_however_the_case_is_passed_on(anew: Application) -> None:
    receipt = await lodge_one(anew, contact=contact())
    # Nothing has looked at the clocks yet.
    await passed(anew, receipt, TO_CLINICS, days=12)

    assert (await clock(anew, receipt)).due == FRIDAY
    assert (await written(anew, receipt)).payload["rule"] == "keeps"
    assert "The answer is late, and it stays late" in last_letter(anew)


async def test_a_new_date_is_never_earlier_than_the_one_that_was_promised(anew: Application) -> None:
    receipt = await lodge_one(anew, service="clinic_appointments")
    before = (await clock(anew, receipt)).due
    clinic = await staff(anew, bodies=("clinics",))

    await passed(anew, receipt, TO_HOUSING, days=1, by=clinic)

    # Ten working days at the housing office would be earlier than twenty at the clinic.
    assert (await clock(anew, receipt)).due == before
    assert (await written(anew, receipt)).payload["rule"] == "keeps"


async def test_an_answer_that_waited_for_the_acknowledgement_gets_a_date_from_an_office_that_does_not(
    application: Application,
) -> None:
    await change(
        application,
        'respond = "10 working days"\ninform = "10 working days"\ncounts_from = "received"',
        'respond = "10 working days"\ninform = "10 working days"\ncounts_from = "acknowledged"',
        '{ service = "residence_permit", respond = "15 working days",',
        '{ service = "residence_permit", respond = "15 working days", counts_from = "received",',
    )
    receipt = await lodge_one(application)
    assert "respond" not in {one.kind for one in receipt.clocks}
    registry = await staff(application, bodies=("registry",))

    await passed(application, receipt, TransferDraft(WHY, service="residence_permit"), days=1)
    promised = await clock(application, receipt)
    # And back: what was told once stays, also with an office whose time begins with the acknowledgement.
    await passed(application, receipt, TransferDraft(WHY, service="bin_collection"), days=2, by=registry)
    async with application.work(await staff(application), now=MONDAY + timedelta(days=3)) as work:
        await acknowledge(work, await case_id(application, receipt), "Your bins.")

    assert promised.due.date().isoformat() == "2026-03-24"
    assert (await clock(application, receipt)).due == promised.due


async def test_a_hold_goes_along_where_the_dates_stay(application: Application) -> None:
    receipt, amina = await lodge_one(application), await staff(application)
    draft = HoldDraft("We are waiting for your consent", "May we ask your neighbour?")
    async with application.work(amina, now=MONDAY + timedelta(days=1)) as work:
        await hold(work, await case_id(application, receipt), draft)

    await passed(application, receipt, TO_HOUSING, days=2, by=amina)

    assert (await clock(application, receipt)).held_at == MONDAY + timedelta(days=1)
    assert "clock.resumed" not in await kinds_of(application, await case_id(application, receipt))


async def test_a_hold_ends_where_the_time_begins_anew(anew: Application) -> None:
    receipt, amina = await lodge_one(anew), await staff(anew)
    draft = HoldDraft("We are waiting for your consent", "May we ask your neighbour?")
    async with anew.work(amina, now=MONDAY + timedelta(days=1)) as work:
        await hold(work, await case_id(anew, receipt), draft)

    await passed(anew, receipt, TO_CLINICS, days=2, by=amina)

    found = await clock(anew, receipt)
    assert (found.held_at, found.due.date().isoformat()) == (None, "2026-04-01")
    kinds = await kinds_of(anew, await case_id(anew, receipt))
    assert kinds.index("clock.resumed") < kinds.index("case.transferred")
    assert "hold" not in {one.kind for one in (await view(anew, receipt)).clocks if one.stopped_at is None}


async def test_the_service_follows_the_standard_that_is_chosen(application: Application) -> None:
    receipt = await lodge_one(application, standard="missed_bin", contact=contact())

    await passed(application, receipt, TransferDraft(WHY, standard="lamp_out"), days=1)

    found = await clock(application, receipt, "service")
    assert found.due == datetime(2026, 3, 10, 17, 0, tzinfo=UTC)
    assert (await view(application, receipt)).standard == "lamp_out"
    assert (await written(application, receipt)).payload["due"]["service"] == found.due.isoformat()
    letter = last_letter(application)
    assert (
        "“We come back for a missed bin within 2 working days after you tell us.”, by Wednesday 4 March 2026." in letter
    )
    assert "“We repair a street light within 5 working days.”, by Tuesday 10 March 2026." in letter
    async with application.work(await staff(application), now=MONDAY + timedelta(days=2)) as work:
        await deliver(work, await case_id(application, receipt), "The lamp shines")


async def test_a_standard_chosen_with_the_transfer_starts_a_clock_where_none_was(application: Application) -> None:
    receipt = await lodge_one(application, kind=Kind.ENQUIRY, contact=contact())
    await passed(application, receipt, TransferDraft(WHY, standard="ordinary_repair"))

    assert (await clock(application, receipt, "service")).due.date().isoformat() == "2026-03-30"
    assert "“We finish all other repairs within 20 working days.” For you that means" in last_letter(application)


@pytest.mark.parametrize(
    "draft",
    [TO_HOUSING, TransferDraft(WHY, standard="certificate_copy")],
    ids=["no standard chosen", "one whose time begins elsewhere"],
)
async def test_a_service_that_was_promised_stays_promised_when_no_other_promise_takes_its_place(
    application: Application, draft
) -> None:
    receipt = await lodge_one(application, standard="missed_bin")
    before = await clock(application, receipt, "service")

    await passed(application, receipt, draft)

    assert await clock(application, receipt, "service") == before
    assert (await view(application, receipt)).standard == "missed_bin"


async def test_thanks_find_the_right_office_too(application: Application) -> None:
    receipt = await lodge_one(application, kind=Kind.COMPLIMENT, narrative="Such kind people!")
    before = await clock(application, receipt, "pass_on")
    await passed(application, receipt, TO_HOUSING)

    assert await clock(application, receipt, "pass_on") == before
    async with application.work(await staff(application, bodies=("housing",))) as work:
        await pass_on(work, await case_id(application, receipt), "The crew")


async def test_at_the_second_step_a_reviewer_passes_it_to_the_reviewers_of_the_other_office(
    application: Application,
) -> None:
    receipt = await lodge_one(application)
    key = await case_id(application, receipt)
    await let_it_be_late(application, key)
    rita = await staff(application, Role.REVIEWER, username="rita")
    rob = await staff(application, Role.REVIEWER, username="rob", bodies=("housing",))

    async with application.work(rita) as work:
        await transfer(work, key, TO_HOUSING)
    async with application.work(rob) as work:
        await acknowledge(work, key, "The lamp.")

    assert (await case_of(application, key)).handler == rob.id


async def test_who_it_is_about_stays_shut_out_in_the_other_office(application: Application) -> None:
    receipt = await lodge_one(application)
    key = await case_id(application, receipt)
    ron = await staff(application, username="ron", bodies=("city_works", "housing"))
    async with application.work(await staff(application, username="amina")) as work:
        await name_subject(work, key, ron.id)
        await transfer(work, key, TO_HOUSING)

    async with application.work(ron, reading=True) as work:
        with pytest.raises(NoSuchCase):
            await look(work, receipt.reference)
    with pytest.raises(Invalid):
        async with application.work(await staff(application, bodies=("housing",))) as work:
            await assign(work, key, ron.id)


async def test_whoever_works_for_both_still_sees_it(application: Application) -> None:
    receipt = await lodge_one(application)
    both = await staff(application, bodies=("city_works", "housing"))

    assert await passed(application, receipt, TO_HOUSING, by=both)


async def test_only_whoever_handles_the_step_passes_it_on(application: Application) -> None:
    receipt = await lodge_one(application)
    others = [
        await staff(application, bodies=("housing",)),
        await staff(application, units=("roads",)),
        await staff(application, Role.REVIEWER),
        await staff(application, Role.OMBUDSPERSON, bodies=()),
        await the_person(application, receipt),
    ]

    for somebody in others:
        with pytest.raises(NoSuchCase):
            await passed(application, receipt, TO_HOUSING, by=somebody)
    assert (await view(application, receipt)).body == "city_works"


async def test_what_is_over_and_what_changed_meanwhile_stays_where_it_is(application: Application) -> None:
    receipt, amina = await lodge_one(application), await staff(application)
    key = await case_id(application, receipt)
    with pytest.raises(ChangedMeanwhile):
        async with application.work(amina) as work:
            await transfer(work, key, TO_HOUSING, version=99)
    async with application.work(await the_person(application, receipt)) as work:
        await withdraw(work, key)

    with pytest.raises(NotOpen):
        await passed(application, receipt, TO_HOUSING, by=amina)


async def test_passed_on_and_back_it_tells_each_time(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact())
    housing = await staff(application, bodies=("housing",))
    await passed(application, receipt, TO_HOUSING)
    await passed(application, receipt, TransferDraft("It is a street lamp after all", body="city_works"), by=housing)

    assert (await kinds_of(application, await case_id(application, receipt))).count("case.transferred") == 2
    assert "It is now with: City Works\nWhy: It is a street lamp after all." in last_letter(application)

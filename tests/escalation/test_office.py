"""The office: what it is handed, what it takes up, declines and decides, and that its papers are its own."""

from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select, text, update

from complaints import reads as case_reads
from complaints.actions.converse import note
from complaints.actions.withdraw import withdraw
from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.domain.access import SYSTEM, Actor, Role
from complaints.domain.case import NoSuchCase
from complaints.kernel.journal import JournalRow, entries, first_break
from complaints.kernel.keys import Keyring
from complaints.kernel.sealing import CannotOpen, open_with
from complaints.schemas.drafts import FindingDraft, IssueDraft
from complaints.tables import MessageRow, SubjectRow
from escalation import reads
from escalation.actions.admit import admit
from escalation.actions.decide import decide
from escalation.actions.decline import decline
from escalation.actions.define import define
from escalation.actions.escalate import ask_next
from escalation.actions.open_file import open_file
from escalation.actions.papers import NoOfficeKey, read_papers, write_paper
from escalation.actions.respond import answer_back
from escalation.domain.admissibility import NotInThisState
from escalation.domain.handover import address, canonical
from escalation.domain.ladder import NoFurtherStep
from escalation.schemas import DecisionDraft, PaperDraft
from escalation.tables import HandOverRow, PaperRow
from standards.errors import Conflict, Invalid
from tests.escalation.steps import (
    ALL_YES,
    answered,
    at_the_office,
    case_of,
    decided,
    journal_of,
    kinds_of,
)
from tests.play import case_id, contact, lodge_one, staff, the_person

CANARY = "the-depot-log-was-rewritten-on-the-ninth"


async def test_the_office_is_handed_the_case_as_it_stood_under_its_address(application: Application) -> None:
    key = await at_the_office(application)

    async with application.work(SYSTEM, reading=True) as work:
        given = (await work.session.scalars(select(HandOverRow).where(HandOverRow.case_id == key))).one()
        now = await reads.snapshot(work.session, key, 3)
    entry = next(entry for entry in await journal_of(application, key) if entry.kind == "case.handed_over")
    then = msgspec.structs.replace(
        now,
        journal=now.journal[: given.journal_length],
        parts=now.parts
        | {"messages": {name: one for name, one in now.parts["messages"].items() if name != "escalated:3"}},
    )
    assert given.content_hash == entry.payload["content"] == address(canonical(then))


async def test_what_was_handed_over_is_sealed_and_opens_for_the_office_only(application: Application) -> None:
    key = await at_the_office(application)

    async with application.work(SYSTEM, reading=True) as work:
        given = (await work.session.scalars(select(HandOverRow))).one()
    assert b"The bins were not emptied" not in given.sealed
    with pytest.raises(CannotOpen):
        open_with(application.keys.vault, given.sealed, b"hand-over:" + key.bytes)


async def test_later_changes_show_as_differences(application: Application, office: Actor) -> None:
    key = await at_the_office(application)
    async with application.work(office, reading=True) as work:
        before = (await open_file(work, key)).hand_over

    async with application.work(await staff(application)) as work:
        await note(work, key, "We should say that the lorry came.")
        await work.session.execute(
            update(MessageRow).where(MessageRow.key == "receipt:1").values(body="We never promised a date.")
        )

    async with application.work(office, reading=True) as work:
        after = (await open_file(work, key)).hand_over
    assert (before.holds, before.broken_at, before.differences) == (True, None, [])
    assert (after.holds, after.broken_at) == (True, None)
    assert [(found.part, found.change.value, found.after) for found in after.differences if found.field == "body"] == [
        ("messages", "changed", "We never promised a date.")
    ]
    assert [found.after["body"] for found in after.differences if found.change == "added"] == [
        "We should say that the lorry came."
    ]


async def test_a_rewritten_journal_is_named_with_its_first_bad_entry(application: Application, office: Actor) -> None:
    key = await at_the_office(application)

    async with application.work(SYSTEM) as work:
        rewritten = update(JournalRow).where(JournalRow.chain == key, JournalRow.position == 1)
        await work.session.execute(rewritten.values(payload={"kind": "compliment"}))

    async with application.work(office, reading=True) as work:
        assert (await open_file(work, key)).hand_over.broken_at == 1


async def test_without_the_offices_key_the_file_stays_locked(application: Application, office: Actor) -> None:
    key = await at_the_office(application)
    application.keys = Keyring(application.keys.master, application.keys.office_public)

    async with application.work(office) as work:
        await write_paper(work, key, PaperDraft("Sealed all the same", CANARY))
        file = await open_file(work, key)
        with pytest.raises(NoOfficeKey):
            await read_papers(work, key)
    assert (file.hand_over.locked, file.hand_over.holds, file.papers) == (True, False, [])


async def test_papers_open_for_the_office_and_stand_on_its_own_chain(application: Application, office: Actor) -> None:
    key = await at_the_office(application)
    before = await kinds_of(application, key)

    async with application.work(office) as work:
        await write_paper(work, key, PaperDraft("First thoughts", CANARY))

    async with application.work(office, reading=True) as work:
        [paper] = await read_papers(work, key)
        review = await reads.review(work.session, key)
        own = await entries(work.session, review.journal_id)
    assert (paper.title, paper.words) == ("First thoughts", CANARY)
    assert await kinds_of(application, key) == before
    assert [entry.kind for entry in own] == ["review.opened", "paper.written"]
    assert first_break(own) is None


async def test_nobody_finds_a_paper_in_the_database(application: Application, database_url: str, office: Actor) -> None:
    key = await at_the_office(application)
    async with application.work(office) as work:
        await write_paper(work, key, PaperDraft(f"Title {CANARY}", f"Words {CANARY}"))

    async with application.work(SYSTEM, reading=True) as work:
        paper = (await work.session.scalars(select(PaperRow))).one()
        dump = [
            str(row)
            for table in ("papers", "journal", "jobs", "messages", "reviews", "hand_overs")
            for row in await work.session.execute(text(f"SELECT * FROM {table}"))
        ]
    assert CANARY.encode() not in paper.sealed
    assert not [row for row in dump if CANARY in row]
    if database_url.startswith("sqlite"):
        file = Path(database_url.partition("///")[2])
        raw = b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))
        assert CANARY.encode() not in raw
        assert b"bins were not emptied" in raw


@pytest.mark.parametrize("role", [Role.OFFICER, Role.REVIEWER, Role.ADMINISTRATOR, Role.COUNCILLOR])
async def test_nobody_else_reads_or_writes_papers_or_decides(application: Application, role: Role) -> None:
    key = await at_the_office(application)
    somebody = await staff(application, role)

    for doing in (
        lambda work: read_papers(work, key),
        lambda work: write_paper(work, key, PaperDraft("Mine", "Mine")),
        lambda work: open_file(work, key),
        lambda work: admit(work, key, ALL_YES, "Bins"),
        lambda work: decline(work, key, "court", "No."),
        lambda work: decide(work, key, DecisionDraft("No.")),
    ):
        with pytest.raises(NoSuchCase):
            async with application.work(somebody) as work:
                await doing(work)


async def test_the_office_does_not_see_what_has_not_reached_it(application: Application, office: Actor) -> None:
    key = await case_id(application, await lodge_one(application))

    with pytest.raises(NoSuchCase):
        async with application.work(office, reading=True) as work:
            await open_file(work, key)


async def test_whoever_decided_it_before_does_not_decide_it_in_the_office(application: Application) -> None:
    receipt = await lodge_one(application)
    key = await case_id(application, receipt)
    officer, reviewer = await staff(application), await staff(application, Role.REVIEWER)
    for handler in (officer, reviewer):
        await answered(application, key, handler)
        async with application.work(await the_person(application, receipt)) as work:
            await ask_next(work, key)
    moved = Actor(Role.OMBUDSPERSON, officer.id, officer.name)

    with pytest.raises(NoSuchCase):
        async with application.work(moved) as work:
            await admit(work, key, ALL_YES, "Bins")


async def test_a_complaint_about_the_office_does_not_exist_for_it(application: Application, office: Actor) -> None:
    key = await at_the_office(application)
    async with application.work(office, reading=True) as work:
        assert (await reads.docket_counts(work.session, office))["new"] == 1

    async with application.work(SYSTEM) as work:
        work.session.add(SubjectRow(case_id=key, staff_id=office.id, relation="subject"))

    async with application.work(office, reading=True) as work:
        assert (await reads.docket_counts(work.session, office))["new"] == 0
        assert await reads.docket(work.session, office, "new") == []
        with pytest.raises(NoSuchCase):
            await open_file(work, key)


async def test_taking_up_keeps_the_answers_sealed_and_tells_the_person(application: Application, office: Actor) -> None:
    key = await at_the_office(application, await lodge_one(application, contact=contact()))

    async with application.work(office) as work:
        await admit(work, key, ALL_YES | {"in_time": "excused"}, "Whether the bins were emptied.")
    await drain(application)

    case = await case_of(application, key)
    assert (case.state, case.handler) == ("accepted", office.id)
    async with application.work(office, reading=True) as work:
        assert "in time? excused" in (await read_papers(work, key))[0].words
    assert "Whether the bins were emptied." in application.post_office.letters[-1].body


async def test_taking_up_needs_every_answer_and_what_will_be_looked_at(application: Application, office: Actor) -> None:
    key = await at_the_office(application)

    for answers, understanding in (({}, "Bins"), (ALL_YES | {"matter": "no"}, "Bins"), (ALL_YES, " ")):
        with pytest.raises(Invalid):
            async with application.work(office) as work:
                await admit(work, key, answers, understanding)

    assert (await case_of(application, key)).state == "received"


async def test_declining_needs_a_ground_of_the_charter_and_reasons(application: Application, office: Actor) -> None:
    key = await at_the_office(application)

    for ground, reasons, field in (("boring", "No.", "ground"), ("court", " ", "reasons")):
        with pytest.raises(Invalid) as refused:
            async with application.work(office) as work:
                await decline(work, key, ground, reasons)
        assert refused.value.faults[0].path == field


async def test_a_declined_case_is_over_and_the_person_reads_why(application: Application, office: Actor) -> None:
    receipt = await lodge_one(application, contact=contact())
    key = await at_the_office(application, receipt)

    async with application.work(office) as work:
        await decline(work, key, "court", "The court of Calder Bay decided this in May.")
    await drain(application)

    case = await case_of(application, key)
    assert (case.state, case.due_at, case.outcome) == ("closed", None, None)
    assert "The court of Calder Bay decided this in May." in application.post_office.letters[-1].body
    with pytest.raises(NoFurtherStep):
        async with application.work(await the_person(application, receipt)) as work:
            await ask_next(work, key)


async def test_too_early_stays_with_the_office_and_the_body_answers(application: Application, office: Actor) -> None:
    receipt = await lodge_one(application, contact=contact())
    key = await at_the_office(application, receipt)
    officer = await staff(application)

    async with application.work(office) as work:
        await decline(work, key, "too_early", "City Works has not had its time.")
    async with application.work(officer, reading=True) as work:
        assert [row.reference for row in await reads.referred_to(work.session, officer)] == [receipt.reference]
    async with application.work(officer) as work:
        await answer_back(work, key, "We will come on Monday.")
    with pytest.raises(NotInThisState):
        async with application.work(officer) as work:
            await answer_back(work, key, "We will come on Tuesday.")

    case = await case_of(application, key)
    assert (case.tier, case.stage_no, case.state) == ("ombudsperson", 3, "accepted")
    assert case.due_at is not None
    async with application.work(office) as work:
        assert (await reads.docket(work.session, office, "referred_back"))[0].body_answered_at is not None
        await admit(work, key, ALL_YES, "Whether they came on Monday.")


async def test_deciding_leaves_the_earlier_findings_as_they_were(application: Application, office: Actor) -> None:
    receipt = await lodge_one(application)
    key = await case_id(application, receipt)
    for handler in (await staff(application), await staff(application, Role.REVIEWER)):
        await answered(application, key, handler)
        async with application.work(await the_person(application, receipt)) as work:
            await ask_next(work, key)

    async with application.work(office) as work:
        await admit(work, key, ALL_YES, "Bins")
        outcome = await decide(work, key, DecisionDraft("It was not.", [FindingDraft(1, "upheld", "The log says so.")]))

    async with application.work(SYSTEM, reading=True) as work:
        view = await case_reads.case_for_staff(work.session, key)
    assert outcome == "upheld"
    assert [(found.stage_no, found.outcome) for found in view.issues[0].findings] == [
        (1, "not_upheld"),
        (2, "not_upheld"),
        (3, "upheld"),
    ]
    entry = (await journal_of(application, key))[-1]
    assert (entry.kind, entry.payload) == ("review.decided", {"outcome": "upheld", "issues": 1, "upheld": 1})


async def test_every_point_needs_a_finding_before_the_office_decides(application: Application, office: Actor) -> None:
    key = await at_the_office(application)
    async with application.work(office) as work:
        await admit(work, key, ALL_YES, "Bins")
        await define(work, key, [IssueDraft("One.", "delay"), IssueDraft("Two.", "conduct")])

    with pytest.raises(Conflict, match="Every point needs a finding"):
        async with application.work(office) as work:
            await decide(work, key, DecisionDraft("Half.", [FindingDraft(1, "upheld", "Yes.")]))

    assert (await case_of(application, key)).state == "accepted"


async def test_what_the_person_stopped_is_not_taken_up(application: Application, office: Actor) -> None:
    receipt = await lodge_one(application)
    key = await at_the_office(application, receipt)
    async with application.work(await the_person(application, receipt)) as work:
        await withdraw(work, key)

    with pytest.raises(NotInThisState):
        async with application.work(office) as work:
            await admit(work, key, ALL_YES, "Bins")


async def test_a_decided_case_cannot_be_decided_or_declined_again(application: Application, office: Actor) -> None:
    key = await at_the_office(application)
    await decided(application, key, office)

    for doing in (
        lambda work: decline(work, key, "court", "No."),
        lambda work: admit(work, key, ALL_YES, "Bins"),
        lambda work: decide(work, key, DecisionDraft("No.", [FindingDraft(1, "not_upheld", "No.")])),
    ):
        with pytest.raises(NotInThisState):
            async with application.work(office) as work:
                await doing(work)

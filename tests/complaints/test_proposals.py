"""A charter is proposed by one person and adopted by another; what was adopted never changes."""

import asyncio
import hashlib
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from complaints import reads
from complaints.actions.adopt import adopt, adopt_proposal, decline
from complaints.actions.dismiss import dismiss, readmit
from complaints.actions.propose import begin, keep, move, propose, put_forward, withdraw
from complaints.app.boundary import Application
from complaints.domain.access import SYSTEM, Actor
from complaints.domain.proposals import (
    CharterChanged,
    NoSuchProposal,
    NotInThisState,
    OwnProposal,
    ProposalChanged,
    State,
)
from complaints.kernel import ledger
from complaints.kernel.charters import CharterRow
from complaints.kernel.journal import check_all
from complaints.schemas import CaseView
from standards.charter import charter_hash
from standards.charter_changes import changes
from standards.errors import CaseworkError, Conflict, Invalid, NotAllowed
from tests.complaints.charters import APRIL, OLD, TODAY, administrator, adopted, praised, put, seen, shorter
from tests.play import MONDAY, case_id, lodge_one, staff


@pytest.fixture
async def ada(application: Application) -> Actor:
    return await administrator(application, "ada")


@pytest.fixture
async def ben(application: Application) -> Actor:
    return await administrator(application, "ben")


async def shown(application: Application, key: UUID) -> CaseView:
    async with application.work(SYSTEM, reading=True) as work:
        return await reads.case_for_staff(work.session, key)


class TestAdoption:
    async def test_takes_two_people(self, application: Application, ada: Actor, ben: Actor) -> None:
        proposal = await put(application, ada, shorter(), APRIL)
        async with application.work(ada) as work:
            with pytest.raises(OwnProposal):
                await adopt_proposal(work, proposal.id, version=proposal.version)

        row = await adopted(application, ben, proposal)

        assert (row.version, row.document, row.hash) == (2, shorter(), hashlib.sha256(shorter().encode()).hexdigest())
        assert (row.proposed_by, row.adopted_by) == (ada.label, ben.label)
        # Midnight in the town, where summer time has begun.
        assert row.effective_at == datetime(2026, 3, 31, 23, tzinfo=UTC)

    async def test_happens_once(self, application: Application, ada: Actor, ben: Actor) -> None:
        proposal = await put(application, ada, shorter())
        await adopted(application, ben, proposal)

        async with application.work(ben) as work:
            with pytest.raises(NotInThisState, match="adopted already"):
                await adopt_proposal(work, proposal.id, version=proposal.version)

    async def test_pressed_by_two_at_once_makes_one_version(
        self, application: Application, ada: Actor, ben: Actor
    ) -> None:
        cay = await administrator(application, "cay")
        proposal = await put(application, ada, shorter())

        async def press(who: Actor) -> object:
            try:
                return (await adopted(application, who, proposal)).version
            except CaseworkError as refused:
                return type(refused)

        outcomes = await asyncio.gather(press(ben), press(cay))

        assert sorted(map(str, outcomes)) == ["2", str(NotInThisState)]
        async with application.work(SYSTEM, reading=True) as work:
            assert (await work.session.scalars(select(CharterRow.version))).all() == [1, 2]

    async def test_binds_what_was_seen(self, application: Application, ada: Actor, ben: Actor) -> None:
        proposal = await put(application, ada, shorter())

        async with application.work(ben) as work:
            with pytest.raises(ProposalChanged):
                await adopt_proposal(work, proposal.id, version=proposal.version - 1)

    async def test_with_a_day_that_has_begun_takes_effect_at_once(
        self, application: Application, ada: Actor, ben: Actor
    ) -> None:
        proposal = await put(application, ada, shorter(), TODAY)

        assert (await adopted(application, ben, proposal)).effective_at == MONDAY

    async def test_needs_both_to_be_administrators_still(
        self, application: Application, ada: Actor, ben: Actor
    ) -> None:
        cay = await administrator(application, "cay")
        proposal = await put(application, ada, shorter())
        async with application.work(cay) as work:
            await dismiss(work, ben.id)
            await dismiss(work, ada.id)

        async with application.work(ben) as work:
            with pytest.raises(NotAllowed, match="active administrator"):
                await adopt_proposal(work, proposal.id, version=proposal.version)
        async with application.work(cay) as work:
            with pytest.raises(Conflict, match="no administrator any more"):
                await adopt_proposal(work, proposal.id, version=proposal.version)
            await readmit(work, ada.id)
            assert (await adopt_proposal(work, proposal.id, version=proposal.version)).version == 2

    async def test_is_for_administrators(self, application: Application, ada: Actor) -> None:
        proposal = await put(application, ada, shorter())
        officer = await staff(application)

        for step in (begin, lambda work: adopt_proposal(work, proposal.id, version=proposal.version)):
            async with application.work(officer) as work:
                with pytest.raises(NotAllowed) as refused:
                    await step(work)
            assert not refused.value.open

    async def test_of_a_document_outside_a_proposal_is_refused_with_the_way_to_go(
        self, application: Application, ada: Actor
    ) -> None:
        async with application.work(ada) as work:
            with pytest.raises(NotAllowed, match="one proposes it, and somebody else adopts") as refused:
                await adopt(work, shorter())

        assert refused.value.open

    async def test_of_a_document_that_was_a_version_before_is_refused(
        self, application: Application, ada: Actor, ben: Actor
    ) -> None:
        await adopted(application, ben, await put(application, ada, shorter()))

        async with application.work(ada) as work:
            with pytest.raises(Conflict, match="adopted before, as version 1"):
                await propose(work, OLD, why="Back to what was.", effective_on=None)

    async def test_does_not_overtake_a_version_that_takes_effect_later(
        self, application: Application, ada: Actor, ben: Actor
    ) -> None:
        await adopted(application, ben, await put(application, ada, shorter(), APRIL))

        for on in (None, APRIL - timedelta(days=1)):
            async with application.work(ada) as work:
                with pytest.raises(Invalid) as refused:
                    await propose(work, praised(shorter()), why="So.", effective_on=on)
            assert "The newest version takes effect on 2026-04-01." in refused.value.faults[0].message
        async with application.work(ada) as work:
            key = await propose(work, praised(shorter()), why="So.", effective_on=APRIL)
        row = await adopted(application, ben, await seen(application, key))

        assert row.effective_at == datetime(2026, 3, 31, 23, tzinfo=UTC)
        async with application.work(SYSTEM, now=datetime(2026, 4, 1, 9, tzinfo=UTC), reading=True) as work:
            assert work.charter.version == 3


class TestAnotherVersionInBetween:
    async def test_stops_the_adoption_until_the_proposal_is_moved_onto_it(
        self, application: Application, ada: Actor, ben: Actor
    ) -> None:
        stale = await put(application, ada, shorter())
        await adopted(application, ada, await put(application, ben, praised()))

        async with application.work(ben) as work:
            with pytest.raises(CharterChanged, match="The charter changed since; look at the difference again"):
                await adopt_proposal(work, stale.id, version=stale.version)
        async with application.work(ada) as work:
            assert await move(work, stale.id, version=stale.version) == 0

        moved = await seen(application, stale.id)
        assert (moved.state, moved.document) == ("draft", shorter(praised()))
        async with application.work(ada) as work:
            await put_forward(work, moved.id, why="So.", effective_on=None, version=moved.version)
        row = await adopted(application, ben, await seen(application, moved.id))
        assert (row.version, row.document) == (3, shorter(praised()))

    async def test_keeps_the_proposals_own_lines_where_both_changed_the_same(
        self, application: Application, ada: Actor, ben: Actor
    ) -> None:
        stale = await put(application, ada, shorter())
        theirs = OLD.replace('respond = "10 working days"', 'respond = "9 working days"', 1)
        await adopted(application, ada, await put(application, ben, theirs))

        async with application.work(ada) as work:
            assert await move(work, stale.id, version=stale.version) == 1

        assert (await seen(application, stale.id)).document == shorter()

    async def test_stops_a_draft_from_being_put_forward(self, application: Application, ada: Actor, ben: Actor) -> None:
        async with application.work(ada) as work:
            key = await begin(work)
            version = await keep(work, key, shorter(), version=1)
        cay = await administrator(application, "cay")
        await adopted(application, cay, await put(application, ben, praised()))

        async with application.work(ada) as work:
            with pytest.raises(CharterChanged):
                await put_forward(work, key, why="So.", effective_on=None, version=version)

    async def test_that_never_was_gives_nothing_to_move_onto(self, application: Application, ada: Actor) -> None:
        proposal = await put(application, ada, shorter())

        async with application.work(ada) as work:
            with pytest.raises(NotInThisState, match="version 1 already"):
                await move(work, proposal.id, version=proposal.version)


class TestWhatElseMayBecomeOfAProposal:
    async def test_somebody_else_declines_it_with_a_reason(
        self, application: Application, ada: Actor, ben: Actor
    ) -> None:
        proposal = await put(application, ada, shorter())
        async with application.work(ben) as work:
            with pytest.raises(Invalid):
                await decline(work, proposal.id, " ", proposal.version)
            await decline(work, proposal.id, "Eight days are too few.", proposal.version)

        after = await seen(application, proposal.id)
        assert (after.state, after.decision, after.decider_name) == ("declined", "Eight days are too few.", "Ben")

    async def test_nobody_declines_their_own(self, application: Application, ada: Actor) -> None:
        proposal = await put(application, ada, shorter())

        async with application.work(ada) as work:
            with pytest.raises(OwnProposal):
                await decline(work, proposal.id, "No.", proposal.version)

    async def test_who_proposed_it_takes_it_back_with_a_reason(
        self, application: Application, ada: Actor, ben: Actor
    ) -> None:
        proposal = await put(application, ada, shorter())
        async with application.work(ben) as work:
            with pytest.raises(NoSuchProposal):
                await withdraw(work, proposal.id, "No.", proposal.version)
        async with application.work(ada) as work:
            with pytest.raises(Invalid):
                await withdraw(work, proposal.id, "", proposal.version)
            await withdraw(work, proposal.id, "A typing error.", proposal.version)

        async with application.work(ben) as work:
            with pytest.raises(NotInThisState, match="withdrawn already"):
                await adopt_proposal(work, proposal.id, version=proposal.version)

    async def test_its_text_does_not_change_any_more(self, application: Application, ada: Actor) -> None:
        proposal = await put(application, ada, shorter())

        async with application.work(ada) as work:
            with pytest.raises(NotInThisState, match="put forward already"):
                await keep(work, proposal.id, praised(), version=proposal.version)


async def test_every_step_stands_on_the_ledger_and_the_chain_holds(
    application: Application, ada: Actor, ben: Actor
) -> None:
    first = await put(application, ada, shorter())
    async with application.work(ben) as work:
        await decline(work, first.id, "Too few.", first.version)
    second = await put(application, ada, praised())
    async with application.work(ada) as work:
        await withdraw(work, second.id, "A typing error.", second.version)
    third = await put(application, ada, shorter(praised()), APRIL)
    await adopted(application, ben, third)

    async with application.work(SYSTEM, reading=True) as work:
        entries = await ledger.entries(work.session, ledger.CHARTER)
        found = await check_all(work.session)
    assert found.broken == ()
    assert [entry.kind for entry in entries] == [
        "charter.adopted",
        "charter.proposed",
        "charter.declined",
        "charter.proposed",
        "charter.withdrawn",
        "charter.proposed",
        "charter.adopted",
    ]
    proposed, last = entries[-2].payload or {}, entries[-1].payload or {}
    assert proposed["hash"] == last["hash"] == third.hash
    assert (proposed["effective_on"], proposed["changes"], last["changes"]) == ("2026-04-01", 2, 2)
    assert (entries[-2].actor, entries[-1].actor) == (ada.label, ben.label)
    assert (last["version"], last["proposal"], last["base"]) == (2, str(third.id), 1)


async def test_a_case_keeps_the_dates_it_began_with_and_a_later_one_gets_the_new_ones(
    application: Application, ada: Actor, ben: Actor
) -> None:
    before = await lodge_one(application, service="street_lighting", at=datetime(2026, 3, 31, 9, tzinfo=UTC))
    row = await adopted(application, ben, await put(application, ada, shorter(), APRIL))
    last = await lodge_one(application, service="street_lighting", at=datetime(2026, 3, 31, 10, tzinfo=UTC))
    after = await lodge_one(application, service="street_lighting", at=datetime(2026, 4, 1, 9, tzinfo=UTC))

    answers, charters, versions = [], [], []
    for receipt in (before, last, after):
        case = await shown(application, await case_id(application, receipt))
        clock = next(clock for clock in case.clocks if clock.kind == "respond")
        answers.append(clock.due.date())
        versions.append(clock.version)
        charters.append(case.timeline[0].facts["charter"])
    # Good Friday and Easter Monday lie between.
    assert answers == [date(2026, 4, 16), date(2026, 4, 16), date(2026, 4, 15)]
    assert versions == [1, 1, 2]
    assert charters == [charter_hash(OLD), charter_hash(OLD), row.hash]


async def test_what_differs_from_a_version_is_told_of_the_stored_documents(
    application: Application, ada: Actor, ben: Actor
) -> None:
    await adopted(application, ben, await put(application, ada, shorter(), APRIL))

    async with application.work(SYSTEM, reading=True) as work:
        one, two = work.charters.history()
    assert [change.path for change in changes(one.charter, two.charter)] == ["stages.stage_1.respond"]


def test_a_state_says_whether_something_may_still_become_of_it() -> None:
    assert [state.value for state in State if state.is_open] == ["draft", "proposed"]

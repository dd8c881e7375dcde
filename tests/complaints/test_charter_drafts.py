"""A draft of a charter: one for each author, kept with all its faults, put forward without them."""

from datetime import date, timedelta

import pytest

from complaints.actions.adopt import decline
from complaints.actions.propose import begin, keep, put_forward, withdraw
from complaints.app.boundary import Application
from complaints.domain.access import Actor
from complaints.domain.proposals import NoSuchProposal, ProposalChanged
from complaints.reads import proposals as reads
from standards.errors import Invalid
from tests.complaints.charters import OLD, TODAY, administrator, on_the_ledger, praised, put, seen, shorter


@pytest.fixture
async def ada(application: Application) -> Actor:
    return await administrator(application, "ada")


@pytest.fixture
async def ben(application: Application) -> Actor:
    return await administrator(application, "ben")


class TestADraft:
    async def test_begins_with_the_text_of_the_newest_charter(self, application: Application, ada: Actor) -> None:
        async with application.work(ada) as work:
            draft = await reads.proposal(work.session, await begin(work))

        assert (draft.document, draft.state, draft.author_name) == (OLD, "draft", "Ada")

    async def test_is_the_only_one_of_its_author(self, application: Application, ada: Actor, ben: Actor) -> None:
        keys = []
        for who in (ada, ada, ben):
            async with application.work(who) as work:
                keys.append(await begin(work))

        assert keys[0] == keys[1] != keys[2]

    async def test_keeps_a_text_with_faults_and_is_put_forward_without_them_only(
        self, application: Application, ada: Actor
    ) -> None:
        faulty = OLD.replace('respond = "10 working days"', 'respond = "10 workdays"', 1)
        async with application.work(ada) as work:
            key = await begin(work)
            version = await keep(work, key, faulty, version=1)

        async with application.work(ada) as work:
            with pytest.raises(Invalid) as refused:
                await put_forward(work, key, why="So.", effective_on=None, version=version)

        (fault,) = refused.value.faults
        line = faulty[: faulty.index("10 workdays")].count("\n") + 1
        assert (fault.path, fault.line) == ("stages.stage_1.respond", line)
        assert (await seen(application, key)).document == faulty

    async def test_that_nobody_can_read_is_a_fault_and_no_failure(self, application: Application, ada: Actor) -> None:
        async with application.work(ada) as work:
            key = await begin(work)
            version = await keep(work, key, f"a = {'[' * 5000}{']' * 5000}", version=1)
            with pytest.raises(Invalid, match="too deep inside each other"):
                await put_forward(work, key, why="So.", effective_on=None, version=version)

    async def test_that_somebody_changed_in_another_window_is_not_overwritten(
        self, application: Application, ada: Actor
    ) -> None:
        async with application.work(ada) as work:
            key = await begin(work)
        async with application.work(ada) as work:
            await keep(work, key, shorter(), version=1)

        async with application.work(ada) as work:
            with pytest.raises(ProposalChanged):
                await keep(work, key, praised(), version=1)

        assert (await seen(application, key)).document == shorter()

    async def test_is_nobody_elses_business(self, application: Application, ada: Actor, ben: Actor) -> None:
        async with application.work(ada) as work:
            key = await begin(work)

        async with application.work(ben) as work:
            with pytest.raises(NoSuchProposal):
                await keep(work, key, shorter(), version=1)

    @pytest.mark.parametrize(
        ("text", "why", "on", "field"),
        [
            pytest.param(f"{OLD}# a comment\n", "So.", None, "document", id="nothing new"),
            pytest.param(shorter(), "  ", None, "why", id="no reason"),
            pytest.param(shorter(), "So.", TODAY - timedelta(days=1), "effective_on", id="yesterday"),
        ],
    )
    async def test_is_not_put_forward_with(
        self, application: Application, ada: Actor, text: str, why: str, on: date | None, field: str
    ) -> None:
        async with application.work(ada) as work:
            key = await begin(work)
            version = await keep(work, key, text, version=1)

        async with application.work(ada) as work:
            with pytest.raises(Invalid) as refused:
                await put_forward(work, key, why=why, effective_on=on, version=version)

        assert [fault.path for fault in refused.value.faults] == [field]
        assert (await seen(application, key)).state == "draft"

    @pytest.mark.parametrize(
        "text", ["", " \n", "a = 1\x00", "x" * 500_001], ids=["empty", "blank", "a NUL", "too long"]
    )
    async def test_is_a_text_that_can_be_kept(self, application: Application, ada: Actor, text: str) -> None:
        async with application.work(ada) as work:
            key = await begin(work)
            with pytest.raises(Invalid):
                await keep(work, key, text, version=1)

    async def test_that_is_withdrawn_leaves_no_trace_on_the_ledger(self, application: Application, ada: Actor) -> None:
        async with application.work(ada) as work:
            key = await begin(work)
        async with application.work(ada) as work:
            await withdraw(work, key, "", 1)

        assert (await seen(application, key)).state == "withdrawn"
        assert await on_the_ledger(application) == ["charter.adopted"]

    async def test_begins_again_with_the_text_of_one_that_was_declined(
        self, application: Application, ada: Actor, ben: Actor
    ) -> None:
        proposal = await put(application, ada, shorter())
        async with application.work(ben) as work:
            await decline(work, proposal.id, "Eight days are too few.", proposal.version)

        async with application.work(ada) as work:
            draft = await reads.proposal(work.session, await begin(work, proposal.id))

        assert (draft.document, draft.state) == (shorter(), "draft")

"""The clock of an answer stands still where the charter allows it, and goes on with the time it had left."""

import pytest

from complaints import reads
from complaints.actions.acknowledge import acknowledge
from complaints.actions.answer import answer
from complaints.actions.converse import add, note
from complaints.actions.define import define
from complaints.actions.find import find
from complaints.actions.follow import NothingOwed
from complaints.actions.hold import hold, resume
from complaints.actions.reach import ChangedMeanwhile
from complaints.actions.withdraw import withdraw
from complaints.app.boundary import Application
from complaints.domain.access import SYSTEM, Role
from complaints.domain.case import Kind, NoSuchCase
from complaints.domain.course import CannotHold
from complaints.schemas.drafts import FindingDraft, HoldDraft, IssueDraft
from escalation.actions.escalate import ask_next
from escalation.domain.ladder import NotYet
from standards.errors import Invalid
from tests.complaints.moving import ASKED, CONSENT, Answer, an_answer, at, under, waiting
from tests.play import staff

DUE = at("03-16 17:00")


@pytest.fixture
async def case(application: Application) -> Answer:
    return await an_answer(application)


async def answered(case: Answer, when: str) -> None:
    await case.do(define, [IssueDraft("The lamp is out", "no_service")], when=when)
    await case.do(find, [FindingDraft(1, "upheld", "It was.")])
    await case.do(answer, "You are right.")


class TestTheDate:
    async def test_moves_by_the_open_time_that_was_held(self, case: Answer) -> None:
        assert await case.due() == DUE
        await case.do(hold, waiting(), when="03-04 10:00")
        await case.do(resume, when="03-09 10:00")

        assert await case.due() == at("03-19 17:00")

    async def test_stays_where_the_hold_lasted_no_time(self, case: Answer) -> None:
        await case.do(hold, waiting(), when="03-04 10:00")
        await case.do(resume)

        assert await case.due() == DUE

    async def test_stays_where_the_office_was_shut_all_the_while(self, case: Answer) -> None:
        await case.do(hold, waiting(), when="03-06 18:00")
        await case.do(resume, when="03-08 12:00")

        assert await case.due() == DUE

    async def test_is_counted_from_all_holds_of_the_step(self, case: Answer) -> None:
        await case.do(hold, waiting(), when="03-04 10:00")
        await case.do(resume, when="03-06 10:00")
        await case.do(hold, waiting(CONSENT), when="03-11 10:00")
        await case.do(resume, when="03-12 10:00")

        assert await case.due() == at("03-19 17:00")

    async def test_that_was_promised_first_stays_in_the_data(self, case: Answer) -> None:
        await case.do(hold, waiting(), when="03-04 10:00")
        await case.do(resume, when="03-09 10:00")

        first, second = await case.clocks()
        assert (first.promised_at, first.replaced_at, first.fired_at) == (DUE, at("03-09 10:00"), None)
        assert (second.generation, second.promised_at, second.limit) == (2, at("03-19 17:00"), first.limit)

    @pytest.mark.parametrize(
        ("late_changes", "due"),
        [
            pytest.param("move_and_tell", "03-20 17:00", id="which moves dates"),
            pytest.param("keep", "03-19 17:00", id="which leaves dates as they are"),
        ],
    )
    async def test_follows_the_rule_for_a_closed_day_that_came_meanwhile(
        self, case: Answer, late_changes: str, due: str
    ) -> None:
        await case.do(hold, waiting(), when="03-04 10:00")
        await under(
            case.application,
            ('{ every = "06-03", why = "Harbour Day" },', '{ on = 2026-03-10, why = "Flood" },'),
            ('closed_day_added = "move_and_tell"', f'closed_day_added = "{late_changes}"'),
            since=at("03-05 10:00"),
        )
        await case.do(resume, when="03-09 10:00")

        assert await case.due() == at(due)

    async def test_says_why_it_moved(self, case: Answer) -> None:
        await case.do(hold, waiting(), when="03-04 10:00")
        await case.do(resume, when="03-09 10:00")

        [why] = [clock.why for clock in (await case.view()).clocks if clock.kind == "respond" and not clock.stopped_at]
        assert any("Wednesday 4 March 2026 to Monday 9 March 2026" in step and ASKED in step for step in why)


class TestWhileItStandsStill:
    async def test_nothing_is_late_and_nothing_climbs(self, case: Answer) -> None:
        await case.do(acknowledge, "The lamp is out.", when="03-03 10:00")
        await case.do(hold, waiting(), when="03-13 10:00")
        await case.wait("04-01 10:00")

        row = await case.row()
        assert (row.stage_no, row.tier) == (1, "service")
        assert await case.entries("clock.late") == []
        assert (await case.clock()).held_at == at("03-13 10:00")

    async def test_the_promise_to_acknowledge_goes_on(self, case: Answer) -> None:
        await case.do(hold, waiting(), when="03-03 10:00")
        await case.wait("03-06 10:00")

        [late] = await case.entries("clock.late")
        assert late.payload
        assert late.payload["clock"] == "acknowledge"

    async def test_silence_is_still_broken_and_says_that_we_wait(self, case: Answer) -> None:
        await case.do(acknowledge, "The lamp is out.", when="03-03 10:00")
        await case.do(hold, waiting(), when="03-13 10:00")
        await case.wait("03-30 10:00")

        [said] = await case.letters("still_here")
        assert "We are still waiting for what we told you about" in said.body
        assert "We are late" not in said.body

    async def test_the_queue_is_ordered_by_what_still_runs(self, case: Answer) -> None:
        await case.do(acknowledge, "The lamp is out.", when="03-03 10:00")
        await case.do(hold, waiting(), when="03-13 10:00")

        [inform] = [clock for clock in await case.clocks("inform") if clock.stopped_at is None]
        assert (await case.row()).due_at == inform.due_at

    async def test_this_step_owes_no_answer_by_a_day(self, case: Answer) -> None:
        await case.do(hold, waiting(), when="03-04 10:00")

        async with case.application.work(SYSTEM, reading=True) as work:
            assert (await reads.whereabouts(work.session, case.key)).respond_by is None


class TestTheEnd:
    async def test_comes_when_the_person_writes(self, case: Answer) -> None:
        await case.do(hold, waiting(), when="03-04 10:00")
        await case.do(add, "It is number 12.", when="03-07 20:00", by=case.person)

        assert await case.due() == at("03-18 17:00")
        [told] = await case.letters("resumed")
        assert "Thank you for writing to us." in told.body
        assert "You have our answer by Wednesday 18 March 2026. Before, we had said Monday 16 March 2026." in told.body
        assert [clock.stopped_at for clock in await case.clocks("hold")] == [at("03-07 20:00")]

    async def test_comes_by_itself_when_the_limit_is_used_up_and_the_case_stays_open(self, case: Answer) -> None:
        await case.do(acknowledge, "The lamp is out.", when="03-03 10:00")
        await case.do(hold, waiting(), when="03-04 10:00")
        await case.wait("04-01 17:00")
        assert (await case.clock()).held_at is not None
        await case.wait("04-01 17:01")

        # Twenty working days after 4 March; what was left then is left now, and Easter lies in between.
        assert await case.due() == at("04-15 17:00")
        assert (await case.row()).state == "accepted"
        [told] = await case.letters("resumed")
        assert "We have waited as long as we may. We now go on with what we have." in told.body
        [entry] = await case.entries("clock.resumed")
        assert entry.payload
        assert (entry.payload["why"], entry.payload["held_to"]) == (
            "limit",
            at("04-01 17:00").isoformat(),
        )

    async def test_by_itself_does_not_count_the_time_until_somebody_looked(self, case: Answer) -> None:
        await case.do(hold, waiting(), when="03-04 10:00")
        await case.wait("04-09 10:00")

        assert await case.due() == at("04-15 17:00")

    async def test_of_all_holds_together_comes_when_the_limit_is_used_up(self, case: Answer) -> None:
        await case.do(hold, waiting(), when="03-04 10:00")
        await case.do(resume, when="03-09 10:00")
        await case.do(hold, waiting(CONSENT), when="03-11 10:00")

        [_, second] = await case.clocks("hold")
        assert second.due_at == at("04-07 17:00")

    async def test_used_up_leaves_nothing_for_another_hold(self, case: Answer) -> None:
        await case.do(hold, waiting(), when="03-04 10:00")
        await case.wait("04-02 10:00")

        with pytest.raises(CannotHold, match="as long as it may at this step: 20 working days in all"):
            await case.do(hold, waiting())

    async def test_comes_with_the_answer_which_is_in_time(self, case: Answer) -> None:
        await case.do(acknowledge, "The lamp is out.", when="03-03 10:00")
        await case.do(hold, waiting(), when="03-12 10:00")
        await answered(case, "03-20 10:00")

        assert [clock.stopped_at is None for kind in ("respond", "hold") for clock in await case.clocks(kind)] == [
            False,
            False,
            False,
        ]
        assert (await case.clocks())[-1].due_at == at("03-24 17:00")
        [entry] = await case.entries("clock.resumed")
        assert entry.payload
        assert entry.payload["why"] == "answered"
        assert await case.letters("resumed") == []
        assert await case.wait("05-20 10:00") == 0

    async def test_comes_when_the_person_stops_the_case(self, case: Answer) -> None:
        await case.do(hold, waiting(), when="03-04 10:00")
        await case.do(withdraw, "It is fine now", by=case.person)

        assert [clock.stopped_at is None for clock in await case.clocks("hold")] == [False]
        assert await case.wait("05-20 10:00") == 0

    async def test_comes_when_the_person_goes_on_to_the_next_step(self, case: Answer) -> None:
        await case.do(hold, waiting(), when="03-04 10:00")
        with pytest.raises(NotYet):
            await case.do(ask_next, "Too long", when="03-16 16:00", by=case.person)
        await case.do(ask_next, "Too long", when="03-17 10:00", by=case.person)

        assert (await case.row()).stage_no == 2
        assert [clock.stopped_at is None for clock in await case.clocks("hold")] == [False]
        assert await case.letters("resumed") == []
        assert (await case.clock()).stage_no == 2

    async def test_is_the_officers_only_where_the_clock_stands_still(self, case: Answer) -> None:
        with pytest.raises(CannotHold, match="does not stand still"):
            await case.do(resume)


class TestThePerson:
    async def test_is_told_once_for_each_move_with_both_dates_the_reason_and_the_ombudsperson(
        self, case: Answer
    ) -> None:
        await case.do(hold, waiting(), when="03-04 10:00")
        await case.do(resume, when="03-09 10:00")
        await case.wait("03-09 12:00")

        held, resumed = await case.letters("held", "resumed")
        assert held.body.startswith("Please send us the number on the lamp post.")
        assert "We had said that you have our answer by Monday 16 March 2026." in held.body
        assert "We wait until Wednesday 1 April 2026 at most." in held.body
        assert (
            "You have our answer by Thursday 19 March 2026. Before, we had said Monday 16 March 2026." in resumed.body
        )
        for letter in (held, resumed):
            assert f"{ASKED}." in letter.body
            assert "the Ombudsperson of Calder Bay" in letter.body
            assert "01632 960 700" in letter.body

    async def test_reads_in_the_timeline_what_we_wait_for(self, case: Answer) -> None:
        await case.do(hold, waiting(), when="03-04 10:00")

        [entry] = [one for one in (await case.view()).timeline if one.kind == "clock.held"]
        until = at("04-01 17:00").isoformat()
        assert entry.facts == {"clock": "respond", "reason": ASKED, "until": until, "words": waiting().words}


class TestRefused:
    async def test_where_the_charter_names_no_reason(self, application: Application) -> None:
        await under(application, (f'holds = ["{ASKED}", "{CONSENT}"]', "holds = []"))
        case = await an_answer(application)

        with pytest.raises(CannotHold, match="The charter does not let the clock stand still"):
            await case.do(hold, waiting(), when="03-04 10:00")

    async def test_a_reason_that_is_not_in_the_charter(self, case: Answer) -> None:
        with pytest.raises(Invalid) as refused:
            await case.do(hold, HoldDraft("We are busy", "Please wait."), when="03-04 10:00")

        assert [fault.path for fault in refused.value.faults] == ["reason"]

    @pytest.mark.parametrize(
        ("when", "says"),
        [
            pytest.param("03-16 09:30", "Only the last day is left", id="on the last day"),
            pytest.param("03-16 17:00", "Only the last day is left", id="at the last moment"),
        ],
    )
    async def test_when_no_time_is_left_to_hold(self, case: Answer, when: str, says: str) -> None:
        with pytest.raises(CannotHold, match=says):
            await case.do(hold, waiting(), when=when)

    async def test_when_the_day_has_passed(self, application: Application) -> None:
        await under(application, ('on_late = "climb"', 'on_late = "tell"'))
        case = await an_answer(application)
        await case.wait("03-16 17:01")

        with pytest.raises(CannotHold, match=r"The day has passed\. Write to the person instead\."):
            await case.do(hold, waiting(), when="03-17 10:00")

    async def test_twice_at_once(self, case: Answer) -> None:
        await case.do(hold, waiting(), when="03-04 10:00")

        with pytest.raises(CannotHold, match="stands still already"):
            await case.do(hold, waiting())

    @pytest.mark.parametrize("kind", [Kind.COMPLIMENT, Kind.SUGGESTION, Kind.ENQUIRY])
    async def test_for_anything_but_a_complaint(self, application: Application, kind: Kind) -> None:
        case = await an_answer(application, kind=kind)

        with pytest.raises(NothingOwed):
            await case.do(hold, waiting(), when="03-03 10:00")

    async def test_once_the_answer_has_gone(self, case: Answer) -> None:
        await answered(case, "03-04 10:00")

        with pytest.raises(NothingOwed):
            await case.do(hold, waiting())

    async def test_to_somebody_who_may_not_handle_it(self, case: Answer) -> None:
        reviewer = await staff(case.application, Role.REVIEWER, username="rita")
        for stranger in (reviewer, case.person):
            with pytest.raises(NoSuchCase):
                await case.do(hold, waiting(), by=stranger)

    async def test_on_a_page_that_is_out_of_date(self, case: Answer) -> None:
        version = (await case.row()).journal_length
        await case.do(note, "Ask the depot.")

        for action, args in ((hold, (waiting(),)), (resume, ())):
            with pytest.raises(ChangedMeanwhile):
                await case.do(action, *args, version=version)
        assert (await case.clock()).held_at is None

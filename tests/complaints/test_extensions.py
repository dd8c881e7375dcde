"""An answer takes longer where the charter allows it: for its reasons, within its cap, and the person is told."""

from random import Random

import pytest

from complaints.actions.acknowledge import acknowledge
from complaints.actions.converse import add, note
from complaints.actions.extend import extend, grant, refuse
from complaints.actions.hold import hold, resume
from complaints.actions.name_subject import name_subject
from complaints.actions.reach import ChangedMeanwhile
from complaints.app.boundary import Application
from complaints.domain.access import Actor, Role
from complaints.domain.case import NoSuchCase
from complaints.domain.course import CannotExtend, CannotHold
from standards.errors import Invalid, NotAllowed
from tests.complaints.moving import ASKED, AWAY, LOOK, Answer, an_answer, at, more, under, waiting
from tests.play import staff

DUE = at("03-16 17:00")
CAP = 'most = "10 working days"\ntimes = 1'
SECOND = (CAP, f'{CAP}\napprover = "second"')
TWICE = (CAP, 'most = "10 working days"\ntimes = 2')
FROM_TODAY = (CAP, f'{CAP}\ncounts_from = "granted"')


@pytest.fixture
async def case(application: Application) -> Answer:
    return await an_answer(application)


class TestTheDate:
    async def test_moves_by_the_amount(self, case: Answer) -> None:
        granted = await case.do(extend, more("5 working days"), when="03-10 10:00")

        assert granted is True
        assert await case.due() == at("03-23 17:00")

    async def test_moves_to_the_last_day_that_was_chosen(self, case: Answer) -> None:
        await case.do(extend, more(None, until="03-20"), when="03-10 10:00")

        assert await case.due() == at("03-20 17:00")
        [row] = await case.extensions()
        assert (row.by, row.state) == ("4 working days", "granted")

    async def test_moves_to_the_chosen_day_after_a_hold_too(self, case: Answer) -> None:
        await case.do(hold, waiting(), when="03-04 10:00")
        await case.do(resume, when="03-09 10:00")
        await case.do(extend, more(None, until="03-24"), when="03-10 10:00")

        assert await case.due() == at("03-24 17:00")

    async def test_counts_from_the_day_it_was_granted_where_the_charter_says_so(self, application: Application) -> None:
        await under(application, FROM_TODAY)
        case = await an_answer(application)
        await case.do(extend, more("10 working days"), when="03-10 10:00")

        assert await case.due() == at("03-24 17:00")

    async def test_keeps_what_was_granted_when_it_stands_still_afterwards(self, application: Application) -> None:
        await under(application, FROM_TODAY)
        case = await an_answer(application)
        await case.do(extend, more("10 working days"), when="03-10 10:00")
        await case.do(hold, waiting(), when="03-12 10:00")
        await case.do(resume, when="03-27 10:00")

        # Eleven working days held after 24 March, with Easter in between.
        assert await case.due() == at("04-10 17:00")

    async def test_that_was_promised_first_stays_in_the_data(self, case: Answer) -> None:
        await case.do(extend, more("5 working days"), when="03-10 10:00")

        first, second = await case.clocks()
        assert (first.promised_at, first.due_at, first.replaced_at) == (DUE, DUE, at("03-10 10:00"))
        assert second.promised_at == at("03-23 17:00")

    async def test_fires_only_when_the_new_one_has_passed(self, case: Answer) -> None:
        await case.do(acknowledge, "The lamp is out.", when="03-03 10:00")
        await case.do(extend, more("5 working days"), when="03-10 10:00")
        await case.wait("03-23 16:59")
        assert await case.entries("clock.late") == []
        await case.wait("03-23 17:01")

        [late] = await case.entries("clock.late")
        assert (late.payload or {})["due_at"] == at("03-23 17:00").isoformat()
        assert (await case.row()).stage_no == 2

    async def test_takes_its_reminder_with_it(self, case: Answer) -> None:
        await case.wait("03-12 12:00")
        assert (await case.clock()).remind_level == 1
        await case.do(extend, more("5 working days"))

        # Two working days before Monday 23 March; half of the longer time has passed already.
        clock = await case.clock()
        assert (clock.remind_at, clock.remind_level) == (at("03-19 09:00"), 0)

    async def test_says_why_it_moved(self, case: Answer) -> None:
        await case.do(extend, more("5 working days"), when="03-10 10:00")

        [why] = [clock.why for clock in (await case.view()).clocks if clock.kind == "respond" and not clock.stopped_at]
        assert any("5 working days more" in step and AWAY in step for step in why)


class TestThePerson:
    async def test_is_told_once_with_reason_both_dates_and_the_ombudsperson(self, case: Answer) -> None:
        await case.do(extend, more("5 working days"), when="03-10 10:00")
        await case.wait("03-10 12:00")

        [letter] = await case.letters("extended")
        assert letter.body.startswith("The engineer comes back next week.")
        assert f"We need 5 working days more. The reason is: {AWAY}." in letter.body
        assert "You have our answer by Monday 23 March 2026. Before, we had said Monday 16 March 2026." in letter.body
        assert "the Ombudsperson of Calder Bay" in letter.body
        assert "01632 960 700" in letter.body

    async def test_hears_again_as_soon_as_ever(self, case: Answer) -> None:
        await case.do(extend, more("10 working days"), when="03-10 10:00")

        [inform] = [clock for clock in await case.clocks("inform") if clock.stopped_at is None]
        assert inform.due_at == at("03-24 17:00")

    async def test_reads_in_the_timeline_what_changed(self, case: Answer) -> None:
        await case.do(extend, more("5 working days"), when="03-10 10:00")

        [entry] = [one for one in (await case.view()).timeline if one.kind == "clock.extended"]
        assert entry.facts == {
            "clock": "respond",
            "reason": AWAY,
            "by": "5 working days",
            "counts_from": "due",
            "before": DUE.isoformat(),
            "due": {"respond": at("03-23 17:00").isoformat()},
            "plain_due": at("03-23 17:00").isoformat(),
            "approved_by": "officer",
            "told": True,
        }


class TestRefused:
    @pytest.mark.parametrize(
        ("draft", "field", "says"),
        [
            pytest.param(
                more("11 working days"),
                "by",
                "The charter allows 10 working days more in all at this step. At most 10 working days can be given now:"
                " until Monday 30 March 2026.",
                id="more than the cap",
            ),
            pytest.param(more(None, until="03-31"), "until", "allows 10 working days more in all", id="beyond the cap"),
            pytest.param(more("0 working days"), "by", "not be later than Monday 16 March 2026", id="no time at all"),
            pytest.param(
                more(None, until="03-16"), "until", "not be later than Monday 16 March 2026", id="the same day"
            ),
            pytest.param(
                more(None, until="03-12"), "until", "not be later than Monday 16 March 2026", id="an earlier day"
            ),
            pytest.param(
                more(None, until="03-21"),
                "until",
                "The office is shut on that day. Choose Friday 20 March 2026 or Monday 23 March 2026.",
                id="a closed day",
            ),
            pytest.param(more("3 hours"), "by", "Say it in working days.", id="hours where days are promised"),
            pytest.param(more(None), "by", "Say how much longer you need", id="nothing said"),
            pytest.param(more(until="03-20"), "by", "Say how much longer you need", id="said twice"),
            pytest.param(more(reason="We forgot"), "reason", "one of the reasons in the charter", id="another reason"),
        ],
    )
    async def test_what_the_charter_does_not_allow(self, case: Answer, draft, field, says) -> None:
        with pytest.raises(Invalid) as refused:
            await case.do(extend, draft, when="03-10 10:00")

        [fault] = refused.value.faults
        assert fault.path == field
        assert says in fault.message
        assert await case.extensions() == []
        assert await case.due() == DUE

    async def test_where_the_charter_allows_none(self, application: Application) -> None:
        await under(
            application,
            (
                f'[stages.stage_1.extend]\n{CAP}\nreasons = ["{AWAY}", "{LOOK}", "There are many points to answer"]',
                "",
            ),
        )
        case = await an_answer(application)

        with pytest.raises(CannotExtend, match="does not allow more time at this step"):
            await case.do(extend, more(), when="03-10 10:00")

    async def test_more_often_than_the_charter_allows(self, case: Answer) -> None:
        await case.do(extend, more("2 working days"), when="03-10 10:00")

        with pytest.raises(CannotExtend, match=r"allows more time once at this step\. It was used\."):
            await case.do(extend, more("2 working days"))

    async def test_more_in_all_than_the_charter_allows(self, application: Application) -> None:
        await under(application, TWICE)
        case = await an_answer(application)
        await case.do(extend, more("7 working days"), when="03-10 10:00")
        with pytest.raises(Invalid) as refused:
            await case.do(extend, more("4 working days"))
        assert "At most 3 working days can be given now" in refused.value.faults[0].message
        await case.do(extend, more("3 working days", reason=LOOK))

        assert await case.due() == at("03-30 17:00")
        assert len(await case.letters("extended")) == 2

    async def test_an_earlier_date_than_before(self, application: Application) -> None:
        await under(application, FROM_TODAY)
        case = await an_answer(application)

        with pytest.raises(Invalid) as refused:
            await case.do(extend, more("4 working days"), when="03-10 10:00")
        assert "not be later than Monday 16 March 2026" in refused.value.faults[0].message
        assert await case.due() == DUE

    async def test_when_it_is_late_already(self, application: Application) -> None:
        await under(application, ('on_late = "climb"', 'on_late = "tell"'))
        case = await an_answer(application)

        with pytest.raises(CannotExtend, match="an extension now would only hide that"):
            await case.do(extend, more(), when="03-16 17:01")

    async def test_while_the_clock_stands_still(self, case: Answer) -> None:
        await case.do(hold, waiting(), when="03-04 10:00")

        with pytest.raises(CannotExtend, match="stands still"):
            await case.do(extend, more())

    async def test_on_a_page_that_is_out_of_date(self, case: Answer) -> None:
        version = (await case.row()).journal_length
        await case.do(note, "Ask the depot.")

        with pytest.raises(ChangedMeanwhile):
            await case.do(extend, more(), version=version)


class TestASecondPerson:
    @pytest.fixture
    async def case(self, application: Application) -> Answer:
        await under(application, SECOND)
        case = await an_answer(application)
        assert await case.do(extend, more("5 working days"), when="03-10 10:00") is False
        return case

    async def test_is_asked_and_until_then_the_date_stays_and_nobody_is_told(self, case: Answer) -> None:
        [row] = await case.extensions()

        assert (row.state, row.by, row.asked_by, row.decided_at) == ("asked", "5 working days", case.amina.id, None)
        assert await case.due() == DUE
        assert await case.letters("extended") == []
        assert not [one for one in (await case.view()).timeline if one.kind == "extension.asked"]
        assert len(await case.entries("extension.asked")) == 1

    @pytest.mark.parametrize("role", [Role.REVIEWER, Role.OFFICER])
    async def test_agrees_and_the_date_moves(self, case: Answer, role: Role) -> None:
        second = await staff(case.application, role, username="second")
        [asked] = await case.extensions()
        await case.do(grant, asked.id, when="03-11 10:00", by=second)

        [row] = await case.extensions()
        assert (row.state, row.decided_by, row.decided_at) == ("granted", second.id, at("03-11 10:00"))
        assert await case.due() == at("03-23 17:00")
        [letter] = await case.letters("extended")
        assert letter.body.startswith("The engineer comes back next week.")
        [entry] = await case.entries("clock.extended")
        assert (entry.actor, (entry.payload or {})["approved_by"]) == (second.label, role.value)

    async def test_refuses_with_a_reason_and_the_person_hears_nothing(self, case: Answer) -> None:
        rita = await staff(case.application, Role.REVIEWER, username="rita")
        [asked] = await case.extensions()
        with pytest.raises(Invalid, match="Say why not"):
            await case.do(refuse, asked.id, "", by=rita)
        await case.do(refuse, asked.id, "The engineer is back already.", by=rita)

        [row] = await case.extensions()
        assert (row.state, row.decided_by) == ("refused", rita.id)
        assert await case.due() == DUE
        assert await case.letters("extended") == []
        [entry] = await case.entries("extension.refused")
        assert entry.payload == {"why": "The engineer is back already."}

    async def test_is_never_the_one_who_asked(self, case: Answer) -> None:
        [asked] = await case.extensions()

        with pytest.raises(NotAllowed, match="somebody else has to decide"):
            await case.do(grant, asked.id, by=case.amina)

    @pytest.mark.parametrize(
        ("role", "more"),
        [
            pytest.param(Role.OFFICER, {"units": ("lighting",)}, id="an officer of the unit"),
            pytest.param(Role.OFFICER, {"bodies": ("housing",)}, id="an officer elsewhere"),
            pytest.param(Role.REVIEWER, {"bodies": ("housing",)}, id="a reviewer elsewhere"),
            pytest.param(Role.OMBUDSPERSON, {"bodies": ()}, id="the ombudsperson"),
            pytest.param(Role.ADMINISTRATOR, {"bodies": ()}, id="an administrator"),
        ],
    )
    async def test_is_one_who_may_decide(self, case: Answer, role: Role, more) -> None:
        somebody = await staff(case.application, role, username="somebody", **more)
        [asked] = await case.extensions()

        for action, args in ((grant, ()), (refuse, ("No.",))):
            with pytest.raises(NoSuchCase):
                await case.do(action, asked.id, *args, by=somebody)

    async def test_is_not_somebody_the_complaint_is_about(self, case: Answer) -> None:
        ron = await staff(case.application, Role.REVIEWER, username="ron")
        await case.do(name_subject, ron.id)
        [asked] = await case.extensions()

        with pytest.raises(NoSuchCase):
            await case.do(grant, asked.id, by=ron)

    async def test_decides_once(self, case: Answer) -> None:
        rita = await staff(case.application, Role.REVIEWER, username="rita")
        [asked] = await case.extensions()
        await case.do(grant, asked.id, by=rita)

        for action, args in ((grant, ()), (refuse, ("No.",))):
            with pytest.raises(CannotExtend, match="decided already"):
                await case.do(action, asked.id, *args, by=rita)
        assert len(await case.letters("extended")) == 1

    async def test_is_asked_for_one_extension_at_a_time(self, case: Answer) -> None:
        with pytest.raises(CannotExtend, match="not decided yet"):
            await case.do(extend, more("2 working days"))

    async def test_comes_too_late_once_the_day_has_passed(self, application: Application) -> None:
        await under(application, SECOND, ('on_late = "climb"', 'on_late = "tell"'))
        case = await an_answer(application)
        rita = await staff(application, Role.REVIEWER, username="rita")
        await case.do(extend, more(), when="03-16 10:00")
        [asked] = await case.extensions()

        with pytest.raises(CannotExtend, match="late already"):
            await case.do(grant, asked.id, when="03-16 17:01", by=rita)

    async def test_does_not_move_a_clock_that_stands_still(self, case: Answer) -> None:
        rita = await staff(case.application, Role.REVIEWER, username="rita")
        [asked] = await case.extensions()
        await case.do(hold, waiting())

        with pytest.raises(CannotExtend, match="stands still"):
            await case.do(grant, asked.id, by=rita)

    async def test_decides_about_the_step_it_was_asked_for_only(self, case: Answer) -> None:
        rita: Actor = await staff(case.application, Role.REVIEWER, username="rita")
        [asked] = await case.extensions()
        await case.wait("03-17 10:00")
        assert (await case.row()).stage_no == 2

        with pytest.raises(CannotExtend, match="the step it was for is over"):
            await case.do(grant, asked.id, by=rita)


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_is_done_one_clock_is_alive_no_promise_moves_forward_and_every_move_is_told(
    application: Application, seed: int
) -> None:
    await under(application, (CAP, 'most = "10 working days"\ntimes = 3'))
    case, chance = await an_answer(application), Random(seed)  # noqa: S311 - to be repeatable
    await case.do(acknowledge, "The lamp is out.", when="03-03 10:00")
    moves = 0
    for day in range(4, 31):
        action, args, by = chance.choice(
            [
                (hold, (waiting(),), None),
                (resume, (), None),
                (extend, (more(f"{chance.randint(1, 4)} working days"),), None),
                (add, ("Here it is.",), case.person),
                (note, ("Nothing new.",), None),
            ]
        )
        if (await case.row()).stage_no > 1:
            break
        before = await case.clock()
        try:
            await case.do(action, *args, when=f"03-{day:02} {chance.randint(8, 18):02}:00", by=by)
        except (CannotHold, CannotExtend, Invalid):
            continue
        if (await case.row()).stage_no > 1:
            break
        after = await case.clock()
        moves += (after.generation, after.held_at) != (before.generation, before.held_at)
        assert after.due_at >= before.due_at >= DUE
        assert after.promised_at == after.due_at

    kept = [row for row in await case.clocks() if row.stage_no == 1]
    assert [row.generation for row in kept] == list(range(1, len(kept) + 1))
    assert [row.replaced_at is not None for row in kept] == [True] * (len(kept) - 1) + [False]
    told = await case.letters("held", "resumed", "extended")
    assert len(told) == len(await case.entries("clock.held", "clock.resumed", "clock.extended")) >= moves > 0
    assert ASKED in "".join(letter.body for letter in told) or AWAY in "".join(letter.body for letter in told)

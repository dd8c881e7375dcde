"""Each action on a case: what it does, whom it refuses, and that the journal holds afterwards."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pytest

from complaints import reads
from complaints.actions.acknowledge import acknowledge
from complaints.actions.answer import PointsOpen, answer
from complaints.actions.assign import assign
from complaints.actions.converse import add, note, write
from complaints.actions.define import define
from complaints.actions.find import find
from complaints.actions.identify import open_identity
from complaints.actions.name_subject import name_subject
from complaints.actions.reach import ChangedMeanwhile, NotOpen
from complaints.actions.take_down import take_down
from complaints.actions.thank import NotACompliment, pass_on
from complaints.actions.undertake import keep_promise
from complaints.actions.withdraw import withdraw
from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.domain.access import SYSTEM, Actor, Role
from complaints.domain.case import Kind, NoSuchCase, Visibility
from complaints.domain.lifecycle import IllegalTransition
from complaints.kernel.journal import entries, first_break
from complaints.kernel.mail import Letter
from complaints.schemas import CaseView, Submission
from complaints.schemas.drafts import FindingDraft, IssueDraft, RemedyDraft
from standards.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.play import MONDAY, case_id, contact, lodge_one, staff, the_person

DELAY = IssueDraft("The bins were not emptied for three weeks", "no_service", "missed_bin")
SILENCE = IssueDraft("Nobody called back", "communication")
UPHELD = FindingDraft(1, "upheld", "The lorry was in repair.", "supplier")
REFUSED = FindingDraft(2, "not_upheld", "We called twice and nobody was in.")
PROMISE = RemedyDraft("do_it_now", "We empty the bins", date(2026, 3, 5))


@dataclass
class Desk:
    """A complaint with an officer who may work on it, and one who may not."""

    application: Application
    key: UUID
    amina: Actor
    stranger: Actor
    person: Actor

    async def do(self, action, *args, by: Actor | None = None, days: int = 0, **more) -> object:
        """Do something with the case on a later day, and deliver what follows."""
        at = MONDAY + timedelta(days=days)
        async with self.application.work(by or self.amina, now=at) as work:
            given = await action(work, self.key, *args, **more)
        await drain(self.application, now=at)
        return given

    async def view(self, *, public: bool = False) -> CaseView:
        """Return the case, and make sure that its journal holds."""
        async with self.application.work(SYSTEM, reading=True) as work:
            assert first_break(await entries(work.session, self.key)) is None
            read = reads.case_for_person if public else reads.case_for_staff
            return await read(work.session, self.key)

    async def running(self) -> set[str]:
        """Return the kinds of the clocks that run."""
        return {clock.kind for clock in (await self.view()).clocks if clock.stopped_at is None}

    @property
    def letters(self) -> list[Letter]:
        return self.application.post_office.letters  # type: ignore[attr-defined, no-any-return]


async def a_desk(application: Application, **said: object) -> Desk:
    receipt = await lodge_one(application, **({"contact": contact()} | said))
    return Desk(
        application,
        await case_id(application, receipt),
        await staff(application, username="amina"),
        await staff(application, username="stranger", bodies=("housing",)),
        await the_person(application, receipt),
    )


@pytest.fixture
async def desk(application: Application) -> Desk:
    return await a_desk(application)


async def test_acknowledging_takes_the_case_on_and_says_what_we_understood(desk: Desk) -> None:
    await desk.do(acknowledge, "Three weeks without a collection.", days=1)

    view = await desk.view()
    assert (view.state, view.handler) == ("accepted", desk.amina.id)
    assert await desk.running() == {"respond", "inform"}
    assert "Three weeks without a collection." in desk.letters[-1].body


async def test_acknowledging_twice_is_refused(desk: Desk) -> None:
    await desk.do(acknowledge, "Three weeks.")

    with pytest.raises(IllegalTransition):
        await desk.do(acknowledge, "Three weeks.")


async def test_a_page_out_of_date_changes_nothing(desk: Desk) -> None:
    version = (await desk.view()).version
    await desk.do(acknowledge, "Three weeks.", version=version)

    with pytest.raises(ChangedMeanwhile):
        await desk.do(write, "We are on it.", version=version)


async def test_our_own_letter_does_not_come_between_two_presses(desk: Desk) -> None:
    async with desk.application.work(desk.amina) as work:
        await acknowledge(work, desk.key, "Three weeks.")
    version = (await desk.view()).version
    await drain(desk.application)
    assert (await desk.view()).version > version

    await desk.do(write, "We are on it.", version=version)


@pytest.mark.parametrize(
    ("action", "args"),
    [
        pytest.param(acknowledge, ("Words",), id="acknowledge"),
        pytest.param(define, ([DELAY],), id="define"),
        pytest.param(find, ([UPHELD],), id="find"),
        pytest.param(answer, ("Words",), id="answer"),
        pytest.param(pass_on, ("Words",), id="pass on"),
        pytest.param(write, ("Words",), id="write"),
        pytest.param(note, ("Words",), id="note"),
        pytest.param(add, ("Words",), id="add"),
        pytest.param(withdraw, (), id="withdraw"),
        pytest.param(assign, (UUID(int=1),), id="assign"),
        pytest.param(open_identity, ("Words",), id="identify"),
        pytest.param(keep_promise, (UUID(int=1), "Words"), id="keep a promise"),
    ],
)
async def test_for_a_stranger_there_is_no_such_case(desk: Desk, action, args) -> None:
    before = len((await desk.view()).timeline)

    with pytest.raises(NoSuchCase):
        await desk.do(action, *args, by=desk.stranger)
    assert len((await desk.view()).timeline) == before


async def test_points_are_numbered_on_and_those_that_stand_stay(desk: Desk) -> None:
    await desk.do(define, [DELAY])
    await desk.do(define, [SILENCE])

    assert [(issue.number, issue.summary) for issue in (await desk.view()).issues] == [
        (1, "The bins were not emptied for three weeks"),
        (2, "Nobody called back"),
    ]


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        pytest.param(IssueDraft("x", "bad_luck"), "issues[0].category", id="an unknown category"),
        pytest.param(IssueDraft("x", "delay", "world_peace"), "issues[0].standard", id="an unknown standard"),
    ],
)
async def test_a_point_uses_the_lists(desk: Desk, draft, field) -> None:
    with pytest.raises(Invalid) as refused:
        await desk.do(define, [draft])

    assert refused.value.faults[0].path == field


async def test_a_finding_made_again_replaces_the_first(desk: Desk) -> None:
    await desk.do(define, [DELAY])
    await desk.do(find, [UPHELD])
    await desk.do(find, [FindingDraft(1, "partly_upheld", "One of the three weeks was a holiday.")])

    [finding] = (await desk.view()).issues[0].findings
    assert (finding.outcome, finding.reason) == ("partly_upheld", "One of the three weeks was a holiday.")


@pytest.mark.parametrize(
    ("findings", "remedies", "field"),
    [
        pytest.param([FindingDraft(7, "upheld", "x")], [], "findings[0].issue", id="a point that is not there"),
        pytest.param([FindingDraft(1, "maybe", "x")], [], "findings[0].outcome", id="an outcome not in the charter"),
        pytest.param([], [RemedyDraft("cake", "x")], "remedies[0].kind", id="a remedy not in the charter"),
        pytest.param([], [RemedyDraft("do_it_now", "x")], "remedies[0].due_on", id="a promise without a day"),
    ],
)
async def test_what_is_decided_uses_the_lists_of_the_charter(desk: Desk, findings, remedies, field) -> None:
    await desk.do(define, [DELAY])

    with pytest.raises(Invalid) as refused:
        await desk.do(find, findings, remedies)
    assert refused.value.faults[0].path == field
    assert (await desk.view()).remedies == []


async def test_the_answer_waits_until_every_point_is_decided(desk: Desk) -> None:
    with pytest.raises(PointsOpen):
        await desk.do(answer, "No.")
    await desk.do(define, [DELAY, SILENCE])
    await desk.do(find, [UPHELD])

    with pytest.raises(PointsOpen) as refused:
        await desk.do(answer, "Yes.")
    assert [fault.path for fault in refused.value.faults] == ["findings[2]"]


async def test_the_answer_stops_the_clocks_goes_by_mail_and_leaves_the_promise_running(desk: Desk) -> None:
    await desk.do(define, [DELAY, SILENCE])
    await desk.do(find, [UPHELD, REFUSED], [PROMISE])
    await desk.do(answer, "You are right about the bins.", days=2)

    view = await desk.view()
    assert (view.state, view.outcome, view.closed_at) == ("answered", "upheld", MONDAY + timedelta(days=2))
    assert await desk.running() == {"undertaking"}
    assert desk.letters[-1].body.startswith("You are right about the bins.\n\n")
    answered = next(entry.facts for entry in view.timeline if entry.kind == "case.answered")
    assert answered == {"outcome": "upheld", "issues": 2, "upheld": 1, "remedies": 1, "promises": 1}


async def test_what_was_decided_stays_once_the_answer_has_gone(desk: Desk) -> None:
    await desk.do(define, [DELAY])
    await desk.do(find, [UPHELD])
    await desk.do(answer, "You are right.")

    with pytest.raises(NotOpen):
        await desk.do(find, [FindingDraft(1, "not_upheld", "On second thoughts.")])
    with pytest.raises(NotOpen):
        await desk.do(define, [SILENCE])
    with pytest.raises(IllegalTransition):
        await desk.do(answer, "You are wrong.")


async def test_thanks_are_passed_on_once_and_the_giver_is_told(application: Application) -> None:
    desk = await a_desk(application, kind=Kind.COMPLIMENT, narrative="Such a kind crew!")
    await desk.do(pass_on, "the crew of lorry 7", days=1)

    assert (await desk.view()).state == "passed_on"
    assert await desk.running() == set()
    assert "We have told: the crew of lorry 7." in desk.letters[-1].body
    with pytest.raises(IllegalTransition):
        await desk.do(pass_on, "the crew of lorry 7", days=2)


async def test_a_complaint_is_not_passed_on_as_thanks(desk: Desk) -> None:
    with pytest.raises(NotACompliment):
        await desk.do(pass_on, "the crew")


async def test_only_the_person_stops_the_case_and_promises_stay(desk: Desk) -> None:
    await desk.do(define, [DELAY])
    await desk.do(find, [UPHELD], [PROMISE])
    with pytest.raises(NoSuchCase):
        await desk.do(withdraw)

    await desk.do(withdraw, "It is fine now", by=desk.person)
    assert (await desk.view()).state == "withdrawn"
    assert await desk.running() == {"undertaking"}


@pytest.mark.parametrize(
    ("days", "in_time"), [pytest.param(3, True, id="on the day"), pytest.param(4, False, id="a day late")]
)
async def test_a_promise_kept_is_told_and_counted(desk: Desk, days, in_time) -> None:
    await desk.do(define, [DELAY])
    await desk.do(find, [UPHELD], [PROMISE])
    [remedy] = (await desk.view()).remedies
    await desk.do(keep_promise, remedy.id, "The crew came at noon", days=days)

    view = await desk.view()
    assert "undertaking" not in await desk.running()
    assert next(entry.facts["in_time"] for entry in view.timeline if entry.kind == "undertaking.kept") is in_time
    assert "The crew came at noon." in desk.letters[-1].body
    with pytest.raises(Conflict):
        await desk.do(keep_promise, remedy.id, "Again", days=days)
    with pytest.raises(NotFound):
        await desk.do(keep_promise, UUID(int=5), "Something else", days=days)


async def test_who_was_answered_is_told_before_the_time_to_go_on_is_over(desk: Desk) -> None:
    await desk.do(define, [DELAY, SILENCE])
    await desk.do(find, [UPHELD, REFUSED])
    await desk.do(answer, "You are right about the bins.", days=2)
    answered = len(desk.letters)

    await drain(desk.application, now=MONDAY + timedelta(days=54))
    assert len(desk.letters) == answered
    await drain(desk.application, now=MONDAY + timedelta(days=57, hours=9))
    await drain(desk.application, now=MONDAY + timedelta(days=60))

    [letter] = desk.letters[answered:]
    assert "You can still go on with" in letter.subject
    assert "Please ask by Tuesday 5 May 2026." in letter.body
    assert "There are 7 days left." in letter.body


async def test_writing_to_the_person_goes_by_mail_and_begins_the_silence_clock_anew(desk: Desk) -> None:
    await desk.do(write, "We are waiting for the depot.", days=2)

    silence = [clock for clock in (await desk.view()).clocks if clock.kind == "inform"]
    assert [clock.stopped_at is None for clock in silence][-1:] == [True]
    assert sum(clock.stopped_at is None for clock in silence) == 1
    assert desk.letters[-1].body.startswith("We are waiting for the depot.\n\n")


async def test_what_the_person_adds_stops_and_restarts_no_clock(desk: Desk) -> None:
    before = [(clock.kind, clock.due, clock.stopped_at) for clock in (await desk.view()).clocks]
    await desk.do(add, "There are rats now.", by=desk.person, days=1)

    view = await desk.view()
    assert [(clock.kind, clock.due, clock.stopped_at) for clock in view.clocks] == before
    assert ("in", "There are rats now.") in [(message.direction, message.body) for message in view.messages]


async def test_a_note_is_not_for_the_person(desk: Desk) -> None:
    await desk.do(note, "Ask the depot.")

    assert "Ask the depot." in str((await desk.view()).messages)
    assert "Ask the depot." not in str(await desk.view(public=True))


async def test_opening_a_name_stands_where_the_person_can_read_it(desk: Desk) -> None:
    identity = await desk.do(open_identity, "To send a letter")

    assert identity.name == "Maria Zanele Okoro"
    opened = [entry for entry in (await desk.view(public=True)).timeline if entry.kind == "identity.opened"]
    assert [(entry.by, entry.facts) for entry in opened] == [("officer", {"reason": "To send a letter"})]


@pytest.mark.parametrize(
    ("choice", "units", "opens"),
    [
        pytest.param(Visibility.TEAM, (), True, id="the team for the team"),
        pytest.param(Visibility.TEAM, ("waste",), False, id="the team, asked by the unit"),
        pytest.param(Visibility.UNIT, ("waste",), True, id="the unit too"),
        pytest.param(Visibility.NOBODY, (), False, id="nobody"),
    ],
)
async def test_the_person_decides_who_may_know_the_name(application: Application, choice, units, opens) -> None:
    desk = await a_desk(application, identity=choice)
    somebody = await staff(application, username="somebody", units=units)

    if opens:
        assert await desk.do(open_identity, "To call back", by=somebody)
        return
    with pytest.raises(NotAllowed):
        await desk.do(open_identity, "To call back", by=somebody)
    assert not [entry for entry in (await desk.view()).timeline if entry.kind == "identity.opened"]


async def test_a_case_is_given_to_those_only_who_could_work_on_it(desk: Desk) -> None:
    ben = await staff(desk.application, username="ben")
    ron = await staff(desk.application, username="ron")
    rita = await staff(desk.application, Role.REVIEWER, username="rita")
    await desk.do(name_subject, ron.id)
    await desk.do(assign, ben.id)

    assert (await desk.view()).handler == ben.id
    for refused in (ron, rita, desk.stranger):
        with pytest.raises(Invalid):
            await desk.do(assign, refused.id)


async def test_only_staff_writes_down_for_somebody(desk: Desk) -> None:
    async with desk.application.work(desk.person) as work:
        with pytest.raises(NotAllowed):
            await take_down(work, Submission(kind=Kind.ENQUIRY, narrative="When?"), channel="phone")

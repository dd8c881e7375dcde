"""Treated badly for complaining: straight to the ombudsperson; for the body it does not exist until it is shared."""

import re
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select

from complaints.actions.answer import answer
from complaints.actions.lodge import Origin, lodge
from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.domain.access import PUBLIC, READ, SYSTEM, Role, allowed
from complaints.domain.case import Kind, NoSuchCase, Visibility
from complaints.domain.consent import Relation
from complaints.domain.matter import Format, Matter
from complaints.domain.routing import goes_to_office, tier_for
from complaints.reads import PUBLIC_ENTRIES, case_for_person
from complaints.schemas import Contact, Receipt, Representative, Submission
from complaints.store import look_up_key, relations
from escalation import reads
from escalation.actions.admit import admit
from escalation.actions.decline import decline
from escalation.actions.open_file import open_file
from escalation.actions.recommend import recommend
from escalation.actions.respond import answer_back, respond
from escalation.domain.admissibility import QUESTIONS
from escalation.domain.recommendation import RecommendationState
from escalation.schemas import RecommendationDraft
from reports.facts import refresh
from reports.tables import FactRow
from standards.charter import load_charter
from standards.errors import Invalid
from standards.packs import read_pack
from tests.browse import a_browser
from tests.escalation.steps import case_of, decided, due, kinds_of, let_it_be_late, ombudsperson
from tests.play import MONDAY, case_id, contact, lodge_one, staff, the_person

pytestmark = pytest.mark.on_sqlite

EXCUSED = {question.key: "excused" if question.key == "tried_first" else "yes" for question in QUESTIONS}
WORDS = "My bin is left full since I complained about the crew."


async def reprisal(application: Application, **said: object) -> tuple[Receipt, UUID]:
    receipt = await lodge_one(application, matter=Matter.REPRISAL, narrative=WORDS, **said)
    return receipt, await case_id(application, receipt)


async def test_it_is_with_the_office_from_the_first_moment_with_its_clocks_and_its_file(
    application: Application,
) -> None:
    receipt, key = await reprisal(application, contact=contact())
    office = await ombudsperson(application)

    case = await case_of(application, key)
    assert (case.tier, case.stage_no) == ("ombudsperson", 1)
    assert await due(application, key, "respond") > MONDAY
    assert any(clock.kind == "respond" for clock in receipt.clocks)
    (mail,) = application.post_office.letters
    assert "ombudsperson" in mail.body.lower()
    assert "City Works" not in mail.body
    async with application.work(office, reading=True) as work:
        file = await open_file(work, key)
        (row,) = await reads.docket(work.session, office, "new")
    assert file.climbs == []
    assert file.hand_over.holds
    assert (row.reference, row.entry, row.stage_no) == (receipt.reference, "direct", 1)


async def test_for_the_body_there_is_no_such_case(application: Application) -> None:
    receipt, key = await reprisal(application, contact=contact(phone="020 7946 0018"), formats=(Format.BRAILLE,))
    team = await staff(application, username="amina")
    reviewer = await staff(application, Role.REVIEWER, username="rita")
    async with application.work(team, reading=True) as work:
        case = await look_up_key(work.session, key)
        for somebody in (team, reviewer):
            assert not allowed(somebody, READ, await relations(work, case))
    async with application.work(team) as work:
        with pytest.raises(NoSuchCase):
            await answer_back(work, key, "We know nothing of it.")
        with pytest.raises(NoSuchCase):
            await answer(work, key, "We know nothing of it.")
    async with a_browser(application) as browser:
        for name in ("amina", "rita"):
            await browser.sign_in(name)
            missing = await browser.get("/desk/cases/K7M4-2QXD")
            for address in (
                f"/desk/cases/{receipt.reference}",
                f"/desk/people/{receipt.reference}",
                f"/desk/cases/{receipt.reference}/files",
                f"/office/cases/{receipt.reference}",
            ):
                page = await browser.get(address)
                assert page.status == missing.status == 404
                assert _plain(page.source) == _plain(missing.source)
            for address in ("/desk", "/desk?view=late", "/desk/letters", "/body"):
                page = await browser.get(address)
                assert receipt.reference not in page.source
                assert "crew" not in page.source
            assert receipt.reference not in (await browser.get("/desk/find", reference=receipt.reference)).path
            await browser.sign_out()


def _plain(page: str) -> str:
    return re.sub(r'nonce="[^"]*"|name="_csrf_token" value="[^"]*"|\?lang=', "", page)


async def test_the_office_sees_where_it_comes_from_and_takes_every_step(application: Application) -> None:
    first = await lodge_one(application, contact=contact())
    submission = Submission(
        kind=Kind.COMPLAINT, matter=Matter.REPRISAL, narrative=WORDS, service="bin_collection", contact=contact()
    )
    async with application.work(PUBLIC) as work:
        origin = Origin(related_to=await case_id(application, first))
        receipt = await lodge(work, submission, channel="web_form", origin=origin)
    await drain(application)
    key, office = await case_id(application, receipt), await ombudsperson(application)
    async with a_browser(application) as browser:
        await browser.sign_in("ombudsperson")
        page = await browser.get("/office")
        assert "it came straight to you, past the body" in page.text
        here = f"/office/cases/{receipt.reference}"
        page = await browser.get(here)
        assert f"It came out of the case {first.reference} , which is with the body" in page.text
        assert "The body does not know of it" in page.text
        assert "Only the ombudsperson's office can see your name." in page.text
        answers = {f"test-{question.key}": "yes" for question in QUESTIONS if question.key != "tried_first"}
        page = await browser.post(f"{here}/admit", understanding="Whether the crew leaves your bin.", **answers)
        assert "You took the case up" in page.text
        page = await browser.get(f"/office/people/{receipt.reference}")
        assert "Nobody acts for the person" in page.text

    async with application.work(office, reading=True) as work:
        assert (await reads.review(work.session, key)).state == "admitted"
    async with application.work(office, reading=True) as work:
        view = await case_for_person(work.session, key)
    assert "review.admitted" in {entry.kind for entry in view.timeline} & PUBLIC_ENTRIES


async def test_it_is_decided_and_the_body_answers_a_recommendation_without_seeing_the_case(
    application: Application,
) -> None:
    receipt, key = await reprisal(application, contact=contact())
    office, team = await ombudsperson(application), await staff(application, username="amina")
    await decided(application, key, office)
    async with application.work(office) as work:
        one = await recommend(work, key, RecommendationDraft("Empty every bin of the street."))
    await drain(application)

    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        page = await browser.get("/body")
        assert "Empty every bin of the street." in page.text
        assert "crew" not in page.text
        assert (await browser.get(f"/desk/cases/{receipt.reference}")).status == 404
    async with application.work(team) as work:
        await respond(work, one, RecommendationState.ACCEPTED, "")
    assert "recommendation.answered" in await kinds_of(application, key)


async def test_it_is_referred_back_only_as_the_person_agreed_and_then_the_body_has_it(
    application: Application,
) -> None:
    receipt, key = await reprisal(application, contact=contact())
    office, team = await ombudsperson(application), await staff(application, username="amina")
    async with application.work(office) as work:
        with pytest.raises(Invalid) as refused:
            await decline(work, key, "too_early", "The service can put this right today.")
    assert [fault.path for fault in refused.value.faults] == ["agreed"]
    assert (await case_of(application, key)).shared_at is None

    async with application.work(office) as work:
        await decline(work, key, "too_early", "The service can put it right.", agreed="On the telephone, 2 March.")
    await drain(application)

    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        assert WORDS in (await browser.get("/body")).text
        page = await browser.get(f"/desk/cases/{receipt.reference}")
        assert page.status == 200
        assert WORDS in page.text
        assert "what you will look at" not in page.text
        page = await browser.get("/desk")
        assert receipt.reference not in page.source
    async with application.work(team) as work:
        await answer_back(work, key, "We empty it today.")
    async with application.work(office, reading=True) as work:
        assert (await open_file(work, key)).review.body_answered_at is not None
        case = await look_up_key(work.session, key)
        assert (case.tier, case.stage_no) == ("ombudsperson", 1)
    assert "case.shared" in await kinds_of(application, key)
    async with application.work(await the_person(application, receipt), reading=True) as work:
        view = await case_for_person(work.session, key)
    assert [entry.facts["reason"] for entry in view.timeline if entry.kind == "case.shared"] == [
        "On the telephone, 2 March."
    ]


async def test_declining_it_tells_the_body_nothing(application: Application) -> None:
    receipt, key = await reprisal(application)
    office, team = await ombudsperson(application), await staff(application)
    async with application.work(office) as work:
        await decline(work, key, "not_ours", "This is for the police.")
    await drain(application)

    assert (await case_of(application, key)).state == "closed"
    async with application.work(team, reading=True) as work:
        case = await look_up_key(work.session, key)
        assert not allowed(team, READ, await relations(work, case))
    assert receipt.reference


async def test_an_office_that_is_late_says_so_and_nothing_goes_to_the_body(application: Application) -> None:
    _, key = await reprisal(application, contact=contact())
    await staff(application, username="amina", email="amina@example.org")
    await ombudsperson(application)

    await let_it_be_late(application, key)

    assert (await case_of(application, key)).tier == "ombudsperson"
    assert "clock.late" in await kinds_of(application, key)
    assert "amina@example.org" not in {mail.to for mail in application.post_office.letters}


async def test_figures_count_a_case_that_begins_at_the_top(application: Application) -> None:
    _, key = await reprisal(application)
    office = await ombudsperson(application)
    async with application.work(office) as work:
        await admit(work, key, EXCUSED, "Whether the bin is left.")
    await drain(application)
    await refresh(application)
    async with application.work(SYSTEM, reading=True) as work:
        (row,) = await work.session.scalars(select(FactRow))
    assert (row.fact["tier"], row.fact["stage_no"]) == ("ombudsperson", 1)
    assert row.fact["due_at"] is not None
    assert row.fact["ack_at"] is not None


def test_where_the_top_is_not_independent_it_is_taken_in_like_any_other() -> None:
    charter = load_charter(read_pack("calder_bay"))
    ladder = tuple(msgspec.structs.replace(tier, independent=False) for tier in charter.ladder)
    dependent = msgspec.structs.replace(charter, ladder=ladder)

    assert goes_to_office(charter)
    assert not goes_to_office(charter, Matter.WRONG)
    assert tier_for(charter, Matter.REPRISAL) == charter.top
    assert not goes_to_office(dependent)
    assert tier_for(dependent, Matter.REPRISAL) == dependent.first_tier


async def test_a_representative_may_tell_the_office_and_the_office_sees_that_they_act(
    application: Application,
) -> None:
    acting = Representative(relation=Relation.LAWYER, contact=Contact(name="Zelda Quist"))
    receipt, _ = await reprisal(application, representative=acting, identity=Visibility.NOBODY)
    await ombudsperson(application)
    async with a_browser(application) as browser:
        await browser.sign_in("ombudsperson")
        page = await browser.get(f"/office/cases/{receipt.reference}")
        assert "A lawyer or adviser reads everything and speaks for the person: holds." in page.text
        page = await browser.get(f"/office/people/{receipt.reference}")
        assert "Quist" not in page.source
        assert not any(action.endswith("/names") for action in page.actions)

"""I lost my code: one answer for everybody, a new code by the known way only, never with the reference."""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from complaints.actions.agree import HelperDraft, agree
from complaints.actions.assist import people_of
from complaints.actions.change_contact import ContactDraft, Way, change_contact
from complaints.actions.replace_code import BY_CASE, LostDraft, ask_for_code, hand_code
from complaints.actions.show_code import NoMatch, show_code
from complaints.app.boundary import Application
from complaints.app.logs import set_up_logs
from complaints.app.runner import drain
from complaints.domain.access import SYSTEM, Role
from complaints.domain.case import NoSuchCase, Visibility
from complaints.domain.consent import Relation, Scope
from complaints.kernel.limits import TooMany
from complaints.kernel.outbox import JobRow
from complaints.reads.contacts import OwedCode, owed_codes
from complaints.schemas import Contact, Representative
from complaints.tables import CaseRow, MessageRow
from standards.errors import Invalid, NotAllowed
from tests.browse import a_browser
from tests.escalation.steps import at_the_office, kinds_of, ombudsperson
from tests.play import case_id, contact, lodge_one, staff, the_person

pytestmark = pytest.mark.on_sqlite

CODE = re.compile(r"\b(?:[2-9A-HJKMNP-TV-Z]{4}-){3}[2-9A-HJKMNP-TV-Z]{4}\b")
REFERENCE = re.compile(r"(?<![\w-])[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}(?![\w-])")


async def lost(application: Application, **typed: str) -> None:
    await ask_for_code(application, LostDraft(**typed), address="198.51.100.7")
    await drain(application)


async def opens(application: Application, reference: str, code: str) -> bool:
    try:
        await show_code(application, reference, code, address="198.51.100.8")
    except NoMatch:
        return False
    return True


async def waiting(application: Application, reference: str) -> list[OwedCode]:
    async with application.work(SYSTEM, reading=True) as work:
        key = await work.session.scalar(select(CaseRow.id).where(CaseRow.reference == reference))
        assert key is not None
        return await owed_codes(work.session, key)


async def test_by_mail_a_new_code_comes_alone_and_the_old_one_is_dead(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact())

    await lost(application, reference=receipt.reference.lower(), email=" Maria@Example.org")

    mail = application.post_office.letters[-1]
    (fresh,) = CODE.findall(mail.body)
    assert mail.to == "maria@example.org"
    assert receipt.reference not in mail.body + mail.subject
    assert "complain" not in mail.subject.lower()
    assert not await opens(application, receipt.reference, receipt.code)
    assert await opens(application, receipt.reference, fresh)


async def test_the_new_code_stands_in_no_table(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact())
    await lost(application, reference=receipt.reference, email="maria@example.org")

    (fresh,) = CODE.findall(application.post_office.letters[-1].body)
    async with application.work(SYSTEM, reading=True) as work:
        jobs = [json.dumps(job.args) for job in await work.session.scalars(select(JobRow))]
        threads = [one.subject + one.body for one in await work.session.scalars(select(MessageRow))]
    kept = " ".join([*jobs, *threads])
    assert fresh not in kept
    assert "maria@example.org" not in kept


@pytest.mark.parametrize(
    "typed",
    [
        {"reference": "right", "email": "somebody@example.org"},
        {"reference": "K7M4-2QXD", "email": "maria@example.org"},
        {"reference": "nonsense", "email": "maria@example.org"},
        {"reference": "right", "phone": "1"},
        {"reference": "right", "post": "no such street"},
        {"email": "somebody@example.org"},
    ],
    ids=lambda typed: " and ".join(typed.values()),
)
async def test_what_does_not_belong_together_changes_nothing_and_tells_nobody(
    application: Application, typed: dict[str, str]
) -> None:
    receipt = await lodge_one(application, contact=contact(phone="020 7946 0018"))
    before = len(application.post_office.letters)

    await lost(application, **{key: receipt.reference if text == "right" else text for key, text in typed.items()})

    assert len(application.post_office.letters) == before
    assert await waiting(application, receipt.reference) == []
    assert await opens(application, receipt.reference, receipt.code)


async def test_right_and_wrong_get_the_same_page_and_the_same_work(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact())

    async def rows() -> int:
        async with application.work(SYSTEM, reading=True) as work:
            return len((await work.session.scalars(select(JobRow.id))).all())

    async with a_browser(application) as browser:
        pages, added = [], []
        for reference in (receipt.reference, "K7M4-2QXD"):
            before = await rows()
            await browser.get("/track/lost")
            page = await browser.post("/track/lost", reference=reference, email="maria@example.org")
            pages.append(re.sub(r'nonce="[^"]*"|value="[^"]*"', "", page.source))
            added.append(await rows() - before)
        assert pages[0] == pages[1]
        assert added == [1, 1]


async def test_by_telephone_or_post_nothing_is_replaced_before_somebody_hands_it_over(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact(phone="+44 20 7946 0018", post="12 Elm Lane\nAL1 2BC"))
    key = await case_id(application, receipt)
    await staff(application, username="amina")
    await staff(application, username="ben", units=("waste",))

    await lost(application, reference=receipt.reference, phone="+44 (20) 79460018")
    await lost(application, reference=receipt.reference, post="al1 2bc")

    assert [one.way for one in await waiting(application, receipt.reference)] == ["phone"]
    assert await opens(application, receipt.reference, receipt.code)
    async with a_browser(application) as browser:
        await browser.sign_in("ben")
        page = await browser.get(f"/desk/people/{receipt.reference}")
        assert "/code" not in " ".join(page.actions)
        await browser.sign_out()
        await browser.sign_in("amina")
        page = await browser.get(f"/desk/cases/{receipt.reference}")
        assert "The person waits for a new code" in page.text
        await browser.get(f"/desk/people/{receipt.reference}")
        page = await browser.post(f"/desk/people/{receipt.reference}/code")
        groups = "-".join(re.findall(r"rd-secret__group\">(\w{4})<", page.source))
        assert CODE.fullmatch(groups)
        assert await opens(application, receipt.reference, groups)
        assert not await opens(application, receipt.reference, receipt.code)
        again = await browser.post(f"/desk/people/{receipt.reference}/code", code=str(key))
        assert again.status == 409
    assert await waiting(application, receipt.reference) == []
    assert {"code.asked", "code.replaced", "identity.opened"} <= set(await kinds_of(application, key))


async def test_whoever_wants_nobody_to_see_them_is_reached_by_mail_alone(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact(phone="020 7946 0018"), identity=Visibility.NOBODY)

    await lost(application, reference=receipt.reference, phone="020 7946 0018")
    assert await waiting(application, receipt.reference) == []

    await lost(application, reference=receipt.reference, email="maria@example.org")
    assert CODE.search(application.post_office.letters[-1].body)


async def test_the_address_alone_brings_the_references_of_open_cases_and_no_code(application: Application) -> None:
    first = await lodge_one(application, contact=contact())
    second = await lodge_one(application, contact=contact(email="MARIA@example.org"))
    other = await lodge_one(application, contact=contact(email="else@example.org"))

    await lost(application, email="maria@example.org")

    mail = application.post_office.letters[-1]
    assert set(REFERENCE.findall(mail.body)) == {first.reference, second.reference}
    assert other.reference not in mail.body
    assert not CODE.search(mail.body)
    assert await opens(application, first.reference, first.code)


async def test_a_code_comes_only_in_the_hours_that_are_safe(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact(), safe_since="14:00", safe_until="15:00", neutral=True)
    await drain(application)
    before = len(application.post_office.letters)

    await lost(application, reference=receipt.reference, email="maria@example.org")
    await lost(application, email="maria@example.org")
    assert len(application.post_office.letters) == before
    assert await opens(application, receipt.reference, receipt.code)

    application.clock.advance_to(application.clock.now() + timedelta(hours=5))
    await drain(application)
    codes = [CODE.search(mail.body) for mail in application.post_office.letters]
    assert sum(map(bool, codes)) == 1
    (mail,) = (mail for mail in application.post_office.letters if CODE.search(mail.body))
    assert "Calder" not in mail.body


async def test_where_somebody_told_us_for_the_person_the_person_gets_a_code_of_their_own(
    application: Application,
) -> None:
    acting = Representative(relation=Relation.FAMILY, contact=Contact(name="Ben", email="ben@example.org"))
    receipt = await lodge_one(application, contact=contact(), representative=acting)
    told = [mail for mail in application.post_office.letters if "said that you agreed" in mail.body]
    assert [mail.to for mail in told] == ["maria@example.org"]
    assert "Ben" in told[0].body

    await lost(application, reference=receipt.reference, email="maria@example.org")
    (fresh,) = CODE.findall(application.post_office.letters[-1].body)
    theirs = await show_code(application, receipt.reference, fresh, address="x")
    bens = await show_code(application, receipt.reference, receipt.code, address="x")
    assert (theirs.role, bens.role) == (Role.PERSON, Role.REPRESENTATIVE)

    await lost(application, reference=receipt.reference, email="ben@example.org")
    (another,) = CODE.findall(application.post_office.letters[-1].body)
    assert application.post_office.letters[-1].to == "ben@example.org"
    assert (await show_code(application, receipt.reference, another, address="x")).id == bens.id
    assert not await opens(application, receipt.reference, receipt.code)
    assert await opens(application, receipt.reference, fresh)


async def test_nobody_drowns_a_person_in_codes(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact())

    for _ in range(BY_CASE.most):
        await lost(application, reference=receipt.reference, email="maria@example.org")
    with pytest.raises(TooMany):
        await lost(application, reference=receipt.reference, phone="123456")


async def test_what_could_help_nobody_is_said_at_once(application: Application) -> None:
    for typed in ({"reference": "K7M4-2QXD"}, {"phone": "020 7946 0018"}, {"reference": "K7M4-2QXD", "post": "a"}):
        with pytest.raises(Invalid):
            await lost(application, **typed)


async def test_only_whoever_may_know_the_person_hands_a_code_over(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact(phone="020 7946 0018"))
    team, unit = await staff(application), await staff(application, units=("waste",))
    elsewhere = await staff(application, bodies=("parks",), username="elsewhere")
    await lost(application, reference=receipt.reference, phone="020 7946 0018")
    (owed,) = await waiting(application, receipt.reference)

    for somebody in (unit, elsewhere, await ombudsperson(application)):
        async with application.work(somebody) as work:
            with pytest.raises((NoSuchCase, NotAllowed)):
                await hand_code(work, owed.id)
    async with application.work(team) as work:
        assert CODE.fullmatch((await hand_code(work, owed.id)).code)


async def test_who_is_not_written_to_by_mail_any_more_gets_no_code_and_no_reference_by_mail(
    application: Application,
) -> None:
    receipt = await lodge_one(application, contact=contact(phone="020 7946 0018"))
    async with application.work(await the_person(application, receipt)) as work:
        await change_contact(work, ContactDraft(Way.PHONE))
    before = len(application.post_office.letters)

    await lost(application, reference=receipt.reference, email="maria@example.org")
    await lost(application, email="maria@example.org")
    assert application.post_office.letters[before:] == []
    assert await opens(application, receipt.reference, receipt.code)

    await lost(application, reference=receipt.reference, email="maria@example.org", phone="020 7946 0018")
    assert [one.way for one in await waiting(application, receipt.reference)] == ["phone"]


@pytest.mark.parametrize("right", [{"email": "maria@example.org"}, {"phone": "020 7946 0018"}, {"post": "Elm Lane"}])
async def test_who_may_not_know_the_person_does_not_see_whether_a_guess_was_right(
    application: Application, right: dict[str, str]
) -> None:
    known = contact(phone="020 7946 0018", post="12 Elm Lane\nAL1 2BC")
    receipt = await lodge_one(application, contact=known)
    await staff(application, username="ben", units=("waste",))
    seen = []
    async with a_browser(application) as browser:
        await browser.sign_in("ben")
        for guess in (dict.fromkeys(right, "wrong@example.org 01632"), right):
            await lost(application, reference=receipt.reference, **guess)
            seen.append([(await browser.get(f"/desk/{at}/{receipt.reference}")).text for at in ("cases", "people")])

    assert seen[0] == seen[1]
    assert receipt.reference in seen[0][0]


async def test_while_the_office_has_the_case_the_body_gets_no_code_to_it_and_no_helper_of_its_own(
    application: Application,
) -> None:
    receipt = await lodge_one(application, contact=contact(phone="020 7946 0018"))
    key = await at_the_office(application, receipt)
    team = await staff(application, username="amina")
    await lost(application, reference=receipt.reference, phone="020 7946 0018")
    (owed,) = await waiting(application, receipt.reference)
    helper = HelperDraft(relation=Relation.HELPER, scope=Scope.ACT, contact=Contact(name="Amina"))

    async with application.work(team) as work:
        with pytest.raises(NoSuchCase):
            await hand_code(work, owed.id)
    async with application.work(team) as work:
        with pytest.raises(NoSuchCase):
            await agree(work, helper, key="one press", case_id=key)
    async with application.work(team, reading=True) as work:
        people = await people_of(work, receipt.reference)
    assert (people.codes, people.may_assist) == ([], False)
    async with application.work(await ombudsperson(application)) as work:
        assert CODE.fullmatch((await hand_code(work, owed.id)).code)


async def test_no_code_ever_comes_into_the_log(
    application: Application, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up_logs()
    receipt = await lodge_one(application, contact=contact())
    async with a_browser(application) as browser:
        await browser.get("/track")
        await browser.post("/track", reference=receipt.reference, code=receipt.code[:-1])
        await browser.post("/track", reference=receipt.reference, code=receipt.code)
        page = await browser.post("/your-case/code")
        assert page.path == "/your-case/code"
        shown = "-".join(re.findall(r"rd-secret__group\">(\w{4})<", page.source))
        await lost(application, reference=receipt.reference, email="maria@example.org")

        async def fails(*_anything: object) -> None:
            raise RuntimeError(f"could not send {application.post_office.letters[-1].body}")

        monkeypatch.setattr(application.post_office, "send", fails)
        await lost(application, reference=receipt.reference, email="maria@example.org")
    fresh = CODE.findall(" ".join(mail.body for mail in application.post_office.letters))
    said = capsys.readouterr()
    assert "job.failed" in said.err
    for secret in (receipt.code, shown, *fresh, "maria@example.org"):
        assert secret
        assert secret not in said.err + said.out

"""Changing how one is reached: by the person alone, confirmed to the old contact, at once where it hurts nobody."""

import contextlib
import re
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from complaints import store
from complaints.actions.change_contact import (
    WAITS,
    ContactDraft,
    NeedsDraft,
    NoChange,
    Outcome,
    Way,
    change_contact,
    change_needs,
    choose_who_sees,
    confirm,
    confirm_for,
    stop_change,
)
from complaints.actions.replace_code import LostDraft, ask_for_code
from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.domain.access import SYSTEM, Actor, representative
from complaints.domain.case import NoSuchCase, Visibility
from complaints.kernel import vault
from complaints.kernel.vault import Identity
from complaints.schemas import Contact
from complaints.store import contacts, deliveries
from complaints.tables import ContactChangeRow, MessageRow
from standards.errors import Invalid
from tests.browse import a_browser, another_browser
from tests.escalation.steps import case_of, kinds_of
from tests.play import MONDAY, case_id, contact, lodge_one, staff, the_person

pytestmark = pytest.mark.on_sqlite

NEW = ContactDraft(Way.EMAIL, Contact(email="new@example.org"))


async def identity_of(application: Application, key: UUID) -> Identity:
    person_id = (await case_of(application, key)).person_id
    assert person_id is not None
    async with application.work(SYSTEM, reading=True) as work:
        return await vault.identify(work, person_id)


async def wish(application: Application, actor: Actor, draft: ContactDraft = NEW) -> Outcome:
    async with application.work(actor) as work:
        outcome = await change_contact(work, draft)
    await drain(application)
    return outcome


def number_in(application: Application) -> str:
    """The number in the last mail to the old contact."""
    found = re.findall(r"^(\d{6})$", application.post_office.letters[-1].body, re.MULTILINE)
    assert len(found) == 1
    return str(found[0])


async def test_a_new_contact_is_told_to_the_old_one_and_holds_after_seven_days(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact())
    person, key = await the_person(application, receipt), await case_id(application, receipt)

    assert await wish(application, person) is Outcome.WAITS

    told = application.post_office.letters[-1]
    assert told.to == "maria@example.org"
    assert "new@example.org" not in told.body
    assert (await identity_of(application, key)).email == "maria@example.org"

    application.clock.advance_to(application.clock.now() + WAITS - timedelta(minutes=1))
    await drain(application)
    assert (await identity_of(application, key)).email == "maria@example.org"

    application.clock.advance_to(application.clock.now() + timedelta(minutes=2))
    await drain(application)
    assert await identity_of(application, key) == Identity("Maria Zanele Okoro", "new@example.org")
    assert application.post_office.letters[-1].to == "new@example.org"
    assert [kind for kind in await kinds_of(application, key) if kind.startswith("contact.")] == [
        "contact.change_asked",
        "contact.changed",
    ]


async def test_what_is_kept_of_a_change_can_be_read_by_nobody_and_the_old_address_finds_nothing_after_it(
    application: Application,
) -> None:
    receipt = await lodge_one(application, contact=contact())
    person = await the_person(application, receipt)
    await wish(application, person)
    async with application.work(SYSTEM, reading=True) as work:
        row = (await work.session.scalars(select(ContactChangeRow))).one()
        threads = [one.body + one.subject for one in await work.session.scalars(select(MessageRow))]
    assert b"new@example.org" not in row.sealed
    assert not any(number_in(application) in words or "new@example.org" in words for words in threads)

    async with application.work(person) as work:
        await confirm(work, number_in(application))
    async with application.work(SYSTEM, reading=True) as work:
        assert await vault.found_by_email(work, "maria@example.org") == []
        assert len(await vault.found_by_email(work, "NEW@example.org ")) == 1


async def test_the_number_sent_to_the_old_contact_lets_it_hold_at_once(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact())
    person, key = await the_person(application, receipt), await case_id(application, receipt)
    await wish(application, person)
    number = number_in(application)

    async with application.work(person) as work:
        with pytest.raises(Invalid):
            await confirm(work, f"{(int(number) + 1) % 10**6:06}")
    async with application.work(person) as work:
        await confirm(work, f" {number[:3]} {number[3:]} ")

    assert (await identity_of(application, key)).email == "new@example.org"
    async with application.work(person) as work:
        with pytest.raises(NoChange):
            await confirm(work, number)


async def test_a_change_that_was_stopped_never_holds(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact())
    person, key = await the_person(application, receipt), await case_id(application, receipt)
    team = await staff(application)
    await wish(application, person)

    async with application.work(team) as work:
        await stop_change(work, key)
    application.clock.advance_to(application.clock.now() + WAITS * 2)
    await drain(application)

    assert (await identity_of(application, key)).email == "maria@example.org"
    async with application.work(person) as work:
        with pytest.raises(NoChange):
            await stop_change(work)


async def test_a_second_wish_replaces_the_first_and_its_number_opens_nothing(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact())
    person, key = await the_person(application, receipt), await case_id(application, receipt)
    await wish(application, person)
    first = number_in(application)
    await wish(application, person, ContactDraft(Way.EMAIL, Contact(email="third@example.org")))
    assert first != number_in(application)

    async with application.work(person) as work:
        with pytest.raises(Invalid):
            await confirm(work, first)
    application.clock.advance_to(application.clock.now() + WAITS + timedelta(minutes=1))
    await drain(application)
    assert (await identity_of(application, key)).email == "third@example.org"


async def test_where_there_was_no_contact_a_new_one_holds_at_once(application: Application) -> None:
    receipt = await lodge_one(application)
    person, key = await the_person(application, receipt), await case_id(application, receipt)

    assert await wish(application, person) is Outcome.HOLDS

    assert (await identity_of(application, key)).email == "new@example.org"
    assert (await case_of(application, key)).reply_by == "email"


async def test_an_old_contact_that_is_not_safe_hears_nothing_and_nobody_but_a_person_lets_the_new_one_hold(
    application: Application,
) -> None:
    receipt = await lodge_one(application, contact=contact())
    person, key = await the_person(application, receipt), await case_id(application, receipt)
    team = await staff(application)
    before = len(application.post_office.letters)

    unsafe = ContactDraft(Way.EMAIL, Contact(email="new@example.org"), is_unsafe=True)
    assert await wish(application, person, unsafe) is Outcome.BY_PHONE
    assert (
        await wish(application, person, ContactDraft(Way.EMAIL, Contact(email="new@example.org"))) is Outcome.BY_PHONE
    )
    assert (await case_of(application, key)).reply_by is None

    application.clock.advance_to(application.clock.now() + WAITS * 3)
    await drain(application)
    assert len(application.post_office.letters) == before
    assert (await identity_of(application, key)).email == "maria@example.org"

    async with application.work(team) as work:
        await confirm_for(work, key, "She called from the number of her lawyer, whom I called back.")
    await drain(application)
    assert (await identity_of(application, key)).email == "new@example.org"
    assert (await case_of(application, key)).reply_by == "email"
    assert {letter.to for letter in application.post_office.letters[before:]} == {"new@example.org"}


async def test_where_only_a_telephone_is_known_somebody_calls_it_before_anything_changes(
    application: Application,
) -> None:
    receipt = await lodge_one(application, contact=Contact(phone="020 7946 0018"))
    person, key = await the_person(application, receipt), await case_id(application, receipt)

    await wish(application, person)

    async with application.work(SYSTEM, reading=True) as work:
        owed = [row for row in await deliveries.owed_to_person(work.session, key) if "contact_change" in row.message]
    assert [row.way for row in owed] == ["phone"]


async def test_another_way_among_those_we_know_holds_at_once(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact(phone="020 7946 0018"))
    person, key = await the_person(application, receipt), await case_id(application, receipt)

    assert await wish(application, person, ContactDraft(Way.PHONE)) is Outcome.HOLDS
    assert (await case_of(application, key)).reply_by == "phone"
    assert await wish(application, person, ContactDraft(Way.NONE)) is Outcome.HOLDS
    assert (await case_of(application, key)).reply_by is None

    async with application.work(person) as work:
        with pytest.raises(Invalid):
            await change_contact(work, ContactDraft(Way.POST))


async def test_who_acts_for_the_person_can_change_none_of_it(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact())
    key = await case_id(application, receipt)
    async with application.work(SYSTEM) as work:
        contacts.add_consent(
            work.session,
            id=(one := work.new_id()),
            case_id=key,
            code_hash=b"x",
            relation="lawyer",
            scope="act",
            given="person",
            given_at=work.now,
        )

    async with application.work(representative(key, one)) as work:
        for attempt in (
            change_contact(work, NEW),
            change_needs(work, NeedsDraft(language="fr")),
            choose_who_sees(work, Visibility.UNIT),
            stop_change(work),
        ):
            with pytest.raises(NoSuchCase):
                await attempt


async def test_what_somebody_needs_holds_at_once_and_the_journal_says_only_that_it_changed(
    application: Application,
) -> None:
    receipt = await lodge_one(application, contact=contact())
    person, key = await the_person(application, receipt), await case_id(application, receipt)
    needs = NeedsDraft(language="fr", safe_since="09:00", safe_until="12:30", safe_words="Ask for Zed", neutral=True)

    async with application.work(person) as work:
        await change_needs(work, needs)

    case = await case_of(application, key)
    assert (case.language, case.safe_since, case.safe_words, case.neutral) == ("fr", "09:00", "Ask for Zed", True)
    async with application.work(SYSTEM, reading=True) as work:
        view = await store.look_up_key(work.session, key)
        assert view.version == case.version
    assert "needs.changed" in await kinds_of(application, key)
    async with application.work(person) as work:
        with pytest.raises(Invalid):
            await change_needs(work, NeedsDraft(language="tlh"))


async def test_fewer_people_may_always_be_chosen_and_then_nobody_calls_any_more(application: Application) -> None:
    receipt = await lodge_one(application, contact=Contact(name="Maria", phone="020 7946 0018"))
    person, key = await the_person(application, receipt), await case_id(application, receipt)

    async with application.work(person) as work:
        assert not await choose_who_sees(work, Visibility.NOBODY)

    case = await case_of(application, key)
    assert (case.visibility, case.reply_by) == ("nobody", None)
    async with application.work(person) as work:
        with pytest.raises(Invalid):
            await change_contact(work, ContactDraft(Way.PHONE))


async def test_the_page_shows_enough_to_know_it_and_too_little_to_learn_it(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact(phone="020 7946 0018", post="12 Elm Lane"))
    async with a_browser(application) as browser:
        assert (await browser.get("/your-case/contact")).path == "/track"
        await browser.open_case(receipt)
        page = await browser.get("/your-case/contact")
        assert page.title == "How we reach you"
        assert "m…@example.org" in page.text
        for secret in ("maria@", "7946", "Elm Lane", "Okoro"):
            assert secret not in page.source

        page = await browser.post("/your-case/contact/reach", way="email", email="new@example.org")
        await drain(application)
        assert "A change is waiting" in page.text
        assert "new@example.org" not in page.source
        page = await browser.post("/your-case/contact/confirm", number="1")
        assert page.status == 400
        assert "not the number we sent" in page.text
        page = await browser.post("/your-case/contact/confirm", number=number_in(application))
        assert "n…@example.org" in page.text
        assert "A change is waiting" not in page.text


async def test_nobody_guesses_the_number(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact())
    async with a_browser(application) as browser:
        await browser.open_case(receipt)
        await browser.get("/your-case/contact")
        await browser.post("/your-case/contact/reach", way="email", email="new@example.org")
        await drain(application)
        statuses = [
            (await browser.post("/your-case/contact/confirm", number=f"{number:06}")).status for number in range(6)
        ]
        assert statuses == [400] * 5 + [429]
        page = await browser.post("/your-case/contact/confirm", number=number_in(application))
        assert page.status == 429


async def test_the_other_forms_of_the_page_hold_at_once_and_give_back_what_was_typed(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact())
    key = await case_id(application, receipt)
    async with a_browser(application) as browser:
        await browser.open_case(receipt)
        await browser.get("/your-case/contact")
        page = await browser.post(
            "/your-case/contact/needs", language="en", safe_since="25", safe_words="My words", formats=["audio"]
        )
        assert page.status == 400
        assert "My words" in page.source
        assert 'value="audio" checked' in page.source
        page = await browser.post(
            "/your-case/contact/needs", language="fr", safe_since="9", formats=["audio", "braille"], neutral="yes"
        )
        case = await case_of(application, key)
        assert (case.language, case.safe_since, case.formats, case.neutral) == (
            "fr",
            "09:00",
            ["audio", "braille"],
            True,
        )
        page = await browser.post("/your-case/contact/name", identity="unit")
        assert "The complaints team and the service can see your name." in page.text
        assert (await browser.get("/your-case/contact/needs")).path == "/your-case/contact"


async def test_a_new_code_ends_every_session_but_this_one(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact())
    async with a_browser(application) as browser:
        await browser.open_case(receipt)
        async with another_browser(browser) as other:
            await other.open_case(receipt)
            await other.get("/your-case/contact")
            page = await other.post("/your-case/code")
            assert page.title == "Your new code"
            assert (await other.get("/your-case")).status == 200
            fresh = "-".join(re.findall(r"rd-secret__group\">(\w{4})<", page.source))
            await other.post("/leave")
            assert "Your new code" not in (await other.get("/your-case/code")).text
        assert (await browser.get("/your-case")).path == "/track"
        await browser.post("/track", reference=receipt.reference, code=receipt.code)
        assert browser.last is not None
        assert browser.last.status == 400
        await browser.post("/track", reference=receipt.reference, code=fresh)
        assert browser.last.path == "/your-case"


@pytest.mark.parametrize(
    ("draft", "left"),
    [
        pytest.param(ContactDraft(Way.PHONE, is_unsafe=True), {"phone": "020 7946 0018"}, id="a way that we know"),
        pytest.param(
            ContactDraft(Way.PHONE, Contact(phone="01632 960 001"), is_unsafe=True),
            {"phone": "01632 960 001"},
            id="a new way",
        ),
        pytest.param(ContactDraft(Way.NONE, is_unsafe=True), {}, id="no way at all"),
    ],
)
async def test_of_an_old_contact_that_is_not_safe_nothing_stays_to_have_a_code_sent_to(
    application: Application, draft: ContactDraft, left: dict[str, str]
) -> None:
    receipt = await lodge_one(application, contact=contact(phone="020 7946 0018"))
    person, key = await the_person(application, receipt), await case_id(application, receipt)
    team = await staff(application)
    before = len(application.post_office.letters)

    assert await wish(application, person, draft) is Outcome.BY_PHONE
    for _ in range(2):
        await ask_for_code(application, LostDraft(receipt.reference, email="maria@example.org"), address="x")
        await ask_for_code(application, LostDraft(email="maria@example.org"), address="x")
        await drain(application)
        async with application.work(team) as work:
            with contextlib.suppress(NoChange):
                await confirm_for(work, key, "She called from the number of her lawyer, whom I called back.")
        await drain(application)

    assert await identity_of(application, key) == Identity("Maria Zanele Okoro", **left)
    assert application.post_office.letters[before:] == []


async def test_a_change_is_told_in_the_hours_that_are_safe(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact(), safe_since="13:00", safe_until="15:00")
    person = await the_person(application, receipt)
    await drain(application, now=MONDAY + timedelta(hours=4))
    before = len(application.post_office.letters)

    await wish(application, person)
    assert len(application.post_office.letters) == before

    await drain(application, now=MONDAY + timedelta(hours=4))
    assert [letter.to for letter in application.post_office.letters[before:]] == ["maria@example.org"]

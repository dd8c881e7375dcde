"""The tray of letters and calls: who sees what of it, the sheet that is printed, and what is written down."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from complaints import reads, store
from complaints.actions.hand_out import Outcome, finish, look_at, open_one, tray
from complaints.actions.name_subject import name_subject
from complaints.app.boundary import Application
from complaints.domain.access import SYSTEM, Actor, Role
from complaints.domain.case import NoSuchCase, Visibility
from complaints.domain.consent import Relation
from complaints.domain.deliveries import AlreadyDone, NoSuchDelivery, NotNow
from complaints.domain.matter import Format, Matter
from complaints.schemas import CaseView, Receipt, Representative
from complaints.tables import DeliveryRow, MessageRow
from standards.errors import Invalid
from tests.browse import Page, a_browser
from tests.play import MONDAY, an_application, case_id, contact, lodge_one, staff

POST = contact(email=None, post="12 Quay Street\nCalder Bay CB1 2AB", phone=None)
PHONE = contact(email=None, phone="01632 960 001")


@pytest.fixture
async def town(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Application]:
    async with an_application(sqlite_url, tmp_path) as application:
        yield application


async def waiting(town: Application, actor: Actor) -> list[str]:
    async with town.work(actor, reading=True) as work:
        found = await tray(work)
    return [one.reference for one in (*found.now, *found.later)]


async def the_one(town: Application, receipt: Receipt) -> UUID:
    """Return the key of the one way of this case."""
    key = await case_id(town, receipt)
    async with town.work(SYSTEM, reading=True) as work:
        return (await work.session.scalars(select(DeliveryRow.id).where(DeliveryRow.case_id == key))).one()


async def view(town: Application, receipt: Receipt) -> CaseView:
    async with town.work(SYSTEM, reading=True) as work:
        return await reads.case_for_person(work.session, await case_id(town, receipt))


class TestWhoSeesIt:
    async def test_the_team_of_the_body_and_nobody_else(self, application: Application) -> None:
        town = application
        receipt = await lodge_one(town, contact=POST)
        team = await staff(town, username="team")
        reviewer = await staff(town, Role.REVIEWER, username="reviewer")
        unit = await staff(town, username="unit", units=["waste"])
        elsewhere = await staff(town, username="elsewhere", bodies=["housing"])
        office = await staff(town, Role.OMBUDSPERSON, username="office", bodies=())

        assert await waiting(town, team) == await waiting(town, reviewer) == [receipt.reference]
        assert not [one for one in (unit, elsewhere, office) if await waiting(town, one)]
        key = await the_one(town, receipt)
        for somebody in (unit, elsewhere, office):
            with pytest.raises((NoSuchCase, NoSuchDelivery)):
                async with town.work(somebody) as work:
                    await open_one(work, key)

    async def test_the_unit_where_the_person_lets_it_know_them(self, town: Application) -> None:
        receipt = await lodge_one(town, contact=POST, identity=Visibility.UNIT)
        unit = await staff(town, username="unit", units=["waste"])

        assert await waiting(town, unit) == [receipt.reference]

    async def test_what_the_office_writes_is_the_offices_to_carry(self, town: Application) -> None:
        receipt = await lodge_one(town, contact=POST, matter=Matter.REPRISAL)
        team = await staff(town, username="team")
        office = await staff(town, Role.OMBUDSPERSON, username="office", bodies=())

        assert await waiting(town, office) == [receipt.reference]
        assert not await waiting(town, team)
        with pytest.raises(NoSuchCase):
            async with town.work(team) as work:
                await look_at(work, await the_one(town, receipt))

    async def test_nobody_the_case_is_about(self, town: Application) -> None:
        receipt = await lodge_one(town, contact=POST)
        ron = await staff(town, username="ron")
        other = await staff(town, Role.REVIEWER, username="other")
        async with town.work(other) as work:
            await name_subject(work, await case_id(town, receipt), ron.id or UUID(int=0))

        assert not await waiting(town, ron)
        with pytest.raises(NoSuchCase):
            async with town.work(ron) as work:
                await open_one(work, await the_one(town, receipt))

    async def test_nothing_for_somebody_whose_consent_is_over(self, town: Application) -> None:
        acting = Representative(relation=Relation.LAWYER, contact=POST, expires_on=MONDAY.date())
        receipt = await lodge_one(town, representative=acting)
        team = await staff(town, username="team")
        assert await waiting(town, team) == [receipt.reference]

        town.clock.advance_to(MONDAY + timedelta(days=1))

        assert not await waiting(town, team)


class TestACall:
    async def test_waits_for_an_hour_that_is_safe(self, town: Application) -> None:
        receipt = await lodge_one(town, contact=PHONE, safe_since="14:00", safe_until="15:00")
        team = await staff(town, username="team")
        key = await the_one(town, receipt)

        async with town.work(team, reading=True) as work:
            found = await tray(work)
        assert (found.now, [one.due_at for one in found.later]) == ([], [MONDAY.replace(hour=14, minute=0)])
        with pytest.raises(NotNow):
            async with town.work(team) as work:
                await open_one(work, key)
        assert "identity.opened" not in [one.kind for one in (await view(town, receipt)).timeline]

        async with town.work(team, now=MONDAY.replace(hour=14, minute=5)) as work:
            assert (await open_one(work, key)).identity.phone == "01632 960 001"
        # It was safe on the first day; on the next it is not at any time either.
        async with town.work(team, now=MONDAY.replace(day=3, hour=9), reading=True) as work:
            assert not (await tray(work)).now

    async def test_that_reached_nobody_comes_again_and_says_why(self, town: Application) -> None:
        receipt = await lodge_one(town, contact=PHONE)
        team = await staff(town, username="team")
        key = await the_one(town, receipt)
        with pytest.raises(Invalid):
            async with town.work(team) as work:
                await finish(work, key, Outcome.NOT_REACHED, "")

        async with town.work(team) as work:
            await finish(work, key, Outcome.NOT_REACHED, "It rang, nobody answered.")

        async with town.work(team, reading=True) as work:
            [later] = (await tray(work)).later
        assert later.note == "It rang, nobody answered."
        async with town.work(team, now=MONDAY + timedelta(hours=3), reading=True) as work:
            assert [one.id for one in (await tray(work)).now] == [key]

    async def test_is_done_once(self, application: Application) -> None:
        town = application
        receipt = await lodge_one(town, contact=PHONE)
        team = await staff(town, username="team")
        key = await the_one(town, receipt)

        async with town.work(team) as work:
            await finish(work, key, Outcome.DONE, "She was glad.")

        assert not await waiting(town, team)
        async with town.work(SYSTEM, reading=True) as work:
            row = (await work.session.scalars(select(DeliveryRow))).one()
            kept = await store.message(work.session, row.case_id, "receipt:1")
        assert (row.state, row.done_by, row.note) == ("done", team.label, "She was glad.")
        assert kept is not None
        assert (kept.delivered_at, kept.by) == (MONDAY, "phone")
        with pytest.raises(AlreadyDone):
            async with town.work(team) as work:
                await finish(work, key, Outcome.DONE, "")

    async def test_that_cannot_be_made_leaves_the_message_on_the_page(self, town: Application) -> None:
        receipt = await lodge_one(town, contact=PHONE)
        team = await staff(town, username="team")

        async with town.work(team) as work:
            await finish(work, await the_one(town, receipt), Outcome.GIVEN_UP, "The number is another person's.")

        assert not await waiting(town, team)
        assert len((await view(town, receipt)).messages) == 1


class TestOnThePage:
    async def test_a_letter_is_printed_sent_and_marked(self, town: Application) -> None:
        receipt = await lodge_one(town, contact=POST, formats=(Format.LARGE_PRINT,), adjustments="Big letters, please.")
        await staff(town, username="amina")
        async with a_browser(town) as browser:
            await browser.sign_in("amina")
            page = await browser.get("/desk")
            assert 'href="/desk/letters"' in page.source
            page = await browser.get("/desk/letters")
            assert f"Send a letter: {receipt.reference}" in page.text
            assert "Big letters, please." in page.text
            assert "Maria" not in page.source
            key = await the_one(town, receipt)
            page = await browser.get(f"/desk/letters/{key}")
            assert "Maria" not in page.source

            sheet = await browser.post(f"/desk/letters/{key}/print")
            assert "Maria Zanele Okoro" in sheet.text
            assert "12 Quay Street" in sheet.text
            assert f"Reference {receipt.reference}" in sheet.text
            assert "Telephone 01632 960 100" in sheet.text
            assert "sheet--large" in sheet.source
            assert sheet.headers["cache-control"] == "no-store"
            assert receipt.code not in sheet.source
            assert sheet.text.index("Telephone 01632 960 100") < sheet.text.index("Thank you for telling us")

            await browser.get(f"/desk/letters/{key}")
            page = await browser.post(f"/desk/letters/{key}/done", outcome="done", note="")
            assert "It is done" in page.text
            assert "Nothing waits to be brought to anybody" in page.text

        [opened] = [one for one in (await view(town, receipt)).timeline if one.kind == "identity.opened"]
        assert opened.facts["reason"] == "To send our letter of Monday 2 March 2026 by post."

    async def test_a_neutral_letter_says_nothing_and_comes_from_nobody(self, town: Application) -> None:
        receipt = await lodge_one(town, contact=POST, neutral=True, language="ar")
        await staff(town, username="amina")
        async with a_browser(town) as browser:
            await browser.sign_in("amina")
            key = await the_one(town, receipt)
            page = await browser.get(f"/desk/letters/{key}")
            assert "Use a plain envelope." in page.text
            sheet = await browser.post(f"/desk/letters/{key}/print")

        inside = sheet.source.partition("<main>")[2]
        assert receipt.reference in inside
        assert '<html lang="ar" dir="rtl">' in sheet.source
        assert not [word for word in ("Calder Bay Council", "01632 960 100", "Harbour House") if word in inside]

    async def test_a_call_shows_the_number_only_when_it_is_asked_for(self, town: Application) -> None:
        needs = (Format.INTERPRETER,)
        receipt = await lodge_one(town, contact=PHONE, safe_words="Ask for the gardener.", formats=needs)
        await staff(town, username="amina")
        async with a_browser(town) as browser:
            await browser.sign_in("amina")
            key = await the_one(town, receipt)
            page = await browser.get(f"/desk/letters/{key}")
            assert "01632 960 001" not in page.source
            assert "Leave no message" in page.text
            assert "Ask for the gardener." in page.text
            assert "Interpreter: call with one for their language." in page.text

            page = await browser.post(f"/desk/letters/{key}/open")
            assert "01632 960 001" in page.text
            assert "Thank you for telling us what went wrong" in page.text
            assert "I could not reach them" in page.text

            page = await browser.post(f"/desk/letters/{key}/done", outcome="not_reached", note="")
            assert page.status == 400
            assert "Say what happened" in page.text
            page = await browser.post(f"/desk/letters/{key}/done", outcome="not_reached", note="It rang.")
            assert "Last time: It rang." in page.text
            assert "Not before" in page.text

    async def test_what_is_not_theirs_is_not_there(self, town: Application) -> None:
        receipt = await lodge_one(town, contact=PHONE)
        await staff(town, username="elsewhere", bodies=["housing"])
        key = await the_one(town, receipt)
        async with a_browser(town) as browser:
            await browser.sign_in("elsewhere")
            pages = [await browser.get(f"/desk/letters/{one}") for one in (key, UUID(int=7))]
            assert [page.status for page in pages] == [404, 404]
            await browser.get("/desk/letters")
            refused = await browser.post(f"/desk/letters/{key}/open", _csrf_token=_token(browser.last))
            assert refused.status == 404
            assert "01632" not in refused.source.partition("<footer")[0]

    async def test_mail_that_does_not_get_through_is_somebodys_to_look_into(self, town: Application) -> None:
        receipt = await lodge_one(town, contact=contact())
        await staff(town, username="amina")
        async with town.work(SYSTEM) as work:
            row = (await work.session.scalars(select(DeliveryRow))).one()
            row.state, row.due_at = "owed", MONDAY - timedelta(days=4)
            (await work.session.scalars(select(MessageRow))).one().delivered_at = None
        async with a_browser(town) as browser:
            await browser.sign_in("amina")
            page = await browser.get("/desk/letters")

        assert f"E-mail does not get through: {receipt.reference}" in page.text


def _token(page: Page | None) -> str:
    assert page is not None
    return str(next(form.fields["_csrf_token"] for form in page.forms if "_csrf_token" in form.fields))

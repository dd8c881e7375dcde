"""Reminders: whoever has a case hears of a promise before it is due, once for each level, and never at night."""

from datetime import UTC, date, datetime, timedelta

from complaints.actions.acknowledge import acknowledge
from complaints.actions.find import agree
from complaints.actions.name_subject import name_subject
from complaints.actions.reach import reach
from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.app.sweeping import sweep
from complaints.domain.access import HANDLE, SYSTEM, Actor, Role
from complaints.kernel.journal import entries
from complaints.kernel.mail import Letter
from complaints.kernel.timers import clocks_of
from complaints.schemas import Receipt
from complaints.schemas.drafts import RemedyDraft
from tests.browse import a_browser
from tests.play import KeptPost, case_id, lodge_one, staff

# Calder Bay: of the acknowledgement (3 working days) the team is reminded 1 working day before; of the answer (10
# working days, due on Friday 13 March at 17:00) whoever has the case at half its time and 2 working days before.
FRIDAY = datetime(2026, 2, 27, 10, 0, tzinfo=UTC)
OPENING, HALF, TWO_DAYS = (datetime(2026, 3, day, 9, 0, tzinfo=UTC) for day in (3, 9, 11))
MINUTE = timedelta(minutes=1)


async def run_until(application: Application, at: datetime) -> None:
    await sweep(application, now=at)
    await drain(application, now=at)


def mails(application: Application) -> list[Letter]:
    assert isinstance(application.post_office, KeptPost)
    return [letter for letter in application.post_office.letters if letter.to.endswith("@town.example")]


async def an_officer(application: Application, name: str = "amina", **scope: object) -> Actor:
    return await staff(application, username=name, email=f"{name}@town.example", **scope)


async def taken_on(application: Application, amina: Actor) -> Receipt:
    receipt = await lodge_one(application, at=FRIDAY, service="road_repair")
    async with application.work(amina, now=FRIDAY + timedelta(hours=1)) as work:
        await acknowledge(work, await case_id(application, receipt), "A hole in the road.")
    return receipt


async def test_the_team_is_reminded_of_a_case_that_nobody_has_taken_on(application: Application) -> None:
    await an_officer(application)
    await an_officer(application, "ben")
    await an_officer(application, "elsewhere", bodies=("housing",))
    await staff(application, username="without-mail")
    receipt = await lodge_one(application, at=FRIDAY, service="road_repair")

    await run_until(application, OPENING)
    assert mails(application) == []
    await run_until(application, OPENING + MINUTE)

    assert {letter.to for letter in mails(application)} == {"amina@town.example", "ben@town.example"}
    assert mails(application)[0].subject == f"{receipt.reference} is due tomorrow"


async def test_whoever_has_a_case_is_reminded_once_for_each_level(application: Application) -> None:
    amina = await an_officer(application)
    await an_officer(application, "ben")
    receipt = await taken_on(application, amina)

    for at in (
        HALF + MINUTE,
        HALF + MINUTE,
        HALF + timedelta(hours=5),
        TWO_DAYS + MINUTE,
        TWO_DAYS + timedelta(days=1),
    ):
        await run_until(application, at)

    sent = [(letter.to, letter.at) for letter in mails(application)]
    assert sent == [("amina@town.example", HALF + MINUTE), ("amina@town.example", TWO_DAYS + MINUTE)]
    assert "the promise to answer is due in 4 days, by Friday 13 March 2026" in mails(application)[0].body
    async with application.work(SYSTEM, reading=True) as work:
        chain = await entries(work.session, await case_id(application, receipt))
    levels = [entry.payload for entry in chain if entry.kind == "clock.reminded"]
    assert levels == [{"clock": "respond", "level": 1}, {"clock": "respond", "level": 2}]


async def test_levels_that_were_missed_together_are_one_reminder(application: Application) -> None:
    amina = await an_officer(application)
    await taken_on(application, amina)

    await run_until(application, TWO_DAYS + timedelta(hours=1))

    assert [letter.at for letter in mails(application)] == [TWO_DAYS + timedelta(hours=1)]


async def test_a_reminder_that_comes_at_night_waits_for_the_morning(application: Application) -> None:
    amina = await an_officer(application)
    await taken_on(application, amina)
    night, morning = datetime(2026, 3, 9, 22, 30, tzinfo=UTC), datetime(2026, 3, 10, 8, 0, tzinfo=UTC)

    await run_until(application, night)
    assert mails(application) == []
    await run_until(application, morning)

    assert [letter.at for letter in mails(application)] == [morning]


async def test_nobody_is_reminded_of_what_is_about_them_or_kept_meanwhile(application: Application) -> None:
    amina, ben = await an_officer(application), await an_officer(application, "ben")
    receipt = await taken_on(application, amina)
    await sweep(application, now=HALF + MINUTE)
    async with application.work(ben, now=HALF + 2 * MINUTE) as work:
        assert amina.id is not None
        await name_subject(work, await case_id(application, receipt), amina.id)

    await drain(application, now=HALF + timedelta(hours=1))

    assert mails(application) == []


async def test_a_promised_action_is_reminded_of(application: Application) -> None:
    amina = await an_officer(application)
    receipt = await taken_on(application, amina)
    async with application.work(amina, now=FRIDAY + timedelta(hours=2)) as work:
        case = await reach(work, await case_id(application, receipt), HANDLE)
        await agree(work, case, [RemedyDraft("do_it_now", "We mend it.", date(2026, 4, 30))])
        clocks = {clock.kind: clock for clock in await clocks_of(work.session, case.id)}
    assert clocks["undertaking"].remind_at == datetime(2026, 4, 27, 8, 0, tzinfo=UTC)


async def test_the_queue_has_a_view_of_what_was_reminded_of(application: Application) -> None:
    amina = await an_officer(application)
    receipt = await taken_on(application, amina)
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        before = await browser.get("/desk", view="soon")
        await sweep(application, now=HALF + MINUTE)
        after = await browser.get("/desk", view="soon")

    assert "Nothing comes due soon." in before.text
    assert receipt.reference in after.source


async def test_an_administrator_says_where_reminders_go(application: Application) -> None:
    amina = await staff(application, username="amina")
    await staff(application, Role.ADMINISTRATOR, username="adam", bodies=())
    async with a_browser(application) as browser:
        await browser.sign_in("adam")
        refused = await browser.post(f"/admin/people/{amina.id}/email", email="amina at town")
        page = await browser.post(f"/admin/people/{amina.id}/email", email="amina@town.example")

    assert "This is no e-mail address. Write it like name@example.org." in refused.text
    assert "amina@town.example" in page.text

"""Changing the date of an answer on the desk's page of a case, and what the person then reads on theirs."""

import re
from dataclasses import dataclass

import pytest

from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.app.sweeping import sweep
from complaints.domain.access import Role
from complaints.domain.case import Kind
from complaints.schemas import Receipt
from tests.browse import Browser, Page, a_browser, another_browser
from tests.complaints.moving import ASKED, AWAY, CONSENT, at, under
from tests.play import lodge_one, staff

pytestmark = pytest.mark.on_sqlite

CAP = 'most = "10 working days"\ntimes = 1'
NEED = "Please send us the number on the lamp post."
CHANGED = "Somebody changed this case while you had it open."


def words(page: Page) -> str:
    """Return what stands on a page, with no space between a marked-up date and the sign after it."""
    return re.sub(r" ([.,;])", r"\1", page.text)


@dataclass
class Desk:
    """A complaint about a street lamp, and where the desk's page of it is."""

    application: Application
    receipt: Receipt

    @property
    def to(self) -> str:
        return f"/desk/cases/{self.receipt.reference}"

    async def wait(self, until: str) -> None:
        """Let time pass, and what comes due with it."""
        self.application.clock.advance_to(at(until))
        await drain(self.application)
        await sweep(self.application, now=at(until))
        await drain(self.application)

    async def person(self, browser: Browser) -> Page:
        """Open the person's own page with reference and code."""
        await browser.get("/track")
        return await browser.post("/track", reference=self.receipt.reference, code=self.receipt.code)


async def a_desk(application: Application, **said: object) -> Desk:
    await staff(application, username="amina")
    return Desk(application, await lodge_one(application, **({"service": "street_lighting"} | said)))


@pytest.fixture
async def desk(application: Application) -> Desk:
    return await a_desk(application)


async def test_the_clock_is_held_the_person_writes_and_it_goes_on(desk: Desk) -> None:
    async with a_browser(desk.application) as browser:
        await browser.sign_in("amina")
        page = await browser.get(desk.to)
        assert "At this step the charter allows 20 working days in all: until Monday 30 March 2026" in words(page)
        assert f"{desk.to}/resume" not in page.actions
        page = await browser.post(f"{desk.to}/hold", hold_reason=ASKED, hold_words=NEED)
        assert "The clock stands still, and the person was told what you wait for." in words(page)
        assert "If it goes on now, the answer is due by Monday 16 March 2026." in words(page)
        assert f"{desk.to}/hold" not in page.actions
        await desk.wait("03-05 10:00")

        async with another_browser(browser) as phone:
            own = await desk.person(phone)
            assert f"We have a question for you {NEED}" in words(own)
            assert f"Why we wait: {ASKED}." in words(own)
            assert "We wait until Monday 30 March 2026 at most" in words(own)
            assert NEED in words(own)
            assert "We are late" not in words(own)
            await phone.post("/your-case/add", answer="It is number 12.")
            await drain(desk.application)
            own = await phone.get("/your-case")
            assert "We have a question for you" not in words(own)
            assert "You wrote to us, so we go on with your case." in words(own)
            assert "You have our answer by Thursday 19 March 2026." in words(own)
        await browser.sign_in("amina")
        page = await browser.get(desk.to)

    assert "The clock runs again: the person wrote. The answer is due by Thursday 19 March 2026" in words(page)
    assert f"{desk.to}/hold" in page.actions
    assert "First we had said Monday 16 March 2026; that stays on record." in words(page)


async def test_the_officer_lets_it_go_on(desk: Desk) -> None:
    async with a_browser(desk.application) as browser:
        await browser.sign_in("amina")
        await browser.get(desk.to)
        await browser.post(f"{desk.to}/hold", hold_reason=CONSENT, hold_words=NEED)
        await desk.wait("03-04 10:00")
        await browser.sign_in("amina")
        await browser.get(desk.to)
        page = await browser.post(f"{desk.to}/resume")

    assert "The clock runs again, and the person was told the date." in words(page)
    assert "The person was told: Wednesday 18 March 2026." in words(page)


async def test_more_time_is_taken_and_both_dates_are_on_both_pages(desk: Desk) -> None:
    async with a_browser(desk.application) as browser:
        await browser.sign_in("amina")
        page = await browser.get(desk.to)
        assert "the charter allows 10 working days more in all, once. Left: 10 working days" in words(page)
        assert "until Monday 30 March 2026" in words(page)
        assert "You have our answer by [the new day]. Before, we had said Monday 16 March 2026." in words(page)
        page = await browser.post(f"{desk.to}/extend", extend_reason=AWAY, extend_by="5")
        await drain(desk.application)
        assert "The answer has more time. The person was told why, and the new date." in words(page)
        assert "First we had said Monday 16 March 2026; that stays on record." in words(page)
        assert "It was used." in words(page)
        assert f"{desk.to}/extend" not in page.actions

        async with another_browser(browser) as phone:
            own = await desk.person(phone)
    assert (
        f"We need 5 working days more. The reason: {AWAY}. You have our answer by Monday 23 March 2026. "
        "Before, we had said Monday 16 March 2026." in words(own)
    )
    assert "We are sorry that this takes longer than we had said." in words(own)


@pytest.mark.parametrize(
    ("step", "typed", "field", "says"),
    [
        pytest.param("hold", {"hold_words": NEED}, "hold_reason", "Choose the reason.", id="a hold without a reason"),
        pytest.param("hold", {"hold_reason": ASKED}, "hold_words", "Say exactly what you need", id="nothing to say"),
        pytest.param(
            "hold",
            {"hold_reason": "We are busy", "hold_words": NEED},
            "hold_reason",
            "Choose one of the reasons in the charter.",
            id="another reason than the charter has",
        ),
        pytest.param(
            "extend", {"extend_by": "5"}, "extend_reason", "Give the reason.", id="more time without a reason"
        ),
        pytest.param(
            "extend", {"extend_reason": AWAY}, "extend_by", "Say how much longer you need", id="no amount and no day"
        ),
        pytest.param(
            "extend",
            {"extend_reason": AWAY, "extend_by": "a week"},
            "extend_by",
            "Give a whole number of working days, such as 5.",
            id="an amount in words",
        ),
        pytest.param(
            "extend",
            {"extend_reason": AWAY, "extend_by": "99999999"},
            "extend_by",
            "Give a whole number of working days, such as 5.",
            id="an amount that no limit has",
        ),
        pytest.param(
            "extend",
            {"extend_reason": AWAY, "extend_until": "next Friday"},
            "extend_until",
            "Give a day, such as 2027-03-14.",
            id="a day in words",
        ),
        pytest.param(
            "extend",
            {"extend_reason": AWAY, "extend_by": "11"},
            "extend_by",
            "At most 10 working days can be given now: until Monday 30 March 2026.",
            id="over the cap",
        ),
        pytest.param(
            "extend",
            {"extend_reason": AWAY, "extend_until": "2026-03-21"},
            "extend_until",
            "Choose Friday 20 March 2026 or Monday 23 March 2026.",
            id="a closed day",
        ),
    ],
)
async def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    desk: Desk, step: str, typed: dict[str, str], field: str, says: str
) -> None:
    async with a_browser(desk.application) as browser:
        await browser.sign_in("amina")
        await browser.get(desk.to)
        page = await browser.post(f"{desk.to}/{step}", **typed)

    assert page.status == 400
    assert f'href="#{field}"' in page.source
    assert says in words(page)
    kept = page.form(f"{desk.to}/{step}").fields
    in_lists = {name for name, value in typed.items() if value == "We are busy"}
    assert {name: kept[name] for name in typed if name not in in_lists} == {
        name: value for name, value in typed.items() if name not in in_lists
    }


async def test_too_late_is_said_in_words_and_nothing_typed_is_lost(application: Application) -> None:
    await under(application, ('on_late = "climb"', 'on_late = "tell"'))
    desk = await a_desk(application)
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        mine = await browser.get(desk.to)
        application.clock.advance_to(at("03-16 17:01"))
        await browser.sign_in("amina")
        browser.last = mine
        late = await browser.post(f"{desk.to}/hold", hold_reason=ASKED, hold_words=NEED)
        browser.last = mine
        hidden = await browser.post(f"{desk.to}/extend", extend_reason=AWAY, extend_by="5", extend_words="So sorry.")

    assert late.status == hidden.status == 409
    assert "The day has passed. Write to the person instead." in words(late)
    assert late.form(f"{desk.to}/hold").fields["hold_words"] == NEED
    assert "It is late already: an extension now would only hide that." in words(hidden)
    assert hidden.form(f"{desk.to}/extend").fields["extend_words"] == "So sorry."


async def test_a_page_out_of_date_changes_nothing_and_keeps_what_was_typed(desk: Desk) -> None:
    await staff(desk.application, username="ben")
    async with a_browser(desk.application) as browser:
        await browser.sign_in("amina")
        mine = await browser.get(desk.to)
        async with another_browser(browser) as other:
            await other.sign_in("ben")
            await other.get(desk.to)
            await other.post(f"{desk.to}/hold", hold_reason=CONSENT, hold_words="We asked your sister.")
        browser.last = mine
        page = await browser.post(f"{desk.to}/hold", hold_reason=ASKED, hold_words=NEED)
        assert page.form(f"{desk.to}/hold").fields["hold_words"] == NEED
        browser.last = mine
        other_page = await browser.post(f"{desk.to}/extend", extend_reason=AWAY, extend_by="5")

    assert page.status == other_page.status == 409
    assert CHANGED in words(page)
    assert CHANGED in words(other_page)
    assert other_page.form(f"{desk.to}/extend").fields["extend_by"] == "5"


async def test_where_a_second_person_decides_they_find_it_on_their_desk(application: Application) -> None:
    await under(application, (CAP, f'{CAP}\napprover = "second"'))
    desk = await a_desk(application)
    await staff(application, Role.REVIEWER, username="rita")
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        page = await browser.get(desk.to)
        assert "Somebody else has to agree. Until then the date stays as it is." in words(page)
        page = await browser.post(f"{desk.to}/extend", extend_reason=AWAY, extend_by="5")
        assert "You asked for more time. Until somebody else agrees, the date stays as it is." in words(page)
        assert f"{desk.to}/grant" not in page.actions
        own_queue = await browser.get("/desk")

        async with another_browser(browser) as other:
            await other.sign_in("rita")
            queue = await other.get("/desk")
            page = await other.get(desk.to)
            assert "Amina asked on Monday 2 March 2026 for 5 working days more: until Monday 23 March 2026." in words(
                page
            )
            refused = await other.post(f"{desk.to}/refuse")
            granted = await other.post(f"{desk.to}/grant")
            empty_queue = await other.get("/desk")

    assert f'href="{desk.to}#grant"' in queue.source
    assert f'href="{desk.to}#grant"' not in own_queue.source + empty_queue.source
    assert refused.status == 400
    assert "Say why not. Whoever asked reads it." in words(refused)
    assert "The answer has more time. The person was told why, and the new date." in words(granted)
    assert "The person was told: Monday 23 March 2026." not in words(granted)


@pytest.mark.parametrize("kind", [Kind.COMPLIMENT, Kind.SUGGESTION, Kind.ENQUIRY])
async def test_only_the_date_of_a_complaint_can_be_changed(application: Application, kind: Kind) -> None:
    desk = await a_desk(application, kind=kind)
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        page = await browser.get(desk.to)
        version = page.form(f"{desk.to}/assign").fields["version"]
        refused = await browser.post(f"{desk.to}/hold", hold_reason=ASKED, hold_words=NEED, version=version)

    assert "Change the date" not in words(page)
    assert refused.status == 409
    assert "There is no date for an answer that could be changed." in words(refused)


async def test_nothing_is_offered_that_the_charter_does_not_allow(application: Application) -> None:
    await under(application, (f'holds = ["{ASKED}", "{CONSENT}"]', "holds = []"))
    desk = await a_desk(application)
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        page = await browser.get(desk.to)
        version = page.form(f"{desk.to}/assign").fields["version"]
        refused = await browser.post(f"{desk.to}/hold", hold_reason=ASKED, hold_words=NEED, version=version)

    assert f"{desk.to}/extend" in page.actions
    assert f"{desk.to}/hold" not in page.actions
    assert refused.status == 409
    assert "The charter does not let the clock stand still at this step." in words(refused)

"""The common things of the charter are changed by form: a new text of the draft, and nobody sees TOML."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import pytest

from complaints.actions.propose import begin, keep, withdraw
from complaints.app.boundary import Application
from complaints.domain.access import SYSTEM, Actor, Role
from complaints.reads import proposals as reads
from complaints.schemas.desk import ProposalView
from standards.charter import load_charter
from standards.packs import read_pack
from tests.browse import Browser, Page, a_browser
from tests.play import an_application, lodge_one, staff

pytestmark = pytest.mark.on_sqlite

PACK = read_pack("calder_bay")


@pytest.fixture
async def on_sqlite(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Application]:
    """An application for what no database has a say in."""
    async with an_application(sqlite_url, tmp_path) as made:
        yield made


ALL = ["office", "depot", "registry", "repairs_line"]
CLOSURE = {"why": "The fair", "often": "once", "on_day": "6", "on_month": "3", "on_year": "2026", "calendars": ALL}


@asynccontextmanager
async def at_the_desk(application: Application) -> AsyncIterator[tuple[Browser, Actor, UUID]]:
    """Return a browser in which an administrator is signed in, and the key of their draft."""
    adam = await staff(application, Role.ADMINISTRATOR, username="adam", bodies=())
    async with application.work(adam) as work:
        key = await begin(work)
    async with a_browser(application) as browser:
        await browser.sign_in("adam")
        yield browser, adam, key


def address(key: UUID, form: str = "") -> str:
    return f"/admin/charters/proposals/{key}/edit{f'/{form}' if form else ''}"


async def sent(browser: Browser, key: UUID, form: str, **fields: str | list[str]) -> Page:
    """Open a form, type into it, and send it."""
    await browser.get(address(key, form))
    return await browser.post(address(key, form), **fields)


async def draft(application: Application, key: UUID) -> ProposalView:
    async with application.work(SYSTEM, reading=True) as work:
        return await reads.proposal(work.session, key)


@pytest.mark.parametrize(
    ("form", "fields", "said"),
    [
        pytest.param(
            "standard/missed_bin", {"limit": "3 working days"}, "2 working days becomes 3 working days", id="a limit"
        ),
        pytest.param("standard/missed_bin", {"target": "90 %"}, "in 95 of 100 cases becomes in 90", id="a target"),
        pytest.param(
            "retire/missed_bin",
            {"until_day": "30", "until_month": "6", "until_year": "2026"},
            "none becomes 30 June 2026",
            id="the end of a promise",
        ),
        pytest.param(
            "add-standard",
            {
                "service": "bin_collection",
                "name": "Broken bin",
                "promise": "We mend a broken bin.",
                "limit": "5 working days",
                "starts": "told",
            },
            "A new promise",
            id="a new promise",
        ),
        pytest.param("stage/stage_1", {"respond": "15 working days"}, "10 working days becomes 15", id="a step"),
        pytest.param("add-closure", CLOSURE, "The fair, Friday 6 March 2026, is a closed day", id="a closed day"),
        pytest.param(
            "add-closure",
            CLOSURE | {"often": "every", "on_year": ""},
            "The fair, every 6 March",
            id="one of every year",
        ),
        pytest.param(
            "add-closure",
            CLOSURE | {"until_day": "13", "until_month": "3", "until_year": "2026"},
            "from Friday 6 March 2026 to Friday 13 March 2026",
            id="a longer time",
        ),
        pytest.param(
            "remove-closure", {"pick": "0:office"}, "Harbour Day, every 3 June, is no longer", id="opened again"
        ),
        pytest.param(
            "add-opening",
            {
                "on_day": "16",
                "on_month": "5",
                "on_year": "2026",
                "hours": "10:00-12:00, 13:00-15:00",
                "calendars": ["office"],
            },
            "Saturday 16 May 2026",
            id="an open day",
        ),
        pytest.param(
            "add-service",
            {"name": "Café permits", "office": "registry:permits", "everyday": "café\nlicence, permit"},
            "A new service: Café permits, of Civil Registry.",
            id="a service",
        ),
        pytest.param("service/bin_collection", {"name": "Bins"}, "“Bin collection” becomes “Bins”", id="its words"),
    ],
)
async def test_a_form_changes_the_draft_and_leads_back_to_it_with_what_changed(
    application: Application, form: str, fields: dict[str, str | list[str]], said: str
) -> None:
    async with at_the_desk(application) as (browser, _, key):
        page = await sent(browser, key, form, **fields)

    assert (page.status, page.path) == (200, f"/admin/charters/proposals/{key}")
    assert said in page.text
    kept = await draft(application, key)
    assert load_charter(kept.document).name == "Calder Bay Council"
    assert kept.document != PACK
    assert kept.document.count("#") == PACK.count("#")


async def test_sending_a_form_as_it_is_changes_nothing(application: Application) -> None:
    async with at_the_desk(application) as (browser, _, key):
        for form in ("standard/missed_bin", "stage/stage_1", "service/bin_collection"):
            page = await sent(browser, key, form)
            assert "Nothing was changed" in page.text

    kept = await draft(application, key)
    assert (kept.document, kept.version) == (PACK, 1)


@pytest.mark.parametrize(
    ("form", "fields", "faults"),
    [
        pytest.param(
            "standard/missed_bin",
            {"limit": "soon", "target": "lots", "since_day": "31", "since_month": "2", "since_year": "2026"},
            ["'soon' is not a limit", "Write a whole number from 0 to 100", "Enter a real day"],
            id="three things at once",
        ),
        pytest.param("standard/missed_bin", {"promise": ""}, ["Say what people are promised"], id="no promise"),
        pytest.param("standard/missed_bin", {"promise": "x" * 501}, ["Use at most 500 characters"], id="too long"),
        pytest.param(
            "standard/missed_bin", {"limit": "99999 working days"}, ["between 0 and 25,000"], id="too much time"
        ),
        pytest.param(
            "add-standard",
            {},
            [
                "Give it a short name",
                "Choose the service",
                "Say what people",
                "Say within what time",
                "Say when its time",
            ],
            id="an empty form",
        ),
        pytest.param(
            "retire/missed_bin",
            {"until_day": "1", "until_month": "1", "until_year": "2020"},
            ["It cannot end before it begins."],
            id="an end before the beginning",
        ),
        pytest.param("retire/missed_bin", {}, ["Say which day is the last one."], id="no last day"),
        pytest.param(
            "stage/stage_1", {"respond": "", "inform": "x"}, ["Say within what time", "'x' is not"], id="a step"
        ),
        pytest.param("add-closure", {"why": "", "calendars": []}, ["Say which day."], id="no day at all"),
        pytest.param(
            "add-closure",
            CLOSURE | {"on_day": "8", "calendars": "office"},
            ["We are shut on that day already"],
            id="a Sunday",
        ),
        pytest.param("add-closure", CLOSURE | {"why": ""}, ["Give the day a name"], id="a day without a name"),
        pytest.param(
            "add-closure",
            CLOSURE | {"often": "every", "until_day": "7", "until_month": "3", "until_year": "2026"},
            ["A day of every year is a single day"],
            id="a longer time of every year",
        ),
        pytest.param(
            "add-closure", CLOSURE | {"calendars": "nowhere"}, ["Choose at least one calendar."], id="no office"
        ),
        pytest.param("remove-closure", {}, ["Choose at least one."], id="nothing chosen"),
        pytest.param("remove-closure", {"pick": "99:office"}, ["Choose at least one."], id="a day that is not there"),
        pytest.param(
            "add-opening",
            {"on_day": "16", "on_month": "5", "on_year": "2026", "hours": "nine to five", "calendars": "office"},
            ["'nine to five'"],
            id="hours nobody can read",
        ),
        pytest.param("add-service", {"name": "Cafés"}, ["Choose who answers for it."], id="a service of nobody"),
        pytest.param(
            "service/bin_collection", {"name": ""}, ["Give the service a name"], id="a service without a name"
        ),
    ],
)
async def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(
    on_sqlite: Application, form: str, fields: dict[str, str | list[str]], faults: list[str]
) -> None:
    async with at_the_desk(on_sqlite) as (browser, _, key):
        page = await sent(browser, key, form, **fields)

    assert page.status == 400
    assert "There is a problem" in page.text
    assert all(page.text.count(said) == 2 for said in faults), page.text
    shown = page.form(address(key, form)).fields
    assert all(shown[name] == value for name, value in fields.items() if isinstance(value, str) and name in shown)
    assert (await draft(on_sqlite, key)).document == PACK


async def test_a_draft_changed_in_another_window_is_not_overwritten_and_what_was_typed_stays(
    application: Application,
) -> None:
    async with at_the_desk(application) as (browser, adam, key):
        await browser.get(address(key, "standard/missed_bin"))
        other = PACK.replace("10 working days", "12 working days")
        async with application.work(adam) as work:
            await keep(work, key, other, version=1)
        page = await browser.post(address(key, "standard/missed_bin"), limit="3 working days")

        assert page.status == 409
        assert "changed in another window" in page.text
        assert page.form(address(key, "standard/missed_bin")).fields["limit"] == "3 working days"
        assert (await draft(application, key)).document == other

        again = await browser.post(address(key, "standard/missed_bin"))
        assert "2 working days becomes 3 working days" in again.text


async def test_what_went_away_in_another_window_leaves_what_was_typed(application: Application) -> None:
    async with at_the_desk(application) as (browser, adam, key):
        await browser.get(address(key, "standard/missed_bin"))
        async with application.work(adam) as work:
            await keep(work, key, PACK.replace("[standards.missed_bin]", "[standards.lost_bin]"), version=1)
        page = await browser.post(address(key, "standard/missed_bin"), promise="What I typed so far")

    assert page.status == 409
    assert "does not fit it any more" in page.text
    assert "What I typed so far" in page.text


async def test_a_draft_with_a_fault_is_not_edited_by_form_and_says_where_it_is(application: Application) -> None:
    async with at_the_desk(application) as (browser, adam, key):
        await browser.get(address(key, "standard/missed_bin"))
        async with application.work(adam) as work:
            await keep(work, key, PACK.replace('"2 working days"', '"soon"'), version=1)
        page = await browser.post(address(key, "standard/missed_bin"), promise="What I typed so far")
        index = await browser.get(address(key))

    assert page.status == 400
    assert "The text of the draft has a fault" in page.text
    assert "What I typed so far" in page.text
    assert "'soon' is not a limit" in index.text


async def test_the_index_leads_to_a_form_for_everything(on_sqlite: Application) -> None:
    async with at_the_desk(on_sqlite) as (browser, _, key):
        await sent(browser, key, "add-opening", on_day="16", on_month="5", on_year="2026", hours="10:00-12:00")
        page = await browser.get(address(key))
        links = [part.partition('"')[0] for part in page.source.split('href="') if part.startswith(address(key) + "/")]
        pages = [await browser.get(link) for link in dict.fromkeys(links)]

    assert len(pages) > 30
    assert {one.status for one in pages} == {200}
    assert all(link in one.actions for link, one in zip(dict.fromkeys(links), pages, strict=True))


@pytest.mark.parametrize(
    "form", ["standard/nothing", "retire/nothing", "stage/nothing", "service/nothing", "nothing", "nothing/at-all"]
)
async def test_what_is_not_there_is_not_found(on_sqlite: Application, form: str) -> None:
    async with at_the_desk(on_sqlite) as (browser, _, key):
        page = await browser.get(address(key, form))
        posted = await browser.post(
            address(key, form), version="1", name="x", promise="x", limit="1 day", respond="1 day"
        )

    assert (page.status, posted.status) == (404, 404)


async def test_nobody_else_sees_or_changes_a_draft(application: Application) -> None:
    await staff(application, Role.ADMINISTRATOR, username="eve", bodies=())
    await staff(application, username="officer")
    async with at_the_desk(application) as (browser, _, key):
        await browser.sign_out()
        for username in ("eve", "officer"):
            await browser.sign_in(username)
            pages = [await browser.get(address(key)), await browser.get(address(key, "add-closure"))]
            pages.append(await browser.post(address(key, "add-closure"), **CLOSURE, version="1"))
            assert [one.status for one in pages] == [404, 404, 404]
            await browser.sign_out()
        assert (await browser.get(address(key))).path == "/sign-in"

    assert (await draft(application, key)).document == PACK


async def test_what_is_no_draft_any_more_stays_as_it_is(application: Application) -> None:
    async with at_the_desk(application) as (browser, adam, key):
        async with application.work(adam) as work:
            await withdraw(work, key, "", version=1)
        page = await browser.get(address(key))
        posted = await browser.post(address(key, "add-closure"), **CLOSURE, version="2")

    assert (page.status, posted.status) == (409, 409)
    assert (await draft(application, key)).document == PACK


async def test_a_closed_day_shows_what_it_does_to_promises_already_made(application: Application) -> None:
    receipt = await lodge_one(application)
    async with at_the_desk(application) as (browser, _, key):
        page = await sent(browser, key, "add-closure", **CLOSURE)

    assert "1 internal date moves, 1 promised date moves." in page.text
    assert "1 person is told the new day and why." in page.text
    assert "City Works" in page.text
    assert "Friday 13 March 2026" in page.text
    assert receipt.reference not in page.source


async def test_a_holiday_is_offered_for_all_who_keep_holidays_and_for_nobody_else(on_sqlite: Application) -> None:
    async with at_the_desk(on_sqlite) as (browser, _, key):
        page = await browser.get(address(key, "add-closure"))

    assert page.source.count("checked") == 4  # once, and three of the four calendars
    assert "Emergency repairs, day and night" in page.text


async def test_faults_stand_in_the_order_of_the_page(on_sqlite: Application) -> None:
    async with at_the_desk(on_sqlite) as (browser, _, key):
        page = await sent(browser, key, "add-standard")

    summary = page.source.split("There is a problem")[1].split("</ul>")[0]
    links = [part.partition('"')[0] for part in summary.split('href="#')[1:]]
    assert links == ["service", "name", "promise", "limit", "starts"]

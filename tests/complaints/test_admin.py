"""Administration: people come and go, and nothing of a case is seen there."""

import pytest

from complaints.actions.dismiss import LastAdministrator, dismiss, readmit
from complaints.app.boundary import Application
from complaints.domain.access import Role
from standards.errors import NotAllowed
from tests.browse import a_browser, another_browser
from tests.play import lodge_one, staff

pytestmark = pytest.mark.on_sqlite

NEW = {
    "name": "Grace Obi",
    "username": "grace",
    "password": "seven blue lamps at sea",
    "role": "officer",
    "bodies": "city_works",
}


async def test_somebody_added_can_sign_in_and_sees_their_body(application: Application) -> None:
    receipt = await lodge_one(application)
    await staff(application, Role.ADMINISTRATOR, username="adam", bodies=())
    async with a_browser(application) as browser:
        page = await browser.sign_in("adam")
        page = await browser.post("/admin/people", **NEW)
        assert "Grace Obi can sign in now." in page.text
        await browser.sign_out()
        page = await browser.sign_in("grace", NEW["password"])

    assert page.path == "/desk"
    assert receipt.reference in page.source


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        pytest.param({"password": "fourteen signs"}, "Use at least 15 characters.", id="a short password"),
        pytest.param({"role": "system"}, "Choose what they are here for.", id="a role nobody signs in as"),
        pytest.param({"bodies": ""}, "Choose at least one body", id="an officer of nothing"),
        pytest.param({"units": "repairs"}, "Choose the body of each unit too.", id="a unit of another body"),
        pytest.param({"username": "adam"}, "There is already somebody who signs in as 'adam'.", id="a name in use"),
    ],
)
async def test_what_cannot_be_is_refused_with_everything_typed(application: Application, changed, said) -> None:
    await staff(application, Role.ADMINISTRATOR, username="adam", bodies=())
    async with a_browser(application) as browser:
        await browser.sign_in("adam")
        page = await browser.post("/admin/people", **{name: value for name, value in (NEW | changed).items() if value})

    assert page.status == 400
    assert said in page.text
    assert page.form("/admin/people").fields["name"] == "Grace Obi"
    assert "seven blue lamps" not in page.source


async def test_disabling_ends_every_session_at_once(application: Application) -> None:
    amina = await staff(application, username="amina")
    await staff(application, Role.ADMINISTRATOR, username="adam", bodies=())
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        async with another_browser(browser) as other:
            await other.sign_in("adam")
            await other.post(f"/admin/people/{amina.id}/disable")
        page = await browser.get("/desk")
        back = await browser.sign_in("amina")

    assert page.path == "/sign-in"
    assert "The name or the password is not right." in back.text


async def test_somebody_let_in_again_signs_in_as_before(application: Application) -> None:
    amina = await staff(application, username="amina")
    await staff(application, Role.ADMINISTRATOR, username="adam", bodies=())
    async with a_browser(application) as browser:
        await browser.sign_in("adam")
        await browser.post(f"/admin/people/{amina.id}/disable")
        await browser.post(f"/admin/people/{amina.id}/enable")
        await browser.sign_out()
        page = await browser.sign_in("amina")

    assert page.path == "/desk"


async def test_the_last_administrator_stays(application: Application) -> None:
    adam = await staff(application, Role.ADMINISTRATOR, username="adam", bodies=())

    async with application.work(adam) as work:
        with pytest.raises(LastAdministrator):
            await dismiss(work, adam.id)


async def test_nobody_else_dismisses_or_readmits(application: Application) -> None:
    amina = await staff(application, username="amina")

    async with application.work(amina) as work:
        with pytest.raises(NotAllowed):
            await dismiss(work, amina.id)
        with pytest.raises(NotAllowed):
            await readmit(work, amina.id)


async def test_an_administrator_reaches_no_case_and_no_queue(application: Application) -> None:
    receipt = await lodge_one(application)
    await staff(application, Role.ADMINISTRATOR, username="adam", bodies=("city_works",))
    async with a_browser(application) as browser:
        people = await browser.sign_in("adam")
        pages = [await browser.get(path) for path in ("/desk", "/desk/new", f"/desk/cases/{receipt.reference}")]

    assert receipt.reference not in people.source
    assert [page.status for page in pages] == [404, 404, 404]


async def test_the_adopted_charters_are_listed_with_hash_and_date_of_effect(application: Application) -> None:
    await staff(application, Role.ADMINISTRATOR, username="adam", bodies=())
    async with application.work(await staff(application, Role.ADMINISTRATOR, username="eve", bodies=())) as work:
        adopted = work.charter
    async with a_browser(application) as browser:
        await browser.sign_in("adam")
        page = await browser.get("/admin/charters")

    assert "Version 1 In force" in page.text
    assert adopted.hash in page.text
    assert "Sunday 2 March 2025" in page.text

"""The door for staff."""

from datetime import timedelta

import pytest

from complaints.app.boundary import Application
from complaints.domain.access import Role
from complaints.web.sign_in import local
from tests.browse import a_browser, another_browser
from tests.play import PASSWORD, staff

pytestmark = pytest.mark.on_sqlite


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        pytest.param("/desk/cases/ABCD-EFGH", "/desk/cases/ABCD-EFGH", id="a page of ours"),
        pytest.param("https://elsewhere.example/", "", id="another host"),
        pytest.param("//elsewhere.example/", "", id="another host without a scheme"),
        pytest.param("/\\elsewhere.example", "", id="a backslash that browsers read as a slash"),
        pytest.param("/desk\r\nset-cookie: a=b", "", id="a line break"),
        pytest.param("desk", "", id="no path"),
        pytest.param("/sign-in?next=/sign-in", "", id="the door itself"),
    ],
)
def test_only_pages_of_ours_are_gone_on_to(wanted, expected):
    assert local(wanted) == expected


async def test_a_wrong_password_keeps_the_name_and_says_not_which_is_wrong(application: Application) -> None:
    await staff(application, username="amina")
    async with a_browser(application) as browser:
        page = await browser.sign_in("amina", "not her long password")
        nobody = await browser.sign_in("nobody", "not her long password")

    assert page.status == 400
    assert "The name or the password is not right." in page.text
    assert page.form("/sign-in").fields["username"] == "amina"
    assert "not her long password" not in page.source
    assert nobody.text == page.text.replace("amina", "nobody")


async def test_after_signing_in_the_page_that_was_asked_for_is_shown(application: Application) -> None:
    await staff(application, username="amina")
    async with a_browser(application) as browser:
        asked = await browser.get("/desk/new")
        page = await browser.post("/sign-in", username="amina", password=PASSWORD)

    assert asked.path == "/sign-in"
    assert page.path == "/desk/new"


async def test_each_sign_in_makes_a_new_token_and_ignores_one_that_was_planted(application: Application) -> None:
    await staff(application, username="amina")
    async with a_browser(application) as browser:
        browser.plant("redress-session", "planted")
        await browser.sign_in("amina")
        first = browser.cookie("redress-session")
        async with another_browser(browser) as other:
            await other.sign_in("amina")
            second = other.cookie("redress-session")

    assert first
    assert second
    assert len({first, second, "planted"}) == 3


async def test_signing_out_ends_the_session_at_once_and_clears_the_browser(application: Application) -> None:
    await staff(application, username="amina")
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        token = browser.cookie("redress-session")
        response = await browser.client.post(
            "/sign-out", data={"_csrf_token": browser.cookie("redress-csrf")}, follow_redirects=False
        )
        browser.plant("redress-session", token or "")
        page = await browser.get("/desk")

    assert response.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert page.path == "/sign-in"


async def test_a_session_ends_after_an_idle_hour_and_after_half_a_day(application: Application) -> None:
    await staff(application, username="amina")
    clock = application.clock
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        clock.advance_to(clock.now() + timedelta(minutes=59))
        still = await browser.get("/desk")
        clock.advance_to(clock.now() + timedelta(minutes=61))
        over = await browser.get("/desk")

    assert still.path == "/desk"
    assert over.path == "/sign-in"


async def test_too_many_attempts_are_told_so_and_the_name_is_not_locked_for_ever(application: Application) -> None:
    await staff(application, username="amina")
    clock = application.clock
    async with a_browser(application) as browser:
        for _ in range(10):
            await browser.sign_in("amina", "guess")
        refused = await browser.sign_in("amina")
        clock.advance_to(clock.now() + timedelta(minutes=16))
        later = await browser.sign_in("amina")

    assert refused.status == 429
    assert "too many attempts" in refused.text
    assert later.path == "/desk"


@pytest.mark.parametrize(
    ("role", "home"),
    [
        (Role.OFFICER, "/desk"),
        (Role.REVIEWER, "/desk"),
        (Role.OMBUDSPERSON, "/office"),
        (Role.COUNCILLOR, "/figures"),
        (Role.ADMINISTRATOR, "/admin"),
    ],
)
async def test_each_role_comes_to_its_own_surface(application: Application, role: Role, home: str) -> None:
    await staff(application, role, username="somebody")
    async with a_browser(application) as browser:
        page = await browser.sign_in("somebody")

    assert page.path == home

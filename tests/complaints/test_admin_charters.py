"""Two administrators change the charter over the web: one proposes, the other reads the difference and adopts."""

import asyncio
import hashlib
from uuid import UUID

import pytest
from sqlalchemy import select

from complaints.app.boundary import Application
from complaints.domain.access import SYSTEM, Role
from complaints.domain.proposals import State
from complaints.kernel import ledger
from complaints.kernel.charters import CharterRow
from complaints.kernel.journal import check_all
from complaints.reads import proposals as reads
from complaints.schemas.desk import ProposalView
from standards.packs import read_pack
from tests.browse import Browser, Page, a_browser, another_browser
from tests.play import staff

pytestmark = pytest.mark.on_sqlite

HOME = "/admin/charters"
OLD = read_pack("calder_bay")
NEW = OLD.replace('respond = "10 working days"', 'respond = "8 working days"', 1)
FAULTY = OLD.replace('respond = "10 working days"', 'respond = "8 workdays"', 1)
SENTENCE = "The answer to a complaint at “First answer”: 10 working days becomes 8 working days"
FORWARD = {"do": "forward", "why": "The council decided so."}
FIRST_OF_APRIL = {"effective_on_day": "1", "effective_on_month": "4", "effective_on_year": "2026"}


@pytest.fixture
async def town(application: Application) -> Application:
    """An application with two administrators, ada and ben."""
    for name in ("ada", "ben"):
        await staff(application, Role.ADMINISTRATOR, username=name, bodies=())
    return application


async def begun(browser: Browser) -> str:
    """Sign in as ada, begin a draft, and return where it is."""
    await browser.sign_in("ada")
    await browser.get(HOME)
    return (await browser.post(f"{HOME}/proposals")).path


async def put_forward(browser: Browser, text: str = NEW, **said: str) -> str:
    """Let ada write a draft and put it forward; return where it is."""
    to = await begun(browser)
    await browser.post(to, document=text, do="save")
    page = await browser.post(to, **(FORWARD | said))
    assert "Put forward. Somebody else must adopt it now." in page.text
    return to


async def the_proposal(application: Application) -> ProposalView:
    async with application.work(SYSTEM, reading=True) as work:
        (found,) = await reads.proposals(work.session, *State)
    return found


async def test_a_charter_goes_from_draft_to_version_in_the_hands_of_two(town: Application) -> None:
    async with a_browser(town) as browser:
        to = await put_forward(browser, **FIRST_OF_APRIL)
        own = await browser.get(to)
        async with another_browser(browser) as other:
            await other.sign_in("ben")
            listed = await other.get(HOME)
            seen = await other.get(to)
            page = await other.post(f"{to}/adopt")
            file = await other.client.get(f"{HOME}/2/charter.toml")
            after = await other.get(HOME)
        register = await browser.get("/standards/history")

    assert "You proposed this, so somebody else must adopt or decline it." in own.text
    assert f"{to}/adopt" not in own.actions
    assert "Ada Monday 2 March 2026 The council decided so. 1 Wednesday 1 April 2026" in listed.text
    assert f"{SENTENCE}, from 1 April 2026, for cases received from that day." in seen.text
    assert (page.path, page.title) == (f"{HOME}/2", "Version 2 of the charter")
    assert "Not yet in force" in page.text
    assert "Ada" in page.text
    assert "Adopted by Ben" in page.text
    assert f"{SENTENCE}, from 1 April 2026" in page.text
    assert file.content == NEW.encode()
    assert hashlib.sha256(file.content).hexdigest() in page.text
    assert "Version 2 Not yet in force Wednesday 1 April 2026" in after.text
    assert "Version 1 In force" in after.text
    assert hashlib.sha256(NEW.encode()).hexdigest() in register.text
    async with town.work(SYSTEM, reading=True) as work:
        kinds = [entry.kind for entry in await ledger.entries(work.session, ledger.CHARTER)]
        assert (await check_all(work.session)).broken == ()
    assert kinds == ["charter.adopted", "charter.proposed", "charter.adopted"]


async def test_a_draft_shows_what_changes_as_soon_as_it_is_saved(town: Application) -> None:
    async with a_browser(town) as browser:
        to = await begun(browser)
        empty = await browser.get(to)
        page = await browser.post(to, document=NEW, do="save")

    assert "Nothing changes yet." in empty.text
    assert "1 thing changes." in page.text
    assert f"{SENTENCE}, from the day it takes effect, for cases received from that day." in page.text
    assert f"{to}/edit" in page.source


async def test_the_text_of_a_file_is_kept_letter_by_letter(town: Application) -> None:
    windows = NEW.replace("\n", "\r\n").encode()
    async with a_browser(town) as browser:
        to = await begun(browser)
        sent = browser.last.form(to).fields | {"do": "save"} if browser.last else {}
        files = {"file": ("charter.toml", windows, "text/plain")}
        await browser._follow(await browser.client.post(to, data=sent, files=files, follow_redirects=False))
        again = await browser.post(to, do="save")
        file = await browser.client.get(f"{to}/charter.toml")

    assert SENTENCE in again.text
    assert file.content == windows


async def test_a_file_that_is_no_text_is_refused_and_the_box_keeps_its_text(town: Application) -> None:
    async with a_browser(town) as browser:
        to = await begun(browser)
        sent = (browser.last.form(to).fields if browser.last else {}) | {"do": "save", "document": NEW}
        files = {"file": ("charter.toml", b"\xff\xfe\x00", "text/plain")}
        page = await browser._follow(await browser.client.post(to, data=sent, files=files, follow_redirects=False))

    assert page.status == 400
    assert "This file is not a text in UTF-8." in page.text
    assert page.form(to).fields["document"].strip() == NEW.strip()


async def test_a_faulty_text_is_kept_and_its_faults_name_line_and_field(town: Application) -> None:
    line = FAULTY[: FAULTY.index("8 workdays")].count("\n") + 1
    async with a_browser(town) as browser:
        to = await begun(browser)
        page = await browser.post(to, document=FAULTY, do="save")
        forward = await browser.post(to, **FORWARD)

    assert page.form(to).fields["document"].strip() == FAULTY.strip()
    assert f"Line {line}, stages.stage_1.respond: '8 workdays' is not a limit" in page.text
    assert 'href="#document"' in page.source
    assert page.source.startswith("<!DOCTYPE html>")
    assert "<title>Error: " in page.source
    assert (forward.status, (await the_proposal(town)).state) == (400, "draft")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        pytest.param({"why": ""}, "Say why, in a sentence or two", id="no reason"),
        pytest.param({"effective_on_year": ""}, "Enter a real day", id="half a day"),
        pytest.param(FIRST_OF_APRIL | {"effective_on_year": "2025"}, "Choose today or a later day", id="a day gone by"),
    ],
)
async def test_what_was_typed_stays_when_something_is_missing(town: Application, said, words) -> None:
    typed = {"why": "The council decided so.", **FIRST_OF_APRIL} | said
    async with a_browser(town) as browser:
        to = await begun(browser)
        await browser.post(to, document=NEW, do="save")
        page = await browser.post(to, do="forward", **typed)

    assert page.status == 400
    assert words in page.text
    fields = page.form(to).fields
    assert {name: fields.get(name, "") for name in typed} == typed
    assert fields["document"].strip() == NEW.strip()


async def test_a_text_changed_since_it_was_shown_is_saved_and_shown_before_it_is_put_forward(town: Application) -> None:
    async with a_browser(town) as browser:
        to = await begun(browser)
        page = await browser.post(to, document=NEW, **FORWARD)
        kept = await the_proposal(town)
        after = await browser.post(to, **FORWARD)

    assert page.status == 409
    assert "Look at it, then put it forward." in page.text
    assert SENTENCE in page.text
    assert page.form(to).fields["why"] == FORWARD["why"]
    assert (kept.state, kept.document.strip()) == ("draft", NEW.strip())
    assert "Put forward." in after.text


async def test_what_was_typed_in_a_second_window_is_not_lost(town: Application) -> None:
    async with a_browser(town) as browser:
        to = await begun(browser)
        stale = browser.last.form(to).fields["version"] if browser.last else ""
        await browser.post(to, document=NEW, do="save")
        page = await browser.post(to, document=f"{OLD}# mine\n", do="save", version=stale)
        again = await browser.post(to, do="save")

    assert page.status == 409
    assert "This was changed in another window since you opened it." in page.text
    assert page.form(to).fields["document"].strip() == f"{OLD}# mine"
    assert "The text in the box is not saved yet." in page.text
    assert again.status == 200
    assert (await the_proposal(town)).document == f"{OLD}# mine\n"


async def test_a_second_press_changes_nothing(town: Application) -> None:
    async with a_browser(town) as browser:
        to = await put_forward(browser)
        async with another_browser(browser) as other:
            await other.sign_in("ben")
            form = (await other.get(to)).form(f"{to}/adopt").fields
            await other.post(f"{to}/adopt", **form)
            again = await other.post(f"{to}/adopt", **form)

    assert again.status == 409
    assert "It was adopted already." in again.text
    async with town.work(SYSTEM, reading=True) as work:
        assert (await work.session.scalars(select(CharterRow.version))).all() == [1, 2]


async def test_two_who_press_at_once_make_one_version(town: Application) -> None:
    await staff(town, Role.ADMINISTRATOR, username="cay", bodies=())
    async with a_browser(town) as browser:
        to = await put_forward(browser)
        forms: list[tuple[dict[str, str], dict[str, str]]] = []
        for name in ("ben", "cay"):
            async with another_browser(browser) as other:
                await other.sign_in(name)
                fields = (await other.get(to)).form(f"{to}/adopt").fields
                forms.append((fields, {kept.name: kept.value or "" for kept in other.client.cookies.jar}))
        browser.client.cookies.clear()
        answers = await asyncio.gather(
            *(
                browser.client.post(
                    f"{to}/adopt",
                    data=fields,
                    headers={"cookie": "; ".join(f"{name}={value}" for name, value in kept.items())},
                    follow_redirects=False,
                )
                for fields, kept in forms
            )
        )

    assert sorted(answer.status_code for answer in answers) == [303, 409]
    async with town.work(SYSTEM, reading=True) as work:
        assert (await work.session.scalars(select(CharterRow.version))).all() == [1, 2]


async def test_who_proposed_it_cannot_adopt_it_by_a_form_of_their_own(town: Application) -> None:
    async with a_browser(town) as browser:
        to = await put_forward(browser)
        version = (await browser.get(to)).form(f"{to}/withdraw").fields["version"]
        page = await browser.post(f"{to}/adopt", version=version)

    assert page.status == 403
    assert "You proposed this, so somebody else must adopt or decline it." in page.text
    assert (await the_proposal(town)).state == "proposed"


async def test_declining_needs_a_reason_and_tells_it(town: Application) -> None:
    async with a_browser(town) as browser:
        to = await put_forward(browser)
        async with another_browser(browser) as other:
            await other.sign_in("ben")
            await other.get(to)
            missing = await other.post(f"{to}/decline")
            await other.post(f"{to}/decline", reason="Eight days are too few.")
        page = await browser.get(to)
        draft = await browser.post(f"{HOME}/proposals")

    assert missing.status == 400
    assert "Say why, so that who proposed it can make a better one." in missing.text
    assert "Declined" in page.text
    assert "Eight days are too few." in page.text
    assert draft.form(draft.path).fields["document"].strip() == NEW.strip()


async def test_a_proposal_is_withdrawn_with_a_reason_and_a_draft_without(town: Application) -> None:
    async with a_browser(town) as browser:
        to = await put_forward(browser)
        await browser.get(to)
        missing = await browser.post(f"{to}/withdraw")
        page = await browser.post(f"{to}/withdraw", reason="A typing error.")
        draft = (await browser.post(f"{HOME}/proposals", base="")).path
        gone = await browser.post(f"{draft}/withdraw")

    assert missing.status == 400
    assert "Withdrawn" in page.text
    assert "Withdrawn" in gone.text


async def test_a_proposal_from_an_older_version_is_moved_onto_the_newest(town: Application) -> None:
    other_text = OLD.replace('pass_on = "5 working days"', 'pass_on = "3 working days"')
    async with a_browser(town) as browser:
        to = await put_forward(browser)
        async with another_browser(browser) as other:
            await other.sign_in("ben")
            await other.get(HOME)
            second = (await other.post(f"{HOME}/proposals")).path
            await other.post(second, document=other_text, do="save")
            await other.post(second, **FORWARD)
        await browser.get(second)
        await browser.post(f"{second}/adopt")
        async with another_browser(browser) as other:
            await other.sign_in("ben")
            seen = await other.get(to)
        mine = await browser.get(to)
        moved = await browser.post(f"{to}/move")

    assert "Version 2 was adopted since this was begun" in seen.text
    assert f"{to}/adopt" not in seen.actions
    assert f"{to}/move" in mine.actions
    assert "Moved. Look at the difference, then put it forward." in moved.text
    assert SENTENCE in moved.text
    assert "praise" not in moved.text
    assert 'pass_on = "3 working days"' in moved.form(to).fields["document"]


async def test_a_draft_from_an_older_version_is_saved_and_moved_in_one_press(town: Application) -> None:
    other_text = OLD.replace('pass_on = "5 working days"', 'pass_on = "3 working days"')
    async with a_browser(town) as browser:
        to = await begun(browser)
        async with another_browser(browser) as other:
            await other.sign_in("ben")
            await other.get(HOME)
            second = (await other.post(f"{HOME}/proposals")).path
            await other.post(second, document=other_text, do="save")
            await other.post(second, **FORWARD)
        await browser.get(second)
        await browser.post(f"{second}/adopt")
        before = await browser.get(to)
        moved = await browser.post(to, document=NEW, do="move")

    assert "Version 2 was adopted since you began" in before.text
    assert "From which day it holds" not in before.text
    assert SENTENCE in moved.text
    assert "From which day it holds" in moved.text
    assert 'pass_on = "3 working days"' in moved.form(to).fields["document"]


async def test_a_draft_is_seen_by_who_works_on_it_alone(town: Application) -> None:
    async with a_browser(town) as browser:
        to = await begun(browser)
        async with another_browser(browser) as other:
            await other.sign_in("ben")
            pages = [await other.get(to), await other.get(f"{to}/charter.toml"), await other.post(to, document="x")]

    assert [page.status for page in pages] == [404, 404, 404]


async def test_for_others_than_administrators_nothing_of_it_exists(town: Application) -> None:
    await staff(town, username="amina")
    async with a_browser(town) as browser:
        to = await put_forward(browser)
        async with another_browser(browser) as other:
            await other.sign_in("amina")
            paths = (HOME, f"{HOME}/1", f"{HOME}/1/charter.toml", to, f"{to}/charter.toml")
            pages = [await other.get(path) for path in paths]
            pages += [await other.post(path) for path in (f"{HOME}/proposals", to, f"{to}/adopt", f"{to}/decline")]

    assert {page.status for page in pages} == {404}


async def test_without_the_token_of_the_form_nothing_happens(town: Application) -> None:
    async with a_browser(town) as browser:
        to = await put_forward(browser)
        async with another_browser(browser) as other:
            await other.sign_in("ben")
            version = (await other.get(to)).form(f"{to}/adopt").fields["version"]
            answer = await other.client.post(f"{to}/adopt", data={"version": version})

    assert answer.status_code == 403
    assert (await the_proposal(town)).state == "proposed"


@pytest.mark.parametrize("path", [f"{HOME}/7", f"{HOME}/7/charter.toml", f"{HOME}/proposals/{UUID(int=7)}"])
async def test_what_is_not_there_is_not_found(town: Application, path: str) -> None:
    async with a_browser(town) as browser:
        await browser.sign_in("ada")
        page: Page = await browser.get(path)

    assert page.status == 404


async def test_the_first_version_says_who_adopted_it_and_what_it_promised(town: Application) -> None:
    async with a_browser(town) as browser:
        await browser.sign_in("ada")
        page = await browser.get(f"{HOME}/1")

    assert "Adopted by The command line" in page.text
    assert "A new promise: “We come back for a missed bin within 2 working days after you tell us”" in page.text

"""
What the page says about the name is what is done with it.

For each choice, with and without somebody who acts for the person, straight to the ombudsperson and not, names and
addresses are planted that nobody could mistake. Then everybody looks at everything they can reach, and tries to open
what they cannot. Who found them is who the sentence on the page named.
"""

import html
import json
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from pypdfium2 import PdfDocument
from sqlalchemy import select

from complaints.actions.acknowledge import acknowledge
from complaints.actions.assist import people_of
from complaints.actions.converse import note, write
from complaints.actions.identify import open_identity
from complaints.app.boundary import Application
from complaints.app.logs import set_up_logs
from complaints.app.runner import drain
from complaints.domain.access import SYSTEM, Actor, Role, representative
from complaints.domain.case import Kind, Visibility
from complaints.domain.consent import Relation
from complaints.domain.matter import Matter
from complaints.domain.privacy import name_seen_by
from complaints.kernel.journal import JournalRow
from complaints.kernel.outbox import JobRow
from complaints.kernel.rendering import environment, templates_dir
from complaints.schemas import Contact, Receipt, Representative
from complaints.tables import MessageRow
from reports.actions.run import Order, run
from standards.errors import NotAllowed, NotFound
from tests.browse import Browser, Page, a_browser, another_browser
from tests.escalation.steps import at_the_office
from tests.play import MONDAY, an_application, case_id, lodge_one, staff

MOST_PAGES = 60
SAME_FOR_ALL = re.compile(
    r"/static/|/standards/|/sign-out|\.(css|js|svg)$|^(mailto|tel|https?):|/your-case/(add|stop|next)"
)
LINK = re.compile(r'href="([^"#]+)[^"]*"')
STAFF_NAMED = "Grimsby Tolliver"


@dataclass
class Planted:
    """One case with everything in it that must not be found."""

    number: int
    visibility: Visibility
    is_straight: bool
    is_represented: bool
    receipt: Receipt

    @property
    def secrets(self) -> list[str]:
        """What would give the person away."""
        return own_secrets(self.number)

    @property
    def theirs(self) -> list[str]:
        """What would give away who acts for them."""
        return helper_secrets(self.number) if self.is_represented else []


def own_secrets(number: int) -> list[str]:
    return [f"Quillon{number}", f"planted{number}@quillon.example", f"0770090046{number}", f"{number} Vexworth Lane"]


def helper_secrets(number: int) -> list[str]:
    return [f"Zelda{number}", f"acting{number}@quibbet.example"]


def sentence(visibility: Visibility, *, straight: bool = False) -> str:
    """Return the sentence as the template of the pages prints it."""
    source = '{% from "components/words.html" import who_sees %}{{ who_sees(choice, straight=straight) }}'
    words = environment(templates_dir()).from_string(source).render(choice=visibility.value, straight=straight)
    return html.unescape(words.strip())


def named_in(words: str) -> set[str]:
    """Return whom a sentence about the name lets see it, read as a person reads it."""
    if words.startswith("Nobody"):
        return set()
    signs = {"team": "complaints team", "unit": "the service", "office": "ombudsperson"}
    return {circle for circle, sign in signs.items() if sign in words}


async def lodged(
    application: Application, number: int, visibility: Visibility, *, straight: bool, for_: bool
) -> Planted:
    name, email, phone, post = own_secrets(number)
    acting = None
    if for_:
        theirs, mail = helper_secrets(number)
        acting = Representative(relation=Relation.LAWYER, contact=Contact(name=theirs, email=mail))
    receipt = await lodge_one(
        application,
        narrative=f"The bin of number {number} stays full.",
        contact=Contact(name=name, email=email, phone=phone, post=post),
        identity=visibility,
        staff_named=STAFF_NAMED,
        matter=Matter.REPRISAL if straight else Matter.WRONG,
        representative=acting,
    )
    return Planted(number, visibility, straight, for_, receipt)


@dataclass
class Town:
    """Everybody and every case of the test."""

    application: Application
    planted: list[Planted]
    people: dict[str, Actor]


WHERE = {
    "officer of the unit": "unit",
    "reviewer of the unit": "unit",
    "officer of the team": "team",
    "reviewer of the team": "team",
    "ombudsperson": "office",
    "officer of another body": "",
    "councillor": "",
    "administrator": "",
}


@pytest.fixture
async def town(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with an_application(sqlite_url, tmp_path) as application:
        ordinary = [(one, False, for_) for one in Visibility for for_ in (False, True)]
        straight = [(Visibility.TEAM, True, True), (Visibility.UNIT, True, False), (Visibility.NOBODY, True, False)]
        planted = [
            await lodged(application, number, visibility, straight=to_office, for_=for_)
            for number, (visibility, to_office, for_) in enumerate([*ordinary, *straight], 1)
        ]
        people = {
            "officer of the unit": await staff(application, units=("waste",), username="unit"),
            "reviewer of the unit": await staff(application, Role.REVIEWER, units=("waste",), username="unitrev"),
            "officer of the team": await staff(application, username="team"),
            "reviewer of the team": await staff(application, Role.REVIEWER, username="teamrev"),
            "ombudsperson": await staff(application, Role.OMBUDSPERSON, bodies=(), username="office"),
            "officer of another body": await staff(application, bodies=("housing",), username="elsewhere"),
            "councillor": await staff(application, Role.COUNCILLOR, bodies=(), username="councillor"),
            "administrator": await staff(application, Role.ADMINISTRATOR, bodies=(), username="admin"),
        }
        for one in planted:
            if not one.is_straight:
                async with application.work(people["officer of the team"]) as work:
                    key = await case_id(application, one.receipt)
                    await acknowledge(work, key, "The bin stays full.")
                    await write(work, key, "We ask the depot.")
                    await note(work, key, "Ask the depot twice.")
        await drain(application)
        yield Town(application, planted, people)


async def seen_by_clicking(browser: Browser, start: Iterable[str]) -> str:
    """Follow every link from *start*, then press everything that opens a name; return all that was shown."""
    waiting, shown = list(start), []
    seen: set[str] = set()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if address in seen or SAME_FOR_ALL.search(address) or not address.startswith("/"):
            continue
        seen.add(address)
        page = await browser.get(address)
        shown.append(page.source)
        waiting += [link.replace("&amp;", "&") for link in LINK.findall(page.source) if "lang=" not in link]
        for action in sorted(page.actions):
            if action.endswith(("/identity", "/names", "/open", "/print")):
                opened = await browser.post(action, identity_reason="I want to know.")
                shown.append(opened.source)
                await browser.get(address)
    return "\n".join(shown)


async def tried(browser: Browser, planted: list[Planted]) -> str:
    """Press for every case what is not offered, as somebody would who knows the addresses."""
    shown = []
    for one in planted:
        for door in (
            "desk/cases/{}/identity",
            "desk/people/{}/names",
            "office/cases/{}/identity",
            "office/people/{}/names",
        ):
            page: Page = await browser.post("/" + door.format(one.receipt.reference), identity_reason="I want to know.")
            shown.append(page.source)
    return "\n".join(shown)


def found(secrets: Iterable[str], text: str) -> list[str]:
    return [one for one in secrets if one in text]


@pytest.mark.parametrize("straight", [False, True])
@pytest.mark.parametrize("visibility", Visibility)
def test_the_sentence_is_one_we_can_read(visibility: Visibility, straight) -> None:
    words = sentence(visibility, straight=straight)
    assert words == name_seen_by(visibility.value, straight=straight)
    assert words


async def test_whoever_sees_a_name_is_whom_the_page_named(town: Town) -> None:
    async with a_browser(town.application) as browser:
        for who, somebody in town.people.items():
            await browser.sign_in(somebody.name.lower())
            start = ["/desk", "/desk/letters", "/office", "/body", "/admin", "/figures", "/reports", "/"]
            text = await seen_by_clicking(browser, start) + await tried(browser, town.planted)
            await browser.sign_out()
            for one in town.planted:
                named = named_in(sentence(one.visibility, straight=one.is_straight))
                # The office sees what came to it: straight, for the others have not gone there yet.
                has_it = one.is_straight if WHERE[who] == "office" else not one.is_straight
                expected = WHERE[who] in named and has_it
                label = f"{who}, case {one.number}, {one.visibility}, straight: {one.is_straight}"
                assert bool(found(one.secrets, text)) == expected, label
                assert not one.theirs or bool(found(one.theirs, text)) == expected, f"{label}: who acts"
            assert (STAFF_NAMED in text) == (WHERE[who] in {"team", "office"}), who


async def test_the_office_sees_a_name_once_the_case_has_come_to_it_unless_nobody_may(town: Town) -> None:
    office = town.people["ombudsperson"]
    for one in [one for one in town.planted if not one.is_straight and one.is_represented]:
        key = await at_the_office(town.application, one.receipt)
        may = "office" in named_in(sentence(one.visibility))
        async with town.application.work(office) as work:
            assert (await people_of(work, one.receipt.reference)).may_identify == may
            if may:
                assert (await open_identity(work, key, "To write to them.")).name == one.secrets[0]
            else:
                with pytest.raises(NotAllowed):
                    await open_identity(work, key, "To write to them.")


async def test_the_public_other_people_and_who_acts_for_the_person_find_nothing_of_it(town: Town) -> None:
    other = await lodge_one(town.application)
    async with a_browser(town.application) as browser:
        public = await seen_by_clicking(
            browser, ["/", "/track", "/track/lost", "/figures", "/reports", "/openapi.json"]
        )
        await browser.get("/track")
        await browser.post("/track", reference=other.reference, code=other.code)
        public += await seen_by_clicking(browser, ["/your-case", "/your-case/contact", "/your-case/helpers"])
        for one in town.planted:
            assert not found([*one.secrets, *one.theirs, STAFF_NAMED], public)
        for one in [one for one in town.planted if one.is_represented]:
            async with another_browser(browser) as helper:
                await helper.get("/track")
                await helper.post("/track", reference=one.receipt.reference, code=one.receipt.code)
                assert helper.last is not None
                assert helper.last.path == "/your-case"
                theirs = await seen_by_clicking(helper, ["/your-case", "/your-case/contact", "/your-case/helpers"])
                api = await helper.client.get(
                    f"/api/v1/cases/{one.receipt.reference}", headers={"X-Case-Code": one.receipt.code}
                )
                assert api.status_code == 200
                assert not found(one.secrets, theirs + api.text)


async def test_nothing_that_leaves_or_is_kept_carries_a_name(
    town: Town, capsys: pytest.CaptureFixture[str], sqlite_url: str
) -> None:
    set_up_logs()
    await drain(town.application)
    said = capsys.readouterr()
    async with town.application.work(SYSTEM, reading=True) as work:
        entries = [json.dumps(row.payload) for row in await work.session.scalars(select(JournalRow))]
        jobs = [json.dumps(row.args) for row in await work.session.scalars(select(JobRow))]
        threads = [row.subject + row.body for row in await work.session.scalars(select(MessageRow))]
    database = Path(sqlite_url.removeprefix("sqlite+aiosqlite:///"))
    kept = b"".join(file.read_bytes() for file in database.parent.glob(f"{database.name}*")).decode("latin-1")
    for one in town.planted:
        everything = [*one.secrets, *one.theirs]
        assert not found(everything, "\n".join([*entries, *jobs, *threads, said.out, said.err])), one
        assert not found(everything, kept), "readable in the file of the database"
        for mail in town.application.post_office.letters:
            words = mail.subject + mail.body
            assert not found(one.secrets, words)
            # Only the person is told by name who acts for them.
            assert not found(one.theirs, words) or mail.to == one.secrets[1]
            assert not found([one.receipt.code], words)


def text_of(file: Path) -> str:
    """Return all that can be read in a file of a report: the pages of a PDF, the sheets of a workbook, or the bytes."""
    if file.suffix == ".pdf":
        with closing(PdfDocument(file)) as pdf:
            pages = "\n".join(page.get_textpage().get_text_bounded() for page in pdf)
            return pages + json.dumps(pdf.get_metadata_dict())
    if file.suffix == ".xlsx":
        with ZipFile(file) as book:
            return "\n".join(book.read(name).decode() for name in book.namelist())
    return file.read_bytes().decode("latin-1")


async def test_no_report_carries_a_name_in_any_of_its_forms(town: Town, tmp_path: Path) -> None:
    name, email, phone, post = own_secrets(0)
    giver = Contact(name=name, email=email, phone=phone, post=post)
    await lodge_one(
        town.application, kind=Kind.COMPLIMENT, narrative="They came at once.", contact=giver, may_quote=True
    )
    order = Order(report="council_pack", period="2026-Q1")
    made = await run(town.application, order, out=tmp_path / "pack", now=MONDAY + timedelta(days=40))

    assert {path.suffix for path in made.files.values()} == {".pdf", ".html", ".csv", ".xlsx", ".json"}
    secrets = [
        *own_secrets(0),
        STAFF_NAMED,
        *(secret for one in town.planted for secret in [*one.secrets, *one.theirs]),
    ]
    for path in made.files.values():
        text = text_of(path)
        assert len(text) > MOST_PAGES
        assert not found(secrets, text), path.name


async def test_a_representative_without_consent_sees_nothing_whatever_they_try(town: Town) -> None:
    one = next(one for one in town.planted if one.is_represented)
    key = await case_id(town.application, one.receipt)
    stranger = representative(key, key)
    async with town.application.work(stranger) as work:
        with pytest.raises(NotFound):
            await people_of(work, one.receipt.reference)

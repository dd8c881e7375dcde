"""Who may do what with a case, over roles and relations; and no trace of it for those shut out."""

from uuid import UUID

import pytest

from complaints import reads
from complaints.actions.look import look
from complaints.actions.name_subject import CONFLICT, name_subject
from complaints.app.boundary import Application
from complaints.domain.access import (
    PERMISSIONS,
    PUBLIC,
    SYSTEM,
    Actor,
    CaseRelations,
    Role,
    allowed,
    person,
    representative,
)
from complaints.domain.case import NoSuchCase
from complaints.reads import desk_queue
from complaints.web.desk import tiers_of
from standards.errors import Invalid
from tests.browse import a_browser, another_browser
from tests.play import case_id, lodge_one, staff, the_person

CASE, ME, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)
ACTS, FOLLOWS = UUID(int=4), UUID(int=5)

WORKS = frozenset({"works"})
ACTORS = {
    "public": PUBLIC,
    "system": SYSTEM,
    "the person": person(CASE),
    "the person with the code of today": person(CASE, b"today"),
    "the person with the code of yesterday": person(CASE, b"yesterday"),
    "who acts for them": representative(CASE, ACTS),
    "who follows it for them": representative(CASE, FOLLOWS),
    "who acted for them once": representative(CASE, OTHER),
    "who acts for another": representative(OTHER, ACTS),
    "another person": person(OTHER),
    "officer": Actor(Role.OFFICER, ME, bodies=WORKS),
    "officer of the unit": Actor(Role.OFFICER, ME, bodies=WORKS, units=frozenset({"waste"})),
    "officer of another unit": Actor(Role.OFFICER, ME, bodies=WORKS, units=frozenset({"roads"})),
    "officer of another body": Actor(Role.OFFICER, ME, bodies=frozenset({"housing"})),
    "officer of nothing": Actor(Role.OFFICER, ME),
    "reviewer": Actor(Role.REVIEWER, ME, bodies=WORKS),
    "reviewer of the unit": Actor(Role.REVIEWER, ME, bodies=WORKS, units=frozenset({"waste"})),
    "ombudsperson": Actor(Role.OMBUDSPERSON, ME),
    "councillor": Actor(Role.COUNCILLOR, ME, bodies=WORKS),
    "administrator": Actor(Role.ADMINISTRATOR, ME, bodies=WORKS),
}


def case(**changed: object) -> CaseRelations:
    values = {
        "case_id": CASE,
        "body": "works",
        "unit": "waste",
        "tier_role": Role.OFFICER,
        "independent": False,
        "seen_by_office": False,
        "code": b"today",
        "following": frozenset({ACTS, FOLLOWS}),
        "acting": frozenset({ACTS}),
    }
    return CaseRelations(**(values | changed))


THE_PERSON = {"the person", "the person with the code of today"}
FOR_THE_PERSON = THE_PERSON | {"who acts for them"}
TEAM = {"officer", "officer of the unit"}
OF_THE_BODY = TEAM | {"reviewer", "reviewer of the unit"}

GRANTED = {
    "case.lodge": set(ACTORS),
    "case.read": OF_THE_BODY | FOR_THE_PERSON | {"who follows it for them", "system"},
    "case.add": FOR_THE_PERSON,
    "case.attach": FOR_THE_PERSON | TEAM,
    "case.withdraw": FOR_THE_PERSON,
    "case.rate": FOR_THE_PERSON,
    "case.own": THE_PERSON,
    "case.handle": TEAM | {"system"},
    "extension.approve": {"officer", "reviewer", "reviewer of the unit"},
    "case.note": OF_THE_BODY,
    "case.identify": OF_THE_BODY | {"system"},
    "case.name_staff": {"officer", "reviewer", "system"},
    "case.see_staff_named": {"officer", "reviewer", "system"},
    "case.assist": {"officer", "reviewer", "system"},
    "letter.hand_out": OF_THE_BODY,
    "case.log": {name for name in ACTORS if name.startswith(("officer", "reviewer"))} | {"system"},
    "queue.read": {name for name in ACTORS if name.startswith(("officer", "reviewer"))},
    "people.administer": {"administrator", "system"},
    "charter.propose": {"administrator", "system"},
    "charter.adopt": {"administrator", "system"},
    "clocks.release": {"administrator", "system"},
    "cases.take_over": {"administrator", "system"},
    "waits.count": {"system"},
}
"""Who may what with a case at the first tier; whoever is not named may not."""

WITH_STAFF = {name for name, actor in ACTORS.items() if actor.id == ME}


def may(permission, thing) -> set[str]:
    return {name for name, actor in ACTORS.items() if allowed(actor, permission, thing)}


@pytest.mark.parametrize("permission", PERMISSIONS, ids=lambda permission: permission.key)
def test_only_those_in_the_table_may(permission):
    assert may(permission, case()) == GRANTED[permission.key]


@pytest.mark.parametrize("relation", ["subjects", "conflicted"])
@pytest.mark.parametrize("permission", PERMISSIONS, ids=lambda permission: permission.key)
def test_for_somebody_it_is_about_or_in_conflict_the_case_does_not_exist(permission, relation):
    assert may(permission, case(**{relation: frozenset({ME})})) == GRANTED[permission.key] - WITH_STAFF


@pytest.mark.parametrize("permission", PERMISSIONS, ids=lambda permission: permission.key)
def test_what_went_straight_to_the_office_is_not_there_for_the_body(permission):
    straight = case(known_to_body=False, tier_role=Role.OMBUDSPERSON, independent=True, seen_by_office=True)

    if permission.key not in {"case.log", "queue.read", "case.lodge"}:
        assert may(permission, straight) & OF_THE_BODY == set()


@pytest.mark.parametrize("key", ["case.assist", "letter.hand_out", "case.handle"])
def test_while_the_office_has_it_nobody_of_the_body_does_anything_for_the_person(key):
    permission = next(one for one in PERMISSIONS if one.key == key)
    there = case(tier_role=Role.OMBUDSPERSON, independent=True, seen_by_office=True)

    assert may(permission, there) & OF_THE_BODY == set()


@pytest.mark.parametrize(
    ("changed", "handlers"),
    [
        pytest.param({"tier_role": Role.REVIEWER}, OF_THE_BODY - TEAM | {"system"}, id="with the reviewer"),
        pytest.param({"handled_by": frozenset({ME})}, {"system"}, id="decided by the same person before"),
        pytest.param({"unit": None}, {*TEAM, "officer of another unit", "system"}, id="no unit yet"),
        pytest.param(
            {"tier_role": Role.OMBUDSPERSON, "independent": True, "seen_by_office": True},
            {"system"},
            id="with the ombudsperson",
        ),
    ],
)
def test_a_case_is_worked_on_at_its_own_step_only(changed, handlers):
    handle = next(one for one in PERMISSIONS if one.key == "case.handle")

    assert may(handle, case(**changed)) == handlers


def test_the_ombudsperson_reads_what_has_reached_the_office_and_nothing_else():
    read = next(one for one in PERMISSIONS if one.key == "case.read")

    assert allowed(ACTORS["ombudsperson"], read, case(seen_by_office=True))
    assert not allowed(ACTORS["ombudsperson"], read, case())


def test_every_permission_says_what_it_allows_and_is_granted_to_somebody():
    assert all(one.allows and one.lines for one in PERMISSIONS)
    assert len({one.key for one in PERMISSIONS}) == len(PERMISSIONS)


async def test_naming_somebody_takes_the_case_from_their_sight_at_once(application: Application) -> None:
    about_ron = await lodge_one(application, narrative="Ron shouted at me.")
    other = await lodge_one(application)
    await staff(application, username="amina")
    ron = await staff(application, username="ron")
    to = f"/desk/cases/{about_ron.reference}"
    async with a_browser(application) as browser:
        before = await browser.sign_in("ron")
        async with another_browser(browser) as team:
            await team.sign_in("amina")
            await team.get(to)
            said = await team.post(f"{to}/subject", subject=str(ron.id))
            theirs = await team.get("/desk")
        queue, case_page, search = await browser.get("/desk"), await browser.get(to), None
        search = await browser.get("/desk/find", reference=about_ron.reference)
        nothing = await browser.get("/desk/cases/ABCD-EFGH")
        posted = await browser.post(f"{to}/note", note="Who says so?")

    assert "They cannot see this case any more." in said.text
    assert "All open 2" in before.text
    assert "All open 2" in theirs.text
    assert "All open 1" in queue.text
    assert about_ron.reference not in queue.source
    assert other.reference in queue.source
    assert case_page.status == posted.status == 404
    assert case_page.text == nothing.text
    assert "There is no case with this reference." in search.text


async def test_whoever_names_themselves_goes_back_to_the_queue(application: Application) -> None:
    receipt = await lodge_one(application)
    amina = await staff(application, username="amina")
    to = f"/desk/cases/{receipt.reference}"
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        await browser.get(to)
        await browser.post(f"{to}/acknowledge")
        page = await browser.post(f"{to}/subject", subject=str(amina.id))

    assert page.path == "/desk"
    assert receipt.reference not in page.source
    async with application.work(SYSTEM, reading=True) as work:
        view = await reads.case_for_staff(work.session, await case_id(application, receipt))
    assert view.handler is None


async def test_a_declared_conflict_shuts_out_just_the_same(application: Application) -> None:
    receipt = await lodge_one(application)
    amina, ben = await staff(application, username="amina"), await staff(application, username="ben")
    async with application.work(amina) as work:
        await name_subject(work, await case_id(application, receipt), ben.id, relation=CONFLICT)

    async with application.work(ben, reading=True) as work:
        with pytest.raises(NoSuchCase):
            await look(work, receipt.reference)
        counts = await desk_queue.queue_counts(work.session, ben, tiers_of(work.charters, ben), work.now)
    assert set(counts.values()) == {0}


async def test_the_unit_a_stranger_and_the_person_name_nobody(application: Application) -> None:
    receipt = await lodge_one(application)
    key = await case_id(application, receipt)
    amina = await staff(application, username="amina")
    strangers = [
        await staff(application, username="of-the-unit", units=("waste",)),
        await staff(application, username="elsewhere", bodies=("housing",)),
        await staff(application, Role.ADMINISTRATOR, username="adam"),
        await the_person(application, receipt),
    ]
    for stranger in strangers:
        async with application.work(stranger) as work:
            with pytest.raises(NoSuchCase):
                await name_subject(work, key, amina.id)
    async with application.work(amina) as work:
        with pytest.raises(Invalid):
            await name_subject(work, key, OTHER)

"""The simulated authority: the same seed plays the same, and everything in it went through the real actions."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import anyio
import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from complaints import reads
from complaints.actions.sign_in import sign_in
from complaints.app.boundary import Application, open_application
from complaints.app.cli import redress
from complaints.app.demo import NotEmpty, demonstrate
from complaints.app.demonstration.arrivals import Plan
from complaints.app.demonstration.findings import remedy_codes
from complaints.app.demonstration.material import Chance, Wording, mid_sentence, read_material
from complaints.app.settings import Settings
from complaints.domain.access import SYSTEM
from complaints.domain.case import Kind
from complaints.domain.taxonomy import CATEGORIES, CAUSES
from complaints.kernel.journal import entries, first_break
from complaints.kernel.outbox import JobRow
from complaints.kernel.timers import ClockRow
from complaints.tables import CaseRow, MessageRow, StageRow
from standards.charter import load_charter
from standards.packs import pack_names, read_pack
from tests.databases import Databases

UNTIL = datetime(2026, 3, 31, 16, tzinfo=UTC)


def a_plan(pack: str = "calder_bay", *, seed: int = 1, cases: int = 30, months: int = 3) -> Plan:
    since = UNTIL - timedelta(days=30 * months)
    return Plan(load_charter(read_pack(pack)), read_material(pack), since, UNTIL, seed, cases)


@dataclass
class Town:
    """A town after the play."""

    settings: Settings
    text: str

    def application(self) -> Application:
        return open_application(self.settings)


async def played(address: str, folder: Path, plan: Plan, pack: str = "calder_bay") -> Town:
    settings = Settings(data=folder, database_url=address)
    text = await demonstrate(settings, plan, read_pack(pack), lambda _at: None)
    assert text is not None
    return Town(settings, text)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def town(
    databases: Databases, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    """Thirty cases in three months, played once on each kind of database."""
    address = databases.create(request.param)
    yield anyio.run(played, address, tmp_path_factory.mktemp("town"), a_plan())
    databases.drop(address)


async def counts(town: Town) -> Counter[tuple[str, str, str | None, str]]:
    application = town.application()
    async with application.work(SYSTEM, reading=True) as work:
        rows = await work.session.execute(select(CaseRow.kind, CaseRow.state, CaseRow.outcome, CaseRow.tier))
        found = Counter((row.kind, row.state, row.outcome, row.tier) for row in rows)
    await application.close()
    return found


@pytest.mark.on_sqlite
async def test_the_same_seed_plays_the_same(town, sqlite_url, tmp_path):
    again = await played(sqlite_url, tmp_path, a_plan())

    assert await counts(again) == await counts(town)


@pytest.mark.on_sqlite
async def test_another_seed_plays_something_else(town, sqlite_url, tmp_path):
    other = await played(sqlite_url, tmp_path, a_plan(seed=2))

    assert await counts(other) != await counts(town)


async def test_every_case_is_there_and_every_journal_holds(town):
    application = town.application()
    async with application.work(SYSTEM, reading=True) as work:
        cases = (await work.session.scalars(select(CaseRow))).all()
        broken = [case.reference for case in cases if first_break(await entries(work.session, case.id)) is not None]
    await application.close()

    assert len(cases) == 30
    assert broken == []


async def test_what_services_promise_is_mostly_given_and_said_where_it_was_not_in_time(town):
    application = town.application()
    async with application.work(SYSTEM, reading=True) as work:
        clocks = (await work.session.scalars(select(ClockRow).where(ClockRow.kind == "service"))).all()
        told = await work.session.scalars(select(MessageRow.key).where(MessageRow.key.startswith("late_service")))
        late = [clock for clock in clocks if clock.fired_at is not None]
        keys = set(told)
    await application.close()

    assert len(clocks) >= 5
    assert sum(clock.stopped_at is not None for clock in clocks) > len(clocks) / 2
    assert bool(keys) == bool(late)


async def test_no_case_has_gone_down_the_ladder(town):
    application = town.application()
    async with application.work(SYSTEM, reading=True) as work:
        rank = {tier.key: tier.rank for tier in work.charter.charter.tiers}
        stages = (await work.session.scalars(select(StageRow).order_by(StageRow.case_id, StageRow.stage_no))).all()
    await application.close()

    steps = [(one, two) for one, two in pairwise(stages) if one.case_id == two.case_id]
    assert steps != []
    assert [two.case_id for one, two in steps if rank[two.tier] <= rank[one.tier]] == []


async def test_nothing_that_was_due_is_left_in_the_outbox(town):
    application = town.application()
    async with application.work(SYSTEM, reading=True) as work:
        due = select(JobRow.status).where(JobRow.run_at <= UNTIL).distinct()
        statuses = (await work.session.scalars(due)).all()
    await application.close()

    assert statuses == ["done"]


async def test_nothing_happens_after_the_last_day_or_before_the_first(town):
    application = town.application()
    async with application.work(SYSTEM, reading=True) as work:
        first, last = (
            await work.session.execute(select(func.min(CaseRow.received_at), func.max(CaseRow.received_at)))
        ).one()
    await application.close()

    assert first >= UNTIL - timedelta(days=90)
    assert last < UNTIL


async def test_everybody_named_can_sign_in_and_the_cases_shown_open(town):
    application = town.application()
    password = re.search(r"password\s+(\S+)", town.text)
    assert password is not None
    _, actor = await sign_in(application, "reviewer.housing", password[1], address="", longest=timedelta(hours=1))
    shown = re.findall(r"^  (\w{4}-\w{4})  (\S+)  complaint", town.text, re.MULTILINE)
    async with application.work(SYSTEM, reading=True) as work:
        kept = [await reads.code_of(work.session, reference) for reference, _ in shown]
    await application.close()

    assert (actor.role.value, actor.bodies) == ("reviewer", {"housing"})
    assert shown
    assert None not in kept
    assert (town.settings.data / "demonstration.txt").read_text() == town.text


async def test_a_database_in_which_something_happened_is_left_alone(town):
    before = await counts(town)

    assert await demonstrate(town.settings, a_plan(), read_pack("calder_bay"), lambda _at: None) is None
    assert await counts(town) == before


# --- under any ready charter ---

Steps = list[tuple[str, int, bool]]
"""The steps that the cases of a play came to, each with whether it was answered."""


async def steps_of(address: str, folder: Path, pack: str) -> Steps:
    """Play twelve cases in two months under a ready charter."""
    town = await played(address, folder, a_plan(pack, seed=2, cases=12, months=2), pack)
    application = town.application()
    async with application.work(SYSTEM, reading=True) as work:
        rows = (await work.session.execute(select(StageRow.tier, StageRow.stage_no, StageRow.answered_at))).all()
    await application.close()
    return [(row.tier, row.stage_no, row.answered_at is not None) for row in rows]


@pytest.fixture(scope="module")
def steps(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Steps]:
    """Gives the steps of a play under a ready charter; each is played once."""

    @cache
    def play(pack: str) -> Steps:
        address = databases.create("sqlite")
        found: Steps = anyio.run(steps_of, address, tmp_path_factory.mktemp(pack), pack)
        databases.drop(address)
        return found

    return play


@pytest.mark.parametrize("pack", pack_names())
def test_under_every_ready_charter_everybody_is_heard_and_some_are_answered(steps, pack):
    assert Counter(stage_no for _, stage_no, _ in steps(pack))[1] == 12
    assert any(answered for *_, answered in steps(pack))


def test_under_most_ready_charters_somebody_goes_on_and_under_some_to_the_very_top(steps):
    tops = {pack: load_charter(read_pack(pack)).top.key for pack in pack_names()}
    went_on = [pack for pack in tops if len(steps(pack)) > 12]
    reached = [pack for pack, top in tops.items() if top in {tier for tier, *_ in steps(pack)}]

    assert len(went_on) > len(tops) / 2
    assert reached


def test_the_fault_is_one_service_in_one_quarter():
    plan = a_plan(cases=400, months=12)
    fault = [arrival for arrival in plan.arrivals() if arrival.is_fault]

    assert 25 < len(fault) < 70
    assert {arrival.service for arrival in fault} == {"bin_collection"}
    assert {arrival.kind for arrival in fault} == {Kind.COMPLAINT}
    assert fault[-1].at - fault[0].at < timedelta(days=60)


BARE = """
format = 1
outcomes = [{ code = "yes", words = "You are right.", counts_as = "upheld" }]
[authority]
key = "bare"
name = "Bare Office"
time_zone = "Europe/Paris"
default_calendar = "office"
[calendars.office]
name = "Office"
days = { monday = ["09:00-12:00"], saturday = ["09:00-12:00"] }
[bodies.office]
name = "Office"
[stages.only]
name = "Answer"
respond = "5 working days"
[stages.top]
name = "Top"
respond = "2 months"
[[ladder]]
tier = "only"
name = "Office"
rank = 1
stage = "only"
role = "officer"
[[ladder]]
tier = "top"
name = "Top"
rank = 2
stage = "top"
role = "ombudsperson"
independent = true
"""


async def test_a_charter_without_services_remedies_or_anything_that_can_be_left_out_is_played(sqlite_url, tmp_path):
    plan = Plan(load_charter(BARE), read_material("bare"), UNTIL - timedelta(days=60), UNTIL, 2, 12)
    settings = Settings(data=tmp_path, database_url=sqlite_url)

    assert await demonstrate(settings, plan, BARE, lambda _at: None) is not None
    assert sum((await counts(Town(settings, ""))).values()) == 12


def test_what_puts_it_right_is_called_what_the_charter_calls_it():
    firm, council = load_charter(read_pack("fca_disp")), load_charter(read_pack("lgsco_code"))

    assert remedy_codes(firm, ["apology", "do_it_now"]) == ["apology", "put_back"]
    assert remedy_codes(council, ["apology", "decide_again"]) == ["apology", "decide_again"]
    assert remedy_codes(council, ["apology", "apology"]) == ["apology"]
    assert remedy_codes(load_charter(BARE), ["apology", "do_it_now"]) == []


def test_who_complains_of_a_broken_promise_names_one_of_that_service():
    plan = a_plan("fca_disp", cases=200, months=12)
    named = [arrival for arrival in plan.arrivals() if getattr(arrival.theme, "promised", False)]

    assert len(named) > 20
    assert {plan.charter.standards[arrival.standard].service == arrival.service for arrival in named} == {True}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Repairs to your home", "repairs to your home"),
        ("Street Light Outages", "Street Light Outages"),
        ("NHS dentists", "NHS dentists"),
        ("Noise", "noise"),
    ],
)
def test_a_service_is_named_as_one_names_it_in_a_sentence(name, said):
    assert mid_sentence(name) == said


@pytest.mark.parametrize("pack", pack_names())
def test_every_gap_in_the_words_can_be_filled(pack):
    material, charter = read_material(pack), load_charter(read_pack(pack))
    service = next(iter(charter.services))
    standard = next((one.key for one in charter.standards_of(service)), None)
    wording = Wording(material, charter, service, Chance(1, 1), standard)
    troubles = [*material.trouble, material.fault]
    texts = [
        text for theme in (*troubles, *material.praise, *material.idea, *material.question) for text in theme.words
    ]
    texts += [text for trouble in troubles for text in (trouble.point, trouble.found, trouble.fine, trouble.done)]
    texts += [*material.wants, *material.additions, *material.letters, *material.notes, *material.whys, *material.asks]

    filled = [wording.fill(text) for text in texts]

    assert [text for text in filled if "{" in text or "}" in text] == []
    assert len(set(texts)) == len(texts)


def test_the_words_for_calder_bay_name_what_its_charter_knows():
    material, charter = read_material("calder_bay"), load_charter(read_pack("calder_bay"))

    for trouble in (*material.trouble, material.fault):
        assert trouble.service in charter.services
        assert trouble.standard is None or charter.standards[trouble.standard].service == trouble.service
        assert trouble.category in CATEGORIES
        assert trouble.cause in CAUSES
        assert trouble.remedy in {remedy.code for remedy in charter.remedies}


def test_the_command_prints_how_to_look_and_plays_only_once(tmp_path):
    arguments = ["demo", "--cases", "3", "--months", "1", "--until", "2026-03-31"]
    environment = {"REDRESS_DATA": str(tmp_path)}

    first = CliRunner().invoke(redress, arguments, env=environment)
    second = CliRunner().invoke(redress, arguments, env=environment)
    third = CliRunner().invoke(redress, [*arguments, "--if-empty"], env=environment)

    assert first.exit_code == 0, first.output
    assert "http://127.0.0.1:8000/sign-in" in first.output
    assert isinstance(second.exception, NotEmpty)
    assert third.exit_code == 0
    assert "left it as it is" in third.output

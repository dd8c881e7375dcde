"""The simulated authority: the same seed plays the same, and everything in it went through the real actions."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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
from complaints.app.demonstration.material import Chance, Wording, read_material
from complaints.app.settings import Settings
from complaints.domain.access import SYSTEM
from complaints.domain.case import Kind
from complaints.domain.taxonomy import CATEGORIES, CAUSES
from complaints.kernel.journal import entries, first_break
from complaints.kernel.outbox import JobRow
from complaints.tables import CaseRow, StageRow
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


async def test_the_same_seed_plays_the_same(town, sqlite_url, tmp_path):
    again = await played(sqlite_url, tmp_path, a_plan())

    assert await counts(again) == await counts(town)


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


async def test_no_case_has_gone_down_the_ladder(town):
    application = town.application()
    async with application.work(SYSTEM, reading=True) as work:
        rank = {tier.key: tier.rank for tier in work.charter.charter.tiers}
        stages = (await work.session.scalars(select(StageRow).order_by(StageRow.case_id, StageRow.stage_no))).all()
    await application.close()

    steps = [(one, two) for one, two in pairwise(stages) if one.case_id == two.case_id]
    assert steps != []
    assert [two.case_id for one, two in steps if rank[two.tier] <= rank[one.tier]] == []


async def test_nothing_is_left_in_the_outbox(town):
    application = town.application()
    async with application.work(SYSTEM, reading=True) as work:
        statuses = (await work.session.execute(select(JobRow.status, func.count()).group_by(JobRow.status))).all()
    await application.close()

    assert [status for status, _ in statuses] == ["done"]


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


@pytest.mark.parametrize("pack", pack_names())
async def test_every_ready_charter_can_be_played(sqlite_url, tmp_path, pack):
    town = await played(sqlite_url, tmp_path, a_plan(pack, cases=8, months=4), pack)

    assert sum((await counts(town)).values()) == 8


def test_the_fault_is_one_service_in_one_quarter():
    plan = a_plan(cases=400, months=12)
    fault = [arrival for arrival in plan.arrivals() if arrival.is_fault]

    assert 25 < len(fault) < 70
    assert {arrival.service for arrival in fault} == {"bin_collection"}
    assert {arrival.kind for arrival in fault} == {Kind.COMPLAINT}
    assert fault[-1].at - fault[0].at < timedelta(days=60)


@pytest.mark.parametrize("pack", ["calder_bay", "boston_311"])
def test_every_gap_in_the_words_can_be_filled(pack):
    material, charter = read_material(pack), load_charter(read_pack(pack))
    wording = Wording(material, charter, next(iter(charter.services)), Chance(1, 1))
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

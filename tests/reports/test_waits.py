"""From cases that ended to what a person is told, and from there to what the council reads of it."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from sqlalchemy import func, select

from complaints import reads
from complaints.actions.forecast import forecast_for
from complaints.actions.take_over import Batch, begin, take_over
from complaints.app.boundary import Application
from complaints.app.cli import redress
from complaints.domain.access import SYSTEM
from complaints.domain.forecast import Forecast, Level
from complaints.domain.record import Record
from complaints.tables import WaitRow
from reports.actions.count_waits import Counted, count_waits, what_came_true
from reports.catalogue.council_pack import build
from reports.domain.cohorts import Window
from reports.domain.document import Document, Prose, Section
from reports.domain.waits import AN_HOUR, Fate, Kept, Spell
from reports.facts import refresh
from reports.jobs import count_daily_waits
from reports.messages import CountWaits
from reports.parts import Parts
from reports.waits import EPOCH, spells
from tests.play import MONDAY, case_id, lodge_one
from tests.reports.town import AS_OF, brief, make_fact

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MIDNIGHT = MONDAY.replace(hour=0, minute=0)


def records(count: int = 60, *, ended: bool = True) -> Iterator[Record]:
    """Yield cases of an older system that came a day apart before Monday; the n-th took n hours."""
    for number in range(1, count + 1):
        received = MONDAY - 70 * DAY + number * DAY
        yield Record(
            line=number,
            number=f"{ended}{number}",
            kind="complaint",
            standing="closed" if ended else "open",
            received_at=received,
            due_at=None,
            closed_at=received + number * HOUR if ended else None,
            reason=None,
            outcome=None,
            body="city_works",
            unit="waste",
            service="bin_collection",
            standard=None,
            channel="phone",
            language=None,
            place=None,
            neighbourhood=None,
            duplicate=False,
            duplicate_of=None,
            narrative="Missed bin",
        )


async def taken_over(application: Application, found: Iterator[Record]) -> None:
    async with application.work(SYSTEM) as work:
        rows = list(found)
        progress = await begin(work, file_hash=rows[0].number.encode(), source="old_town", as_of=None)
        await take_over(work, progress, Batch(rows, [], len(rows), is_last=True))


async def forecast(application: Application, at: datetime) -> Forecast | None:
    """Return what somebody is told who complains about the bins at an instant."""
    key = await case_id(application, await lodge_one(application, at=at))
    async with application.work(SYSTEM, now=at, reading=True) as work:
        return await forecast_for(work, await reads.case_for_person(work.session, key))


async def rows_told(application: Application) -> int:
    async with application.work(SYSTEM, reading=True) as work:
        return await work.session.scalar(select(func.count()).select_from(WaitRow)) or 0


async def test_who_complains_is_told_what_the_cases_that_ended_show(application: Application):
    await taken_over(application, records())
    await count_waits(application, now=MONDAY)

    told = await forecast(application, MONDAY)

    assert told is not None
    assert (told.count, told.median_hours, told.low_hours, told.high_hours) == (60, 30, 6, 55)
    assert (told.as_of, told.since) == (MIDNIGHT, MIDNIGHT - timedelta(weeks=13))
    assert told.among in {Level.STANDARD, Level.SERVICE}


async def test_every_day_is_counted_once_and_what_was_told_stays(application: Application):
    await taken_over(application, records())
    first = await count_waits(application, now=MONDAY)
    again = await count_waits(application, now=MONDAY + HOUR)
    written = await rows_told(application)
    await taken_over(application, records(40, ended=False))
    tomorrow = await count_waits(application, now=MONDAY + DAY)
    same_days = await count_waits(
        application, now=MONDAY + DAY, first=date(2026, 2, 1), last=MONDAY.date() + timedelta(days=400)
    )

    assert first.days > 1
    assert again == same_days == Counted(0, 0)
    assert tomorrow.days == 1
    assert await rows_told(application) == written + tomorrow.rows
    before, after = await forecast(application, MONDAY + HOUR), await forecast(application, MONDAY + DAY)
    assert before is not None
    assert before.high_hours == 55
    assert after is None


async def test_the_daily_job_counts_up_to_today(application: Application):
    await taken_over(application, records())
    await count_daily_waits(application, CountWaits(), MONDAY)

    assert await forecast(application, MONDAY + HOUR) is not None


async def test_what_came_true_is_seen_against_what_was_told_when_the_wait_began(application: Application):
    await taken_over(application, records())
    await count_waits(application, now=MONDAY)
    for hour in range(3):
        await lodge_one(application, at=MONDAY + hour * HOUR)
    now = MONDAY + 4 * DAY
    parts = await refresh(application, now=now)
    async with application.work(SYSTEM, now=now, reading=True) as work:
        seen = await what_came_true(work, parts, Window.of_days(_local(now), MONDAY.date(), MONDAY.date()))
        soon = await what_came_true(work, parts, Window.of_days(_local(now - 3 * DAY), MONDAY.date(), MONDAY.date()))
        never = await what_came_true(work, parts, Window.of_days(_local(now), date(2024, 1, 1), date(2024, 2, 1)))

    assert [(kept.cases, dict(kept.fates), kept.afterwards) for kept in seen.values()] == [(3, {Fate.LATER: 3}, 0)]
    assert [dict(kept.fates) for kept in soon.values()] == [{Fate.WAITING: 3}]
    assert never == {}


def _local(at: datetime) -> datetime:
    """London's wall clock in winter."""
    return at.replace(tzinfo=None)


def test_the_facts_say_who_waited_and_how_long(parts_of: Callable[..., Parts]):
    begun = {"received": "2026-03-02T09:00:00"}
    parts = parts_of(
        make_fact("answered", **begun, closed_at="2026-03-02T15:00:00", standard="lamps"),
        make_fact("waiting", **begun),
        make_fact("withdrawn", **begun, closed_at="2026-03-02T10:00:00", outcome="withdrawn"),
        make_fact("later", **begun, closed_at="2027-03-02T10:00:00", outcome="withdrawn"),
        make_fact("at once", **begun, closed_at="2026-03-02T09:05:00"),
        make_fact("nobody knows when", **begun, outcome="closed"),
        make_fact("praise", **begun, kind="compliment"),
        make_fact("not yet", received="2026-05-01T09:00:00"),
    )
    found = spells(parts, AS_OF)
    began = (datetime.fromisoformat("2026-03-02T09:00:00") - EPOCH) / AN_HOUR
    office = (
        "service|complaint|service|town|lighting",
        "unit|complaint|service|town|streets",
        "body|complaint|service|town",
    )

    assert found == [
        Spell(("standard|complaint|service|town|lighting|lamps", *office), began, began + 6),
        Spell(office, began),
        Spell(office, began),
        Spell(office, began, began + 1, answered=False),
    ]
    assert spells(parts_of(), AS_OF) == []


def test_of_several_offices_all_together_are_a_scope_as_well(parts_of: Callable[..., Parts]):
    parts = parts_of(make_fact("a"), make_fact("b", body="county"))

    assert {spell.scopes[-1] for spell in spells(parts, AS_OF)} == {"authority|complaint|service"}
    assert len(spells(parts, AS_OF, "county")) == 1


def kept(inside: int, sooner: int = 0, later: int = 0, waiting: int = 0, afterwards: int = 0) -> Kept:
    one = Kept(inside + sooner + later + waiting, afterwards)
    one.fates.update({Fate.INSIDE: inside, Fate.SOONER: sooner, Fate.LATER: later, Fate.WAITING: waiting})
    return one


def section(parts: Parts, said: Mapping[Level | None, Kept]) -> tuple[str, Document]:
    pack = build(brief(parts, waits=said))
    found: Section = next(one for one in pack.sections if one.key == "waits")
    return " ".join(block.text for block in found.blocks if isinstance(block, Prose)), pack


def cells(pack: Document, key: str) -> dict[str, Any]:
    table = next(table for table in pack.tables if table.key == key)
    return {
        row.name: [cell.text for cell in row.cells] for row in (*table.rows, *((table.total,) if table.total else ()))
    }


def test_the_council_reads_how_often_it_came_true(town_parts: Parts):
    words, pack = section(
        town_parts, {Level.SERVICE: kept(790, 90, 120, 30), Level.BODY: kept(70, 20, 10, 0, 100), None: Kept(400)}
    )

    assert (
        "Of those known by now, 78.2% (860 of 1\u2009100) were answered within our range. That should be 80%." in words
    )
    assert "30 cases are still open and within the range: not counted yet." in words
    assert "For 100 cases the range was worked out afterwards" in words
    assert "For 400 cases nothing could be said" in words
    assert cells(pack, "waits") == {
        "The same service": ["790", "90", "120", "79.0%", "76.4 to 81.4"],
        "The same office": ["70", "20", "10", "70.0%", "60.4 to 78.1"],
        "All": ["860", "110", "130", "78.2%", "75.6 to 80.5"],
    }


def test_small_numbers_of_it_are_hidden(town_parts: Parts):
    _, pack = section(town_parts, {Level.SERVICE: kept(790, 90, 120), Level.UNIT: kept(60, 3, 20)})

    assert cells(pack, "waits")["The same department"] == ["60", "[c]", "20", "[c]", "[c]"]
    assert cells(pack, "waits")["The same service"] == ["790", "[c]", "120", "[c]", "[c]"]


def test_where_nothing_could_be_said_the_council_reads_why(town_parts: Parts):
    words, _ = section(town_parts, {None: Kept(7)})

    assert words.startswith("Nobody whose wait began in this period could be told how long others had waited.")
    assert "For 7 cases nothing could be said: fewer than 50 like them had ended" in words
    assert "nothing could be said" not in section(town_parts, {})[0]


MAPPING = """
source = "old_town"
time_zone = "Europe/London"
pack = "calder_bay"
number = "id"
received_at = "opened"
closed_at = "closed"
body = { constant = "city_works" }
service = { constant = "bin_collection" }
narrative = "id"
"""


def test_a_sceptic_can_count_it_again_from_the_command_line(tmp_path: Path):
    """60 cases that took 1 to 60 hours came in February; of three that came after, one took 30 hours and one 100."""
    came = datetime.fromisoformat("2025-02-03T10:00:00")
    rows = [(f"{hours}", came, came + hours * HOUR) for hours in range(1, 61)]
    after = came + 26 * DAY
    rows += [("inside", after, after + 30 * HOUR), ("later", after, after + 100 * HOUR)]
    lines = [f"{name},{opened.isoformat()},{closed.isoformat()}" for name, opened, closed in rows]
    table, mapping = tmp_path / "old.csv", tmp_path / "old.toml"
    table.write_text("\n".join(["id,opened,closed", *lines, f"open,{after.isoformat()},", ""]))
    mapping.write_text(MAPPING)

    redressed(tmp_path, "import", "cases", table, "--map", mapping, "--as-of", "2025-04-01T00:00:00")
    counted = redressed(tmp_path, "waits", "count", "--from", "2025-03-01", "--to", "2025-03-02")
    again = redressed(tmp_path, "waits", "count", "--from", "2025-03-01", "--to", "2025-03-02")
    [seen] = redressed(tmp_path, "waits", "check", "--from", "2025-03-01", "--to", "2025-03-02")

    assert (counted["days"], again) == (2, {"days": 0, "rows": 0})
    assert (seen["cases"], seen["told"], seen["inside"], seen["later"]) == (3, 3, 1, 2)


def redressed(folder: Path, *words: object) -> Any:
    """Return what a command prints as JSON."""
    done = CliRunner().invoke(redress, [*map(str, words), "--json"], env={"REDRESS_DATA": str(folder / "data")})
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)

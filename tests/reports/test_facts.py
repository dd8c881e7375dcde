"""Facts follow the journals on both databases, file by file, whatever gets in between."""

import asyncio
import os
import shutil
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import duckdb
import pytest
from sqlalchemy import delete, update

from complaints import store
from complaints.actions.acknowledge import acknowledge
from complaints.actions.answer import answer
from complaints.actions.define import define
from complaints.actions.deliver import deliver
from complaints.actions.extend import extend
from complaints.actions.find import find
from complaints.actions.hold import hold, resume
from complaints.actions.thank import pass_on
from complaints.actions.transfer import transfer
from complaints.actions.undertake import keep_promise
from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.domain.access import SYSTEM
from complaints.domain.case import Kind
from complaints.schemas.drafts import ExtensionDraft, FindingDraft, HoldDraft, IssueDraft, RemedyDraft, TransferDraft
from complaints.tables import CaseRow
from escalation.actions.escalate import ask_next
from reports.facts import folder_of, refresh, tidy
from reports.figures import Figure, figures
from reports.parts import MANIFEST, Parts
from reports.tables import FactRow, MonthRow, RunRow
from standards.limits import Limit
from tests.escalation.steps import answered, at_the_office, decided, let_it_be_late, ombudsperson
from tests.play import MONDAY, case_id, lodge_one, staff, the_person

A_MONTH = timedelta(days=31)


def rows(
    parts: Parts, columns: str = "stage_no, tier, closed_at IS NOT NULL, escalated, entry"
) -> list[tuple[Any, ...]]:
    """Return what stands in the files, oldest first."""
    statement = f"SELECT {columns} FROM read_parquet($paths) ORDER BY received_at, case_id, stage_no"
    with duckdb.connect() as engine:
        return engine.execute(statement, {"paths": parts.paths()}).fetchall()


def by_key(found: Sequence[Figure]) -> dict[str, Figure]:
    return {figure.key: figure for figure in found if figure.dimension is None}


async def test_what_is_told_answered_and_taken_further_is_in_the_next_refresh(application: Application):
    receipt = await lodge_one(application)
    key = await case_id(application, receipt)
    assert rows(await refresh(application)) == [(1, "service", False, False, "direct")]

    await answered(application, key, await staff(application))
    assert rows(await refresh(application)) == [(1, "service", True, False, "direct")]

    other = await case_id(application, await lodge_one(application, at=MONDAY + timedelta(minutes=1)))
    await let_it_be_late(application, other)
    assert rows(await refresh(application)) == [
        (1, "service", True, False, "direct"),
        (1, "service", False, True, "direct"),
        (2, "review", False, False, "late"),
    ]


async def test_with_nothing_new_nothing_is_written(application: Application):
    await lodge_one(application)
    first = await refresh(application)
    written = {path.name: path.stat().st_mtime_ns for path in folder_of(application).glob("*.*")}

    second = await refresh(application, now=MONDAY + timedelta(hours=2))

    assert second.manifest == first.manifest
    assert {path.name: path.stat().st_mtime_ns for path in folder_of(application).glob("*.*")} == written


async def test_a_day_later_the_same_facts_are_said_to_hold_still(application: Application):
    await lodge_one(application)
    first = await refresh(application)

    second = await refresh(application, now=MONDAY + timedelta(days=1))

    assert second.manifest.parts == first.manifest.parts
    assert second.manifest.as_of == first.manifest.as_of + timedelta(days=1)


async def test_only_the_months_in_which_something_changed_are_written_anew(application: Application):
    key = await case_id(application, await lodge_one(application))
    await lodge_one(application, at=MONDAY + A_MONTH)
    before = {part.month: part.file for part in (await refresh(application, now=MONDAY + A_MONTH)).manifest.parts}

    await answered(application, key, await staff(application))
    after = {part.month: part.file for part in (await refresh(application, now=MONDAY + A_MONTH)).manifest.parts}

    assert before["2026-04"] == after["2026-04"]
    assert before["2026-03"] != after["2026-03"]


async def test_a_lost_folder_is_written_again_to_the_byte(application: Application):
    await lodge_one(application)
    await lodge_one(application, at=MONDAY + A_MONTH)
    first = await refresh(application, now=MONDAY + A_MONTH)
    shutil.rmtree(folder_of(application))

    second = await refresh(application, now=MONDAY + A_MONTH)

    assert second.manifest == first.manifest
    second.verify()


async def test_a_lost_part_is_written_again(application: Application):
    await lodge_one(application)
    first = await refresh(application)
    os.unlink(first.paths()[0])  # noqa: PTH108 - nothing else runs beside it

    second = await refresh(application)

    assert second.manifest.parts == first.manifest.parts
    second.verify()


async def test_what_was_interrupted_between_database_and_files_is_written_by_the_next(
    application: Application, monkeypatch: pytest.MonkeyPatch
):
    await lodge_one(application)
    await refresh(application)
    await lodge_one(application)
    with monkeypatch.context() as patched:
        patched.setattr("reports.facts.replace_months", full_disk)
        with pytest.raises(OSError, match="no space"):
            await refresh(application)

    assert len(rows(await refresh(application))) == 2


def full_disk(*_arguments: object, **_named: object) -> None:
    raise OSError("no space")


async def test_facts_derived_anew_give_the_same_files(application: Application):
    await lodge_one(application)
    await let_it_be_late(application, await case_id(application, await lodge_one(application)))
    first = await refresh(application)

    async with application.work(SYSTEM) as work:
        await work.session.execute(delete(FactRow))
        await work.session.execute(delete(MonthRow))
    shutil.rmtree(folder_of(application))
    second = await refresh(application, now=application.clock.now() + timedelta(minutes=5))

    assert [part.sha256 for part in second.manifest.parts] == [part.sha256 for part in first.manifest.parts]


async def test_a_database_set_back_to_yesterday_does_not_keep_the_facts_of_today(application: Application):
    await lodge_one(application)
    later = await case_id(application, await lodge_one(application, at=MONDAY + A_MONTH))
    await refresh(application, now=MONDAY + A_MONTH)

    async with application.work(SYSTEM) as work:
        await work.session.execute(delete(FactRow).where(FactRow.case_id == later))
        await work.session.execute(delete(MonthRow).where(MonthRow.month == "2026-04"))
        await work.session.execute(update(CaseRow).where(CaseRow.id == later).values(journal_length=0))
    again = await refresh(application, now=MONDAY + A_MONTH)

    assert "2026-03" in [part.month for part in again.manifest.parts]
    assert again.manifest.journal is not None
    assert again.manifest.journal < 4


async def test_a_journal_that_does_not_fit_its_case_holds_nobody_up(application: Application):
    key = await case_id(application, await lodge_one(application))
    async with application.work(SYSTEM) as work:
        await work.session.execute(update(CaseRow).where(CaseRow.id == key).values(journal_length=99))

    async with asyncio.timeout(20):
        assert len(rows(await refresh(application))) == 1


async def test_two_at_once_lose_nothing(application: Application):
    for days in range(3):
        await lodge_one(application, at=MONDAY + days * A_MONTH)

    now = MONDAY + 3 * A_MONTH
    await asyncio.gather(*(refresh(application, now=now) for _ in range(3)))

    found = await refresh(application, now=now)
    assert len(rows(found)) == 3
    found.verify()


async def test_parts_that_no_longer_count_go_after_a_day_unless_a_report_needs_them(application: Application):
    await lodge_one(application)
    first = (await refresh(application)).manifest.parts[0].file
    await lodge_one(application)
    second = (await refresh(application)).manifest.parts[0].file
    await lodge_one(application)
    third = (await refresh(application)).manifest.parts[0].file
    for name in (first, second, third):
        os.utime(folder_of(application) / name, (MONDAY.timestamp(), MONDAY.timestamp()))
    async with application.work(SYSTEM) as work:
        work.session.add(RunRow(
            id=work.new_id(), report="council_pack", body=None, period="2026-Q1", as_of=work.now, charter_hash="h",
            parts=[[second, "digest"]], files=[], run_at=work.now, run_by="system",
        ))  # fmt: skip

    assert await tidy(application, now=MONDAY + timedelta(hours=23)) == 0
    assert await tidy(application, now=MONDAY + timedelta(hours=25)) == 1

    assert {path.name for path in folder_of(application).glob("*.parquet")} == {second, third}


async def test_before_the_first_case_there_is_a_manifest_of_nothing(application: Application):
    parts = await refresh(application)

    assert (parts.manifest.rows, parts.manifest.journal) == (0, 0)
    assert (folder_of(application) / MANIFEST).is_file()


async def test_figures_after_a_played_quarter_are_those_of_what_happened(application: Application):
    """One answered in time, one late that climbs to the office and is upheld there, one praise, one idea."""
    officer, office = await staff(application), await ombudsperson(application)
    in_time = await case_id(application, await lodge_one(application))
    praise = await case_id(application, await lodge_one(application, kind=Kind.COMPLIMENT))
    await lodge_one(application, kind=Kind.SUGGESTION)
    await answered(application, in_time, officer)
    async with application.work(officer) as work:
        await pass_on(work, praise, "the crew")
    late = await at_the_office(application)
    await decided(application, late, office)
    await drain(application)

    parts = await refresh(application, now=application.clock.now())
    as_of = application.clock.now().replace(tzinfo=None) + timedelta(days=1)
    found = by_key(figures(parts, as_of=as_of))

    assert len(rows(parts)) == 6
    expected = {
        "cases": (4, None),
        "complaints": (2, None),
        "compliments": (1, None),
        # Of four stages of complaints that were answered, the last of which at the office, two were late.
        "answered_on_time": (2, 4),
        "upheld": (1, 2),
        "escalated": (1, 2),
        "compliments_passed_on_on_time": (1, 1),
        "stages_begun": (6, None),
        "decided": (2, None),
    }
    assert {key: (found[key].numerator, found[key].denominator) for key in expected} == expected


async def test_a_promise_kept_after_the_case_went_on_is_counted_where_it_was_made(application: Application):
    officer = await staff(application)
    receipt = await lodge_one(application)
    key = await case_id(application, receipt)
    async with application.work(officer) as work:
        await acknowledge(work, key, "The bins were not emptied.")
        await define(work, key, [IssueDraft("The bins were not emptied.", "delay")])
        promise = RemedyDraft(work.charter.charter.remedies[0].code, "A new bin.", due_on=date(2026, 4, 1))
        await find(work, key, [FindingDraft(1, "upheld", "They were not.")], [promise])
        await answer(work, key, "You were right.")
    async with application.work(await the_person(application, receipt)) as work:
        await ask_next(work, key)
    async with application.work(officer) as work:
        [remedy] = await store.remedies(work.session, key)
        await keep_promise(work, key, remedy.id, "It stands at the door.")

    parts = await refresh(application)
    found = by_key(figures(parts, as_of=datetime.fromisoformat("2027-01-01T00:00:00")))

    assert rows(parts, "stage_no, promises, promises_done") == [(1, 1, 1), (2, 0, 0)]
    assert (found["undertakings_done"].numerator, found["undertakings_done"].denominator) == (1, 1)
    assert (found["put_right"].numerator, found["put_right"].denominator) == (1, 1)


async def test_holds_extensions_transfers_and_services_reach_the_facts(application: Application):
    """One answered after a hold and an extension at another office; its bin was emptied in time."""
    officer, housing = await staff(application), await staff(application, bodies=("housing",))
    receipt = await lodge_one(application, standard="missed_bin")
    key = await case_id(application, receipt)
    day = [MONDAY + timedelta(days=n) for n in range(30)]
    async with application.work(officer, now=day[1]) as work:
        await deliver(work, key, "Emptied.")
        await hold(work, key, HoldDraft("We are waiting for your consent", "May we ask?"))
    async with application.work(officer, now=day[3]) as work:
        await resume(work, key)
    async with application.work(officer, now=day[4]) as work:
        await extend(work, key, ExtensionDraft("We must look at the place", "We look.", Limit.parse("2 working days")))
    async with application.work(officer, now=day[5]) as work:
        await transfer(work, key, TransferDraft("It is theirs.", body="housing"))
    async with application.work(housing, now=day[16]) as work:
        await acknowledge(work, key, "Yes.")
        await define(work, key, [IssueDraft("The bins were not emptied.", "delay")])
        await find(work, key, [FindingDraft(1, "upheld", "They were not.")], [])
        await answer(work, key, "You were right.")

    parts = await refresh(application, now=day[20])
    found = by_key(figures(parts, as_of=day[20].replace(tzinfo=None)))

    [fact] = rows(parts, "body, department, due_at, extended_due_at, held_due_at, held_hours, service_at IS NOT NULL")
    assert (fact[0], fact[1], fact[5], fact[6]) == ("housing", "", 48.0, True)
    assert fact[2] < fact[3] < fact[4]
    counted = ("answered_on_time", "answered_on_time_extended", "answered_on_time_held", "held", "service_on_time")
    assert [found[one].numerator for one in counted] == [0, 0, 1, 1, 1]

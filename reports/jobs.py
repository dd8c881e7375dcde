"""What happens later: facts are brought up, waits are counted, and reports that somebody ordered are made."""

from datetime import datetime

from complaints.domain.access import SYSTEM
from complaints.kernel.work import Boundary
from reports import reads
from reports.actions.count_waits import count_waits
from reports.actions.run import Order, folder_of_run, run
from reports.facts import refresh, tidy
from reports.messages import CountWaits, RefreshFacts, RunReport


async def refresh_facts(boundary: Boundary, _message: RefreshFacts, now: datetime) -> None:
    """Bring the facts up; before a charter is adopted there can be none."""
    async with boundary.work(SYSTEM, now=now, reading=True) as work:
        if not len(work.charters):
            return
    await refresh(boundary, now=now)
    await tidy(boundary, now=now)


async def count_daily_waits(boundary: Boundary, _message: CountWaits, now: datetime) -> None:
    """Count how long people wait as of today; before a charter is adopted nobody does."""
    async with boundary.work(SYSTEM, now=now, reading=True) as work:
        if not len(work.charters):
            return
    await count_waits(boundary, now=now)


async def run_report(boundary: Boundary, message: RunReport, now: datetime) -> None:
    """Make the report, once."""
    async with boundary.work(SYSTEM, now=now, reading=True) as work:
        if await reads.run_with(work.session, message.run_id) is not None:
            return
    order = Order(report=message.report, body=message.body, period=message.period)
    out = folder_of_run(boundary, message.run_id)
    await run(boundary, order, out=out, now=now, key=message.run_id, by=message.ordered_by)

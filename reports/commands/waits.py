"""Counting how long people wait, and what came true of what was said about it."""

from datetime import datetime
from typing import Any

import msgspec
import rich_click as click
from rich.console import Console
from rich.table import Table

from complaints.domain.access import SYSTEM
from complaints.domain.forecast import Level
from complaints.kernel.shell import instant, shell
from reports.actions.count_waits import Counted, count_waits, what_came_true
from reports.actions.run import counted_as_of
from reports.domain.cohorts import Window
from reports.domain.waits import Fate, Kept
from reports.domain.wording import percent
from reports.facts import refresh

DAY = click.DateTime(["%Y-%m-%d"])


@click.group(name="waits")
def waits_group() -> None:
    """How long others waited: what the person's page says, and whether it came true."""


@waits_group.command(name="count")
@click.option("--from", "first", type=DAY, help="The first day; without one, the day after the last that was counted.")
@click.option("--to", "last", type=DAY, help="The last day; without one, today.")
@click.option("--json", "as_json", is_flag=True, help="Print how much was counted as JSON.")
def count_command(*, first: datetime | None, last: datetime | None, as_json: bool) -> None:
    """
    Count how long people wait, for each day that was not counted yet, from what was known on that day.

    The running system does this every day. What was once said of a day stays as it is.
    """
    at = shell()

    async def run() -> Counted:
        async with at.open() as application:
            return await count_waits(
                application, now=at.now(), first=first.date() if first else None, last=last.date() if last else None
            )

    at.migrate()
    counted = at.run(run())
    click.echo(
        msgspec.json.encode(counted).decode()
        if as_json
        else f"{counted.days:,} days counted, {counted.rows:,} rows written."
    )


@waits_group.command(name="check")
@click.option("--body", help="Only this body's cases.")
@click.option("--from", "first", type=DAY, help="The first day on which a wait began.")
@click.option("--to", "last", type=DAY, help="The last day on which a wait began.")
@click.option("--as-of", help="See it as at this instant; without an offset, in the authority's zone.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def check_command(
    *, body: str | None, first: datetime | None, last: datetime | None, as_of: str | None, as_json: bool
) -> None:
    """Print how often what was said came true: 8 of 10 should have fallen inside the range."""
    at = shell()

    async def run() -> dict[Level | None, Kept]:
        async with at.open() as application:
            parts = await refresh(application)
            async with application.work(SYSTEM, reading=True) as work:
                zone = work.charter.charter.calendar().zone
                counted_at = await counted_as_of(work, instant(as_of, zone) if as_of else None)
                window = Window.of_days(counted_at, first.date() if first else None, last.date() if last else None)
                return await what_came_true(work, parts, window, body)

    at.migrate()
    found = at.run(run())
    rows = [_row(level or "nothing said", found[level]) for level in (*Level, None) if level in found]
    if as_json:
        click.echo(msgspec.json.encode(rows).decode())
        return
    table = Table(*(name.replace("_", " ") for name in _row("", Kept())), box=None)
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    Console().print(table)


def _row(counted_in: str, kept: Kept) -> dict[str, Any]:
    return {
        "counted_in": counted_in,
        "cases": kept.cases,
        "told": kept.told,
        **{one.value: kept.fates[one] for one in Fate},
        "inside_per_cent": percent(kept.rate),
    }

"""Counting the key figures and printing them."""

from datetime import date, datetime
from typing import Any

import msgspec
import rich_click as click
from rich.console import Console
from rich.table import Table

from complaints.domain.access import SYSTEM
from complaints.kernel.shell import instant, shell
from reports.actions.run import counted_as_of
from reports.counting import DIMENSIONS
from reports.facts import refresh
from reports.figures import KPIS, Figure, figures


@click.command(name="figures")
@click.option("--body", help="Only this body's cases.")
@click.option("--from", "start", type=click.DateTime(["%Y-%m-%d"]), help="The first day of the period.")
@click.option("--to", "end", type=click.DateTime(["%Y-%m-%d"]), help="The last day of the period.")
@click.option("--as-of", help="Count as at this instant; without an offset, in the authority's zone.")
@click.option("--by", "dimensions", multiple=True, metavar="DIM", help=f"Break down by: {', '.join(DIMENSIONS)}.")
@click.option("--key", "keys", multiple=True, help="Only these key figures.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def figures_command(  # noqa: PLR0913 - one parameter an option
    *,
    body: str | None,
    start: datetime | None,
    end: datetime | None,
    as_of: str | None,
    dimensions: tuple[str, ...],
    keys: tuple[str, ...],
    as_json: bool,
) -> None:
    """Count the key figures from the facts; each with its numerator, denominator and definition."""
    at = shell()

    async def run() -> dict[str, Any]:
        async with at.open() as application:
            parts = await refresh(application)
            async with application.work(SYSTEM, reading=True) as work:
                zone = work.charter.charter.calendar().zone
                counted_at = await counted_as_of(work, instant(as_of, zone) if as_of else None)
                fingerprint = work.charter.hash
        found = figures(
            parts,
            as_of=counted_at,
            body=body,
            start=_day(start),
            end=_day(end),
            by=[one for text in dimensions for one in text.split(",")],
            keys=keys or None,
        )
        return {
            "figures": found,
            "as_of": counted_at.isoformat(),
            "journal": parts.manifest.journal,
            "charter": fingerprint,
            "facts": {"sha256": parts.manifest.digest, "rows": parts.manifest.rows},
        }

    at.migrate()
    counted = at.run(run())
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(counted), indent=1).decode())
    else:
        Console().print(_table(counted["figures"], counted["as_of"]))


def _table(found: list[Figure], as_of: str) -> Table:
    table = Table("Figure", "Group", "Value", "n", "N", title=f"As of {as_of}", box=None)
    for one in found:
        value = "no value" if one.value is None else f"{one.value:,.1f}" if one.value % 1 else f"{one.value:,.0f}"
        n = "" if one.denominator is None or one.numerator is None else f"{one.numerator:,}"
        total = "" if one.denominator is None else f"{one.denominator:,}"
        group = f"{one.dimension}: {one.group}" if one.dimension else ""
        table.add_row(KPIS[one.key].title, group, f"{value} {'%' if one.unit == 'per cent' else ''}".strip(), n, total)
    return table


def _day(at: datetime | None) -> date | None:
    return at.date() if at else None

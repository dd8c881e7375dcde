"""Writing a report as files."""

from pathlib import Path

import msgspec
import rich_click as click

from complaints.domain.access import SYSTEM
from complaints.kernel.shell import instant, shell
from reports.actions.run import LAST_QUARTER, REPORTS, Order, run
from reports.produce import Produced


@click.command(name="report")
@click.argument("name", type=click.Choice(sorted(REPORTS)))
@click.option("--body", help="About this body; without one, about all.")
@click.option("--period", default=LAST_QUARTER, show_default=True, help="Such as 2015-Q3, 2015, 2015-08.")
@click.option("--as-of", help="Count as at this instant; without an offset, in the authority's zone.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="The folder to write into."
)
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")
def report_command(name: str, *, body: str | None, period: str, as_of: str | None, out: Path, as_json: bool) -> None:
    """Write a report as PDF, HTML, CSV, XLSX and JSON, all of the same numbers."""
    at = shell()

    async def write() -> Produced:
        async with at.open() as application:
            async with application.work(SYSTEM, reading=True) as work:
                zone = work.charter.charter.calendar().zone
            order = Order(report=name, body=body, period=period, as_of=instant(as_of, zone) if as_of else None)
            return await run(application, order, out=out, now=at.now())

    at.migrate()
    made = at.run(write())
    if as_json:
        click.echo(msgspec.json.encode({name: str(path) for name, path in made.files.items()}).decode())
    for path in () if as_json else made.files.values():
        click.echo(str(path))

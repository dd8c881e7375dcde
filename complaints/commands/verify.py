"""Recomputing what can be recomputed, and saying what holds."""

import json

import rich_click as click

from complaints.domain.access import SYSTEM
from complaints.kernel.journal import Check, check_all
from complaints.kernel.shell import shell


@click.group()
def verify() -> None:
    """Recompute the record and say what holds."""


@verify.command()
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def journal(*, as_json: bool) -> None:
    """Recompute every entry of every chain of the journal; exits with 1 when one does not hold."""
    at = shell()

    async def run() -> Check:
        async with at.open() as application, application.work(SYSTEM, reading=True) as work:
            return await check_all(work.session)

    found = at.run(run())
    broken = [{"chain": str(chain), "position": position} for chain, position in found.broken]
    if as_json:
        click.echo(json.dumps({"chains": found.chains, "entries": found.entries, "broken": broken}))
    else:
        for one in broken:
            click.echo(f"Chain {one['chain']} does not hold from entry {one['position']} on.")
        click.echo(f"{found.entries:,} entries on {found.chains:,} chains, {len(broken)} chains do not hold.")
    if broken:
        raise SystemExit(1)

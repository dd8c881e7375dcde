"""Recomputing what can be recomputed, and saying what holds."""

import json
from typing import Any

import rich_click as click

from complaints import reads
from complaints.domain.access import SYSTEM
from complaints.kernel import ledger
from complaints.kernel.journal import check_all
from complaints.kernel.shell import shell


@click.group()
def verify() -> None:
    """Recompute the record and say what holds."""


@verify.command()
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def journal(*, as_json: bool) -> None:
    """
    Recompute every entry of every chain of the journal; exits with 1 when one does not hold.

    A chain that holds by itself must also end where its case or ledger says, so that nothing was cut off.
    """
    at = shell()

    async def run() -> dict[str, Any]:
        async with at.open() as application, application.work(SYSTEM, reading=True) as work:
            found = await check_all(work.session)
            cut = [*await reads.cut_short(work.session), *await ledger.cut_short(work.session)]
        return {
            "chains": found.chains,
            "entries": found.entries,
            "broken": [{"chain": str(chain), "position": position} for chain, position in found.broken],
            "cut": [str(chain) for chain in cut],
        }

    found = at.run(run())
    if as_json:
        click.echo(json.dumps(found))
    else:
        for one in found["broken"]:
            click.echo(f"Chain {one['chain']} does not hold from entry {one['position']} on.")
        for chain in found["cut"]:
            click.echo(f"Chain {chain} does not end where it should.")
        wrong = len({one["chain"] for one in found["broken"]} | set(found["cut"]))
        click.echo(f"{found['entries']:,} entries on {found['chains']:,} chains, {wrong} chains do not hold.")
    if found["broken"] or found["cut"]:
        raise SystemExit(1)

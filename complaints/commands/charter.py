"""Checking, adopting and listing charters."""

import json
from pathlib import Path

import rich_click as click

from complaints.actions.adopt import adopt
from complaints.domain.access import SYSTEM
from complaints.kernel.shell import instant, shell
from standards.charter import charter_hash, load_charter
from standards.charter_difference import charter_differences
from standards.errors import Invalid
from standards.packs import packs, read_pack

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group()
def charter() -> None:
    """The document that says what people are promised."""


@charter.command()
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print the faults as JSON.")
def check(file: Path, *, as_json: bool) -> None:
    """Say whether FILE is a charter; each fault names its line and field."""
    text = file.read_text(encoding="utf-8")
    try:
        found = load_charter(text)
    except Invalid as error:
        if as_json:
            click.echo(
                json.dumps(
                    {"faults": [{"line": one.line, "field": one.path, "message": one.message} for one in error.faults]}
                )
            )
        for fault in () if as_json else error.faults:
            click.echo(str(fault))
        raise SystemExit(1) from None
    good = {"name": found.name, "hash": charter_hash(text), "faults": []}
    click.echo(json.dumps(good) if as_json else f"{found.name}: a good charter, {charter_hash(text)[:12]}.")


@charter.command(name="adopt")
@click.argument("file", type=FILE, required=False)
@click.option("--pack", help="Adopt a ready charter instead of a file.")
@click.option("--from", "since", help="When it takes effect, by default at once.")
def adopt_command(file: Path | None, pack: str | None, since: str | None) -> None:
    """Adopt FILE as the next version of the charter."""
    if (file is None) == (pack is None):
        raise click.UsageError("Name either a file or a --pack.")
    text = read_pack(pack) if pack else file.read_text(encoding="utf-8") if file else ""
    at = shell()

    async def run() -> int:
        async with at.open() as application, application.work(SYSTEM) as work:
            zone = load_charter(text).calendar().zone
            return (await adopt(work, text, effective_at=instant(since, zone) if since else None)).version

    at.migrate()
    click.echo(f"Adopted as version {at.run(run())}.")


@charter.command()
@click.argument("before", type=FILE)
@click.argument("after", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print the differences as JSON.")
def diff(before: Path, after: Path, *, as_json: bool) -> None:
    """Say what changes from one charter to another; exits with 1 when something does."""
    found = charter_differences(*(load_charter(file.read_text(encoding="utf-8")) for file in (before, after)))
    if as_json:
        click.echo(json.dumps([{"path": one.path, "before": one.before, "after": one.after} for one in found]))
    for one in () if as_json else found:
        click.echo(f"{one.path}: {one.before or 'nothing'} becomes {one.after or 'nothing'}")
    if found:
        raise SystemExit(1)


@charter.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print the versions as JSON.")
def list_command(*, as_json: bool) -> None:
    """List the versions adopted so far, oldest first."""
    at = shell()

    async def run() -> list[dict[str, object]]:
        async with at.open() as application, application.work(SYSTEM, reading=True) as work:
            return [
                {
                    "version": one.version,
                    "effective_at": one.effective_at.isoformat(),
                    "hash": one.hash,
                    "name": one.charter.name,
                }
                for one in work.charters.history()
            ]

    versions = at.run(run())
    if as_json:
        click.echo(json.dumps(versions))
    for one in () if as_json else versions:
        click.echo(f"{one['version']:>3}  from {one['effective_at']}  {str(one['hash'])[:12]}  {one['name']}")


@charter.command(name="packs")
def packs_command() -> None:
    """List the ready charters."""
    for key, found in packs().items():
        click.echo(f"{key:24} {found.name}")

"""One date and why, and known answers recomputed."""

import json
from datetime import UTC
from pathlib import Path

import rich_click as click

from complaints.kernel.shell import instant
from standards.charter import load_charter
from standards.deadlines import Hold, Limit, deadline, explanation_words
from standards.packs import read_pack
from standards.replay import replay_cases


@click.group()
def deadlines() -> None:
    """Deadlines with known answers."""


@deadlines.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print the differences as JSON.")
def replay(file: Path, *, as_json: bool) -> None:
    """Recompute the cases of FILE and compare; exits with 1 on any difference."""
    document = json.loads(file.read_text())
    differences = replay_cases(document)
    if as_json:
        click.echo(json.dumps({"cases": len(document["cases"]), "differences": [str(one) for one in differences]}))
    else:
        for one in differences:
            click.echo(str(one))
        click.echo(f"{len(document['cases'])} cases, {len(differences)} differences.")
    if differences:
        raise SystemExit(1)


@click.command(name="deadline")
@click.option("--charter", "file", type=click.Path(path_type=Path, exists=True), help="The charter with the calendar.")
@click.option("--pack", default="calder_bay", show_default=True, help="A ready charter with the calendar.")
@click.option("--calendar", help="The calendar's key, by default the authority's own.")
@click.option("--start", required=True, help="When it begins; without an offset, in the calendar's zone.")
@click.option("--limit", required=True, help='Such as "20 working days".')
@click.option("--hold", "holds", multiple=True, metavar="A/B", help="A time in which the clock stands still.")
@click.option("--explain", is_flag=True, help="Say why.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def deadline_command(  # noqa: PLR0913 - one parameter an option
    *,
    file: Path | None,
    pack: str,
    calendar: str | None,
    start: str,
    limit: str,
    holds: tuple[str, ...],
    explain: bool,
    as_json: bool,
) -> None:
    """Say when a limit ends."""
    found = load_charter(file.read_text() if file else read_pack(pack)).calendar(calendar)
    spans = []
    for text in holds:
        since, slash, until = text.partition("/")
        if not slash:
            raise click.UsageError("Write a hold as two instants with a slash between them.")
        spans.append(Hold(instant(since, found.zone), instant(until, found.zone)))
    due = deadline(Limit.parse(limit), instant(start, found.zone).astimezone(UTC), found, holds=spans)
    local = due.due_at.astimezone(found.zone)
    words = explanation_words(due.explanation)
    if as_json:
        click.echo(json.dumps({"due_at": local.isoformat(), "on": due.on.isoformat(), "why": words}))
        return
    click.echo(local.isoformat())
    for sentence in words if explain else ():
        click.echo(f"  {sentence}")

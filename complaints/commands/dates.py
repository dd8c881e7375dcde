"""One date and why, and known answers recomputed."""

import json
from datetime import UTC
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import rich_click as click

from complaints.kernel.shell import instant
from standards.charter import Charter, load_charter
from standards.deadlines import Deadline, Extension, Hold, Limit, deadline, explanation_words
from standards.errors import Invalid
from standards.explanations import given
from standards.packs import read_pack
from standards.replay import Difference, replay_cases


@click.group()
def deadlines() -> None:
    """Deadlines with known answers."""


@deadlines.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print the differences as JSON.")
def replay(file: Path, *, as_json: bool) -> None:
    """Recompute the cases of FILE and compare; exits with 1 on any difference."""
    document = _document(file)
    differences = replay_cases(document)
    if as_json:
        click.echo(json.dumps({"cases": len(document["cases"]), "differences": msgspec.to_builtins(differences)}))
    else:
        for one in differences:
            click.echo(_difference_words(one))
        click.echo(f"{len(document['cases'])} cases, {len(differences)} differences.")
    if differences:
        raise SystemExit(1)


@click.command(name="deadline")
@click.option("--charter", "file", type=click.Path(path_type=Path, exists=True), help="The charter with the calendar.")
@click.option("--pack", default="calder_bay", show_default=True, help="A ready charter with the calendar.")
@click.option("--calendar", help="The calendar's key, by default the authority's own.")
@click.option("--start", required=True, help="When it begins; without an offset, in the calendar's zone.")
@click.option("--limit", required=True, help='Such as "20 working days"; days are counted as the charter counts.')
@click.option("--hold", "holds", multiple=True, metavar="A/B", help="A time in which the clock stands still.")
@click.option("--extension", "extensions", multiple=True, metavar="LIMIT", help='More time: "5 working days".')
@click.option("--explain", is_flag=True, help="Say why, and by which versions of what.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def deadline_command(  # noqa: PLR0913 - one parameter an option
    *,
    file: Path | None,
    pack: str,
    calendar: str | None,
    start: str,
    limit: str,
    holds: tuple[str, ...],
    extensions: tuple[str, ...],
    explain: bool,
    as_json: bool,
) -> None:
    """Say when a limit ends."""
    charter = load_charter(file.read_text(encoding="utf-8") if file else read_pack(pack))
    if calendar is not None and calendar not in charter.calendars:
        raise click.UsageError(f"There is no calendar {calendar!r}; there are: {', '.join(charter.calendars)}.")
    found = charter.calendar(calendar)
    due = deadline(
        _limit(limit, charter),
        instant(start, found.zone).astimezone(UTC),
        found,
        holds=[_hold(text, found.zone) for text in holds],
        extensions=[Extension(_limit(text, charter)) for text in extensions],
    )
    _print(due, charter, explain=explain, as_json=as_json)


def _print(due: Deadline, charter: Charter, *, explain: bool, as_json: bool) -> None:
    at = due.due_at.astimezone(ZoneInfo(given(due.explanation).zone))
    why = explanation_words(due.explanation)
    if as_json:
        told = {"due_at": at.isoformat(), "on": due.on.isoformat(), "why": why, "versions": _versions(charter)}
        click.echo(json.dumps(told))
        return
    click.echo(at.isoformat())
    if explain:
        for sentence in why:
            click.echo(f"  {sentence}")
        versions = "; ".join(f"{name} {value}" for name, value in _versions(charter).items())
        click.echo(f"  Counted by: {versions}.")


def _versions(charter: Charter) -> dict[str, str]:
    """Return what a date depends on besides what was asked: the charter, and the public holidays of the library."""
    return {
        "charter": charter.key,
        "sha256": charter.hash,
        "holidays": version("holidays"),
        "redress": version("redress"),
    }


def _limit(text: str, charter: Charter) -> Limit:
    try:
        return Limit.parse(text, charter.counting)
    except Invalid as error:
        raise click.UsageError(error.detail) from None


def _hold(text: str, zone: ZoneInfo) -> Hold:
    since, slash, until = text.partition("/")
    if not slash:
        raise click.UsageError(
            f"{text!r} is no hold. Write two instants with a slash: 2026-03-02T09:30/2026-03-04T12:00."
        )
    held = Hold(instant(since.strip(), zone), instant(until.strip(), zone))
    if held.until < held.since:
        raise click.UsageError(f"The hold {text!r} ends before it begins.")
    return held


def _document(file: Path) -> dict[str, Any]:
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise Invalid(f"{file} is not readable as JSON: {error}.") from None
    if not isinstance(read, dict):
        raise Invalid(
            f"{file} is not a document of known-answer cases: it holds a list or a value, not calendars and cases."
        )
    return read


def _difference_words(one: Difference) -> str:
    reading = f", reading {one.reading}" if one.reading else ""
    return f"{one.case}{reading}: known {one.expected}, found {one.found}"

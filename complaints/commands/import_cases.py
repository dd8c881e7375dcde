"""Importing the cases of an older system from a table, by a mapping; goes on where it was interrupted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import rich_click as click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from complaints.actions.adopt import adopt
from complaints.actions.take_over import Batch, begin, take_over
from complaints.actions.take_over import Progress as HowFar
from complaints.commands.table_file import RejectFile, Row, TableFile, fingerprint
from complaints.domain.access import SYSTEM
from complaints.domain.mapping import CaseMapping, load_mapping
from complaints.domain.record import Record, Reject, RowReader
from complaints.kernel.charters import NoCharter
from complaints.kernel.shell import instant, shell
from complaints.kernel.work import Boundary
from standards.errors import Fault, Invalid
from standards.packs import read_pack

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
BATCH = 1000
SAY_EVERY = 20

Said = Callable[[HowFar], None]


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """What one run of the command did."""

    read: int
    taken: int
    known: int
    rejected: int
    went_on_behind_line: int = 0
    finished_before: bool = False
    as_of: datetime | None = None
    rejects: str | None = None


class Import(msgspec.Struct, frozen=True):
    """One file to be read, with all that decides how."""

    table: TableFile
    reader: RowReader
    rejects: RejectFile
    mapping: CaseMapping
    file_hash: bytes
    as_of: datetime | None


@click.group(name="import")
def import_group() -> None:
    """What older systems know."""


@import_group.command(name="cases")
@click.argument("file", type=FILE)
@click.option("--map", "map_file", type=FILE, required=True, help="The mapping, a TOML file: which column is what.")
@click.option("--as-of", "as_of_text", help="The instant FILE is the state of; what closed after it is still open.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def import_cases(*, file: Path, map_file: Path, as_of_text: str | None, as_json: bool) -> None:
    """
    Take over the cases in FILE, a CSV table, as gzip if you like.

    Rows that cannot be right are refused with a reason, in a file of their own. Reading
    a file again takes nothing in twice, and an interrupted run goes on where it stopped.
    """
    at = shell()
    mapping_text = _text(map_file)
    mapping = load_mapping(mapping_text)
    as_of = instant(as_of_text, mapping.zone).astimezone(UTC) if as_of_text else None
    with TableFile(file, encoding=mapping.encoding, delimiter=mapping.delimiter) as table:
        reader = RowReader(mapping, table.header, now=at.now(), as_of=as_of)
        rejects = RejectFile(at.data / "imports" / f"{file.name}-rejects.csv", table.header)
        digest = fingerprint(file, mapping_text, str(as_of))
        at.migrate()

        async def run() -> Counts:
            async with at.open() as application:
                await adopt_if_none(application, mapping.pack)
                with _bar(table) as said:
                    return await read_all(application, Import(table, reader, rejects, mapping, digest, as_of), said)

        counts = at.run(run())
    click.echo(msgspec.json.encode(counts).decode() if as_json else _words(counts))


async def adopt_if_none(boundary: Boundary, pack: str | None) -> None:
    """Adopt the mapping's charter where none is in force: a case needs one to stand under."""
    async with boundary.work(SYSTEM) as work:
        if not len(work.charters):
            if pack is None:
                raise NoCharter
            await adopt(work, read_pack(pack))


async def read_all(boundary: Boundary, wanted: Import, said: Said = lambda _progress: None) -> Counts:
    """Read the file from where an earlier run stopped to its end; the counts are those of this run."""
    async with boundary.work(SYSTEM) as work:
        start = await begin(work, file_hash=wanted.file_hash, source=wanted.mapping.source, as_of=wanted.as_of)
    if start.finished_at is not None:
        return _finished_before(start, wanted)
    wanted.rejects.begin(behind=start.lines_read)
    progress = start
    for batch in batches(wanted.table.rows(behind=start.lines_read), wanted.reader, behind=start.lines_read):
        # Before the commit: a row may stand here twice for a moment, and is never lost.
        wanted.rejects.add(batch.rejects)
        async with boundary.work(SYSTEM) as work:
            progress = await take_over(work, progress, batch)
        said(progress)
    return Counts(
        read=progress.read - start.read,
        taken=progress.taken - start.taken,
        known=progress.known - start.known,
        rejected=progress.rejected - start.rejected,
        went_on_behind_line=start.lines_read,
        as_of=wanted.as_of,
        rejects=str(wanted.rejects.path) if progress.rejected else None,
    )


def batches(rows: Iterator[Row], reader: RowReader, *, behind: int = 0, size: int = BATCH) -> Iterator[Batch]:
    """Yield the rows in batches; the last one, which may be empty, says that it is."""
    records: list[Record] = []
    rejects: list[Reject] = []
    last_line = behind
    for row in rows:
        last_line = row.last_line
        found = reader.read(row.line, row.fields) if row.fields is not None else Reject(row.line, row.wrong, [])
        if isinstance(found, Record):
            records.append(found)
        else:
            rejects.append(found)
        if len(records) + len(rejects) >= size:
            yield Batch(records, rejects, last_line)
            records, rejects = [], []
    yield Batch(records, rejects, last_line, is_last=True)


def _finished_before(start: HowFar, wanted: Import) -> Counts:
    return Counts(
        read=start.read,
        taken=0,
        known=start.taken + start.known,
        rejected=start.rejected,
        finished_before=True,
        as_of=wanted.as_of,
        rejects=str(wanted.rejects.path) if wanted.rejects.path.exists() else None,
    )


def _words(counts: Counts) -> str:
    lines = []
    if counts.finished_before:
        lines.append("This file was read to its end before; nothing was added.")
    if counts.went_on_behind_line:
        lines.append(
            f"An earlier run had stopped behind line {counts.went_on_behind_line}; this one went on from there."
        )
    lines.append(
        f"{counts.read:,} rows read: {counts.taken:,} taken over, {counts.known:,} known"
        f" before, {counts.rejected:,} rejected."
    )
    if counts.rejected and counts.rejects:
        lines.append(f"The rejected rows stand in {counts.rejects}, each with its reason.")
    return "\n".join(lines)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Invalid("The mapping cannot be read.", faults=[Fault(file.name, "it is not UTF-8 text")]) from error


@contextmanager
def _bar(table: TableFile) -> Iterator[Said]:
    """Show how far we are, on standard error: a bar on a terminal, a line now and then elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        seen = 0

        def say(progress: HowFar) -> None:
            nonlocal seen
            seen += 1
            if seen % SAY_EVERY == 0:
                console.print(f"{progress.read} rows read", highlight=False)

        yield say
        return
    columns: list[Any] = [
        TextColumn("{task.fields[rows]} rows"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    ]
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("", total=table.size, rows="0")
        yield lambda progress: bar.update(task, completed=table.bytes_read, rows=f"{progress.read:,}")

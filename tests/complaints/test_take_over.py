"""Cases taken over from an older system: nothing twice, nothing lost, nothing promised anew."""

import csv
import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from complaints import reads
from complaints.actions.take_over import ImportedTwice, Progress, begin, take_over
from complaints.app.boundary import Application
from complaints.app.cli import main, redress
from complaints.app.sweeping import sweep
from complaints.commands.import_cases import Counts, Import, batches, read_all
from complaints.commands.table_file import RejectFile, TableFile, fingerprint
from complaints.domain.access import PUBLIC, SYSTEM, Role
from complaints.domain.mapping import load_mapping
from complaints.domain.record import RowReader
from complaints.kernel.charters import NoCharter
from complaints.kernel.journal import entries, first_break
from complaints.kernel.timers import ClockRow
from complaints.reads.desk_queue import QueueFilter, queue
from complaints.tables import CaseRow, StageRow
from standards.errors import Invalid, NotAllowed
from tests.play import MONDAY, staff

DATA = Path(__file__).parents[3] / "shared" / "data"
BOSTON = DATA / "boston311_2015_jan_aug.csv.gz"
BOSTON_MAP = Path(__file__).parents[2] / "benchmarks" / "maps" / "boston311.toml"

MAPPING = """
source = "old_town"
time_zone = "Europe/London"
pack = "calder_bay"
number = "id"
received_at = "opened"
due_at = "due"
closed_at = "closed"
reason = "why"
body = { constant = "city_works" }
unit = "office"
service = "service"
duplicate = "dup"
narrative = "words"
"""
HEADER = "id,opened,due,closed,why,office,service,dup,words"
CLOSED = "{},2025-02-03T10:00:00,2025-02-05T10:00:00,2025-02-06T12:30:00,resolved,waste,bin_collection,0,Missed bin"
OPEN = "{},2025-02-04T10:00:00,2025-02-10T10:00:00,,,Highways,Potholes,1,A hole"


def table(folder: Path, *rows: str, name: str = "old.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8", errors="surrogateescape")
    return path


async def run(application: Application, path: Path, *, mapping: str = MAPPING, as_of: datetime | None = None) -> Counts:
    read_by = load_mapping(mapping)
    with TableFile(path, encoding=read_by.encoding, delimiter=read_by.delimiter) as opened:
        wanted = Import(
            opened,
            RowReader(read_by, opened.header, now=MONDAY, as_of=as_of),
            RejectFile(path.with_suffix(".rejects.csv"), opened.header),
            read_by,
            fingerprint(path, mapping, str(as_of)),
            as_of,
        )
        return await read_all(application, wanted)


async def the_case(application: Application, number: str) -> CaseRow:
    async with application.work(SYSTEM, reading=True) as work:
        return (await work.session.scalars(select(CaseRow).where(CaseRow.external_id == number))).one()


async def count(application: Application, table: type) -> int:
    async with application.work(SYSTEM, reading=True) as work:
        return await work.session.scalar(select(func.count()).select_from(table)) or 0


async def test_a_closed_row_becomes_a_closed_case_with_its_true_times(application, tmp_path):
    counts = await run(application, table(tmp_path, CLOSED.format("7")))

    case = await the_case(application, "7")
    assert (counts.read, counts.taken, counts.known, counts.rejected) == (1, 1, 0, 0)
    assert (case.state, case.historic, case.source, case.code_hash) == ("closed", True, "old_town", None)
    assert case.received_at == datetime(2025, 2, 3, 10, tzinfo=UTC)
    assert case.closed_at == datetime(2025, 2, 6, 12, 30, tzinfo=UTC)
    assert case.entered_at == MONDAY


async def test_the_target_becomes_a_historic_clock(application, tmp_path):
    await run(application, table(tmp_path, CLOSED.format("7")))

    async with application.work(SYSTEM, reading=True) as work:
        clock = (await work.session.scalars(select(ClockRow))).one()
    assert (clock.kind, clock.historic, clock.explanation) == ("respond", True, None)
    assert clock.due_at == clock.promised_at == datetime(2025, 2, 5, 10, tzinfo=UTC)
    assert clock.stopped_at == datetime(2025, 2, 6, 12, 30, tzinfo=UTC)


async def test_the_journal_says_when_it_happened_and_holds(application, tmp_path):
    await run(application, table(tmp_path, CLOSED.format("7")))

    case = await the_case(application, "7")
    async with application.work(SYSTEM, reading=True) as work:
        chain = await entries(work.session, case.id)
    assert [(entry.kind, entry.at) for entry in chain] == [
        ("case.imported", datetime(2025, 2, 3, 10, tzinfo=UTC)),
        ("case.closed", datetime(2025, 2, 6, 12, 30, tzinfo=UTC)),
    ]
    assert first_break(chain) is None
    assert (case.journal_length, case.journal_head) == (2, chain[-1].hash)
    assert chain[0].payload is not None
    assert chain[0].payload["due"] == {"respond": "2025-02-05T10:00:00+00:00"}
    assert chain[1].payload == {"reason": "resolved", "outcome": None}


async def test_offices_and_services_the_charter_does_not_know_are_kept_as_text(application, tmp_path):
    await run(application, table(tmp_path, OPEN.format("8")))

    case = await the_case(application, "8")
    assert (case.state, case.unit, case.service, case.standard) == ("received", "Highways", "Potholes", None)


async def test_a_service_with_one_standard_is_measured_by_it(application, tmp_path):
    row = CLOSED.format("9").replace("bin_collection", "street_lighting")

    await run(application, table(tmp_path, row))

    assert (await the_case(application, "9")).standard == "lamp_out"


async def test_a_case_closed_at_an_unknown_time_is_closed_all_the_same(application, tmp_path):
    status = '[status]\ncolumn = "why"\nvalues = { done = "closed" }\n'
    row = OPEN.format("8").replace(",,,Highways", ",,done,Highways")

    await run(application, table(tmp_path, row), mapping=MAPPING + status)

    case = await the_case(application, "8")
    async with application.work(SYSTEM, reading=True) as work:
        chain = await entries(work.session, case.id)
    assert (case.state, case.closed_at) == ("closed", None)
    assert chain[-1].payload == {"reason": "done", "outcome": None, "undated": True}


async def test_historic_clocks_never_fire_and_historic_cases_are_in_no_queue(application, tmp_path):
    await run(application, table(tmp_path, OPEN.format("8")))
    officer = await staff(application)

    assert await sweep(application, now=datetime(2030, 1, 1, tzinfo=UTC)) == 0

    async with application.work(SYSTEM, reading=True) as work:
        assert await queue(work.session, officer, QueueFilter(tiers=("service",), now=MONDAY)) == []


async def test_the_case_can_be_looked_at_by_staff(application, tmp_path):
    await run(application, table(tmp_path, CLOSED.format("7"), OPEN.format("8")))

    case = await the_case(application, "7")
    async with application.work(SYSTEM, reading=True) as work:
        view = await reads.case_for_staff(work.session, case.id)
    assert [entry.kind for entry in view.timeline] == ["case.imported", "case.closed"]
    assert [clock.due for clock in view.clocks] == [datetime(2025, 2, 5, 10, tzinfo=UTC)]


async def test_a_second_run_adds_nothing_and_says_so(application, tmp_path):
    path = table(tmp_path, CLOSED.format("7"), OPEN.format("8"), "broken")
    await run(application, path)

    again = await run(application, path)

    assert (again.taken, again.known, again.rejected, again.finished_before) == (0, 2, 1, True)
    assert await count(application, CaseRow) == 2


async def test_another_file_of_the_same_system_adds_what_is_new(application, tmp_path):
    await run(application, table(tmp_path, CLOSED.format("7")))

    more = await run(application, table(tmp_path, CLOSED.format("7"), OPEN.format("8"), OPEN.format("8"), name="b.csv"))

    assert (more.taken, more.known) == (1, 2)
    assert await count(application, CaseRow) == 2


async def test_an_interrupted_run_goes_on_where_it_stopped(application, tmp_path):
    path = table(tmp_path, *(CLOSED.format(number) for number in range(25)))
    mapping = load_mapping(MAPPING)
    async with application.work(SYSTEM) as work:
        progress = await begin(work, file_hash=fingerprint(path, MAPPING, "None"), source=mapping.source, as_of=None)
    with TableFile(path, encoding="utf-8", delimiter=",") as opened:
        first, second, _ = batches(opened.rows(), RowReader(mapping, opened.header, now=MONDAY), size=10)
    async with application.work(SYSTEM) as work:
        progress = await take_over(work, progress, first)
    with pytest.raises(RuntimeError, match="power cut"):  # noqa: PT012 - it is raised inside the work
        async with application.work(SYSTEM) as work:
            await take_over(work, progress, second)
            raise RuntimeError("power cut")
    assert await count(application, CaseRow) == 10

    counts = await run(application, path)

    assert (counts.read, counts.taken, counts.went_on_behind_line, counts.finished_before) == (15, 15, 11, False)
    assert await count(application, CaseRow) == 25
    assert await count(application, StageRow) == 25


async def test_two_runs_at_once_do_not_mix(application, tmp_path):
    path = table(tmp_path, *(CLOSED.format(number) for number in range(4)))
    async with application.work(SYSTEM) as work:
        stale = await begin(work, file_hash=fingerprint(path, MAPPING, "None"), source="old_town", as_of=None)
    await run(application, path)

    with TableFile(path, encoding="utf-8", delimiter=",") as opened:
        [batch] = batches(opened.rows(), RowReader(load_mapping(MAPPING), opened.header, now=MONDAY))
    with pytest.raises(ImportedTwice):
        async with application.work(SYSTEM) as work:
            await take_over(work, stale, batch)


async def test_rejected_rows_stand_in_a_file_with_line_and_reason(application, tmp_path):
    path = table(
        tmp_path,
        CLOSED.format("7"),
        '"two\nlines",soon,,,,,,0,=1+1',
        "",
        "8,2025-02-04T10:00:00",
        OPEN.format("9").replace("A hole", "caf\udce9"),
    )

    counts = await run(application, path)

    with path.with_suffix(".rejects.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    assert (counts.read, counts.taken, counts.rejected) == (4, 1, 3)
    assert header == ["line", "reason", *HEADER.split(",")]
    assert [(row[0], row[1]) for row in rows] == [
        ("3", "Its time of receipt 'soon' cannot be read."),
        ("6", "The row has 2 fields, the header has 9."),
        ("7", "Some of it is not UTF-8 text."),
    ]
    assert rows[0][-1] == "'=1+1"


async def test_an_interrupted_run_leaves_no_reject_twice(tmp_path):
    path = table(tmp_path, "broken")
    rejects = RejectFile(tmp_path / "r.csv", HEADER.split(","))
    with TableFile(path, encoding="utf-8", delimiter=",") as opened:
        [batch] = batches(opened.rows(), RowReader(load_mapping(MAPPING), opened.header, now=MONDAY))

    rejects.add(batch.rejects)
    rejects.begin(behind=1)
    rejects.add(batch.rejects)

    assert (tmp_path / "r.csv").read_text().count("broken") == 1


async def test_a_quotation_mark_that_is_never_closed_costs_no_other_row(tmp_path):
    csv_limit = csv.field_size_limit()
    rows = [f'{number},"' + "x" * csv_limit if number == 1 else CLOSED.format(number) for number in range(4)]
    path = table(tmp_path, *rows)

    with TableFile(path, encoding="utf-8", delimiter=",") as opened:
        [batch] = batches(opened.rows(), RowReader(load_mapping(MAPPING), opened.header, now=MONDAY))

    assert [record.number for record in batch.records] == ["0", "2", "3"]
    assert [reject.line for reject in batch.rejects] == [3]


async def test_only_administrators_and_the_system_take_cases_over(application):
    officer = await staff(application, Role.OFFICER)

    for actor in (PUBLIC, officer):
        with pytest.raises(NotAllowed):
            async with application.work(actor) as work:
                await begin(work, file_hash=b"h", source="s", as_of=None)
        with pytest.raises(NotAllowed):
            async with application.work(actor) as work:
                await take_over(work, Progress(b"h", "s", None), next(batches(iter(()), None)))


async def test_the_state_of_the_file_is_kept_for_figures(application, tmp_path):
    as_of = datetime(2025, 2, 5, tzinfo=UTC)

    await run(application, table(tmp_path, CLOSED.format("7")), as_of=as_of)

    async with application.work(SYSTEM, reading=True) as work:
        assert await reads.taken_over_as_of(work.session) == as_of
    assert (await the_case(application, "7")).state == "received"


def command(folder: Path, *arguments: str | Path) -> Result:
    """Run `redress import cases` on a data folder."""
    return CliRunner().invoke(
        redress, ["import", "cases", *map(str, arguments)], env={"REDRESS_DATA": str(folder / "data")}
    )


def test_the_command_prepares_an_empty_folder_and_prints_the_counts(tmp_path):
    (tmp_path / "map.toml").write_text(MAPPING)
    path = table(tmp_path, CLOSED.format("7"), "broken")
    packed = tmp_path / "old.csv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))

    first = command(tmp_path, packed, "--map", tmp_path / "map.toml", "--as-of", "2025-06-01T00:00:00", "--json")
    second = command(tmp_path, packed, "--map", tmp_path / "map.toml", "--as-of", "2025-06-01T00:00:00")

    assert (first.exit_code, second.exit_code) == (0, 0), (first.output, second.output)
    rejects = str(tmp_path / "data" / "imports" / "old.csv.gz-rejects.csv")
    assert json.loads(first.stdout) == {
        "read": 2,
        "taken": 1,
        "known": 0,
        "rejected": 1,
        "went_on_behind_line": 0,
        "finished_before": False,
        "as_of": "2025-05-31T23:00:00Z",
        "rejects": rejects,
    }
    assert second.stdout.splitlines() == [
        "This file was read to its end before; nothing was added.",
        "2 rows read: 0 taken over, 1 known before, 1 rejected.",
        f"The rejected rows stand in {rejects}, each with its reason.",
    ]


@pytest.mark.parametrize(
    ("mapping", "content", "error"),
    [
        pytest.param("source = 3", b"a,b", Invalid, id="a mapping that is none"),
        pytest.param(MAPPING, b"", Invalid, id="an empty file"),
        pytest.param(MAPPING, b"a,b\n1,2\n", Invalid, id="a file of another kind"),
        pytest.param(MAPPING, gzip.compress(HEADER.encode() + b"\n")[:-12], Invalid, id="half a file"),
        pytest.param(
            MAPPING.replace('pack = "calder_bay"', ""), HEADER.encode(), NoCharter, id="no charter to be under"
        ),
    ],
)
def test_what_cannot_be_used_at_all_is_refused(tmp_path, mapping, content, error):
    (tmp_path / "map.toml").write_text(mapping)
    (tmp_path / "old.csv").write_bytes(content)

    done = command(tmp_path, tmp_path / "old.csv", "--map", tmp_path / "map.toml")

    assert isinstance(done.exception, error)


def test_an_unusable_file_ends_with_2(tmp_path, monkeypatch, capsys):
    (tmp_path / "old.csv").write_text("a,b\n")
    monkeypatch.setenv("REDRESS_DATA", str(tmp_path / "data"))
    monkeypatch.setattr("sys.argv", ["redress", "import", "cases", str(tmp_path / "old.csv"), "--map", str(BOSTON_MAP)])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 2
    assert "the file has no column 'open_dt'" in capsys.readouterr().err

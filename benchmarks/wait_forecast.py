"""
Walks through the cases of an older system day by day and measures whether what people would have been told came true.

usage: wait_forecast.py CASES.csv.gz [--map MAP] [--as-of INSTANT]

CASES: a CSV file (gzip or not). MAP: which column is what, as for `redress import cases`; by default that of Boston.
INSTANT: of which the file is the state, in the map's time zone; by default the last instant in the file.

At the beginning of each day it is counted how long people wait, by the program's own functions and from nothing but
what had happened until then. Everybody who comes that day is told that range. Printed by month of coming: how many
came; how many of them could be told anything; and of those who were told, how many were inside the range, ended
sooner, later, or were still waiting at the end of the file without being later yet. Later is also who never ended.
Whoever is not inside counts as outside, whatever the reason. The range is the one that is printed, rounded outwards to
minutes, hours or days; `exact` counts those inside it before it was rounded. Praise, and what was over within five
minutes, is left out. The weeks in which there is too little to look back on are a warm-up, which is not judged.
Exit code 2 when an argument is missing or is no file.
"""

import sys
import time
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NoReturn

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from complaints.commands.table_file import TableFile
from complaints.domain.mapping import CaseMapping, load_mapping
from complaints.domain.record import Record, RowReader
from reports.domain.facts import Fact, month_of
from reports.domain.waits import AN_HOUR, DAY, Fate, Kept, Said, Spell, fate, walk
from reports.parts import open_parts, write_parts
from reports.waits import EPOCH, midnights, spells
from standards.charter import load_charter
from standards.clock import SystemClock
from standards.packs import read_pack

BOSTON = Path(__file__).resolve().parent / "maps" / "boston311.toml"
WARM_UP = timedelta(weeks=8)
WANTED, WITHIN = 0.8, 0.05


@dataclass
class Month:
    """What came true for those who came in a month."""

    kept: Kept = field(default_factory=Kept)
    widths: list[float] = field(default_factory=list)
    exact: int = 0

    @property
    def inside(self) -> float:
        """The share inside of all who were told a range; nobody who is still waiting counts as inside."""
        return self.kept.fates[Fate.INSIDE] / self.kept.told if self.kept.told else 0.0


def facts(file: Path, mapping: CaseMapping, as_of: datetime | None) -> Iterator[Fact]:
    """Yield one fact a row that the import would take."""
    charter = load_charter(read_pack(mapping.pack)) if mapping.pack else None
    only: defaultdict[str, list[str]] = defaultdict(list)
    for key, one in charter.standards.items() if charter else ():
        only[one.service].append(key)
    with TableFile(file, encoding=mapping.encoding, delimiter=mapping.delimiter) as table:
        reader = RowReader(mapping, table.header, now=SystemClock().now(), as_of=as_of)
        for row in table.rows():
            record = reader.read(row.line, row.fields) if row.fields is not None else None
            if isinstance(record, Record):
                standards = only.get(record.service or "", [])
                yield _fact(record, mapping, record.standard or (standards[0] if len(standards) == 1 else None))


def _fact(record: Record, mapping: CaseMapping, standard: str | None) -> Fact:
    received = record.received_at.astimezone(mapping.zone).replace(tzinfo=None)
    closed = record.closed_at.astimezone(mapping.zone).replace(tzinfo=None) if record.closed_at else None
    ended = "withdrawn" if record.standing == "withdrawn" else "closed"
    return Fact(
        case_id=record.number,
        reference=record.number,
        stage="frontline",
        tier="service",
        kind=record.kind,
        body=record.body,
        department=record.unit or "",
        service=record.service or "",
        standard=standard,
        received_at=received,
        started_at=received,
        month=month_of(received),
        closed_at=closed,
        outcome=None if record.standing == "open" else record.reason or ended,
        as_of=closed or received,
    )


def measured(found: list[Spell], end: float) -> dict[str, Month]:
    """Return what came true, by month of coming."""
    first, last = (EPOCH + found[place].began * AN_HOUR for place in (0, -1))
    said = Said(wait for day in walk(found, midnights(first.date(), last.date())) for wait in day)
    months: defaultdict[str, Month] = defaultdict(Month)
    for spell in found:
        month, wait = months[month_of(EPOCH + spell.began * AN_HOUR)], said.to(spell)
        month.kept.add(spell, wait, end)
        if wait is not None and wait.range is not None:
            month.widths.append(wait.range.printed.high - wait.range.printed.low)
            month.exact += fate(spell, wait.range, end) is Fate.INSIDE
    return months


def main(file: Path, mapping: CaseMapping, as_of: datetime | None) -> None:
    began = time.monotonic()
    with TemporaryDirectory() as folder:
        every = list(facts(file, mapping, as_of))
        if not every:
            print("no row can be read as a case")
            return
        local = as_of.astimezone(mapping.zone).replace(tzinfo=None) if as_of else max(one.as_of for one in every)
        write_parts(every, Path(folder), as_of=local)
        found = spells(open_parts(Path(folder)), local)
    months = measured(found, (local - EPOCH) / AN_HOUR)
    start = EPOCH + found[0].began * AN_HOUR + WARM_UP
    judged = {name: month for name, month in months.items() if datetime.fromisoformat(f"{name}-01") >= start}
    print("month     cases   told inside sooner  later waiting  exact width, days (median)")
    for name, month in sorted(months.items()):
        print(_line(name, month) + ("" if name in judged else "  warm-up"))
    whole = Month()
    for month in judged.values():
        whole.kept, whole.widths = whole.kept + month.kept, whole.widths + month.widths
        whole.exact += month.exact
    print(_line("all", whole))
    off = max((abs(month.inside - WANTED) for month in judged.values() if month.kept.told), default=0.0)
    print(f"\nmonth furthest from {WANTED}: {off:.3f}  (wanted: within {WITHIN})")
    print(f"of those told and since ended or later, inside: {whole.kept.rate.hits} of {whole.kept.rate.out_of}")
    print(f"seconds {time.monotonic() - began:.0f}")


def _line(name: str, month: Month) -> str:
    kept = month.kept
    fates = (Fate.INSIDE, Fate.SOONER, Fate.LATER, Fate.WAITING)
    shares = [kept.told / kept.cases if kept.cases else 0.0]
    shares += [(kept.fates[one] / kept.told if kept.told else 0.0) for one in fates]
    width = median(month.widths) / DAY if month.widths else 0.0
    exact = month.exact / kept.told if kept.told else 0.0
    told, inside, sooner, later, waiting = (f"{share:6.3f}" for share in shares)
    return f"{name:8} {kept.cases:6} {told} {inside} {sooner} {later} {waiting:>7} {exact:6.3f} {width:6.1f}"


class Arguments(ArgumentParser):
    """What the program is given; whoever gives it something else is told how it is used."""

    def error(self, message: str) -> NoReturn:
        print(f"{message}\n{__doc__}")
        sys.exit(2)


if __name__ == "__main__":
    parser = Arguments(add_help=False)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--map", type=Path, default=BOSTON)
    parser.add_argument("--as-of", type=datetime.fromisoformat)
    given = parser.parse_args()
    if not (given.cases.is_file() and given.map.is_file()):
        parser.error("no such file")
    read = load_mapping(given.map.read_text(encoding="utf-8"))
    state_of = given.as_of.replace(tzinfo=given.as_of.tzinfo or read.zone).astimezone(UTC) if given.as_of else None
    main(given.cases, read, state_of)

"""
Recomputes the targets of the City of Boston from the standards that were inferred for it.

usage: boston_deadlines.py CASES.csv.gz STANDARDS.json

CASES: a CSV file (gzip or not) with the columns type, open_dt and target_dt, in Boston's local time; rows without a
target, or of a type without a standard, are left out. STANDARDS: a JSON document with `standards`, a list of type, unit
(business_days or calendar_days) and value.

Each limit is read as a charter's limit and counted by the rules and the calendar of the pack boston_311; no type is
treated in any way of its own. Prints how many targets come out within 60 minutes of the city's own, how many to the
minute, and the types with the most that do not. Exit code 2 when an argument is missing.
"""

import csv
import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from standards.charter import load_charter
from standards.deadlines import Limit, deadline
from standards.packs import read_pack

NEAR, EXACT = timedelta(minutes=60), timedelta(minutes=1)
# Business days begin with the opening hours; calendar days run from the receipt, whenever it came.
UNITS = {"business_days": "{} working days", "calendar_days": "{} calendar days, counted from the day of receipt"}
WANTED = 0.994
SHOWN = 10


def rows(file: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file, compressed or not."""
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def main(cases: Path, standards: Path) -> None:
    charter = load_charter(read_pack("boston_311"))
    calendar = charter.calendar()
    document: dict[str, Any] = json.loads(standards.read_text(encoding="utf-8"))
    limits = {
        one["type"]: Limit.parse(UNITS[one["unit"]].format(one["value"]), charter.counting)
        for one in document["standards"]
    }
    wanted = [row for row in rows(cases) if row["target_dt"] and row["type"] in limits]

    def instant(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=calendar.zone).astimezone(UTC)

    began = time.process_time()
    found = [deadline(limits[row["type"]], instant(row["open_dt"]), calendar).due_at for row in wanted]
    took = time.process_time() - began
    away = [abs(due - instant(row["target_dt"])) for due, row in zip(found, wanted, strict=True)]
    if not wanted:
        print("no row has a target and a standard")
        return
    near, exact = (sum(one <= most for one in away) for most in (NEAR, EXACT))
    print(f"rows                {len(wanted)}")
    print(f"within 60 minutes   {near}  {near / len(wanted):.4f}  (wanted: {WANTED})")
    print(f"to the minute       {exact}  {exact / len(wanted):.4f}")
    print(f"CPU us each         {took / len(wanted) * 1e6:.1f}")
    _print_misses(wanted, away, limits)


def _print_misses(wanted: list[dict[str, str]], away: list[timedelta], limits: dict[str, Limit]) -> None:
    of_type = Counter(row["type"] for row in wanted)
    missed = Counter(row["type"] for row, one in zip(wanted, away, strict=True) if one > NEAR)
    print("\ntypes with most beyond 60 minutes: missed, of, share within, limit")
    for name, count in missed.most_common(SHOWN):
        share = 1 - count / of_type[name]
        print(f"  {count:5} {of_type[name]:6} {share:8.4f}  {name} ({limits[name].words})")


if __name__ == "__main__":
    match [Path(argument) for argument in sys.argv[1:]]:
        case [cases, standards] if cases.is_file() and standards.is_file():
            main(cases, standards)
        case _:
            print(__doc__)
            sys.exit(2)

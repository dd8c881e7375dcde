"""The facts of a real town, for those who have its records beside their checkout, and what others counted in them."""

import csv
import gzip
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from reports.domain.facts import Fact, month_of
from reports.figures import Figure

DATA = Path(__file__).parents[3] / "shared" / "data"
CASES = DATA / "boston311_2015_jan_aug.csv.gz"
EXPECTED = DATA / "reference" / "boston_sla_expected.json"
AS_OF = datetime.fromisoformat("2016-01-13T00:00:00")

SAME_AS = {
    "cases": "cases",
    "with_target": "with_target",
    "closed_on_time": "closed_on_time",
    "closed_late": "closed_late",
    "open_overdue": "open_overdue",
    "open_not_due": "open_not_due",
    "closed_with_time": "closed_with_time",
    "pct_on_time_of_closed": "closed_on_time_of_closed",
    "pct_on_time_of_due": "closed_on_time_of_due",
    "mean_hours_to_close": "hours_to_close_mean",
}
QUANTILES = {"0.5": "median", "0.75": "p75", "0.9": "p90", "0.95": "p95"}
DIMENSIONS = {"by_department": "department", "by_month": "month", "by_neighborhood": "neighbourhood"}


def facts() -> Iterator[Fact]:
    """Yield one fact a row of the real records, every one of them a case with one stage."""
    with gzip.open(CASES, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            received = datetime.fromisoformat(row["open_dt"])
            yield Fact(
                case_id=row["case_id"],
                reference=row["case_id"],
                stage="frontline",
                tier="service",
                kind="compliment" if "Compliment" in row["case_title"] else "complaint",
                body="boston",
                department=row["department"],
                service=row["reason"],
                channel=row["source"],
                neighbourhood=row["neighborhood"] or None,
                historic=True,
                received_at=received,
                started_at=received,
                month=month_of(received),
                due_at=datetime.fromisoformat(row["target_dt"]) if row["target_dt"] else None,
                closed_at=datetime.fromisoformat(row["closed_dt"]) if row["closed_dt"] else None,
                duplicate=row["closed_as_duplicate"] == "1",
                as_of=AS_OF,
            )


def differences(found: Mapping[str, Figure], expected: Mapping[str, Any], where: str) -> list[str]:
    """Return in words where the figures of one group are not those that others counted."""
    pairs = [(name, found[key].value, expected[name]) for name, key in SAME_AS.items()]
    pairs += [
        (f"hours {share}", found[f"hours_to_close_{name}"].value, (expected["hours_to_close_type7"] or {}).get(share))
        for share, name in QUANTILES.items()
    ]
    low, high = expected["wilson95_of_closed"] or (None, None)
    rate = found["closed_on_time_of_closed"]
    pairs += [("low", rate.low, low), ("high", rate.high, high)]
    return [f"{where}: {name} is {mine}, not {theirs}" for name, mine, theirs in pairs if not _same(mine, theirs)]


def _same(mine: float | None, theirs: float | None) -> bool:
    if mine is None or theirs is None:
        return mine is theirs
    return abs(mine - theirs) <= 1e-6

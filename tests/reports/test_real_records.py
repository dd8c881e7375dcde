"""The records of a real town, imported once by the command: all are taken over, and count as others counted them."""

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from complaints.app.cli import redress
from reports.figures import Figure
from tests.reports import boston as records

MAP = Path(__file__).parents[2] / "benchmarks" / "maps" / "boston311.toml"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not records.CASES.is_file(), reason="the records of Boston are not beside this checkout"),
]


def command(folder: Path, *arguments: str | Path) -> Any:
    """Run `redress` on a data folder, and return the JSON it prints."""
    done = CliRunner().invoke(redress, [*map(str, arguments), "--json"], env={"REDRESS_DATA": str(folder)})
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder after all real records were imported into an empty one, once for all tests."""
    folder = tmp_path_factory.mktemp("boston") / "data"
    counts = command(folder, "import", "cases", records.CASES, "--map", MAP, "--as-of", records.AS_OF.isoformat())
    assert counts["taken"] == 81_408
    return folder


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        pytest.param("SELECT count(*) FROM cases", 81_408, id="every record is a case"),
        pytest.param("SELECT count(*) FROM stages", 81_408, id="each has its first stage"),
        pytest.param(
            "SELECT count(*) FROM clocks WHERE historic AND kind = 'respond'", 61_875, id="those with a target"
        ),
        pytest.param("SELECT count(*) FROM clocks", 61_875, id="no other clock"),
        pytest.param(
            "SELECT count(*) FROM journal WHERE kind LIKE 'case.%'",
            81_408 + 69_312,
            id="an entry for receipt and closing",
        ),
        pytest.param("SELECT count(*) FROM cases WHERE state = 'closed'", 69_312, id="closed"),
        pytest.param("SELECT count(*) FROM cases WHERE closed_at < received_at", 175, id="closed before it was opened"),
        pytest.param(
            "SELECT count(*) FROM clocks WHERE stopped_at <= due_at", 39_317, id="closed on time, as the city counts"
        ),
        pytest.param("SELECT count(*) FROM cases WHERE kind = 'compliment'", 256, id="praise"),
        pytest.param("SELECT count(*) FROM cases WHERE duplicate_of IS NOT NULL", 1_103, id="linked to another"),
        pytest.param("SELECT count(*) FROM cases WHERE unit = 'PWDx'", 35_019, id="the city's own names are kept"),
        pytest.param("SELECT count(*) FROM cases WHERE neighbourhood IS NULL", 8_233, id="nowhere in particular"),
        pytest.param("SELECT count(*) FROM jobs", 0, id="nobody is written to"),
    ],
)
def test_all_are_taken_over(folder, question, answer):
    assert sqlite3.connect(folder / "redress.db").execute(question).fetchone() == (answer,)


def test_the_figures_are_those_that_others_found(folder):
    printed = command(folder, "figures", "--by", ",".join(records.DIMENSIONS.values()))
    expected = json.loads(records.EXPECTED.read_text())

    found = by_group(msgspec.convert(printed["figures"], list[Figure]))
    assert printed["as_of"] == records.AS_OF.isoformat()
    assert records.differences(found[None, None], expected["overall"], "overall") == []
    for table, dimension in records.DIMENSIONS.items():
        assert {group for name, group in found if name == dimension} == set(expected[table])
        for group, counted in expected[table].items():
            assert records.differences(found[dimension, group], counted, f"{dimension} {group}") == []


def by_group(found: list[Figure]) -> Mapping[tuple[str | None, str | None], dict[str, Figure]]:
    groups: dict[tuple[str | None, str | None], dict[str, Figure]] = {}
    for figure in found:
        groups.setdefault((figure.dimension, figure.group), {})[figure.key] = figure
    return groups

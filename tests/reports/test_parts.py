"""The facts on disk: equal facts are equal bytes, and what was counted once can be counted again."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from reports.domain.facts import COLUMNS, Fact
from reports.figures import figures
from reports.parts import (
    Manifest,
    PartsBroken,
    connect,
    open_parts,
    read_manifest,
    replace_months,
    write_manifest,
    write_parts,
)
from standards.errors import Conflict, NotFound
from tests.reports.town import AS_OF, make_fact

LATER = datetime.fromisoformat("2026-05-01T09:00:00")


def test_every_column_is_a_field_in_the_same_order():
    assert list(COLUMNS) == [field.name for field in msgspec.structs.fields(Fact)]


def test_equal_facts_give_equal_bytes_in_whatever_order_they_come(tmp_path):
    facts = [make_fact(f"c{n}", received=f"2026-03-{n % 27 + 1:02}T09:00:00") for n in range(200)]

    one = write_parts(facts, tmp_path / "one", as_of=AS_OF)
    other = write_parts(reversed(facts), tmp_path / "other", as_of=AS_OF)

    assert [part.sha256 for part in one.parts] == [part.sha256 for part in other.parts]
    assert one.digest == other.digest


def test_a_fact_comes_back_as_it_went(tmp_path):
    fact = make_fact(neighbourhood=None, closed_at="2026-03-09T10:11:12", outcome="upheld", issues=3)
    write_parts([fact], tmp_path, as_of=AS_OF)

    with connect() as engine:
        found = engine.execute("SELECT * FROM read_parquet($paths)", {"paths": open_parts(tmp_path).paths()})
        row = dict(zip(COLUMNS, found.fetchone(), strict=True))

    assert msgspec.convert(row, Fact) == fact


def test_parts_are_by_month_of_receipt(tmp_path):
    facts = [make_fact("a", received="2026-01-31T23:59:00"), make_fact("b"), make_fact("c"), make_fact("b", stage_no=2)]
    manifest = write_parts(facts, tmp_path, as_of=AS_OF)

    assert [(part.month, part.rows) for part in manifest.parts] == [("2026-01", 1), ("2026-03", 3)]
    assert read_manifest(tmp_path) == manifest
    assert len(open_parts(tmp_path).paths(first="2026-02")) == 1
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_month_is_replaced_and_the_old_part_can_still_be_counted(tmp_path):
    before = write_parts([make_fact("a", received="2026-01-05T09:00:00"), make_fact("b")], tmp_path, as_of=AS_OF)

    closed = make_fact("b", closed_at="2026-04-20T09:00:00")
    after = replace_months([closed], tmp_path, as_of=LATER, months=frozenset({"2026-03"}), manifest=before)

    assert after.parts[0] == before.parts[0]
    assert after.parts[1].sha256 != before.parts[1].sha256
    assert after.as_of == LATER
    open_parts(tmp_path, before).verify()
    open_parts(tmp_path).verify()


def test_a_month_without_facts_disappears(tmp_path):
    before = write_parts([make_fact("a", received="2026-01-05T09:00:00"), make_fact("b")], tmp_path, as_of=AS_OF)
    after = replace_months([], tmp_path, as_of=LATER, months=frozenset({"2026-03"}), manifest=before)

    assert [part.month for part in after.parts] == ["2026-01"]


def test_facts_of_a_month_that_is_not_rewritten_are_refused(tmp_path):
    before = write_parts([make_fact("a", received="2026-01-05T09:00:00")], tmp_path, as_of=AS_OF)

    with pytest.raises(Conflict, match="2026-01"):
        replace_months(
            [make_fact("b", received="2026-01-06T09:00:00")],
            tmp_path,
            as_of=LATER,
            months=frozenset({"2026-03"}),
            manifest=before,
        )


def test_a_part_that_was_touched_is_refused(tmp_path):
    manifest = write_parts([make_fact()], tmp_path, as_of=AS_OF)
    (tmp_path / manifest.parts[0].file).write_bytes(b"PAR1 other facts PAR1")

    with pytest.raises(PartsBroken, match="has changed"):
        open_parts(tmp_path).verify()


def test_a_part_that_is_gone_is_refused(tmp_path):
    manifest = write_parts([make_fact()], tmp_path, as_of=AS_OF)
    (tmp_path / manifest.parts[0].file).unlink()

    with pytest.raises(PartsBroken, match="missing"):
        open_parts(tmp_path).paths()


def test_no_facts_are_said_to_be_none(tmp_path):
    with pytest.raises(NotFound):
        open_parts(tmp_path)
    assert write_parts([], tmp_path, as_of=AS_OF).rows == 0
    assert open_parts(tmp_path, Manifest(as_of=AS_OF)).paths() == []


def test_a_folder_with_a_quote_in_its_name_is_no_trap(tmp_path):
    folder = tmp_path / "it's $now"
    write_parts([make_fact()], folder, as_of=AS_OF)

    assert open_parts(folder).manifest.rows == 1


SURVEY = ("matter", "surveyed_at", "handled", "informed", "treated_worse")
NEW = ("held_due_at", "held_hours", "service_due_at", "service_at", *SURVEY)
"""What parts written by the first version did not have."""


def test_parts_from_before_a_column_was_there_are_counted_beside_new_ones(tmp_path):
    old = _written_before(
        tmp_path, make_fact("a", received="2026-01-05T09:00:00", due_at="2026-01-20", closed_at="2026-01-21")
    )
    held = make_fact(
        "b", due_at="2026-03-10", held_due_at="2026-03-20", held_hours=240.0, closed_at="2026-03-19",
        service_due_at="2026-03-05", service_at="2026-03-04",
    )  # fmt: skip

    both = replace_months([held], tmp_path, as_of=AS_OF, months=frozenset({"2026-03"}), manifest=old)
    found = {figure.key: figure for figure in figures(open_parts(tmp_path), as_of=AS_OF)}

    assert both.parts[0] == old.parts[0]
    assert both.columns == COLUMNS
    open_parts(tmp_path).verify()
    counted = ("answered_on_time", "answered_on_time_extended", "answered_on_time_held", "held", "service_on_time")
    assert [(found[key].numerator, found[key].denominator) for key in counted] == [
        (0, 2),
        (0, 2),
        (1, 2),
        (1, 2),
        (1, 1),
    ]


def test_parts_all_from_before_are_counted_as_they_were(tmp_path):
    old = _written_before(tmp_path, make_fact("a", due_at="2026-03-20", closed_at="2026-03-09T09:00:00"))
    found = {figure.key: figure for figure in figures(open_parts(tmp_path, old), as_of=AS_OF, by=("department",))}

    assert (found["answered_on_time"].numerator, found["answered_on_time_held"].numerator) == (1, 1)
    assert (found["held"].numerator, found["service_on_time"].denominator) == (0, 0)
    assert (found["satisfied"].denominator, found["treated_worse"].numerator) == (0, 0)
    assert found["days_to_answer_mean_without_holds"].value == found["days_to_answer_mean"].value == 7.0


def _written_before(folder: Path, fact: Fact) -> Manifest:
    """Write one fact the way the first version did, and make it the only part that counts."""
    whole = write_parts([fact], folder, as_of=AS_OF)
    [part] = whole.parts
    old = folder / "old.parquet"
    with connect() as engine:
        engine.execute(
            f"COPY (SELECT * EXCLUDE ({', '.join(NEW)}) FROM '{folder / part.file}') TO '{old}' (FORMAT parquet)"
        )
    (folder / part.file).unlink()
    digest = sha256(old.read_bytes()).hexdigest()
    file = f"{part.month}-{digest[:16]}.parquet"
    old.rename(folder / file)
    before = msgspec.structs.replace(part, file=file, sha256=digest, size=(folder / file).stat().st_size)
    columns = {name: kind for name, kind in COLUMNS.items() if name not in NEW}
    manifest = msgspec.structs.replace(whole, parts=(before,), columns=columns)
    write_manifest(manifest, folder)
    return manifest

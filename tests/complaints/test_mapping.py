"""The mapping of an older system's table, and what becomes of its rows."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from complaints.domain.mapping import load_mapping
from complaints.domain.record import Record, Reject, RowReader
from standards.errors import Invalid

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HEADER = ["id", "opened", "due", "closed", "status", "title", "source", "dup"]
MAPPING = """
source = "old_town"
time_zone = "Europe/London"
number = "id"
received_at = "opened"
due_at = "due"
closed_at = "closed"
duplicate = "dup"
narrative = "{title}: {source}"
body = { constant = "town" }

[status]
column = "status"
values = { Open = "open", Done = "closed" }

[channel]
column = "source"
values = { Call = "phone", Nothing = "" }

[[kinds]]
kind = "compliment"
column = "title"
contains = "thank"
"""
ROW = {
    "id": "7",
    "opened": "2026-02-02T10:00:00",
    "due": "2026-02-04T10:00:00",
    "closed": "2026-02-03T12:00:00",
    "status": "Done",
    "title": "Missed bin",
    "source": "Call",
    "dup": "0",
}


def reader(*, as_of: datetime | None = None, more: str = "") -> RowReader:
    return RowReader(load_mapping(more + MAPPING), HEADER, now=NOW, as_of=as_of)


def read(*, as_of: datetime | None = None, more: str = "", **cells: str) -> Record | Reject:
    return reader(as_of=as_of, more=more).read(2, list((ROW | cells).values()))


def taken(**given: object) -> Record:
    found = read(**given)
    assert isinstance(found, Record), found
    return found


def refused(**given: object) -> str:
    found = read(**given)
    assert isinstance(found, Reject), found
    assert found.line == 2
    return found.reason


def test_a_row_becomes_a_record():
    record = taken()

    assert (record.number, record.body, record.channel, record.kind, record.standing) == (
        "7",
        "town",
        "phone",
        "complaint",
        "closed",
    )
    assert record.received_at == datetime(2026, 2, 2, 10, tzinfo=UTC)
    assert record.narrative == "Missed bin: Call"


def test_local_times_are_read_in_the_zone_of_the_file():
    assert taken(opened="2025-07-01T10:00:00", closed="2025-07-01T12:00:00", due="").received_at == datetime(
        2025, 7, 1, 9, tzinfo=UTC
    )


def test_a_time_with_an_offset_says_its_own_zone():
    assert taken(opened="2026-02-02T10:00:00+02:00").received_at == datetime(2026, 2, 2, 8, tzinfo=UTC)


def test_of_two_equal_local_times_the_first_is_meant():
    assert taken(opened="2025-10-26T01:30:00", closed="", status="Open", due="").received_at == datetime(
        2025, 10, 26, 0, 30, tzinfo=UTC
    )


def test_a_target_that_is_a_day_is_met_until_its_end():
    assert taken(due="2026-02-03").due_at == datetime(2026, 2, 3, 23, 59, 59, tzinfo=UTC)


def test_other_ways_to_write_a_time_are_named_in_the_mapping():
    record = taken(more='time_format = "%d/%m/%Y"\n', opened="02/02/2026", due="04/02/2026", closed="03/02/2026")

    assert record.received_at == datetime(2026, 2, 2, tzinfo=UTC)
    assert record.due_at == datetime(2026, 2, 4, 23, 59, 59, tzinfo=UTC)


def test_without_a_target_there_is_no_clock():
    assert taken(due="").due_at is None


def test_praise_is_told_by_the_title():
    assert taken(title="THANK you all").kind == "compliment"


def test_a_word_the_mapping_does_not_know_is_kept():
    assert taken(source="Carrier pigeon").channel == "Carrier pigeon"


def test_a_word_translated_to_nothing_says_nothing():
    assert taken(source="Nothing").channel == "unknown"


def test_what_an_empty_part_of_the_narrative_leaves_hanging_is_cut_off():
    assert taken(source="").narrative == "Missed bin"


def test_a_closed_case_without_a_time_of_closing_stays_closed():
    record = taken(closed="")

    assert (record.standing, record.closed_at) == ("closed", None)


def test_what_was_closed_after_the_state_of_the_file_was_open_then():
    record = taken(as_of=datetime(2026, 2, 3, 11, tzinfo=UTC))

    assert (record.standing, record.closed_at) == ("open", None)


def test_a_closing_before_the_receipt_is_kept_where_the_mapping_says_so():
    record = taken(more='closed_before_received = "keep"\n', closed="2026-02-02T09:59:00")

    assert record.closed_at == datetime(2026, 2, 2, 9, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        pytest.param({"id": " "}, "no number", id="no number"),
        pytest.param({"id": "7" * 501}, "longer than 500", id="a number without end"),
        pytest.param({"opened": ""}, "no time of receipt", id="no receipt"),
        pytest.param({"opened": "soon"}, "receipt 'soon' cannot be read", id="a receipt that is no time"),
        pytest.param({"opened": "2026-02-30"}, "cannot be read", id="a day that does not exist"),
        pytest.param({"opened": "1900-01-01"}, "before 1970", id="a placeholder for a receipt"),
        pytest.param({"opened": "2025-03-30T01:30:00"}, "does not exist", id="an hour the clocks left out"),
        pytest.param({"opened": "2026-03-02T09:00:01"}, "received after now", id="a receipt in the future"),
        pytest.param({"closed": "2026-02-02T09:59:59"}, "closed before it was received", id="closed too early"),
        pytest.param({"closed": "2027-01-01"}, "in the future", id="closed in the future"),
        pytest.param({"due": "2026-02-01"}, "due before", id="due too early"),
        pytest.param({"status": "Pending"}, "status 'Pending' is not in the mapping", id="an unknown status"),
        pytest.param({"status": "Open"}, "open and has a time of closing", id="open and closed"),
        pytest.param({"dup": "perhaps"}, "neither yes nor no", id="a flag that is neither"),
        pytest.param({"title": "caf\udce9"}, "not UTF-8", id="bytes that are no text"),
        pytest.param({"title": "a\0b"}, "not UTF-8", id="a sign no database keeps"),
    ],
)
def test_what_cannot_be_right_is_refused_with_a_sentence(cells, reason):
    assert reason in refused(**cells)


def test_a_row_of_another_width_is_refused():
    found = reader().read(9, ["7", "2026-02-02"])

    assert isinstance(found, Reject)
    assert found == Reject(9, "The row has 2 fields, the header has 8.", ["7", "2026-02-02"])


def test_what_was_received_after_the_state_of_the_file_is_refused():
    assert "the file is the state of" in refused(as_of=datetime(2026, 2, 1, tzinfo=UTC))


def test_every_fault_of_a_mapping_is_named_with_its_line():
    broken = """source = "s"
time_zone = "Mars/Base"
number = { constant = "1" }
received_at = "a"
body = "b"
narrative = "n"
delimiter = "ab"
"""

    with pytest.raises(Invalid) as refusal:
        load_mapping(broken)

    assert [(fault.line, fault.path) for fault in refusal.value.faults] == [
        (2, "time_zone"),
        (7, "delimiter"),
        (3, "number"),
    ]


def test_an_unknown_name_in_a_mapping_is_refused():
    with pytest.raises(Invalid) as refusal:
        load_mapping(MAPPING.replace("due_at", "due_date"))

    assert [fault.path for fault in refusal.value.faults] == ["due_date"]


def test_text_that_is_not_toml_is_refused_with_its_line():
    with pytest.raises(Invalid) as refusal:
        load_mapping('source = "a"\nnope = [')

    assert refusal.value.faults[0].line is not None


def test_a_column_the_file_does_not_have_is_named():
    with pytest.raises(Invalid) as refusal:
        RowReader(load_mapping(MAPPING), [*HEADER[:-1], "title"], now=NOW)

    assert {fault.path for fault in refusal.value.faults} == {"duplicate", "kinds"}


@pytest.mark.parametrize("path", sorted((Path(__file__).parents[2] / "benchmarks" / "maps").glob("*.toml")), ids=str)
def test_the_mappings_that_come_with_redress_can_be_used(path):
    assert load_mapping(path.read_text()).source

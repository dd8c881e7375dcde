"""Numbers as files: whole, and harmless in a spreadsheet."""

import csv
import io
import zipfile

import msgspec
import pytest

from reports.domain.document import Cell, Column, Document, Row, Section, Table
from reports.tabular import HEADER, as_csv, as_xlsx, harmless


@pytest.mark.parametrize(
    "text", ["=1+1", "+44 20 7946", "-2", "@SUM(A1)", "\tx", "\rx", "\nx", "\u2212 3", '=HYPERLINK("evil")']
)
def test_no_text_becomes_a_formula(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Streets", "12\u2009345", "[c]", "too few", "'quoted'"])
def test_ordinary_text_is_left_alone(text):
    assert harmless(text) == text


def test_the_file_has_a_line_for_every_cell(pack: Document):
    rows = list(csv.reader(io.StringIO(as_csv(pack).decode())))
    cells = sum(len(table.columns) * (len(table.rows) + bool(table.total)) for table in pack.tables)

    assert tuple(rows[0]) == HEADER
    assert len(rows) == 1 + 2 * len(pack.facts) + cells


def test_a_hidden_cell_is_hidden_in_the_file(pack: Document):
    rows = csv.DictReader(io.StringIO(as_csv(pack).decode()))
    hidden = [row for row in rows if row["printed"] == "[c]"]

    assert hidden
    assert all(row["value"] == "" for row in hidden)


def test_names_people_gave_do_no_harm_in_either_file(pack: Document):
    evil = '=cmd|"/c calc"!A1'
    table = Table(
        key="t", title=evil, first="Name", columns=(Column("a", evil),), rows=(Row("r", evil, (Cell(evil, evil),)),)
    )
    document = msgspec.structs.replace(pack, sections=(Section("s", "S", (table,)),), facts=())

    line = list(csv.reader(io.StringIO(as_csv(document).decode())))[1]
    assert not [value for value in line if value.startswith("=")]
    with zipfile.ZipFile(io.BytesIO(as_xlsx(document))) as book:
        assert not [name for name in book.namelist() if b"<f>" in book.read(name)]


def test_the_workbook_has_a_sheet_a_table_and_is_the_same_each_time(pack: Document):
    with zipfile.ZipFile(io.BytesIO(as_xlsx(pack))) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]

    assert len(sheets) == len(pack.tables) + 1
    assert as_xlsx(pack) == as_xlsx(pack)

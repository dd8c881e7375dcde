"""The numbers of a document as a file: CSV and a workbook in which no text can become a formula."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any, Final

from reports.domain.document import Cell, Document, Row, Table

# With these a spreadsheet takes a text for a formula, or for the start of one.
_TRIGGERS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\u2212")
HEADER: Final = ("table", "title", "row", "name", "column", "heading", "value", "printed")
SHEET_NAME_LENGTH: Final = 31


def lines(document: Document) -> Iterator[tuple[str, str, str, str, str, str, float | int | str | None, str]]:
    """Yield every printed cell: where it stands, what it is, and how it is printed. A hidden cell has no value."""
    for fact in document.facts:
        yield "summary", "First page", fact.key, fact.label, "value", "", None, fact.value
        yield "summary", "First page", fact.key, fact.label, "base", "", None, fact.base
    for table in document.tables:
        for row in _rows(table):
            for column, cell in zip(table.columns, row.cells, strict=True):
                yield table.key, table.title, row.key, row.name, column.key, column.title, cell.value, cell.text


def as_csv(document: Document) -> bytes:
    """Return all cells as CSV, one a line."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    for line in lines(document):
        writer.writerow([harmless(value) if isinstance(value, str) else value for value in line])
    return out.getvalue().encode()


def as_xlsx(document: Document) -> bytes:
    """Return a workbook with one sheet a table."""
    import xlsxwriter  # lazy: heavy

    out = BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties({"title": document.title, "author": document.authority, "created": None})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    about = book.add_worksheet("About")
    for number, text in enumerate(
        (document.title, document.about, document.period_dates, f"As of {document.as_of}", document.headline)
    ):
        about.write_string(number, 0, text)
    for number, table in enumerate(document.tables, 1):
        sheet = book.add_worksheet(f"{number} {table.key}"[:SHEET_NAME_LENGTH])
        sheet.write_string(0, 0, table.title, bold)
        for place, title in enumerate((table.first, *(column.title for column in table.columns))):
            sheet.write_string(2, place, title, bold)
        for at, row in enumerate(_rows(table), 3):
            sheet.write_string(at, 0, row.name)
            for place, cell in enumerate(row.cells, 1):
                _write(sheet, at, place, cell)
        sheet.set_column(0, 0, 34)
        sheet.freeze_panes(3, 1)
    book.close()
    return out.getvalue()


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_TRIGGERS) else text


def _rows(table: Table) -> tuple[Row, ...]:
    return (*table.rows, *([table.total] if table.total else ()))


def _write(sheet: Any, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell.value, int | float):
        sheet.write_number(row, column, cell.value)
    else:
        sheet.write_string(row, column, cell.text)

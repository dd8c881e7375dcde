"""A table in a CSV file, packed or not: its rows with their lines, and a place for the rows that are refused."""

import csv
import gzip
import hashlib
import io
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple, cast

from complaints.domain.record import Reject
from standards.errors import Invalid

GZIP = b"\x1f\x8b"
CHUNK = 1 << 20
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


class Row(NamedTuple):
    """One row below the header; `fields` is None when the file is broken here, and `wrong` says how."""

    line: int
    last_line: int
    fields: list[str] | None
    wrong: str = ""


class TableFile(AbstractContextManager["TableFile"]):
    """
    One CSV file, read once from its beginning to its end.

    Bytes that are no text stay in the row that holds them, so that one bad row
    costs no more than itself.
    """

    def __init__(self, path: Path, *, encoding: str, delimiter: str) -> None:
        self.path = path
        self.size = path.stat().st_size
        self._raw = path.open("rb")
        is_packed = self._raw.peek(2).startswith(GZIP)
        unpacked = cast("IO[bytes]", gzip.GzipFile(fileobj=self._raw)) if is_packed else self._raw
        # A mark at the beginning is no part of the first column's name.
        known_as = "utf-8-sig" if encoding.lower().replace("_", "-") in {"utf-8", "utf8"} else encoding
        text = io.TextIOWrapper(unpacked, encoding=known_as, errors="surrogateescape", newline="")
        self._rows = csv.reader(text, delimiter=delimiter)
        try:
            self.header = self._header()
        except BaseException:
            self._raw.close()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._raw.close()

    @property
    def bytes_read(self) -> int:
        """How much of the file was taken from the disk."""
        return self._raw.tell()

    def rows(self, *, behind: int = 0) -> Iterator[Row]:
        """Yield the rows that end behind a line; empty lines are no rows."""
        while True:
            line, wrong = self._rows.line_num + 1, ""
            fields: list[str] | None = None
            try:
                fields = next(self._rows)
            except StopIteration:
                return
            except csv.Error as error:
                # The reader begins anew behind the place, so the rows that follow are read.
                wrong = f"The table is broken here: {error}."
            except (EOFError, gzip.BadGzipFile, zlib.error, UnicodeError) as error:
                raise Invalid(f"{self.path.name} cannot be read beyond line {line - 1}: {error}.") from error
            if (fields or wrong) and self._rows.line_num > behind:
                yield Row(line, self._rows.line_num, fields, wrong)

    def _header(self) -> list[str]:
        first = next(self.rows(), None)
        if first is None or first.fields is None:
            raise Invalid(f"{self.path.name} has no header line.")
        return [name.strip() for name in first.fields]


def fingerprint(path: Path, *more: str) -> bytes:
    """Return one hash over the file and what else decides how it is read."""
    whole = hashlib.sha256("\0".join(more).encode())
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            whole.update(chunk)
    return whole.digest()


class RejectFile:
    """The rows that were refused, each with its line and the reason, to be put right and read again."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self.path = path
        self._header = ["line", "reason", *header]

    def begin(self, *, behind: int) -> None:
        """Keep what an interrupted run refused up to a line, and begin anew behind it."""
        kept = []
        if behind and self.path.exists():
            with self.path.open(encoding="utf-8", newline="") as file:
                kept = [row for row in list(csv.reader(file))[1:] if row and int(row[0]) <= behind]
        self.path.unlink(missing_ok=True)
        if kept:
            self._write([self._header, *kept])

    def add(self, rejects: Sequence[Reject]) -> None:
        """Write rows; they are on the disk when this returns."""
        if not rejects:
            return
        is_new = not self.path.exists()
        rows = [[str(one.line), one.reason, *map(harmless, one.fields)] for one in rejects]
        self._write([self._header, *rows] if is_new else rows)

    def _write(self, rows: Sequence[Sequence[str]]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8", errors="backslashreplace", newline="") as file:
            csv.writer(file).writerows(rows)
            file.flush()
            os.fsync(file.fileno())


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text

"""What a report says, as a tree of values: page, PDF, file and data set all print this and nothing else."""

from typing import Literal

import msgspec

from reports.domain.charts import Plot


class Cell(msgspec.Struct, frozen=True):
    """One number as it is printed, and as it is: a cell that is hidden has no value anywhere."""

    text: str
    value: float | int | str | None = None


class Column(msgspec.Struct, frozen=True):
    key: str
    title: str
    kind: Literal["number", "words", "code"] = "number"


class Row(msgspec.Struct, frozen=True):
    key: str
    name: str
    cells: tuple[Cell, ...]


class Table(msgspec.Struct, frozen=True, kw_only=True, tag_field="block", tag="table"):
    """Rows with a name each, under one row of headers."""

    key: str
    title: str
    first: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    note: str = ""


class Prose(msgspec.Struct, frozen=True, tag_field="block", tag="prose"):
    text: str


class Listing(msgspec.Struct, frozen=True, tag_field="block", tag="list"):
    items: tuple[str, ...]


class Terms(msgspec.Struct, frozen=True, tag_field="block", tag="terms"):
    """Words and what they mean here."""

    items: tuple[tuple[str, str], ...]


class Notice(msgspec.Struct, frozen=True, tag_field="block", tag="notice"):
    title: str
    text: str


class Quote(msgspec.Struct, frozen=True, tag_field="block", tag="quote"):
    text: str
    source: str


class Heading(msgspec.Struct, frozen=True, tag_field="block", tag="heading"):
    text: str


class Chart(msgspec.Struct, frozen=True, kw_only=True, tag_field="block", tag="chart"):
    """A drawing with a message, what it measures, and the same numbers in a table."""

    key: str
    message: str
    subtitle: str
    says: str
    alt: str
    plot: Plot
    table: str = ""
    is_counted: bool = True


Block = Table | Prose | Listing | Terms | Notice | Quote | Heading | Chart


class KeyFact(msgspec.Struct, frozen=True):
    """One of the large numbers on the first page."""

    key: str
    label: str
    value: str
    base: str = ""
    change: str = ""


class Section(msgspec.Struct, frozen=True):
    key: str
    title: str
    blocks: tuple[Block, ...]
    starts_page: bool = True


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """What is needed to count the whole report again."""

    as_of: str
    parts: tuple[tuple[str, str, int], ...]
    digest: str
    rows: int
    journal: int | None = None
    checkpoint: str | None = None
    charters: tuple[str, ...] = ()


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One report about one period, ready to be printed."""

    report: str
    title: str
    authority: str
    about: str
    period: str
    period_words: str
    period_dates: str
    as_of: str
    made_at: str
    status: Literal["draft", "tabled", "corrected"] = "draft"
    language: str = "en"
    headline: str
    facts: tuple[KeyFact, ...]
    sections: tuple[Section, ...]
    proof: Proof
    body: str | None = None

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for section in self.sections for block in section.blocks if isinstance(block, Table))

    @property
    def charts(self) -> tuple[Chart, ...]:
        return tuple(block for section in self.sections for block in section.blocks if isinstance(block, Chart))

    @property
    def slug(self) -> str:
        """The name of its files, without an ending."""
        period = self.period.replace("/", "_")
        return "-".join(word for word in (self.report.replace("_", "-"), self.body or "all", period) if word)

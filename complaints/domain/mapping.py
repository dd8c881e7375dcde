"""The mapping: one TOML document that says which column of an older system's table is what."""

import codecs
import re
import tomllib
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from standards.charter_lines import line_map
from standards.charter_parts import CountsAs, Kind, Words
from standards.charter_reading import Reader
from standards.errors import Fault, Invalid

Standing: TypeAlias = Literal["open", "closed", "withdrawn"]

PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
POSITION = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Anything that stands in a mapping."""


class Field(Part, frozen=True):
    """
    Where one thing about a case comes from: a column, or a word that holds for every row.

    `values` translates what stands in the column; to translate to "" is to say that
    nothing is known. Other values are kept as they are, or the row is refused.
    """

    column: str | None = None
    constant: str | None = None
    values: dict[str, str] = {}
    unknown: Literal["keep", "reject"] = "keep"


class StatusField(Part, frozen=True):
    """Whether a case is open, by the older system's word for it; a word that is not listed is never guessed at."""

    column: Words
    values: dict[str, Standing]


class OutcomeField(Part, frozen=True):
    """What was decided, by the older system's word for it; "" and words that are not listed mean nothing is known."""

    column: Words
    values: dict[str, CountsAs]


class FlagField(Part, frozen=True):
    """A column that says yes or no."""

    column: Words
    yes: tuple[str, ...] = ("1", "true", "yes", "y")
    no: tuple[str, ...] = ("0", "false", "no", "n", "")


class KindRule(Part, frozen=True):
    """Rows whose column says this, in letters of either case, are of another kind; the first rule that fits holds."""

    kind: Kind
    column: Words
    contains: str | None = None
    equals: str | None = None


class CaseMapping(Part, frozen=True, kw_only=True):
    """
    How the rows of one older system become cases.

    `source` and the number together make a row the only one of its kind, so that
    reading a file twice takes nothing in twice. A table `[name]` may be shortened
    to `name = "its column"`.
    """

    source: Words
    time_zone: Words
    pack: str | None = None
    encoding: Words = "utf-8"
    delimiter: Words = ","
    time_format: str | None = None
    closed_before_received: Literal["reject", "keep"] = "reject"
    kind: Field = Field(constant="complaint")
    kinds: tuple[KindRule, ...] = ()
    number: Field
    received_at: Field
    due_at: Field | None = None
    closed_at: Field | None = None
    status: StatusField | None = None
    reason: Field | None = None
    outcome: OutcomeField | None = None
    body: Field
    unit: Field | None = None
    service: Field | None = None
    standard: Field | None = None
    channel: Field = Field(constant="unknown")
    language: Field | None = None
    place: Field | None = None
    neighbourhood: Field | None = None
    duplicate: FlagField | None = None
    duplicate_of: Field | None = None
    narrative: Words

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which times without an offset are read."""
        return ZoneInfo(self.time_zone)

    def columns(self) -> Iterator[tuple[str, str]]:
        """Yield each column that is read, with the part of the mapping that asks for it."""
        for field in msgspec.structs.fields(type(self)):
            value = getattr(self, field.name)
            if isinstance(value, Field | StatusField | OutcomeField | FlagField) and value.column is not None:
                yield value.column, field.name
        yield from ((rule.column, "kinds") for rule in self.kinds)
        yield from ((column, "narrative") for column in narrative_columns(self.narrative))


COLUMN_FIELDS = frozenset(
    field.encode_name
    for field in msgspec.structs.fields(CaseMapping)
    if any(kind.__name__ in str(field.type) for kind in (Field, StatusField, OutcomeField, FlagField))
)
OF_EACH_ROW = frozenset({"number", "received_at", "due_at", "closed_at", "duplicate_of"})


def narrative_columns(narrative: str) -> list[str]:
    """Return the columns of a template such as "{type}: {title}"; without a bracket it is the name of one column."""
    return PLACEHOLDER.findall(narrative) if "{" in narrative else [narrative]


def load_mapping(text: str) -> CaseMapping:
    """Read and check a mapping; raise Invalid with every fault, each with its line and field."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = POSITION.search(str(error))
        line = int(found[1]) if found and found[1] else text.count("\n") + 1
        message = f"this is not readable as TOML: {POSITION.sub('', str(error))}"
        raise Invalid("The mapping cannot be read.", faults=[Fault("document", message, line)]) from error
    reader = Reader(line_map(text))
    long = {
        name: {"column": value} if name in COLUMN_FIELDS and isinstance(value, str) else value
        for name, value in raw.items()
    }
    mapping = reader.part(CaseMapping, long, ())
    if mapping is not None:
        _check(reader, mapping)
    if mapping is None or reader.faults:
        raise Invalid("The mapping cannot be used.", faults=reader.faults)
    return mapping


def _check(reader: Reader, mapping: CaseMapping) -> None:
    if not _known_zone(mapping.time_zone):
        reader.fault(("time_zone",), f"{mapping.time_zone!r} is not a time zone; write it like 'Europe/London'")
    if not _known_encoding(mapping.encoding):
        reader.fault(("encoding",), f"{mapping.encoding!r} is not an encoding; most files are 'utf-8' or 'cp1252'")
    if len(mapping.delimiter) != 1:
        reader.fault(("delimiter",), "must be one sign, such as ',' or ';'")
    _check_fields(reader, mapping)
    for index, rule in enumerate(mapping.kinds):
        if (rule.contains is None) == (rule.equals is None):
            reader.fault(("kinds", index), "give either contains or equals")


def _check_fields(reader: Reader, mapping: CaseMapping) -> None:
    for name, field in _fields(mapping):
        if (field.column is None) == (field.constant is None):
            reader.fault((name,), "give either a column or a constant")
        if field.column is None and name in OF_EACH_ROW:
            reader.fault((name,), "differs from row to row; give a column")


def _fields(mapping: CaseMapping) -> Iterator[tuple[str, Field]]:
    for field in msgspec.structs.fields(CaseMapping):
        value = getattr(mapping, field.name)
        if isinstance(value, Field):
            yield field.name, value


def _known_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _known_encoding(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def check_header(mapping: CaseMapping, header: Sequence[str]) -> None:
    """Raise Invalid naming each column that the mapping reads and the file does not have, or has twice."""
    faults: dict[str, Fault] = {}
    for column, name in mapping.columns():
        if (count := header.count(column)) != 1:
            has = "has no column" if count == 0 else f"has {count} columns"
            faults.setdefault(column, Fault(name, f"the file {has} {column!r}; it has: {', '.join(header)}"))
    if faults:
        raise Invalid("The mapping and the file do not fit together.", faults=list(faults.values()))

"""One row of an older system's table: the case it was, or the sentence that says why it cannot be taken."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, time

import msgspec

from complaints.domain.case import Kind
from complaints.domain.mapping import (
    PLACEHOLDER,
    CaseMapping,
    Field,
    KindRule,
    Standing,
    check_header,
    narrative_columns,
)

END_OF_DAY = time(23, 59, 59)
EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
LONGEST = 500
TIME_CODES = ("%H", "%I", "%c", "%X")
# What the decoder leaves of bytes that are no text, and the one sign no database keeps.
NOT_TEXT = re.compile("[\0\udc80-\udcff]")
KINDS = frozenset(kind.value for kind in Kind)

Fields = Sequence[str]
Cell = Callable[[Fields], str]


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A case of an older system, in our words; what that system did not know is None."""

    line: int
    number: str
    kind: str
    standing: Standing
    received_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    reason: str | None
    outcome: str | None
    body: str
    unit: str | None
    service: str | None
    standard: str | None
    channel: str
    language: str | None
    place: str | None
    neighbourhood: str | None
    duplicate: bool
    duplicate_of: str | None
    narrative: str


class Reject(msgspec.Struct, frozen=True):
    """A row that is not taken, and why; the fields are as they stood."""

    line: int
    reason: str
    fields: list[str]


class NotUsable(ValueError):
    """The row says something that cannot be true, or does not say what it must; the sentence is for people."""


class RowReader:
    """
    Reads the rows below one header by one mapping; what does not fit is refused with a reason, never guessed at.

    *as_of* is the instant the file is the state of: what was closed after it was still
    open then. Without it nothing may lie behind *now*.
    """

    def __init__(
        self, mapping: CaseMapping, header: Sequence[str], *, now: datetime, as_of: datetime | None = None
    ) -> None:
        check_header(mapping, header)
        self._mapping = mapping
        self._zone = mapping.zone
        self._width = len(header)
        self._place = {name: place for place, name in enumerate(header)}
        self._until = as_of or now
        self._is_extract = as_of is not None
        self._days_only = mapping.time_format is not None and not any(
            code in mapping.time_format for code in TIME_CODES
        )
        self._words = {
            field.name: self._word(field.name, value)
            for field in msgspec.structs.fields(CaseMapping)
            if isinstance(value := getattr(mapping, field.name), Field)
        }
        self._rules = [(self._cell(rule.column), _test(rule), rule.kind) for rule in mapping.kinds]
        self._narrative = self._template(mapping.narrative)

    def read(self, line: int, fields: list[str]) -> Record | Reject:
        """Return the case this row is, or why it is none."""
        try:
            self._check(fields)
            return self._record(line, fields)
        except NotUsable as error:
            return Reject(line, str(error), fields)

    def _check(self, fields: Fields) -> None:
        if len(fields) != self._width:
            raise NotUsable(f"The row has {len(fields)} fields, the header has {self._width}.")
        if NOT_TEXT.search("".join(fields)):
            raise NotUsable(f"Some of it is not {self._mapping.encoding.upper()} text.")

    def _record(self, line: int, fields: Fields) -> Record:
        value = self._value
        number, body = value("number", fields), value("body", fields)
        if number is None:
            raise NotUsable("It has no number, so it could not be recognised again.")
        if body is None:
            raise NotUsable("It does not say which body it belongs to.")
        received_at = self._received(fields)
        closed_at, standing = self._closing(fields, received_at)
        return Record(
            line=line,
            number=number,
            kind=self._kind(fields),
            standing=standing,
            received_at=received_at,
            due_at=self._target(fields, received_at),
            closed_at=closed_at,
            reason=value("reason", fields),
            outcome=self._outcome(fields) if standing == "closed" else None,
            body=body,
            unit=value("unit", fields),
            service=value("service", fields),
            standard=value("standard", fields),
            channel=value("channel", fields) or "unknown",
            language=value("language", fields),
            place=value("place", fields),
            neighbourhood=value("neighbourhood", fields),
            duplicate=self._duplicate(fields),
            duplicate_of=value("duplicate_of", fields),
            narrative=self._narrative(fields),
        )

    def _value(self, name: str, fields: Fields) -> str | None:
        cell = self._words.get(name)
        word = cell(fields) if cell else ""
        if len(word) > LONGEST:
            raise NotUsable(f"Its {name} is longer than {LONGEST} signs.")
        return word or None

    def _received(self, fields: Fields) -> datetime:
        at = self._instant("received_at", "time of receipt", fields)
        if at is None:
            raise NotUsable("It has no time of receipt.")
        if at < EARLIEST:
            raise NotUsable("It was received before 1970, which stands for a time that nobody knew.")
        if at > self._until:
            behind = "the instant the file is the state of" if self._is_extract else "now"
            raise NotUsable(f"It was received after {behind}.")
        return at

    def _target(self, fields: Fields, received_at: datetime) -> datetime | None:
        due_at = self._instant("due_at", "target", fields, day_ends=True)
        if due_at is not None and due_at < received_at:
            raise NotUsable("It was due before it was received.")
        return due_at

    def _closing(self, fields: Fields, received_at: datetime) -> tuple[datetime | None, Standing]:
        closed_at = self._instant("closed_at", "time of closing", fields, day_ends=True)
        if closed_at is not None and closed_at > self._until:
            if not self._is_extract:
                raise NotUsable("It was closed in the future.")
            return None, "open"
        standing = self._standing(fields, closed_at)
        if closed_at is None:
            return None, standing
        if standing == "open":
            raise NotUsable("It is open and has a time of closing.")
        if closed_at < received_at and self._mapping.closed_before_received == "reject":
            raise NotUsable("It was closed before it was received.")
        return closed_at, standing

    def _standing(self, fields: Fields, closed_at: datetime | None) -> Standing:
        status = self._mapping.status
        if status is None:
            return "open" if closed_at is None else "closed"
        word = fields[self._place[status.column]].strip()
        if word not in status.values:
            raise NotUsable(f"The status {word!r} is not in the mapping.")
        return status.values[word]

    def _outcome(self, fields: Fields) -> str | None:
        outcome = self._mapping.outcome
        return outcome.values.get(fields[self._place[outcome.column]].strip()) if outcome else None

    def _duplicate(self, fields: Fields) -> bool:
        flag = self._mapping.duplicate
        if flag is None:
            return False
        word = fields[self._place[flag.column]].strip().casefold()
        if word in flag.yes:
            return True
        if word not in flag.no:
            raise NotUsable(f"{word!r} in column {flag.column!r} is neither yes nor no.")
        return False

    def _kind(self, fields: Fields) -> str:
        for cell, fits, ruled in self._rules:
            if fits(cell(fields).casefold()):
                return ruled
        kind = self._value("kind", fields) or "nothing"
        if kind not in KINDS:
            raise NotUsable(f"{kind!r} is not a kind of case.")
        return kind

    def _instant(self, name: str, words: str, fields: Fields, *, day_ends: bool = False) -> datetime | None:
        """A day without a time is its beginning; as a target or a closing, its end."""
        text = self._value(name, fields)
        if text is None:
            return None
        form = self._mapping.time_format
        try:
            # A time without an offset is given the file's zone below.
            read = datetime.strptime(text, form) if form else datetime.fromisoformat(text)  # noqa: DTZ007
            if day_ends and (self._days_only if form else len(text) <= len("2015-01-01")):
                read = datetime.combine(read, END_OF_DAY)
            if read.tzinfo is not None:
                return read.astimezone(UTC)
            at = read.replace(tzinfo=self._zone).astimezone(UTC)
            is_real = at.astimezone(self._zone).replace(tzinfo=None) == read
        except (ValueError, OverflowError):
            raise NotUsable(f"Its {words} {text!r} cannot be read.") from None
        if not is_real:
            raise NotUsable(f"Its {words} {text!r} does not exist: the clocks were put forward over it.")
        return at

    def _cell(self, column: str) -> Cell:
        place = self._place[column]
        return lambda fields: fields[place].strip()

    def _word(self, name: str, field: Field) -> Cell:
        """Return how this field is said; translating never changes a row that the mapping does not name."""
        if field.column is None:
            constant = field.constant or ""
            return lambda _fields: constant
        cell = self._cell(field.column)
        if not field.values:
            return cell
        return _translated(name, cell, field.values, reject=field.unknown == "reject")

    def _template(self, narrative: str) -> Cell:
        columns = narrative_columns(narrative)
        if "{" not in narrative:
            return self._cell(columns[0])
        cells = {column: self._cell(column) for column in columns}

        def fill(fields: Fields) -> str:
            # What an empty part leaves hanging at the end says nothing.
            return PLACEHOLDER.sub(lambda found: cells[found[1]](fields), narrative).strip(" \t:;,-")

        return fill


def _translated(name: str, cell: Cell, values: Mapping[str, str], *, reject: bool) -> Cell:
    def translate(fields: Fields) -> str:
        word = cell(fields)
        if reject and word and word not in values:
            raise NotUsable(f"The {name} {word!r} is not in the mapping.")
        return values.get(word, word)

    return translate


def _test(rule: KindRule) -> Callable[[str], bool]:
    if rule.contains is not None:
        part = rule.contains.casefold()
        return lambda text: part in text
    whole = (rule.equals or "").casefold()
    return lambda text: text == whole

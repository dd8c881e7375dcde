"""
Editing the common things of a charter in its own text: comments, order and layout stay as they are.

Each edit takes the document and returns the edited document. Invalid has a fault for each field of the edit that
cannot be: the paths are the names of the fields, `document` where the fault lies outside them.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, Literal

import msgspec

from standards.charter import load_charter
from standards.charter_parts import Closure, Opening
from standards.charter_tree import Charter
from standards.charter_words import SECTION, orphans
from standards.errors import Fault, Invalid, NotFound
from standards.limits import PLAIN, Counting, Limit
from standards.toml_edit import NoSuchTable, Place, TomlText, Value

BY_HAND = "This part of the document is written in a way the forms do not know. Change it in the document itself."
BROKEN = "The document has a fault of its own, so no form can change it yet: {}"
LONGEST_KEY = 40

PROMISE = "Say what people are promised, in one sentence."
LIMIT = "Say within what time: a number and a unit, such as 20 working days or 3 months."
NAME = "Give the service a name that people understand."


class StandardWords(msgspec.Struct, frozen=True):
    """What a standard says: the limit in words, the target in percent, the days between which it holds."""

    promise: str
    limit: str
    target: int | None = None
    since: date | None = None
    until: date | None = None


class NewStandard(msgspec.Struct, frozen=True):
    """A standard to be added; `name` is what its key is made of."""

    name: str
    service: str
    words: StandardWords
    starts: Literal["told", "applied"] = "applied"
    source: str = ""


class StageLimits(msgspec.Struct, frozen=True):
    """The limits of a stage in words; an empty one is not promised."""

    respond: str
    acknowledge: str = ""
    inform: str = ""


class ServiceWords(msgspec.Struct, frozen=True):
    """What a service is called, by us and by people."""

    name: str
    about: str = ""
    everyday: tuple[str, ...] = ()


class Shut(msgspec.Struct, frozen=True):
    """A closure and the keys of the calendars that have it."""

    closure: Closure
    calendars: tuple[str, ...]


class Opened(msgspec.Struct, frozen=True):
    """A day with hours of its own and the keys of the calendars that have it."""

    opening: Opening
    calendars: tuple[str, ...]


# --- what there is to edit ---


def closures(charter: Charter) -> list[Shut]:
    """Return every closure once, those of every year first, then by day."""
    found = _gathered(charter, lambda key: charter.calendars[key].closures)
    rows = [Shut(closure, calendars) for closure, calendars in found.items()]
    return sorted(rows, key=lambda row: (row.closure.every is None, row.closure.every or "", str(row.closure.on)))


def openings(charter: Charter) -> list[Opened]:
    """Return every one-off open day once, by day."""
    found = _gathered(charter, lambda key: charter.calendars[key].open)
    rows = [Opened(opening, calendars) for opening, calendars in found.items()]
    return sorted(rows, key=lambda row: (row.opening.on, row.opening.hours))


def written(document: str, *place: str) -> dict[str, Any]:
    """Return a table as it is written, so that a form shows a limit in the words of the document."""
    try:
        return TomlText(document).values(place)
    except NoSuchTable:
        raise NotFound(f"The document has no {'.'.join(place)}.") from None


# --- standards ---


def change_standard(document: str, key: str, words: StandardWords) -> str:
    """Change what a standard promises."""
    place = ("standards", key)
    charter = _read(document)
    if charter.standard(key) is None:
        raise NotFound(f"There is no standard {key!r}.")
    _refuse(_missing(words, promise=PROMISE, limit=LIMIT), _unreadable(charter.counting, limit=words.limit))
    edit = _Edit(document, place, ("promise", "limit", "target", "since", "until"), charter.counting)
    edit.put("promise", _line(words.promise))
    edit.put_limit("limit", words.limit)
    for name in ("target", "since", "until"):
        edit.put(name, getattr(words, name))
    return edit.done()


def retire_standard(document: str, key: str, until: date) -> str:
    """Let a standard end with a day; it stays in the document and in the register's history."""
    standard = _read(document).standard(key)
    if standard is None:
        raise NotFound(f"There is no standard {key!r}.")
    if standard.since and until < standard.since:
        raise _fault("until", "It cannot end before it begins.")
    edit = _Edit(document, ("standards", key), ("until",))
    edit.put("until", until)
    return edit.done()


def add_standard(document: str, new: NewStandard) -> tuple[str, str]:
    """Add a standard behind the others and return its key too."""
    charter = _read(document)
    words = new.words
    _refuse(
        _missing(new, name="Give it a short name, such as missed bin.", service="Choose the service it is about."),
        _missing(words, promise=PROMISE, limit=LIMIT),
        _unreadable(charter.counting, limit=words.limit),
    )
    key = key_for(new.name, charter.standards)
    values: dict[str, Value | None] = {
        "service": new.service,
        "promise": _line(words.promise),
        "limit": _line(words.limit),
        "target": words.target,
        "source": _line(new.source) or None,
        "since": words.since,
        "until": words.until,
        "starts": new.starts,
    }
    edit = _Edit(document, ("standards", key), tuple(values))
    edit.add(values)
    return edit.done(), key


# --- stages ---


def change_stage(document: str, key: str, limits: StageLimits) -> str:
    """Change within what time a stage acknowledges, answers and writes again."""
    charter = _read(document)
    charter.stage(key)
    given = msgspec.structs.asdict(limits)
    _refuse(_missing(limits, respond=LIMIT), _unreadable(charter.counting, **given))
    edit = _Edit(document, ("stages", key), tuple(given), charter.counting)
    for name, words in given.items():
        edit.put_limit(name, words)
    return edit.done()


# --- days on which we are shut, and days on which we are not ---


def add_closure(document: str, closure: Closure, calendars: Sequence[str]) -> str:
    """Close a day, a longer time, or a day of every year, on each of these calendars where it is not yet there."""
    charter = _read(document)
    _refuse(_missing(closure, why="Give the day a name that people understand, such as Harbour Day."))
    wanted = [key for key in _known(charter, calendars) if closure not in charter.calendars[key].closures]
    if not wanted:
        raise _fault("on", "This is there already.")
    if closure.on is not None and closure.until in (None, closure.on):
        _check_single(charter, closure.on, wanted)
    values = {name: getattr(closure, name) for name in ("on", "until", "every", "why") if getattr(closure, name)}
    return _listed(document, "closures", values, wanted, ("on", "until", "every", "why"))


def remove_closure(document: str, closure: Closure, calendars: Sequence[str]) -> str:
    """Take a closure away from these calendars."""
    return _unlisted(document, "closures", closure, calendars)


def add_opening(document: str, opening: Opening, calendars: Sequence[str]) -> str:
    """Open a day with hours of its own on each of these calendars."""
    charter = _read(document)
    if not opening.hours:
        raise _fault("hours", "Give the hours of this day, such as 09:00-13:00.")
    wanted = _known(charter, calendars)
    for key in wanted:
        if opening.on in {one.on for one in charter.calendars[key].open}:
            raise _fault("on", f"{charter.calendars[key].name} has hours of its own on this day already.")
    values: dict[str, Value] = {"on": opening.on, "hours": list(opening.hours)}
    return _listed(document, "open", values | ({"why": opening.why} if opening.why else {}), wanted, ("on", "hours"))


def remove_opening(document: str, opening: Opening, calendars: Sequence[str]) -> str:
    """Take a one-off open day away from these calendars."""
    return _unlisted(document, "open", opening, calendars)


# --- services ---


def add_service(document: str, body: str, unit: str, words: ServiceWords) -> tuple[str, str]:
    """Add a service behind the others and return its key too; its key is made of its name and is for ever."""
    charter = _read(document)
    unknown = [] if body in charter.bodies else [Fault("body", "Choose who answers for it.")]
    _refuse(_missing(words, name=NAME), unknown)
    key = key_for(words.name, charter.services)
    values: dict[str, Value | None] = {
        "name": _line(words.name),
        "body": body,
        "unit": unit or None,
        "about": _line(words.about) or None,
        "everyday": list(words.everyday) or None,
    }
    edit = _Edit(document, ("services", key), tuple(values))
    edit.add(values)
    return edit.done(), key


def change_service(document: str, key: str, words: ServiceWords) -> str:
    """Change what a service is called and what it says about itself."""
    if _read(document).service(key) is None:
        raise NotFound(f"There is no service {key!r}.")
    _refuse(_missing(words, name=NAME))
    edit = _Edit(document, ("services", key), ("name", "about", "everyday"))
    edit.put("name", _line(words.name))
    edit.put("about", _line(words.about) or None)
    edit.put_list("everyday", words.everyday)
    return edit.done()


def key_for(name: str, taken: Iterable[str]) -> str:
    """Return a key for a thing of this name: small letters, digits and _; a number behind it where it is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "_", plain)[:LONGEST_KEY].strip("_")
    key = key if key[:1].isalpha() else f"no_{key}".strip("_")
    known, number = set(taken), 2
    found = key
    while found in known:
        found, number = f"{key}_{number}", number + 1
    return found


# --- how an edit is made ---


class _Edit:
    """One edit of one table; `fields` are its fields in the form, the first of them stands for what is left."""

    def __init__(self, document: str, place: Place, fields: tuple[str, ...], counting: Counting = PLAIN) -> None:
        self._text = TomlText(document)
        self._place = place
        self._fields = fields
        self._counting = counting

    def put(self, name: str, value: Value | None) -> None:
        """Set a value; None removes it, and the remark that nobody has verified it."""
        if value is not None:
            with _in_reach():
                self._text.put(self._place, name, value)
            return
        self._text.take_out(self._place, name)
        doubted = self._text.values(self._place).get("unverified", [])
        if name in doubted:
            self.put_list("unverified", [one for one in doubted if one != name])

    def put_limit(self, name: str, words: str) -> None:
        """Set a limit; the same limit in other words is left as it is written."""
        if not words:
            self.put(name, None)
            return
        old = self._text.values(self._place).get(name)
        if not old or Limit.parse(old, self._counting) != Limit.parse(_line(words), self._counting):
            self.put(name, _line(words))

    def put_list(self, name: str, words: Sequence[str]) -> None:
        """Set a list of words; an empty one is removed."""
        with _in_reach():
            if words:
                self._text.put_list(self._place, name, words)
            else:
                self._text.take_out(self._place, name)

    def add(self, values: Mapping[str, Value | None]) -> None:
        """Add the table with these values; what is None is left out."""
        given = {name: value for name, value in values.items() if value is not None}
        with _in_reach():
            self._text.add_table(self._place, given)

    def done(self) -> str:
        return _checked(self._text.text, self._fields)


def _read(document: str) -> Charter:
    try:
        return load_charter(document)
    except Invalid as refused:
        raise _fault("document", BROKEN.format(refused.faults[0])) from refused


def _checked(document: str, fields: tuple[str, ...]) -> str:
    """Return the document if it is a charter; else say at which field of the form it is not."""
    document = _without_orphans(document)
    try:
        load_charter(document)
    except Invalid as refused:
        raise Invalid(
            "Some answers need another look.", faults=[_at_field(one, fields) for one in refused.faults]
        ) from refused
    return document


def _without_orphans(document: str) -> str:
    """Take out how a text is said in other languages, where the edit has taken the text itself away."""
    text = TomlText(document)
    for lang, words in orphans(tomllib.loads(document)):
        with _in_reach():
            text.take_out((SECTION, lang), words)
    return text.text


def _at_field(fault: Fault, fields: tuple[str, ...]) -> Fault:
    last = re.sub(r"\[\d+\]", "", fault.path).rpartition(".")[2]
    message = fault.message[:1].upper() + fault.message[1:]
    if last in fields:
        return Fault(last, message)
    return Fault(fields[0], f"{fault.path}: {fault.message}")


@contextmanager
def _in_reach() -> Iterator[None]:
    try:
        yield
    except NoSuchTable as error:
        raise _fault("document", BY_HAND) from error


def _listed(
    document: str, name: str, values: Mapping[str, Value], calendars: Sequence[str], fields: tuple[str, ...]
) -> str:
    text = TomlText(document)
    for key in calendars:
        with _in_reach():
            text.append(("calendars", key), name, values)
    return _checked(text.text, fields)


def _unlisted(document: str, name: str, thing: Closure | Opening, calendars: Sequence[str]) -> str:
    charter = _read(document)
    text = TomlText(document)
    for key in _known(charter, calendars):
        part = charter.calendars[key]
        rows: tuple[object, ...] = part.closures if name == "closures" else part.open
        if thing not in rows:
            raise NotFound(f"{part.name} does not have this day.")
        with _in_reach():
            text.drop(("calendars", key), name, rows.index(thing))
    return _checked(text.text, ("calendars",))


def _gathered(charter: Charter, rows: Callable[[str], Iterable[Any]]) -> dict[Any, tuple[str, ...]]:
    found: dict[Any, tuple[str, ...]] = {}
    for key in charter.calendars:
        for row in rows(key):
            found[row] = (*found.get(row, ()), key)
    return found


def _known(charter: Charter, calendars: Sequence[str]) -> list[str]:
    chosen = [key for key in dict.fromkeys(calendars) if key in charter.calendars]
    if not chosen:
        raise _fault("calendars", "Choose at least one calendar.")
    return chosen


def _check_single(charter: Charter, on: date, calendars: Sequence[str]) -> None:
    """Refuse a single day that is shut everywhere anyway: nothing would change, and that is not what was meant."""
    opens = [charter.calendar(key) for key in calendars]
    if any(calendar.is_open_day(on) for calendar in opens):
        return
    name = next((why for calendar in opens if (why := calendar.closure_on(on))), None)
    raise _fault("on", f"We are shut on that day already{f': {name}' if name else ''}.")


def _missing(values: msgspec.Struct, **words: str) -> list[Fault]:
    return [Fault(field, said) for field, said in words.items() if not _line(getattr(values, field))]


def _unreadable(counting: Counting, **limits: str) -> list[Fault]:
    faults = []
    for field, words in limits.items():
        try:
            Limit.parse(_line(words) or "1 day", counting)
        except Invalid as refused:
            faults.append(Fault(field, refused.detail))
    return faults


def _refuse(*groups: Sequence[Fault]) -> None:
    faults = [fault for group in groups for fault in group]
    if faults:
        raise Invalid("Some answers need another look.", faults=faults)


def _fault(field: str, message: str) -> Invalid:
    return Invalid(message, faults=[Fault(field, message)])


def _line(words: str) -> str:
    return " ".join(words.split())

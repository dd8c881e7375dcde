"""Every place of a charter, found by the types it is made of; and the same charter with one place changed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import msgspec

from standards.charter import Charter, load_charter
from standards.limits import Limit

REFERENCES = {
    "service": "services",
    "body": "bodies",
    "unit": "units",
    "calendar": "calendars",
    "default_calendar": "calendars",
    "stage": "stages",
}
PATTERNS = {"every": "07-09", "day": "tuesday", "cut_off": "15:45", "since": "06:15", "until": "06:45"}
FIXED = {"key", "code", "hash", "version"}
"""What a part is known by: another one makes it another part."""


@dataclass(frozen=True, repr=False)
class Place:
    """A value that has no parts of its own, the part it stands in, and the parts around that."""

    path: tuple[str | int, ...]
    part: Any
    around: tuple[Any, ...]
    value: Any

    @property
    def field(self) -> str:
        """The last name on the way to it."""
        return next(name for name in reversed(self.path) if isinstance(name, str))

    def __str__(self) -> str:
        return ".".join(map(str, self.path))

    def __repr__(self) -> str:
        return str(self)


def places(charter: Charter) -> list[Place]:
    """Return every place of a charter, but those by which a part is known and those that parts are missing from."""
    found = _places(charter, (), ())
    return [place for place in found if place.field not in FIXED or place.path == ("authority", "key")]


def _places(part: Any, path: tuple[str | int, ...], around: tuple[Any, ...]) -> Iterator[Place]:
    for field in msgspec.structs.fields(part):
        if getattr(part, field.name) in (None, (), {}) and kinds_within(field.type):
            continue
        yield from _within(getattr(part, field.name), (*path, field.name), part, around)


def _within(value: Any, path: tuple[str | int, ...], part: Any, around: tuple[Any, ...]) -> Iterator[Place]:
    if isinstance(value, msgspec.Struct) and not isinstance(value, Limit):
        yield from _places(value, path, (*around, part))
    elif isinstance(value, dict) or (isinstance(value, tuple) and value and isinstance(value[0], msgspec.Struct)):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in items:
            yield from _within(item, (*path, key), part, around)
    else:
        yield Place(path, part, around, value)


def changed(charter: Charter, path: tuple[str | int, ...], value: Any) -> Charter:
    """Return the charter with another value at *path*; it is not checked whether that makes sense."""
    return _changed(charter, path, value)


def _changed(thing: Any, path: tuple[str | int, ...], value: Any) -> Any:
    if not path:
        return value
    first, *rest = path
    if isinstance(thing, dict):
        return thing | {first: _changed(thing[first], tuple(rest), value)}
    if isinstance(thing, tuple):
        index = int(first)
        return (*thing[:index], _changed(thing[index], tuple(rest), value), *thing[index + 1 :])
    return msgspec.structs.replace(thing, **{str(first): _changed(getattr(thing, str(first)), tuple(rest), value)})


def without(charter: Charter, path: tuple[str | int, ...]) -> Charter:
    """Return the charter without the part at *path*."""
    *around, last = path
    holder = charter
    for name in around:
        holder = holder[name] if isinstance(holder, dict | tuple) else getattr(holder, str(name))
    if isinstance(holder, dict):
        return _changed(charter, tuple(around), {key: part for key, part in holder.items() if key != last})
    if isinstance(holder, tuple):
        return _changed(charter, tuple(around), (*holder[: int(last)], *holder[int(last) + 1 :]))
    return _changed(charter, path, None)


def another(charter: Charter, place: Place) -> Any:
    """Return another value that could stand at a place, by the type of its field."""
    kinds = {field.name: field.type for field in msgspec.structs.fields(place.part)}
    field = next(name for name in reversed(place.path) if name in kinds)
    kind = kinds[field]
    if field in REFERENCES and isinstance(place.value, str | None):
        return next(key for key in getattr(charter, REFERENCES[field]) if key != place.value)
    return _other(_plain(kind), place.value, PATTERNS.get(field))


def _other(kind: Any, value: Any, pattern: str | None) -> Any:
    origin = get_origin(kind)
    if origin is Literal:
        return next(one for one in get_args(kind) if one != value)
    if origin is dict:
        return _other(_plain(get_args(kind)[1]), value, pattern)
    if origin is tuple:
        hours = bool(value) and ":" in str(value[0])
        return (*(value or ()), 5 if _plain(get_args(kind)[0]) is int else "20:00-21:00" if hours else "something else")
    return OTHERS[kind](value) if kind in OTHERS else pattern or f"{value or ''} and more".strip()


OTHERS: dict[Any, Callable[[Any], Any]] = {
    Limit: lambda value: Limit((value.amount if value else 0) + 1, value.unit if value else "weeks"),
    bool: lambda value: not value,
    int: lambda value: (value or 0) + 1,
    date: lambda value: (value or date(2026, 1, 1)) + timedelta(days=1),
}


def _plain(kind: Any) -> Any:
    if get_origin(kind) in (Union, UnionType):
        kind = next(one for one in get_args(kind) if one is not type(None))
    return kind.__origin__ if hasattr(kind, "__metadata__") else kind


def kinds_within(kind: Any) -> set[type[msgspec.Struct]]:
    """Return every type of part that can stand in a part of this type, itself included."""
    found: set[type[msgspec.Struct]] = set()
    todo = [kind]
    while todo:
        one = todo.pop()
        if isinstance(one, type) and issubclass(one, msgspec.Struct) and one is not Limit:
            if one not in found:
                found.add(one)
                todo += [field.type for field in msgspec.structs.fields(one)]
        else:
            todo += [arg for arg in get_args(one) if arg is not Ellipsis]
    return found


def full_charter() -> Charter:
    """Return a charter in which every place is filled."""
    return load_charter(FULL)


FULL = """
format = 1
case_outcome = "any_upheld"

[authority]
key = "port_town"
name = "Port Town"
time_zone = "Europe/London"
default_calendar = "town_hall"
languages = ["en", "cy"]
country = "GB"
subdivision = "ENG"
about = "A town by the sea."
notice = "Many people write to us."
[authority.contact]
phone = "01"
hours = "by day"
email = "a@example.org"
address = "Quay 1"
website = "https://example.org"
emergency = "112"

[counting]
day_zero = "next_open"
cut_off = "16:00"
keep_time = false
roll = "forward"
due = "closing"

[calendars.town_hall]
name = "Town hall hours"
zone = "Europe/London"
country = "GB"
subdivision = "ENG"
holidays = true
days = { monday = ["09:00-17:00"], tuesday = ["09:00-17:00"] }
closures = [
  { why = "Harbour Day", every = "06-03" },
  { why = "Stocktaking", on = 2027-05-10, until = 2027-05-12 },
  { why = "Moving house", on = 2027-07-01 },
]
open = [{ on = 2027-05-15, hours = ["09:00-12:00"], why = "market day" }]
recurring = [
  { day = "wednesday", hours = ["10:00-12:00"], why = "late desk", every = 2, since = 2027-01-06 },
  { day = "thursday", hours = ["10:00-12:00"], why = "early desk", nth = [1, 3] },
]

[calendars.night_line]
name = "Night line hours"
days = { monday = ["00:00-24:00"] }

[bodies.public_works]
name = "Works"
about = "Streets and bins."
calendar = "night_line"
[bodies.public_works.contact]
phone = "02"
hours = "by night"
email = "b@example.org"
address = "Quay 2"
website = "https://w"
emergency = "113"

[bodies.town_homes]
name = "Homes"

[units.bin_crew]
name = "Crew"
body = "public_works"
about = "Empties bins."
calendar = "night_line"

[units.lamp_crew]
name = "Lamps"
body = "public_works"

[services.bin_round]
name = "Bins"
body = "public_works"
unit = "bin_crew"
about = "Every week."
everyday = ["rubbish", "trash"]

[services.lamp_repair]
name = "Lights"
body = "public_works"

[standards.missed_bin]
service = "bin_round"
promise = "We come back for a missed bin."
limit = "2 working days"
target = 95
since = 2024-01-01
until = 2029-12-31
starts = "told"
source = "Works rules"
section = "part 1"
verified_on = 2026-02-01
unverified = ["target"]

[stages.first_stage]
name = "First look"
about = "The office looks at it."
respond = "10 working days"
acknowledge = "3 working days"
inform = "10 working days"
counts_from = "received"
holds = ["We wait for you", "We wait for a court"]
hold_most = "20 working days"
transfer = "keeps"
source = "Model"
section = "2.1"
verified_on = 2026-02-01
unverified = ["respond"]
[stages.first_stage.extend]
most = "10 working days"
reasons = ["Many points", "Somebody is away"]
times = 1
counts_from = "due"
approver = "second"
[[stages.first_stage.overrides]]
service = "bin_round"
unit = "bin_crew"
body = "public_works"
kind = "complaint"
acknowledge = "1 working day"
respond = "4 working days"
inform = "4 working days"
counts_from = "acknowledged"
holds = ["We wait for spare parts"]
source = "Crew rules"
section = "9"
verified_on = 2026-02-02
unverified = ["respond"]
extend = { most = "2 working days", reasons = ["A storm"], times = 2, counts_from = "granted", approver = "handler" }

[stages.last_stage]
name = "Second look"
respond = "60 working days"

[[ladder]]
tier = "own_office"
name = "Own office"
who = "the office"
about = "Start here."
rank = 10
stage = "first_stage"
role = "officer"
on_late = "climb"
ask_within = "2 months"
ask_within_of_event = "12 months"
direct = false
source = "Model"
section = "1"
verified_on = 2026-02-01
unverified = ["ask_within"]
[ladder.contact]
phone = "03"
hours = "always"
email = "c@example.org"
address = "Quay 3"
website = "https://o"
emergency = "114"

[[ladder]]
tier = "om_bud"
name = "Ombudsperson"
rank = 20
stage = "last_stage"
role = "ombudsperson"
independent = true

[[outcomes]]
code = "was_right"
words = "You are right."
counts_as = "upheld"
[[outcomes]]
code = "was_wrong"
words = "You are not right."
counts_as = "not_upheld"
[[remedies]]
code = "say_sorry"
words = "We say sorry"
needs_due = true
[[grounds]]
code = "not_ours"
words = "Not our matter."
[[closing_reasons]]
code = "all_done"
words = "All is done"

[[reminders]]
clock = "respond"
before = "2 working days"
to = "handler"
[[reminders]]
clock = "acknowledge"
at = 50
to = "team"

[quiet]
since = "20:00"
until = "08:00"
closed_days = true

[late_changes]
closed_day_added = "move_and_tell"
closed_day_removed = "work_to_it"

[compliments]
pass_on = "5 working days"
source = "Model"
section = "3"
verified_on = 2026-02-01
unverified = ["pass_on"]
[suggestions]
answer = "20 working days"
source = "Model"
section = "4"
verified_on = 2026-02-01
unverified = ["answer"]
[enquiries]
answer = "6 working days"
source = "Model"
section = "5"
verified_on = 2026-02-01
unverified = ["answer"]
[recommendations]
reply = "3 months"
confirm = "6 months"
source = "Law"
section = "6"
verified_on = 2026-02-01
unverified = ["reply"]

[retention]
complaint = "6 years"
note_of_call = "1 year"

[words.cy]
"Bins" = "Biniau"
"Every week." = "Bob wythnos."
"""

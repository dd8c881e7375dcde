"""Turns the tables of a charter into typed parts, and says of each wrong value where it stands and what is right."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec

from standards.charter_lines import Path, line_of, path_words
from standards.charter_parts import Sourced
from standards.errors import Fault, Invalid
from standards.limits import PLAIN, Counting, Limit

P = TypeVar("P", bound=msgspec.Struct)

KEY = re.compile(r"[a-z][a-z0-9_]*")
DESCRIPTIONS: dict[Any, str] = {
    str: "text in quotes",
    int: "a whole number without quotes",
    bool: "true or false",
    date: "a date without quotes, such as 2027-03-14",
    Limit: "a limit in quotes, such as '20 working days'",
    dict: "a table",
    tuple: "a list in square brackets",
}


class Reader:
    """Reads parts and collects the faults, so that all of them are told at once."""

    def __init__(self, lines: Mapping[Path, int]) -> None:
        self.lines = dict(lines)
        self.faults: list[Fault] = []
        self.counting: Counting = PLAIN

    def fault(self, path: Path, message: str) -> None:
        self.faults.append(Fault(path_words(path), message, line_of(self.lines, path)))

    def part(self, kind: type[P], raw: object, path: Path, **known: object) -> P | None:
        """Read one table as *kind*; nothing, and a fault for each thing wrong, when it cannot be read."""
        if not isinstance(raw, dict):
            self.fault(path, f"must be a table, not {_shown(raw)}")
            return None
        before = len(self.faults)
        fields = {field.encode_name: field for field in msgspec.structs.fields(kind) if field.name not in known}
        self.known(path, raw, [*fields, *getattr(kind, "retired", ())])
        values: dict[str, object] = dict(known)
        for name, field in fields.items():
            if name in raw:
                values[field.name] = self.value(field.type, raw[name], (*path, name))
            elif field.required:
                self.fault(path, f"{name} is missing; give {describe(field.type)}")
        if issubclass(kind, Sourced):
            self._check_unverified(raw, list(fields), path)
        return kind(**values) if len(self.faults) == before else None

    def _check_unverified(self, raw: Mapping[str, object], fields: Sequence[str], path: Path) -> None:
        """Complain about a field that is called unverified and does not stand there."""
        names = raw.get("unverified")
        for index, name in enumerate(names if isinstance(names, list) else ()):
            if name not in fields or name not in raw:
                self.fault((*path, "unverified", index), f"{name!r} does not stand here, so it cannot be unverified")

    def known(self, path: Path, raw: Mapping[str, object], names: Sequence[str]) -> None:
        """Complain about each key that is not among the known names."""
        for name in raw:
            if name not in names:
                self.fault((*path, name), _unknown(name, names))

    def value(self, kind: Any, raw: object, path: Path) -> Any:
        """Read one value of a part."""
        kind = _without_none(kind)
        if kind is Limit:
            return self._limit(raw, path)
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            return self.part(kind, raw, path)
        item = get_args(kind)[0] if get_origin(kind) is tuple else None
        if isinstance(item, type) and issubclass(item, msgspec.Struct):
            return tuple(part for part in self.listed(item, raw, path) if part is not None)
        try:
            return msgspec.convert(raw, kind)
        except msgspec.ValidationError as error:
            inner = _inner(str(error))
            if inner and item is not None and isinstance(raw, list) and isinstance(inner[0], int):
                kind, raw = item, raw[inner[0]]
            self.fault((*path, *inner), f"must be {describe(kind)}, not {_shown(raw)}")
            return None

    def listed(self, kind: type[P], raw: object, path: Path) -> list[P | None]:
        """Read a list of tables."""
        if not isinstance(raw, list):
            self.fault(path, f"must be a list of tables, not {_shown(raw)}")
            return []
        return [self.part(kind, item, (*path, index)) for index, item in enumerate(raw)]

    def keyed(self, kind: type[P], raw: object, path: Path) -> dict[str, P]:
        """Read a table of tables, each with its key as its name."""
        if not isinstance(raw, dict):
            self.fault(path, f"must be a table of tables, such as [{path_words(path)}.my_key]")
            return {}
        found = {}
        for key, item in raw.items():
            self._check_key((*path, key), key)
            part = self.part(kind, item, (*path, key), key=key)
            if part is not None:
                found[key] = part
        return found

    def coded(self, kind: type[P], raw: object, path: Path) -> tuple[P, ...]:
        """Read a list of tables that each have a code of their own."""
        found = [part for part in self.listed(kind, raw, path) if part is not None]
        seen: set[str] = set()
        for index, item in enumerate(raw if isinstance(raw, list) else ()):
            code = item.get("code") if isinstance(item, dict) else None
            if not isinstance(code, str):
                continue
            self._check_key((*path, index, "code"), code)
            if code in seen:
                self.fault((*path, index, "code"), f"{code!r} is used twice; give each a code of its own")
            seen.add(code)
        return tuple(found)

    def _limit(self, raw: object, path: Path) -> Limit | None:
        if not isinstance(raw, str):
            self.fault(path, f"must be {DESCRIPTIONS[Limit]}, not {_shown(raw)}")
            return None
        try:
            return Limit.parse(raw, self.counting)
        except Invalid as error:
            self.fault(path, error.detail)
            return None

    def _check_key(self, path: Path, key: str) -> None:
        if not KEY.fullmatch(key):
            self.fault(path, f"{key!r} cannot be a key; use small letters, digits and _, beginning with a letter")


def describe(kind: Any) -> str:
    """Say what a value of this type looks like in a charter."""
    kind = _without_none(kind)
    if get_origin(kind) is Literal:
        return f"one of {', '.join(repr(choice) for choice in get_args(kind))}"
    if hasattr(kind, "__metadata__"):
        return f"{describe(kind.__origin__)}{_bounds(kind.__metadata__)}"
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind is not Limit:
        return DESCRIPTIONS[dict]
    return DESCRIPTIONS.get(get_origin(kind) or kind, str(kind))


def _bounds(metadata: tuple[Any, ...]) -> str:
    meta = next((each for each in metadata if isinstance(each, msgspec.Meta)), None)
    if meta is None:
        return ""
    if meta.ge is not None and meta.le is not None:
        return f" from {meta.ge} to {meta.le}"
    if meta.pattern is not None:
        return " such as '16:00' or 'closing'"
    return ", not empty" if meta.min_length else ""


def _without_none(kind: Any) -> Any:
    if get_origin(kind) in (Union, UnionType):
        return next(choice for choice in get_args(kind) if choice is not type(None))
    return kind


def _unknown(name: str, known: Sequence[str]) -> str:
    close = get_close_matches(name, known, n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"known here: {', '.join(known) or 'nothing'}"
    return f"{name!r} is not known; {hint}"


def _shown(raw: object) -> str:
    if isinstance(raw, dict):
        return "a table"
    if isinstance(raw, list):
        return "a list"
    return repr(raw) if isinstance(raw, str | int | float | bool) else str(raw)


def _inner(message: str) -> Path:
    """Return the place inside a value that a conversion complained about: '$[2]' or '$[...]'."""
    found = re.search(r"at `\$((?:\[[^\]]*\]|\.\w+)+)`", message)
    if not found:
        return ()
    parts: list[str | int] = []
    for part in re.findall(r"\[([^\]]*)\]|\.(\w+)", found[1]):
        text = part[0] or part[1]
        if text.isdigit():
            parts.append(int(text))
        elif text != "...":
            parts.append(text)
    return tuple(parts)

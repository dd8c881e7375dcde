"""What changed between two charters, place by place, in an order people can read."""

from collections.abc import Iterator
from typing import Any

import msgspec

from standards.charter_lines import Path, path_words
from standards.charter_tree import Charter
from standards.limits import Limit


class Difference(msgspec.Struct, frozen=True):
    """One place that is not the same; nothing on one side means added or taken away."""

    path: str
    before: str | None
    after: str | None


def charter_differences(before: Charter, after: Charter) -> tuple[Difference, ...]:
    """Return every place in which two charters differ; the hash is not a place."""
    return tuple(_compare((), _plain(before), _plain(after)))


def _plain(value: Any) -> Any:
    """Return a value as tables and words, with lists of coded things keyed by their code."""
    if isinstance(value, Limit):
        return str(value)
    if isinstance(value, msgspec.Struct):
        return {name: _plain(getattr(value, name)) for name in value.__struct_fields__ if name not in ("key", "hash")}
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple) and any(isinstance(item, msgspec.Struct) for item in value):
        return {_name(item, index): _plain(item) for index, item in enumerate(value)}
    return None if value is None else value if isinstance(value, tuple) else str(value)


def _name(item: Any, index: int) -> str | int:
    found: str | int = getattr(item, "code", None) or getattr(item, "key", None) or index
    return found


def _compare(path: Path, before: Any, after: Any) -> Iterator[Difference]:
    if before == after:
        return
    if isinstance(before, dict) or isinstance(after, dict):
        old, new = (value if isinstance(value, dict) else {} for value in (before, after))
        for key in dict.fromkeys((*old, *new)):
            yield from _compare((*path, key), old.get(key), new.get(key))
        return
    yield Difference(path_words(path), _words(before), _words(after))


def _words(value: Any) -> str | None:
    return ", ".join(str(item) for item in value) if isinstance(value, tuple) else value

"""What the office is given: the case as it stood, addressed by its content, so that every later change shows."""

import enum
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

Fields = dict[str, Any]
"""Plain JSON values by name."""

_canonical = msgspec.json.Encoder(order="deterministic")

NOT_THE_BODYS = frozenset({"system", "ombudsperson", "person"})
"""Whose new messages do not change what a body handed over."""

WRITTEN_BY_THE_OFFICE = frozenset({"issues"})
"""To these only the office adds, once it has the case."""


class Link(msgspec.Struct, frozen=True, array_like=True):
    """One entry of the case's journal: where it stands, what it is, its hash."""

    position: int
    kind: str
    hash: str


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """
    A case at the moment of hand-over.

    `parts` holds stages, issues, findings, remedies and messages, each by a key that
    stays the same; `journal` the hashes of everything that had happened.
    """

    format: int = 1
    case: Fields
    parts: dict[str, dict[str, Fields]]
    journal: tuple[Link, ...]


class Change(enum.StrEnum):
    """How a thing differs from what was handed over."""

    ADDED = "added"
    CHANGED = "changed"
    GONE = "gone"


class Difference(msgspec.Struct, frozen=True):
    """One thing that is not as it was handed over."""

    part: str
    key: str
    change: Change
    field: str = ""
    before: Any = None
    after: Any = None


def canonical(snapshot: Snapshot) -> bytes:
    """Return the one form in which a snapshot is hashed and sealed."""
    return _canonical.encode(snapshot)


def read(content: bytes) -> Snapshot:
    """Return the snapshot again."""
    return msgspec.json.decode(content, type=Snapshot)


def address(content: bytes) -> str:
    """Return the address of what was handed over: the SHA-256 of its canonical form."""
    return hashlib.sha256(content).hexdigest()


def differences(given: Snapshot, current: Snapshot) -> list[Difference]:
    """Return everything that is not as it was given; a longer journal alone is no difference."""
    return [
        *_changed("case", "", given.case, current.case),
        *(found for part in given.parts | current.parts for found in _in_part(part, given, current)),
        *_in_journal(given, current),
    ]


def _in_part(part: str, given: Snapshot, current: Snapshot) -> Iterator[Difference]:
    before, after = given.parts.get(part, {}), current.parts.get(part, {})
    for key, fields in before.items():
        if key in after:
            yield from _changed(part, key, fields, after[key])
        else:
            yield Difference(part, key, Change.GONE, before=fields)
    for key, fields in after.items():
        if key not in before and not _is_not_the_bodys(part, fields):
            yield Difference(part, key, Change.ADDED, after=fields)


def _is_not_the_bodys(part: str, fields: Fields) -> bool:
    return part in WRITTEN_BY_THE_OFFICE or (part == "messages" and fields.get("author") in NOT_THE_BODYS)


def _changed(part: str, key: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    for field in sorted(before.keys() | after.keys()):
        if before.get(field) != after.get(field):
            yield Difference(part, key, Change.CHANGED, field, before.get(field), after.get(field))


def _in_journal(given: Snapshot, current: Snapshot) -> Iterator[Difference]:
    now = {link.position: link for link in current.journal}
    for link in given.journal:
        found = now.get(link.position)
        if found is None:
            yield Difference("journal", str(link.position), Change.GONE, before=link.kind)
        elif found != link:
            yield Difference("journal", str(link.position), Change.CHANGED, link.kind, link.hash, found.hash)

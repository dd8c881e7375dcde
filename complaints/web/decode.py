"""Finding every fault in what was sent, not only the first."""

from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec

from standards.errors import Fault


def faults_in(value: Any, kind: Any, path: str = "") -> list[Fault]:
    """
    Return everything that keeps *value* (plain JSON values) from being a *kind*, each with its path.

    A path reads `contact.email`; a missing field is named, an unknown one too.
    """
    struct = _struct(kind)
    if struct is None or not isinstance(value, Mapping):
        return _own_fault(value, kind, path)
    fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
    faults = [
        Fault(_join(path, name), f"There is no such field. Known are: {', '.join(fields)}.")
        for name in value
        if name not in fields
    ]
    for name, field in fields.items():
        if name in value:
            faults += faults_in(value[name], field.type, _join(path, name))
        elif field.required:
            faults.append(Fault(_join(path, name), "This is needed."))
    return faults or _own_fault(value, kind, path)


def _own_fault(value: Any, kind: Any, path: str) -> list[Fault]:
    try:
        msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError as error:
        message, _, inner = str(error).partition(" - at `$")
        return [Fault(f"{path}{inner.rstrip('`')}".lstrip("."), f"{message}.")]
    return []


def _struct(kind: Any) -> type[msgspec.Struct] | None:
    if get_origin(kind) is Annotated:
        return _struct(get_args(kind)[0])
    if get_origin(kind) in {Union, UnionType}:
        parts = [part for part in get_args(kind) if part is not NoneType]
        return _struct(parts[0]) if len(parts) == 1 else None
    return kind if isinstance(kind, type) and issubclass(kind, msgspec.Struct) else None


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name

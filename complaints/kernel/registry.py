"""How things that come one file each (channels, key figures, reports) are found."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, TypeVar


class Keyed(Protocol):
    """A declaration with a key that equals its file's name."""

    @property
    def key(self) -> str: ...


T = TypeVar("T", bound=Keyed)


def discover(package: str, constant: str, kind: type[T]) -> dict[str, T]:
    """
    Return every *constant* found in the modules of *package*, by key.

    A module that declares none, or one under another key than its own name,
    is a mistake of the author and raises ValueError.
    """
    found: dict[str, T] = {}
    for info in iter_modules(import_module(package).__path__):
        entry = getattr(import_module(f"{package}.{info.name}"), constant, None)
        if not isinstance(entry, kind) or entry.key != info.name:
            msg = f"{package}.{info.name} must declare {constant} with key {info.name!r}"
            raise ValueError(msg)
        found[entry.key] = entry
    return found

"""The family of errors that a person or an officer can run into, each with a stable code."""

from collections.abc import Sequence
from typing import ClassVar

import msgspec


class Fault(msgspec.Struct, frozen=True):
    """One thing that is wrong, where it stands, and what would be right."""

    path: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        place = f"line {self.line}, {self.path}" if self.line is not None else self.path
        return f"{place}: {self.message}" if place else self.message


class CaseworkError(Exception):
    """Something a person can be told about; subclasses give it a name and a code of their own."""

    code: ClassVar[str] = "error"

    def __init__(self, detail: str = "", *, faults: Sequence[Fault] = ()) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        self.detail = detail or "\n".join(str(fault) for fault in self.faults)
        super().__init__(self.detail)


class NotFound(CaseworkError):
    """There is no such thing, or none that this person may know of."""

    code: ClassVar[str] = "not-found"


class NotAllowed(CaseworkError):
    """The person may not do this; unless *open*, they are answered as if the thing did not exist."""

    code: ClassVar[str] = "not-allowed"

    def __init__(self, detail: str = "", *, open: bool = False, faults: Sequence[Fault] = ()) -> None:  # noqa: A002
        super().__init__(detail, faults=faults)
        self.open = open


class Conflict(CaseworkError):
    """The thing is not in a state in which this can be done."""

    code: ClassVar[str] = "conflict"


class Invalid(CaseworkError):
    """What was given cannot be used; the faults say where and what would be right."""

    code: ClassVar[str] = "invalid"

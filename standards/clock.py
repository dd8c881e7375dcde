"""Where the time comes from: the machine, or a time that a test or a demonstration sets."""

from datetime import UTC, datetime
from typing import Protocol

from standards.errors import Invalid


class Clock(Protocol):
    """Anything that can say what time it is, as an aware UTC instant."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SimulatedClock:
    """A time that stands still until it is moved on, and never goes back."""

    def __init__(self, at: datetime) -> None:
        self._at = as_utc(at)

    def now(self) -> datetime:
        return self._at

    def advance_to(self, at: datetime) -> None:
        moved = as_utc(at)
        if moved < self._at:
            raise Invalid(f"The clock stands at {self._at.isoformat()} and cannot go back to {moved.isoformat()}.")
        self._at = moved


def as_utc(at: datetime) -> datetime:
    """Return *at* as an aware UTC instant; an instant without a zone is refused."""
    if at.tzinfo is UTC:
        return at
    if at.tzinfo is None:
        raise Invalid(f"The instant {at.isoformat()} needs a time zone.")
    return at.astimezone(UTC)

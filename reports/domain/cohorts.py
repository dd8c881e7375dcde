"""Which facts a figure is about: received, begun or closed in a period, or open at an instant."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from reports.domain.facts import Fact
from standards.errors import Invalid


class Cohort(StrEnum):
    """How a fact comes to be counted."""

    RECEIVED = "received"
    STARTED = "started"
    CLOSED = "closed"
    OPEN = "open"
    OPEN_BEFORE = "open_before"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Cohort.RECEIVED: "received in the period",
    Cohort.STARTED: "begun in the period",
    Cohort.CLOSED: "closed in the period",
    Cohort.OPEN: "open at the end of the period",
    Cohort.OPEN_BEFORE: "open when the period began",
}


@dataclass(frozen=True, slots=True)
class Window:
    """
    The period counted, seen from an instant, in local wall-clock time.

    *start* belongs to it, *end* does not. What happened after *as_of* has not
    happened: such cases are still open, or not yet there.
    """

    as_of: datetime
    start: datetime | None = None
    end: datetime | None = None

    def __post_init__(self) -> None:
        if self.as_of.tzinfo is not None:
            raise Invalid("Figures are counted in local wall-clock time: give 'as of' without a time zone.")

    @classmethod
    def of_days(cls, as_of: datetime, first: date | None = None, last: date | None = None) -> "Window":
        """Return the window of whole days from *first* to *last*, both of which belong to it."""
        return cls(
            as_of=as_of,
            start=datetime.combine(first, time()) if first else None,
            end=datetime.combine(last + timedelta(days=1), time()) if last else None,
        )

    @property
    def closes_at(self) -> datetime:
        """The instant at which 'still open' is asked: the end of the period, or now if that is to come."""
        return self.as_of if self.end is None else min(self.as_of, self.end)

    def has(self, at: datetime | None) -> bool:
        """Return whether *at* lies in the period and has happened."""
        if at is None or at > self.as_of:
            return False
        return (self.start is None or at >= self.start) and (self.end is None or at < self.end)


def belongs(fact: Fact, cohort: Cohort, window: Window) -> bool:
    """Return whether *fact* is one of the *cohort*."""
    if fact.received_at > window.as_of or fact.started_at > window.as_of:
        return False
    match cohort:
        case Cohort.RECEIVED:
            return window.has(fact.received_at)
        case Cohort.STARTED:
            return window.has(fact.started_at)
        case Cohort.CLOSED:
            return window.has(fact.closed_at)
        case Cohort.OPEN:
            return _is_open(fact, window, window.end)
        case Cohort.OPEN_BEFORE:
            return window.start is not None and _is_open(fact, window, window.start)


def _is_open(fact: Fact, window: Window, at: datetime | None) -> bool:
    """Return whether *fact* is open just before *at*, or at the window's 'as of' when *at* is still to come."""
    closed_at = fact.closed_at if fact.closed_at is not None and fact.closed_at <= window.as_of else None
    if at is None:
        return closed_at is None
    return fact.started_at < at and (closed_at is None or closed_at >= at)

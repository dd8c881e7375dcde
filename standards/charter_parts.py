"""The parts a charter is made of: what each may say, and what is taken when it says nothing."""

from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias

import msgspec

from standards.limits import Limit

CountsFrom: TypeAlias = Literal["received", "requested", "acknowledged", "acknowledged_or_due"]
Role: TypeAlias = Literal["officer", "reviewer", "ombudsperson"]
CountsAs: TypeAlias = Literal["upheld", "partly_upheld", "not_upheld", "none"]
OutcomeRule: TypeAlias = Literal["any_upheld", "all_or_part", "main_issue"]
Kind: TypeAlias = Literal["complaint", "compliment", "suggestion", "enquiry"]
Percent: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=100)]
Words: TypeAlias = Annotated[str, msgspec.Meta(min_length=1)]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Anything that stands in a charter."""


class Contact(Part, frozen=True):
    """How to reach an office."""

    phone: str = ""
    hours: str = ""
    email: str = ""
    address: str = ""
    website: str = ""
    emergency: str = ""


class Authority(Part, frozen=True):
    """Whose charter it is."""

    key: Words
    name: Words
    time_zone: Words
    default_calendar: Words
    languages: tuple[Words, ...] = ("en",)
    country: str | None = None
    subdivision: str | None = None
    about: str = ""
    notice: str = ""
    contact: Contact = Contact()


class Closure(Part, frozen=True):
    """A day on which the office is shut, the last day of a longer closure, or a day of every year ('12-24')."""

    why: Words
    on: date | None = None
    until: date | None = None
    every: str | None = None


class Opening(Part, frozen=True):
    """A day with hours of its own, whatever the week and the holidays say."""

    on: date
    hours: tuple[str, ...]
    why: str = ""


class CalendarPart(Part, frozen=True):
    """Opening hours as written; the holidays are the authority's unless a country or `holidays = false` is given."""

    key: str
    name: Words
    days: dict[str, tuple[str, ...]]
    zone: str | None = None
    country: str | None = None
    subdivision: str | None = None
    holidays: bool = True
    closures: tuple[Closure, ...] = ()
    open: tuple[Opening, ...] = ()


class Body(Part, frozen=True):
    """An organisation that answers for services: a department, an office, a company."""

    key: str
    name: Words
    about: str = ""
    calendar: str | None = None
    contact: Contact = Contact()


class Unit(Part, frozen=True):
    """The people inside a body who do the work."""

    key: str
    name: Words
    body: Words
    about: str = ""
    calendar: str | None = None


class Service(Part, frozen=True):
    """What people get, with the words they use for it."""

    key: str
    name: Words
    body: Words
    unit: str | None = None
    about: str = ""
    everyday: tuple[Words, ...] = ()


class Standard(Part, frozen=True):
    """A published promise about a service."""

    key: str
    service: Words
    promise: Words
    limit: Limit
    target: Percent | None = None
    source: str = ""
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Extend(Part, frozen=True):
    """How much longer a stage may take, how often, and for which reasons."""

    most: Limit
    reasons: tuple[Words, ...] = ()
    times: Annotated[int, msgspec.Meta(ge=1, le=10)] = 1
    counts_from: Literal["due", "granted"] = "due"


class Override(Part, frozen=True):
    """What is different for one body, unit, service or kind."""

    body: str | None = None
    unit: str | None = None
    service: str | None = None
    kind: Kind | None = None
    acknowledge: Limit | None = None
    respond: Limit | None = None
    inform: Limit | None = None
    counts_from: CountsFrom | None = None
    extend: Extend | None = None
    holds: tuple[Words, ...] | None = None

    @property
    def selector(self) -> tuple[str | None, ...]:
        return self.service, self.unit, self.body, self.kind


class Stage(Part, frozen=True):
    """One round of handling, with its own limits."""

    key: str
    name: Words
    respond: Limit
    about: str = ""
    acknowledge: Limit | None = None
    inform: Limit | None = None
    counts_from: CountsFrom = "received"
    extend: Extend | None = None
    holds: tuple[Words, ...] = ()
    transfer: Literal["keeps", "restarts"] = "keeps"
    overrides: tuple[Override, ...] = ()


class StageRule(Part, frozen=True):
    """The limits that hold for one case at one stage, and what made them so."""

    stage: str
    name: str
    respond: Limit
    acknowledge: Limit | None
    inform: Limit | None
    counts_from: CountsFrom
    extend: Extend | None
    holds: tuple[str, ...]
    transfer: Literal["keeps", "restarts"]
    because: str = "stage"

    def respond_start(
        self,
        began_at: datetime,
        acknowledged_at: datetime | None = None,
        acknowledge_due_at: datetime | None = None,
    ) -> datetime | None:
        """
        Return the instant from which the answer is due, or nothing while it waits for the acknowledgement.

        *began_at* is the receipt, or the request for a higher tier. Under `acknowledged_or_due` acknowledging late
        buys no time.
        """
        match self.counts_from:
            case "received" | "requested":
                return began_at
            case "acknowledged":
                return acknowledged_at
            case "acknowledged_or_due":
                known = [at for at in (acknowledged_at, acknowledge_due_at) if at is not None]
                return min(known, default=None)


class Tier(Part, frozen=True):
    """One rung of the ladder: who decides, and what happens when they do not."""

    name: Words
    rank: int
    stage: Words
    role: Role
    key: str = msgspec.field(name="tier")
    who: str = ""
    about: str = ""
    independent: bool = False
    on_late: Literal["climb", "tell"] = "tell"
    ask_within: Limit | None = None
    direct: bool = False
    contact: Contact = Contact()


class Compliments(Part, frozen=True):
    """By when praise reaches the person praised."""

    pass_on: Limit


class Answered(Part, frozen=True):
    """By when a suggestion or an enquiry is answered."""

    answer: Limit


class Outcome(Part, frozen=True):
    """What a stage may decide about one point of complaint."""

    code: str
    words: Words
    counts_as: CountsAs


class Remedy(Part, frozen=True):
    """What may be done to put something right."""

    code: str
    words: Words
    needs_due: bool = False


class Reason(Part, frozen=True):
    """A ground for declining or a reason for closing, in the words people read."""

    code: str
    words: Words


class Recommendations(Part, frozen=True):
    """How long a body has to answer a recommendation, to confirm it was done, and to comment on a draft."""

    reply: Limit
    confirm: Limit | None = None
    comments: Limit | None = None


class Promise(Part, frozen=True):
    """One row of the public register: what is promised, within what time, by whom."""

    key: str
    what: str
    within: str
    limit: Limit
    by: str
    body: str | None = None
    service: str | None = None
    stage: str | None = None
    target: int | None = None
    source: str = ""
    since: date | None = None
    until: date | None = None

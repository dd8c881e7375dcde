"""The parts a charter is made of: what each may say, and what is taken when it says nothing."""

from datetime import date, datetime
from typing import Annotated, ClassVar, Literal, TypeAlias
from zoneinfo import ZoneInfo

import msgspec

from standards.language import named
from standards.limits import Limit

CountsFrom: TypeAlias = Literal["received", "requested", "acknowledged", "acknowledged_or_due"]
Role: TypeAlias = Literal["officer", "reviewer", "ombudsperson"]
CountsAs: TypeAlias = Literal["upheld", "partly_upheld", "not_upheld", "none"]
OutcomeRule: TypeAlias = Literal["any_upheld", "all_or_part", "main_issue"]
Kind: TypeAlias = Literal["complaint", "compliment", "suggestion", "enquiry"]
Percent: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=100)]
Words: TypeAlias = Annotated[str, msgspec.Meta(min_length=1)]
TimeOfDay: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Reminded: TypeAlias = Literal["acknowledge", "respond", "pass_on", "service", "undertaking"]

HOLD_MOST = Limit(20, "working_days")
"""For how long a clock may stand still where a charter says nothing else."""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    Anything that stands in a charter.

    `retired` are names that an older version of the format knew: documents adopted then must be readable for ever.
    """

    retired: ClassVar[tuple[str, ...]] = ()


class Sourced(Part, frozen=True, kw_only=True):
    """
    A part that says where it comes from.

    `unverified` names the fields of this part that nobody has read in the source: the register labels them so.
    """

    source: str = ""
    section: str = ""
    verified_on: date | None = None
    unverified: tuple[Words, ...] = ()

    @property
    def cited(self) -> str:
        """Return source and section as one line, in the language that is spoken."""
        return ", ".join(named(part) for part in (self.source, self.section) if part)


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

    def day(self, at: datetime) -> date:
        """Return which day it is where the authority is."""
        return at.astimezone(ZoneInfo(self.time_zone)).date()


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


class Recurring(Part, frozen=True):
    """
    A weekday that is not the same every week: every second Saturday, the first Monday of a month.

    Either `every` so many weeks beginning with the week of `since`, or on the `nth` of that weekday in the month. On
    those days the hours replace the week's; no hours at all mean shut.
    """

    day: Words
    hours: tuple[str, ...]
    why: Words
    every: Annotated[int, msgspec.Meta(ge=2, le=52)] | None = None
    since: date | None = None
    nth: tuple[Annotated[int, msgspec.Meta(ge=1, le=5)], ...] = ()


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
    recurring: tuple[Recurring, ...] = ()


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


class Standard(Sourced, frozen=True):
    """
    A published promise about a service.

    `starts` says when its time begins: `told` when somebody tells us, so that a clock runs on the case; `applied` with
    something the case does not know, such as an application, so that none does.
    """

    key: str
    service: Words
    promise: Words
    limit: Limit
    target: Percent | None = None
    since: date | None = None
    until: date | None = None
    starts: Literal["told", "applied"] = "applied"

    def holds_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Extend(Part, frozen=True):
    """
    How much longer a stage may take in all, how often, for which reasons, and who approves it.

    `approver` is `handler` where whoever has the case may decide, `second` where somebody else must agree.
    """

    most: Limit
    reasons: tuple[Words, ...] = ()
    times: Annotated[int, msgspec.Meta(ge=1, le=10)] = 1
    counts_from: Literal["due", "granted"] = "due"
    approver: Literal["handler", "second"] = "handler"


class Override(Sourced, frozen=True):
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

    @property
    def selected(self) -> str:
        """Return what it is for as one word, the same wherever it stands in a list: 'service-permit.kind-enquiry'."""
        given = zip(("service", "unit", "body", "kind"), self.selector, strict=True)
        return ".".join(f"{name}-{value}" for name, value in given if value is not None)


class Stage(Sourced, frozen=True):
    """
    One round of handling, with its own limits.

    `holds` are the only reasons for which its clock may stand still, `hold_most` is for how long at most.
    `counts_from` says what the answer is counted from: `received` is the day the case came in, also at a later tier.
    """

    key: str
    name: Words
    respond: Limit
    about: str = ""
    acknowledge: Limit | None = None
    inform: Limit | None = None
    counts_from: CountsFrom = "received"
    extend: Extend | None = None
    holds: tuple[Words, ...] = ()
    hold_most: Limit = HOLD_MOST
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
    hold_most: Limit
    transfer: Literal["keeps", "restarts"]
    because: str = "stage"

    def respond_start(
        self,
        began_at: datetime,
        acknowledged_at: datetime | None = None,
        acknowledge_due_at: datetime | None = None,
        *,
        received_at: datetime | None = None,
    ) -> datetime | None:
        """
        Return the instant from which the answer is due, or nothing while it waits for the acknowledgement.

        *began_at* is the receipt, or the request for a higher tier; *received_at* then is when the case came in. Under
        `acknowledged_or_due` acknowledging late buys no time.
        """
        match self.counts_from:
            case "received":
                return received_at or began_at
            case "requested":
                return began_at
            case "acknowledged":
                return acknowledged_at
            case "acknowledged_or_due":
                known = [at for at in (acknowledged_at, acknowledge_due_at) if at is not None]
                return min(known, default=None)


class Tier(Sourced, frozen=True):
    """
    One rung of the ladder: who decides, and what happens when they do not.

    One may ask for it `ask_within` of the answer before, or `ask_within_of_event` of the day it happened or became
    known, whichever is later. For the first rung the latter is the time within which one may complain at all. Asking
    late is considered, never refused.
    """

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
    ask_within_of_event: Limit | None = None
    direct: bool = False
    contact: Contact = Contact()


class Compliments(Sourced, frozen=True):
    """By when praise reaches the person praised."""

    pass_on: Limit


class Answered(Sourced, frozen=True):
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


class Recommendations(Sourced, frozen=True):
    """How long a body has to answer a recommendation, and then to confirm that it was done."""

    retired: ClassVar[tuple[str, ...]] = ("comments",)

    reply: Limit
    confirm: Limit | None = None


class Reminder(Part, frozen=True):
    """
    When whoever has a case is reminded of a promise that comes due.

    Either so long `before` it is due, walked back through open time, or `at` so many percent of its time. It goes to
    the `handler`, or to everybody who could take the case (`team`); a case that nobody has goes to the team.
    """

    clock: Reminded
    before: Limit | None = None
    at: Annotated[int, msgspec.Meta(ge=1, le=99)] | None = None
    to: Literal["handler", "team"] = "handler"


class Quiet(Part, frozen=True):
    """The hours in which no message that nobody is waiting for is sent, and whether closed days are quiet too."""

    since: TimeOfDay
    until: TimeOfDay
    closed_days: bool = False


class LateChanges(Part, frozen=True):
    """
    What happens to promises already made when a closed day is added or removed afterwards.

    `closed_day_added`: `keep` leaves every date as it was told; `move_and_tell` counts again, and tells each person
    the new date and why. `closed_day_removed`: `keep`, or `work_to_it`: the office works to the earlier date, and what
    the person was told stays as it is. No promised date ever moves without the person being told.
    """

    closed_day_added: Literal["keep", "move_and_tell"] = "keep"
    closed_day_removed: Literal["keep", "work_to_it"] = "keep"


class Promise(Part, frozen=True):
    """
    One row of the public register: what is promised, within what time, by whom, in the language that is spoken.

    `short` is what is promised, under a heading that says at which step; empty where that needs no saying.
    `unverified` names what of it nobody has read in the source.
    """

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
    section: str = ""
    verified_on: date | None = None
    unverified: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    short: str = ""

    @property
    def is_verified(self) -> bool:
        """Whether nothing in this row waits to be read in its source."""
        return not self.unverified

    @property
    def cited(self) -> str:
        """Return source and section as one line, in the language that is spoken."""
        return ", ".join(named(part) for part in (self.source, self.section) if part)

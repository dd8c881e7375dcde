"""
The register for programs: everything a charter promises, as data and as words.

Keys are only ever added. Dates are those of the authority's own calendar, instants are in UTC, limits are both: words
to show and numbers with the rules of counting to recompute with.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from complaints.kernel.charters import Adopted
from complaints.kernel.work import Work
from complaints.web.register_offices import closed_days, special_days
from complaints.web.register_view import version_values, window_words
from standards.charter import Charter, Extend, Promise, Tier
from standards.charter_parts import Override, Sourced, Stage
from standards.counting_words import counting_words, limit_words, shut_weekdays
from standards.limits import Counting, Limit
from standards.wording import WEEKDAYS


class LimitData(msgspec.Struct, frozen=True):
    """How long something may take; the rules of counting are as in a charter."""

    words: Annotated[str, Meta(description="amount and unit: '20 working days'")]
    text: Annotated[str, Meta(description="the whole limit as a charter writes it; reads back as the same limit")]
    amount: int
    unit: Annotated[
        str,
        Meta(
            description="working_days, calendar_days, weeks, months, working_hours, hours, working_minutes or minutes"
        ),
    ]
    day_zero: Annotated[str, Meta(description="excluded, included or next_open: what the day of receipt counts as")]
    cut_off: Annotated[str | None, Meta(description="a receipt from this time counts as the next open day")]
    keep_time: Annotated[bool, Meta(description="due at the time of day of receipt")]
    roll: Annotated[str, Meta(description="none, forward or backward: when days, weeks or months end on a closed day")]
    due: Annotated[str, Meta(description="closing or end_of_day: until when on the last day")]
    counted: Annotated[list[str], Meta(description="the same rules as plain sentences")]


class StandardEntry(msgspec.Struct, frozen=True):
    """One promise of the register."""

    key: Annotated[str, Meta(description="the same in every version; /standards/promises/{key} is its history")]
    what: str
    within: str
    by: Annotated[str, Meta(description="who keeps it")]
    body: str | None
    service: str | None
    stage: str | None
    target: Annotated[int | None, Meta(description="kept in so many of 100 cases is the aim")]
    source: str
    since: date | None
    until: date | None
    section: str
    limit: LimitData
    verified_on: Annotated[date | None, Meta(description="when somebody read it in its source")]
    unverified: Annotated[list[str], Meta(description="what of it nobody has read in its source")]


class Source(msgspec.Struct, frozen=True):
    """Where a part comes from."""

    source: str
    section: str
    verified_on: date | None
    unverified: list[str]


class Longer(msgspec.Struct, frozen=True):
    """The rule for extensions of one stage."""

    most: LimitData
    times: int
    reasons: list[str]
    counts_from: str
    approver: str


class Holding(msgspec.Struct, frozen=True):
    """The reasons for which a clock may stand still, and for how long at most."""

    reasons: list[str]
    most: LimitData


class ExceptionEntry(msgspec.Struct, frozen=True):
    """What a stage does differently for one body, unit, service or kind; what is null is as in the stage."""

    body: str | None
    unit: str | None
    service: str | None
    kind: str | None
    acknowledge: LimitData | None
    respond: LimitData | None
    inform: LimitData | None
    counts_from: str | None
    extension: Longer | None
    hold_reasons: list[str] | None
    source: Source


class StageEntry(msgspec.Struct, frozen=True):
    """One round of handling with its limits."""

    key: str
    name: str
    about: str
    acknowledge: LimitData | None
    respond: LimitData
    inform: LimitData | None
    counts_from: str
    extension: Longer | None
    holds: Holding
    transfer: Annotated[str, Meta(description="keeps or restarts: the clock, when a case goes to another office")]
    exceptions: list[ExceptionEntry]
    source: Source


class Window(msgspec.Struct, frozen=True):
    """Until when one may ask; the later of the two holds where both are given, and late asking is considered."""

    of_answer: LimitData | None
    of_event: LimitData | None
    words: str


class TierEntry(msgspec.Struct, frozen=True):
    """One rung of the ladder."""

    key: str
    rank: int
    name: str
    who: str
    about: str
    stage: str
    role: str
    independent: bool
    on_late: Annotated[str, Meta(description="climb: it goes on by itself; tell: the person is told")]
    direct: bool
    window: Window
    source: Source


class NamedDay(msgspec.Struct, frozen=True):
    """A day on which an office is shut although the weekday is one of its own."""

    on: date
    name: str


class SpecialDay(msgspec.Struct, frozen=True):
    """A day with hours other than the week's."""

    on: date
    hours: str
    why: str


class CalendarEntry(msgspec.Struct, frozen=True):
    """The opening hours of an office; days of this year and the next, as seen from the day the answer was made."""

    key: str
    name: str
    zone: str
    week: Annotated[dict[str, str], Meta(description="hours by weekday; empty where the office is shut")]
    years: list[int]
    closed_days: list[NamedDay]
    special_days: list[SpecialDay]


class BodyEntry(msgspec.Struct, frozen=True):
    """An organisation that answers for services."""

    key: str
    name: str
    about: str
    calendar: str


class ServiceEntry(msgspec.Struct, frozen=True):
    """What people get, with the words they use for it."""

    key: str
    name: str
    body: str
    unit: str | None
    about: str
    everyday: list[str]
    calendar: str
    page: str


class CountingEntry(msgspec.Struct, frozen=True):
    """The general rules of counting."""

    day_zero: str
    cut_off: str | None
    keep_time: bool
    roll: str
    due: str
    words: list[str]


class VersionLink(msgspec.Struct, frozen=True):
    """Another version of the register."""

    version: int
    hash: str
    effective_at: datetime
    data: str


class Links(msgspec.Struct, frozen=True):
    """The same register in other forms; `document` is what was adopted, and its SHA-256 is `hash`."""

    page: str
    data: str
    document: str
    history: str


class Register(msgspec.Struct, frozen=True):
    """The register; `hash` is the SHA-256 of the adopted document."""

    authority: str
    version: int
    hash: str
    effective_at: datetime
    standards: list[StandardEntry]
    authority_key: str
    adopted_at: datetime
    state: Annotated[str, Meta(description="now, past, future, or never where another took its place at once")]
    until: Annotated[datetime | None, Meta(description="when the next version takes effect")]
    previous: VersionLink | None
    next: VersionLink | None
    time_zone: str
    counting: CountingEntry
    stages: list[StageEntry]
    ladder: list[TierEntry]
    calendars: list[CalendarEntry]
    bodies: list[BodyEntry]
    services: list[ServiceEntry]
    late_changes: Annotated[
        dict[str, str], Meta(description="what happens to a date when a day is closed or opened afterwards")
    ]
    links: Links


def register(work: Work, adopted: Adopted) -> Register:
    """Return one version as data."""
    charter = adopted.charter
    values = version_values(work, adopted)
    beside = {one.version: one for one in work.charters.history()}
    following = beside.get(values["next"])
    at = f"/standards/versions/{adopted.version}"
    return Register(
        authority=charter.name,
        version=adopted.version,
        hash=adopted.hash,
        effective_at=adopted.effective_at,
        standards=[_standard(row) for row in charter.promises()],
        authority_key=charter.key,
        adopted_at=adopted.adopted_at,
        state=values["state"],
        until=following.effective_at if following else None,
        previous=_link(beside.get(values["previous"])),
        next=_link(following),
        time_zone=charter.authority.time_zone,
        counting=_counting(charter),
        stages=[_stage(stage) for stage in charter.stages.values()],
        ladder=[_tier(tier, is_first=tier is charter.first_tier) for tier in charter.tiers],
        calendars=list(_calendars(charter, values["shown_on"].year)),
        bodies=list(_bodies(charter)),
        services=list(_services(charter)),
        late_changes=msgspec.structs.asdict(charter.late_changes),
        links=Links(at, f"{at}.json", f"{at}.toml", "/standards/history"),
    )


def _standard(row: Promise) -> StandardEntry:
    names = set(StandardEntry.__struct_fields__) - {"limit", "unverified"}
    return StandardEntry(
        **{name: getattr(row, name) for name in names}, limit=_limit(row.limit), unverified=list(row.unverified)
    )


def _limit(limit: Limit) -> LimitData:
    return LimitData(
        words=limit.words,
        text=str(limit),
        counted=list(limit_words(limit)),
        **msgspec.structs.asdict(limit),
    )


def _maybe(limit: Limit | None) -> LimitData | None:
    return None if limit is None else _limit(limit)


def _source(part: Sourced) -> Source:
    return Source(part.source, part.section, part.verified_on, list(part.unverified))


def _longer(extend: Extend | None) -> Longer | None:
    if extend is None:
        return None
    return Longer(_limit(extend.most), extend.times, list(extend.reasons), extend.counts_from, extend.approver)


def _stage(stage: Stage) -> StageEntry:
    return StageEntry(
        key=stage.key,
        name=stage.name,
        about=stage.about,
        acknowledge=_maybe(stage.acknowledge),
        respond=_limit(stage.respond),
        inform=_maybe(stage.inform),
        counts_from=stage.counts_from,
        extension=_longer(stage.extend),
        holds=Holding(list(stage.holds), _limit(stage.hold_most)),
        transfer=stage.transfer,
        exceptions=[_exception(one) for one in stage.overrides],
        source=_source(stage),
    )


def _exception(one: Override) -> ExceptionEntry:
    return ExceptionEntry(
        body=one.body,
        unit=one.unit,
        service=one.service,
        kind=one.kind,
        acknowledge=_maybe(one.acknowledge),
        respond=_maybe(one.respond),
        inform=_maybe(one.inform),
        counts_from=one.counts_from,
        extension=_longer(one.extend),
        hold_reasons=None if one.holds is None else list(one.holds),
        source=_source(one),
    )


def _tier(tier: Tier, *, is_first: bool) -> TierEntry:
    same = ("key", "rank", "name", "about", "stage", "role", "independent", "on_late", "direct")
    words = window_words(tier, is_first=is_first)
    return TierEntry(
        **{name: getattr(tier, name) for name in same},
        who=tier.who or tier.name,
        window=Window(_maybe(tier.ask_within), _maybe(tier.ask_within_of_event), words),
        source=_source(tier),
    )


def _calendars(charter: Charter, year: int) -> Iterator[CalendarEntry]:
    years = [year, year + 1]
    for key in charter.calendars:
        calendar = charter.calendar(key)
        yield CalendarEntry(
            key=key,
            name=calendar.name,
            zone=calendar.zone.key,
            week={name.lower(): text for name, text in zip(WEEKDAYS, calendar.week_text, strict=True)},
            years=years,
            closed_days=[NamedDay(*day) for one in years for day in closed_days(calendar, one)],
            special_days=[SpecialDay(*day) for one in years for day in special_days(calendar, one)],
        )


def _bodies(charter: Charter) -> Iterator[BodyEntry]:
    for key, body in charter.bodies.items():
        yield BodyEntry(key, body.name, body.about, charter.calendar_for(key).key)


def _services(charter: Charter) -> Iterator[ServiceEntry]:
    for key, one in charter.services.items():
        calendar = charter.calendar_for(one.body, one.unit).key
        yield ServiceEntry(
            key, one.name, one.body, one.unit, one.about, list(one.everyday), calendar, f"/standards/services/{key}"
        )


def _counting(charter: Charter) -> CountingEntry:
    calendar = charter.calendar()
    shut = shut_weekdays(calendar, charter.calendars[calendar.key].recurring)
    rules: Mapping[str, Any] = msgspec.structs.asdict(charter.counting)
    return CountingEntry(**rules, words=list(counting_words(Counting(**rules), shut)))


def _link(adopted: Adopted | None) -> VersionLink | None:
    if adopted is None:
        return None
    data = f"/standards/versions/{adopted.version}.json"
    return VersionLink(adopted.version, adopted.hash, adopted.effective_at, data)

"""A whole charter and the questions asked of it; the most specific rule wins."""

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

import msgspec

from standards.calendars import WorkingCalendar
from standards.charter_checks import build_calendar
from standards.charter_parts import (
    Answered,
    Authority,
    Body,
    CalendarPart,
    Compliments,
    Contact,
    Kind,
    LateChanges,
    Outcome,
    OutcomeRule,
    Override,
    Promise,
    Quiet,
    Reason,
    Recommendations,
    Remedy,
    Reminder,
    Service,
    Stage,
    StageRule,
    Standard,
    Tier,
    Unit,
)
from standards.charter_promises import cited, exceptions, other_promises, tier_promises
from standards.charter_reading import Reader
from standards.errors import Invalid, NotFound
from standards.language import mark, named, say, say_in
from standards.limits import Counting, Limit

T = TypeVar("T")

KINDS: dict[Kind, str] = {
    "complaint": mark("complaints"),
    "compliment": mark("compliments"),
    "suggestion": mark("suggestions"),
    "enquiry": mark("enquiries"),
}
OVERRIDABLE = ("acknowledge", "respond", "inform", "counts_from", "extend", "holds")
# How much an override says about where it holds; the heavier one is applied later and so wins, field by field.
WEIGHTS = {"service": 8, "unit": 4, "body": 2, "kind": 1}


class Charter(msgspec.Struct, frozen=True, dict=True, kw_only=True):
    """A whole charter; every reference in it has been checked. `version` is 0 until it is adopted."""

    authority: Authority
    calendars: dict[str, CalendarPart]
    bodies: dict[str, Body]
    units: dict[str, Unit]
    services: dict[str, Service]
    standards: dict[str, Standard]
    stages: dict[str, Stage]
    ladder: tuple[Tier, ...]
    outcomes: tuple[Outcome, ...]
    remedies: tuple[Remedy, ...] = ()
    grounds: tuple[Reason, ...] = ()
    closing_reasons: tuple[Reason, ...] = ()
    compliments: Compliments | None = None
    suggestions: Answered | None = None
    enquiries: Answered | None = None
    recommendations: Recommendations | None = None
    reminders: tuple[Reminder, ...] = ()
    quiet: Quiet | None = None
    late_changes: LateChanges = LateChanges()
    retention: dict[str, Limit] = {}
    counting: Counting = Counting()
    case_outcome: OutcomeRule = "any_upheld"
    words: dict[str, dict[str, str]] = {}
    format: int = 1
    hash: str = ""
    version: int = 0

    # --- looking up ---

    @property
    def key(self) -> str:
        return self.authority.key

    @property
    def name(self) -> str:
        return self.authority.name

    @property
    def contact(self) -> Contact:
        return self.authority.contact

    def body(self, key: str) -> Body:
        return _found(self.bodies, key, "body")

    def unit(self, key: str) -> Unit:
        return _found(self.units, key, "unit")

    def service(self, key: str | None) -> Service | None:
        return self.services.get(key) if key else None

    def standard(self, key: str | None) -> Standard | None:
        return self.standards.get(key) if key else None

    def stage(self, key: str) -> Stage:
        return _found(self.stages, key, "stage")

    def outcome(self, code: str) -> Outcome:
        return _found({outcome.code: outcome for outcome in self.outcomes}, code, "outcome")

    def remedy(self, code: str) -> Remedy:
        return _found({remedy.code: remedy for remedy in self.remedies}, code, "remedy")

    def ground(self, code: str) -> Reason:
        return _found({ground.code: ground for ground in self.grounds}, code, "ground for declining")

    def units_of(self, body: str) -> tuple[Unit, ...]:
        return tuple(unit for unit in self.units.values() if unit.body == body)

    def services_of(self, body: str) -> tuple[Service, ...]:
        return tuple(service for service in self.services.values() if service.body == body)

    def standards_of(self, service: str, on: date | None = None) -> tuple[Standard, ...]:
        """Return the standards of a service, or only those that hold on a day."""
        return tuple(
            standard
            for standard in self.standards.values()
            if standard.service == service and (on is None or standard.holds_on(on))
        )

    def services_like(self, text: str) -> tuple[Service, ...]:
        """Return the services that people's everyday words point at, the best match first."""
        said = set(_plain(text).split())
        whole = f" {_plain(text)} "
        scored = []
        for service in self.services.values():
            names = list(
                dict.fromkeys(_plain(one) for word in (*service.everyday, service.name) for one in _said(word))
            )
            score = sum(len(name) for name in names if f" {name} " in whole)
            score += len(said & {word for name in names for word in name.split() if len(word) > 3})  # noqa: PLR2004
            if score:
                scored.append((-score, service.key, service))
        return tuple(service for _, _, service in sorted(scored, key=lambda each: each[:2]))

    # --- the ladder ---

    @cached_property
    def tiers(self) -> tuple[Tier, ...]:
        """Return the ladder from its lowest rung."""
        return tuple(sorted(self.ladder, key=lambda tier: tier.rank))

    @property
    def first_tier(self) -> Tier:
        return self.tiers[0]

    @property
    def top(self) -> Tier:
        return self.tiers[-1]

    def tier(self, key: str) -> Tier:
        return _found({tier.key: tier for tier in self.ladder}, key, "tier")

    def next_tier(self, key: str) -> Tier | None:
        """Return the next door; the top has none."""
        index = self.tiers.index(self.tier(key)) + 1
        return self.tiers[index] if index < len(self.tiers) else None

    # --- calendars and rules ---

    @cached_property
    def _calendars(self) -> dict[str, WorkingCalendar]:
        reader, parts = Reader({}), self.calendars.items()
        built = {key: build_calendar(reader, part, self.authority, self.version) for key, part in parts}
        if reader.faults:
            raise Invalid(faults=reader.faults)
        return {key: calendar for key, calendar in built.items() if calendar is not None}

    def calendar(self, key: str | None = None) -> WorkingCalendar:
        """Return a calendar by its key, or the authority's own."""
        return _found(self._calendars, key or self.authority.default_calendar, "calendar")

    def calendar_for(self, body: str | None = None, unit: str | None = None) -> WorkingCalendar:
        """Return the unit's calendar, or else its body's, or else the authority's."""
        of_unit = self.unit(unit) if unit else None
        answers = body or (of_unit.body if of_unit else None)
        of_body = self.body(answers) if answers else None
        return self.calendar(next((part.calendar for part in (of_unit, of_body) if part and part.calendar), None))

    @cached_property
    def _rules(self) -> dict[tuple[str | None, ...], StageRule]:
        return {}

    def stage_rule(
        self,
        stage: str,
        *,
        kind: Kind = "complaint",
        body: str | None = None,
        unit: str | None = None,
        service: str | None = None,
    ) -> StageRule:
        """Return the limits for a case: a rule for its service beats its unit's, its body's and its kind's."""
        known = self.services.get(service) if service else None
        unit = unit or (known.unit if known else None)
        body = body or (known.body if known else None) or (self.unit(unit).body if unit else None)
        asked = (stage, service, unit, body, kind)
        rule = self._rules.get(asked)
        if rule is None:
            rule = self._rules[asked] = _resolve(self.stage(stage), asked[1:])
        return rule

    # --- the public register ---

    def promises(self, body: str | None = None) -> tuple[Promise, ...]:
        """Return what is promised, by when and by whom; for one body, leave out what concerns only others."""
        if body is not None:
            self.body(body)
        rows = (*self._service_promises(), *self._handling_promises(), *self._other_promises())
        return tuple(row for row in rows if body is None or row.body in (None, body))

    def _service_promises(self) -> Iterator[Promise]:
        for standard in self.standards.values():
            service = self.services[standard.service]
            yield Promise(
                key=standard.key,
                what=named(standard.promise),
                within=standard.limit.words,
                limit=standard.limit,
                by=self.office_name(service.body, service.unit),
                body=service.body,
                service=service.key,
                target=standard.target,
                since=standard.since,
                until=standard.until,
                **cited(standard),
            )

    def _handling_promises(self) -> Iterator[Promise]:
        for tier in self.tiers:
            stage = self.stages[tier.stage]
            yield from tier_promises(tier, stage, is_first=tier is self.first_tier)
            for override in stage.overrides:
                for row in exceptions(tier, override, self.override_name(override)):
                    yield msgspec.structs.replace(row, body=self._override_body(override))

    def _other_promises(self) -> Iterator[Promise]:
        answered = {"suggestions": self.suggestions, "enquiries": self.enquiries}
        return other_promises(self.compliments, answered, self.recommendations, self.top)

    def office_name(self, body: str, unit: str | None = None) -> str:
        """Return what an office is called, with the team in front where there is one."""
        office = named(self.bodies[body].name)
        if not unit:
            return office
        return say_in("a team and its office", "{team}, {office}", team=named(self.units[unit].name), office=office)

    def override_name(self, override: Override) -> str:
        """Return what an exception is for, in words."""
        if override.service:
            return named(self.services[override.service].name)
        if override.unit:
            return named(self.units[override.unit].name)
        return named(self.bodies[override.body].name) if override.body else say(KINDS[override.kind or "complaint"])

    def _override_body(self, override: Override) -> str | None:
        if override.service:
            return self.services[override.service].body
        return self.units[override.unit].body if override.unit else override.body


def _resolve(stage: Stage, case: tuple[str | None, ...]) -> StageRule:
    values: dict[str, Any] = {name: getattr(stage, name) for name in OVERRIDABLE}
    because = "stage"
    fitting = [
        override
        for override in stage.overrides
        if all(wanted in (None, had) for wanted, had in zip(override.selector, case, strict=True))
    ]
    for override in sorted(fitting, key=_weight):
        values |= {name: getattr(override, name) for name in OVERRIDABLE if getattr(override, name) is not None}
        because = next(name for name in WEIGHTS if getattr(override, name) is not None)
    return StageRule(
        stage=stage.key,
        name=stage.name,
        hold_most=stage.hold_most,
        transfer=stage.transfer,
        because=because,
        **values,
    )


def _weight(override: Override) -> int:
    return sum(weight for name, weight in WEIGHTS.items() if getattr(override, name) is not None)


def _said(word: str) -> tuple[str, str]:
    """Return a word as the charter has it, and as it is said in the language that is spoken."""
    return word, named(word)


def _plain(text: str) -> str:
    """Return words without what people leave out when they type on a telephone: capitals, accents, signs."""
    letters = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in bare).split())


def _found(known: Mapping[str, T], key: str, what: str) -> T:
    if key not in known:
        raise NotFound(f"The charter has no {what} {key!r}.")
    return known[key]

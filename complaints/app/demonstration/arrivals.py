"""Who comes when and with what: the plan of the simulated authority, before anything happens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from complaints.app.demonstration.material import Chance, Material, Praise, Remark, Trouble
from complaints.domain.case import Kind
from standards.charter import Charter

Theme = Trouble | Praise | Remark

KINDS = {Kind.COMPLAINT: 0.78, Kind.COMPLIMENT: 0.12, Kind.SUGGESTION: 0.06, Kind.ENQUIRY: 0.04}
CHANNELS = {"web_form": 0.6, "api": 0.08, "phone": 0.16, "letter": 0.08, "walk_in": 0.08}
WEEKEND = (5, 6)
AT_WEEKENDS = 0.4
LATELY, LATELY_DAYS = 0.1, 16
"""One in ten comes in the last weeks on top, so that the desks have something before them."""

FAULT_SHARE = 0.11
FAULT_BEGINS, FAULT_ENDS = 0.52, 0.64
"""The fault falls into the third quarter of the time played, and most of it into a few weeks."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One case to come, with its own luck."""

    number: int
    at: datetime
    kind: Kind
    channel: str
    theme: Theme
    service: str | None
    standard: str | None
    body: str
    is_fault: bool
    chance: Chance


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be played."""

    charter: Charter
    material: Material
    since: datetime
    until: datetime
    seed: int
    cases: int

    def arrivals(self) -> list[Arrival]:
        """Return everybody who comes, in the order they come."""
        return sorted((self._arrival(number) for number in range(self.cases)), key=lambda one: (one.at, one.number))

    def _arrival(self, number: int) -> Arrival:
        chance = Chance(self.seed, number)
        is_fault = chance.happens(FAULT_SHARE)
        kind = Kind.COMPLAINT if is_fault else chance.weighted(KINDS)
        channel = chance.weighted(CHANNELS)
        at = self._moment(chance, is_fault=is_fault)
        theme = self.material.fault if is_fault else chance.one(self._themes(kind))
        service = self._service(theme, chance)
        standard = self._standard(theme, service, chance)
        known = self.charter.service(service)
        body = known.body if known else chance.one(list(self.charter.bodies))
        return Arrival(number, at, kind, channel, theme, service, standard, body, is_fault, chance)

    def _themes(self, kind: Kind) -> Sequence[Theme]:
        themes: dict[Kind, Sequence[Theme]] = {
            Kind.COMPLAINT: [one for one in self.material.trouble if self.charter.standards or not one.promised],
            Kind.COMPLIMENT: self.material.praise,
            Kind.SUGGESTION: self.material.idea,
            Kind.ENQUIRY: self.material.question,
        }
        return themes[kind]

    def _service(self, theme: Theme, chance: Chance) -> str | None:
        """Return the service the theme is about; where it fits any, the fault has one and the others are spread."""
        services = list(self.charter.services)
        if theme.service in self.charter.services or not services:
            return theme.service if services else None
        if isinstance(theme, Trouble) and theme.promised:
            services = [service for service in services if self.charter.standards_of(service)]
        return services[0] if theme is self.material.fault else chance.one(services)

    def _standard(self, theme: Theme, service: str | None, chance: Chance) -> str | None:
        """Return the promise of the service that the theme is about, if it is about one."""
        if not isinstance(theme, Trouble) or service is None:
            return None
        promised = [standard.key for standard in self.charter.standards_of(service)]
        if theme.promised:
            return chance.one(promised)
        return theme.standard if theme.standard in promised else None

    def _moment(self, chance: Chance, *, is_fault: bool) -> datetime:
        whole = self.until - self.since
        share = chance.between(FAULT_BEGINS, FAULT_ENDS) if is_fault else chance.between(0, 1)
        drawn = self.since + whole * share
        if not is_fault and chance.happens(LATELY):
            drawn = max(self.since, self.until - timedelta(days=chance.between(0, LATELY_DAYS)))
        zone = self.charter.calendar().zone
        on = drawn.astimezone(zone).date()
        if on.weekday() in WEEKEND and not chance.happens(AT_WEEKENDS):
            on -= timedelta(days=2)
        minutes = int(chance.between(7 * 60, 22 * 60))
        at = datetime.combine(on, time(minutes // 60, minutes % 60), zone).astimezone(UTC)
        return min(max(at, self.since), self.until - timedelta(minutes=5))

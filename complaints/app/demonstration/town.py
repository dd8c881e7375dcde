"""The simulated town: its time, its people, and one case as those who deal with it see it."""

from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from complaints import reads
from complaints.actions.lodge import lodge
from complaints.app.boundary import Application
from complaints.app.demonstration.arrivals import Arrival
from complaints.app.demonstration.cast import Cast, somebody
from complaints.app.demonstration.material import Chance, Material, Praise, Wording
from complaints.app.demonstration.needs import matter_of, needed
from complaints.domain.access import PUBLIC, SYSTEM, Actor, Role, person
from complaints.domain.case import Kind, State, Visibility
from complaints.kernel.work import Work
from complaints.reads import Whereabouts
from complaints.schemas import Submission
from standards.calendars import WorkingCalendar
from standards.charter import Charter, StageRule, Tier
from standards.clock import SimulatedClock

Life = AsyncGenerator[datetime, None]
"""What happens to somebody: it yields the instant at which it wants to go on, and acts when that has come."""

BY_STAFF = frozenset({"phone", "letter", "walk_in"})
VISIBILITIES = {Visibility.TEAM: 0.7, Visibility.UNIT: 0.2, Visibility.NOBODY: 0.1}
FIRST_MINUTE, LAST_MINUTE = 9 * 60 + 15, 15 * 60 + 45


@dataclass(slots=True)
class PlayedCase:
    """One case, with what only the play knows of it."""

    id: UUID
    reference: str
    code: str
    arrival: Arrival
    unit: str | None
    wording: Wording
    points: int = 0
    hands: set[UUID] = field(default_factory=set)
    promised: set[UUID] = field(default_factory=set)
    is_stopped: bool = False

    @property
    def chance(self) -> Chance:
        """The luck of this case."""
        return self.arrival.chance

    @property
    def person(self) -> Actor:
        """Whoever brought it, as who showed the code."""
        return person(self.id)


class Town:
    """Everything the lives of the cases lean on."""

    def __init__(
        self, application: Application, clock: SimulatedClock, charter: Charter, material: Material, cast: Cast
    ) -> None:
        self.application = application
        self.clock = clock
        self.charter = charter
        self.material = material
        self.cast = cast
        self.born: list[Life] = []
        self.told: list[PlayedCase] = []
        self.is_fault_recommended = False

    @property
    def now(self) -> datetime:
        """The simulated instant."""
        return self.clock.now()

    def work(self, actor: Actor) -> AbstractAsyncContextManager[Work]:
        """Open work in the name of somebody, now."""
        return self.application.work(actor)

    def begin(self, life: Life) -> None:
        """Let something go on beside the rest."""
        self.born.append(life)

    async def tell(self, arrival: Arrival) -> PlayedCase:
        """Tell the authority what this arrival is about, as the person or as somebody who writes it down."""
        wording = Wording(self.material, self.charter, arrival.service, arrival.chance, arrival.standard)
        service = self.charter.service(arrival.service)
        unit = service.unit if service else None
        actor = PUBLIC
        if arrival.channel in BY_STAFF:
            actor = arrival.chance.one(self.cast.of(Role.OFFICER, arrival.body, unit)[:1])
        async with self.work(actor) as work:
            receipt = await lodge(work, self._submission(arrival, wording), channel=arrival.channel)
            shown = await reads.code_of(work.session, receipt.reference)
        assert shown is not None  # noqa: S101 - it was lodged a moment ago
        played = PlayedCase(shown.id, receipt.reference, receipt.code, arrival, unit, wording)
        self.told.append(played)
        return played

    def _submission(self, arrival: Arrival, wording: Wording) -> Submission:
        chance, theme = arrival.chance, arrival.theme
        contact = somebody(chance, self.charter.authority.country)
        is_complaint = arrival.kind is Kind.COMPLAINT
        occurred_on = (self.now - timedelta(days=int(chance.between(1, 20)))).date()
        return Submission(
            kind=arrival.kind,
            narrative=wording.fill(chance.one(theme.words)),
            service=arrival.service,
            body=None if arrival.service else arrival.body,
            standard=arrival.standard,
            wants=chance.one(self.material.wants) if is_complaint and chance.happens(0.5) else None,
            occurred_on=occurred_on if is_complaint and chance.happens(0.6) else None,
            place=wording.fill("{street}") if chance.happens(0.5) else None,
            contact=contact,
            identity=chance.weighted(VISIBILITIES) if contact else Visibility.TEAM,
            praised=theme.praised if isinstance(theme, Praise) else None,
            may_quote=isinstance(theme, Praise) and chance.happens(0.7),
            matter=matter_of(arrival, self.charter),
            **needed(arrival, self.charter, contact),
        )

    async def whereabouts(self, case: PlayedCase) -> Whereabouts:
        """Return where a case stands."""
        async with self.application.work(SYSTEM, reading=True) as work:
            return await reads.whereabouts(work.session, case.id)

    def rule(self, case: PlayedCase, here: Whereabouts) -> StageRule:
        """Return the limits that hold for a case where it stands."""
        stage = self.charter.tier(here.tier).stage
        return self.charter.stage_rule(stage, body=case.arrival.body, unit=case.unit, service=case.arrival.service)

    async def is_still(self, case: PlayedCase, here: Whereabouts) -> bool:
        """Whether the case is open and at the step where it was; before its answer is due nothing takes it on."""
        if here.respond_by is not None and self.now < here.respond_by and not case.is_stopped:
            return True
        there = await self.whereabouts(case)
        return there.stage_no == here.stage_no and State(there.state).is_open

    def handler(self, case: PlayedCase, tier: Tier) -> Actor | None:
        """Return who deals with the case at a tier: somebody who had no part in it, None when there is nobody."""
        able = [
            actor
            for actor in self.cast.of(Role(tier.role), case.arrival.body, case.unit)
            if actor.id is not None and actor.id not in case.hands
        ]
        return case.chance.one(able) if able else None

    def calendar(self, case: PlayedCase) -> WorkingCalendar:
        """Return the calendar of whoever has the case."""
        return self.charter.calendar_for(body=case.arrival.body, unit=case.unit)

    def days_until(self, case: PlayedCase, at: datetime | None, *, otherwise: int = 10) -> int:
        """Return how many working days there are from now to an instant."""
        if at is None:
            return otherwise
        calendar = self.calendar(case)
        return max(1, calendar.open_days_between(calendar.local_day(self.now), calendar.local_day(at)))

    def later(self, case: PlayedCase, days: float, *, since: datetime | None = None) -> datetime:
        """Return an instant in the middle of the day, so many working days after now or *since*; never in the past."""
        calendar = self.calendar(case)
        on = calendar.add_open_days(calendar.local_day(since or self.now), max(1, round(days)))
        minutes = int(case.chance.between(FIRST_MINUTE, LAST_MINUTE))
        at = datetime.combine(on, time(minutes // 60, minutes % 60), calendar.zone).astimezone(UTC)
        return max(at, self.now + timedelta(minutes=1))

    def in_days(self, case: PlayedCase, least: float, most: float) -> date:
        """Return a day by which somebody promises something."""
        return self.calendar(case).local_day(self.now) + timedelta(days=int(case.chance.between(least, most)))

    def outcome(self, counts_as: str) -> str:
        """Return the charter's code for what something counts as."""
        codes = [outcome.code for outcome in self.charter.outcomes if outcome.counts_as == counts_as]
        return codes[0] if codes else self.charter.outcomes[0].code

"""Playing the plan: one heap of instants, and the clocks of the cases looked every evening."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from complaints.actions.adopt import adopt
from complaints.app.boundary import Application
from complaints.app.demonstration.arrivals import Plan
from complaints.app.demonstration.cast import Cast, gather
from complaints.app.demonstration.lives import live
from complaints.app.demonstration.rounds import rounds
from complaints.app.demonstration.town import Life, Town
from complaints.app.runner import execute
from complaints.app.sweeping import sweep
from complaints.domain.access import SYSTEM
from complaints.domain.case import Kind, State
from complaints.kernel import outbox
from complaints.kernel.mail import Letter
from standards.clock import SimulatedClock

EVENING = time(18, 30)
"""When the offices are shut, what was due that day is looked at; the running system looks all the time."""

CHARTER_FIRST = timedelta(days=400)
"""The charter took effect so long before the first case, so that periods before it can be compared."""

Said = Callable[[datetime], None]


class Playhouse(Application):
    """An application in which a year passes within a minute."""

    async def _look_for_charters(self, at: datetime) -> None:
        """Nobody else adopts a charter while it is played, so one look is enough."""
        if not len(self.charters):
            await super()._look_for_charters(at)


class NoPost:
    """A post office that sends nothing: invented people have no letter box."""

    async def send(self, letter: Letter) -> None:
        """Let the letter go; it stands in the person's thread."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A case to look at, with what its person was given."""

    reference: str
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Played:
    """What there is after the play: who works there, and some cases to look at."""

    cast: Cast
    to_show: list[Shown]


async def play(
    application: Playhouse, clock: SimulatedClock, plan: Plan, document: str, password_hash: str, said: Said
) -> Played:
    """Play the plan to its end on an empty database."""
    async with application.work(SYSTEM) as work:
        await adopt(work, document, effective_at=plan.since - CHARTER_FIRST)
        cast = await gather(work, plan.charter, password_hash)
    town = Town(application, clock, plan.charter, plan.material, cast)
    lives = [live(town, arrival) for arrival in plan.arrivals()]
    await Stage(town, plan.until, said).run([*lives, *(rounds(town, actor) for actor in cast.who_hand_out())])
    return Played(cast, await _to_show(town))


async def _to_show(town: Town) -> list[Shown]:
    """Return the newest case at each step that is open, and at each that is not."""
    found: dict[tuple[str, bool], Shown] = {}
    for case in reversed(town.told):
        here = await town.whereabouts(case)
        is_open = State(here.state).is_open
        words = f"{case.arrival.kind.value}, {town.charter.tier(here.tier).name}, {here.state.replace('_', ' ')}"
        if case.arrival.kind is Kind.COMPLAINT:
            found.setdefault((here.tier, is_open), Shown(case.reference, case.code, words))
    return list(found.values())


class Stage:
    """Brings every life on when its time has come, and does each evening what the running system does all the time."""

    def __init__(self, town: Town, until: datetime, said: Said) -> None:
        self._town = town
        self._until = until
        self._said = said
        self._waiting: list[tuple[datetime, int, Life]] = []
        self._entered = 0
        self._woken = False

    async def run(self, lives: list[Life]) -> None:
        """Run until the end of the time played; what wants to go on later stays as it is then."""
        self._town.application.nudge = self._wake
        for life in lives:
            await self._on(life)
        evening = self._next_evening(self._town.now)
        while self._waiting and self._waiting[0][0] <= self._until:
            at, _, life = heapq.heappop(self._waiting)
            while evening <= at:
                await self._watch(evening)
                evening = self._next_evening(evening)
            self._town.clock.advance_to(at)
            await self._on(life)
            await self._post()
        while evening < self._until:
            await self._watch(evening)
            evening = self._next_evening(evening)
        await self._watch(self._until)
        for _, _, life in self._waiting:
            await life.aclose()
        self._town.application.nudge = None

    async def _on(self, life: Life) -> None:
        """Let one life go on to its next instant, and begin those that it set off."""
        await self._step(life)
        while self._town.born:
            await self._step(self._town.born.pop(0))

    async def _step(self, life: Life) -> None:
        at = await anext(life, None)
        if at is not None:
            heapq.heappush(self._waiting, (at, self._entered, life))
            self._entered += 1

    async def _watch(self, at: datetime) -> None:
        self._town.clock.advance_to(at)
        await sweep(self._town.application, now=at)
        await self._post()
        self._said(at)

    async def _post(self) -> None:
        """Do what was put into the outbox, and what that puts there, as the runner does when it is woken."""
        application = self._town.application
        while self._woken:
            self._woken = False
            async with application.work(SYSTEM, reading=True) as work:
                waiting = await outbox.due(work.session, work.now)
            for key, _ in waiting:
                await execute(application, key)

    async def _wake(self) -> None:
        self._woken = True

    def _next_evening(self, after: datetime) -> datetime:
        zone = self._town.charter.calendar().zone
        on = after.astimezone(zone).date()
        today = datetime.combine(on, EVENING, zone).astimezone(UTC)
        return today if today > after else datetime.combine(on + timedelta(days=1), EVENING, zone).astimezone(UTC)

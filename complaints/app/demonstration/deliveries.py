"""Services given in the play: what their standards promise is mostly done in time, at times late, and at times not."""

from datetime import datetime

from complaints import reads
from complaints.actions.deliver import deliver
from complaints.app.demonstration.town import Life, PlayedCase, Town
from complaints.domain.access import SYSTEM, Actor, Role
from complaints.domain.case import ClockKind

HOW = {"in time": 0.82, "late": 0.12, "never": 0.06}
HOW_IN_THE_FAULT = {"late": 0.6, "never": 0.4}
EARLIEST, LATEST = 0.3, 0.9
"""The part of its time after which a service is given that is given in time."""


async def begin_delivery(town: Town, case: PlayedCase) -> None:
    """Let what the service promises on this case, if anything, be given beside all that happens to the case."""
    due = await _owed(town, case)
    officers = town.cast.of(Role.OFFICER, case.arrival.body, case.unit)
    if due is None or not officers:
        return
    chance = case.chance.beside("service")
    how = chance.weighted(HOW_IN_THE_FAULT if case.arrival.is_fault else HOW)
    if how != "never":
        part = chance.between(EARLIEST, LATEST)
        town.begin(_give(town, case, officers[0], _when(town, case, due, part, late=how == "late")))


def _when(town: Town, case: PlayedCase, due: datetime, part: float, *, late: bool) -> datetime:
    days = town.days_until(case, due)
    if late:
        return town.later(case, days * (1 + part))
    at = town.later(case, days * part)
    # What is promised within hours is done whatever the time of day.
    return at if at < due else town.now + (due - town.now) * part


async def _give(town: Town, case: PlayedCase, officer: Actor, at: datetime) -> Life:
    yield at
    # Whoever stopped the case in the meantime waits for nothing any more.
    if await _owed(town, case) is not None:
        async with town.work(officer) as work:
            await deliver(work, case.id, "It was done today, and somebody looked at it afterwards.")


async def _owed(town: Town, case: PlayedCase) -> datetime | None:
    """Return by when the service is promised, None where nothing is promised or it was given."""
    async with town.application.work(SYSTEM, reading=True) as work:
        clocks = (await reads.case_for_staff(work.session, case.id)).clocks
    running = [one for one in clocks if one.kind == ClockKind.SERVICE.value and one.stopped_at is None]
    return running[0].due if running else None

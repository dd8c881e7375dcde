"""Telling people how long others like them waited, and keeping what was counted so that it can be held against us."""

from collections.abc import Iterable
from datetime import timedelta
from math import ceil

import msgspec

from complaints.domain.access import COUNT_WAITS, require
from complaints.domain.case import State
from complaints.domain.forecast import FRESH, Alike, Forecast, level_of, rounded, scopes
from complaints.kernel.work import Work
from complaints.reads import waits as reads
from complaints.reads.waits import Told
from complaints.schemas import CaseView
from complaints.store.waits import add_waits


async def forecast_for(work: Work, case: CaseView) -> Forecast | None:
    """
    Return how long others waited who were where this case is now, as it was counted when its present stage began.

    It is the same on every visit, so that it can be held against what came true: made only from what was known then,
    and never renewed while the person waits. None where there is nothing to say: the case waits for no answer, it is
    praise, or too few cases like it had ended, or too many of them were still waiting. Where the person has waited
    longer than the range says, it is `beyond`: the page then says that, and no range.
    """
    stage = case.stages[-1]
    if not State(case.state).is_open or stage.answered_at is not None:
        return None
    alike = Alike(
        kind=case.kind,
        tier=case.tier,
        body=case.body,
        unit=case.unit or "",
        service=case.service or "",
        standard=case.standard or "",
    )
    began = stage.started_at
    told = await reads.told_at(work.session, scopes(alike), after=began - FRESH, at=began)
    if told is None or told.median_hours is None or told.low_hours is None or told.high_hours is None:
        return None
    zone = work.charter.charter.calendar().zone
    return Forecast(
        count=told.cases,
        median_hours=told.median_hours,
        low_hours=told.low_hours,
        high_hours=told.high_hours,
        since=told.since.astimezone(zone),
        as_of=told.as_of.astimezone(zone),
        among=level_of(told.scope),
        beyond=work.now - began > timedelta(hours=rounded(told.high_hours, ceil)),
    )


async def keep_waits(work: Work, counted: Iterable[Told]) -> None:
    """Write down what was counted of days of which nothing was counted before; what was told once is never changed."""
    require(work.actor, COUNT_WAITS)
    await add_waits(work.session, [msgspec.structs.asdict(told) for told in counted])

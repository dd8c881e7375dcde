"""The doors on the person's page: where a case stands, as the page knows it, and which way is open from there."""

from datetime import datetime
from typing import Any

from complaints.domain.case import ClockKind, Entry, Kind, State
from complaints.domain.doors import Door, Standing, open_doors
from complaints.domain.promises import calendar_of
from complaints.schemas import CaseView
from complaints.web.clocks import told
from standards.charter import Charter, Tier
from standards.language import named

Values = dict[str, Any]


def standing_of(case: CaseView, at: Tier) -> Standing:
    """
    Return where a case stands at the tier *at*, for the question which doors are open.

    A clock that stands still keeps the day it had; where the answer's time begins with the acknowledgement, a late
    acknowledgement opens the door.
    """
    running = {one.kind: told(one) for one in case.clocks if one.stage_no == case.stage_no and one.stopped_at is None}
    return Standing(
        kind=Kind(case.kind),
        state=State(case.state),
        tier=at,
        promised_at=running.get(ClockKind.RESPOND.value) or running.get(ClockKind.ACKNOWLEDGE.value),
        answered_at=case.stages[-1].answered_at or case.closed_at,
        occurred_on=case.occurred_on,
        historic=case.historic,
    )


def doors(case: CaseView, charter: Charter, in_force: Charter, now: datetime) -> list[Values]:
    """Return the doors that are open to the person; *charter* is the stage's own, the doors are of that *in_force*."""
    standing = standing_of(case, charter.tier(case.tier))
    found = open_doors(in_force, standing, now, calendar_of(in_force, case.body, case.unit))
    return [_shown(one, case.stage_no) for one in found]


def _shown(one: Door, stage_no: int) -> Values:
    return {
        "key": one.tier.key,
        "name": named(one.tier.who or one.tier.name),
        "about": named(one.tier.about),
        "is_direct": one.entry is Entry.DIRECT,
        "independent": one.tier.independent,
        "ask_by": one.ask_by,
        "asked_late": one.asked_late,
        "stage_no": stage_no,
    }

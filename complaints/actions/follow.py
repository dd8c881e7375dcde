"""Following the clock of an answer: its row, the charter's rule for it, and its course as the journal tells it."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from complaints.domain.case import ClockKind, Kind, State
from complaints.domain.course import ENTRIES, Course, Happening, course_of
from complaints.domain.promises import calendar_of, first_reminder
from complaints.kernel import journal, timers
from complaints.kernel.text import date_words, datetime_words
from complaints.kernel.timers import ClockRow
from complaints.kernel.work import Work
from complaints.store import Case
from standards.calendars import WorkingCalendar
from standards.charter import Charter, StageRule
from standards.deadlines import Deadline, Explanation
from standards.errors import Conflict
from standards.explanations import Given, given

RESPOND = ClockKind.RESPOND.value


class NothingOwed(Conflict):
    """No answer is owed by a date at the moment, so there is no date to change."""

    code = "nothing-owed"

    def __init__(self) -> None:
        super().__init__("There is no date for an answer that could be changed.")


@dataclass(frozen=True, slots=True)
class Followed:
    """The clock of an answer as it runs or stands still; `first_promised_at` is what the person was told first."""

    clock: ClockRow
    charter: Charter
    rule: StageRule
    course: Course
    first_promised_at: datetime

    def reminder(self, due: Deadline, now: datetime) -> datetime | None:
        """Return when whoever has the case is reminded first of a date it is moved to."""
        return first_reminder(self.charter, ClockKind.RESPOND, due, self.course.calendar, now)

    def words(self, at: datetime, language: str) -> str:
        """Return an instant as people are told it: the day, and for a limit in hours the time too."""
        words = date_words if self.course.source.limit.counts_days else datetime_words
        return words(at, self.course.calendar.zone, language)


async def follow(work: Work, case: Case) -> Followed:
    """Return the clock of the answer that is owed at the present stage of a complaint; raise NothingOwed."""
    found = await look_for(work, case)
    if found is None:
        raise NothingOwed
    return found


async def look_for(work: Work, case: Case) -> Followed | None:
    """Return the clock of the answer that is owed at the present stage of a complaint, None where none is."""
    if case.kind != Kind.COMPLAINT.value or not State(case.state).is_open or case.historic:
        return None
    rows = [
        row
        for row in await timers.clocks_of(work.session, case.id)
        if row.kind == RESPOND and row.stage_no == case.stage_no
    ]
    clock = next((row for row in rows if row.stopped_at is None), None)
    if clock is None or clock.explanation is None:
        return None
    source = given(msgspec.json.decode(clock.explanation, type=Explanation))
    charter = work.charters.get(case.charter_id).charter
    course = course_of(
        await _happenings(work, case, clock),
        source,
        _calendar(work, case, clock, source),
        due_at=clock.due_at,
        promised_at=clock.promised_at,
        is_late=clock.fired_at is not None,
    )
    rule = charter.stage_rule(case.stage, body=case.body, unit=case.unit, service=case.service)
    begun = [row.promised_at for row in rows if row.started_at == clock.started_at]
    return Followed(clock, charter, rule, course, min(begun))


async def _happenings(work: Work, case: Case, clock: ClockRow) -> list[Happening]:
    """Return what has moved the clock since its time began, at this stage and, after a transfer, anew."""
    return [
        Happening(entry.at, entry.kind, entry.payload)
        for entry in await journal.entries(work.session, case.id)
        if entry.kind in ENTRIES and entry.stage_no == case.stage_no and entry.at >= clock.started_at and entry.payload
    ]


def _calendar(work: Work, case: Case, clock: ClockRow, source: Given) -> WorkingCalendar:
    """
    Return the calendar that the date was counted by last, whatever office has the case now.

    While a clock stands still nobody is promised a day: where late closed days move dates, it goes on by today's.
    """
    counted = [one for one in work.charters.history() if one.version == source.version]
    charter = (counted[0] if counted else work.charters.get(case.charter_id)).charter
    present = work.charter.charter
    if clock.held_at is not None and present.late_changes.closed_day_added == "move_and_tell":
        charter = present
    named = [key for key, part in charter.calendars.items() if part.name == source.calendar]
    return charter.calendar(named[0]) if named else calendar_of(charter, case.body, case.unit)

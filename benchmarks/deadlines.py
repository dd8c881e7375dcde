"""
What a deadline costs: processor microseconds each, with the calendars cold and warm.

usage: deadlines.py [N]     N: how many deadlines of each sort (default 10000)

Cold is the first deadline on a calendar nobody has asked yet, with its year laid out; warm is the mean of N deadlines
whose starts are spread over two years. The smallest of five rounds is printed: what other programs take from the
machine only adds. `calibrate` is a fixed piece of Python work; compare figures of different runs by it. A sort that
costs more than 50 microseconds warm is followed by where its time goes.
"""

import cProfile
import pstats
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from complaints.domain.case import Kind
from complaints.domain.promises import Place, promises
from standards.calendars import WorkingCalendar
from standards.charter import Reminder, load_charter
from standards.deadlines import Extension, Hold, Limit, deadline, explanation_words
from standards.packs import read_pack
from standards.recurring import RecurringDay
from standards.reminders import reminders

ROUNDS = 5
DEAR = 50  # microseconds
FIRST = datetime(2026, 1, 5, 8, 17, tzinfo=UTC)
SPREAD = timedelta(days=730)
HOURS = ((clock_time(9), clock_time(12, 30)), (clock_time(13, 15), clock_time(17)))
WEEK = (*[HOURS] * 5, (), ())
EVERY_SECOND = RecurringDay(5, HOURS, "every second Saturday", every=2, since=FIRST.date())

Made = Callable[[datetime, WorkingCalendar], object]


def national(*recurring: RecurringDay) -> WorkingCalendar:
    """Return a calendar with hours and the public holidays of England."""
    return WorkingCalendar(ZoneInfo("Europe/London"), WEEK, country="GB", subdivision="ENG", recurring=recurring)


def counted(text: str, *, holds: int = 0, more: str = "") -> Made:
    limit = Limit.parse(text)
    extensions = [Extension(Limit.parse(more), "more")] if more else []

    def made(start: datetime, calendar: WorkingCalendar) -> object:
        pauses = [Hold(start + timedelta(days=2 + 5 * n), start + timedelta(days=4 + 5 * n), "") for n in range(holds)]
        return deadline(limit, start, calendar, holds=pauses, extensions=extensions)

    return made


def on_a_deadline(then: Callable[..., object]) -> Made:
    """Return what is done with one deadline that was counted before."""
    due = deadline(Limit.parse("10 working days"), FIRST, national())
    return lambda _, calendar: then(due, calendar)


def lodged() -> Made:
    """Return what lodging asks of the engine: every promise of a first stage, with its reminders."""
    charter = load_charter(read_pack("calder_bay"))
    stage, place = charter.stage(charter.first_tier.stage), Place("city_works", "waste", "bin_collection", "missed_bin")
    return lambda start, _: promises(charter, stage, Kind.COMPLAINT, place, start)


RULES = (Reminder("respond", at=50), Reminder("respond", before=Limit.parse("2 working days")))
SORTS: dict[str, Made] = {
    "10 working days": counted("10 working days"),
    "10 working days, at the same time of day": counted(
        "10 working days, counted from the next open day, at the same time of day"
    ),
    "40 working hours": counted("40 working hours"),
    "24 hours": counted("24 hours"),
    "30 calendar days, or the next open day": counted("30 days, or the next open day"),
    "3 months": counted("3 months, beginning with the day of receipt"),
    "10 working days with two holds": counted("10 working days", holds=2),
    "40 working hours with two holds": counted("40 working hours", holds=2),
    "10 working days and 5 more": counted("10 working days", more="5 working days"),
    "explanation into words": on_a_deadline(lambda due, _: explanation_words(due.explanation)),
    "two reminders": on_a_deadline(lambda due, calendar: reminders(RULES, "respond", due, calendar)),
    "four promises of a lodgement, with reminders": lodged(),
}


def cost(made: Made, calendar: WorkingCalendar, starts: list[datetime]) -> float:
    """Return the processor seconds of one."""
    began = time.process_time()
    for start in starts:
        made(start, calendar)
    return (time.process_time() - began) / len(starts)


def measure(name: str, made: Made, calendar: WorkingCalendar, starts: list[datetime]) -> None:
    cold = (
        cost(made, national(), starts[:1])
        if calendar.recurring == ()
        else cost(made, national(EVERY_SECOND), starts[:1])
    )
    warm = min(cost(made, calendar, starts) for _ in range(ROUNDS))
    print(f"{name:56} {cold * 1e6:10.0f} {warm * 1e6:8.1f}", flush=True)
    if warm * 1e6 > DEAR:
        _say_why(made, calendar, starts)


def _say_why(made: Made, calendar: WorkingCalendar, starts: list[datetime]) -> None:
    profile = cProfile.Profile()
    profile.runcall(cost, made, calendar, starts)
    found = pstats.Stats(profile).get_stats_profile()
    dear = sorted(found.func_profiles.items(), key=lambda each: -each[1].tottime)[:5]
    shares = ", ".join(f"{name} {one.tottime / found.total_tt:.0%}" for name, one in dear)
    print(f"    of its own time: {shares}")


def main(count: int) -> None:
    starts = [FIRST + SPREAD * number / count for number in range(count)]
    began = time.process_time()
    for _ in range(count):
        FIRST + SPREAD
    print(f"calibrate: {(time.process_time() - began) / count * 1e9:.0f} ns for an instant and a length added")
    print(f"{f'{count} of each':56} {'cold us':>10} {'warm us':>8}")
    calendar, odd = national(), national(EVERY_SECOND)
    for name, made in SORTS.items():
        measure(name, made, calendar, starts)
    measure("10 working days, every second Saturday open", SORTS["10 working days"], odd, starts)


if __name__ == "__main__":
    match sys.argv[1:]:
        case []:
            main(10_000)
        case [number] if number.isdecimal():
            main(int(number))
        case _:
            print(__doc__)
            sys.exit(2)

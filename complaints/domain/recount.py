"""What a closed day that comes or goes late does to promises already made: the charter's rule says, clock by clock."""

import enum
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

import msgspec

from complaints.domain.case import ClockKind
from standards.calendars import WorkingCalendar
from standards.charter import Charter
from standards.charter_parts import LateChanges
from standards.deadlines import Deadline, recount
from standards.errors import Invalid
from standards.explanations import Begun, DueStep, Explanation, Given, Rolled, given, parts
from standards.language import mark, named, say, say_many
from standards.wording import count_words, day_words, list_words

COUNTED_AGAIN = frozenset(
    {ClockKind.ACKNOWLEDGE.value, ClockKind.RESPOND.value, ClockKind.PASS_ON.value, ClockKind.SERVICE.value}
)
"""
What somebody at an office does by a day that was counted.

The next news goes by itself on a closed day too, a promised action has the day that was agreed, a hold the day that was
said; and a reply to the ombudsperson is no promise to a person. They all stay as they are.
"""

OTHERWISE = mark("Our opening times are not the same any more")
ONE_DAY, OVER_A_WEEKEND = timedelta(days=1), timedelta(days=3)


class Verdict(enum.StrEnum):
    """What becomes of one clock."""

    KEPT = "kept"
    MOVES_AND_TOLD = "moves_and_told"
    WORKS_TO_IT = "works_to_it"
    UNAFFECTED = "unaffected"

    @property
    def moves(self) -> bool:
        """Whether the date to which the office works moves."""
        return self in {Verdict.MOVES_AND_TOLD, Verdict.WORKS_TO_IT}


class Ticking(msgspec.Struct, frozen=True):
    """A clock that runs: when it is due, what the person was told, and how the date was counted, if it was."""

    kind: str
    due_at: datetime
    promised_at: datetime
    explanation: Explanation | None


class Recounted(msgspec.Struct, frozen=True):
    """
    A clock counted again: `promised_at` is what the person has been told then.

    `deadline` is the new count, None where nothing was counted; its date holds only where the verdict moves.
    """

    verdict: Verdict
    promised_at: datetime
    deadline: Deadline | None = None
    why: str = ""


def recounted(
    clock: Ticking, before: WorkingCalendar, after: WorkingCalendar, rule: LateChanges, now: datetime
) -> Recounted:
    """
    Count a clock again on *after*, which was *before* until now, and say what the rule makes of it.

    The limit, the start, the holds and the extensions are those of its explanation. A later date never takes a promise
    back without the person being told; an earlier one is worked to by the office alone, and never makes a clock late at
    once.
    """
    stays = Recounted(Verdict.KEPT, clock.promised_at)
    if clock.kind not in COUNTED_AGAIN or clock.explanation is None or clock.due_at <= now:
        return stays
    fresh = _again(clock.explanation, after)
    if fresh is None or _due(clock.explanation) != clock.due_at:
        return stays
    if fresh.due_at == clock.due_at:
        return Recounted(Verdict.UNAFFECTED, clock.promised_at)
    is_later = fresh.due_at > clock.due_at
    moves = rule.closed_day_added == "move_and_tell" if is_later else rule.closed_day_removed == "work_to_it"
    if not moves or fresh.due_at <= now:
        return Recounted(Verdict.KEPT, clock.promised_at, fresh)
    promised_at = max(clock.promised_at, fresh.due_at) if is_later else clock.promised_at
    verdict = Verdict.WORKS_TO_IT if promised_at == clock.promised_at else Verdict.MOVES_AND_TOLD
    return Recounted(verdict, promised_at, fresh, reason(clock.explanation, fresh.explanation, before))


class Row(msgspec.Struct, frozen=True):
    """So many clocks of one kind at one body, which move from one day to another."""

    body: str
    kind: str
    before: date
    after: date
    is_told: bool
    count: int


class Tally(msgspec.Struct, frozen=True):
    """
    What became of the clocks looked at so far.

    `internal` are the dates to which offices work that move, `promised` those of them that people are told; `people`
    are those who are told. `kept` stay as they are by rule or by kind, of which `otherwise` would be another date.
    """

    counted: int = 0
    internal: int = 0
    promised: int = 0
    people: int = 0
    kept: int = 0
    otherwise: int = 0
    unaffected: int = 0

    def with_case(self, found: Sequence[Recounted]) -> "Tally":
        """Return the tally with the clocks of one more case."""
        verdicts = [one.verdict for one in found]
        told = verdicts.count(Verdict.MOVES_AND_TOLD)
        return Tally(
            counted=self.counted + len(found),
            internal=self.internal + sum(verdict.moves for verdict in verdicts),
            promised=self.promised + told,
            people=self.people + (told > 0),
            kept=self.kept + verdicts.count(Verdict.KEPT),
            otherwise=self.otherwise + sum(one.verdict is Verdict.KEPT and one.deadline is not None for one in found),
            unaffected=self.unaffected + verdicts.count(Verdict.UNAFFECTED),
        )


class Effect(msgspec.Struct, frozen=True):
    """
    What a new version does to promises already made, if it took effect now; counts only, no case.

    `calendars` are the names of those that change, `tally` counts the running clocks that are counted by them, `rows`
    the largest groups of dates that move, `more` the dates in none of these groups. `elsewhere` are running clocks that
    are on no case, such as replies to the ombudsperson: they stay as they are. `rule` says what the charter rules.
    """

    calendars: tuple[str, ...]
    tally: Tally
    rows: tuple[Row, ...] = ()
    more: int = 0
    elsewhere: int = 0
    rule: tuple[str, ...] = ()

    @property
    def headline(self) -> str:
        """Return the numbers in one line: '37 internal dates move, 0 promised dates move'."""
        counts = ((self.tally.internal, "internal"), (self.tally.promised, "promised"))
        return ", ".join(f"{count_words(n, f'{what} date moves', f'{what} dates move')}" for n, what in counts)


ADDED: Mapping[str, str] = {
    "keep": "When a day is closed later on, every date stays as it was told.",
    "move_and_tell": "When a day is closed later on, dates move to a later day, and each person is told the new day "
    "and why.",
}
REMOVED: Mapping[str, str] = {
    "keep": "When a closed day is opened later on, every date stays as it is.",
    "work_to_it": "When a closed day is opened later on, the office works to the earlier day, and what people were "
    "told stays.",
}


def rule_words(rule: LateChanges) -> tuple[str, ...]:
    """Say what a charter rules for days that are closed or opened after promises were made."""
    return ADDED[rule.closed_day_added], REMOVED[rule.closed_day_removed]


def largest(moves: Counter[tuple[str, str, date, date, bool]], most: int) -> tuple[tuple[Row, ...], int]:
    """Return the largest groups of dates that move, by body, kind and day, and how many dates are in none of them."""
    ordered = sorted(moves.items(), key=lambda each: (-each[1], each[0]))
    rows = tuple(Row(*group, count) for group, count in ordered[:most])
    return rows, sum(count for _, count in ordered[most:])


def changed_calendars(before: Charter, after: Charter) -> frozenset[str]:
    """Return the keys of the calendars that both charters have and that do not say the same."""
    both = before.calendars.keys() & after.calendars.keys()
    return frozenset(key for key in both if _rules(before.calendar(key)) != _rules(after.calendar(key)))


Told = Callable[[int, str], str]
"""Says of so many days, in words, what they are now."""


def reason(old: Explanation, new: Explanation, before: WorkingCalendar) -> str:
    """
    Say which days made the difference between two counts, without a full stop.

    What the old count knew ends with its last day; behind that *before* is asked.
    """
    was, now_is = given(old), given(new)
    known, last = _last_day(old), _last_day(new)
    behind = known + ONE_DAY, max(last, known + ONE_DAY)
    closed_then = dict((*was.closed, *before.closures_between(*behind)))
    opened_then = {day: why for day, _, why in (*was.opened, *before.openings_between(*behind))}
    closed_now, opened_now = dict(now_is.closed), {day: why for day, _, why in now_is.opened}
    said = [
        _sentence({day: mine[day] for day in mine.keys() - others.keys() if day <= last}, words)
        for mine, others, words in (
            (closed_now, closed_then, _closed),
            (closed_then, closed_now, _closed_no_more),
            (opened_now, opened_then, _open),
            (opened_then, opened_now, _open_no_more),
        )
    ]
    return "; ".join(filter(None, said)) or say(OTHERWISE)


def _closed(count: int, days: str) -> str:
    return say_many("{days} is a closed day now", "{days} are closed days now", count, days=days)


def _closed_no_more(count: int, days: str) -> str:
    return say_many("{days} is not a closed day any more", "{days} are not closed days any more", count, days=days)


def _open(count: int, days: str) -> str:
    return say_many("{days} is an open day now", "{days} are open days now", count, days=days)


def _open_no_more(count: int, days: str) -> str:
    return say_many("{days} is not an open day any more", "{days} are not open days any more", count, days=days)


def _again(explanation: Explanation, calendar: WorkingCalendar) -> Deadline | None:
    """Count again; None when it cannot be, or when the later of two counts held, which no clock has."""
    if len(parts(explanation)) != 1:
        return None
    try:
        return recount(explanation, calendar)
    except Invalid:
        return None


def _due(explanation: Explanation) -> datetime:
    return next(step.at for step in explanation if isinstance(step, DueStep))


def _last_day(explanation: Explanation) -> date:
    """Return the last day that had a say in a count."""
    days = [step.on for step in explanation if not isinstance(step, Given | Begun)]
    return max([*days, *(step.since for step in explanation if isinstance(step, Rolled))])


def _rules(calendar: WorkingCalendar) -> tuple[object, ...]:
    return (
        calendar.zone.key,
        calendar.weekly,
        dict(calendar.closed),
        dict(calendar.opened),
        dict(calendar.yearly),
        calendar.country,
        calendar.subdivision,
        calendar.recurring,
    )


def _sentence(days: Mapping[date, str], words: Told) -> str:
    said = [_run_words(run, days[run[0]]) for run in _runs(days)]
    return words(len(days), list_words(said)) if said else ""


def _run_words(run: Sequence[date], name: str) -> str:
    days = day_words(run[0])
    if len(run) > 1:
        days = say("{since} to {until}", since=days, until=day_words(run[-1]))
    return say("{days} ({why})", days=days, why=named(name)) if name else days


def _runs(days: Mapping[date, str]) -> list[list[date]]:
    """Return the days in order; those that follow each other under one name, over a weekend too, together."""
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and days[day] == days[runs[-1][-1]] and day - runs[-1][-1] <= OVER_A_WEEKEND:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs

"""When the machine's time looks wrong: the pure part of the clock guard."""

from datetime import datetime, timedelta

import msgspec

from standards.wording import count_words

BEHIND = timedelta(seconds=60)
AHEAD = timedelta(minutes=15)
LEAST = 50
SHARE = 0.05


class Memory(msgspec.Struct, frozen=True):
    """
    What the guard remembers.

    `mark` is the greatest time at which clocks were fired, `stopped_at` when the last process stopped in order since,
    `forecast` how many clocks were expected to come due within a day.
    """

    mark: datetime
    stopped_at: datetime | None
    forecast: int


def doubt(memory: Memory, now: datetime, *, due: int, running: int) -> str | None:
    """
    Say why nothing may fire at *now*, None when all is well.

    Time may not run backwards by more than a minute, nor leap by more than a quarter of an hour unless everything
    had been stopped in order; and no more clocks may come due at once, out of *running*, than were expected and
    one twentieth of all, or fifty. (security-ux 1.5.5: a wrong clock must not escalate ten thousand cases.)
    """
    if now < memory.mark - BEHIND:
        return f"The time of the database is {_span(memory.mark - now)} behind the time at which clocks fired last."
    was_stopped = memory.stopped_at is not None and memory.stopped_at >= memory.mark - BEHIND
    if now > memory.mark + AHEAD and not was_stopped:
        return (
            f"{_span(now - memory.mark)} have passed since clocks fired last, and nothing was stopped in order. "
            "Either the service was down, or the time of the database is wrong."
        )
    if due > memory.forecast + max(LEAST, running * SHARE):
        expected = count_words(memory.forecast, "was", "were")
        return f"{count_words(due, 'promise comes', 'promises come')} due at once; {expected} expected."
    return None


def _span(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    if minutes < 120:  # noqa: PLR2004 - two hours
        return count_words(max(minutes, 1), "minute", "minutes")
    hours = minutes // 60
    return count_words(hours, "hour", "hours") if hours < 48 else count_words(hours // 24, "day", "days")  # noqa: PLR2004 - two days

"""How far a date is away, in the words people use."""

from datetime import datetime, tzinfo


def due_words(due_at: datetime, now: datetime, zone: tzinfo) -> str:
    """Return 'due today', 'due in 3 days' or '2 days late', counted in days of the calendar of *zone*."""
    days = (due_at.astimezone(zone).date() - now.astimezone(zone).date()).days
    if due_at < now:
        return "late since today" if days == 0 else f"{-days} {'day' if days == -1 else 'days'} late"
    if days == 0:
        return "due today"
    return "due tomorrow" if days == 1 else f"due in {days} days"

"""How a message gets to somebody: which ways it has to go, when, and what a person has to do by hand for it."""

from collections.abc import Iterable
from datetime import datetime

from complaints.domain.case import Visibility
from complaints.domain.matter import Format
from complaints.domain.privacy import can_reach
from complaints.domain.quiet import SafeHours, first_moment
from standards.calendars import WorkingCalendar
from standards.charter import Quiet
from standards.errors import Conflict, NotFound

OWED, DONE, DROPPED = "owed", "done", "dropped"
EMAIL, PHONE, POST, HAND = "email", "phone", "post", "hand"
BY_HAND = (PHONE, POST, HAND)
"""The ways that wait in the tray for somebody of staff."""

MADE = "made"
"""What the key of a way ends in that beside the mail somebody has to make by hand."""

MADE_BY_HAND = frozenset({Format.EASY_READ, Format.AUDIO, Format.BRAILLE, Format.SIGN_LANGUAGE, Format.CALL})
"""The formats that no machine makes: whoever gets mail and needs one of these gets both."""

RECEIPT = "receipt"
"""How the key of the one message begins that somebody waits for at this moment."""


NEW_CODE = "new_code:"
"""How the key of a message begins that brings a new code: it is done by making the code, and in no other way."""


class NoSuchDelivery(NotFound):
    """The answer for a letter that is not there and for one that must not be known of."""

    code = "no-such-letter"

    def __init__(self) -> None:
        super().__init__("There is no such letter or call, or it is not yours to see.")


class AlreadyDone(Conflict):
    """Somebody else was first."""

    code = "already-done"

    def __init__(self) -> None:
        super().__init__("This is done already, or it is not needed any more.")


class CodeFirst(Conflict):
    """A new code is brought by making it; without that the person would wait for one that is not there."""

    code = "code-first"

    def __init__(self) -> None:
        super().__init__("Make the code first, on the page of the people of the case. Then this is done by itself.")


class NotNow(Conflict):
    """It is not safe for the person at this time of day."""

    code = "not-now"


def ways(message: str, reply_by: str | None, visibility: str, formats: Iterable[str]) -> dict[str, str]:
    """
    Return the ways a message goes to the person, each under its key; none where they look with their code only.

    Whoever wants nobody to know their name is reached by mail alone: by telephone and post somebody would have to know.
    """
    chosen = Visibility(visibility)
    if reply_by is None or not can_reach(reply_by, chosen):
        return {}
    found = {message: reply_by}
    by_hand = chosen is not Visibility.NOBODY and any(Format(one) in MADE_BY_HAND for one in formats)
    if reply_by == EMAIL and by_hand:
        found[f"{message}:{MADE}"] = HAND
    return found


def leaves_at(
    way: str, message: str, *, quiet: Quiet | None, safe: SafeHours | None, calendar: WorkingCalendar, now: datetime
) -> datetime:
    """
    Return when a message may go a way at the earliest.

    Mail and calls keep to the person's safe hours and the authority's quiet ones; a receipt, for which somebody waits,
    only to the safe ones. What goes by post may be made ready at any time.
    """
    if way in {POST, HAND}:
        return now
    return first_moment(None if message.startswith(RECEIPT) and way == EMAIL else quiet, safe, calendar, now)

"""What may become of a proposed charter, who may decide, and from when it can hold."""

import enum
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from standards.charter import Charter
from standards.errors import Conflict, Fault, Invalid, NotAllowed, NotFound

LONGEST_WORDS = 2_000
LONGEST_DOCUMENT = 500_000


class State(enum.StrEnum):
    """Where a proposal stands; stored as words."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    ADOPTED = "adopted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def is_open(self) -> bool:
        """Whether something may still become of it."""
        return self in {State.DRAFT, State.PROPOSED}


IN_WORDS: dict[State, str] = {
    State.DRAFT: "It is still a draft.",
    State.PROPOSED: "It was put forward already.",
    State.ADOPTED: "It was adopted already.",
    State.DECLINED: "It was declined already.",
    State.WITHDRAWN: "It was withdrawn already.",
}


class NoSuchProposal(NotFound):
    """There is no such proposal, or it is somebody else's draft."""

    code = "no-such-proposal"

    def __init__(self) -> None:
        super().__init__("There is no such proposal.")


class NotInThisState(Conflict):
    """What was asked for cannot be done to the proposal any more, or not yet."""

    code = "proposal-state"


class ProposalChanged(Conflict):
    """Somebody, perhaps in another window, changed the proposal since it was shown."""

    code = "proposal-changed"

    def __init__(self) -> None:
        super().__init__("This was changed in another window since you opened it. Look at it again.")


class CharterChanged(Conflict):
    """Another version was adopted after the proposal was made from an older one."""

    code = "charter-changed"

    def __init__(self, version: int) -> None:
        super().__init__(
            f"The charter changed since; look at the difference again. Version {version} was adopted after this was "
            "begun: whoever made the proposal moves it onto that version and puts it forward again."
        )


class OwnProposal(NotAllowed):
    """Nobody adopts what they proposed themselves."""

    code = "own-proposal"

    def __init__(self) -> None:
        super().__init__("You proposed this, so somebody else must adopt or decline it.", open=True)


class Standing(msgspec.Struct, frozen=True):
    """What the rules look at on a proposal: where it stands, whose it is, how often it was changed."""

    state: State
    author: UUID | None
    version: int

    def check(self, wanted: State, *, seen: int) -> None:
        """Raise unless it stands where it must, as whoever asks has *seen* it."""
        if self.state is not wanted:
            raise NotInThisState(IN_WORDS[self.state])
        if self.version != seen:
            raise ProposalChanged


def check_words(field: str, text: str, missing: str) -> str:
    """Return a reason without the spaces around it; raise Invalid when there is none, or far too much."""
    said = text.strip()
    if not said or len(said) > LONGEST_WORDS:
        fault = Fault(field, missing if not said else f"Use at most {LONGEST_WORDS:,} characters.")
        raise Invalid("Some answers need another look.", faults=[fault])
    return said


def check_document(text: str) -> str:
    """Return the text of a draft; raise Invalid when it is none, holds a NUL, or is too long to be a charter."""
    if not text.strip():
        message = "There is no text. To give up this draft, withdraw it."
    elif "\x00" in text:
        message = "This is not a text: it holds a sign with the number 0."
    elif len(text) > LONGEST_DOCUMENT:
        message = f"Use at most {LONGEST_DOCUMENT:,} characters."
    else:
        return text
    raise Invalid("This cannot be kept.", faults=[Fault("document", message)])


def check_effect(effective_on: date | None, charter: Charter, newest_at: datetime, now: datetime) -> None:
    """Raise Invalid unless a charter may take effect on this day: not in the past, not before the newest one does."""
    zone = ZoneInfo(charter.authority.time_zone)
    today, newest_on = now.astimezone(zone).date(), newest_at.astimezone(zone).date()
    message = ""
    if effective_on is not None and effective_on < today:
        message = "Choose today or a later day: nobody can be promised something in the past."
    elif newest_at > now and (effective_on is None or effective_on < newest_on):
        message = f"The newest version takes effect on {newest_on.isoformat()}. Choose that day or a later one."
    if message:
        raise Invalid("Some answers need another look.", faults=[Fault("effective_on", message)])


def effective_at(effective_on: date | None, charter: Charter, newest_at: datetime, now: datetime) -> datetime:
    """Return the instant a charter adopted *now* takes effect: when its day begins, now when that has begun already."""
    if effective_on is None:
        return max(now, newest_at)
    begins = datetime.combine(effective_on, time(), ZoneInfo(charter.authority.time_zone))
    return max(begins, now, newest_at)

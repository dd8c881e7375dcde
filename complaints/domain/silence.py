"""
Breaking a silence: what is true of a case that waits, said so that no two messages are the same.

Everything in such a message is a fact of the case: what the journal holds since the last message, where the case is and
since when, what it waits for, which dates hold. What does not follow from facts is said in turns, so that two messages
one after the other differ even where nothing at all has happened between them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

import msgspec

from complaints.domain.case import Kind, State
from standards.language import mark, say, say_many

STILL_HERE = "still_here"
"""How the keys of messages begin that nobody asked for."""


class Entry(Protocol):
    """An entry of the journal, as far as it is looked at here."""

    @property
    def kind(self) -> str: ...

    @property
    def at(self) -> datetime: ...

    @property
    def payload(self) -> Mapping[str, object] | None: ...


class Since(msgspec.Struct, frozen=True):
    """What the journal says of the time since the person heard from us last; `number` counts the message to come."""

    last_word_at: datetime
    number: int
    happened: Mapping[str, int]
    was_late: bool


def since_last_word(entries: Iterable[Entry], began_at: datetime) -> Since:
    """Return what happened behind the last message to the person, oldest entry first; *began_at* where none went."""
    last, number, was_late = began_at, 1, False
    happened = Counter[str]()
    for entry in entries:
        facts = entry.payload or {}
        was_late = was_late or (entry.kind == "clock.late" and facts.get("clock") != "service")
        if entry.kind == "message.sent":
            number += str(facts.get("key", "")).startswith(f"{STILL_HERE}:")
            last = entry.at
            happened.clear()
        else:
            happened[entry.kind] += 1
    return Since(last, number, happened, was_late)


class Office(msgspec.Struct, frozen=True):
    """The door that is independent of us, and how to get there."""

    name: str
    phone: str = ""
    hours: str = ""
    email: str = ""
    address: str = ""


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """
    What is true of a case that waits, at the moment of a message.

    `since` is when it came to the step it is at. `respond_by` is the answer's promised day while its clock runs,
    `hold_until` the last day of waiting while it stands still, `inform_by` when the person hears from us again.
    `office` is None while the independent office has the case itself.
    """

    kind: Kind
    state: State
    now: datetime
    step: str
    who: str
    body: str
    received_at: datetime
    since: datetime
    heard: Since
    respond_by: datetime | None = None
    pass_on_by: datetime | None = None
    hold_until: datetime | None = None
    hold_reason: str = ""
    inform_by: datetime | None = None
    next_door: str = ""
    goes_by_itself: bool = False
    office: Office | None = None

    @property
    def late_by(self) -> datetime | None:
        """The promised day that is over, None while we are in time or the clock stands still."""
        promised = self.pass_on_by if self.kind is Kind.COMPLIMENT else self.respond_by
        return promised if self.hold_until is None and promised is not None and promised < self.now else None

    @property
    def names_office(self) -> bool:
        """Whether the message says itself how the independent office is reached: always, once we have been late."""
        return self.office is not None and (self.late_by is not None or self.heard.was_late)


class Words(msgspec.Struct, frozen=True):
    """How days are said: *day* as people read it, *count* how many days lie between two instants."""

    day: Callable[[datetime], str]
    local: Callable[[datetime], date]

    def days(self, since: datetime, until: datetime) -> int:
        """Return how many days have passed on the wall calendar."""
        return (self.local(until) - self.local(since)).days


def still_here(waiting: Waiting, words: Words) -> list[str]:
    """Return the paragraphs of the message, in the language that is spoken."""
    paragraphs = [
        _opening(waiting, words),
        *_news(waiting, words),
        _where(waiting, words),
        " ".join(_ahead(waiting, words)),
        " ".join(_doors(waiting)),
        _closing(waiting.heard.number),
    ]
    return [one for one in paragraphs if one]


OPEN = (
    mark("You do not have an answer yet. We have not forgotten you."),
    mark("Nobody should wait in silence. So we write, although there is no answer yet."),
    mark("Your case is open, and you are waiting for our answer. This is where it stands."),
    mark("We write again, because you still have no answer from us."),
    mark("You have not had our answer so far. Here is what we can tell you today."),
)
LATE = (
    mark("You should have had an answer by now, and you have none."),
    mark("We owe you an answer that has not come. We will not hide that."),
    mark("There is still no answer for you. It should have been there before today."),
    mark("You are waiting longer than we promised."),
    mark("The day we named has passed, and you have heard no decision."),
)
THANKS = (
    mark("Your thanks have not been passed on yet. They are not lost."),
    mark("You praised somebody, and they have not heard of it yet. We still have your words."),
    mark("What you wrote to thank somebody still waits here."),
    mark("The people you praised do not know it yet. We have not forgotten that."),
)
NOTHING = (
    mark("Since our last message, on {day}, nothing was written down on your case."),
    mark("We looked for news since {day}, when you last heard from us. There is none."),
    mark("There is no step to tell you about since {day}, the day of our last message."),
    mark("Our last message was of {day}. No work on your case is recorded since then."),
)
CLOSING = (
    mark("You do not need to do anything. This is message number {number} that we send without being asked."),
    mark("We write without being asked, so that you know where you are. It is message number {number} of that kind."),
    mark("There is nothing you have to do. We count the messages that nobody asked for: this is number {number}."),
)


def _in_turn(phrasings: Sequence[str], number: int) -> str:
    return phrasings[(number - 1) % len(phrasings)]


def _opening(waiting: Waiting, words: Words) -> str:
    if waiting.late_by is None:
        return say(_in_turn(OPEN if waiting.kind is not Kind.COMPLIMENT else THANKS, waiting.heard.number))
    return " ".join(
        [
            say(_in_turn(THANKS if waiting.kind is Kind.COMPLIMENT else LATE, waiting.heard.number)),
            say("We had promised it by {day}.", day=words.day(waiting.late_by)),
            say("We are late. That is our fault, not yours."),
            *_late_for(words.days(waiting.late_by, waiting.now)),
        ]
    )


def _late_for(days: int) -> Iterator[str]:
    if days:
        yield say_many("That was {count} day ago.", "That was {count} days ago.", days)


def _news(waiting: Waiting, words: Words) -> list[str]:
    """Return what happened since the last message, a line each; that nothing happened is news too."""
    heard = waiting.heard
    day = words.day(heard.last_word_at)
    lines = [told(heard.happened[kind]) for kind, told in HAPPENED.items() if heard.happened.get(kind)]
    if not lines:
        return [say(_in_turn(NOTHING, heard.number), day=day)]
    return ["\n".join([say("Since our last message, on {day}:", day=day), *(f"- {line}" for line in lines)])]


HAPPENED: Mapping[str, Callable[[int], str]] = {
    "message.received": lambda n: say_many(
        "You wrote to us. What you wrote is with your case.",
        "You wrote to us {count} times. What you wrote is with your case.",
        n,
    ),
    "case.acknowledged": lambda n: say_many("Somebody read your case.", "Your case was read {count} times.", n),
    "case.assigned": lambda n: say_many(
        "Your case was given to somebody who works on it.",
        "Your case was given to others {count} times, who work on it.",
        n,
    ),
    "case.defined": lambda n: say_many(
        "We wrote down what your complaint is about, point by point.",
        "We wrote down {count} times what your complaint is about, point by point.",
        n,
    ),
    "finding.made": lambda n: say_many(
        "Somebody worked on the answer.", "Somebody worked on the answer {count} times.", n
    ),
    "remedy.agreed": lambda n: say_many(
        "Somebody wrote down what could put it right.", "{count} things were written down that could put it right.", n
    ),
    "file.added": lambda n: say_many("A file was added to your case.", "{count} files were added to your case.", n),
    "note.added": lambda n: say_many("Somebody made a note on your case.", "{count} notes were made on your case.", n),
    "clock.held": lambda n: say_many(
        "We began to wait for something, and told you what.", "{count} times we began to wait for something.", n
    ),
    "clock.resumed": lambda n: say_many(
        "We stopped waiting and went on.", "{count} times we stopped waiting and went on.", n
    ),
    "clock.extended": lambda n: say_many(
        "The answer was given more time.", "The answer was given more time {count} times.", n
    ),
    "clock.moved": lambda n: say_many("A promised day was moved.", "Promised days were moved {count} times.", n),
    "extension.asked": lambda n: say_many(
        "Whoever has your case asked for more time.", "Whoever has your case asked for more time {count} times.", n
    ),
    "extension.refused": lambda n: say_many("More time was refused.", "More time was refused {count} times.", n),
    "clock.reminded": lambda n: say_many(
        "We reminded those who have your case.", "We reminded those who have your case {count} times.", n
    ),
    "case.transferred": lambda n: say_many(
        "Your case was passed on to another office.", "Your case was passed on {count} times.", n
    ),
    "case.escalated": lambda n: say_many(
        "Your case went on to the next step.", "Your case went on to the next step {count} times.", n
    ),
    "service.given": lambda n: say_many("What you needed was done.", "What you needed was done in {count} parts.", n),
    "identity.opened": lambda n: say_many(
        "Somebody opened your name and address. The reason stands on your page.",
        "Your name and address were opened {count} times. The reasons stand on your page.",
        n,
    ),
    "delivery.tried": lambda n: say_many(
        "We tried to reach you and could not.", "We tried to reach you {count} times and could not.", n
    ),
}
"""What the journal may hold, as the person reads it; how often is said too."""


def _where(waiting: Waiting, words: Words) -> str:
    who = waiting.who if waiting.office is None else say("{who} ({body})", who=waiting.who, body=waiting.body)
    days = words.days(waiting.since, waiting.now)
    said = [
        say("Your case is at this step: {step}. Who has it: {who}.", step=waiting.step, who=who),
        say("Nobody has begun to look into it yet.")
        if waiting.state is State.RECEIVED
        else say("Somebody is looking into it."),
    ]
    if days:
        said.append(
            say_many(
                "It has been there for {count} day, since {day}.",
                "It has been there for {count} days, since {day}.",
                days,
                day=words.day(waiting.since),
            )
        )
    in_all = words.days(waiting.received_at, waiting.now)
    if in_all > days:
        told = words.day(waiting.received_at)
        said.append(
            say_many(
                "In all you have waited for {count} day, since {day}.",
                "In all you have waited for {count} days, since {day}.",
                in_all,
                day=told,
            )
        )
    return " ".join(said)


def _ahead(waiting: Waiting, words: Words) -> Iterator[str]:
    """Say what is waited for, and every day that holds."""
    if waiting.hold_until is not None:
        yield say("We are still waiting for what we told you about: {reason}.", reason=waiting.hold_reason.rstrip("."))
        day = words.day(waiting.hold_until)
        yield say("Our clock stands still until {day} at most. Then we go on with what we have.", day=day)
    elif waiting.kind is Kind.COMPLIMENT:
        yield say("We wait for somebody to tell the people you praised. When they know it, we write to you.")
    elif waiting.state is State.RECEIVED:
        yield say("We wait for somebody there to take it up.")
    else:
        yield say("We wait for the answer of those who look into it.")
    promised = waiting.pass_on_by if waiting.kind is Kind.COMPLIMENT else waiting.respond_by
    if promised is not None and waiting.hold_until is None and waiting.late_by is None:
        yield (
            say("They should hear of it by {day}.", day=words.day(promised))
            if waiting.kind is Kind.COMPLIMENT
            else say("Your answer is due by {day}.", day=words.day(promised))
        )
    if waiting.inform_by is not None:
        yield say("You hear from us again by {day}, even if nothing has happened.", day=words.day(waiting.inform_by))


def _doors(waiting: Waiting) -> Iterator[str]:
    """Say who can look at it next, and who is independent of us."""
    if waiting.kind is Kind.COMPLAINT and waiting.next_door:
        if waiting.late_by is not None:
            yield say("You can go on now to {door}. The button is on your page.", door=waiting.next_door)
        elif waiting.goes_by_itself:
            yield say("If the answer does not come in time, your case goes on to {door}.", door=waiting.next_door)
        else:
            yield say("If the answer does not come in time, you can go on to {door}.", door=waiting.next_door)
    if waiting.office is not None and waiting.names_office:
        yield from independent_door(waiting.office)


def independent_door(office: Office) -> Iterator[str]:
    """Say who can be asked although we are late, how, and that it costs nothing."""
    yield say("You can ask {office} for help at any time.", office=office.name)
    yield say("That office is independent of us, and it costs nothing.")
    if office.phone and office.hours:
        yield say("Telephone {phone} ({hours}).", phone=office.phone, hours=office.hours)
    elif office.phone:
        yield say("Telephone {phone}.", phone=office.phone)
    if office.email:
        yield say("E-mail {email}.", email=office.email)
    if office.address:
        yield say("Address: {address}.", address=office.address)


def _closing(number: int) -> str:
    return say(_in_turn(CLOSING, number), number=number)

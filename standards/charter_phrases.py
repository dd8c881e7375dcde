"""What each place of a charter is called in a sentence, and how its values read: the table behind charter_changes."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from typing import Any, Literal, TypeAlias

import msgspec

from standards.charter_parts import Closure, Opening, Override, Quiet, Reminder
from standards.charter_tree import Charter
from standards.counting_words import hours_words, usual_limit
from standards.limits import Limit
from standards.wording import MONTHS, count_words, day_words

Area: TypeAlias = Literal["standards", "stages", "ladder", "calendars", "services", "offices", "outcomes", "other"]
Since: TypeAlias = Literal["", "day", "cases"]
"""Whether a sentence ends with the day it holds from, and with the cases it holds for."""

PROMISE, COMES_OR_GOES, RULE, WORDS, SOURCE = range(5)
"""How much a change matters to people, the most first."""

SECTIONS: dict[str, str] = {
    "calendars": "opening hours",
    "bodies": "offices",
    "units": "teams",
    "services": "services",
    "standards": "promises about services",
    "stages": "stages of handling",
}
"""The sections of a charter whose parts are known by a key, with what the parts are called."""


class Names:
    """What the parts of one charter are called; a key that names nothing stays as it is."""

    def __init__(self, charter: Charter) -> None:
        self._charter = charter
        self.counting = charter.counting

    def __call__(self, section: str, key: str | None) -> str:
        found = getattr(self._charter, section).get(key or "")
        return str(getattr(found, "name", key or ""))

    def selected(self, override: Override) -> str:
        """Return for what an exception holds: 'Residence permit'."""
        pairs = (("services", override.service), ("units", override.unit), ("bodies", override.body))
        named = [self(section, key) for section, key in pairs if key]
        return ", ".join([*named, *([f"every {override.kind}"] if override.kind else [])])


Show: TypeAlias = Callable[[Names, Any], str]
Called: TypeAlias = Callable[[Names, Any, str], str]
"""Says what a part is called; the last argument is what the thing around it is called."""


class Value(msgspec.Struct, frozen=True):
    """
    One value: '{topic}: {before} becomes {after}'; `none` is how it reads when nothing is said.

    A `clause` is a value with a verb of its own: '{topic}: {after}. Until now: {before}'.
    """

    topic: str
    show: Show
    none: str = "nothing"
    since: Since = ""
    weight: int = RULE
    area: Area | None = None
    clause: bool = False


class YesNo(msgspec.Struct, frozen=True):
    """A switch, with what is true when it is on and when it is off."""

    yes: str
    no: str
    since: Since = "day"
    weight: int = RULE


class Texts(msgspec.Struct, frozen=True):
    """A list of words, of which some are added and some dropped."""

    topic: str
    since: Since = ""
    weight: int = WORDS
    show: Callable[[str], str] = str


class Each(msgspec.Struct, frozen=True):
    """A value by key, where the keys are words themselves: days of the week, kinds of case."""

    topic: str
    label: Callable[[str], str]
    show: Show
    none: str
    since: Since = "day"
    weight: int = RULE


class InLanguages(msgspec.Struct, frozen=True):
    """Texts by language: how each of the charter's own is said there."""


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """
    Parts that come, go and change, or a single one that may be missing.

    `same_as` says by what two parts of a list are taken for the same, first what binds most; empty for parts with a
    key. With `turns`, every change of such a part is one sentence about the whole of it.
    """

    called: Called
    comes: str = ""
    goes: str = ""
    more: Show = lambda _names, _part: ""
    home: Show = lambda _names, _part: ""
    turns: str = ""
    same_as: tuple[Callable[[Any], Hashable], ...] = ()
    many: str = ""
    since: Since = ""
    weight: int = COMES_OR_GOES
    area: Area | None = None


Told: TypeAlias = Value | YesNo | Texts | Each | Parts
Phrase: TypeAlias = Told | InLanguages


# --- How values read ------------------------------------------------------------------------------------------------


def quoted(_names: Names, text: Any) -> str:
    return f"“{text}”"


def plain(_names: Names, value: Any) -> str:
    return str(value)


def named(section: str) -> Show:
    """Show a key as the name of what it points at."""
    return lambda names, key: names(section, key)


def one_of(words: Mapping[str, str]) -> Show:
    """Show one of a few words of the charter in words of people."""
    return lambda _names, value: words[value]


def clause(topic: str, words: Mapping[str, str], since: Since, area: Area | None = None) -> Value:
    """Return the phrase for one of a few words of the charter that are said with a verb of their own."""
    return Value(topic, one_of(words), since=since, area=area, clause=True)


def a_limit(names: Names, limit: Limit) -> str:
    """Return '10 working days', with the rules of counting where they are not those of the charter."""
    _, _, rules = str(limit).partition(", ")
    return f"{limit.words} ({rules})" if rules and limit != usual_limit(limit, names.counting) else limit.words


def in_years(names: Names, limit: Limit) -> str:
    """Return '6 years' for 72 months."""
    years, rest = divmod(limit.amount, 12)
    return a_limit(names, limit) if rest or limit.unit != "months" else count_words(years, "year", "years")


def on_day(day: date) -> str:
    """Return '1 March 2027', as it stands inside a sentence."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def a_day(_names: Names, day: date) -> str:
    return on_day(day)


def times(_names: Names, count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def of_hundred(_names: Names, share: int) -> str:
    return f"in {share} of 100 cases"


def hours(_names: Names, windows: Sequence[str]) -> str:
    return hours_words(", ".join(windows))


def closure_words(closure: Closure) -> str:
    """Return 'Harbour Day, every 3 June'."""
    if closure.every:
        month, _, day = closure.every.partition("-")
        return f"{closure.why}, every {int(day)} {MONTHS[int(month) - 1]}"
    if closure.on and closure.until and closure.until != closure.on:
        return f"{closure.why}, from {day_words(closure.on)} to {day_words(closure.until)}"
    return f"{closure.why}, {day_words(closure.on)}" if closure.on else closure.why


def opening_words(opening: Opening) -> str:
    """Return 'Saturday 14 March 2026, 09:00 to 13:00 (market day)'."""
    why = f" ({opening.why})" if opening.why else ""
    return f"{day_words(opening.on)}, {hours_words(', '.join(opening.hours))}{why}"


def quiet_words(quiet: Quiet) -> str:
    """Return 'from 20:00 to 08:00, and on closed days'."""
    return f"from {quiet.since} to {quiet.until}{', and on closed days' if quiet.closed_days else ''}"


REMINDED = {
    "acknowledge": "word that we have a case",
    "respond": "an answer",
    "pass_on": "passing praise on",
    "service": "the service itself",
    "undertaking": "something that was promised",
}
REMINDED_WHOM = {"handler": "whoever has the case", "team": "everybody who could take the case"}


def reminder_words(names: Names, reminder: Reminder) -> str:
    """Return 'to whoever has the case, 2 working days before an answer is due'."""
    whom, what = REMINDED_WHOM[reminder.to], REMINDED[reminder.clock]
    if reminder.before is not None:
        return f"to {whom}, {a_limit(names, reminder.before)} before {what} is due"
    return f"to {whom}, when {reminder.at} % of the time for {what} has gone"


# --- What parts are called ------------------------------------------------------------------------------------------


def quoted_name(_names: Names, part: Any, _of: str) -> str:
    return f"“{part.name}”"


def own_name(_names: Names, part: Any, _of: str) -> str:
    return str(part.name)


def same(_names: Names, _part: Any, of: str) -> str:
    """Call a part what the thing around it is called."""
    return of

"""How long something may take, and how that is counted: every counting rule as data that reads as words."""

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeAlias

import msgspec

from standards.errors import Invalid
from standards.language import say_many
from standards.wording import count_words

Unit: TypeAlias = Literal[
    "working_days",
    "calendar_days",
    "weeks",
    "months",
    "working_hours",
    "hours",
    "working_minutes",
    "minutes",
]
DayZero: TypeAlias = Literal["excluded", "included", "next_open"]
Roll: TypeAlias = Literal["none", "forward", "backward"]
Due: TypeAlias = Literal["closing", "end_of_day"]
CutOff: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^(closing|([01]\d|2[0-3]):[0-5]\d)$")]

UNITS: dict[Unit, tuple[str, str]] = {
    "working_days": ("working day", "working days"),
    "calendar_days": ("calendar day", "calendar days"),
    "weeks": ("week", "weeks"),
    "months": ("month", "months"),
    "working_hours": ("working hour", "working hours"),
    "hours": ("hour", "hours"),
    "working_minutes": ("working minute", "working minutes"),
    "minutes": ("minute", "minutes"),
}
SYNONYMS: dict[str, Unit] = {
    **{word: unit for unit, words in UNITS.items() for word in words},
    "day": "calendar_days",
    "days": "calendar_days",
    "business day": "working_days",
    "business days": "working_days",
    "calendar week": "weeks",
    "calendar weeks": "weeks",
    "calendar month": "months",
    "calendar months": "months",
    "business hour": "working_hours",
    "business hours": "working_hours",
}
SAID: dict[Unit, Callable[[int], str]] = {
    "working_days": lambda count: say_many("{count} working day", "{count} working days", count),
    "calendar_days": lambda count: say_many("{count} calendar day", "{count} calendar days", count),
    "weeks": lambda count: say_many("{count} week", "{count} weeks", count),
    "months": lambda count: say_many("{count} month", "{count} months", count),
    "working_hours": lambda count: say_many("{count} working hour", "{count} working hours", count),
    "hours": lambda count: say_many("{count} hour", "{count} hours", count),
    "working_minutes": lambda count: say_many("{count} working minute", "{count} working minutes", count),
    "minutes": lambda count: say_many("{count} minute", "{count} minutes", count),
}
"""An amount of each unit in the language that is spoken; `UNITS` are the words a charter is written in."""
YEARS = ("year", "years")
DAY_UNITS: frozenset[Unit] = frozenset({"working_days", "calendar_days", "weeks", "months"})
WORKING_UNITS: frozenset[Unit] = frozenset({"working_days", "working_hours", "working_minutes"})

# Nothing is promised for longer than about a hundred years, so no count can run away.
MOST: dict[Unit, int] = {
    "working_days": 25_000,
    "calendar_days": 36_500,
    "weeks": 5_200,
    "months": 1_200,
    "working_hours": 200_000,
    "hours": 876_000,
    "working_minutes": 900_000,
    "minutes": 900_000,
}
AMOUNT = re.compile(r"(\d{1,6})\s+([a-z]+(?: [a-z]+)?)")
CUT_OFF = re.compile(r"a receipt from (closing|[01]\d:[0-5]\d|2[0-3]:[0-5]\d) counts as the next open day")

EXCLUDED = "counted from the day of receipt"
INCLUDED = "beginning with the day of receipt"
NEXT_OPEN = "counted from the next open day"
SAME_TIME = "at the same time of day"
FORWARD = "or the next open day"
BACKWARD = "or the open day before"
END_OF_DAY = "until the end of the day"


class Counting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    How days are counted, when a charter says nothing else for one limit.

    day_zero    excluded: the day of receipt does not count, whatever day it is.
                included: it is the first day ("beginning with").
                next_open: a receipt on a closed day counts as received on the next open day, which does not count.
    cut_off     a receipt at or after this time, or on a closed day, counts as received on the next open day.
    keep_time   due at the time of day of receipt (or of the next opening), not at closing.
    roll        what happens when calendar days, weeks or months end on a closed day.
    due         until closing time on the last day, or until the day ends.
    """

    day_zero: DayZero = "excluded"
    cut_off: CutOff | None = None
    keep_time: bool = False
    roll: Roll = "none"
    due: Due = "closing"


PLAIN = Counting()


class Limit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An amount of one unit, with the rules of counting; its words read back as the same limit."""

    amount: int
    unit: Unit
    day_zero: DayZero = "excluded"
    cut_off: CutOff | None = None
    keep_time: bool = False
    roll: Roll = "none"
    due: Due = "closing"

    def __post_init__(self) -> None:
        if not 0 <= self.amount <= MOST[self.unit]:
            raise Invalid(f"A limit has between 0 and {MOST[self.unit]:,} {UNITS[self.unit][1]}, not {self.amount:,}.")
        if self.day_zero == "included" and self.amount == 0:
            raise Invalid("A limit that begins with the day of receipt lasts at least one day.")
        if not self.counts_days and any(self._rule_words()):
            raise Invalid(f"A limit of {self.words} is about instants; rules for counting days do not apply to it.")

    @classmethod
    def parse(cls, text: str, counting: Counting = PLAIN) -> "Limit":
        """Read '20 working days' or '3 months, beginning with the day of receipt'."""
        first, *rules = (" ".join(part.split()) for part in text.strip().split(","))
        found = AMOUNT.fullmatch(first)
        unit = SYNONYMS.get(found[2]) if found else None
        if found and found[2] in YEARS:
            return cls.parse(text.replace(found[0], f"{int(found[1]) * 12} months", 1), counting)
        if found is None or unit is None:
            raise Invalid(f"{text!r} is not a limit; write a number and a unit: '20 working days', '3 months'.")
        general = msgspec.structs.asdict(counting) if unit in DAY_UNITS else {}
        if unit == "working_days":
            general["roll"] = "none"  # working days never end on a closed day
        return cls(int(found[1]), unit, **{**general, **_rules(rules, text)})

    @property
    def words(self) -> str:
        """Return the amount and unit alone, in the language that is spoken: '20 working days'."""
        return SAID[self.unit](self.amount)

    @property
    def counts_days(self) -> bool:
        """Say whether this is about dates (law, policy) and not about instants."""
        return self.unit in DAY_UNITS

    def __str__(self) -> str:
        """Return the whole limit as a charter writes it; it reads back as the same limit, whatever is spoken."""
        amount = count_words(self.amount, *UNITS[self.unit])
        return ", ".join([amount, *(words for words in self._rule_words() if words)])

    def _rule_words(self) -> tuple[str, ...]:
        return (
            {"excluded": "", "included": INCLUDED, "next_open": NEXT_OPEN}[self.day_zero],
            f"a receipt from {self.cut_off} counts as the next open day" if self.cut_off else "",
            SAME_TIME if self.keep_time else "",
            {"none": "", "forward": FORWARD, "backward": BACKWARD}[self.roll],
            END_OF_DAY if self.due == "end_of_day" else "",
        )


RULES: dict[str, dict[str, Any]] = {
    EXCLUDED: {"day_zero": "excluded"},
    INCLUDED: {"day_zero": "included"},
    NEXT_OPEN: {"day_zero": "next_open"},
    SAME_TIME: {"keep_time": True},
    FORWARD: {"roll": "forward"},
    BACKWARD: {"roll": "backward"},
    END_OF_DAY: {"due": "end_of_day"},
}


def _rules(parts: list[str], text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in parts:
        cut_off = CUT_OFF.fullmatch(part)
        if cut_off:
            found["cut_off"] = cut_off[1]
        elif part in RULES:
            found |= RULES[part]
        else:
            choices = "; ".join(RULES)
            raise Invalid(f"{text!r}: {part!r} is not a counting rule; known rules: {choices}.")
    return found

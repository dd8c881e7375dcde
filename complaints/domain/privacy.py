"""Who may see a person's name: their own choice, whatever the role; and the sentence that says so, from one table."""

import enum
from collections.abc import Mapping

import msgspec

from complaints.domain.access import Actor, Role
from complaints.domain.case import Visibility
from standards.language import mark, say


class Circle(enum.StrEnum):
    """Those among whom a name may be known."""

    TEAM = "team"
    UNIT = "unit"
    OFFICE = "office"
    SYSTEM = "system"


class Choice(msgspec.Struct, frozen=True):
    """
    What a person may choose: who sees their name and how to reach them, and the words that promise it.

    `straight` are the words for a case that went straight to the independent office, of which the body knows nothing.
    """

    sees: frozenset[Circle]
    words: str
    straight: str


ONLY_THE_OFFICE = mark("Only the ombudsperson's office can see your name.")
NOBODY = mark("Nobody can see your name. You are a number to us.")

CHOICES: Mapping[Visibility, Choice] = {
    Visibility.TEAM: Choice(
        frozenset({Circle.TEAM, Circle.OFFICE, Circle.SYSTEM}),
        mark(
            "Only the complaints team can see your name. "
            "If your case goes to the ombudsperson, that office can see it too."
        ),
        ONLY_THE_OFFICE,
    ),
    Visibility.UNIT: Choice(
        frozenset({Circle.TEAM, Circle.UNIT, Circle.OFFICE, Circle.SYSTEM}),
        mark(
            "The complaints team and the service can see your name. "
            "If your case goes to the ombudsperson, that office can see it too."
        ),
        ONLY_THE_OFFICE,
    ),
    Visibility.NOBODY: Choice(frozenset({Circle.SYSTEM}), NOBODY, NOBODY),
}
"""The system sees an address only to write to it."""

NARROW = (Visibility.UNIT, Visibility.TEAM, Visibility.NOBODY)
"""From wide to narrow."""

TOO_SHORT = 5
"""Of a number with so few digits, two would give away too much."""

SEEN_BY_STAFF = frozenset({"phone", "post"})
"""Ways in which somebody must see a number or an address to reach the person."""


def circle_of(actor: Actor) -> Circle | None:
    """Return where somebody stands; the complaints team are those of a body who are bound to no unit of it."""
    match actor.role:
        case Role.OFFICER | Role.REVIEWER:
            return Circle.UNIT if actor.units else Circle.TEAM
        case Role.OMBUDSPERSON:
            return Circle.OFFICE
        case Role.SYSTEM:
            return Circle.SYSTEM
        case _:
            return None


def may_see_name(actor: Actor, visibility: str) -> bool:
    """Whether *actor* may open the identity, of the person and of who acts for them, on a case they may read."""
    return circle_of(actor) in CHOICES[Visibility(visibility)].sees


def name_seen_by(visibility: str, *, straight: bool = False) -> str:
    """Return the sentence a person reads about their name; none for what is no choice."""
    if visibility not in set(Visibility):
        return ""
    chosen = CHOICES[Visibility(visibility)]
    return say(chosen.straight if straight else chosen.words)


def is_narrower(wanted: Visibility, than: Visibility) -> bool:
    """Whether fewer people see the name than before."""
    return NARROW.index(wanted) > NARROW.index(than)


def can_reach(way: str | None, visibility: Visibility) -> bool:
    """Whether we can use a way: nobody can call or post a letter without seeing where to."""
    return way not in SEEN_BY_STAFF or visibility is not Visibility.NOBODY


def masked_email(address: str) -> str:
    """Return an address so that its owner knows it and nobody else learns it: 'z…@example.org'."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"


def masked_phone(number: str) -> str:
    """Return the last two digits of a number, as many as there are to spare."""
    digits = [sign for sign in number if sign.isdecimal()]
    return "…" + "".join(digits[-2:]) if len(digits) > TOO_SHORT else "…"

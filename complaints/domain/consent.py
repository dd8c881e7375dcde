"""Somebody acts for the person of a case: what they may do, and whether they still may."""

import enum
from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol

import msgspec

from standards.language import mark


class Relation(enum.StrEnum):
    """Who somebody is to the person they act for; stored as words."""

    HELPER = "helper"
    FAMILY = "family"
    PARENT = "parent"
    LAWYER = "lawyer"
    MEMBER = "member"
    EXECUTOR = "executor"
    OTHER = "other"


RELATIONS: Mapping[Relation, str] = {
    Relation.HELPER: mark("a friend or helper"),
    Relation.FAMILY: mark("a member of the family"),
    Relation.PARENT: mark("a parent or guardian"),
    Relation.LAWYER: mark("a lawyer or adviser"),
    Relation.MEMBER: mark("an elected member"),
    Relation.EXECUTOR: mark("somebody who settles an estate"),
    Relation.OTHER: mark("somebody else"),
}
"""What somebody is to the person, in words that stand inside a sentence."""


class Scope(enum.StrEnum):
    """What a representative may do: everything the person may, or only read and hear."""

    ACT = "act"
    FOLLOW = "follow"


SCOPES: Mapping[Scope, str] = {
    Scope.ACT: mark("may read everything, write to us and decide for you"),
    Scope.FOLLOW: mark("may read everything, and do nothing"),
}
"""What a representative may do, as the person reads it."""


class Given(enum.StrEnum):
    """How the consent was given: said by the representative, by the person on their page, or on paper we have seen."""

    SAID = "said"
    PERSON = "person"
    PAPER = "paper"


GIVEN: Mapping[Given, str] = {
    Given.SAID: mark("They told us that you agreed."),
    Given.PERSON: mark("You let them, on this page."),
    Given.PAPER: mark("You let them, on paper or by telephone."),
}
"""How the consent was given, as the person reads it."""


class Standing(enum.StrEnum):
    """How a consent stands today."""

    HOLDS = "holds"
    ENDED = "ended"
    OVER = "over"


class Consent(msgspec.Struct, frozen=True):
    """What decides whether a representative may do something; `expires_on` is the last day, None: no end of its own."""

    scope: Scope
    given_at: datetime
    expires_on: date | None = None
    ended_at: datetime | None = None


class Lasting(Protocol):
    """What says how long a consent lasts: a consent, or the row that keeps it."""

    @property
    def given_at(self) -> datetime: ...

    @property
    def expires_on(self) -> date | None: ...

    @property
    def ended_at(self) -> datetime | None: ...


def holds(consent: Lasting, now: datetime, today: date) -> bool:
    """
    Whether a consent holds at *now*, which is the day *today* where the authority is.

    One that was ended holds no more from that instant; one with a last day holds through that day.
    """
    if consent.ended_at is not None and consent.ended_at <= now:
        return False
    return consent.given_at <= now and (consent.expires_on is None or today <= consent.expires_on)


def standing(consent: Lasting, now: datetime, today: date) -> Standing:
    """Return how a consent stands: it holds, somebody ended it, or its last day is over."""
    if holds(consent, now, today):
        return Standing.HOLDS
    return Standing.ENDED if consent.ended_at is not None else Standing.OVER

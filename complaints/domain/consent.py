"""Somebody acts for the person of a case: what they may do, and whether they still may."""

import enum
from datetime import date, datetime

import msgspec


class Relation(enum.StrEnum):
    """Who somebody is to the person they act for; stored as words."""

    HELPER = "helper"
    FAMILY = "family"
    PARENT = "parent"
    LAWYER = "lawyer"
    MEMBER = "member"
    EXECUTOR = "executor"
    OTHER = "other"


class Scope(enum.StrEnum):
    """What a representative may do: everything the person may, or only read and hear."""

    ACT = "act"
    FOLLOW = "follow"


class Given(enum.StrEnum):
    """How the consent was given: said by the representative, by the person on their page, or on paper we have seen."""

    SAID = "said"
    PERSON = "person"
    PAPER = "paper"


class Consent(msgspec.Struct, frozen=True):
    """What decides whether a representative may do something; `expires_on` is the last day, None: no end of its own."""

    scope: Scope
    given_at: datetime
    expires_on: date | None = None
    ended_at: datetime | None = None


def holds(consent: Consent, now: datetime, today: date) -> bool:
    """
    Whether a consent holds at *now*, which is the day *today* where the authority is.

    One that was ended holds no more from that instant; one with a last day holds through that day.
    """
    if consent.ended_at is not None and consent.ended_at <= now:
        return False
    return consent.given_at <= now and (consent.expires_on is None or today <= consent.expires_on)


def may_act(consent: Consent, now: datetime, today: date) -> bool:
    """Whether a representative may speak for the person, not only read."""
    return holds(consent, now, today) and consent.scope is Scope.ACT

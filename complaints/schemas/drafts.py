"""What somebody puts into a form about a case: a point, a decision, a remedy, more time, another office, an opinion."""

from datetime import date

import msgspec

from complaints.domain.survey import Handled
from complaints.schemas import Key, Line, Short, Text
from standards.limits import Limit


class IssueDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A point of complaint as the officer defines it."""

    summary: Short
    category: Key
    standard: Key | None = None


class FindingDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is decided on one issue."""

    issue: int
    outcome: Key
    reason: Text
    cause: Line | None = None


class RemedyDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that puts it right; with a day it is promised."""

    kind: Key
    words: Short
    due_on: date | None = None


class SurveyDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody says about how a stage was handled; only the first question must be answered."""

    handled: Handled
    informed: bool | None = None
    treated_worse: bool | None = None
    words: Short | None = None


class HoldDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Letting the clock of an answer stand still: a reason of the charter, and what the person is told."""

    reason: Short
    words: Text


class ExtensionDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """More time for an answer: a reason, an amount or a new last day, and what the person is told."""

    reason: Short
    words: Text
    by: Limit | None = None
    until: date | None = None


class TransferDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Passing a case to another office: why, in words the person reads, and the most that is known of the place."""

    why: Short
    body: Key | None = None
    unit: Key | None = None
    service: Key | None = None
    standard: Key | None = None

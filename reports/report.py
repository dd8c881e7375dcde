"""What a report is: its name, for whom and how often, and the function that writes it from a brief."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import msgspec

from complaints.domain.forecast import Level
from reports.domain.document import Document, Quote
from reports.domain.periods import Period
from reports.domain.waits import Kept
from reports.parts import Parts

Status = Literal["draft", "tabled", "corrected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficePage:
    """What the ombudsperson's office wrote for the report; nobody else may change it."""

    paragraphs: tuple[str, ...]
    signed_by: str
    signed_on: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """
    What a report is told: which facts, which period, and the words that facts do not hold.

    *as_of* is local wall-clock time, *made_at* the instant of this printing.
    *names* gives the printed name of a key, by dimension. *top_tier* is the
    key of the ombudsperson's tier. *waits* is what came true of
    what was said about waiting. The written parts are those of the
    authority and of the ombudsperson's office; none of them is needed.
    """

    authority: str
    parts: Parts
    period: Period
    as_of: datetime
    made_at: datetime
    body: str | None = None
    about: str = "All bodies"
    status: Status = "draft"
    language: str = "en"
    top_tier: str | None = None
    charters: tuple[str, ...] = ()
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    went_wrong: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    office: OfficePage | None = None
    waits: Mapping[Level | None, Kept] = field(default_factory=dict)
    verify_at: str = ""

    def name(self, dimension: str, key: str) -> str:
        """Return the printed name of a group; one that is not known says so."""
        if not key:
            return "Not stated"
        return self.names.get(dimension, {}).get(key, key)


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of report, declared in a file of its own under `reports/catalogue`."""

    key: str
    title: str
    audience: str
    rhythm: Literal["month", "quarter", "year", "on request"]
    build: Callable[[Brief], Document]
    template: str = "_default.html"

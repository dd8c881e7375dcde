"""How facts and the runs of reports are stored."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from complaints.kernel.db import Base


class FactRow(Base):
    """
    One case at one stage, as figures count it; derived from the journal and rebuilt from it at will.

    `fact` is the whole fact as it goes into its Parquet part; the columns beside it say
    which part that is and how far the journal had been read.
    """

    __tablename__ = "facts"
    __table_args__ = (Index("ix_facts_month", "month"),)

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    stage_no: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    month: Mapped[str] = mapped_column(comment="month of receipt in the authority's time, YYYY-MM")
    position: Mapped[int] = mapped_column(comment="length of the case's journal when this was derived")
    fact: Mapped[dict[str, Any]]


class MonthRow(Base):
    """Whether the part of a month is as new as its facts: `written` follows `changed`."""

    __tablename__ = "fact_months"

    month: Mapped[str] = mapped_column(primary_key=True)
    changed: Mapped[int]
    written: Mapped[int]


class RunRow(Base):
    """One report as it was counted, with the parts it was counted from, so that anyone can recount it."""

    __tablename__ = "report_runs"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    report: Mapped[str]
    body: Mapped[str | None]
    period: Mapped[str]
    as_of: Mapped[datetime]
    charter_hash: Mapped[str]
    parts: Mapped[list[Any]] = mapped_column(comment="name and SHA-256 of each part")
    files: Mapped[list[Any]] = mapped_column(comment="name and SHA-256 of each file made")
    run_at: Mapped[datetime]
    run_by: Mapped[str]

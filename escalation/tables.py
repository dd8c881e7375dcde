"""How reviews, sealed papers and recommendations are stored."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from complaints.kernel.db import Base


class ClimbRow(Base):
    """One step up the ladder; unique, so that a case climbs each step once."""

    __tablename__ = "climbs"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    to_stage_no: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    from_tier: Mapped[str]
    to_tier: Mapped[str]
    entry: Mapped[str] = mapped_column(comment="requested or late")
    why: Mapped[str | None] = mapped_column(comment="the person's own words, if any")
    asked_late: Mapped[bool] = mapped_column(comment="after the window the charter gives; considered all the same")
    climbed_at: Mapped[datetime]


class HandOverRow(Base):
    """What the next tier was given: a sealed snapshot, addressed by its content."""

    __tablename__ = "hand_overs"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    to_stage_no: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    content_hash: Mapped[str] = mapped_column(comment="SHA-256 of the canonical snapshot")
    sealed: Mapped[bytes] = mapped_column(comment="the snapshot, sealed to the office's key")
    journal_length: Mapped[int] = mapped_column(comment="how far the case's journal went at that moment")
    made_at: Mapped[datetime]


class ReviewRow(Base):
    """One case in the ombudsperson's office."""

    __tablename__ = "reviews"
    __table_args__ = (Index("ix_reviews_state", "state", "received_at"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    stage_no: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[str] = mapped_column(comment="received, admitted, declined, referred_back, decided")
    ground: Mapped[str | None] = mapped_column(comment="code of the charter's grounds, when declined or referred back")
    reasons: Mapped[str | None] = mapped_column(comment="told to the person")
    decision: Mapped[str | None]
    outcome: Mapped[str | None]
    received_at: Mapped[datetime]
    admitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    body_answered_at: Mapped[datetime | None] = mapped_column(comment="when the body answered what was referred back")
    journal_length: Mapped[int]
    journal_head: Mapped[bytes]
    journal_id: Mapped[UUID] = mapped_column(unique=True, comment="the office's own chain, apart from the case's")


class PaperRow(Base):
    """A working paper of the office, sealed to the key only that office holds."""

    __tablename__ = "papers"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    sealed: Mapped[bytes]
    written_at: Mapped[datetime]
    written_by: Mapped[UUID]


class RecommendationRow(Base):
    """What the ombudsperson asks a body to do, and what came of it."""

    __tablename__ = "recommendations"
    __table_args__ = (Index("ix_recommendations_body_state", "body", "state"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    number: Mapped[int] = mapped_column(SmallInteger)
    body: Mapped[str]
    words: Mapped[str]
    wider: Mapped[bool] = mapped_column(comment="concerns the service, not only this person")
    do_by: Mapped[date | None]
    state: Mapped[str] = mapped_column(
        comment="issued, accepted, partly_accepted, rejected, no_reply, implemented, not_implemented"
    )
    issued_at: Mapped[datetime]
    reply_due_at: Mapped[datetime]
    replied_at: Mapped[datetime | None]
    reply: Mapped[str | None]
    verified_at: Mapped[datetime | None]
    verification: Mapped[str | None]

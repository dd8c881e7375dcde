"""How a case, the people of staff and what hangs on them are stored."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, SmallInteger, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from complaints.kernel.db import Base


class CaseRow(Base):
    """A matter somebody brought. Who they are stands in the vault; here is only a key."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_queue", "body", "tier", "state", "due_at", "id"),
        Index(
            "uq_cases_source",
            "source",
            "external_id",
            unique=True,
            sqlite_where=text("external_id IS NOT NULL"),
            postgresql_where=text("external_id IS NOT NULL"),
        ),
        Index(
            "ix_cases_place",
            "service",
            "place_key",
            "received_at",
            sqlite_where=text("place_key IS NOT NULL"),
            postgresql_where=text("place_key IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    code_hash: Mapped[bytes | None] = mapped_column(comment="keyed hash; None for cases from an older system")
    kind: Mapped[str]
    matter: Mapped[str] = mapped_column(
        server_default="wrong", comment="what the person chose to tell us: wrong, fix ..."
    )
    state: Mapped[str]
    tier: Mapped[str] = mapped_column(comment="key of the charter's ladder")
    stage: Mapped[str] = mapped_column(comment="key of the charter's stage")
    stage_no: Mapped[int] = mapped_column(SmallInteger, comment="1 for the first stage of this case")
    body: Mapped[str]
    unit: Mapped[str | None]
    service: Mapped[str | None]
    standard: Mapped[str | None]
    charter_id: Mapped[UUID] = mapped_column(ForeignKey("charters.id"), comment="of its present stage")
    channel: Mapped[str]
    language: Mapped[str]
    narrative: Mapped[str]
    wants: Mapped[str | None]
    staff_named: Mapped[str | None] = mapped_column(comment="names in their own box; never shown to the unit")
    adjustments: Mapped[str | None]
    formats: Mapped[list[Any] | None] = mapped_column(comment="large_print, easy_read, interpreter ...; None: none")
    occurred_on: Mapped[date | None]
    occurred_about: Mapped[str | None] = mapped_column(comment="when, where no day is known: 'early in spring'")
    ongoing: Mapped[bool] = mapped_column(server_default=false(), comment="it is still going on")
    place: Mapped[str | None]
    place_key: Mapped[str | None] = mapped_column(comment="the place in the one form it is compared in")
    neighbourhood: Mapped[str | None]
    visibility: Mapped[str] = mapped_column(comment="who may know the name: team, unit, nobody")
    person_id: Mapped[UUID | None] = mapped_column(index=True, comment="key into the vault")
    reply_by: Mapped[str | None] = mapped_column(comment="email, phone, post, or None: code only")
    safe_since: Mapped[str | None] = mapped_column(comment="09:00: from when on a day it is safe to write or call")
    safe_until: Mapped[str | None] = mapped_column(comment="12:30: until when")
    safe_words: Mapped[str | None] = mapped_column(comment="what else keeps them safe, for whoever calls")
    voicemail: Mapped[bool] = mapped_column(server_default=false(), comment="we may leave a message on the telephone")
    neutral: Mapped[bool] = mapped_column(server_default=false(), comment="messages do not say who we are, or why")
    related_to: Mapped[UUID | None] = mapped_column(
        ForeignKey("cases.id"), index=True, comment="the case this one came out of, or may be the same matter as"
    )
    shared_at: Mapped[datetime | None] = mapped_column(
        comment="when the independent office gave it to the body it is about, as the person had agreed"
    )
    handler: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    praised: Mapped[str | None] = mapped_column(comment="who a compliment is for, in the giver's words")
    may_quote: Mapped[bool] = mapped_column(comment="the giver of a compliment agrees to be quoted without a name")
    received_at: Mapped[datetime] = mapped_column(index=True, comment="when it reached the authority")
    entered_at: Mapped[datetime] = mapped_column(comment="when it was keyed in")
    due_at: Mapped[datetime | None] = mapped_column(comment="the next promise; what the queue is ordered by")
    closed_at: Mapped[datetime | None] = mapped_column(comment="when the last stage was answered")
    outcome: Mapped[str | None]
    historic: Mapped[bool] = mapped_column(comment="taken over from an older system")
    source: Mapped[str | None] = mapped_column(comment="which older system")
    external_id: Mapped[str | None]
    duplicate_of: Mapped[str | None] = mapped_column(comment="the older system's own link")
    journal_length: Mapped[int]
    journal_head: Mapped[bytes]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own declaration


class StageRow(Base):
    """One stage of one case: who decided, when, what; an earlier stage is never rewritten."""

    __tablename__ = "stages"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    stage_no: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    stage: Mapped[str]
    tier: Mapped[str]
    entry: Mapped[str] = mapped_column(comment="direct, requested, late")
    charter_id: Mapped[UUID] = mapped_column(ForeignKey("charters.id"), comment="in force when the stage began")
    started_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    understanding: Mapped[str | None] = mapped_column(comment="what we understood the complaint to be")
    answered_at: Mapped[datetime | None]
    answer: Mapped[str | None]
    outcome: Mapped[str | None]
    decided_by: Mapped[UUID | None]
    handler: Mapped[UUID | None] = mapped_column(comment="who had the case when it went on to the next tier")


class IssueRow(Base):
    """A point of complaint."""

    __tablename__ = "issues"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[int] = mapped_column(SmallInteger)
    summary: Mapped[str]
    category: Mapped[str] = mapped_column(comment="what went wrong: delay, quality, conduct ...")
    standard: Mapped[str | None] = mapped_column(comment="the service standard concerned")
    defined_at: Mapped[datetime]


class FindingRow(Base):
    """What one stage decided on one issue."""

    __tablename__ = "findings"

    issue_id: Mapped[UUID] = mapped_column(ForeignKey("issues.id"), primary_key=True)
    stage_no: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    outcome: Mapped[str] = mapped_column(comment="code of the charter's list")
    reason: Mapped[str]
    cause: Mapped[str | None]
    found_at: Mapped[datetime]
    found_by: Mapped[UUID | None]


class RemedyRow(Base):
    """Something that puts it right; with a due day it is an undertaking the case keeps open."""

    __tablename__ = "remedies"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    stage_no: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[str] = mapped_column(comment="code of the charter's list")
    words: Mapped[str]
    due_on: Mapped[date | None]
    done_at: Mapped[datetime | None]
    evidence: Mapped[str | None]
    agreed_at: Mapped[datetime]


class MessageRow(Base):
    """What was written between a person and the authority, and notes for staff only."""

    __tablename__ = "messages"
    __table_args__ = (UniqueConstraint("case_id", "key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    key: Mapped[str] = mapped_column(comment="what makes it the only one of its kind, e.g. receipt:1")
    direction: Mapped[str] = mapped_column(comment="in, out, note")
    author: Mapped[str] = mapped_column(comment="role and key, never a name")
    subject: Mapped[str]
    body: Mapped[str]
    sent_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    by: Mapped[str | None] = mapped_column(comment="email, or None: shown on the tracking page only")


class DeliveryRow(Base):
    """One way a message has to go to somebody: sent by itself by mail, by hand by telephone or post."""

    __tablename__ = "deliveries"
    __table_args__ = (
        Index("ix_deliveries_owed", "state", "way", "due_at"),
        Index("ix_deliveries_of_case", "case_id", "state"),
        UniqueConstraint("case_id", "key"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    key: Mapped[str] = mapped_column(comment="of the message, with the consent's after a colon where it goes there")
    message: Mapped[str] = mapped_column(comment="the message's key")
    consent_id: Mapped[UUID | None] = mapped_column(ForeignKey("consents.id"), comment="None: to the person")
    way: Mapped[str] = mapped_column(comment="email, phone, post, hand: made for them beside the mail")
    state: Mapped[str] = mapped_column(comment="owed, done, dropped")
    due_at: Mapped[datetime] = mapped_column(comment="not before")
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None] = mapped_column(comment="role and key; system for mail")
    note: Mapped[str | None] = mapped_column(comment="what came of a call, or why it was dropped")


class ConsentRow(Base):
    """Somebody acts for the person of a case: what they may do, how that was given, until when."""

    __tablename__ = "consents"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(comment="key into the vault: who acts")
    code_hash: Mapped[bytes] = mapped_column(comment="keyed hash of their own code")
    relation: Mapped[str] = mapped_column(comment="helper, family, lawyer, member, parent, executor, other")
    scope: Mapped[str] = mapped_column(comment="act: speaks for the person; follow: reads and hears")
    given: Mapped[str] = mapped_column(comment="said: the representative says so; person: by the person; paper: seen")
    given_at: Mapped[datetime]
    expires_on: Mapped[date | None] = mapped_column(comment="the last day; None: until the case is over")
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(comment="role and key")
    reply_by: Mapped[str | None] = mapped_column(comment="email, phone, post, or None: code only")


class ContactChangeRow(Base):
    """Another way to reach somebody, asked for and not yet in force: whoever is reached the old way hears first."""

    __tablename__ = "contact_changes"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    sealed: Mapped[bytes] = mapped_column(comment="the new contact, bound to id")
    state: Mapped[str] = mapped_column(comment="asked, done, stopped")
    asked_at: Mapped[datetime]
    takes_effect_at: Mapped[datetime | None] = mapped_column(
        comment="unless it is confirmed or stopped before; None: only once somebody confirms it by telephone"
    )
    ended_at: Mapped[datetime | None]


class DraftRow(Base):
    """What somebody has begun to tell us; only the key in their browser opens it, and it is gone once sent."""

    __tablename__ = "drafts"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    key_hash: Mapped[bytes] = mapped_column(unique=True)
    sealed: Mapped[bytes]
    begun_at: Mapped[datetime]
    kept_at: Mapped[datetime] = mapped_column(comment="when something was last written to it")
    ends_at: Mapped[datetime] = mapped_column(index=True, comment="nothing of it is kept after this")


class AttachmentRow(Base):
    """A photo or paper on a case, or on a draft that may become one; the bytes stand in the files of the house."""

    __tablename__ = "attachments"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"), index=True)
    draft_id: Mapped[UUID | None] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(comment="as it is shown: cleaned of paths and signs that mislead")
    kind: Mapped[str] = mapped_column(comment="jpeg, png, heic, pdf, docx, odt, txt, mp3, m4a, mp4: from its content")
    size: Mapped[int]
    digest: Mapped[bytes] = mapped_column(comment="SHA-256 of the original")
    pages: Mapped[int] = mapped_column(SmallInteger, comment="pictures to look at; 0: none can be made")
    scan: Mapped[str] = mapped_column(comment="waiting, clean, refused, unscanned")
    original: Mapped[bool] = mapped_column(
        comment="the original is kept, sealed; False: only the pictures made from it"
    )
    author: Mapped[str] = mapped_column(comment="role and key, never a name")
    message: Mapped[str | None] = mapped_column(comment="key of the message it came with")
    added_at: Mapped[datetime]


class SurveyRow(Base):
    """What the person thought of how a stage was handled: two questions, and whether they were treated worse."""

    __tablename__ = "surveys"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    stage_no: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    handled: Mapped[str] = mapped_column(comment="good, fair, poor")
    informed: Mapped[bool | None] = mapped_column(comment="knew what would happen next")
    treated_worse: Mapped[bool | None]
    words: Mapped[str | None]
    answered_at: Mapped[datetime]


class WaitRow(Base):
    """
    How long others waited, as it was counted on one day; what was told once stays as it was.

    The waits are None where too many still waited to say how long it takes.
    """

    __tablename__ = "waits"

    scope: Mapped[str] = mapped_column(primary_key=True, comment="what is counted together; begins with its level")
    as_of: Mapped[datetime] = mapped_column(primary_key=True, comment="made only from what had happened by then")
    since: Mapped[datetime] = mapped_column(comment="from when on cases that ended are counted")
    cases: Mapped[int] = mapped_column(comment="how many ended between since and as_of")
    median_hours: Mapped[float | None]
    low_hours: Mapped[float | None]
    high_hours: Mapped[float | None] = mapped_column(comment="8 of 10 between low and high")
    counted_at: Mapped[datetime] = mapped_column(comment="days after as_of where it was counted afterwards")


class SubmissionRow(Base):
    """The key a sender chose, so that pressing twice makes one case."""

    __tablename__ = "submissions"

    key_hash: Mapped[bytes] = mapped_column(primary_key=True)
    content_hash: Mapped[bytes]
    case_id: Mapped[UUID]
    receipt: Mapped[bytes] = mapped_column(comment="the first answer, sealed with the sender's own key")
    at: Mapped[datetime]


class ExtensionRow(Base):
    """More time for the answer of a stage: asked for, and granted or refused; never forgotten."""

    __tablename__ = "extensions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    stage_no: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[str] = mapped_column(comment="asked, granted, refused")
    reason: Mapped[str] = mapped_column(comment="from the charter's list, in its words")
    by: Mapped[str] = mapped_column(comment="how much longer, as a limit")
    words: Mapped[str] = mapped_column(comment="what the person is told")
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    asked_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None]


class ProposalRow(Base):
    """A charter that somebody works on or has put forward; it is adopted by somebody else, or comes to nothing."""

    __tablename__ = "proposals"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(index=True, comment="draft, proposed, adopted, declined, withdrawn")
    base_id: Mapped[UUID | None] = mapped_column(ForeignKey("charters.id"), comment="the version it was made from")
    document: Mapped[str]
    why: Mapped[str]
    effective_on: Mapped[date | None] = mapped_column(comment="None: with its adoption")
    author: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), comment="None: the command line")
    begun_at: Mapped[datetime]
    proposed_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None]
    decision: Mapped[str | None] = mapped_column(comment="why it was declined or withdrawn")
    charter_id: Mapped[UUID | None] = mapped_column(ForeignKey("charters.id"), comment="what it was adopted as")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own declaration


class StaffRow(Base):
    """Somebody who signs in."""

    __tablename__ = "staff"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    bodies: Mapped[list[Any]]
    units: Mapped[list[Any]]
    password_hash: Mapped[str]
    active: Mapped[bool]
    added_at: Mapped[datetime]
    email: Mapped[str | None] = mapped_column(comment="where reminders go; none: they see them on the desk only")


class SignInRow(Base):
    """A session of somebody signed in; only the hash of its token is kept."""

    __tablename__ = "sign_ins"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    begun_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)


class SubjectRow(Base):
    """Somebody of staff a case is about, or in declared conflict with it: for them it does not exist."""

    __tablename__ = "subjects"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    relation: Mapped[str] = mapped_column(comment="subject, conflict")


class ImportRow(Base):
    """How far the import of one file has come, so that it can go on after an interruption."""

    __tablename__ = "imports"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    source: Mapped[str]
    file_hash: Mapped[bytes] = mapped_column(unique=True, comment="SHA-256 over file, mapping and as_of")
    as_of: Mapped[datetime | None] = mapped_column(comment="the instant the file is the state of")
    lines_read: Mapped[int]
    taken: Mapped[int]
    known: Mapped[int]
    rejected: Mapped[int]
    begun_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

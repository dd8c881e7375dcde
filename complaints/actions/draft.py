"""Keeping what somebody has begun to tell us: sealed with a key that only their browser has, and not for long."""

import os
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from complaints.actions.attach import forget_draft_files
from complaints.domain.draft import Draft
from complaints.kernel.limits import Rule, spend
from complaints.kernel.sealing import CannotOpen, open_with, seal_with
from complaints.kernel.text import thousands
from complaints.kernel.work import Boundary, Work
from complaints.store import drafts as store
from standards.errors import Fault, Invalid
from standards.language import say, spoken

SECRET_BYTES = 32
BEGUN = Rule("draft.address", most=300, window=timedelta(hours=1))
"""Generous: a whole village may share one address."""

LONGEST = 100_000
"""Letters of a whole draft: five times the longest story, so that what is too long is kept until it is shortened."""

PART = 20_000


class Kept(msgspec.Struct, frozen=True):
    """A draft as it was kept; `id` is what attachments hang on."""

    id: UUID
    draft: Draft
    kept_at: datetime


def new_secret() -> str:
    """Return the key of a new draft, for the browser alone."""
    return os.urandom(SECRET_BYTES).hex()


async def may_begin(boundary: Boundary, address: str) -> None:
    """Count one draft more for an address; raise TooMany where somebody floods us."""
    await spend(boundary, (BEGUN, address))


async def kept(work: Work, secret: str, *, lock: bool = False) -> Kept | None:
    """
    Return what was kept under a key, None when there is nothing, or nothing any more.

    Whoever asks with *lock* has it for themselves until the work ends.
    """
    row = await store.draft(work.session, _key_hash(work, secret), work.now, lock=lock)
    return None if row is None else _opened(work, secret, row)


async def keep(work: Work, secret: str, draft: Draft, *, lasts: timedelta) -> Kept:
    """
    Keep a draft under a key, in the place of what was kept there.

    Whoever changes one page of it looks at it with `lock` first, so that another page changed meanwhile stays. Raises
    Invalid when it is more than we keep.
    """
    content = msgspec.json.encode(draft)
    if len(content.decode()) > LONGEST:
        raise _too_long()
    row = await store.draft(work.session, _key_hash(work, secret), work.now, lock=True)
    if row is None:
        row = store.Begun(id=work.new_id(), key_hash=_key_hash(work, secret), begun_at=work.now)
        await store.make_room(work.session, row.key_hash)
        work.session.add(row)
    row.sealed = seal_with(_seal(work, secret), content, row.id.bytes)
    row.kept_at, row.ends_at = work.now, work.now + lasts
    await work.session.flush()
    return Kept(row.id, draft, work.now)


async def forget(work: Work, secret: str) -> None:
    """Delete what was kept under a key, at the wish of whoever wrote it."""
    row = await store.draft(work.session, _key_hash(work, secret), work.now, lock=True)
    if row is not None:
        await forget_draft_files(work, row.id)
        await store.drop_draft(work.session, row.id)


async def forget_old_drafts(work: Work) -> None:
    """Clear away every draft whose time is over."""
    for key in await store.drafts_over(work.session, work.now):
        await forget_draft_files(work, key)
        await store.drop_draft(work.session, key)


def submission_key(work: Work, secret: str) -> str:
    """Return the key a draft is sent under: the same however often and from wherever it is sent."""
    return work.keys.fingerprint(b"draft-sent", secret).hex()


def _opened(work: Work, secret: str, row: store.Begun) -> Kept:
    try:
        content = open_with(_seal(work, secret), row.sealed, row.id.bytes)
        draft = msgspec.json.decode(content, type=Draft)
    except (CannotOpen, msgspec.DecodeError):
        # From another installation's keys or an older version: nobody can read it, so nothing is there.
        draft = Draft()
    return Kept(row.id, draft, row.kept_at)


def _key_hash(work: Work, secret: str) -> bytes:
    return work.keys.fingerprint(b"draft", secret)


def _seal(work: Work, secret: str) -> bytes:
    return work.keys.fingerprint(b"draft-seal", secret)


def _too_long() -> Invalid:
    words = say(
        "This is more than we can keep here. Send it in parts of up to {most} letters.",
        most=thousands(PART, lang=spoken()),
    )
    return Invalid(words, faults=[Fault("narrative", words)])

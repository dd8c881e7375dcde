"""Taking a file in, before it hangs on anything: looked at in a jail, made into pictures, kept sealed."""

import hashlib
from datetime import datetime, timedelta

import msgspec

from complaints.domain.files import (
    LARGEST,
    MOST_PAGES,
    Cause,
    FileRefused,
    Scan,
    Upload,
    agreed,
    clean_name,
    keeps_original,
    named,
)
from complaints.kernel.files import ORIGINAL, files_of
from complaints.kernel.ids import new_id
from complaints.kernel.limits import Rule, spend
from complaints.kernel.pictures import examine
from complaints.kernel.work import Boundary

BY_ADDRESS = Rule("files.address", most=120, window=timedelta(hours=1))
"""A library or a mobile network is one address for many."""


class Sent(msgspec.Struct, frozen=True):
    """A file as it was sent: nothing of this is believed."""

    name: str
    declared: str
    content: bytes


async def take_file(boundary: Boundary, sent: Sent, *, keep_original: bool, now: datetime, address: str) -> Upload:
    """
    Return the file *sent*, looked at and kept; raise FileRefused with the reason, or TooMany.

    No work is open while this lasts. What is not attached afterwards is swept from the disk a day later.
    """
    name = clean_name(sent.name)
    if not sent.content:
        raise FileRefused(Cause.EMPTY)
    if len(sent.content) > LARGEST:
        raise FileRefused(Cause.TOO_LARGE)
    if named(name) is None:
        raise FileRefused(Cause.WRONG_KIND)
    await spend(boundary, (BY_ADDRESS, address))
    found, made = await examine(sent.content)
    kind = agreed(name, sent.declared, found)
    original = keeps_original(kind, agreed_to=keep_original, is_shown=bool(made.pictures))
    if made.pages > MOST_PAGES and not original:
        raise FileRefused(Cause.PAGES, "keep_original")
    waits = boundary.scanner is not None
    parts = {str(number): picture for number, picture in enumerate(made.pictures, start=1)}
    if original or waits:
        parts[ORIGINAL] = sent.content
    key = new_id(now)
    try:
        await files_of(boundary).keep(key, parts)
    except OSError:
        # The disk is full, or away: nothing half-written stays.
        raise FileRefused(Cause.FAILED) from None
    return Upload(
        id=key,
        name=name,
        kind=kind,
        size=len(sent.content),
        digest=hashlib.sha256(sent.content).digest(),
        pages=len(made.pictures),
        scan=Scan.WAITING if waits else Scan.UNSCANNED,
        original=original,
    )

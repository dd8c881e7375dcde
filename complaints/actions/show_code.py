"""Letting a person in by reference and code; who tries to guess runs out of tries."""

import hmac
from datetime import timedelta

from complaints import reads
from complaints.domain.access import PUBLIC, Actor, person, representative
from complaints.domain.reference import normal_reference, normal_signs
from complaints.kernel.limits import Rule, refund, spend
from complaints.kernel.work import Boundary
from standards.errors import NotFound
from standards.language import say

BY_CASE = Rule("code.case", most=20, window=timedelta(hours=1))
BY_ADDRESS = Rule("code.address", most=120, window=timedelta(hours=1))


class NoMatch(NotFound):
    """Reference and code do not belong together; which of them is wrong is not said."""

    code = "no-match"

    def __init__(self) -> None:
        super().__init__(say("We could not match these. Check the reference and the code, or call us."))


async def show_code(boundary: Boundary, reference: str, code: str, *, address: str) -> Actor:
    """
    Return whom the code makes out: the person, or who acts for them.

    Raises NoMatch, or TooMany after too many tries in an hour.
    """
    normal = normal_reference(reference)
    charges = ((BY_CASE, normal or normal_signs(reference)[:20]), (BY_ADDRESS, address))
    await spend(boundary, *charges)
    async with boundary.work(PUBLIC, reading=True) as work:
        kept = await reads.code_of(work.session, normal or "")
        salt = kept.id.bytes if kept else bytes(16)
        given = work.keys.code_hash(salt, normal_signs(code))
    # An unknown reference costs the same work as a wrong code.
    is_theirs = hmac.compare_digest(kept.code_hash if kept and kept.code_hash else bytes(32), given)
    acting = [key for key, stored in (kept.consents if kept else []) if hmac.compare_digest(stored, given)]
    if kept is None or not (is_theirs or acting):
        raise NoMatch
    await refund(boundary, *charges)
    return person(kept.id, given) if is_theirs else representative(kept.id, acting[0])

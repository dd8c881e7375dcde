"""Letting a person in by reference and code; who tries to guess runs out of tries."""

import hmac
from datetime import timedelta
from uuid import UUID

from complaints import reads
from complaints.domain.access import PUBLIC
from complaints.domain.reference import normal_reference, normal_signs
from complaints.kernel.limits import Rule, refund, spend
from complaints.kernel.work import Boundary
from standards.errors import NotFound

BY_CASE = Rule("code.case", most=20, window=timedelta(hours=1))
BY_ADDRESS = Rule("code.address", most=120, window=timedelta(hours=1))


class NoMatch(NotFound):
    """Reference and code do not belong together; which of them is wrong is not said."""

    code = "no-match"

    def __init__(self) -> None:
        super().__init__("We could not match these. Check the reference and the code, or call us.")


async def show_code(boundary: Boundary, reference: str, code: str, *, address: str) -> UUID:
    """Return the key of the case; raise NoMatch, or TooMany after too many tries in an hour."""
    normal = normal_reference(reference)
    charges = ((BY_CASE, normal or normal_signs(reference)[:20]), (BY_ADDRESS, address))
    await spend(boundary, *charges)
    async with boundary.work(PUBLIC, reading=True) as work:
        kept = await reads.code_of(work.session, normal or "")
        salt = kept.id.bytes if kept else bytes(16)
        given = work.keys.code_hash(salt, normal_signs(code))
    # An unknown reference costs the same work as a wrong code.
    stored = kept.code_hash if kept and kept.code_hash else bytes(32)
    if not hmac.compare_digest(stored, given) or kept is None:
        raise NoMatch
    await refund(boundary, *charges)
    return kept.id

"""Adding somebody of staff, and saying what is about them."""

from collections.abc import Sequence
from uuid import UUID

from complaints import store
from complaints.actions.sign_in import HASHER
from complaints.domain.access import ADMINISTER, Role, require
from complaints.kernel.work import Work
from standards.errors import Conflict, Fault, Invalid

SIGNS_IN = (Role.OFFICER, Role.REVIEWER, Role.OMBUDSPERSON, Role.COUNCILLOR, Role.ADMINISTRATOR)
SHORTEST = 15


def hash_password(password: str) -> str:
    """Return what is kept of a password (Argon2id); refuse one that is too short."""
    if len(password) < SHORTEST:
        raise Invalid("The password is too short.", faults=[Fault("password", f"Use at least {SHORTEST} characters.")])
    return HASHER.hash(password)


async def enlist(  # noqa: PLR0913 - what one must know of somebody who signs in
    work: Work,
    *,
    username: str,
    name: str,
    role: Role,
    password_hash: str,
    bodies: Sequence[str] = (),
    units: Sequence[str] = (),
) -> UUID:
    """Add somebody who may sign in; bodies and units are their scope, and without a body they reach no case."""
    require(work.actor, ADMINISTER)
    if role not in SIGNS_IN:
        raise Invalid("Nobody signs in as this.", faults=[Fault("role", f"Choose one of: {', '.join(SIGNS_IN)}.")])
    if await store.staff_by_username(work.session, username.casefold()):
        raise Conflict(f"There is already somebody who signs in as {username!r}.")
    key = work.new_id()
    store.add_staff(
        work.session,
        id=key,
        username=username.casefold(),
        name=name,
        role=role.value,
        bodies=sorted(bodies),
        units=sorted(units),
        password_hash=password_hash,
        active=True,
        added_at=work.now,
    )
    await work.session.flush()
    return key

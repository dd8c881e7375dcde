"""Adding somebody of staff, and saying what is about them."""

import re
from collections.abc import Sequence
from uuid import UUID

from complaints import store
from complaints.actions.sign_in import HASHER
from complaints.domain.access import ADMINISTER, Role, require
from complaints.kernel import ledger
from complaints.kernel.work import Work
from standards.errors import Conflict, Fault, Invalid, NotFound

SIGNS_IN = (Role.OFFICER, Role.REVIEWER, Role.OMBUDSPERSON, Role.COUNCILLOR, Role.ADMINISTRATOR)
SHORTEST = 15
ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")


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
    email: str | None = None,
) -> UUID:
    """
    Add somebody who may sign in; bodies and units are their scope, and without a body they reach no case.

    Reminders go to *email*; without one they stand on the desk only.
    """
    require(work.actor, ADMINISTER)
    if role not in SIGNS_IN:
        raise Invalid("Nobody signs in as this.", faults=[Fault("role", f"Choose one of: {', '.join(SIGNS_IN)}.")])
    if await store.staff_by_username(work.session, username.casefold()):
        raise Conflict(f"There is already somebody who signs in as {username!r}.")
    _check(email)
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
        email=email,
    )
    await work.session.flush()
    scope = {"bodies": sorted(bodies), "units": sorted(units)}
    await ledger.record(work, ledger.PEOPLE, "person.enlisted", staff=str(key), role=role.value, **scope)
    return key


async def set_email(work: Work, staff_id: UUID, email: str | None) -> None:
    """Set where somebody's reminders go, None for nowhere."""
    require(work.actor, ADMINISTER)
    somebody = await store.staff_by_id(work.session, staff_id)
    if somebody is None:
        raise NotFound("There is nobody like this.")
    _check(email)

    somebody.email = email
    await work.session.flush()
    await ledger.record(work, ledger.PEOPLE, "person.email_set", staff=str(staff_id), given=email is not None)


def _check(email: str | None) -> None:
    if email is not None and not ADDRESS.fullmatch(email):
        raise Invalid("This is no e-mail address.", faults=[Fault("email", "Write it like name@example.org.")])

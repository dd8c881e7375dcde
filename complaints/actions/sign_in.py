"""Signing staff in and out: a new token at each sign-in, of which only the hash is kept."""

import asyncio
import hashlib
import os
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from complaints import store
from complaints.domain.access import PUBLIC, Actor, Role
from complaints.kernel.limits import Rule, refund, spend
from complaints.kernel.work import Boundary, Work
from complaints.store import Staff
from standards.errors import CaseworkError

HASHER = PasswordHasher()
BY_NAME = Rule("sign_in.name", most=10, window=timedelta(minutes=15))
BY_ADDRESS = Rule("sign_in.address", most=60, window=timedelta(minutes=15))
TOKEN_BYTES = 32
SEEN_AGAIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in; `lately` when their use of the session was written down within the minute."""

    actor: Actor
    lately: bool


class WrongSignIn(CaseworkError):
    """The name or the password is wrong; which one is not said."""

    code = "wrong-sign-in"

    def __init__(self) -> None:
        super().__init__("The name or the password is not right. Check both and try again.")


async def sign_in(
    boundary: Boundary, username: str, password: str, *, address: str, longest: timedelta
) -> tuple[str, Actor]:
    """
    Begin a session for whoever this is; the token exists nowhere else.

    Opens work of its own, so that no transaction waits for the slow password
    check. Raises WrongSignIn, or TooMany when the name or the address tried too often.
    """
    name = username.strip().casefold()
    await spend(boundary, (BY_NAME, name), (BY_ADDRESS, address))
    async with boundary.work(PUBLIC, reading=True) as work:
        staff = await store.staff_by_username(work.session, name)
    if not await _password_fits(staff, password) or staff is None:
        raise WrongSignIn
    async with boundary.work(PUBLIC) as work:
        token = await begin(work, staff, longest=longest)
    await refund(boundary, (BY_NAME, name))
    return token, actor_of(staff)


async def _password_fits(staff: Staff | None, password: str) -> bool:
    """Check a password in a thread; an unknown name costs the same time as a wrong password."""
    stored = staff.password_hash if staff else _unknown()
    return await asyncio.to_thread(_fits, stored, password) and staff is not None and staff.active


@lru_cache(maxsize=1)
def _unknown() -> str:
    return HASHER.hash(os.urandom(TOKEN_BYTES).hex())


async def begin(work: Work, staff: Staff, *, longest: timedelta) -> str:
    """Begin a session and return its token, which exists nowhere else."""
    token = os.urandom(TOKEN_BYTES).hex()
    await store.begin_session(
        work.session, token_hash=token_hash(token), staff_id=staff.id, at=work.now, until=work.now + longest
    )
    return token


async def end(work: Work, token: str) -> None:
    """End the session at once."""
    await store.end_session(work.session, token_hash(token))


async def whoever(work: Work, token: str, *, idle: timedelta) -> SignedIn | None:
    """Return who is signed in with *token*, None when it is unknown, over, idle too long, or the person left."""
    row = await store.sign_in_by_token(work.session, token_hash(token))
    if row is None or row.ends_at <= work.now or work.now - row.seen_at > idle:
        return None
    staff = await store.staff_by_id(work.session, row.staff_id)
    if staff is None or not staff.active:
        return None
    return SignedIn(actor_of(staff), lately=work.now - row.seen_at < SEEN_AGAIN)


async def seen_lately(work: Work, token: str) -> None:
    """Note that the session is in use."""
    await store.session_seen(work.session, token_hash(token), work.now)


def actor_of(staff: Staff) -> Actor:
    """Return the actor a member of staff is."""
    return Actor(Role(staff.role), staff.id, staff.name, frozenset(staff.bodies), frozenset(staff.units))


def token_hash(token: str) -> bytes:
    """Return what is kept of a token (256 random bits need no slow hash)."""
    return hashlib.sha256(token.encode()).digest()


def _fits(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except VerificationError:
        return False

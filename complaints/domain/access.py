"""Who may do what: permissions are tables of predicates, relation comes before role, and one function decides."""

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from standards.errors import NotAllowed


class Role(enum.StrEnum):
    """What somebody is here for; stored as words."""

    PUBLIC = "public"
    PERSON = "person"
    REPRESENTATIVE = "representative"
    OFFICER = "officer"
    REVIEWER = "reviewer"
    OMBUDSPERSON = "ombudsperson"
    COUNCILLOR = "councillor"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """
    Whoever acts: somebody of staff, the person a case belongs to or who acts for them, the system itself.

    `bodies` and `units` are the scope; a member of staff without a body reaches
    no case. `case_id` is the one case a person has shown the code of, `shown` what is kept of that code: with another
    code given since, it opens nothing any more. A representative's `id` is the key of the consent they act by.
    """

    role: Role
    id: UUID | None = None
    name: str = ""
    bodies: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    case_id: UUID | None = None
    shown: bytes | None = None

    @property
    def label(self) -> str:
        """Role and key, for the journal: never a name."""
        return self.role.value if self.id is None else f"{self.role.value}:{self.id}"


PUBLIC = Actor(Role.PUBLIC)
SYSTEM = Actor(Role.SYSTEM)


def person(case_id: UUID, shown: bytes | None = None) -> Actor:
    """Return the actor for whoever showed the code of this case; *shown* is what is kept of it, None: checked."""
    return Actor(Role.PERSON, case_id=case_id, shown=shown)


def representative(case_id: UUID, consent_id: UUID) -> Actor:
    """Return the actor for whoever showed the code that a consent gave them."""
    return Actor(Role.REPRESENTATIVE, consent_id, case_id=case_id)


@dataclass(frozen=True, slots=True)
class CaseRelations:
    """
    What the rules of access look at on a case.

    `tier_role` is the role that handles the case now; `subjects` are the members of
    staff the complaint is about, `conflicted` those with a declared conflict,
    `handled_by` whoever decided an earlier stage, or had it. `known_to_body` is false while the case has been with
    nobody but the independent office. `code` is what is kept of the person's code; `following` are the consents that
    hold, `acting` those of them by which somebody may speak for the person.
    """

    case_id: UUID
    body: str
    unit: str | None
    tier_role: Role
    independent: bool
    seen_by_office: bool
    handler: UUID | None = None
    subjects: frozenset[UUID] = frozenset()
    conflicted: frozenset[UUID] = frozenset()
    handled_by: frozenset[UUID] = frozenset()
    known_to_body: bool = True
    code: bytes | None = None
    following: frozenset[UUID] = frozenset()
    acting: frozenset[UUID] = frozenset()


Test = Callable[[Actor, Any], bool]


@dataclass(frozen=True, slots=True)
class Permission:
    """
    Something one may do, with the lines that grant it.

    Any line grants; every test in it must hold. Nothing is granted by default.
    """

    key: str
    allows: str
    lines: tuple[tuple[Test, ...], ...]


def allowed(actor: Actor, permission: Permission, thing: object = None) -> bool:
    """
    Decide, for every package and every kind of object.

    Relation before role: for somebody the complaint is about, or in conflict
    with, the case does not exist, whatever else they may do.
    """
    if isinstance(thing, CaseRelations) and is_shut_out(actor, thing):
        return False
    return any(all(test(actor, thing) for test in line) for line in permission.lines)


def require(actor: Actor, permission: Permission, thing: object = None) -> None:
    """Raise NotAllowed unless *actor* may; the edge answers it like something that does not exist."""
    if not allowed(actor, permission, thing):
        msg = f"You may not do this: {permission.allows}."
        raise NotAllowed(msg)


def is_shut_out(actor: Actor, case: CaseRelations) -> bool:
    """Whether the case does not exist for this actor."""
    return actor.id is not None and (actor.id in case.subjects or actor.id in case.conflicted)


def is_anyone(_actor: Actor, _thing: object) -> bool:
    return True


def is_system(actor: Actor, _thing: object) -> bool:
    return actor.role is Role.SYSTEM


def is_the_person(actor: Actor, case: CaseRelations) -> bool:
    """Whether it is the person themself, with the code that is good today."""
    mine = actor.role is Role.PERSON and actor.case_id == case.case_id
    return mine and (actor.shown is None or actor.shown == case.code)


def is_their_representative(actor: Actor, case: CaseRelations) -> bool:
    """Whether somebody acts for the person by a consent that holds."""
    return actor.role is Role.REPRESENTATIVE and actor.case_id == case.case_id and actor.id in case.acting


def is_their_follower(actor: Actor, case: CaseRelations) -> bool:
    """Whether somebody may read the case by a consent that holds."""
    return actor.role is Role.REPRESENTATIVE and actor.case_id == case.case_id and actor.id in case.following


def is_known_to_body(_actor: Actor, case: CaseRelations) -> bool:
    """Whether the body has ever had the case: what went straight to the independent office is not there for it."""
    return case.known_to_body


def is_officer(actor: Actor, _thing: object) -> bool:
    return actor.role is Role.OFFICER


def is_staff_of_a_body(actor: Actor, _thing: object) -> bool:
    return actor.role in {Role.OFFICER, Role.REVIEWER}


def is_ombudsperson(actor: Actor, _thing: object) -> bool:
    return actor.role is Role.OMBUDSPERSON


def is_councillor(actor: Actor, _thing: object) -> bool:
    return actor.role is Role.COUNCILLOR


def is_administrator(actor: Actor, _thing: object) -> bool:
    return actor.role is Role.ADMINISTRATOR


def is_in_scope(actor: Actor, case: CaseRelations) -> bool:
    """Whether the case lies in the actor's bodies and, where units are given, in those. Fails closed."""
    if case.body not in actor.bodies:
        return False
    return not actor.units or case.unit is None or case.unit in actor.units


def is_bound_to_no_unit(actor: Actor, _thing: object) -> bool:
    """Whether somebody works for the whole body: the complaints team, not the office complained about."""
    return not actor.units


def is_reviewer(actor: Actor, _thing: object) -> bool:
    return actor.role is Role.REVIEWER


def is_at_their_tier(actor: Actor, case: CaseRelations) -> bool:
    return actor.role is case.tier_role


def is_fresh_to_it(actor: Actor, case: CaseRelations) -> bool:
    """Nobody reviews what they decided before."""
    return actor.id not in case.handled_by


def is_seen_by_office(_actor: Actor, case: CaseRelations) -> bool:
    """Whether the case has reached the ombudsperson's office."""
    return case.seen_by_office


def is_with_office(_actor: Actor, case: CaseRelations) -> bool:
    """Whether the independent office has the case now: what it writes is not the body's to carry."""
    return case.independent


def is_with_body(_actor: Actor, case: CaseRelations) -> bool:
    """Whether the body has the case now."""
    return not case.independent


LODGE = Permission("case.lodge", "tell us something", ((is_anyone,),))
READ = Permission(
    "case.read",
    "read this case",
    (
        (is_the_person,),
        (is_their_follower,),
        (is_staff_of_a_body, is_in_scope, is_known_to_body),
        (is_ombudsperson, is_seen_by_office),
        (is_system,),
    ),
)
ADD = Permission("case.add", "add something to your case", ((is_the_person,), (is_their_representative,)))
ATTACH = Permission(
    "case.attach",
    "add a file to this case",
    (
        (is_the_person,),
        (is_their_representative,),
        (is_staff_of_a_body, is_in_scope, is_at_their_tier, is_fresh_to_it),
    ),
)
WITHDRAW = Permission("case.withdraw", "stop your case", ((is_the_person,), (is_their_representative,)))
OWN = Permission("case.own", "change how you are reached, and who acts for you", ((is_the_person,),))
RATE = Permission("case.rate", "say how we handled your case", ((is_the_person,), (is_their_representative,)))
HANDLE = Permission(
    "case.handle",
    "work on this case at the step it is at",
    ((is_staff_of_a_body, is_in_scope, is_at_their_tier, is_fresh_to_it), (is_system,)),
)
APPROVE_EXTENSION = Permission(
    "extension.approve",
    "decide on more time that somebody else asked for",
    (
        (is_reviewer, is_in_scope, is_fresh_to_it, is_known_to_body),
        (is_officer, is_bound_to_no_unit, is_in_scope, is_fresh_to_it, is_known_to_body),
    ),
)
NOTE = Permission("case.note", "leave a note for staff", ((is_staff_of_a_body, is_in_scope, is_known_to_body),))
IDENTIFY = Permission(
    "case.identify",
    "see who the person is, with a reason that the person can read",
    ((is_staff_of_a_body, is_in_scope, is_known_to_body), (is_ombudsperson, is_seen_by_office), (is_system,)),
)
NAME_STAFF = Permission(
    "case.name_staff",
    "say who of staff the case is about",
    ((is_staff_of_a_body, is_bound_to_no_unit, is_in_scope, is_known_to_body), (is_system,)),
)
SEE_STAFF_NAMED = Permission(
    "case.see_staff_named",
    "read whom of staff the person named",
    (
        (is_staff_of_a_body, is_bound_to_no_unit, is_in_scope, is_known_to_body),
        (is_ombudsperson, is_seen_by_office),
        (is_system,),
    ),
)
ASSIST = Permission(
    "case.assist",
    "do for the person what they ask for by telephone or on paper: who acts for them, how they are reached, a new code",
    (
        (is_staff_of_a_body, is_bound_to_no_unit, is_in_scope, is_known_to_body, is_with_body),
        (is_ombudsperson, is_seen_by_office),
        (is_system,),
    ),
)
HAND_OUT = Permission(
    "letter.hand_out",
    "bring people by post and telephone what was written to them",
    (
        (is_staff_of_a_body, is_in_scope, is_known_to_body, is_with_body),
        (is_ombudsperson, is_seen_by_office, is_with_office),
    ),
)
LOG = Permission("case.log", "write down what somebody tells us in person", ((is_staff_of_a_body,), (is_system,)))
QUEUE = Permission("queue.read", "see the queue", ((is_staff_of_a_body,),))
ADMINISTER = Permission(
    "people.administer", "add people and change what they may do", ((is_administrator,), (is_system,))
)
PROPOSE = Permission("charter.propose", "propose another charter", ((is_administrator,), (is_system,)))
ADOPT = Permission("charter.adopt", "adopt a charter", ((is_administrator,), (is_system,)))
RELEASE = Permission("clocks.release", "let clocks go on that were held back", ((is_administrator,), (is_system,)))
TAKE_OVER = Permission("cases.take_over", "take cases over from an older system", ((is_administrator,), (is_system,)))
COUNT_WAITS = Permission("waits.count", "write down how long people waited", ((is_system,),))

PERMISSIONS = (
    LODGE,
    READ,
    ADD,
    ATTACH,
    WITHDRAW,
    OWN,
    RATE,
    HANDLE,
    APPROVE_EXTENSION,
    NOTE,
    IDENTIFY,
    NAME_STAFF,
    SEE_STAFF_NAMED,
    ASSIST,
    HAND_OUT,
    LOG,
    QUEUE,
    ADMINISTER,
    PROPOSE,
    ADOPT,
    RELEASE,
    TAKE_OVER,
    COUNT_WAITS,
)

"""The people of the simulated authority: who works there and how they sign in, and who brings cases."""

from collections.abc import Iterator
from uuid import UUID

import msgspec

from complaints.actions.enlist import enlist
from complaints.app.demonstration.material import Chance
from complaints.domain.access import Actor, Role
from complaints.kernel.work import Work
from complaints.schemas import Contact
from standards.charter import Charter

STAFF_NAMES = (
    "Amara Osei", "Piotr Nowak", "Leila Haddad", "Grace Mbeki", "Tomás Rivera", "Ingrid Solheim", "Hana Suzuki",
    "Daniel Okafor", "Fatima Zahra", "Owen Pritchard", "Mei-Ling Chen", "Rashid Khan", "Elena Petrova",
    "Samuel Adeyemi", "Nora Lindqvist", "Kofi Mensah", "Priya Raman", "Lukas Weber", "Chiara Conti", "Yusuf Demir",
)  # fmt: skip
GIVEN = (
    "Maria", "John", "Aisha", "Carlos", "Ewa", "David", "Thandi", "Li", "Sophie", "Ahmed", "Rosa", "Peter", "Nadia",
    "Marek", "Joy", "Kwame", "Ana", "Stefan", "Blessing", "Tom",
)  # fmt: skip
FAMILY = (
    "Fernandes", "Baker", "Yilmaz", "Dlamini", "Kowalska", "Singh", "Moyo", "Evans", "Novak", "Silva", "Abebe",
    "Murphy", "Tanaka", "Costa", "Hussein", "Jensen", "Papadakis", "Walker", "Nguyen", "Schmidt",
)  # fmt: skip


class Member(msgspec.Struct, frozen=True):
    """Somebody of staff, ready to act."""

    username: str
    actor: Actor
    place: str


class Cast(msgspec.Struct, frozen=True):
    """Everybody who works in the simulated authority."""

    members: list[Member]

    def of(self, role: Role, body: str, unit: str | None) -> list[Actor]:
        """Return who has this role for a body; for a case of a unit, those bound to another unit stay out."""
        return [
            member.actor
            for member in self.members
            if member.actor.role is role
            and (not member.actor.bodies or body in member.actor.bodies)
            and (not member.actor.units or unit is None or unit in member.actor.units)
        ]


async def gather(work: Work, charter: Charter, password_hash: str) -> Cast:
    """Add everybody: for each body a team, somebody of its first unit and a reviewer; and one of each other role."""
    members = []
    for place, (username, role, bodies, units, where) in enumerate(_posts(charter)):
        name = STAFF_NAMES[place % len(STAFF_NAMES)]
        key = await enlist(
            work, username=username, name=name, role=role, password_hash=password_hash, bodies=bodies, units=units
        )
        members.append(Member(username, _actor(key, name, role, bodies, units), where))
    return Cast(members)


def _posts(charter: Charter) -> Iterator[tuple[str, Role, list[str], list[str], str]]:
    for key, body in charter.bodies.items():
        yield f"officer.{key}", Role.OFFICER, [key], [], f"complaints team, {body.name}"
        units = [unit for unit, part in charter.units.items() if part.body == key]
        if units:
            name = units[0] if units[0] not in charter.bodies else f"{key}.{units[0]}"
            yield f"officer.{name}", Role.OFFICER, [key], [units[0]], f"unit {charter.units[units[0]].name}"
        yield f"reviewer.{key}", Role.REVIEWER, [key], [], f"reviews, {body.name}"
    yield "ombudsperson", Role.OMBUDSPERSON, [], [], charter.top.name
    yield "councillor", Role.COUNCILLOR, [], [], "figures and reports"
    yield "administrator", Role.ADMINISTRATOR, [], [], "people and charters"


def _actor(key: UUID, name: str, role: Role, bodies: list[str], units: list[str]) -> Actor:
    return Actor(role, key, name, frozenset(bodies), frozenset(units))


def somebody(chance: Chance) -> Contact | None:
    """Return how to reach an invented person; one in four gives no name at all."""
    if chance.happens(0.25):
        return None
    given, family = chance.one(GIVEN), chance.one(FAMILY)
    name = f"{given} {family}"
    way = chance.weighted({"email": 0.3, "phone": 0.4, "post": 0.3})
    if way == "email":
        return Contact(name=name, email=f"{given}.{family}@people.example".lower())
    if way == "phone":
        return Contact(name=name, phone=f"01632 960 {int(chance.between(100, 999))}")
    return Contact(name=name, post=f"{name}, {int(chance.between(1, 90))} Harbour Street")

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

NUMBERS = {"GB": "01632 960 ", "US": "617-555-0", "CA": "416-555-0", "AU": "07 5550 0"}
"""How telephone numbers begin that nobody has, by country; three digits follow, from 100 to 199."""


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

    def who_hand_out(self) -> list[Actor]:
        """Return those who post letters and call people: they work for a whole body, or for the office."""
        roles = {Role.OFFICER, Role.REVIEWER, Role.OMBUDSPERSON}
        return [member.actor for member in self.members if member.actor.role in roles and not member.actor.units]


async def gather(work: Work, charter: Charter, password_hash: str) -> Cast:
    """Add everybody: for each body a team, somebody of its first unit and reviewers; and one of each other role."""
    members = []
    for place, (username, role, bodies, units, where) in enumerate(_posts(charter)):
        name = STAFF_NAMES[place % len(STAFF_NAMES)]
        key = await enlist(
            work,
            username=username,
            name=name,
            role=role,
            password_hash=password_hash,
            bodies=bodies,
            units=units,
            email=f"{username}@staff.example",
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
        yield from _of_later_tiers(charter, key, body.name)
    yield "ombudsperson", Role.OMBUDSPERSON, [], [], charter.top.name
    yield "councillor", Role.COUNCILLOR, [], [], "figures and reports"
    yield "administrator", Role.ADMINISTRATOR, [], [], "people and charters"
    yield "administrator.2", Role.ADMINISTRATOR, [], [], "the second one, who adopts what the first proposes"


def _of_later_tiers(charter: Charter, key: str, name: str) -> Iterator[tuple[str, Role, list[str], list[str], str]]:
    """Yield somebody for each further tier within the body: nobody decides on their own answer."""
    later = [tier for tier in charter.tiers[1:] if not tier.independent]
    first_review = next((tier for tier in later if tier.role == Role.REVIEWER.value), None)
    for tier in later:
        title, where = ("reviewer", "reviews") if tier is first_review else (tier.key, tier.name)
        yield f"{title}.{key}", Role(tier.role), [key], [], f"{where}, {name}"


def _actor(key: UUID, name: str, role: Role, bodies: list[str], units: list[str]) -> Actor:
    return Actor(role, key, name, frozenset(bodies), frozenset(units))


def somebody(chance: Chance, country: str | None = "GB") -> Contact | None:
    """Return how to reach an invented person of a country; one in four gives no name at all."""
    if chance.happens(0.25):
        return None
    given, family = chance.one(GIVEN), chance.one(FAMILY)
    name = f"{given} {family}"
    way = chance.weighted({"email": 0.7, "phone": 0.17, "post": 0.13})
    if way == "email":
        return Contact(name=name, email=f"{given}.{family}@people.example".lower())
    begins = NUMBERS.get(country or "")
    if way == "phone" and begins:
        return Contact(name=name, phone=f"{begins}{int(chance.between(100, 199))}")
    return Contact(name=name, post=f"{name}, {int(chance.between(1, 90))} Harbour Street")

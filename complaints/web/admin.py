"""Administration: who may sign in. No case is reached from here."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from complaints import reads
from complaints.actions.dismiss import dismiss, readmit
from complaints.actions.enlist import SHORTEST, SIGNS_IN, enlist, hash_password, set_email
from complaints.domain.access import ADMINISTER, Role, require
from complaints.kernel.work import Boundary, Work
from complaints.web.forms import Form, errors, form
from complaints.web.page import AnyRequest, go_on, signed_in
from complaints.web.staff import ADMINISTRATORS, staff_page
from standards.charter import Charter
from standards.errors import Conflict, Fault, Invalid

MOST_SIGNS = 200
SCOPED = (Role.OFFICER.value, Role.REVIEWER.value)


class Admin(Controller):
    """People."""

    path = "/admin"
    include_in_schema = False

    @get("/")
    async def people(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[Any]:
        """Show everybody of staff, and the form to add somebody."""
        require(signed_in(request, *ADMINISTRATORS), ADMINISTER)
        return await _people(request, work)

    @post("/people")
    async def add(self, request: AnyRequest, boundary: NamedDependency[Boundary]) -> Response[Any]:
        """Add somebody who may sign in."""
        somebody = signed_in(request, *ADMINISTRATORS)
        require(somebody, ADMINISTER)
        sent = await form(request)
        bodies, units = (await _all(request, "bodies")), (await _all(request, "units"))
        ticked = {"bodies": bodies, "units": units}
        try:
            _check(sent, bodies)
            # Hashing takes its time on purpose: it must hold up nobody else, and no transaction.
            hashed = await asyncio.to_thread(hash_password, sent["password"])
            async with boundary.work(somebody) as work:
                _check_scope(work.charter.charter, bodies, units)
                await enlist(
                    work,
                    username=sent["username"],
                    name=sent["name"],
                    role=Role(sent["role"]),
                    password_hash=hashed,
                    bodies=bodies,
                    units=units,
                    email=sent["email"] or None,
                )
        except (Invalid, Conflict) as refused:
            faults = errors(refused) if isinstance(refused, Invalid) else {"username": refused.detail}
            async with boundary.work(somebody, reading=True) as work:
                return await _people(request, work, dict(sent) | ticked, faults, status=400)
        return go_on(request, "/admin", flash=f"{sent['name']} can sign in now.")

    @get("/people")
    async def back(self, request: AnyRequest) -> Response[Any]:
        """Lead back to the list."""
        signed_in(request, *ADMINISTRATORS)
        return go_on(request, "/admin")

    @post("/people/{key:uuid}/disable")
    async def disable(
        self, request: AnyRequest, boundary: NamedDependency[Boundary], key: FromPath[UUID]
    ) -> Response[Any]:
        """End everything somebody may do, at once."""
        somebody = signed_in(request, *ADMINISTRATORS)
        try:
            async with boundary.work(somebody) as work:
                await dismiss(work, key)
        except Conflict as refused:
            return go_on(request, "/admin", flash=refused.detail, kind="error")
        return go_on(request, "/admin", flash="They cannot sign in any more, and are signed out everywhere.")

    @post("/people/{key:uuid}/email")
    async def email(
        self, request: AnyRequest, boundary: NamedDependency[Boundary], key: FromPath[UUID]
    ) -> Response[Any]:
        """Set where somebody's reminders go."""
        somebody = signed_in(request, *ADMINISTRATORS)
        sent = await form(request)
        try:
            async with boundary.work(somebody) as work:
                await set_email(work, key, sent["email"] or None)
        except Invalid as refused:
            return go_on(request, "/admin", flash=f"{refused.detail} {refused.faults[0].message}", kind="error")
        return go_on(request, "/admin", flash="Reminders go there from now on." if sent["email"] else "No more mail.")

    @post("/people/{key:uuid}/enable")
    async def enable(
        self, request: AnyRequest, boundary: NamedDependency[Boundary], key: FromPath[UUID]
    ) -> Response[Any]:
        """Let somebody in again."""
        somebody = signed_in(request, *ADMINISTRATORS)
        async with boundary.work(somebody) as work:
            await readmit(work, key)
        return go_on(request, "/admin", flash="They can sign in again.")


async def _people(
    request: AnyRequest,
    work: Work,
    values: Mapping[str, Any] | None = None,
    faults: Mapping[str, str] | None = None,
    *,
    status: int = 200,
) -> Response[Any]:
    charter = work.charter.charter
    staff = await reads.people(work.session)
    return staff_page(
        request,
        "admin/people.html",
        status=status,
        people=[{"one": one, "scope": _scope(charter, one.bodies, one.units)} for one in staff],
        roles=[role.value for role in SIGNS_IN],
        bodies=[
            {"key": key, "name": body.name, "units": [(unit.key, unit.name) for unit in charter.units_of(key)]}
            for key, body in charter.bodies.items()
        ],
        values={name: value for name, value in (values or {}).items() if name != "password"},
        errors=dict(faults or {}),
        shortest=SHORTEST,
    )


def _scope(charter: Charter, bodies: list[str], units: list[str]) -> list[str]:
    names = [charter.bodies[key].name if key in charter.bodies else key for key in bodies]
    return [*names, *(charter.units[key].name if key in charter.units else key for key in units)]


def _check(sent: Form, bodies: list[str]) -> None:
    faults = []
    for field, words in (
        ("username", "Say what they type to sign in, at most 200 signs."),
        ("name", "Give the name colleagues know them by, at most 200 signs."),
    ):
        if not 0 < len(sent[field]) <= MOST_SIGNS:
            faults.append(Fault(field, words))
    if sent["role"] not in {role.value for role in SIGNS_IN}:
        faults.append(Fault("role", "Choose what they are here for."))
    elif sent["role"] in SCOPED and not bodies:
        faults.append(Fault("bodies", "Choose at least one body; without one they reach no case."))
    if len(sent["password"]) < SHORTEST:
        faults.append(Fault("password", f"Use at least {SHORTEST} characters."))
    if faults:
        raise Invalid("Some answers need another look.", faults=faults)


def _check_scope(charter: Charter, bodies: list[str], units: list[str]) -> None:
    unknown = [key for key in bodies if key not in charter.bodies]
    stray = [key for key in units if key not in charter.units or charter.units[key].body not in bodies]
    if unknown or stray:
        fault = Fault("bodies", "Choose the body of each unit too.")
        raise Invalid("These do not belong together.", faults=[fault])


async def _all(request: AnyRequest, field: str) -> list[str]:
    """Return every value of a field that may be ticked several times."""
    sent = await request.form()
    return [value for key, value in sent.multi_items() if key == field and isinstance(value, str)]

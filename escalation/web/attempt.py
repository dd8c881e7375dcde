"""Trying what a form asks for: it is done whole, or not at all and the page can say why."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager

from complaints.domain.access import Actor
from complaints.kernel.work import Boundary, Work
from standards.errors import CaseworkError, Conflict, Fault, Invalid, NotAllowed

Refusal = Invalid | Conflict | NotAllowed


async def attempt(boundary: Boundary, actor: Actor, doing: Callable[[Work], Awaitable[None]]) -> Refusal | None:
    """Do something in work of its own; return why it was refused, None when it is done."""
    try:
        async with boundary.work(actor) as work:
            await doing(work)
    except (Invalid, Conflict) as refused:
        return refused
    except NotAllowed as refused:
        if not refused.open:
            raise
        return refused
    return None


@contextmanager
def named(fields: Mapping[str, str]) -> Iterator[None]:
    """Let the faults of an action name the fields of the page."""
    try:
        yield
    except Invalid as refused:
        faults = [Fault(fields.get(fault.path, fault.path), fault.message) for fault in refused.faults]
        raise Invalid(refused.detail, faults=faults) from refused


def errors_of(refused: CaseworkError | None) -> dict[str, str]:
    """Return the sentences of a refusal by field; what names no field stands under the empty one."""
    if refused is None:
        return {}
    faults = refused.faults or (Fault("", refused.detail),)
    return {fault.path if "[" not in fault.path else "": fault.message for fault in reversed(faults)}


def status_of(refused: CaseworkError | None) -> int:
    """Return the status a page is answered with after a refusal."""
    if refused is None:
        return 200
    return 409 if isinstance(refused, Conflict) else 403 if isinstance(refused, NotAllowed) else 400

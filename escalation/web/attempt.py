"""Trying what a form asks for: it is done whole, or not at all and the page can say why."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager

from complaints.domain.access import Actor
from complaints.kernel.work import Boundary, Work
from standards.errors import Conflict, Fault, Invalid, NotAllowed

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

"""What the forms on the page of a case share: what a step is, what it leads to, and how its fields are read."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import msgspec

from complaints.kernel.vault import Identity
from complaints.kernel.work import Work
from complaints.schemas.desk import DeskCase
from complaints.web.forms import Form
from standards.errors import Fault, Invalid


class Done(msgspec.Struct, frozen=True):
    """What a step leads to: a sentence for the next page, or the identity that was opened, shown once."""

    said: str
    identity: Identity | None = None
    is_out_of_sight: bool = False


Step = Callable[[Work, DeskCase, Form], Awaitable[Done]]


def needed(form: Form, field: str, otherwise: str) -> str:
    """Return what was typed into a field; raise Invalid with the sentence *otherwise* when that is nothing."""
    if not form[field]:
        raise Invalid(otherwise, faults=[Fault(field, otherwise)])
    return form[field]


def chosen(form: Form, field: str) -> UUID:
    """Return who was chosen from a list; raise Invalid when nobody was."""
    try:
        return UUID(form[field])
    except ValueError:
        raise Invalid("Choose one.", faults=[Fault(field, "Choose somebody from the list.")]) from None


def version(form: Form) -> int:
    """Return the version of the case that was on the page; without one the page counts as out of date."""
    return int(form["version"]) if form["version"].isdecimal() else 0

"""Reading a form: stripped texts, each fault with its field, nothing typed lost."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

import msgspec

from complaints.web.decode import faults_in
from complaints.web.page import AnyRequest
from standards.errors import Fault, Invalid

T = TypeVar("T")


class Form(dict[str, str]):
    """What was typed, by field; a field that is not there reads as an empty text."""

    def __missing__(self, key: str) -> str:
        return ""

    def given(self, *fields: str) -> dict[str, str]:
        """Return the fields that are not empty."""
        return {field: self[field] for field in fields if self[field]}


async def form(request: AnyRequest) -> Form:
    """Read the form of a request; of a field sent twice the last counts."""
    sent = await request.form()
    return Form({key: _clean(value) for key, value in sent.multi_items() if isinstance(value, str)})


def typed(values: Mapping[str, Any], kind: type[T], words: Mapping[str, str] | None = None) -> T:
    """
    Return *values* as a *kind*; raise Invalid with a fault for each field.

    *words* says what to tell people for a field, instead of what the type says.
    """
    faults = faults_in(values, kind)
    if faults:
        said = words or {}
        raise Invalid(
            "Some answers need another look.",
            faults=[Fault(fault.path, said.get(fault.path, fault.message)) for fault in faults],
        )
    return msgspec.convert(values, kind, strict=False)


def day(form: Form, field: str) -> date | None:
    """Return a date typed in three fields (`field_day`, `_month`, `_year`), None when all are empty."""
    parts = [form[f"{field}_{part}"] for part in ("year", "month", "day")]
    if not any(parts):
        return None
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        fault = Fault(field, "Enter a real day, such as 14 3 2027, or leave all three boxes empty.")
        raise Invalid("The day cannot be read.", faults=[fault]) from None


def errors(problem: Invalid) -> dict[str, str]:
    """Return the sentences of a problem by field, in the order they were found; of two for a field the first."""
    found: dict[str, str] = {}
    for fault in problem.faults:
        found.setdefault(fault.path, fault.message)
    return found


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\x00", "").strip()

"""Reading a form: stripped texts, each fault with its field, nothing typed lost."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

import msgspec

from complaints.web.decode import faults_in
from complaints.web.page import AnyRequest
from standards.errors import CaseworkError, Conflict, Fault, Invalid, NotAllowed

T = TypeVar("T")
_TIME = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?\s*h?")


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
    return Form({key: clean(value) for key, value in sent.multi_items() if isinstance(value, str)})


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


def time_of_day(text: str) -> str:
    """Return '09:00' for '9', '9.00' or '9:00'; what is no time of day as it is, so that it is found to be wrong."""
    found = _TIME.fullmatch(text.strip())
    return f"{int(found[1]):02}:{found[2] or '00'}" if found else text


def errors(problem: Invalid) -> dict[str, str]:
    """Return the sentences of a problem by field, in the order they were found; of two for a field the first."""
    found: dict[str, str] = {}
    for fault in problem.faults:
        found.setdefault(fault.path, fault.message)
    return found


def errors_of(refused: CaseworkError | None) -> dict[str, str]:
    """Return the sentences of a refusal by field; what names no field of the page stands under the empty one."""
    if refused is None:
        return {}
    faults = refused.faults or (Fault("", refused.detail),)
    found: dict[str, str] = {}
    for fault in faults:
        # A fault of an action names its own draft, not a field of the page: it leads to the form as a whole.
        found.setdefault("" if "[" in fault.path else fault.path, fault.message)
    return found


def status_of(refused: CaseworkError | None) -> int:
    """Return the status a page is answered with after a refusal."""
    if refused is None:
        return 200
    return 409 if isinstance(refused, Conflict) else 403 if isinstance(refused, NotAllowed) else 400


def clean(text: str) -> str:
    """Return what somebody typed without what browsers add to it, and without the one sign no database keeps."""
    return text.replace("\r\n", "\n").replace("\x00", "").strip()

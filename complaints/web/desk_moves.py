"""Two forms on the page of a case: the service itself was given, and the case belongs to another office."""

from collections.abc import Mapping
from typing import Any

from complaints.actions.deliver import deliver
from complaints.actions.transfer import transfer
from complaints.kernel.work import Work
from complaints.schemas.desk import DeskCase
from complaints.schemas.drafts import TransferDraft
from complaints.web.forms import Form, typed
from complaints.web.step import Done, Step, needed, version
from standards.errors import Fault, Invalid

FIELDS: Mapping[str, str] = {
    "body": "to_body",
    "unit": "to_unit",
    "service": "to_service",
    "standard": "to_standard",
    "why": "to_why",
}
"""What a transfer needs, and the field of the page it is typed in."""

WORDS: Mapping[str, str] = {
    "body": "Choose one of the bodies.",
    "unit": "Choose one of the units.",
    "service": "Choose one of the services.",
    "standard": "Choose one of the published promises.",
    "why": "Say why, in words the person can read.",
}


async def _deliver(work: Work, desk: DeskCase, form: Form) -> Done:
    evidence = needed(form, "given", "Say what was done, and how one can see it.")
    await deliver(work, desk.case.id, evidence, version=version(form))
    return Done("It is kept as given, and the person was told.")


async def _transfer(work: Work, desk: DeskCase, form: Form) -> Done:
    values: dict[str, Any] = {name: form[field] for name, field in FIELDS.items() if form[field]}
    try:
        sees = await transfer(work, desk.case.id, typed(values, TransferDraft, WORDS), version=version(form))
    except Invalid as refused:
        faults = [Fault(FIELDS.get(fault.path, fault.path), fault.message) for fault in refused.faults]
        raise Invalid(refused.detail, faults=faults) from None
    return Done("The case is with the other office now, and the person was told.", is_out_of_sight=not sees)


STEPS: Mapping[str, Step] = {"deliver": _deliver, "transfer": _transfer}

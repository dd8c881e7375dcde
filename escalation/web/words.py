"""What the stored words of the office are called on its pages and on a body's side."""

from collections.abc import Mapping
from typing import Any

from escalation.domain.handover import Change, Difference

REVIEWS: Mapping[str, str] = {
    "received": "New: decide whether to take it up",
    "admitted": "Taken up",
    "declined": "Declined",
    "referred_back": "Referred back to the body",
    "decided": "Decided",
}
RECOMMENDATIONS: Mapping[str, str] = {
    "issued": "Waiting for the body's answer",
    "accepted": "Accepted",
    "partly_accepted": "Accepted in part",
    "rejected": "Not accepted",
    "no_reply": "No answer in time",
    "implemented": "Done, checked by the office",
    "not_implemented": "Not done, checked by the office",
}
SHAPES: Mapping[str, str] = {
    "issued": "running",
    "no_reply": "late",
    "rejected": "late",
    "not_implemented": "late",
    "implemented": "done",
}
ENTRIES: Mapping[str, str] = {
    "late": "It came by itself: the answer was late",
    "requested": "The person asked for it",
    "direct": "The person came straight here",
}
STRAIGHT = "Treated badly because of a complaint: it came straight to you, past the body"
"""How a case came that no body has had."""

ANSWERS = (
    ("accepted", "We accept it"),
    ("partly_accepted", "We accept it in part"),
    ("rejected", "We do not accept it"),
)

PARTS: Mapping[str, str] = {
    "case": "The case",
    "stages": "Stage",
    "issues": "Point",
    "findings": "Finding on point/stage",
    "remedies": "What puts it right",
    "messages": "Message",
    "journal": "Entry of the journal",
}
MAIN: Mapping[str, str] = {
    "stages": "answer",
    "issues": "summary",
    "findings": "reason",
    "remedies": "words",
    "messages": "body",
}
"""The field that says what a thing is."""

CHANGES: Mapping[Change, str] = {Change.ADDED: "was added", Change.CHANGED: "was changed", Change.GONE: "is gone"}


def difference_words(one: Difference) -> dict[str, Any]:
    """Return one difference as a line, with what stood there before and what stands there now."""
    # Keys of remedies and messages mean nothing to a reader.
    key = one.key if one.part not in {"remedies", "messages", "case"} else ""
    what = " ".join(part for part in (PARTS.get(one.part, one.part), key, CHANGES[one.change]) if part)
    field = one.field.replace("_", " ").replace(".", " ")
    return {
        "line": f"{what}: {field}" if field else what,
        "before": _shown(one.part, one.before),
        "after": _shown(one.part, one.after),
        "is_grave": one.part == "journal" or one.change is Change.GONE,
    }


def _shown(part: str, value: Any) -> str:
    if value is None:
        return ""
    return str(value.get(MAIN.get(part, ""), "")) if isinstance(value, dict) else str(value)

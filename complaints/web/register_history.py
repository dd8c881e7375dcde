"""What changed when: every version of the charter, and every turn of one promise, in words."""

from collections.abc import Mapping
from typing import Any

from complaints.kernel.charters import Adopted
from complaints.kernel.languages import speaking
from complaints.kernel.work import Work
from complaints.web.register_view import local_day, promise_values, version_values
from standards.charter_changes import changes
from standards.charter_phrases import Area
from standards.language import ENGLISH, mark, say
from standards.promise_history import Turn, promise_called, promise_history

Values = dict[str, Any]

AREAS: Mapping[Area, str] = {
    "standards": mark("What we promise about services"),
    "stages": mark("How long each step takes"),
    "ladder": mark("Who looks at it, step by step"),
    "calendars": mark("When we are open"),
    "services": mark("Our services"),
    "offices": mark("Our offices"),
    "outcomes": mark("What we can decide and do"),
    "other": mark("Other rules"),
}
ROLES: Mapping[str, str] = {
    "administrator": mark("an administrator"),
    "ombudsperson": mark("the ombudsperson"),
    "system": mark("the people who run this service"),
}
ANOTHER = {"administrator": mark("another administrator")}
"""Who adopts what somebody of the same role has proposed."""


def version_rows(work: Work) -> list[Values]:
    """Return every version, newest first, with what it changed and who adopted it, by role."""
    known = work.charters.history()
    rows = [_version(work, before, adopted) for before, adopted in zip([None, *known], known, strict=False)]
    return rows[::-1]


def _version(work: Work, before: Adopted | None, adopted: Adopted) -> Values:
    values = version_values(work, adopted)
    # What changed is told in English, and the page says so.
    with speaking(ENGLISH):
        found = changes(before.charter, adopted.charter, values["effective_on"]) if before else ()
    areas = {say(title): [one.sentence for one in found if one.area == area] for area, title in AREAS.items()}
    return values | {
        "adopted_by": _by(adopted),
        "areas": [(title, sentences) for title, sentences in areas.items() if sentences],
        "is_first": before is None,
    }


def promise_turns(work: Work, key: str) -> Values | None:
    """Return one promise with every version in which it differs, newest first; None when it was never made."""
    known = work.charters.history()
    turns = promise_history([one.charter for one in known], key)
    if not turns:
        return None
    now = work.charter
    row = promise_called(now.charter, key)
    on = local_day(work, now)
    return {
        "key": key,
        "what": (row or turns[-1].row).what,
        "promise": promise_values(row, now.charter, on) if row else None,
        "service": now.charter.service(row.service) if row and row.service else None,
        "turns": [_turn(work, turn, known[turn.place], now) for turn in reversed(turns)],
    }


def _turn(work: Work, turn: Turn, adopted: Adopted, now: Adopted) -> Values:
    return {
        "version": version_values(work, adopted),
        "state": turn.state,
        "altered": turn.altered,
        "row": promise_values(turn.row, adopted.charter, local_day(work, now)),
    }


def _by(adopted: Adopted) -> str:
    """Return who proposed and adopted a version, by role and never by name."""
    proposer, adopter = (label.partition(":")[0] for label in (adopted.proposed_by, adopted.adopted_by))
    if adopted.proposed_by in ("", adopted.adopted_by):
        return say("Adopted by {adopter}.", adopter=_role(adopter))
    other = say(ANOTHER[adopter]) if proposer == adopter and adopter in ANOTHER else _role(adopter)
    return say("Proposed by {proposer}, adopted by {adopter}.", proposer=_role(proposer), adopter=other)


def _role(role: str) -> str:
    return say(ROLES[role]) if role in ROLES else say("the authority")

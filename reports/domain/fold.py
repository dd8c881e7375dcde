"""From a case's journal to its facts: one pass over what happened, one fact for each stage."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta, tzinfo
from typing import Any, Protocol

import msgspec

from reports.domain.facts import Fact, month_of

AN_HOUR = timedelta(hours=1)

OF_ONE_STAGE = frozenset({
    "outcome", "escalated", "closed_at", "ack_at", "extended_due_at", "held_due_at", "held_hours", "service_due_at",
    "service_at", "issues", "upheld", "remedies", "promises", "promises_done",
    "surveyed_at", "handled", "informed", "treated_worse",
})  # fmt: skip
"""What the next stage of a case does not begin with."""


class Happening(Protocol):
    """An entry of a journal, as far as figures need it."""

    @property
    def at(self) -> datetime: ...
    @property
    def kind(self) -> str: ...
    @property
    def stage_no(self) -> int: ...
    @property
    def position(self) -> int: ...
    @property
    def payload(self) -> Mapping[str, Any] | None: ...


class Folding:
    """The facts of one case as they grow entry by entry."""

    def __init__(self, case_id: str, reference: str, zone: tzinfo, as_of: datetime) -> None:
        self.case_id = case_id
        self.reference = reference
        self.zone = zone
        self.as_of = as_of
        self.stages: dict[int, dict[str, Any]] = {}
        self.still_since: dict[int, datetime] = {}

    def local(self, at: datetime) -> datetime:
        """Return an instant as the wall clock of the authority shows it."""
        return at.astimezone(self.zone).replace(tzinfo=None)

    def written(self, at: str | None) -> datetime | None:
        """Return an instant as it stands in a payload, on the wall clock of the authority."""
        return None if at is None else self.local(datetime.fromisoformat(at))

    def due(self, said: Mapping[str, Any]) -> dict[str, datetime | None]:
        """Return the promises of an entry as columns; what is praised is due when it is passed on."""
        due = said.get("due") or {}
        return {
            "ack_due_at": self.written(due.get("acknowledge")),
            "due_at": self.written(due.get("respond") or due.get("pass_on")),
        }

    def run_again(self, stage_no: int, at: datetime, since: datetime | None = None) -> bool:
        """Add the time for which a stage's clock stood still until *at*; False when it did not stand still."""
        begun = self.still_since.pop(stage_no, None)
        since = since or begun
        if since is None:
            return False
        stage = self.stages[stage_no]
        stage["held_hours"] = stage.get("held_hours", 0.0) + max((at - since) / AN_HOUR, 0.0)
        return True

    def end(self, stage_no: int, at: datetime) -> None:
        """End a stage; where its clock stood still at that moment, the date it ran to could not pass."""
        stage = self.stages[stage_no]
        if self.run_again(stage_no, at) and stage["due_at"] is not None:
            stage["held_due_at"] = max(_date_now(stage), at)


def fold(entries: Iterable[Happening], *, case_id: str, reference: str, zone: tzinfo, as_of: datetime) -> list[Fact]:
    """
    Return the facts of one case, stage by stage, from its journal in order.

    A stage that ended without an answer, because the case went on to the next
    tier, counts as closed when the person first got an answer at a later
    one: until then they were waiting, and it was late.

    Dates that were promised first stay; what moves them afterwards goes beside them. A case that is passed to
    another office counts, at the stage it is then at, for the body, department, service and standard it ends up
    with: whoever answers stands for the answer, also for the time before. Stages that are over stay where they
    were. How often cases were passed on is not counted. Of two promises of a service the first counts. One that
    was not due yet falls away when the person withdraws; one that was already late stays late.
    """
    case = Folding(case_id, reference, zone, as_of)
    position, last = 0, as_of
    for entry in entries:
        position, last = entry.position, min(as_of, case.local(entry.at))
        learn = LEARN.get(entry.kind)
        if learn is not None:
            learn(case, entry, entry.payload or {})
    _wait_on(case)
    return [Fact(**stage, position=position, as_of=last) for stage in case.stages.values()]


def _begin(case: Folding, entry: Happening, said: Mapping[str, Any]) -> None:
    received = case.written(said.get("received_at")) or case.local(entry.at)
    case.stages[1] = {
        "case_id": case.case_id,
        "reference": case.reference,
        "stage_no": 1,
        "stage": said["stage"],
        "tier": said["tier"],
        "kind": said["kind"],
        "matter": said.get("matter"),
        "body": said["body"],
        "department": said.get("unit") or "",
        "service": said.get("service") or "",
        "standard": said.get("standard"),
        "channel": said.get("channel") or "",
        "neighbourhood": said.get("neighbourhood"),
        "language": said.get("language"),
        "historic": bool(said.get("historic")),
        "received_at": received,
        "month": month_of(received),
        "started_at": received,
        "duplicate": bool(said.get("duplicate")),
        "charter": said.get("charter") or "",
        **case.due(said),
        "service_due_at": case.written((said.get("due") or {}).get("service")),
    }


def _climb(case: Folding, entry: Happening, said: Mapping[str, Any]) -> None:
    before = case.stages[entry.stage_no - 1]
    case.run_again(entry.stage_no - 1, case.local(entry.at))
    before["escalated"] = True
    case.stages[entry.stage_no] = {name: value for name, value in before.items() if name not in OF_ONE_STAGE} | {
        "stage_no": entry.stage_no,
        "stage": said["stage"],
        "tier": said["tier"],
        "entry": said["entry"],
        "started_at": case.local(entry.at),
        "charter": said.get("charter") or before["charter"],
        **case.due(said),
    }


def _acknowledge(case: Folding, entry: Happening, said: Mapping[str, Any]) -> None:
    stage = case.stages[entry.stage_no]
    stage.setdefault("ack_at", case.local(entry.at))
    promised = case.due(said)["due_at"]
    if promised is not None and (stage["due_at"] is None or promised < stage["due_at"]):
        # An early acknowledgement can bring the answer forward: the stricter promise is the one that counts.
        stage["due_at"] = promised


def _answer(case: Folding, entry: Happening, said: Mapping[str, Any]) -> None:
    stage = case.stages[entry.stage_no]
    case.end(entry.stage_no, case.local(entry.at))
    stage.setdefault("ack_at", case.local(entry.at))
    stage |= {"closed_at": case.local(entry.at), "outcome": said.get("outcome")}
    stage |= {name: said[name] for name in ("issues", "upheld", "remedies", "promises") if name in said}


def _close(case: Folding, entry: Happening, said: Mapping[str, Any]) -> None:
    stage = case.stages[entry.stage_no]
    if not said.get("undated"):
        case.end(entry.stage_no, case.local(entry.at))
        # What was answered ended for the person then, not when it was put away.
        stage.setdefault("closed_at", case.local(entry.at))
    stage["outcome"] = stage.get("outcome") or said.get("outcome") or said.get("reason")


def _pass_on(case: Folding, entry: Happening, _said: Mapping[str, Any]) -> None:
    case.end(entry.stage_no, case.local(entry.at))
    case.stages[entry.stage_no] |= {"closed_at": case.local(entry.at), "outcome": "passed_on"}


def _withdraw(case: Folding, entry: Happening, said: Mapping[str, Any]) -> None:
    if not said.get("undated"):
        at, first = case.local(entry.at), case.stages[1]
        case.end(entry.stage_no, at)
        case.stages[entry.stage_no]["closed_at"] = at
        if first.get("service_at") is None and (first["service_due_at"] or at) >= at:
            first["service_due_at"] = None
    case.stages[entry.stage_no]["outcome"] = "withdrawn"


def _stand_still(case: Folding, entry: Happening, _said: Mapping[str, Any]) -> None:
    case.still_since.setdefault(entry.stage_no, case.local(entry.at))


def _go_on(case: Folding, entry: Happening, said: Mapping[str, Any]) -> None:
    until = case.written(said.get("held_to")) or case.local(entry.at)
    case.run_again(entry.stage_no, until, case.written(said.get("held_from")))
    _move(case, entry, said)


def _extend(case: Folding, entry: Happening, said: Mapping[str, Any]) -> None:
    plain = case.written(said.get("plain_due"))
    if plain is not None:
        case.stages[entry.stage_no]["extended_due_at"] = plain
    _move(case, entry, said)


def _move(case: Folding, entry: Happening, said: Mapping[str, Any]) -> None:
    """Put beside the answer's first date the one it moved to; one first made now is the first."""
    stage, moved = case.stages[entry.stage_no], case.due(said)["due_at"]
    if moved is None:
        return
    if stage["due_at"] is None:
        stage["due_at"] = moved
    elif moved != _date_now(stage):
        stage["held_due_at"] = moved


def _count_again(case: Folding, entry: Happening, said: Mapping[str, Any]) -> None:
    """Take the date a late closed day moved; one that the office alone works to is no date anybody was promised."""
    if said.get("told", True):
        _move(case, entry, said)


def _transfer(case: Folding, entry: Happening, said: Mapping[str, Any]) -> None:
    stage, first = case.stages[entry.stage_no], case.stages[1]
    if "body" in said:
        stage |= {
            "body": said["body"],
            "department": said.get("unit") or "",
            "service": said.get("service") or "",
            "standard": said.get("standard"),
        }
    if stage["ack_due_at"] is None and stage.get("ack_at") is None:
        stage["ack_due_at"] = case.due(said)["ack_due_at"]
    first["service_due_at"] = first["service_due_at"] or case.written((said.get("due") or {}).get("service"))
    _move(case, entry, said)


def _give(case: Folding, entry: Happening, _said: Mapping[str, Any]) -> None:
    case.stages[1].setdefault("service_at", case.local(entry.at))


def _date_now(stage: Mapping[str, Any]) -> Any:
    """Return the date a stage's answer is due as it stands."""
    return stage.get("held_due_at") or stage.get("extended_due_at") or stage["due_at"]


def _agree(case: Folding, entry: Happening, said: Mapping[str, Any]) -> None:
    stage = case.stages[entry.stage_no]
    stage["remedies"] = stage.get("remedies", 0) + 1
    stage["promises"] = stage.get("promises", 0) + bool(said.get("promised"))


def _keep(case: Folding, entry: Happening, said: Mapping[str, Any]) -> None:
    """Count a kept promise where it was made, which may be an earlier stage than the one it is kept in."""
    waiting = [no for no, one in case.stages.items() if one.get("promises", 0) > one.get("promises_done", 0)]
    made_in = said.get("stage", entry.stage_no)
    if waiting:
        stage = case.stages[made_in if made_in in waiting else waiting[0]]
        stage["promises_done"] = stage.get("promises_done", 0) + 1


def _rate(case: Folding, entry: Happening, said: Mapping[str, Any]) -> None:
    """Take what the person says about the stage; said again, it takes the place of what they said before."""
    case.stages[entry.stage_no] |= {
        "surveyed_at": case.local(entry.at),
        "handled": said.get("handled"),
        "informed": said.get("informed"),
        "treated_worse": said.get("treated_worse"),
    }


def _wait_on(case: Folding) -> None:
    """Close what went on unanswered at the first answer that came after it."""
    answered: datetime | None = None
    for number in sorted(case.stages, reverse=True):
        stage = case.stages[number]
        if stage.get("closed_at") is None and stage.get("escalated") and answered is not None:
            stage["closed_at"] = answered
        answered = stage.get("closed_at") or answered


LEARN: Mapping[str, Callable[[Folding, Happening, Mapping[str, Any]], None]] = {
    "case.lodged": _begin,
    "case.imported": _begin,
    "case.acknowledged": _acknowledge,
    "review.admitted": _acknowledge,
    "case.answered": _answer,
    "review.decided": _answer,
    "case.passed_on": _pass_on,
    "remedy.agreed": _agree,
    "case.withdrawn": _withdraw,
    "case.closed": _close,
    "case.escalated": _climb,
    "undertaking.kept": _keep,
    "clock.held": _stand_still,
    "clock.resumed": _go_on,
    "clock.extended": _extend,
    "clock.moved": _count_again,
    "case.transferred": _transfer,
    "service.given": _give,
    "survey.answered": _rate,
}
"""What each kind of entry teaches; entries that change no figure are not in it."""


def facts_of(rows: Iterable[Mapping[str, Any]]) -> list[Fact]:
    """Return facts that were kept as plain values."""
    return [msgspec.convert(row, Fact) for row in rows]

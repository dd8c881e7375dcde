"""Recording that the service itself was given, as its published standard promises."""

from uuid import UUID

from complaints.actions.reach import reach, settle
from complaints.domain.access import NOTE
from complaints.domain.case import ClockKind
from complaints.kernel import journal, outbox, timers
from complaints.kernel.timers import ClockRow
from complaints.kernel.work import Work
from complaints.messages import Tell
from complaints.store import Case
from standards.errors import Conflict


class NoServiceOwed(Conflict):
    """No standard of a service waits to be kept on this case."""

    code = "no-service-owed"

    def __init__(self) -> None:
        super().__init__("No promise of the service itself is open on this case.")


async def deliver(work: Work, key: UUID, evidence: str, *, version: int | None = None) -> None:
    """Record that the service was given, in time or late, whoever has the complaint by now; the person is told."""
    case = await reach(work, key, NOTE, version=version)
    owed = await service_owed(work, case)
    if owed is None:
        raise NoServiceOwed

    await timers.stop(work, case.id, [ClockKind.SERVICE.value])
    await journal.record(work, case, "service.given", evidence=evidence)
    await settle(work, case)

    facts = {"promise": service_promise(work, case), "evidence": evidence}
    await outbox.post(work, Tell(case.id, "service_given", f"service_given:{owed.stage_no}:{owed.generation}", facts))


async def service_owed(work: Work, case: Case) -> ClockRow | None:
    """Return the clock of the service itself while it is not given; it runs on whatever stage the case is at."""
    clocks = await timers.clocks_of(work.session, case.id)
    return next((one for one in clocks if one.kind == ClockKind.SERVICE.value and one.stopped_at is None), None)


def service_promise(work: Work, case: Case) -> str:
    """Return the published words of the standard a case is about, none where it names none."""
    standard = work.charters.get(case.charter_id).charter.standard(case.standard)
    return standard.promise if standard else ""

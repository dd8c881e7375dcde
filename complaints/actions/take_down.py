"""Taking down what somebody says on the telephone or at the counter, or wrote on paper."""

from datetime import datetime

from complaints import store
from complaints.actions.lodge import lodge
from complaints.channel import channels
from complaints.domain.access import LOG, require
from complaints.kernel import journal
from complaints.kernel.work import Work
from complaints.schemas import Receipt, Submission
from standards.errors import Fault, Invalid


async def take_down(
    work: Work,
    submission: Submission,
    *,
    channel: str,
    key: str | None = None,
    received_at: datetime | None = None,
    why_late: str = "",
) -> Receipt:
    """
    Take *submission* in for somebody; every date counts from when it truly reached us.

    An earlier *received_at* needs *why_late*, which stays in the journal.
    """
    require(work.actor, LOG)
    _check(work, channel, received_at, why_late)
    receipt = await lodge(work, submission, channel=channel, key=key, received_at=received_at)
    if receipt.repeated:
        return receipt

    case = await store.load(work.session, await store.id_of(work.session, receipt.reference))
    await journal.record(work, case, "case.taken_down", channel=channel, why_late=why_late or None)
    await work.session.flush()
    return receipt


def _check(work: Work, channel: str, received_at: datetime | None, why_late: str) -> None:
    faults = []
    known = channels().get(channel)
    if known is None or not known.by_staff or known.retired:
        faults.append(Fault("channel", "Say how it reached us."))
    if received_at is not None and received_at > work.now:
        faults.append(Fault("received", "This lies in the future. Say when it reached us."))
    elif received_at is not None and received_at < work.now and not why_late:
        faults.append(Fault("why_late", "Say why it is written down only now."))
    if faults:
        raise Invalid("Some answers need another look.", faults=faults)

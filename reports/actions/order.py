"""Ordering a report: checked at once, made by a job a moment later."""

from complaints.domain.access import require
from complaints.kernel import outbox
from complaints.kernel.work import Work
from reports.actions.run import Order, look_up
from reports.domain.access import REPORTS
from reports.messages import RunReport


async def order(work: Work, wanted: Order, *, key: str) -> None:
    """
    Have a report made; a second order under the same *key* is the first one sent again.

    Raises Invalid naming its report, body or period where there is none of it.
    """
    require(work.actor, REPORTS)
    period = await look_up(work, wanted)

    message = RunReport(
        run_id=work.new_id(),
        report=wanted.report,
        body=wanted.body,
        # 'The last full quarter' is that of the order, however late it is carried out.
        period=period.key,
        ordered_by=work.actor.label,
    )
    await outbox.post(work, message, dedupe=f"{RunReport.name}:{work.actor.label}:{key}")

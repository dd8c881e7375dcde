"""Calendar days a stage took, less the time its clock stood still, mean over the stages closed; not compliments."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Mean

KPI = Kpi(
    key="days_to_answer_mean_without_holds",
    title="Days to answer, mean, without holds",
    definition=(
        "Calendar days a stage took, less the time its clock stood still, mean over the stages closed; not compliments."
    ),
    unit="days",
    cohort=Cohort.CLOSED,
    measure=Mean(amount="days_without_holds", where="NOT is_praise"),
    better="lower",
    rows="stages",
)

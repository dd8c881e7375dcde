"""Calendar days a stage took, mean over the stages closed; not compliments."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Mean

KPI = Kpi(
    key="days_to_answer_mean",
    title="Days to answer, mean",
    definition="Calendar days a stage took, mean over the stages closed; not compliments.",
    unit="days",
    cohort=Cohort.CLOSED,
    measure=Mean(amount="days", where="NOT is_praise"),
    better="lower",
    rows="stages",
)

"""Calendar days a stage took, median over the stages closed; not compliments."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Quantile

KPI = Kpi(
    key="days_to_answer_median",
    title="Days to answer, median",
    definition="Calendar days a stage took, median over the stages closed; not compliments.",
    unit="days",
    cohort=Cohort.CLOSED,
    measure=Quantile(amount="days", at=0.5, where="NOT is_praise"),
    better="lower",
    rows="stages",
)

"""Calendar days within which nine in ten of the stages closed were closed; not compliments."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Quantile

KPI = Kpi(
    key="days_to_answer_p90",
    title="Days to answer, nine in ten",
    definition="Calendar days within which nine in ten of the stages closed were closed; not compliments.",
    unit="days",
    cohort=Cohort.CLOSED,
    measure=Quantile(amount="days", at=0.9, where="NOT is_praise"),
    better="lower",
    rows="stages",
)

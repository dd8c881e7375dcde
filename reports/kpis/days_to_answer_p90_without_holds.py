"""Calendar days, less the time the clock stood still, within which nine in ten of the stages closed were closed."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Quantile

KPI = Kpi(
    key="days_to_answer_p90_without_holds",
    title="Days to answer, nine in ten, without holds",
    definition=(
        "Calendar days, less the time the clock stood still, "
        "within which nine in ten of the stages closed were closed; not compliments."
    ),
    unit="days",
    cohort=Cohort.CLOSED,
    measure=Quantile(amount="days_without_holds", at=0.9, where="NOT is_praise"),
    better="lower",
    rows="stages",
)

"""Calendar days a stage took, less the time its clock stood still, median over the stages closed; not compliments."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Quantile

KPI = Kpi(
    key="days_to_answer_median_without_holds",
    title="Days to answer, median, without holds",
    definition=(
        "Calendar days a stage took, "
        "less the time its clock stood still, median over the stages closed; not compliments."
    ),
    unit="days",
    cohort=Cohort.CLOSED,
    measure=Quantile(amount="days_without_holds", at=0.5, where="NOT is_praise"),
    better="lower",
    rows="stages",
)

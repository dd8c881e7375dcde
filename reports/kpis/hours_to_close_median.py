"""Wall-clock hours from receipt within which half of the closed cases were closed."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Quantile

KPI = Kpi(
    key="hours_to_close_median",
    title="Hours to close, median",
    definition="Wall-clock hours from receipt within which half of the closed cases were closed.",
    unit="hours",
    cohort=Cohort.RECEIVED,
    measure=Quantile(amount="hours", at=0.5, where="is_closed"),
    better="lower",
)

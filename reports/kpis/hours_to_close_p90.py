"""Wall-clock hours from receipt within which nine in ten of the closed cases were closed."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Quantile

KPI = Kpi(
    key="hours_to_close_p90",
    title="Hours to close, nine in ten",
    definition="Wall-clock hours from receipt within which nine in ten of the closed cases were closed.",
    unit="hours",
    cohort=Cohort.RECEIVED,
    measure=Quantile(amount="hours", at=0.9, where="is_closed"),
    better="lower",
)

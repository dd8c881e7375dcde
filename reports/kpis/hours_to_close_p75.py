"""Wall-clock hours from receipt within which three quarters of the closed cases were closed."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Quantile

KPI = Kpi(
    key="hours_to_close_p75",
    title="Hours to close, three quarters",
    definition="Wall-clock hours from receipt within which three quarters of the closed cases were closed.",
    unit="hours",
    cohort=Cohort.RECEIVED,
    measure=Quantile(amount="hours", at=0.75, where="is_closed"),
    better="lower",
)

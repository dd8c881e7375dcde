"""Wall-clock hours from receipt within which nineteen in twenty of the closed cases were closed."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Quantile

KPI = Kpi(
    key="hours_to_close_p95",
    title="Hours to close, nineteen in twenty",
    definition="Wall-clock hours from receipt within which nineteen in twenty of the closed cases were closed.",
    unit="hours",
    cohort=Cohort.RECEIVED,
    measure=Quantile(amount="hours", at=0.95, where="is_closed"),
    better="lower",
)

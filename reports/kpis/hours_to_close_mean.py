"""Mean wall-clock hours from receipt to closing, over the closed cases."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Mean

KPI = Kpi(
    key="hours_to_close_mean",
    title="Hours to close, mean",
    definition="Mean wall-clock hours from receipt to closing, over the closed cases.",
    unit="hours",
    cohort=Cohort.RECEIVED,
    measure=Mean(amount="hours", where="is_closed"),
    better="lower",
)

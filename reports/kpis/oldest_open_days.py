"""How long the longest of those still waiting has waited."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Quantile

KPI = Kpi(
    key="oldest_open_days",
    title="Longest wait",
    definition="Calendar days the oldest open stage has been open at the end of the period; not compliments.",
    unit="days",
    cohort=Cohort.OPEN,
    measure=Quantile(amount="waiting_days", at=1.0, where="NOT is_praise"),
    better="lower",
    rows="stages",
)

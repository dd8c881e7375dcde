"""Cases received that are still open after the date promised at the start."""

from reports.domain.cohorts import Cohort
from reports.kpi import Count, Kpi

KPI = Kpi(
    key="open_overdue",
    title="Open and overdue",
    definition="Cases received that are still open after the date promised at the start.",
    unit="cases",
    cohort=Cohort.RECEIVED,
    measure=Count(where="NOT is_closed AND promise_passed"),
    better="lower",
)

"""Cases received that were closed, with the time it took."""

from reports.domain.cohorts import Cohort
from reports.kpi import Count, Kpi

KPI = Kpi(
    key="closed_with_time",
    title="Closed, with a time",
    definition="Cases received that were closed, with the time it took.",
    unit="cases",
    cohort=Cohort.RECEIVED,
    measure=Count(where="is_closed"),
)

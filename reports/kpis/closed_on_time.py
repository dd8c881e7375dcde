"""Cases received that were closed at or before the date promised at the start."""

from reports.domain.cohorts import Cohort
from reports.kpi import Count, Kpi

KPI = Kpi(
    key="closed_on_time",
    title="Closed on time",
    definition="Cases received that were closed at or before the date promised at the start.",
    unit="cases",
    cohort=Cohort.RECEIVED,
    measure=Count(where="on_time"),
    better="higher",
)

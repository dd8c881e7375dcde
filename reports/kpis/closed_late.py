"""Cases received that were closed after the date promised at the start."""

from reports.domain.cohorts import Cohort
from reports.kpi import Count, Kpi

KPI = Kpi(
    key="closed_late",
    title="Closed late",
    definition="Cases received that were closed after the date promised at the start.",
    unit="cases",
    cohort=Cohort.RECEIVED,
    measure=Count(where="late"),
    better="lower",
)

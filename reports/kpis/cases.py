"""All cases received, of every kind."""

from reports.domain.cohorts import Cohort
from reports.kpi import Count, Kpi

KPI = Kpi(
    key="cases",
    title="Cases received",
    definition="All cases received, of every kind.",
    unit="cases",
    cohort=Cohort.RECEIVED,
    measure=Count(),
)

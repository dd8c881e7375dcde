"""Stages open at the end of the period."""

from reports.domain.cohorts import Cohort
from reports.kpi import Count, Kpi

KPI = Kpi(
    key="still_open",
    title="Still open",
    definition="Stages open at the end of the period.",
    unit="cases",
    cohort=Cohort.OPEN,
    measure=Count(),
    better="lower",
    rows="stages",
)

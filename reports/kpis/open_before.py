"""Stages open when the period began."""

from reports.domain.cohorts import Cohort
from reports.kpi import Count, Kpi

KPI = Kpi(
    key="open_before",
    title="Open at the start",
    definition="Stages open when the period began.",
    unit="cases",
    cohort=Cohort.OPEN_BEFORE,
    measure=Count(),
    rows="stages",
)

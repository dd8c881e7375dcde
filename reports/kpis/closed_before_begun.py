"""Stages whose date of closing lies before their date of beginning: a fault in the records."""

from reports.domain.cohorts import Cohort
from reports.kpi import Count, Kpi

KPI = Kpi(
    key="closed_before_begun",
    title="Closed before begun",
    definition="Stages whose date of closing lies before their date of beginning: a fault in the records.",
    unit="cases",
    cohort=Cohort.CLOSED,
    measure=Count(where="closed_too_early"),
    better="lower",
    rows="stages",
)

"""Complaints received; a case that goes on to a further stage counts once."""

from reports.domain.cohorts import Cohort
from reports.kpi import Count, Kpi

KPI = Kpi(
    key="complaints",
    title="Complaints received",
    definition="Complaints received; a case that goes on to a further stage counts once.",
    unit="cases",
    cohort=Cohort.RECEIVED,
    measure=Count(where="is_complaint"),
)

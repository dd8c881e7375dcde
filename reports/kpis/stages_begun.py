"""Stages begun: a case received counts once, and once more for each further stage it goes on to."""

from reports.domain.cohorts import Cohort
from reports.kpi import Count, Kpi

KPI = Kpi(
    key="stages_begun",
    title="Begun",
    definition="Stages begun: a case received counts once, and once more for each further stage it goes on to.",
    unit="cases",
    cohort=Cohort.STARTED,
    measure=Count(),
    rows="stages",
)

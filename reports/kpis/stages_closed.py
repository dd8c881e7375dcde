"""Stages closed: the answer was sent, or the stage ended otherwise."""

from reports.domain.cohorts import Cohort
from reports.kpi import Count, Kpi

KPI = Kpi(
    key="stages_closed",
    title="Closed",
    definition="Stages closed: the answer was sent, or the stage ended otherwise.",
    unit="cases",
    cohort=Cohort.CLOSED,
    measure=Count(),
    rows="stages",
)

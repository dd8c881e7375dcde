"""Stages of complaints closed with a finding: upheld, partly upheld or not upheld."""

from reports.domain.cohorts import Cohort
from reports.kpi import Count, Kpi

KPI = Kpi(
    key="decided",
    title="Complaints with a finding",
    definition="Stages of complaints closed with a finding: upheld, partly upheld or not upheld.",
    unit="cases",
    cohort=Cohort.CLOSED,
    measure=Count(where="has_finding"),
    rows="stages",
)

"""Complaints upheld in full or in part, out of the stages of complaints closed with a finding."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Share

KPI = Kpi(
    key="upheld",
    title="Upheld",
    definition="Complaints upheld in full or in part, out of the stages of complaints closed with a finding.",
    unit="per cent",
    cohort=Cohort.CLOSED,
    measure=Share(
        where="is_upheld",
        of="has_finding",
    ),
    better="neither",
    rows="stages",
)

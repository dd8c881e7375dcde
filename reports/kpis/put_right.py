"""Complaints upheld in full or in part for which a remedy was given, out of all so upheld."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Share

KPI = Kpi(
    key="put_right",
    title="Put right",
    definition="Complaints upheld in full or in part for which a remedy was given, out of all so upheld.",
    unit="per cent",
    cohort=Cohort.CLOSED,
    measure=Share(
        where="is_upheld AND has_remedy",
        of="is_upheld",
    ),
    better="higher",
    rows="stages",
)

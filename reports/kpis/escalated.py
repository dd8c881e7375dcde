"""Complaints received that went on to a further stage, out of all complaints received."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Share

KPI = Kpi(
    key="escalated",
    title="Went on to a further stage",
    definition="Complaints received that went on to a further stage, out of all complaints received.",
    unit="per cent",
    cohort=Cohort.RECEIVED,
    measure=Share(where="is_escalated AND is_complaint", of="is_complaint"),
    better="lower",
)

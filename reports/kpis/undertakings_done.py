"""Promised actions carried out, out of the actions promised in stages closed."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Portion

KPI = Kpi(
    key="undertakings_done",
    title="Promised actions done",
    definition="Promised actions carried out, out of the actions promised in stages closed.",
    unit="per cent",
    cohort=Cohort.CLOSED,
    measure=Portion(amount="promises_done", of="promises"),
    better="higher",
    rows="stages",
)

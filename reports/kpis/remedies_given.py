"""Remedies given in stages closed."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Total

KPI = Kpi(
    key="remedies_given",
    title="Remedies given",
    definition="Remedies given in stages closed.",
    unit="actions",
    cohort=Cohort.CLOSED,
    measure=Total(amount="remedies"),
    rows="stages",
)

"""Points of complaint upheld, out of the points decided in stages closed."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Portion

KPI = Kpi(
    key="points_upheld",
    title="Points upheld",
    definition="Points of complaint upheld, out of the points decided in stages closed.",
    unit="per cent",
    cohort=Cohort.CLOSED,
    measure=Portion(amount="upheld", of="issues"),
    rows="stages",
)

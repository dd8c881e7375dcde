"""Of those who said how it was handled, how many said well."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Share

KPI = Kpi(
    key="satisfied",
    title="Found it handled well",
    definition="Stages closed that people said were handled well, of those about which they said anything.",
    unit="per cent",
    cohort=Cohort.CLOSED,
    measure=Share(where="handled_well", of="is_rated"),
    better="higher",
    rows="stages",
)

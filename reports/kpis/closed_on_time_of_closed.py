"""Cases closed on time, out of the cases with a promised date that were closed."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Share

KPI = Kpi(
    key="closed_on_time_of_closed",
    title="Closed on time, of those closed",
    definition="Cases closed on time, out of the cases with a promised date that were closed.",
    unit="per cent",
    cohort=Cohort.RECEIVED,
    measure=Share(where="on_time", of="is_closed AND has_promise"),
    better="higher",
)

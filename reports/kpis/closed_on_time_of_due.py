"""Cases closed on time, out of the cases with a promised date that were closed or are overdue."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Share

KPI = Kpi(
    key="closed_on_time_of_due",
    title="Closed on time, of those due",
    definition="Cases closed on time, out of the cases with a promised date that were closed or are overdue.",
    unit="per cent",
    cohort=Cohort.RECEIVED,
    measure=Share(where="on_time", of="has_promise AND (is_closed OR promise_passed)"),
    better="higher",
)

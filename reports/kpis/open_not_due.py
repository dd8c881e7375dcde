"""Cases received that are still open and whose promised date has not passed."""

from reports.domain.cohorts import Cohort
from reports.kpi import Count, Kpi

KPI = Kpi(
    key="open_not_due",
    title="Open, not yet due",
    definition="Cases received that are still open and whose promised date has not passed.",
    unit="cases",
    cohort=Cohort.RECEIVED,
    measure=Count(where="NOT is_closed AND promise_to_come"),
)

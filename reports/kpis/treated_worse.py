"""How often people said that they were treated worse because they complained."""

from reports.domain.cohorts import Cohort
from reports.kpi import Count, Kpi

KPI = Kpi(
    key="treated_worse",
    title="Treated worse for complaining",
    definition="Stages closed about which people said that they were treated worse because they complained.",
    unit="cases",
    cohort=Cohort.CLOSED,
    measure=Count(where="was_treated_worse"),
    better="lower",
    rows="stages",
)

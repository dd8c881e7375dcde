"""Cases received for which a date was promised."""

from reports.domain.cohorts import Cohort
from reports.kpi import Count, Kpi

KPI = Kpi(
    key="with_target",
    title="With a promised date",
    definition="Cases received for which a date was promised.",
    unit="cases",
    cohort=Cohort.RECEIVED,
    measure=Count(where="has_promise"),
)

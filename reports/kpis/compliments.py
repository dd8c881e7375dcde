"""Compliments received; praise is counted beside complaints and never taken off them."""

from reports.domain.cohorts import Cohort
from reports.kpi import Count, Kpi

KPI = Kpi(
    key="compliments",
    title="Compliments received",
    definition="Compliments received; praise is counted beside complaints and never taken off them.",
    unit="cases",
    cohort=Cohort.RECEIVED,
    measure=Count(where="is_praise"),
)

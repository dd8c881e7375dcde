"""Stages open at the end of the period, after the date promised at the start; not compliments."""

from reports.domain.cohorts import Cohort
from reports.kpi import Count, Kpi

KPI = Kpi(
    key="still_open_late",
    title="Waiting beyond the promise",
    definition="Stages open at the end of the period, after the date promised at the start; not compliments.",
    unit="cases",
    cohort=Cohort.OPEN,
    measure=Count(where="promise_passed_by_then AND NOT is_praise"),
    better="lower",
    rows="stages",
)

"""Compliments passed on to the staff by the date promised, out of those passed on or overdue."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Share

KPI = Kpi(
    key="compliments_passed_on_on_time",
    title="Compliments passed on in time",
    definition="Compliments passed on to the staff by the date promised, out of those passed on or overdue.",
    unit="per cent",
    cohort=Cohort.RECEIVED,
    measure=Share(
        where="is_praise AND on_time",
        of="is_praise AND has_promise AND (is_closed OR promise_passed)",
    ),
    better="higher",
)

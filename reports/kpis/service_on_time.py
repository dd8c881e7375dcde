"""Services given by the date their own standard promises, out of those given or whose date has passed."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Share

KPI = Kpi(
    key="service_on_time",
    title="Service given within its standard",
    definition=(
        "Cases in which the service itself was given by the date its published standard promises, out of those in "
        "which it was given or whose date to do so has passed."
    ),
    unit="per cent",
    cohort=Cohort.RECEIVED,
    measure=Share(where="served_on_time", of="has_service_promise AND (is_served OR service_passed)"),
    better="higher",
)

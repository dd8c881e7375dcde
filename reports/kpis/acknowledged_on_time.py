"""Cases acknowledged by the date promised, out of those acknowledged or whose date to do so has passed."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Share

KPI = Kpi(
    key="acknowledged_on_time",
    title="Acknowledged on time",
    definition="Cases acknowledged by the date promised, out of those acknowledged or whose date to do so has passed.",
    unit="per cent",
    cohort=Cohort.RECEIVED,
    measure=Share(
        where="acknowledged_on_time", of="has_acknowledgement_promise AND (is_acknowledged OR acknowledgement_passed)"
    ),
    better="higher",
)

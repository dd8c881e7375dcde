"""Of the answers given, how many came by the date promised or agreed later."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Share

KPI = Kpi(
    key="answered_on_time_extended",
    title="Answered on time, extensions allowed",
    definition="Stages answered by the promised or extended date, of all answered that had one; not compliments.",
    unit="per cent",
    cohort=Cohort.CLOSED,
    measure=Share(where="on_time_extended", of="has_promise AND NOT is_praise"),
    better="higher",
    rows="stages",
)

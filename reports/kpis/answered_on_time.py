"""Of the answers given, how many came by the date promised at the start."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Share

KPI = Kpi(
    key="answered_on_time",
    title="Answered on time",
    definition="Stages answered by the date promised at the start, of all answered that had one; not compliments.",
    unit="per cent",
    cohort=Cohort.CLOSED,
    measure=Share(where="on_time", of="has_promise AND NOT is_praise"),
    better="higher",
    rows="stages",
)

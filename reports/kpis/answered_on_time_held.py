"""Of the answers given, how many came by the date as it stood in the end, whatever had moved it."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Share

KPI = Kpi(
    key="answered_on_time_held",
    title="Answered on time, holds and extensions allowed",
    definition=(
        "Stages answered by their date as it stood in the end, after extensions, the time the clock stood still and "
        "closed days announced late, of all answered that had one; not compliments."
    ),
    unit="per cent",
    cohort=Cohort.CLOSED,
    measure=Share(where="on_time_held", of="has_promise AND NOT is_praise"),
    better="higher",
    rows="stages",
)

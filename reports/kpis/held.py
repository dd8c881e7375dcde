"""Of the answers given, how many had their clock stand still for a time."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Share

KPI = Kpi(
    key="held",
    title="Clock stood still",
    definition=(
        "Stages answered whose clock had stood still for some time, of all answered that had a promised date; "
        "not compliments."
    ),
    unit="per cent",
    cohort=Cohort.CLOSED,
    measure=Share(where="is_held", of="has_promise AND NOT is_praise"),
    better="lower",
    rows="stages",
)

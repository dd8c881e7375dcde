"""Of the answers given, how many had their date put off."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Share

KPI = Kpi(
    key="extended",
    title="Extended",
    definition="Stages answered whose promised date had been extended, of all answered that had one; not compliments.",
    unit="per cent",
    cohort=Cohort.CLOSED,
    measure=Share(where="is_extended", of="has_promise AND NOT is_praise"),
    better="lower",
    rows="stages",
)

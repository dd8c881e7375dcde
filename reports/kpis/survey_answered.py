"""Of the answers people could rate, how many they did."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Share

KPI = Kpi(
    key="survey_answered",
    title="Said how it was handled",
    definition=(
        "Stages closed about which people said how it was handled, of all closed; not withdrawn ones, nor "
        "cases from an older system."
    ),
    unit="per cent",
    cohort=Cohort.CLOSED,
    measure=Share(where="is_rated", of="may_be_rated"),
    better="higher",
    rows="stages",
)

"""Of those who said whether they knew what would happen next, how many did."""

from reports.domain.cohorts import Cohort
from reports.kpi import Kpi, Share

KPI = Kpi(
    key="informed",
    title="Knew what would happen next",
    definition=(
        "Stages closed about which people said that they knew what would happen next, of those who answered "
        "that question."
    ),
    unit="per cent",
    cohort=Cohort.CLOSED,
    measure=Share(where="was_informed", of="said_whether_informed"),
    better="higher",
    rows="stages",
)

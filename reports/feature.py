"""What this package hands to the application."""

from datetime import timedelta

from complaints.kernel.feature import Errand, Feature, Schedule
from reports import tables
from reports.commands.figures import figures_command
from reports.commands.report import report_command
from reports.commands.waits import waits_group
from reports.domain.access import PERMISSIONS
from reports.jobs import count_daily_waits, refresh_facts, run_report
from reports.messages import CountWaits, RefreshFacts, RunReport
from reports.web.documents import Documents
from reports.web.figures import Figures

FEATURE = Feature(
    name="reports",
    controllers=(Documents, Figures),
    handlers={
        CountWaits: Errand(count_daily_waits),
        RefreshFacts: Errand(refresh_facts),
        RunReport: Errand(run_report),
    },
    schedules={
        CountWaits.name: Schedule(timedelta(days=1), CountWaits()),
        RefreshFacts.name: Schedule(timedelta(minutes=10), RefreshFacts()),
    },
    commands=(figures_command, report_command, waits_group),
    permissions=PERMISSIONS,
)

TABLES = tables
"""Named here so that the migrations know them."""

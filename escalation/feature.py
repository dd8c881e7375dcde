"""What this package hands to the application."""

from complaints.domain.case import ClockKind
from complaints.kernel.feature import Feature
from complaints.messages import LodgedAtOffice
from escalation import tables
from escalation.domain.access import PERMISSIONS
from escalation.jobs import answer_is_late, confirmation_is_late, lodged_at_office, reply_is_late
from escalation.scenes import SCENES
from escalation.web.body_side import BodySide
from escalation.web.office import Docket, OfficeFile
from escalation.web.office_files import OfficeFiles
from escalation.web.person import NextStep

FEATURE = Feature(
    name="escalation",
    controllers=(NextStep, Docket, OfficeFile, OfficeFiles, BodySide),
    handlers={LodgedAtOffice: lodged_at_office},
    clocks={
        ClockKind.RESPOND.value: answer_is_late,
        ClockKind.REPLY.value: reply_is_late,
        ClockKind.CONFIRM.value: confirmation_is_late,
    },
    permissions=PERMISSIONS,
    scenes=SCENES,
)
TABLES = tables

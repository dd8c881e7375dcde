"""What this package hands to the application."""

from datetime import timedelta

from complaints.actions.hold import hold_is_over
from complaints.actions.recount import recount
from complaints.actions.remind import remind, reminded, reminder_for
from complaints.commands.charter import charter
from complaints.commands.dates import deadline_command, deadlines
from complaints.commands.import_cases import import_group
from complaints.commands.people import user
from complaints.commands.verify import verify
from complaints.domain.access import PERMISSIONS
from complaints.domain.case import ClockKind
from complaints.jobs import (
    acknowledgement_is_late,
    delivered,
    letter_for,
    promise_is_late,
    service_is_late,
    silence_is_broken,
    tell,
    tidy,
)
from complaints.kernel.feature import Courier, Feature, Schedule
from complaints.messages import Deliver, Recount, Remind, Tell, Tidy
from complaints.web.admin import Admin
from complaints.web.admin_charters import AdminCharters
from complaints.web.admin_clocks import AdminClocks
from complaints.web.admin_edit import AdminEdit
from complaints.web.api import CaseApi
from complaints.web.desk import Desk
from complaints.web.desk_case import DeskCasePage
from complaints.web.desk_new import DeskNew
from complaints.web.person import PersonPages
from complaints.web.public import PublicPages
from complaints.web.register import RegisterPages
from complaints.web.sign_in import SignIn

FEATURE = Feature(
    name="complaints",
    controllers=(
        Admin,
        AdminCharters,
        AdminClocks,
        AdminEdit,
        CaseApi,
        Desk,
        DeskCasePage,
        DeskNew,
        PersonPages,
        PublicPages,
        RegisterPages,
        SignIn,
    ),
    handlers={
        Tell: tell,
        Deliver: Courier(letter_for, delivered),
        Recount: recount,
        Remind: Courier(reminder_for, reminded),
        Tidy: tidy,
    },
    schedules={"tidy": Schedule(timedelta(days=1), Tidy())},
    clocks={
        ClockKind.ACKNOWLEDGE.value: acknowledgement_is_late,
        ClockKind.INFORM.value: silence_is_broken,
        ClockKind.PASS_ON.value: promise_is_late,
        ClockKind.UNDERTAKING.value: promise_is_late,
        ClockKind.HOLD.value: hold_is_over,
        ClockKind.SERVICE.value: service_is_late,
    },
    reminds=dict.fromkeys(("acknowledge", "respond", "pass_on", "service", "undertaking"), remind),
    commands=(charter, deadlines, deadline_command, import_group, user, verify),
    permissions=PERMISSIONS,
)

"""What this package hands to the application."""

from datetime import timedelta

from complaints.actions.agree import tell_of_representative
from complaints.actions.change_contact import contact_takes_effect
from complaints.actions.confide import confided, has_confided
from complaints.actions.hold import hold_is_over
from complaints.actions.look_after_files import drop_files, scan_file, sweep_files
from complaints.actions.recount import recount
from complaints.actions.remind import remind, reminded, reminder_for
from complaints.actions.replace_code import lost_code, replace_code
from complaints.actions.send import delivered, letter_for, send_again
from complaints.actions.window import window_closes
from complaints.commands.charter import charter
from complaints.commands.dates import deadline_command, deadlines
from complaints.commands.import_cases import import_group
from complaints.commands.people import user
from complaints.commands.verify import verify
from complaints.commands.words import words
from complaints.domain.access import PERMISSIONS
from complaints.domain.case import ClockKind
from complaints.jobs import (
    acknowledgement_is_late,
    service_is_late,
    silence_is_broken,
    tell,
    thanks_are_late,
    tidy,
    undertaking_is_late,
)
from complaints.kernel.feature import Courier, Errand, Feature, Schedule
from complaints.messages import (
    Confide,
    ContactTakesEffect,
    Deliver,
    DropFiles,
    LostCode,
    Recount,
    Remind,
    ReplaceCode,
    Represented,
    ScanFile,
    SendAgain,
    SweepFiles,
    Tell,
    Tidy,
    WindowCloses,
)
from complaints.web.admin import Admin
from complaints.web.admin_charters import AdminCharters
from complaints.web.admin_clocks import AdminClocks
from complaints.web.admin_edit import AdminEdit
from complaints.web.api import CaseApi
from complaints.web.desk import Desk
from complaints.web.desk_case import DeskCasePage
from complaints.web.desk_files import DeskFiles
from complaints.web.desk_helpers import DeskPeople, OfficePeople
from complaints.web.desk_letters import DeskLetters
from complaints.web.desk_new import DeskNew
from complaints.web.lost_code import LostCodePages
from complaints.web.person import PersonPages
from complaints.web.person_contact import ContactPages
from complaints.web.person_files import PersonFiles
from complaints.web.person_helpers import HelperPages
from complaints.web.person_survey import SurveyPages
from complaints.web.register import RegisterPages
from complaints.web.sending import SendingPages
from complaints.web.sent import SentPages
from complaints.web.sign_in import SignIn
from complaints.web.start import StartPages
from complaints.web.telling import TellingPages
from complaints.web.telling_files import TellingFilesPages
from complaints.web.thanking import ThankingPages
from complaints.web.theme import ThemePages

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
        DeskFiles,
        DeskLetters,
        DeskNew,
        DeskPeople,
        OfficePeople,
        PersonFiles,
        ContactPages,
        HelperPages,
        LostCodePages,
        PersonPages,
        RegisterPages,
        SendingPages,
        SentPages,
        SignIn,
        StartPages,
        TellingFilesPages,
        TellingPages,
        ThankingPages,
        SurveyPages,
        ThemePages,
    ),
    handlers={
        Tell: tell,
        Deliver: Courier(letter_for, delivered),
        Confide: Courier(confided, has_confided),
        ContactTakesEffect: contact_takes_effect,
        LostCode: lost_code,
        Recount: recount,
        ReplaceCode: replace_code,
        Represented: tell_of_representative,
        Remind: Courier(reminder_for, reminded),
        SendAgain: send_again,
        WindowCloses: window_closes,
        ScanFile: Errand(scan_file),
        DropFiles: Errand(drop_files),
        SweepFiles: Errand(sweep_files),
        Tidy: tidy,
    },
    schedules={
        "tidy": Schedule(timedelta(days=1), Tidy()),
        "sweep_files": Schedule(timedelta(days=1), SweepFiles()),
        "send_again": Schedule(timedelta(hours=1), SendAgain()),
    },
    clocks={
        ClockKind.ACKNOWLEDGE.value: acknowledgement_is_late,
        ClockKind.INFORM.value: silence_is_broken,
        ClockKind.PASS_ON.value: thanks_are_late,
        ClockKind.UNDERTAKING.value: undertaking_is_late,
        ClockKind.HOLD.value: hold_is_over,
        ClockKind.SERVICE.value: service_is_late,
    },
    reminds=dict.fromkeys(("acknowledge", "respond", "pass_on", "service", "undertaking"), remind),
    commands=(charter, deadlines, deadline_command, import_group, user, verify, words),
    permissions=PERMISSIONS,
)

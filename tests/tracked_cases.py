"""Cases as the person's page may meet them, built by hand: each state is a few changes to a fresh complaint."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec

from complaints.domain.files import AttachmentView, Scan
from complaints.domain.files import Kind as FileKind
from complaints.schemas import (
    CaseView,
    ClockView,
    EntryView,
    FindingView,
    IssueView,
    MessageView,
    RemedyView,
    StageView,
    SurveyView,
)
from complaints.web.tracking import tracked
from complaints.web.tracking_words import Reader
from standards.charter import Charter, load_charter
from standards.packs import read_pack

DOCUMENT = read_pack("calder_bay")
CHARTER = load_charter(DOCUMENT)
DIRECT = load_charter(DOCUMENT.replace("independent = true", "independent = true\ndirect = true"))
"""The same, but people may go to the ombudsperson directly."""

TOLD = datetime(2027, 3, 1, 10, tzinfo=UTC)
NOON = datetime(2027, 3, 16, 12, tzinfo=UTC)
KEY = UUID("018f0000-0000-7000-8000-000000000001")
HOSTILE = """<script>alert(1)</script> "quoted" 'and' & {{ 7 * 7 }} {}\n  kept"""
WHY = ["You wrote on Monday 1 March 2027.", "That day does not count."]

PERSON, ACTS, FOLLOWS = Reader(), Reader(is_person=False), Reader(is_person=False, may_act=False)


def on(day: int, hour: int = 12, month: int = 3) -> datetime:
    """Return an hour of a day of 2027, by default in March."""
    return datetime(2027, month, day, hour, tzinfo=UTC)


def clock(kind: str, due: datetime, **more: Any) -> ClockView:
    return ClockView(kind, due, WHY, version=3, **more)


def entry(kind: str, at: datetime, by: str = "officer", stage_no: int = 1, **facts: object) -> EntryView:
    return EntryView(at, kind, by, stage_no, facts)


def stage(number: int = 1, **more: Any) -> StageView:
    tier, name = [("service", "stage_1"), ("review", "stage_2"), ("ombudsperson", "ombudsperson")][number - 1]
    values = {
        "stage_no": number,
        "stage": name,
        "tier": tier,
        "entry": "direct",
        "started_at": TOLD,
        "acknowledged_at": None,
        "understanding": None,
        "answered_at": None,
        "answer": None,
        "outcome": None,
    }
    return StageView(**(values | more))


def a_case(**changes: Any) -> CaseView:
    """Return a complaint as it is right after it was told, with other values in some places."""
    return msgspec.structs.replace(_FRESH, **changes)


_FRESH = CaseView(
    id=KEY,
    reference="K7M4-2QXD",
    kind="complaint",
    matter="wrong",
    state="received",
    tier="service",
    stage="stage_1",
    stage_no=1,
    body="city_works",
    unit="waste",
    service="bin_collection",
    standard=None,
    channel="web_form",
    language="en",
    narrative=HOSTILE,
    wants=None,
    occurred_on=None,
    occurred_about=None,
    ongoing=False,
    place=None,
    visibility="team",
    reply_by="email",
    adjustments=None,
    formats=None,
    safe_since=None,
    safe_until=None,
    safe_words=None,
    voicemail=False,
    neutral=False,
    related_to=None,
    praised=None,
    may_quote=False,
    handler=None,
    received_at=TOLD,
    due_at=on(15, 17),
    closed_at=None,
    outcome=None,
    historic=False,
    charter_id=KEY,
    version=1,
    has_identity=True,
    clocks=[clock("acknowledge", on(4, 17)), clock("respond", on(15, 17)), clock("inform", on(12, 17))],
    stages=[stage()],
    issues=[],
    remedies=[],
    messages=[MessageView("out", "system", "", "Thank you. We have it.", TOLD, "receipt:1")],
    timeline=[entry("case.lodged", TOLD, "public")],
)

TAKEN_ON = {
    "state": "accepted",
    "stages": [stage(acknowledged_at=on(3), understanding=HOSTILE)],
    "clocks": [
        clock("acknowledge", on(4, 17), stopped_at=on(3)),
        clock("respond", on(15, 17)),
        clock("inform", on(17, 17)),
    ],
    "timeline": [entry("case.lodged", TOLD, "public"), entry("case.acknowledged", on(3))],
    "issues": [
        IssueView(KEY, 1, HOSTILE, "delay", None, []),
        IssueView(KEY, 2, "Nobody rang", "communication", None, []),
    ],
}
POINTS = [
    IssueView(KEY, 1, HOSTILE, "delay", None, [FindingView(1, 1, "upheld", HOSTILE)]),
    IssueView(KEY, 2, "Nobody rang", "communication", None, [FindingView(2, 1, "not_upheld", "The log says so.")]),
]
REMEDIES = [
    RemedyView(KEY, "apology", "We say sorry", 1, None, None),
    RemedyView(KEY, "service", HOSTILE, 1, date(2027, 3, 12), None),
    RemedyView(KEY, "service", "A new bin", 1, date(2027, 3, 14), on(13), "Brought by lorry 7"),
    RemedyView(KEY, "service", "A letter to all crews", 1, date(2027, 4, 14), None),
]
ANSWERED = TAKEN_ON | {
    "state": "answered",
    "outcome": "partly_upheld",
    "closed_at": on(10),
    "stages": [stage(acknowledged_at=on(3), understanding="The bins.", answered_at=on(10), answer="We answer.")],
    "clocks": [
        clock("acknowledge", on(4, 17), stopped_at=on(3)),
        clock("respond", on(15, 17), stopped_at=on(10)),
        clock("undertaking", on(31, 17)),
    ],
    "issues": POINTS,
    "remedies": REMEDIES,
    "timeline": [
        entry("case.lodged", TOLD, "public"),
        entry("case.acknowledged", on(3)),
        entry("case.answered", on(10), outcome="partly_upheld"),
    ],
}
ASKED = entry(
    "clock.held", on(5), clock="respond", reason="We are waiting for your consent", until=on(25).isoformat(),
    words=HOSTILE,
)  # fmt: skip
HELD = TAKEN_ON | {
    "clocks": [
        clock("acknowledge", on(4, 17), stopped_at=on(3)),
        clock("respond", on(15, 17), held_at=on(5)),
        clock("hold", on(25)),
    ],
    "timeline": [*TAKEN_ON["timeline"], ASKED],
    "messages": [
        MessageView("in", "person", "", HOSTILE, on(2), "added:2"),
        MessageView("out", "officer", "", "Thank you.", on(3), "letter:3"),
        MessageView("in", "representative", "", "I write for her.", on(4), "added:5"),
    ],
}
CLIMBED = {
    "tier": "review",
    "stage": "stage_2",
    "stage_no": 2,
    "state": "received",
    "stages": [stage(), stage(2, entry="late", started_at=on(15, 18))],
    "clocks": [
        clock("respond", on(15, 17), fired_at=on(15, 18), stopped_at=on(15, 18)),
        clock("acknowledge", on(18, 17), stage_no=2),
        clock("respond", on(13, 17, month=4), stage_no=2),
    ],
    "timeline": [
        entry("case.lodged", TOLD, "public"),
        entry("clock.late", on(15, 18), "system", clock="respond", due_at=on(15, 17).isoformat()),
        entry("case.escalated", on(15, 18), "system", 2, tier="review", entry="late"),
    ],
}
ASKED_FOR = ANSWERED | {
    "tier": "review",
    "stage": "stage_2",
    "stage_no": 2,
    "state": "received",
    "closed_at": None,
    "stages": [*ANSWERED["stages"], stage(2, entry="requested", started_at=on(11))],
    "clocks": [clock("acknowledge", on(18, 17), stage_no=2), clock("respond", on(13, 17, month=4), stage_no=2)],
    "timeline": [
        *ANSWERED["timeline"],
        entry("message.received", on(11), "person"),
        entry("case.escalated", on(11), "person", 2, tier="review", entry="requested", points=[2]),
    ],
}
AT_THE_OFFICE = ANSWERED | {
    "tier": "ombudsperson",
    "stage": "ombudsperson",
    "stage_no": 3,
    "state": "accepted",
    "closed_at": None,
    "stages": [*ASKED_FOR["stages"], stage(3, entry="requested", started_at=on(12), acknowledged_at=on(13))],
    "clocks": [clock("respond", on(28, 17, month=6), stage_no=3)],
}
THANKED = {
    "kind": "compliment",
    "matter": "thanks",
    "clocks": [clock("pass_on", on(8, 17))],
}
PASSED_ON = THANKED | {
    "state": "passed_on",
    "closed_at": on(3),
    "stages": [stage(answered_at=on(3))],
    "clocks": [clock("pass_on", on(8, 17), stopped_at=on(3))],
    "timeline": [entry("case.lodged", TOLD, "public"), entry("case.passed_on", on(3), told=HOSTILE)],
}
TRANSFERRED = TAKEN_ON | {
    "state": "received",
    "stages": [stage()],
    "timeline": [
        entry("case.lodged", TOLD, "public"),
        entry(
            "case.transferred",
            on(4),
            body="housing",
            unit="repairs",
            service="home_repairs",
            why="It is a council home.",
        ),
    ],
}
STATES: dict[str, tuple[dict[str, Any], datetime]] = {
    "new": ({}, on(1, 13)),
    "new, by a code alone": ({"reply_by": None, "has_identity": False, "visibility": "nobody"}, on(1, 13)),
    "new, by letter": ({"reply_by": "post"}, on(1, 13)),
    "new, by telephone": ({"reply_by": "phone"}, on(1, 13)),
    "being looked into": (TAKEN_ON, on(4)),
    "no news for a week": (TAKEN_ON, on(11)),
    "we asked something": (HELD, on(8)),
    "late, nobody took it on": ({}, on(5)),
    "late, no answer": (TAKEN_ON, NOON),
    "late, and went on by itself": (CLIMBED, NOON),
    "passed on to another office": (TRANSFERRED, on(5)),
    "answered": (ANSWERED, on(11)),
    "answered long ago": (ANSWERED, on(11, month=8)),
    "a review was asked for": (ASKED_FOR, on(12)),
    "with the ombudsperson": (AT_THE_OFFICE, NOON),
    "decided by the ombudsperson": (
        AT_THE_OFFICE
        | {
            "state": "answered",
            "closed_at": on(15),
            "stages": [*AT_THE_OFFICE["stages"][:2], stage(3, started_at=on(12), answered_at=on(15), answer="No.")],
            "clocks": [],
        },
        NOON,
    ),
    "not taken on by the ombudsperson": (
        AT_THE_OFFICE
        | {
            "state": "closed",
            "closed_at": on(15),
            "stages": [*AT_THE_OFFICE["stages"][:2], stage(3, started_at=on(12), answered_at=on(15), answer=HOSTILE)],
            "clocks": [],
        },
        NOON,
    ),
    "stopped": (TAKEN_ON | {"state": "withdrawn", "closed_at": on(9), "clocks": []}, NOON),
    "thanks": (THANKED, on(2)),
    "thanks, late": (THANKED, on(9)),
    "thanks passed on": (PASSED_ON, on(4)),
    "an idea": ({"kind": "suggestion", "matter": "idea", "clocks": [clock("respond", on(29, 17))]}, on(2)),
    "a question, answered": (
        {
            "kind": "enquiry",
            "matter": "question",
            "state": "answered",
            "closed_at": on(3),
            "stages": [stage(answered_at=on(3), answer="Yes.")],
            "clocks": [],
        },
        on(4),
    ),
    "a request, late": (
        {"kind": "enquiry", "matter": "fix", "standard": "missed_bin", "clocks": [clock("service", on(3, 17))]},
        on(5),
    ),
    "treated worse": ({"matter": "reprisal", **AT_THE_OFFICE, "stage_no": 1, "stages": [stage(3, stage_no=1)]}, on(2)),
    "from an older system, open": ({"historic": True, "clocks": [clock("respond", on(9))]}, NOON),
    "from an older system, closed": (
        {"historic": True, "state": "closed", "closed_at": on(9), "stages": [stage(answered_at=on(9))], "clocks": []},
        NOON,
    ),
}


PAPERS = [
    AttachmentView(
        id=KEY,
        name=HOSTILE,
        kind=FileKind.JPEG,
        size=2_000_000,
        digest=b"",
        pages=1,
        scan=scan,
        original=True,
        by="person",
        message=message,
        added_at=on(2),
    )
    for scan, message in ((Scan.CLEAN, None), (Scan.WAITING, "added:2"), (Scan.REFUSED, "added:2"))
]
"""A picture that came first, and two that came with a message."""


def seen(
    name: str, *, reader: Reader = PERSON, in_force: Charter = CHARTER, surveys: Sequence[SurveyView] = ()
) -> dict[str, Any]:
    """Return what the page shows of one of the states."""
    changes, now = STATES[name]
    return tracked(a_case(**changes), CHARTER, now, in_force=in_force, reader=reader, surveys=surveys)


def page_values(name: str, **given: Any) -> dict[str, Any]:
    """Return everything the template is given for one of the states."""
    shown = seen(name, **given)
    return shown | {
        "files": PAPERS if name == "we asked something" else [],
        "forecast": ["Half of the people waited 9 days or less.", "8 of 10 waited between 3 days and 14 days.", "So."],
        "may_stop": shown["case"]["is_open"] and shown["reader"].may_act,
        "submission_key": "key",
        "now": STATES[name][1],
    }

"""The pages of the register in every state, as finished values, for the tests of templates."""

from datetime import UTC, date, datetime
from typing import Any

HOSTILE = """<script>alert(1)</script> "quoted" 'and' & {{ 7 * 7 }} {}\n  kept"""
NOON = datetime(2027, 3, 16, 12, tzinfo=UTC)
WHY = ["You wrote on Friday 20 December 2026.", "That day does not count."]

VERSION = {"version": 3, "hash": "ab" * 32, "state": "now", "effective_on": date(2027, 1, 1), "until": None}
VERSION |= {"adopted_on": date(2026, 12, 1), "next": 4, "next_on": date(2027, 9, 1)}
ROW = {
    "key": "lamp_out",
    "what": HOSTILE,
    "within": "2 days",
    "counted": [],
    "target": 95,
    "by": "roads",
    "cited": "Act",
}
ROW |= {
    "verified_on": date(2027, 1, 1),
    "not_read": (),
    "since": date(2020, 1, 1),
    "begins_later": False,
    "until": None,
}
UNREAD = ROW | {"key": "service.respond", "not_read": ("the time", "the words"), "counted": ["Day and night."]}
UNREAD |= {"begins_later": True, "until": date(2028, 1, 1), "target": None}
SERVICE = {"key": "bins", "name": "Rubbish", "about": HOSTILE, "promises": [ROW]}
SERVICES = [
    {"key": "works", "name": "Waste", "about": "bins", "services": [SERVICE, SERVICE | {"key": "x", "promises": []}]}
]
DUE = {"on": date(2027, 3, 30), "at": None, "why": WHY}
EXAMPLES = [
    {"on": date(2027, 3, 16), "is_open": True, "why_closed": "", "acknowledge": DUE, "respond": DUE},
    {
        "on": date(2027, 3, 20),
        "is_open": False,
        "why_closed": "a fair",
        "acknowledge": None,
        "respond": DUE | {"at": NOON},
    },
]
OFFICE = {
    "key": "office",
    "name": "Offices",
    "who": ["Waste"],
    "always": False,
    "week": [("Monday to Friday", "09:00 to 17:00")],
    "recurring": ["first Monday of the month: closed (training)"],
    "years": [
        {"year": 2027, "closed": [(date(2027, 6, 3), date(2027, 6, 4), "Harbour Day")], "special": []},
        {"year": 2028, "closed": [], "special": []},
    ],
    "zone": "America/New_York",
}
STEP = {
    "key": "service",
    "number": 1,
    "name": "First answer",
    "who": "the service",
    "about": "start here",
    "says_independent": False,
    "promises": [UNREAD],
    "counted_from": "Counted from the day you ask.",
    "exceptions": [{"name": "Clinics", "promises": [ROW | {"key": "service.respond.body-clinics"}], "more": ["More."]}],
    "window": "You can complain within a year.",
    "windows": [UNREAD | {"key": "w"}],
    "longer": {"most": "10 days", "times": "once", "reasons": [HOSTILE], "approved": "", "row": UNREAD},
    "holds": {"reasons": [HOSTILE], "most": "20 days", "row": None},
    "transfer": "Your date stays.",
    "late": "It goes on.",
}
REGISTER = {
    "charter": VERSION,
    "today": date(2027, 3, 16),
    "bodies": SERVICES,
    "stages": [
        STEP,
        STEP | {"key": "review", "number": 2, "promises": [], "exceptions": [], "longer": None, "holds": None},
    ],
    "others": [ROW | {"key": "compliments"}],
    "to_the_top": [ROW | {"key": "recommendations.reply"}],
    "counting": {"sentences": ["That day does not count."], "changes": ["It stays."], "examples": EXAMPLES},
    "offices": [OFFICE],
    "hints": ["bins", "a permit"],
}
BARE = {"bodies": [], "stages": [], "others": [], "to_the_top": [], "offices": [], "hints": []}
PAGE_OF_SERVICE = {
    "service": SERVICE,
    "who": "Waste",
    "everyday": [HOSTILE],
    "steps": [
        {"number": 1, "name": "First answer", "who": "us", "acknowledge": None, "respond": "2 days", "inform": None}
    ],
    "examples": EXAMPLES,
    "office": OFFICE,
    "charter": VERSION,
}
TURNS = [
    {"version": VERSION | {"state": "future", "version": 4}, "state": "ends", "altered": (), "row": ROW},
    {
        "version": VERSION,
        "state": "changes",
        "altered": [{"what": "Within", "before": "", "after": HOSTILE}],
        "row": ROW,
    },
    {"version": VERSION | {"state": "past", "version": 1}, "state": "begins", "altered": (), "row": ROW},
]
CHANGED = {"adopted_by": "Adopted by an administrator.", "areas": [("Promises", [HOSTILE])], "is_first": False}
VERSIONS = [
    VERSION | CHANGED | {"version": number, "state": state, "until": date(2027, 5, 1)}
    for number, state in [(4, "future"), (3, "now"), (2, "never"), (1, "past")]
]

REGISTER_STATES: dict[str, tuple[str, dict[str, Any]]] = {
    "standards": ("standards", REGISTER),
    "standards, none": ("standards", REGISTER | BARE),
    "standards, to come": ("standards", REGISTER | {"charter": VERSION | {"state": "future"}}),
    "standards, old": ("standards", REGISTER | {"charter": VERSION | {"state": "past", "until": date(2027, 5, 1)}}),
    "found": ("standards_found", {"said": HOSTILE, "bodies": SERVICES, "charter": VERSION}),
    "found, nothing": ("standards_found", {"said": HOSTILE, "bodies": [], "charter": VERSION}),
    "service": ("standards_service", PAGE_OF_SERVICE),
    "service, no promise": ("standards_service", PAGE_OF_SERVICE | {"service": SERVICE | {"promises": []}}),
    "promise": (
        "standards_promise",
        {"key": "a.b", "what": HOSTILE, "promise": ROW, "service": SERVICE, "turns": TURNS},
    ),
    "promise, over": ("standards_promise", {"key": "a.b", "what": HOSTILE, "promise": None, "turns": TURNS[:1]}),
    "history": ("standards_history", {"versions": VERSIONS}),
    "no such version": ("standards_missing", {"what": "version", "key": HOSTILE}),
    "no such service": ("standards_missing", {"what": "service", "key": HOSTILE}),
}

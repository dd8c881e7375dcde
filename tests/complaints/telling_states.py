"""The pages of the telling in the states they can be in, for the tests of templates."""

from uuid import UUID

from complaints.actions.same_matter import Known, Match
from complaints.domain.draft import Draft
from complaints.domain.journey import Step
from complaints.web import telling_words as words
from complaints.web.telling_check import Row
from complaints.web.telling_steps import values_of
from tests.register_states import HOSTILE, NOON

EMPTY = values_of(Draft())
TYPED = values_of(
    Draft(
        about="wrong",
        earlier=HOSTILE,
        find=HOSTILE,
        service="bins",
        narrative=HOSTILE,
        adds=("when", "files"),
        occurred_on_day="31",
        occurred_on_month="2",
        occurred_on_year="2026",
        occurred_about=HOSTILE,
        ongoing="yes",
        place=HOSTILE,
        wanted=("apology",),
        wants=HOSTILE,
        staff_named=HOSTILE,
        name=HOSTILE,
        email="zoe@",
        phone=HOSTILE,
        address=HOSTILE,
        identity="nobody",
        helps=("needs",),
        adjustments=HOSTILE,
        formats=("braille",),
        safe_since=HOSTILE,
        safe_until="1",
        voicemail="yes",
        neutral="yes",
        safe_words=HOSTILE,
        relation="family",
        own_name=HOSTILE,
        done=("about",),
    )
)
ALL = {"changing": False, "is_first": False, "worry": False, "errors": {}, "matter": "wrong", "values": EMPTY}
SERVICE = {"key": "bins", "name": "Rubbish", "everyday": ["bins"]}
GROUPS = [{"name": "Waste", "services": [SERVICE | {"key": "tip"}]}]
FOUND = [SERVICE | {"about": "We empty them.", "office": "Waste"}]
TONGUES = [{"value": code, "text": code, "label": {"attributes": {"lang": code}}} for code in ("en", "fr")]
CHOICES = {
    "about": {"matters": words.choices(words.MATTERS, words.HINTS), "is_first": True},
    "service": {"found": [], "groups": GROUPS, "is_folded": False},
    "promise": {"needs": [("missed_bin", "We come back.")], "service": "Rubbish"},
    "what": {"heading": "What happened?", "adds": words.choices(words.ADDS)},
    "files": {"files": []},
    "wants": {"wanted": words.choices(words.WANTED)},
    "reach": {"identities": words.choices(words.IDENTITIES), "helps": words.choices(words.HELPS)},
    "needs": {"formats": words.choices(words.FORMATS), "tongues": TONGUES},
    "for": {
        "relations": words.choices(words.RELATIONS),
        "scopes": words.choices(words.SCOPES),
        "reached": [HOSTILE],
    },
}
PAGES = (
    "about",
    "before",
    "service",
    "promise",
    "what",
    "when",
    "files",
    "wants",
    "staff",
    "reach",
    "needs",
    "safe",
    "for",
)
FAULTS = {
    "about": ["about"],
    "before": ["earlier"],
    "service": ["service"],
    "promise": ["standard"],
    "what": ["narrative", "adds"],
    "when": ["occurred_on", "place"],
    "files": ["file"],
    "wants": ["wanted", "wants"],
    "staff": ["staff_named"],
    "reach": ["identity", "email", "name"],
    "needs": ["formats", "language"],
    "safe": ["safe_since"],
    "for": ["relation", "own_email", "until"],
}


def _page(name: str, **changed: object) -> tuple[str, dict[str, object]]:
    to = "/tell" if name == "about" else f"/tell/{name}"
    return f"tell_{name}", ALL | CHOICES.get(name, {}) | {"to": to} | changed


ROWS = [Row(Step.WHAT, "What happened?", [HOSTILE, HOSTILE]), Row(Step.FILES, "Photos or papers", [])]
CHECK = {
    "to": "/tell/check",
    "worry": False,
    "values": {},
    "matter": "wrong",
    "rows": ROWS,
    "match": Match(),
    "identity": "team",
    "for_office": False,
}
KNOWN = Known(UUID(int=1), "K7M4-2QXD", NOON)

TELLING_STATES = {
    **{f"{name}, empty": _page(name) for name in PAGES},
    **{
        f"{name}, errors": _page(
            name,
            values=TYPED,
            errors=dict.fromkeys(FAULTS[name], "Look at this again"),
            changing=True,
            worry=True,
        )
        for name in PAGES
    },
    "about, kept": _page("about", kept_at=NOON, values=TYPED),
    "before, reprisal": _page("before", matter="reprisal"),
    "service, found": _page("service", found=FOUND, values=TYPED, is_folded=True),
    "service, nothing found": _page("service", values=EMPTY | {"find": HOSTILE}),
    "promise, nothing promised": _page("promise", needs=[], service=None),
    "what, an idea": _page("what", heading="What is your idea?", matter="idea"),
    "check": ("tell_check", CHECK),
    "check, perhaps the same": (
        "tell_check",
        CHECK | {"match": Match(same=KNOWN, own=KNOWN, others=True), "worry": True},
    ),
    "check, to the ombudsperson": ("tell_check", CHECK | {"for_office": True, "matter": "reprisal"}),
    "forget": ("tell_forget", {}),
}

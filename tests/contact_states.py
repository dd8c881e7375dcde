"""How one is reached, who may help, a lost code: the pages in every state, as finished values, for tests."""

from datetime import date
from uuid import UUID

import msgspec

from complaints.actions.change_contact import NeedsDraft, Reached, Way
from complaints.domain.case import Visibility
from complaints.domain.consent import Given, Relation, Scope, Standing
from complaints.domain.matter import Format
from complaints.reads.contacts import ChangeView, ConsentView
from tests.register_states import HOSTILE, NOON

NEEDS = NeedsDraft(language="en")
KNOWN = Reached(
    reference="K7M4-2QXD",
    way=Way.EMAIL,
    email="m…@example.org",
    phone="…18",
    has_post=True,
    has_name=True,
    visibility=Visibility.TEAM,
    is_straight=False,
    needs=NeedsDraft(language="fr", formats=(Format.AUDIO,), safe_since="09:00", neutral=True),
    languages=("en", "fr"),
    change=ChangeView(UUID(int=1), NOON, NOON),
)
UNKNOWN = Reached(
    reference="K7M4-2QXD",
    way=Way.NONE,
    email="",
    phone="",
    has_post=False,
    has_name=False,
    visibility=Visibility.NOBODY,
    is_straight=True,
    needs=NEEDS,
    languages=("en",),
    change=None,
)
CHOICES = {
    "ways": [{"value": "email", "text": "By e-mail"}, {"value": "none", "text": "Not at all"}],
    "formats": [{"value": "audio", "text": "A recording"}],
    "sees": [{"value": "team", "text": "The team"}, {"value": "nobody", "text": "Nobody"}],
    "way": "By e-mail",
}
WRONG = {"email": "Check it", "safe_since": "Enter a time", "identity": "Choose", "": "No"}


def _helper(standing: Standing, name: str | None) -> dict[str, object]:
    consent = ConsentView(
        id=UUID(int=2),
        relation=Relation.FAMILY,
        scope=Scope.ACT,
        given=Given.SAID,
        given_at=NOON,
        expires_on=date(2027, 3, 1),
        ended_at=None if standing is Standing.HOLDS else NOON,
        standing=standing,
        person_id=None,
        reply_by=None,
    )
    words = {"relation": "a member of the family", "scope": "may read everything", "given": "They told us so."}
    return words | {"one": consent, "name": name, "holds": True, "is_over": standing is Standing.OVER}


HELPING = {
    "reference": "K7M4-2QXD",
    "relations": [{"value": "family", "text": "a member of the family"}],
    "scopes": [{"value": "act", "text": "may act"}],
    "submission_key": "key",
}
LOST = {"reference": HOSTILE, "email": HOSTILE, "phone": HOSTILE, "postcode": HOSTILE}

CONTACT_STATES = {
    "contact, everything known, a change waits": (
        "contact",
        CHOICES | {"reached": KNOWN, "values": {"way": "email", "formats": ["audio"]}, "errors": {}, "failed": ""},
    ),
    "contact, nothing known, straight": (
        "contact",
        CHOICES | {"reached": UNKNOWN, "values": {}, "errors": {}, "failed": ""},
    ),
    "contact, waits for a call, errors": (
        "contact",
        CHOICES
        | {"reached": msgspec.structs.replace(KNOWN, change=ChangeView(UUID(int=1), NOON, None))}
        | {"values": {"email": HOSTILE, "safe_words": HOSTILE}, "errors": WRONG, "failed": "needs"},
    ),
    "helpers, nobody": ("helpers", HELPING | {"helpers": [], "earlier": [], "values": {}, "errors": {}}),
    "helpers, some and over, errors": (
        "helpers",
        HELPING
        | {"helpers": [_helper(Standing.HOLDS, HOSTILE), _helper(Standing.HOLDS, None)]}
        | {"earlier": [_helper(Standing.ENDED, HOSTILE), _helper(Standing.OVER, None)]}
        | {
            "values": {"helper_name": HOSTILE},
            "errors": {"relation": "Choose", "until": "No such day", "": "Too many"},
        },
    ),
    "code, own": ("code", {"reference": "K7M4-2QXD", "code": "ABCD-EFGH-JKMN-PQRS", "is_own": True}),
    "code, theirs": ("code", {"reference": "K7M4-2QXD", "code": "ABCD-EFGH-JKMN-PQRS", "is_own": False}),
    "lost code, empty": ("lost_code", {"is_sent": False, "values": {}, "errors": {}}),
    "lost code, errors": (
        "lost_code",
        {"is_sent": False, "values": LOST, "errors": {"email": "One of these", "": "No"}},
    ),
    "lost code, sent": ("lost_code", {"is_sent": True, "values": {}, "errors": {}}),
    "track, ended": ("track", {"ended": True, "then": "/your-case/next"}),
}

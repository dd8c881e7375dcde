"""The public's pages as templates: every state is well-formed, light, and safe with whatever people write."""

import gzip
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from jinja2 import nodes

from complaints.kernel.rendering import environment, render, static_dir, templates_dir
from complaints.schemas import SurveyView
from tests.complaints.telling_states import TELLING_STATES
from tests.contact_states import CONTACT_STATES
from tests.register_states import HOSTILE, NOON, REGISTER_STATES, WHY
from tests.tracked_cases import ACTS, DIRECT, FOLLOWS, PERSON, page_values
from tests.tracked_cases import STATES as TRACKED

CONTACT = {
    "phone": "020 7946 0018",
    "hours": "Monday to Friday, 9:00 to 17:00",
    "email": "help@alder.example",
    "address": "1 Market Square",
    "emergency": "112",
}
GLOBALS = {
    "authority": {
        "name": "Alder Valley Council",
        "time_zone": "Europe/London",
        "languages": ["en"],
        "contact": CONTACT,
    },
    "ombudsperson": {"name": "the Alder Valley Ombudsperson", "contact": CONTACT},
    "csrf_token": "token",
    "actor": None,
    "lang": "en",
    "dir": "ltr",
    "csp_nonce": "nonce",
    "trial": False,
    "flash": [],
    "now": NOON,
}
NAMES = {*GLOBALS, "here", "page_languages", "zone", "undefined", "path", "demonstration", "theme"}

BODIES = [{"name": "Waste", "services": [{"key": "bins", "name": "Rubbish", "everyday": ["bins"]}]}]
CASE = page_values("answered")
RATED = SurveyView(1, "poor", informed=True, treated_worse=None, words=HOSTILE, answered_at=NOON)
QUESTION = page_values("we asked something") | {"values": {"answer": HOSTILE}, "errors": {"answer": "Write something"}}
WORSE = {"case": CASE["case"], "reader": PERSON, "has_contact": True, "has_doors": True, "submission_key": "key"}
NEXT = {
    "case": CASE["case"],
    "decision": CASE["decisions"][0],
    "doors": CASE["doors"],
    "stage_no": 1,
    "submission_key": "key",
}
CASE_STATES = {
    **{f"case, {name}": ("case", page_values(name)) for name in TRACKED},
    **{
        f"case, {name}, for who acts": ("case", page_values(name, reader=ACTS))
        for name in ("new", "answered", "stopped")
    },
    **{
        f"case, {name}, for who follows": ("case", page_values(name, reader=FOLLOWS))
        for name in ("answered", "we asked something")
    },
    "case, two doors": ("case", page_values("answered", in_force=DIRECT)),
    "case, a door from the first day": ("case", page_values("new", in_force=DIRECT)),
    "case, rated": ("case", page_values("answered", surveys=[RATED])),
    "case, nothing known of others": ("case", page_values("new") | {"forecast": []}),
    "case, an answer that cannot be sent": ("case", QUESTION),
    "next": ("next", NEXT),
    "next, two doors, late, typed": (
        "next",
        NEXT
        | {"doors": page_values("answered long ago", in_force=DIRECT)["doors"]}
        | {"values": {"points": ["2"], "why": HOSTILE, "why_now": HOSTILE}, "errors": {"why": "Fewer", "": "No"}},
    ),
    "next, shut": ("next", NEXT | {"decision": None, "doors": [], "shut": HOSTILE}),
    "next, asked already": (
        "next",
        NEXT | {"doors": [], "shut": "Wait.", "asked": {"at": NOON, "who": "the review", "points": [HOSTILE]}},
    ),
    "stop": ("stop", {"case": CASE["case"], "reader": PERSON, "promises": CASE["promises"], "may_stop": True}),
    "stop, under review, for who acts": (
        "stop",
        {"case": CASE["case"], "reader": ACTS, "promises": [], "reviewed": True, "may_stop": True}
        | {"values": {"why": HOSTILE}, "errors": {"why": "Fewer"}},
    ),
    "stop, too late": ("stop", {"case": CASE["case"], "reader": PERSON, "promises": [], "may_stop": False}),
    "survey": ("survey", {"case": CASE["case"], "stage_no": 1, "state": "open", "values": {"handled": "poor"}}),
    "survey, errors": (
        "survey",
        {"case": CASE["case"], "stage_no": 1, "state": "open", "said": {"at": NOON}}
        | {"values": {"words": HOSTILE, "informed": "no"}, "errors": {"handled": "Choose", "words": "Fewer"}},
    ),
    "survey, too early": ("survey", {"case": CASE["case"], "stage_no": 1, "state": "early"}),
    "worse": ("worse", WORSE),
    "worse, by a code alone, sent before": (
        "worse",
        WORSE | {"has_contact": False, "sent_at": NOON, "values": {"words": HOSTILE}, "errors": {"words": "Fewer"}},
    ),
}
RECEIPT = {
    "kind": "complaint",
    "reference": "K7M4-2QXD",
    "code": "ABCD-EFGH-JKMN-PQRS",
    "received_at": NOON,
    "promises": [],
    "identity": "team",
    "office": None,
    "handler": "the team",
    "is_for_somebody": False,
}

STATES = {
    "start": ("start", {}),
    "start under strain, in two languages": ("start", {"notice": "Many people write.", "page_languages": ["en", "cy"]}),
    "start, with something kept": ("start", {"kept_at": NOON}),
    **TELLING_STATES,
    "thank, empty": ("thank", {"bodies": BODIES}),
    "thank, errors": ("thank", {"bodies": BODIES, "values": {"quote": ["yes"]}, "errors": {"narrative": "Tell us"}}),
    "sent": (
        "sent",
        RECEIPT | {"promises": [{"kind": "respond", "due_at": NOON, "why": WHY}]},
    ),
    "sent, code not kept": ("sent", RECEIPT | {"errors": {"kept": "Tick it."}}),
    "sent, thanks": ("sent", RECEIPT | {"kind": "compliment"}),
    "sent, to the ombudsperson, for somebody": (
        "sent",
        RECEIPT | {"office": "the ombudsperson", "handler": None, "is_for_somebody": True},
    ),
    "sent, added": ("sent_added", {"reference": "K7M4-2QXD"}),
    "track, empty": ("track", {}),
    "track, no match": ("track", {"values": {"reference": HOSTILE}, "errors": {"": "We could not match these."}}),
    **CASE_STATES,
    **REGISTER_STATES,
    **CONTACT_STATES,
    "history, none": ("standards_history", {"versions": []}),
    "problem": (
        "problem",
        {
            "detail": HOSTILE,
            "advice": ["call us"],
            "not_received": True,
            "typed": HOSTILE,
            "retry": {"to": "/tell/what", "field": "narrative", "hidden": {"go": ["on"], "adds": [HOSTILE, "files"]}},
        },
    ),
    "problem, nothing known": ("problem", {"authority": None, "ombudsperson": None}),
    "not found": ("not_found", {}),
    "sign in": ("sign_in", {}),
    "sign in, no match": (
        "sign_in",
        {"values": {"username": HOSTILE}, "errors": {"": "These do not belong together."}},
    ),
}


class Outline(HTMLParser):
    """What a page is made of, for asking questions about it."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.texts = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.append(data)

    def all(self, *names):
        return [attrs for tag, attrs in self.tags if tag in names]


def rendered(state, **changed):
    name, values = STATES[state]
    return render(f"public/{name}.html", **(GLOBALS | values | changed))


@pytest.fixture(params=STATES)
def state(request):
    return request.param


@pytest.fixture
def outline(state):
    return Outline(rendered(state))


def test_headings_begin_with_one_h1_and_skip_nothing(outline):
    levels = [int(tag[1]) for tag, _ in outline.tags if re.fullmatch("h[1-6]", tag)]

    assert levels.count(1) == 1
    assert all(deeper <= level + 1 for level, deeper in pairwise(levels))


def test_every_field_has_a_label_and_no_id_is_given_twice(outline):
    ids = [attrs["id"] for _, attrs in outline.tags if "id" in attrs]
    labels = {attrs.get("for") for attrs in outline.all("label")}
    fields = [attrs for attrs in outline.all("input", "select", "textarea") if attrs.get("type") != "hidden"]

    assert len(ids) == len(set(ids))
    assert [field["name"] for field in fields if field.get("id") not in labels] == []


def test_every_reference_inside_the_page_leads_somewhere(outline):
    ids = {attrs["id"] for _, attrs in outline.tags if "id" in attrs}
    wanted = [a["href"][1:] for a in outline.all("a") if a.get("href", "").startswith("#")]
    wanted += [part for _, a in outline.tags for part in (a.get("aria-describedby") or "").split()]
    wanted += [part for _, a in outline.tags for part in (a.get("aria-labelledby") or "").split()]

    assert [one for one in wanted if one not in ids] == []


def test_forms_are_checked_by_us_and_carry_the_token(outline):
    forms = [form for form in outline.all("form") if form.get("method") != "get"]
    tokens = [field for field in outline.all("input") if field.get("name") == "_csrf_token"]

    assert all("novalidate" in form for form in outline.all("form"))
    assert {form["method"] for form in forms} <= {"post"}
    assert [token["value"] for token in tokens] == ["token"] * len(forms)


def test_personal_fields_can_be_filled_in_by_the_browser(outline):
    wanted = {"name": "name", "email": "email", "phone": "tel", "address": "street-address", "username": "username"}
    fields = [field for field in outline.all("input", "textarea") if field.get("name") in wanted]

    assert [field["name"] for field in fields if field.get("autocomplete") != wanted[field["name"]]] == []


def test_nothing_a_person_wrote_becomes_markup(state):
    page = rendered(state)

    assert "<script>alert" not in page
    assert "49" not in re.sub(r"<[^>]*>", "", page)


def test_errors_come_first_and_in_the_order_of_the_page():
    page = rendered("reach, errors")

    assert page.index("govuk-error-summary") < page.index("<h1")
    assert re.search(r"<title>Error: ", page)
    assert re.findall(r'<a href="#(\w+)">', page) == ["name", "email", "identity"]


def test_what_was_typed_is_given_back_as_it_was():
    outline = Outline(rendered("reach, errors"))

    assert HOSTILE in outline.texts
    assert [field["value"] for field in outline.all("input") if field["name"] == "name"] == [HOSTILE]
    assert [one["value"] for one in outline.all("input") if "checked" in one] == ["nobody", "needs"]


def test_the_name_is_hidden_from_the_service_unless_the_person_says_otherwise():
    radios = [radio for radio in Outline(rendered("reach, empty")).all("input") if radio["name"] == "identity"]

    assert [radio["value"] for radio in radios if "checked" in radio] == ["team"]


def names_of(source):
    """Return the names a template is given by its comment, makes itself or imports, and those it uses."""
    tree = environment(templates_dir()).parse(source)
    given = re.findall(r"^  ([a-z_, ]+):", re.match(r"{#(.*?)#}", source, re.DOTALL)[1], re.MULTILINE)
    known = {word.strip() for words in given for word in words.split(",")}
    for made in tree.find_all(nodes.FromImport):
        known |= {one if isinstance(one, str) else one[1] for one in made.names}
    known |= {macro.name for macro in tree.find_all(nodes.Macro)}
    known |= {node.name for node in tree.find_all(nodes.Name) if node.ctx in ("store", "param")}
    of_jinja = {"loop", "self", "super", "caller"}
    return known, {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"} - of_jinja


@pytest.mark.parametrize("name", sorted({name for name, _ in STATES.values()}))
def test_a_template_uses_only_what_its_comment_names(name):
    known, used = names_of((templates_dir() / "public" / f"{name}.html").read_text("utf-8"))

    assert used - known - NAMES - {*environment(templates_dir()).globals} == set()


def test_the_parts_of_a_page_use_only_what_the_comment_of_the_page_names():
    folder = templates_dir() / "public"
    given, _ = names_of((folder / "case.html").read_text("utf-8"))
    found = {part.name: names_of(part.read_text("utf-8")) for part in folder.glob("case/*.html")}

    missing = {name: used - known - given - NAMES for name, (known, used) in found.items()}
    assert {name for name, names in missing.items() if names - {*environment(templates_dir()).globals}} == set()


def test_a_page_read_from_right_to_left_gets_the_mirrored_sheet():
    page = rendered("start", lang="ar", dir="rtl")

    assert '<html lang="ar" dir="rtl"' in page
    assert "govuk-frontend.rtl.css" in page


def test_scripts_are_only_those_with_the_nonce(state):
    scripts = re.findall(r"<script[^>]*>", rendered(state))

    assert all('nonce="nonce"' in script for script in scripts)


def test_the_first_page_weighs_little_and_asks_for_little(state):
    page = rendered(state)
    files = sorted(set(re.findall(r'(?:href|src)="/static/([^"?]+)', page)))
    if "redress.js" in files:
        files.append("vendor/govuk-frontend-6.3.0/govuk-frontend.min.js")

    weight = len(gzip.compress(page.encode())) + sum(len(gzip.compress((static_dir() / f).read_bytes())) for f in files)

    assert weight <= 60_000
    assert len(files) + 1 <= 6


class TestLayouts:
    """The other surfaces, seen through a page of no content."""

    @pytest.fixture
    def page(self, tmp_path):
        def made(layout, **changed):
            source = f'{{% extends "layouts/{layout}.html" %}}{{% block title %}}T{{% endblock %}}'
            return environment(templates_dir(), [tmp_path]).from_string(source).render(**(GLOBALS | changed))

        return made

    def test_the_office_says_on_each_page_when_it_is_a_trial(self, page):
        assert "This office runs on the same machine" in page("office", trial=True)
        assert "This office runs on the same machine" not in page("office", trial=False)

    def test_the_desk_says_who_is_there_and_how_to_leave(self, page):
        desk = page("desk", actor={"name": "Amina Okoro", "role": "officer"})

        assert "Amina Okoro, officer" in desk
        assert 'action="/sign-out"' in desk
        assert '<meta name="robots" content="noindex">' in desk

    def test_only_the_desk_loads_htmx(self, page):
        assert "htmx.min.js" in page("desk")
        assert "htmx.min.js" not in page("public")

"""The public's pages as templates: every state is well-formed, light, and safe with whatever people write."""

import gzip
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from jinja2 import nodes

from complaints.kernel.rendering import environment, render, static_dir, templates_dir
from tests.register_states import HOSTILE, NOON, REGISTER_STATES, WHY

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
NAMES = {*GLOBALS, "here", "page_languages", "zone", "undefined", "path", "demonstration"}

BODIES = [{"name": "Waste", "services": [{"key": "bins", "name": "Rubbish", "everyday": ["bins"]}]}]
NEEDS = [("missed_bin", "Rubbish: We come back for a missed bin within 2 working days.")]
TYPED = {
    "kind": "suggestion",
    "service": "bins",
    "narrative": HOSTILE,
    "occurred_on_day": "31",
    "occurred_on_month": "2",
    "occurred_on_year": "2026",
    "place": HOSTILE,
    "name": HOSTILE,
    "email": "zoe@",
    "identity": "nobody",
}
CASE = {
    "case": {"reference": "K7M4-2QXD", "kind": "complaint", "service": "Rubbish", "body": "Waste", "received_at": NOON},
    "now_at": {"title": "Somebody is reading it", "who": "the team", "since": NOON, "text": None, "last_at": NOON},
    "next_up": {"kind": "respond", "due_at": NOON, "text": None},
    "steps": [
        {"key": "received", "state": "done", "at": NOON, "by": None},
        {"key": "understood", "state": "current", "at": None, "by": NOON},
        {"key": "looked_into", "state": "todo", "at": None, "by": None},
        {"key": "decided", "state": "todo", "at": None, "by": NOON},
        {"key": "put_right", "state": "todo", "at": None, "by": None},
    ],
    "timeline": [],
    "clocks": [],
    "messages": [],
    "add_to": "/your-case/information",
    "submission_key": "key",
}
FULL_CASE = CASE | {
    "late": {"promised_at": NOON, "new_at": NOON, "why": "the depot is silent"},
    "waiting": {"text": HOSTILE, "since": NOON, "by": NOON},
    "timeline": [{"at": NOON, "title": "We asked the depot", "who": "The team", "text": HOSTILE, "lang": "en"}],
    "clocks": [
        {"kind": kind, "due_at": NOON, "state": state, "why": WHY, "before": [NOON, NOON], "version": 3}
        | {"standing_since": NOON if state == "paused" else None, "works_to": NOON if state == "late" else None}
        for kind, state in [
            ("acknowledge", "met"),
            ("respond", "late"),
            ("inform", "running"),
            ("undertaking", "paused"),
        ]
    ],
    "messages": [
        {"at": NOON, "mine": True, "who": None, "text": HOSTILE, "lang": "en"},
        {"at": NOON, "mine": False, "who": "The team", "text": "Thank you.", "lang": None},
    ],
    "decision": {
        "at": NOON,
        "points": [
            {"words": "The bin", "finding": "upheld", "reason": HOSTILE},
            {"words": "The call", "finding": "not upheld", "reason": None},
        ],
        "remedies": [
            {"what": "we apologise", "by": None, "done_at": NOON},
            {"what": "a bin", "by": NOON, "done_at": None},
        ],
    },
    "door": {"name": "the review panel", "about": "three people", "to": "/your-case/review", "ask_by": NOON},
    "errors": {"reason": "Use fewer words"},
}
RECEIPT = {"kind": "complaint", "reference": "K7M4-2QXD", "identity": "team", "handler": "the team"}

STATES = {
    "start": ("start", {}),
    "start under strain, in two languages": ("start", {"notice": "Many people write.", "page_languages": ["en", "cy"]}),
    "complain, empty": ("complain", {"bodies": BODIES, "needs": NEEDS, "languages": ["en"], "submission_key": "key"}),
    "complain, errors": (
        "complain",
        {
            "bodies": BODIES,
            "needs": NEEDS,
            "languages": ["en", "cy"],
            "values": TYPED,
            "errors": {
                "email": "Check it",
                "occurred_on": "No such day",
                "narrative": "Tell us",
                "service": "Choose one",
            },
        },
    ),
    "thank, empty": ("thank", {"bodies": BODIES}),
    "thank, errors": ("thank", {"bodies": BODIES, "values": {"quote": ["yes"]}, "errors": {"narrative": "Tell us"}}),
    "sent": (
        "sent",
        RECEIPT | {"code": "ABCD-EFGH-JKMN-PQRS", "promises": [{"kind": "respond", "due_at": NOON, "why": WHY}]},
    ),
    "sent, seen before": ("sent", RECEIPT | {"code": None, "promises": []}),
    "sent, thanks": ("sent", RECEIPT | {"kind": "compliment", "code": "ABCD-EFGH-JKMN-PQRS", "promises": []}),
    "track, empty": ("track", {}),
    "track, no match": ("track", {"values": {"reference": HOSTILE}, "errors": {"": "We could not match these."}}),
    "case, new": ("case", CASE),
    "case, everything": ("case", FULL_CASE),
    "case, over": ("case", CASE | {"next_up": None, "add_to": None}),
    **REGISTER_STATES,
    "history, none": ("standards_history", {"versions": []}),
    "problem": (
        "problem",
        {
            "detail": HOSTILE,
            "advice": ["call us"],
            "not_received": True,
            "typed": HOSTILE,
            "retry": {"to": "/complain", "field": "narrative", "hidden": {"submission_key": "key", "place": HOSTILE}},
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
    page = rendered("complain, errors")

    assert page.index("govuk-error-summary") < page.index("<h1")
    assert re.search(r"<title>Error: ", page)
    assert re.findall(r'<a href="#(\w+)">', page) == ["service", "narrative", "occurred_on_day", "email"]


def test_what_was_typed_is_given_back_as_it_was():
    outline = Outline(rendered("complain, errors"))

    assert HOSTILE in outline.texts
    assert [field["value"] for field in outline.all("input") if field["name"] == "place"] == [HOSTILE]
    assert [option["value"] for option in outline.all("option") if "selected" in option] == ["bins"]
    assert [radio["value"] for radio in outline.all("input") if "checked" in radio] == ["suggestion", "en", "nobody"]


def test_the_name_is_hidden_from_the_service_unless_the_person_says_otherwise():
    radios = [radio for radio in Outline(rendered("complain, empty")).all("input") if radio["name"] == "identity"]

    assert [radio["value"] for radio in radios if "checked" in radio] == ["team"]


@pytest.mark.parametrize("name", sorted({name for name, _ in STATES.values()}))
def test_a_template_uses_only_what_its_comment_names(name):
    jinja = environment(templates_dir())
    source = (templates_dir() / "public" / f"{name}.html").read_text("utf-8")
    tree = jinja.parse(source)
    given = re.findall(r"^  ([a-z_, ]+):", re.match(r"{#(.*?)#}", source, re.DOTALL)[1], re.MULTILINE)
    known = {word.strip() for words in given for word in words.split(",")} | NAMES | {*jinja.globals}
    for made in tree.find_all(nodes.FromImport):
        known |= {one if isinstance(one, str) else one[1] for one in made.names}
    known |= {node.name for node in tree.find_all(nodes.Name) if node.ctx in ("store", "param")}

    used = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"} - {"loop", "self", "super"}

    assert used - known == set()


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

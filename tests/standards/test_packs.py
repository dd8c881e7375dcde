"""The ready charters are whole, read without a fault, say what they are, and give the dates of their codes."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from complaints.domain.case import ClockKind, Kind
from complaints.domain.promises import Place, Promise, promises
from standards.charter import Charter, charter_hash, load_charter
from standards.charter_parts import Sourced
from standards.deadlines import Extension, deadline, replay
from standards.errors import NotFound
from standards.limits import Limit
from standards.packs import pack_names, packs, read_pack

BOSTON = ZoneInfo("America/New_York")
RECEIVED = "2024-12-20T11:00"
INVENTED = {"boston_311", "calder_bay"}
AFTER_A_CODE = {
    "canada_immigration",
    "cpgrams",
    "fca_disp",
    "housing_ombudsman_code",
    "lgsco_code",
    "nhs_england",
    "ontario_municipality",
    "queensland_department",
    "scottish_model",
    "south_africa_department",
}
WITHOUT_HOLDS = AFTER_A_CODE - {"ontario_municipality", "canada_immigration"}
"""Their codes know longer times with a reason, and no clock that stands still."""

LIMITS = {
    "stages": ("acknowledge", "respond", "inform", "extend"),
    "overrides": ("acknowledge", "respond", "inform", "extend"),
    "ladder": ("ask_within", "ask_within_of_event"),
    "standards": ("limit",),
    "compliments": ("pass_on",),
    "answered": ("answer",),
    "recommendations": ("reply", "confirm"),
}


@pytest.fixture(scope="module")
def charters() -> dict[str, Charter]:
    return packs()


def sourced(charter: Charter) -> Iterator[tuple[str, Sourced]]:
    """Yield every part of a charter that says where it comes from, with what it is."""
    for stage in charter.stages.values():
        yield "stages", stage
        yield from (("overrides", override) for override in stage.overrides)
    yield from (("ladder", tier) for tier in charter.tiers)
    yield from (("standards", standard) for standard in charter.standards.values())
    for name, part in (("compliments", charter.compliments), ("recommendations", charter.recommendations)):
        if part is not None:
            yield name, part
    yield from (("answered", part) for part in (charter.suggestions, charter.enquiries) if part is not None)


def limits(charter: Charter) -> Iterator[tuple[Sourced, str]]:
    """Yield every limit of a charter: the part it stands in, and its field."""
    for kind, part in sourced(charter):
        yield from ((part, field) for field in LIMITS[kind] if getattr(part, field) is not None)


def began(charter: Charter, text: str) -> datetime:
    """Return a moment of the authority's own time as an instant."""
    return datetime.fromisoformat(text).replace(tzinfo=charter.calendar().zone).astimezone(UTC)


def promised(charter: Charter, stage: str, start: datetime, *, service: str | None = None) -> list[Promise]:
    """Return what is promised to somebody who comes to a stage at *start*."""
    known = charter.service(service)
    place = Place(known.body if known else next(iter(charter.bodies)), known.unit if known else None, service)
    return promises(charter, charter.stage(stage), Kind.COMPLAINT, place, start)


# --- all of them ---


def test_the_packs_are_known_by_name():
    assert set(pack_names()) == INVENTED | AFTER_A_CODE
    with pytest.raises(NotFound, match="calder_bay"):
        read_pack("atlantis")


@pytest.mark.parametrize("name", pack_names())
def test_every_pack_reads_without_a_fault(charters, name):
    charter = charters[name]

    assert charter.key == name
    assert charter.hash == charter_hash(read_pack(name))
    assert charter.promises()
    assert charter.authority.languages[0] == "en"
    assert all(service.everyday and service.about for service in charter.services.values())


@pytest.mark.parametrize("name", pack_names())
def test_every_limit_says_where_it_comes_from(charters, name):
    silent = [(part, field) for part, field in limits(charters[name]) if not part.source]

    assert silent == []


@pytest.mark.parametrize("name", sorted(AFTER_A_CODE))
def test_every_limit_made_after_a_code_was_read_in_it_or_is_called_unverified(charters, name):
    unsaid = [
        (part.source, field)
        for part, field in limits(charters[name])
        if part.verified_on is None and field not in part.unverified
    ]

    assert unsaid == []


@pytest.mark.parametrize("name", sorted(AFTER_A_CODE))
def test_what_was_read_names_the_document_and_a_day(charters, name):
    read = [part for _, part in sourced(charters[name]) if part.verified_on is not None]

    assert read
    assert all(part.source and not part.source.startswith("Example") for part in read)
    assert {part.verified_on for part in read} == {date(2026, 11, 22)}


@pytest.mark.parametrize("name", sorted(AFTER_A_CODE))
def test_every_pack_made_after_a_code_says_that_it_is_an_example(charters, name):
    authority = charters[name].authority

    assert authority.name.endswith("(example)")
    assert "This is an example" in authority.notice
    assert "nobody will act on what you write here" in authority.notice


@pytest.mark.parametrize("name", sorted(WITHOUT_HOLDS))
def test_a_clock_stands_still_only_where_the_code_knows_it(charters, name):
    assert all(not stage.holds for stage in charters[name].stages.values())


@pytest.mark.parametrize("name", pack_names())
def test_every_date_can_be_made_again_from_its_explanation(charters, name):
    charter = charters[name]
    start = began(charter, RECEIVED)
    one_of_each_unit = {(service.body, service.unit): service.key for service in charter.services.values()}

    for stage in charter.stages:
        for service in one_of_each_unit.values():
            for one in promised(charter, stage, start, service=service):
                assert replay(one.deadline.explanation) == one.deadline.due_at


def test_the_ladders_have_two_to_four_steps(charters):
    steps = {name: len(charter.tiers) for name, charter in charters.items()}

    assert set(steps.values()) == {2, 3, 4}
    assert steps["nhs_england"] == 2
    assert steps["south_africa_department"] == 4


def test_the_register_says_what_nobody_has_read(charters):
    rows = {row.key: row for row in charters["lgsco_code"].promises()}

    assert rows["stage_1.respond"].is_verified
    assert not rows["stage_1.inform"].is_verified
    assert not rows["ombudsman.respond"].is_verified


# --- known answers: a complaint that came on Friday 20 December 2024, before closing ---

ACK, RESPOND, INFORM = ClockKind.ACKNOWLEDGE, ClockKind.RESPOND, ClockKind.INFORM


@pytest.mark.parametrize(
    ("name", "stage", "kind", "due"),
    [
        ("lgsco_code", "stage_1", ACK, "2024-12-31"),
        ("housing_ombudsman_code", "stage_1", ACK, "2024-12-31"),
        ("lgsco_code", "stage_2", ACK, "2024-12-31"),
        ("scottish_model", "stage_1", RESPOND, "2024-12-31"),
        ("scottish_model", "stage_2", ACK, "2024-12-27"),
        ("scottish_model", "stage_2", RESPOND, "2025-01-23"),
        ("fca_disp", "three_days", RESPOND, "2024-12-27"),
        ("fca_disp", "eight_weeks", RESPOND, "2025-02-14"),
        ("cpgrams", "gro", RESPOND, "2025-01-10"),
        ("cpgrams", "appeal", RESPOND, "2025-01-19"),
        ("nhs_england", "local", ACK, "2024-12-27"),
        ("nhs_england", "local", RESPOND, "2025-06-19"),
        ("queensland_department", "first", ACK, "2024-12-31"),
        ("queensland_department", "first", RESPOND, "2025-01-15"),
        ("south_africa_department", "unit_head", ACK, "2024-12-27"),
        ("south_africa_department", "unit_head", INFORM, "2024-12-30"),
        ("south_africa_department", "unit_head", RESPOND, "2025-01-20"),
        ("south_africa_department", "public_protector", ACK, "2024-12-27"),
        ("ontario_municipality", "department", ACK, "2024-12-27"),
        ("ontario_municipality", "department", RESPOND, "2025-01-08"),
        ("canada_immigration", "office", RESPOND, "2025-01-20"),
    ],
)
def test_the_dates_are_those_of_the_code(charters, name, stage, kind, due):
    charter = charters[name]
    made = {one.kind: one.deadline for one in promised(charter, stage, began(charter, RECEIVED))}

    assert made[kind].on == date.fromisoformat(due)


@pytest.mark.parametrize("name", ["lgsco_code", "housing_ombudsman_code"])
@pytest.mark.parametrize(
    ("counts_from", "acknowledged", "due"),
    [
        pytest.param("acknowledged_or_due", "2024-12-23", "2025-01-09", id="early"),
        pytest.param("acknowledged_or_due", "2024-12-31", "2025-01-15", id="on the last day"),
        pytest.param("acknowledged_or_due", "2025-01-10", "2025-01-15", id="late gains nothing"),
        pytest.param("acknowledged", "2025-01-10", "2025-01-24", id="late, by the letter of the code"),
    ],
)
def test_an_english_answer_is_counted_from_the_acknowledgement(charters, name, counts_from, acknowledged, due):
    charter = with_counting(charters[name], counts_from)
    received = began(charter, RECEIVED)
    rule = charter.stage_rule("stage_1")
    ack_due = next(one for one in promised(charter, "stage_1", received) if one.kind is ACK).deadline.due_at

    start = rule.respond_start(received, began(charter, f"{acknowledged}T10:00"), ack_due)

    assert start is not None
    assert deadline(rule.respond, start, charter.calendar()).on == date.fromisoformat(due)


def with_counting(charter: Charter, counts_from: str) -> Charter:
    """Return the charter as it would be with another rule for what the answer is counted from."""
    text = read_pack(charter.key).replace('counts_from = "acknowledged_or_due"', f'counts_from = "{counts_from}"')
    return load_charter(text)


@pytest.mark.parametrize(
    ("name", "stage", "service", "start", "due"),
    [
        pytest.param("lgsco_code", "stage_1", None, "2024-12-31T10:00", "2025-01-29", id="LGSCO, 10 more"),
        pytest.param("scottish_model", "stage_1", None, RECEIVED, "2025-01-09", id="SPSO, 5 more"),
        pytest.param("fca_disp", "eight_weeks", "payments", RECEIVED, "2025-02-12", id="payment services, 35 in all"),
        pytest.param("queensland_department", "first", None, RECEIVED, "2025-02-27", id="Queensland, 45 in all"),
    ],
)
def test_the_longest_extension_ends_where_the_code_says(charters, name, stage, service, start, due):
    charter = charters[name]
    rule = charter.stage_rule(stage, service=service)
    assert rule.extend is not None

    longest = deadline(
        rule.respond, began(charter, start), charter.calendar(), extensions=[Extension(rule.extend.most)]
    )

    assert longest.on == date.fromisoformat(due)


def test_eight_weeks_are_counted_from_receipt_however_late_the_second_step_begins(charters):
    charter = charters["fca_disp"]
    received = began(charter, RECEIVED)
    later = received + timedelta(days=20)

    made = promises(
        charter, charter.stage("eight_weeks"), Kind.COMPLAINT, Place("lending"), later,
        event="requested", received_at=received,
    )  # fmt: skip

    assert next(one for one in made if one.kind is RESPOND).deadline.on == date(2025, 2, 14)


def test_the_council_answers_a_report_of_the_ombudsman_within_the_statutory_months(charters):
    charter = charters["lgsco_code"]
    assert charter.recommendations is not None

    reply = deadline(charter.recommendations.reply, began(charter, "2025-01-15T11:00"), charter.calendar())

    assert reply.on == date(2025, 4, 14)


def test_months_of_an_immigration_service_end_on_an_open_day(charters):
    charter = charters["canada_immigration"]
    limit = charter.standards["family_class"].limit

    assert limit == Limit.parse("12 months, or the next open day")
    assert deadline(limit, began(charter, RECEIVED), charter.calendar()).on == date(2025, 12, 22)


def test_a_message_after_closing_time_counts_as_the_next_day_where_a_town_says_so(charters):
    charter = charters["ontario_municipality"]
    made = promised(charter, "department", began(charter, "2024-12-20T17:00"), service="property_tax")

    assert next(one for one in made if one.kind is ACK).deadline.on == date(2024, 12, 30)


# --- Calder Bay and Boston ---


def test_calder_bay_says_that_it_is_made_up(charters):
    charter = charters["calder_bay"]

    assert "not a real place" in charter.authority.notice
    assert len(charter.bodies) == 4
    assert len(charter.services) == 10
    assert [tier.key for tier in charter.tiers] == ["service", "review", "ombudsperson"]
    assert charter.top.independent
    assert all(len(charter.units_of(body)) >= 2 for body in charter.bodies)
    assert {standard.service for standard in charter.standards.values()} == set(charter.services)


def test_calder_bay_promises_what_the_stages_say(charters):
    charter = charters["calder_bay"]
    first = charter.stage_rule("stage_1", service="street_lighting")
    review = charter.stage_rule("stage_2", service="street_lighting")
    top = charter.stage_rule("ombudsperson", service="street_lighting")

    assert first.acknowledge
    assert first.inform
    assert [first.acknowledge.words, first.respond.words, first.inform.words] == [
        "3 working days",
        "10 working days",
        "10 working days",
    ]
    assert [review.respond.words, top.respond.words] == ["20 working days", "60 working days"]
    assert charter.compliments
    assert charter.compliments.pass_on.words == "5 working days"
    assert charter.recommendations
    assert charter.recommendations.reply.day_zero == "included"


@pytest.mark.parametrize(
    ("standard", "start", "due"),
    [
        pytest.param("street_light_outages", "2015-01-01T00:25:23", "2015-01-16T08:30:00", id="on a holiday"),
        pytest.param("street_light_outages", "2015-01-02T17:46:06", "2015-01-20T08:30:00", id="after closing"),
        pytest.param("sign_repair", "2015-01-05T11:30:00", "2015-01-20T11:30:00", id="in opening hours"),
        pytest.param("heat_excessive_insufficient", "2015-01-01T07:27:13", "2015-01-31T07:27:13", id="calendar days"),
    ],
)
def test_boston_targets_come_out_as_the_city_published_them(charters, standard, start, due):
    charter = charters["boston_311"]
    limit = charter.standards[standard].limit
    received = datetime.fromisoformat(start).replace(tzinfo=BOSTON).astimezone(UTC)

    found = deadline(limit, received, charter.calendar_for("boston"))

    assert found.due_at == datetime.fromisoformat(due).replace(tzinfo=BOSTON)

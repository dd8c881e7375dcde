"""The ready charters are whole, read without a fault, and say what they are."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from standards.charter import charter_hash
from standards.deadlines import deadline
from standards.errors import NotFound
from standards.packs import pack_names, packs, read_pack

BOSTON = ZoneInfo("America/New_York")


def test_the_packs_are_known_by_name():
    assert {"boston_311", "calder_bay"} <= set(pack_names())
    with pytest.raises(NotFound, match="calder_bay"):
        read_pack("atlantis")


def test_every_pack_reads_without_a_fault():
    for name, charter in packs().items():
        assert charter.key == name
        assert charter.hash == charter_hash(read_pack(name))
        assert charter.promises()


def test_calder_bay_says_that_it_is_made_up():
    charter = packs()["calder_bay"]

    assert "not a real place" in charter.authority.notice
    assert len(charter.bodies) == 4
    assert len(charter.services) == 10
    assert [tier.key for tier in charter.tiers] == ["service", "review", "ombudsperson"]
    assert charter.top.independent
    assert all(service.everyday and service.about for service in charter.services.values())
    assert all(len(charter.units_of(body)) >= 2 for body in charter.bodies)
    assert {standard.service for standard in charter.standards.values()} == set(charter.services)


def test_calder_bay_promises_what_the_stages_say():
    charter = packs()["calder_bay"]
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
def test_boston_targets_come_out_as_the_city_published_them(standard, start, due):
    charter = packs()["boston_311"]
    limit = charter.standards[standard].limit
    received = datetime.fromisoformat(start).replace(tzinfo=BOSTON).astimezone(UTC)

    found = deadline(limit, received, charter.calendar_for("boston"))

    assert found.due_at == datetime.fromisoformat(due).replace(tzinfo=BOSTON)

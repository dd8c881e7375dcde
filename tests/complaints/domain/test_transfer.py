"""Where a case may be passed to: the most one knows is enough, and what contradicts itself is said at its field."""

import pytest

from complaints.domain.promises import Place
from complaints.domain.transfer import destination, place_of, place_words
from standards.charter import Charter, load_charter
from standards.errors import Invalid
from standards.packs import read_pack

AT = Place("city_works", "waste", "bin_collection", "missed_bin")


@pytest.fixture(scope="module")
def charter() -> Charter:
    return load_charter(read_pack("calder_bay"))


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"body": "housing"}, Place("housing")),
        ({"unit": "repairs"}, Place("housing", "repairs")),
        ({"service": "home_repairs"}, Place("housing", "repairs", "home_repairs")),
        ({"standard": "lamp_out"}, Place("city_works", "lighting", "street_lighting", "lamp_out")),
        (
            {"body": "housing", "unit": "repairs", "service": "home_repairs", "standard": "ordinary_repair"},
            Place("housing", "repairs", "home_repairs", "ordinary_repair"),
        ),
        ({"unit": "roads"}, Place("city_works", "roads")),
    ],
    ids=["a body", "a unit", "a service", "a standard", "everything", "another unit of the same body"],
)
def test_the_most_one_knows_is_enough(charter: Charter, given, found) -> None:
    assert destination(charter, AT, **given) == found


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({}, "service", "Choose a service, a unit or a body."),
        ({"body": "moon"}, "body", "Choose one of the bodies."),
        ({"unit": "moon"}, "unit", "Choose one of the units."),
        ({"service": "moon"}, "service", "Choose one of the services."),
        ({"standard": "moon"}, "standard", "Choose one of the published promises."),
        ({"body": "city_works", "service": "home_repairs"}, "service", "another body: Housing Office."),
        ({"body": "city_works", "unit": "repairs"}, "unit", "another body: Housing Office."),
        ({"unit": "allocations", "service": "home_repairs"}, "unit", "another unit: Home repairs."),
        ({"service": "home_repairs", "standard": "lamp_out"}, "standard", "another service: Street lighting."),
        ({"service": "bin_collection"}, "service", "The case is there already."),
        ({"standard": "new_bin"}, "service", "The case is there already."),
    ],
)
def test_what_is_no_other_office_is_refused_at_its_field(charter: Charter, given, field, said) -> None:
    with pytest.raises(Invalid) as refused:
        destination(charter, AT, **given)

    assert [fault.path for fault in refused.value.faults] == [field]
    assert refused.value.faults[0].message.endswith(said)


def test_a_place_is_named_as_people_know_it(charter: Charter) -> None:
    assert place_words(charter, Place("housing")) == "Housing Office"
    assert place_words(charter, Place("housing", "repairs")) == "Home repairs, Housing Office"
    assert (
        place_words(charter, Place("housing", "repairs", "home_repairs")) == "Repairs to council homes, Housing Office"
    )
    assert place_of(charter, {"body": "PWD", "unit": None}) == "PWD"

"""Public holidays are those of the country and region, with English names."""

from datetime import date

import pytest

from standards.errors import Invalid
from standards.holidays import public_holidays, region_fault, require_region


def test_england_and_scotland_differ_at_new_year():
    second = date(2025, 1, 2)

    assert second not in public_holidays("GB", "ENG", 2025)
    assert second in public_holidays("GB", "SCT", 2025)


def test_a_substitute_day_is_closed_too():
    assert public_holidays("GB", "ENG", 2022)[date(2022, 1, 3)] == "New Year's Day (observed)"


def test_a_holiday_kept_in_the_year_before_is_found_there():
    assert date(2021, 12, 31) in public_holidays("US", None, 2021)


def test_names_are_english_where_the_library_has_them():
    assert public_holidays("DE", None, 2025)[date(2025, 10, 3)] == "German Unity Day"


def test_a_year_holds_only_its_own_days():
    assert {day.year for day in public_holidays("US", "MA", 2022)} == {2022}


@pytest.mark.parametrize(("country", "subdivision"), [("XX", None), ("GB", "ZZZ")])
def test_an_unknown_place_is_refused_in_words(country, subdivision):
    assert region_fault(country, subdivision)
    with pytest.raises(Invalid):
        require_region(country, subdivision)

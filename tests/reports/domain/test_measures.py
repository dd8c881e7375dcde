"""Rates, intervals and quantiles."""

import json

import pytest

from reports.domain.measures import Count, Rate, quantile, wilson
from standards.errors import Invalid
from tests.reports.boston import DATA

REFERENCE = DATA / "reference" / "intervals_percentiles.json"
reference = pytest.mark.skipif(not REFERENCE.is_file(), reason="the reference intervals are not beside this checkout")


@pytest.mark.parametrize(
    ("hits", "out_of", "low", "high"),
    [
        pytest.param(81, 263, 25.53, 36.62, id="Newcombe 1998, first row"),
        pytest.param(15, 148, 6.24, 16.05, id="Newcombe 1998, second row"),
        pytest.param(0, 20, 0.0, 16.11, id="none of twenty"),
        pytest.param(1, 29, 0.61, 17.18, id="one of twenty-nine"),
    ],
)
def test_limits_are_those_of_the_published_table(hits, out_of, low, high):
    assert wilson(hits, out_of) == pytest.approx((low, high), abs=0.005)


def test_nothing_counted_has_no_value():
    rate = Rate(0, 0)

    assert rate.percent is None
    assert rate.limits is None
    assert rate.is_too_few


def test_all_of_them_is_not_more_than_all():
    assert Rate(7, 7).limits == pytest.approx((64.5669, 100.0), abs=1e-4)


def test_more_hits_than_cases_is_refused():
    with pytest.raises(Invalid, match="5 out of 4"):
        Rate(5, 4)


@pytest.mark.parametrize(("value", "small"), [(0, False), (1, True), (4, True), (5, False)])
def test_one_to_four_may_identify(value, small):
    assert Count(value).may_identify is small


@reference
def test_limits_equal_those_of_another_program():
    cases = json.loads(REFERENCE.read_text())["proportions"]
    ordinary = [case for case in cases if case["conf"] == 0.95]

    assert ordinary
    for case in ordinary:
        low, high = case["wilson"]
        assert wilson(case["x"], case["n"]) == pytest.approx((100 * low, 100 * high), abs=1e-8)


@reference
def test_quantiles_equal_those_of_another_program():
    sets = json.loads(REFERENCE.read_text())["percentiles"]

    for found in sets.values():
        for share, expected in zip(found["probs"], found["R_quantile"]["type7"], strict=True):
            assert quantile(found["values"], share) == pytest.approx(expected, abs=1e-9)


def test_the_quantile_of_nothing_is_nothing():
    assert quantile([], 0.5) is None

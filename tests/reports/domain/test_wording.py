"""Sentences say what the numbers say, and no more."""

import pytest

from reports.domain import wording
from reports.domain.control_charts import individuals
from reports.domain.measures import Rate


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 0, "0"),
        (1234, 0, "1\u2009234"),
        (1234567.89, 1, "1\u2009234\u2009567.9"),
        (-3, 0, "\u22123"),
        (None, 0, "[x]"),
    ],
)
def test_numbers_have_thin_spaces(value, decimals, text):
    assert wording.number(value, decimals) == text


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        pytest.param(Rate(7, 9), "too few", id="under ten"),
        pytest.param(Rate(7, 10), "70.0%", id="ten"),
        pytest.param(Rate(0, 0), "[x]", id="none"),
    ],
)
def test_a_percentage_needs_ten(rate, text):
    assert wording.percent(rate) == text


def test_a_share_stands_beside_its_counts():
    assert wording.share(Rate(39317, 53380)) == "73.7% (39\u2009317 of 53\u2009380)"
    assert wording.share(Rate(3, 6)) == "3 of 6"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "[x]"),
        (0.01, "less than an hour"),
        (0.042, "1 hour"),
        (0.5, "12 hours"),
        (1.0, "1 day"),
        (4.66, "4.7 days"),
        (273.0, "273 days"),
    ],
)
def test_days_are_told_as_people_would(value, text):
    assert wording.days(value) == text


@pytest.mark.parametrize(
    ("received", "answered", "late", "text"),
    [
        (0, Rate(0, 0), 0, "Nothing was received, nothing was answered and nothing is waiting."),
        (1, Rate(0, 0), 0, "1 case came in, none was answered that had a promised date, and nobody is waiting"),
        (0, Rate(3, 4), 1, "No cases came in, 3 of 4 answers came on time, and 1 case is waiting"),
        (208, Rate(131, 200), 164, "208 cases came in, 65.5% of the answers came on time, and 164 cases are waiting"),
    ],
)
def test_the_headline_says_the_three_things_that_matter(received, answered, late, text):
    assert wording.headline(received, answered, late).startswith(text)


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        pytest.param(90, 120, "down 25% from 120 last time", id="fewer"),
        pytest.param(150, 120, "up 25% from 120 last time", id="more"),
        pytest.param(300, 100, "up 200% from 100 last time", id="many more"),
        pytest.param(120, 120, "the same as last time", id="as many"),
        pytest.param(9, 3, "up from 3 last time", id="too few for a percentage"),
        pytest.param(9, 0, "", id="none before"),
        pytest.param(9, None, "", id="no figures before"),
    ],
)
def test_changes_in_counts(now, before, text):
    assert wording.change_in_count(now, before, "last time") == text


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        pytest.param(Rate(900, 1000), Rate(700, 1000), "higher than the 70.0% last time", id="higher"),
        pytest.param(Rate(500, 1000), Rate(700, 1000), "lower than the 70.0% last time", id="lower"),
        pytest.param(Rate(15, 20), Rate(12, 20), "about the same as last time (60.0%)", id="chance would do it"),
        pytest.param(Rate(5, 5), Rate(120, 200), "", id="too few to say"),
        pytest.param(Rate(15, 20), None, "", id="no figures before"),
    ],
)
def test_changes_in_shares_need_more_than_chance(now, before, text):
    assert wording.change_in_share(now, before, "last time") == text


def test_the_largest_are_named_in_order_and_small_ones_never():
    counts = [("Parks", 12), ("Streets", 90), ("Registry", 4), ("Housing", 40), ("Port", 11)]

    assert wording.largest(counts) == "Streets (90), Housing (40) and Parks (12)"
    assert wording.largest([("Registry", 4)]) == ""


def test_shares_are_compared_only_where_there_is_something_to_compare():
    rates = [("Parks", Rate(1, 12)), ("Streets", Rate(40, 90)), ("Housing", Rate(30, 40))]

    assert [name for name, _ in wording.lowest_shares(rates)] == ["Streets", "Housing"]


def test_a_chart_with_too_few_points_says_so():
    said = wording.steadiness(None, ("a", "b"), unit="cases a week", step="week")

    assert said == "There are 2 weeks to show. It takes 12 to say what is usual, so no limits are drawn."


def test_a_steady_chart_is_called_steady():
    values = [10, 12, 11, 9, 10, 11, 12, 10, 9, 11, 10, 12]
    said = wording.steadiness(individuals(values), tuple("abcdefghijkl"), unit="cases a week", step="week")

    assert said.startswith("The usual range is 7 to 14 cases a week, 11 on average. No week lies outside it")


def test_what_lies_outside_is_counted_and_named():
    values = [42, 47, 39, 44, 51, 46, 40, 43, 48, 45, 41, 47, 44, 78, 46, 43]
    said = wording.steadiness(individuals(values), tuple("abcdefghijklmnop"), unit="cases a week", step="week")

    assert said.endswith("1 of 16 weeks lies outside it: n.")

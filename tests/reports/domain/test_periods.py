"""Periods read from what people type."""

from datetime import date

import pytest

from reports.domain.periods import before, parse, year_before
from standards.errors import Invalid

TODAY = date(2016, 1, 13)


@pytest.mark.parametrize(
    ("text", "first", "last", "words"),
    [
        ("2015-Q3", date(2015, 7, 1), date(2015, 9, 30), "July to September 2015"),
        ("2015q1", date(2015, 1, 1), date(2015, 3, 31), "January to March 2015"),
        ("2015", date(2015, 1, 1), date(2015, 12, 31), "the year 2015"),
        ("2015-H2", date(2015, 7, 1), date(2015, 12, 31), "July to December 2015"),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29), "February 2016"),
        ("last full quarter", date(2015, 10, 1), date(2015, 12, 31), "October to December 2015"),
        ("Last quarter", date(2015, 10, 1), date(2015, 12, 31), "October to December 2015"),
        ("last full month", date(2015, 12, 1), date(2015, 12, 31), "December 2015"),
        ("last year", date(2015, 1, 1), date(2015, 12, 31), "the year 2015"),
        ("2015-07-10/2015-08-02", date(2015, 7, 10), date(2015, 8, 2), "10 July 2015 to 2 August 2015"),
    ],
)
def test_reads_a_period(text, first, last, words):
    period = parse(text, TODAY)

    assert (period.first, period.last, period.words) == (first, last, words)


@pytest.mark.parametrize(
    "text", ["", "2015-Q5", "2015-13", "Q3", "2015-08-02/2015-07-01", "soon", "0000", "2015-02-30/2015-03-01"]
)
def test_refuses_what_is_no_period_and_says_what_is(text):
    with pytest.raises(Invalid, match="last full quarter"):
        parse(text, TODAY)


@pytest.mark.parametrize(
    ("text", "earlier"),
    [
        pytest.param("2015-Q1", "2014-Q4", id="a quarter"),
        pytest.param("2015-01", "2014-12", id="a month"),
        pytest.param("2015-H1", "2014-H2", id="a half"),
        pytest.param("2015", "2014", id="a year"),
        pytest.param("2015-01-11/2015-01-20", "2015-01-01/2015-01-10", id="ten days"),
    ],
)
def test_the_period_before_is_of_the_same_kind(text, earlier):
    assert before(parse(text, TODAY)).key == earlier


def test_a_year_before_the_leap_day_is_the_last_of_february():
    assert year_before(parse("2016-02-29/2016-02-29", TODAY)).key == "2015-02-28/2015-02-28"
    assert year_before(parse("2016-02", TODAY)).key == "2015-02"

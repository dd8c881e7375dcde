"""What is usual and what is not."""

import json

import pytest

from reports.domain.control_charts import Signal, individuals
from tests.reports.boston import DATA

REFERENCE = DATA / "reference" / "xmr_making_data_count.json"
WORDS = {
    "Common Cause": Signal.NONE,
    "Above UCL": Signal.ABOVE,
    "Below LCL": Signal.BELOW,
    "7 Points Above CL": Signal.LONG_ABOVE,
    "7 Points Below CL": Signal.LONG_BELOW,
    "7 Point Trend (Increasing)": Signal.RISING,
    "7 Point Trend (Decreasing)": Signal.FALLING,
    "2 in 3 Above CL": Signal.NEAR_UPPER,
    "2 in 3 Below CL": Signal.NEAR_LOWER,
}


def test_eleven_points_are_too_few():
    assert individuals([5.0] * 11) is None


def test_a_leap_is_seen():
    chart = individuals([42, 47, 39, 44, 51, 46, 40, 43, 48, 45, 41, 47, 44, 78, 46, 43])

    assert chart is not None
    assert chart.unusual == (13,)
    assert chart.signals[13] is Signal.ABOVE


def test_counts_have_no_limit_below_nothing():
    chart = individuals([0, 3, 0, 4, 1, 0, 5, 0, 2, 0, 3, 1], floor=0)

    assert chart is not None
    assert chart.lower == 0


def test_a_line_that_never_moves_is_usual():
    chart = individuals([7.0] * 14)

    assert chart is not None
    assert chart.unusual == ()


@pytest.mark.skipif(not REFERENCE.is_file(), reason="the reference charts are not beside this checkout")
def test_limits_and_signals_equal_those_of_another_program():
    cases = json.loads(REFERENCE.read_text())["cases"]
    plain = [c for c in cases if c["screen_outliers"] and not c["fix_after_n_points"] and not c["rebase_at"]]

    assert plain
    for case in plain:
        chart = individuals(case["values"])
        assert chart is not None
        found = (chart.mean, chart.lower, chart.upper)
        assert found == pytest.approx((case["mean"][0], case["lpl"][0], case["upl"][0]), abs=1e-9)
        assert list(chart.signals) == [WORDS[word] for word in case["special_cause_type"]]

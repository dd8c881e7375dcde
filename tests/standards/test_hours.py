"""Opening hours are read, checked and written back."""

from datetime import time

import pytest

from standards.errors import Invalid
from standards.hours import minutes_of, overlap, parse_window, week_overlap, windows_from, windows_text


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        pytest.param("09:00-17:00", (540, 1020), id="a day"),
        pytest.param("22:00-06:00", (1320, 1800), id="a night"),
        pytest.param("13:00-24:00", (780, 1440), id="until midnight"),
        pytest.param("00:00-24:00", (0, 1440), id="a whole day"),
    ],
)
def test_reads_a_window(text, minutes):
    assert minutes_of(parse_window(text)) == minutes


@pytest.mark.parametrize("text", ["9-5", "09:00", "25:00-26:00", "09:00-24:30", "nine to five", ""])
def test_refuses_what_is_no_window(text):
    with pytest.raises(Invalid, match="09:00-17:00"):
        parse_window(text)


def test_writes_what_it_reads():
    windows = windows_from("09:00-12:30, 13:15-24:00")

    assert windows == ((time(9), time(12, 30)), (time(13, 15), time(0)))
    assert windows_text(windows) == "09:00-12:30, 13:15-24:00"


def test_finds_windows_that_overlap():
    assert overlap(windows_from("13:00-17:00, 09:00-13:30"))
    assert not overlap(windows_from("13:00-17:00, 09:00-13:00"))


def test_finds_a_night_that_runs_into_the_next_morning():
    night, early = windows_from("22:00-06:00"), windows_from("05:00-12:00")

    assert week_overlap((night, early, (), (), (), (), ()))
    assert not week_overlap((night, (), early, (), (), (), ()))

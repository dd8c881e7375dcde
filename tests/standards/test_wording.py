"""Dates and counts read as people say them."""

from datetime import date, time

from standards.wording import count_words, day_words, list_words, time_words


def test_dates_are_written_out():
    assert day_words(date(2027, 3, 14)) == "Sunday 14 March 2027"


def test_the_two_confusing_times_have_names():
    assert [time_words(time(hour)) for hour in (0, 9, 12, 17)] == ["midnight", "09:00", "midday", "17:00"]


def test_counts_agree_with_their_noun():
    assert count_words(1, "day", "days") == "1 day"
    assert count_words(5, "day", "days") == "5 days"


def test_lists_end_with_and():
    assert list_words([]) == ""
    assert list_words(["Friday"]) == "Friday"
    assert list_words(["Friday", "Saturday", "Sunday"]) == "Friday, Saturday and Sunday"

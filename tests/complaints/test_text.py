"""Dates, numbers and lists as people read them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from complaints.kernel import text


class TestDates:
    def test_a_date_is_written_out(self):
        assert text.date_words(date(2027, 3, 16)) == "Tuesday 16 March 2027"

    def test_an_instant_is_read_in_the_zone_of_the_page(self):
        late_evening = datetime(2027, 3, 16, 23, 30, tzinfo=UTC)

        assert text.date_words(late_evening, ZoneInfo("Africa/Johannesburg")) == "Wednesday 17 March 2027"
        assert text.date_words(late_evening, "America/New_York") == "Tuesday 16 March 2027"

    def test_the_time_of_day_is_added(self):
        assert text.datetime_words(datetime(2027, 3, 16, 10, 42, tzinfo=UTC)) == "Tuesday 16 March 2027 at 10:42"

    def test_an_instant_without_zone_is_refused(self):
        with pytest.raises(ValueError, match="no time zone"):
            text.date_words(datetime(2027, 3, 16, 10, 42))  # noqa: DTZ001

    def test_no_date_gives_no_words(self):
        assert text.date_words(None) == ""
        assert text.datetime_words(None) == ""

    @pytest.mark.parametrize(
        ("lang", "expected"),
        [
            pytest.param("en-ZA", "Tuesday 16 March 2027", id="English of any country"),
            pytest.param("cy", "Dydd Mawrth, 16 Mawrth 2027", id="Welsh"),
            pytest.param("de", "Dienstag, 16. März 2027", id="German"),
            pytest.param("pt-BR", "terça-feira, 16 de março de 2027", id="Portuguese of Brazil"),
            pytest.param("../../etc", "Tuesday 16 March 2027", id="no language at all"),
        ],
    )
    def test_other_languages_use_their_own_words(self, lang, expected):
        assert text.date_words(date(2027, 3, 16), lang=lang) == expected


@pytest.mark.parametrize(
    ("count", "lang", "expected"),
    [
        (0, "en", "0 days"),
        (1, "en", "1 day"),
        (20, "en", "20 days"),
        (400, "en", "400 days"),
        (2, "cy", "2 ddiwrnod"),
        (20, "pt-BR", "20 dias"),
    ],
)
def test_days_are_counted_in_words(count, lang, expected):
    assert text.days_words(count, lang) == expected


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        pytest.param(0, 0, "0", id="a true zero"),
        pytest.param(999, 0, "999", id="no thousands"),
        pytest.param(1234567, 0, "1\u202f234\u202f567", id="millions"),
        pytest.param(12345.678, 1, "12\u202f345.7", id="rounded"),
        pytest.param(Decimal("-1234.5"), 1, "\u22121\u202f234.5", id="below zero"),
        pytest.param(-0.2, 0, "0", id="never minus zero"),
        pytest.param(None, 0, "[x]", id="not available is not zero"),
    ],
)
def test_thousands_stand_apart(value, places, expected):
    assert text.thousands(value, places) == expected


def test_the_decimal_sign_is_that_of_the_language():
    assert text.thousands(1234.5, 1, lang="de") == "1\u202f234,5"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("we apologise", "We apologise."),
        ("Done!", "Done!"),
        ("  the bin  ", "The bin."),
        ("", ""),
        (None, ""),
    ],
)
def test_words_become_a_sentence(given, expected):
    assert text.sentence(given) == expected


def test_a_list_is_read_aloud():
    assert text.listed(["Monday", "Tuesday", "Friday"]) == "Monday, Tuesday and Friday"
    assert text.listed(["lundi", "mardi", "vendredi"], "fr") == "lundi, mardi et vendredi"


def test_a_language_has_a_direction_and_a_name_of_its_own():
    assert (text.direction("ar"), text.direction("cy"), text.direction("nonsense")) == ("rtl", "ltr", "ltr")
    assert text.language_name("cy") == "Cymraeg"

"""How far a date is away, in words."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from complaints.domain.lateness import due_words

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 7, 15, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due", "words"),
    [
        pytest.param(datetime(2026, 7, 15, 16, 0, tzinfo=UTC), "due today", id="later today"),
        pytest.param(datetime(2026, 7, 15, 9, 0, tzinfo=UTC), "late since today", id="earlier today"),
        pytest.param(datetime(2026, 7, 15, 23, 30, tzinfo=UTC), "due tomorrow", id="tomorrow by the clocks of London"),
        pytest.param(datetime(2026, 7, 18, 16, 0, tzinfo=UTC), "due in 3 days", id="in three days"),
        pytest.param(datetime(2026, 7, 14, 16, 0, tzinfo=UTC), "1 day late", id="yesterday"),
        pytest.param(datetime(2026, 7, 13, 16, 0, tzinfo=UTC), "2 days late", id="the day before yesterday"),
    ],
)
def test_a_date_in_words(due, words):
    assert due_words(due, NOW, LONDON) == words

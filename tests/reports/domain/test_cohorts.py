"""Which facts a figure is about."""

from datetime import date, datetime

import pytest

from reports.domain.cohorts import Cohort, Window, belongs
from standards.errors import Invalid
from tests.reports.town import make_fact

AS_OF = datetime.fromisoformat("2026-04-10T09:00:00")
MARCH = Window.of_days(AS_OF, date(2026, 3, 1), date(2026, 3, 31))


@pytest.mark.parametrize(
    ("changes", "cohorts"),
    [
        pytest.param({}, {"received", "started", "open"}, id="came in March, still open"),
        pytest.param({"closed_at": "2026-03-20T10:00:00"}, {"received", "started", "closed"}, id="came and went"),
        pytest.param({"closed_at": "2026-04-02T10:00:00"}, {"received", "started", "open"}, id="closed in April"),
        pytest.param({"closed_at": "2026-04-11T10:00:00"}, {"received", "started", "open"}, id="closed later than now"),
        pytest.param({"received": "2026-02-10T09:00:00"}, {"open_before", "open"}, id="came before, still open"),
        pytest.param(
            {"received": "2026-02-10T09:00:00", "closed_at": "2026-03-01T00:00:00"},
            {"open_before", "closed"},
            id="closed on the first stroke of March",
        ),
        pytest.param(
            {"received": "2026-02-10T09:00:00", "closed_at": "2026-02-28T10:00:00"}, set(), id="over before March"
        ),
        pytest.param({"received": "2026-04-01T00:00:00"}, set(), id="came in April"),
        pytest.param({"received": "2026-04-20T00:00:00"}, set(), id="yet to come"),
    ],
)
def test_a_fact_belongs_where_it_should(changes, cohorts):
    fact = make_fact(**changes)

    assert {cohort.value for cohort in Cohort if belongs(fact, cohort, MARCH)} == cohorts


def test_an_open_period_ends_now():
    window = Window.of_days(AS_OF, date(2026, 4, 1), date(2026, 6, 30))

    assert window.closes_at == AS_OF
    assert belongs(make_fact(), Cohort.OPEN, window)


def test_an_instant_with_a_zone_is_refused():
    with pytest.raises(Invalid, match="without a time zone"):
        Window.of_days(datetime.fromisoformat("2026-04-10T09:00:00+00:00"))

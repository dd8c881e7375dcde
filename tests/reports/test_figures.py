"""Key figures: counted once by the engine, once by hand, and once by others."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.domain.cohorts import Cohort, Window, belongs
from reports.domain.measures import quantile
from reports.figures import KPIS, Figure, figures
from reports.parts import Parts, open_parts, write_parts
from standards.errors import Invalid
from tests.reports import boston as records
from tests.reports import town
from tests.reports.town import AS_OF, make_fact


def test_real_records_give_the_figures_others_found(boston: Parts, boston_expected: Mapping[str, Any]):
    found = _by_group(figures(boston, as_of=records.AS_OF, by=tuple(records.DIMENSIONS.values())))

    assert records.differences(found[None, None], boston_expected["overall"], "overall") == []
    for table, dimension in records.DIMENSIONS.items():
        groups = {group for name, group in found if name == dimension}
        assert groups == set(boston_expected[table])
        for group, expected in boston_expected[table].items():
            assert records.differences(found[dimension, group], expected, f"{dimension} {group}") == []


def test_cases_without_a_group_are_shown_only_where_asked_for(boston: Parts):
    found = _by_group(figures(boston, as_of=records.AS_OF, by=("neighbourhood",), keys=("cases",), unstated=True))
    named = sum(values["cases"].value for (_, group), values in found.items() if group)

    assert found["neighbourhood", ""]["cases"].value == 8233
    assert named + 8233 == found[None, None]["cases"].value == 81408


def test_what_came_later_does_not_exist_and_what_closed_later_is_open(parts_of):
    parts = parts_of(
        make_fact("a", due_at="2026-03-09T17:00:00", closed_at="2026-03-10T09:00:00"),
        make_fact("b", received="2026-03-20T09:00:00"),
    )
    now = datetime.fromisoformat("2026-03-09T12:00:00")
    found = _by_group(figures(parts, as_of=now))[None, None]

    assert (found["cases"].value, found["open_not_due"].value, found["closed_late"].value) == (1, 1, 0)
    assert found["closed_on_time_of_closed"].value is None
    assert found["hours_to_close_median"].value is None


def test_only_the_period_and_the_body_asked_for_are_counted(parts_of):
    parts = parts_of(
        make_fact("a", received="2026-02-28T23:59:59"),
        make_fact("b", received="2026-03-01T00:00:00"),
        make_fact("c", received="2026-03-31T23:59:59"),
        make_fact("d", received="2026-04-01T00:00:00"),
        make_fact("e", body="port"),
    )
    march = {"as_of": AS_OF, "start": date(2026, 3, 1), "end": date(2026, 3, 31), "keys": ("cases", "still_open")}

    assert [figure.value for figure in figures(parts, body="town", **march)] == [2, 3]
    assert [figure.value for figure in figures(parts, **march)] == [3, 4]
    assert [figure.value for figure in figures(parts, body="nowhere", **march)] == [0, 0]


def test_a_case_with_three_stages_is_one_case(parts_of):
    stages = [make_fact("a", stage_no=n, stage=f"s{n}", started_at=f"2026-03-0{n + 1}T09:00:00") for n in (1, 2, 3)]
    found = _by_group(figures(parts_of(*stages), as_of=AS_OF, by=("stage",)))

    assert found[None, None]["cases"].value == 1
    assert found[None, None]["stages_begun"].value == 3
    assert found["stage", "s3"]["cases"].value == 0
    assert found["stage", "s3"]["stages_begun"].value == 1


def test_two_dimensions_cross(parts_of):
    parts = parts_of(make_fact("a"), make_fact("b", department="parks"), make_fact("c", received="2026-04-02T09:00:00"))
    found = figures(parts, as_of=AS_OF, by=("department+month", "month"), keys=("cases",))

    assert [(figure.dimension, figure.group, figure.value) for figure in found] == [
        (None, None, 3),
        ("department+month", "parks | 2026-03", 1),
        ("department+month", "streets | 2026-03", 1),
        ("department+month", "streets | 2026-04", 1),
        ("month", "2026-03", 2),
        ("month", "2026-04", 1),
    ]
    assert found[1].groups == ("parks", "2026-03")


def test_no_facts_give_no_values(parts_of):
    found = {figure.key: figure for figure in figures(parts_of(), as_of=AS_OF, by=("department",))}

    assert found.keys() == KPIS.keys()
    assert found["cases"].value == 0
    assert found["upheld"].value is found["upheld"].low is found["days_to_answer_mean"].value is None


@pytest.mark.parametrize(
    ("asked", "said"),
    [({"by": ("colour",)}, "colour"), ({"by": ("department+colour",)}, "colour"), ({"keys": ("luck",)}, "luck")],
)
def test_what_cannot_be_counted_is_refused_by_name(parts_of, asked, said):
    with pytest.raises(Invalid, match=said):
        figures(parts_of(), as_of=AS_OF, **asked)


def test_a_body_that_looks_like_a_statement_is_only_a_name(parts_of):
    found = figures(parts_of(make_fact()), as_of=AS_OF, body="town' OR true --", keys=("cases",))

    assert found[0].value == 0


def test_findings_remedies_and_actions_are_counted(town_parts: Parts):
    found = _by_group(figures(town_parts, as_of=AS_OF, start=date(2025, 1, 1), end=date(2025, 12, 31)))[None, None]
    window = Window.of_days(AS_OF, date(2025, 1, 1), date(2025, 12, 31))
    closed = [fact for fact in town.facts() if belongs(fact, Cohort.CLOSED, window)]
    upheld = [fact for fact in closed if fact.outcome in ("upheld", "partly_upheld")]

    assert found["upheld"].numerator == len(upheld)
    assert found["put_right"].numerator == sum(fact.remedies > 0 for fact in upheld)
    assert found["points_upheld"].denominator == sum(fact.issues for fact in closed)
    assert found["undertakings_done"].numerator == sum(fact.promises_done for fact in closed)
    assert found["days_to_answer_median"].value == pytest.approx(
        quantile(
            [
                (fact.closed_at - fact.started_at).total_seconds() / 86400
                for fact in closed
                if fact.kind != "compliment" and fact.closed_at
            ],
            0.5,
        )
    )


def test_an_answer_is_counted_on_time_three_ways_and_only_the_first_is_the_headline(parts_of):
    begun = {"received": "2026-03-02T09:00:00", "due_at": "2026-03-10T17:00:00"}
    found = _by_group(
        figures(
            parts_of(
                make_fact("a", **begun, closed_at="2026-03-09T09:00:00"),
                make_fact("b", **begun, closed_at="2026-03-12T09:00:00", extended_due_at="2026-03-17T17:00:00"),
                make_fact(
                    "c",
                    **begun,
                    closed_at="2026-03-16T09:00:00",
                    held_due_at="2026-03-18T17:00:00",
                    held_hours=6 * 24.0,
                ),
                make_fact("d", **begun, closed_at="2026-03-30T09:00:00"),
            ),
            as_of=AS_OF,
        )
    )[None, None]

    ways = ("answered_on_time", "answered_on_time_extended", "answered_on_time_held")
    assert [(found[key].numerator, found[key].denominator) for key in ways] == [(1, 4), (2, 4), (3, 4)]
    assert (found["held"].numerator, found["extended"].numerator) == (1, 1)
    assert found["days_to_answer_mean"].value == pytest.approx((7 + 10 + 14 + 28) / 4)
    assert found["days_to_answer_mean_without_holds"].value == pytest.approx((7 + 10 + 8 + 28) / 4)


def test_a_service_counts_once_it_was_given_or_its_date_has_passed(parts_of):
    day = "2026-03-{:02}T17:00:00".format
    parts = parts_of(
        make_fact("in time", service_due_at=day(4), service_at=day(3)),
        make_fact("late", service_due_at=day(4), service_at=day(6)),
        make_fact("never", service_due_at=day(4)),
        make_fact("to come", service_due_at=day(20)),
        make_fact("early", service_due_at=day(20), service_at=day(5)),
        make_fact("none promised"),
    )

    by_then = figures(parts, as_of=datetime.fromisoformat(day(5)), keys=("service_on_time",))[0]
    later = figures(parts, as_of=AS_OF, keys=("service_on_time",))[0]

    assert (by_then.numerator, by_then.denominator) == (2, 4)
    assert (later.numerator, later.denominator) == (2, 5)


_DAYS = st.integers(-40, 60)


@settings(max_examples=12, deadline=None)
@given(
    rows=st.lists(
        st.tuples(_DAYS, st.none() | _DAYS, st.none() | _DAYS, st.sampled_from(("streets", "parks"))), max_size=25
    )
)
def test_the_engine_counts_as_a_person_would(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("facts")
    start = datetime.fromisoformat("2026-03-01T12:00:00")
    facts = [
        make_fact(
            f"c{number}",
            received=_moved(start, came).isoformat(),
            due_at=None if due is None else _moved(start, came + due),
            closed_at=None if closed is None else _moved(start, came + closed),
            department=department,
        )
        for number, (came, due, closed, department) in enumerate(rows)
    ]
    write_parts(facts, folder, as_of=AS_OF)
    window = Window.of_days(AS_OF, date(2026, 3, 1), date(2026, 3, 31))
    found = _by_group(
        figures(open_parts(folder), as_of=AS_OF, start=date(2026, 3, 1), end=date(2026, 3, 31), by=("department",))
    )

    for key, cohort in {
        "cases": Cohort.RECEIVED,
        "stages_closed": Cohort.CLOSED,
        "still_open": Cohort.OPEN,
        "open_before": Cohort.OPEN_BEFORE,
    }.items():
        mine = Counter(fact.department for fact in facts if belongs(fact, cohort, window))
        assert found[None, None][key].value == mine.total()
        for department in ("streets", "parks"):
            group = found.get(("department", department), {})
            assert (group[key].value if group else 0) == mine[department]


@pytest.mark.parametrize("kpi", KPIS.values(), ids=list(KPIS))
def test_a_key_figure_explains_itself(kpi):
    assert kpi.title
    assert kpi.definition.endswith(".")
    assert kpi.definition.count(" ") >= 4
    assert msgspec.json.encode(kpi)


def _moved(start: datetime, days: int) -> datetime:
    return datetime.fromordinal(start.toordinal() + days).replace(hour=12)


def _by_group(found: list[Figure]) -> dict[tuple[str | None, str | None], dict[str, Figure]]:
    groups: dict[tuple[str | None, str | None], dict[str, Figure]] = {}
    for figure in found:
        groups.setdefault((figure.dimension, figure.group), {})[figure.key] = figure
    return groups

"""What people say about how they were handled, from their journal to the council's pack."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from complaints.actions.rate import rate
from complaints.app.boundary import Application
from complaints.domain.survey import Handled
from complaints.schemas.drafts import SurveyDraft
from reports.catalogue.council_pack import build
from reports.domain.document import Prose
from reports.domain.facts import Fact
from reports.facts import refresh
from reports.figures import figures
from reports.parts import Parts
from tests.escalation.steps import answered
from tests.play import case_id, lodge_one, staff, the_person
from tests.reports.journals import LODGED, UP, facts, on
from tests.reports.town import AS_OF, brief, make_fact

KEYS = ("survey_answered", "satisfied", "informed", "treated_worse")
CLOSED = {"closed_at": "2026-03-09T09:00:00", "outcome": "upheld"}


def rated(count: int, *, of: int, department: str = "streets", **said: Any) -> Iterator[Fact]:
    """Yield *of* answered cases, *count* of which their people rated a day after."""
    name = f"{department}{said}"
    for number in range(of):
        told = {"surveyed_at": "2026-03-10T09:00:00", **said} if number < count else {}
        yield make_fact(f"{name}{number}", department=department, **CLOSED, **told)


def counted(parts: Parts, as_of: datetime = AS_OF) -> dict[str, tuple[int | None, int | None]]:
    return {one.key: (one.numerator, one.denominator) for one in figures(parts, as_of=as_of, keys=KEYS)}


def test_what_is_said_of_a_stage_stands_there_as_it_was_said_last():
    first, second = facts(
        ("case.lodged", 0, LODGED),
        ("case.answered", 5, {"outcome": "not_upheld"}),
        ("survey.answered", 6, {"handled": "good", "informed": True, "treated_worse": False}),
        ("survey.answered", 7, {"handled": "poor", "informed": None, "treated_worse": True}),
        ("case.escalated", 9, UP),
    )

    assert (first.handled, first.informed, first.treated_worse, first.surveyed_at) == ("poor", None, True, on(7))
    assert (second.handled, second.informed, second.treated_worse, second.surveyed_at) == (None, None, None, None)


def test_what_was_chosen_to_be_told_is_kept():
    assert [one.matter for one in facts(("case.lodged", 0, LODGED | {"matter": "fix"}))] == ["fix"]
    assert [one.matter for one in facts(("case.lodged", 0, LODGED))] == [None]


def test_where_an_older_journal_does_not_say_the_matter_is_what_is_usual_for_the_kind(parts_of: Callable[..., Parts]):
    parts = parts_of(make_fact("a"), make_fact("b", matter="unanswered"), make_fact("c", kind="enquiry"))
    found = figures(parts, as_of=AS_OF, keys=("cases",), by=("matter",))

    assert {one.group: one.numerator for one in found if one.dimension} == {"wrong": 1, "unanswered": 1, "question": 1}


def test_each_question_is_counted_of_those_who_answered_it(parts_of: Callable[..., Parts]):
    parts = parts_of(
        *rated(3, of=10, handled="good", informed=True),
        *rated(2, of=2, handled="fair", informed=False, treated_worse=False),
        *rated(1, of=1, handled="poor", treated_worse=True),
        make_fact("open"),
        make_fact("historic", **CLOSED, historic=True),
        make_fact("withdrawn", closed_at="2026-03-09T09:00:00", outcome="withdrawn"),
    )

    assert counted(parts) == {
        "survey_answered": (6, 13),
        "satisfied": (3, 6),
        "informed": (3, 5),
        "treated_worse": (1, None),
    }


def test_what_was_said_after_the_instant_of_the_count_was_not_said(parts_of: Callable[..., Parts]):
    parts = parts_of(*rated(3, of=4, handled="good", treated_worse=True))

    assert counted(parts, datetime.fromisoformat("2026-03-10T08:00:00"))["survey_answered"] == (0, 4)
    assert counted(parts, datetime.fromisoformat("2026-03-10T08:00:00"))["treated_worse"] == (0, None)


def words(parts: Parts) -> str:
    found = next(one for one in build(brief(parts)).sections if one.key == "survey")
    return " ".join(block.text for block in found.blocks if isinstance(block, Prose))


def test_the_council_reads_it_with_how_many_said_so(parts_of: Callable[..., Parts]):
    parts = parts_of(
        *rated(12, of=40, handled="good", informed=True), *rated(8, of=8, handled="poor", treated_worse=True)
    )

    assert words(parts) == (
        "41.7% (20 of 48) of the answers given were rated by the people who got them. People choose whether to: those "
        "who did are no sample of all. 60.0% (12 of 20) found their case handled well. 100.0% (12 of 12) said that "
        "they knew what would happen next. 8 people said that they were treated worse because they complained. Each "
        "was shown the way straight to the ombudsperson."
    )


def test_of_few_who_were_treated_worse_the_council_does_not_read_how_few(parts_of: Callable[..., Parts]):
    one = words(parts_of(*rated(12, of=40, handled="good"), *rated(1, of=1, handled="poor", treated_worse=True)))

    assert "Fewer than 5 people said that they were treated worse because they complained." in one
    assert "Nobody said" not in one


def test_before_anybody_said_anything_the_council_reads_that(parts_of: Callable[..., Parts]):
    assert words(parts_of(*rated(0, of=3))) == "Nobody has told us yet."


def test_small_numbers_by_department_are_hidden(parts_of: Callable[..., Parts]):
    parts = parts_of(
        *rated(30, of=40, handled="good", informed=True),
        *rated(10, of=10, handled="poor", informed=True),
        *rated(13, of=20, department="parks", handled="good", informed=True),
        *rated(2, of=9, department="port", handled="good", informed=False),
    )
    table = next(table for table in build(brief(parts)).tables if table.key == "survey")
    rows = {row.key: [cell.text for cell in row.cells] for row in table.rows}

    assert rows["port"][:3] == ["[c]", "[c]", "[c]"]
    assert rows["streets"][:3] == ["30", "40", "75.0%"]
    assert rows["parks"][:2] == ["[c]", "[c]"]


async def test_what_a_person_says_is_in_the_next_refresh(application: Application):
    receipt = await lodge_one(application)
    key = await case_id(application, receipt)
    await answered(application, key, await staff(application))
    before = counted(await refresh(application))
    async with application.work(await the_person(application, receipt)) as work:
        await rate(work, key, SurveyDraft(Handled.GOOD, informed=True, treated_worse=False))

    after = counted(await refresh(application), datetime.fromisoformat("2030-01-01T00:00:00"))

    assert before["survey_answered"] == (0, 1)
    assert (after["survey_answered"], after["satisfied"], after["informed"]) == ((1, 1), (1, 1), (1, 1))
    assert after["treated_worse"] == (0, None)

"""The way through telling us: whatever somebody answers, it leads to the check and back, and asks nothing twice."""

from itertools import pairwise

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from complaints.domain import journey
from complaints.domain.draft import MYSELF, Draft
from complaints.domain.journey import RULES, SEVERAL, Step
from complaints.domain.matter import Matter

ADDED = [step for step, rule in RULES.items() if rule.ticked_on]


TICKS = st.sets(st.sampled_from([*(step.value for step in ADDED), "nonsense"])).map(lambda ticks: tuple(sorted(ticks)))
STEERING = {
    "about": st.sampled_from([*(matter.value for matter in Matter), "", "nonsense"]),
    "adds": TICKS,
    "helps": TICKS,
    "relation": st.sampled_from(["", MYSELF, "family"]),
}
"""The fields that decide which pages come."""

DONE = st.sets(st.sampled_from([step.value for step in Step])).map(lambda steps: tuple(sorted(steps)))


def drafts() -> st.SearchStrategy[Draft]:
    """Return drafts of every shape."""
    return st.builds(Draft, **STEERING, done=DONE)


def answers(step: Step) -> st.SearchStrategy[dict[str, str | tuple[str, ...]]]:
    """Return what somebody may type on a page."""
    other = {field: st.just(("x",) if field in SEVERAL else "x") for field in RULES[step].fields}
    return st.fixed_dictionaries(other | {field: STEERING[field] for field in STEERING.keys() & other.keys()})


@given(drafts())
def test_every_way_begins_with_what_it_is_and_ends_with_the_check(draft: Draft) -> None:
    steps = journey.way(draft)

    assert steps[0] is Step.ABOUT
    assert steps[-1] is Step.CHECK
    assert len(set(steps)) == len(steps)
    assert {Step.SERVICE, Step.WHAT, Step.REACH} <= set(steps)


def test_no_field_is_asked_on_two_pages() -> None:
    fields = [field for rule in RULES.values() for field in rule.fields]

    assert len(set(fields)) == len(fields)
    assert set(fields) | {"done", "told"} == set(Draft.__struct_fields__)


@given(drafts())
def test_going_on_page_by_page_leads_to_the_check_and_going_back_leads_the_same_way_home(draft: Draft) -> None:
    steps = journey.way(draft)

    assert [journey.after(draft, step) for step in steps[:-1]] == list(steps[1:])
    assert [journey.before(draft, step) for step in steps[1:]] == list(steps[:-1])
    assert journey.before(draft, steps[0]) is None


@given(drafts())
def test_answering_what_is_open_comes_to_the_check_and_asks_nothing_twice(draft: Draft) -> None:
    asked = []
    while (step := journey.first_open(draft)) is not Step.CHECK:
        asked.append(step)
        draft = journey.answered(draft, step)

    assert len(set(asked)) == len(asked)
    assert all(step.value in draft.done for step in journey.way(draft)[:-1])


@given(drafts(), st.sampled_from(list(Step)))
def test_whoever_changes_one_answer_comes_back_to_the_check(draft: Draft, step: Step) -> None:
    complete = msgspec.structs.replace(draft, done=tuple(one.value for one in Step))

    assert journey.after(complete, step, changing=True) is Step.CHECK
    if step is not Step.CHECK:
        assert journey.before(complete, step, changing=True) is Step.CHECK


@given(drafts(), st.sampled_from(list(Step)), st.data())
def test_a_page_keeps_its_own_answers_and_no_others(draft: Draft, step: Step, data: st.DataObject) -> None:
    typed = data.draw(answers(step))

    kept = journey.kept(draft, step, typed | {"done": "x", "told": "x"})

    changed = {field for field in Draft.__struct_fields__ if getattr(kept, field) != getattr(draft, field)}
    assert changed <= {*RULES[step].fields, "done"}
    assert {field: getattr(kept, field) for field in RULES[step].fields} == typed
    assert step.value not in kept.done


@given(drafts(), st.sampled_from(ADDED))
def test_a_page_that_was_added_counts_as_chosen_once_it_is_answered(draft: Draft, step: Step) -> None:
    answered = journey.answered(draft, step)

    assert journey.comes(answered, step) is not (step is Step.FOR and draft.relation == MYSELF)


@given(drafts())
def test_the_shortest_way_has_four_questions(draft: Draft) -> None:
    plain = msgspec.structs.replace(draft, about="wrong", adds=(), helps=())

    pages = journey.way(plain)

    assert pages == (Step.ABOUT, Step.SERVICE, Step.WHAT, Step.REACH, Step.CHECK)
    assert all(later is journey.after(plain, earlier) for earlier, later in pairwise(pages))

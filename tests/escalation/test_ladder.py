"""The way up: which step is next, when the door is open, and that there is no way down."""

import itertools
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.case import Entry, Kind, State
from complaints.domain.doors import Door, Standing
from escalation.domain.ladder import NoFurtherStep, NotYet, begin_again, door, next_step
from escalation.domain.triggers import Follows, when_late
from standards.charter import Charter, load_charter
from standards.packs import read_pack

DOCUMENT = read_pack("calder_bay")
CHARTER = load_charter(DOCUMENT)
STRAIGHT = load_charter(DOCUMENT.replace("independent = true", "independent = true\ndirect = true"))
LONGER = load_charter(
    DOCUMENT.replace(
        '[[ladder]]\ntier = "ombudsperson"',
        '[[ladder]]\ntier = "panel"\nname = "Panel"\nrank = 25\nstage = "stage_2"\nrole = "reviewer"\n'
        'on_late = "climb"\n\n[[ladder]]\ntier = "ombudsperson"',
    )
)
SERVICE, REVIEW, TOP = CHARTER.tiers
NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
EARLIER, LATER = datetime(2026, 3, 13, 17, tzinfo=UTC), datetime(2026, 3, 27, 17, tzinfo=UTC)


def standing(**said) -> Standing:
    return Standing(**({"kind": Kind.COMPLAINT, "state": State.ACCEPTED, "tier": SERVICE, "promised_at": LATER} | said))


def opened(charter: Charter = CHARTER, **said) -> Door:
    return door(charter, standing(**said), NOW, charter.calendar())


def test_the_ladder_goes_up_one_rung_at_a_time_and_ends():
    assert [next_step(CHARTER, tier, Entry.LATE) for tier in CHARTER.tiers] == [REVIEW, TOP, None]


def test_a_rung_added_later_is_not_missed():
    assert next_step(LONGER, REVIEW, Entry.LATE).key == "panel"


def test_after_an_answer_the_door_is_open_until_a_day():
    found = opened(state=State.ANSWERED, answered_at=EARLIER)

    assert (found.tier.key, found.entry, found.asked_late) == ("review", Entry.REQUESTED, False)
    assert found.ask_by == datetime(2026, 5, 13, 16, tzinfo=UTC)


def test_asking_after_that_day_is_considered():
    found = opened(state=State.ANSWERED, answered_at=datetime(2026, 1, 5, 12, tzinfo=UTC))

    assert found.asked_late


def test_where_the_day_it_happened_gives_more_time_that_counts():
    charter = load_charter(
        DOCUMENT.replace('ask_within = "2 months"', 'ask_within = "2 months"\nask_within_of_event = "6 months"', 1)
    )
    answered = datetime(2026, 1, 5, 12, tzinfo=UTC)

    assert opened(charter, state=State.ANSWERED, answered_at=answered, occurred_on=date(2025, 7, 1)).asked_late
    assert not opened(charter, state=State.ANSWERED, answered_at=answered, occurred_on=date(2025, 12, 1)).asked_late


def test_a_late_answer_opens_the_door():
    assert opened(promised_at=EARLIER).tier is REVIEW


def test_while_there_is_time_the_refusal_says_until_when():
    with pytest.raises(NotYet, match="until Friday 27 March 2026"):
        opened()


def test_without_any_promise_the_refusal_says_so():
    with pytest.raises(NotYet, match="when you have the answer"):
        opened(promised_at=None)


def test_where_people_may_go_straight_to_the_top_they_need_not_wait():
    found = opened(STRAIGHT)

    assert (found.tier.key, found.entry) == ("ombudsperson", Entry.DIRECT)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"kind": Kind.COMPLIMENT}, id="praise"),
        pytest.param({"kind": Kind.ENQUIRY, "state": State.ANSWERED}, id="a question"),
        pytest.param({"state": State.WITHDRAWN}, id="a case the person stopped"),
        pytest.param({"tier": TOP, "state": State.ANSWERED}, id="a case at the top"),
    ],
)
def test_the_door_stays_shut_for(said):
    with pytest.raises(NoFurtherStep):
        opened(**said)


@pytest.mark.parametrize(
    ("tier", "kind", "state", "expected"),
    [
        pytest.param(SERVICE, Kind.COMPLAINT, State.RECEIVED, Follows.CLIMB, id="the first step climbs"),
        pytest.param(REVIEW, Kind.COMPLAINT, State.ACCEPTED, Follows.CLIMB, id="the review climbs"),
        pytest.param(TOP, Kind.COMPLAINT, State.ACCEPTED, Follows.TELL, id="the top tells"),
        pytest.param(SERVICE, Kind.ENQUIRY, State.RECEIVED, Follows.TELL, id="a question never climbs"),
        pytest.param(SERVICE, Kind.COMPLAINT, State.ANSWERED, Follows.NOTHING, id="what is answered is not late"),
        pytest.param(SERVICE, Kind.COMPLAINT, State.WITHDRAWN, Follows.NOTHING, id="what is stopped is not late"),
    ],
)
def test_when_an_answer_is_late(tier, kind, state, expected):
    assert when_late(CHARTER, tier, kind, state) is expected


# What can happen to a case, in any order: it is answered, its answer is late, the person asks, the charter changes.
HAPPENINGS = st.lists(st.sampled_from(["answer", "late", "ask", "close", "withdraw", "charter", "wait"]), max_size=40)


@given(HAPPENINGS)
def test_there_is_no_way_down_whatever_happens(happenings):
    charters = itertools.cycle([STRAIGHT, LONGER, CHARTER])
    charter, tier, state, ranks = CHARTER, SERVICE, State.RECEIVED, [SERVICE.rank]
    for happening in happenings:
        match happening:
            case "answer" | "close" if state.is_open:
                state = State.ANSWERED if happening == "answer" else State.CLOSED
            case "withdraw" if state.is_open:
                state = State.WITHDRAWN
            case "charter":
                charter = next(charters)
            case "late" if when_late(charter, tier, Kind.COMPLAINT, state) is Follows.CLIMB:
                tier, state = next_step(charter, tier, Entry.LATE), begin_again(state)
                ranks.append(tier.rank)
            case "ask":
                try:
                    found = opened(charter, tier=tier, state=state, answered_at=EARLIER)
                except (NotYet, NoFurtherStep):
                    continue
                tier, state = found.tier, begin_again(state)
                ranks.append(tier.rank)

    assert all(lower < higher for lower, higher in itertools.pairwise(ranks))
    assert len(ranks) <= len(LONGER.tiers)

"""What the person's page says of a case in each state it can be in."""

import msgspec
import pytest

from complaints.schemas import EntryView, MessageView, RemedyView, SurveyView
from complaints.web.tracking import tracked
from tests.tracked_cases import (
    ACTS,
    ANSWERED,
    CHARTER,
    CLIMBED,
    DIRECT,
    FOLLOWS,
    HELD,
    HOSTILE,
    KEY,
    NOON,
    PERSON,
    STATES,
    TAKEN_ON,
    TOLD,
    a_case,
    clock,
    entry,
    on,
    seen,
    stage,
)


def states_of(name: str) -> dict[str, str]:
    return {step["key"]: step["state"] for step in seen(name)["steps"]}


@pytest.mark.parametrize("name", STATES)
def test_every_state_says_where_it_is_and_which_day_holds(name: str) -> None:
    shown = seen(name)

    assert shown["now_at"]["title"]
    assert shown["case"]["called"]
    assert shown["next_up"] is None or shown["next_up"]["due_at"] >= STATES[name][1]
    assert [one["at"] for one in shown["timeline"]] == sorted((one["at"] for one in shown["timeline"]), reverse=True)


@pytest.mark.parametrize(
    ("matter", "kind", "called", "for_others"),
    [
        ("wrong", "complaint", "Your complaint", "The complaint"),
        ("unanswered", "complaint", "Your complaint", "The complaint"),
        ("reprisal", "complaint", "Your complaint", "The complaint"),
        ("fix", "enquiry", "Your request", "The request"),
        ("question", "enquiry", "Your question", "The question"),
        ("idea", "suggestion", "Your idea", "The idea"),
        ("thanks", "compliment", "Your thank you", "The thank you"),
    ],
)
def test_a_case_is_called_by_what_was_told(matter: str, kind: str, called: str, for_others: str) -> None:
    case = a_case(matter=matter, kind=kind)

    assert tracked(case, CHARTER, TOLD)["case"]["called"] == called
    assert tracked(case, CHARTER, TOLD, reader=FOLLOWS)["case"]["called"] == for_others


class TestNowAndNext:
    def test_a_new_case_waits_for_somebody_to_read_it(self) -> None:
        shown = seen("new")

        assert shown["now_at"]["title"] == "We have it. Nobody has begun to look into it yet."
        assert (shown["next_up"]["kind"], shown["next_up"]["due_at"]) == ("acknowledge", on(4, 17))
        assert shown["now_at"]["last_at"] is None

    def test_what_the_person_wrote_is_not_work_on_the_case(self) -> None:
        wrote = [*TAKEN_ON["timeline"], entry("message.received", on(4), "person"), entry("needs.changed", on(4))]

        assert tracked(a_case(**TAKEN_ON | {"timeline": wrote}), CHARTER, on(5))["now_at"]["last_at"] == on(3)

    def test_a_letter_somebody_wrote_is(self) -> None:
        letter = MessageView("out", "officer", "", "We come on Monday.", on(4), "letter:4")

        assert tracked(a_case(**TAKEN_ON, messages=[letter]), CHARTER, on(5))["now_at"]["last_at"] == on(4)

    def test_writing_it_down_and_what_goes_out_by_itself_is_not(self) -> None:
        told = [entry("case.lodged", TOLD, "officer")]
        letter = MessageView("out", "person", "", "You asked for another way to reach you.", on(4), "contact:4")

        assert tracked(a_case(timeline=told, messages=[letter]), CHARTER, on(5))["now_at"]["last_at"] is None

    def test_no_news_is_said_with_the_day_of_the_next_word(self) -> None:
        assert seen("being looked into")["no_news"] is None
        assert seen("no news for a week")["no_news"] == {"since": on(3), "next_at": on(15, 17)}

    def test_a_new_step_is_news_and_the_work_of_the_step_before_is_not_said_of_it(self) -> None:
        asked = entry("case.escalated", on(15, 18), "person", 2, tier="review", entry="asked")
        case = a_case(**CLIMBED | {"timeline": [*TAKEN_ON["timeline"], asked]})

        shown = tracked(case, CHARTER, on(16))
        assert shown["no_news"] is None
        assert shown["now_at"]["last_at"] is None

    def test_while_nobody_knows_the_team_no_office_is_named_as_having_it(self) -> None:
        shown = tracked(a_case(service=None, unit=None), CHARTER, on(3))

        assert shown["case"]["is_unsorted"]
        assert shown["now_at"]["who"] is None

    def test_a_point_that_says_what_we_understood_is_said_once(self) -> None:
        one = TAKEN_ON["issues"][:1]

        assert tracked(a_case(**TAKEN_ON | {"issues": one}), CHARTER, on(4))["understood"] == {
            "text": None,
            "points": [HOSTILE],
        }

    @pytest.mark.parametrize("name", ["late, no answer", "we asked something", "answered", "stopped"])
    def test_it_is_not_called_normal_when_we_are_late_or_wait_or_are_done(self, name: str) -> None:
        assert seen(name)["no_news"] is None

    def test_another_office_has_it_and_has_not_said_that_it_does(self) -> None:
        passed = seen("passed on to another office")["passed"]

        assert (passed["at"], passed["taken_at"], passed["is_awaited"]) == (on(4), None, True)
        assert "Housing Office" in passed["to"]

    def test_another_office_has_it_and_has_said_so(self) -> None:
        changes, _ = STATES["passed on to another office"]
        told = [*changes["timeline"], entry("case.acknowledged", on(5))]
        shown = tracked(a_case(**changes | {"timeline": told, "state": "accepted"}), CHARTER, on(6))

        assert (shown["passed"]["taken_at"], shown["passed"]["is_awaited"]) == (on(5), False)

    @pytest.mark.parametrize(
        ("happened", "says"),
        [
            ([], "The ombudsperson is looking into it."),
            (
                [entry("review.referred_back", on(14), "ombudsperson", 3)],
                "The ombudsperson asked us to answer you first, and watches that we do.",
            ),
        ],
    )
    def test_at_the_ombudsperson_it_says_whose_turn_it_is(self, happened: list[EntryView], says: str) -> None:
        changes, now = STATES["with the ombudsperson"]
        told = [*changes["timeline"], *happened]

        assert tracked(a_case(**changes | {"timeline": told}), CHARTER, now)["now_at"]["title"] == says

    @pytest.mark.parametrize(
        ("name", "office"),
        [
            ("new", "first"),
            ("late, no answer", "late"),
            ("with the ombudsperson", "has_it"),
            ("decided by the ombudsperson", "done"),
        ],
    )
    def test_how_far_the_ombudsperson_is(self, name: str, office: str) -> None:
        assert seen(name)["office"] == office

    def test_why_it_was_closed_is_said_in_the_charters_words(self) -> None:
        closed = entry("case.closed", on(9), reason="put_right")
        case = a_case(state="closed", closed_at=on(9), stages=[stage(answered_at=on(9))], timeline=[closed])

        assert tracked(case, CHARTER, on(10))["now_at"]["why"].startswith("It was put right on the spot")


class TestLateness:
    def test_the_day_we_said_and_that_nobody_knows_why(self) -> None:
        late = seen("late, no answer")["late"]

        assert (late["kind"], late["promised_at"], late["new_at"]) == ("respond", on(15, 17), None)
        assert late["reason"]["kind"] == "unknown"

    def test_while_the_answer_is_still_to_come_its_day_is_the_new_one(self) -> None:
        late = seen("late, nobody took it on")["late"]

        assert (late["kind"], late["new_at"]) == ("acknowledge", on(15, 17))

    def test_the_reason_is_one_the_case_tells(self) -> None:
        moved = entry("clock.extended", on(9), reason="We must look at the place")
        told = [*TAKEN_ON["timeline"], msgspec.structs.replace(moved, facts=moved.facts | DUE)]
        late = tracked(a_case(**TAKEN_ON | {"timeline": told}), CHARTER, on(16))["late"]

        assert late["reason"] == {"kind": "extended", "at": on(9), "words": "We must look at the place"}

    def test_what_went_on_by_itself_says_who_was_late_and_the_new_day(self) -> None:
        went = seen("late, and went on by itself")["went_on"]

        assert (went["promised_at"], went["new_at"]) == (on(15, 17), on(13, 17, month=4))
        assert went["from_whom"] == "the office that gave you the service"

    def test_it_is_said_until_the_next_answer_comes(self) -> None:
        done = CLIMBED | {"state": "answered", "clocks": []}

        assert tracked(a_case(**done), CHARTER, on(20))["went_on"] is None

    def test_a_promise_not_kept_is_late_from_the_day_after(self) -> None:
        promise = RemedyView(KEY, "service", "A new bin", 1, on(12).date(), None)
        case = a_case(**ANSWERED | {"remedies": [promise]})

        assert [tracked(case, CHARTER, on(day))["promises"][0]["late"] for day in (12, 13)] == [False, True]

    def test_what_was_done_stays_with_how_one_can_see_it(self) -> None:
        done = seen("answered")["promises"][-1]

        assert (done["done_at"], done["evidence"], done["late"]) == (on(13), "Brought by lorry 7", False)


DUE = {"by": "5 working days", "due": {"respond": on(22, 17).isoformat()}, "before": on(15, 17).isoformat()}


class TestAQuestion:
    def test_it_stands_in_the_words_of_who_asked_and_by_when(self) -> None:
        asked = seen("we asked something")["question"]

        assert asked["words"] == HELD["timeline"][-1].facts["words"]
        assert asked["by"] == on(25)

    def test_one_that_was_asked_before_words_were_kept_leads_to_the_message(self) -> None:
        held = msgspec.structs.replace(HELD["timeline"][-1], facts={**HELD["timeline"][-1].facts, "words": None})
        case = a_case(**HELD | {"timeline": [*HELD["timeline"][:-1], held]})

        assert tracked(case, CHARTER, on(8))["question"]["words"] is None

    def test_once_the_clock_runs_there_is_none(self) -> None:
        case = a_case(**HELD | {"clocks": [clock("respond", on(25))]})

        assert tracked(case, CHARTER, on(8))["question"] is None


class TestSteps:
    @pytest.mark.parametrize(
        ("name", "states"),
        [
            ("new", ["done", "current", "todo", "todo", "todo"]),
            ("late, nobody took it on", ["done", "late", "todo", "todo", "todo"]),
            ("we asked something", ["done", "done", "paused", "todo", "todo"]),
            ("answered", ["done", "done", "done", "done", "current"]),
            ("answered long ago", ["done", "done", "done", "done", "late"]),
            ("stopped", ["done", "done", "stopped", "stopped", "stopped"]),
        ],
    )
    def test_a_complaint_has_five(self, name: str, states: list[str]) -> None:
        assert list(states_of(name).values()) == states
        assert list(states_of(name)) == ["received", "understood", "looked_into", "decided", "put_right"]

    def test_where_nothing_was_promised_nothing_is_awaited(self) -> None:
        case = a_case(**ANSWERED | {"remedies": [], "clocks": []})

        assert tracked(case, CHARTER, on(12))["steps"][-1]["state"] == "none"

    def test_an_apology_is_done_with_the_answer(self) -> None:
        sorry = RemedyView(KEY, "apology", "We say sorry", 1, None, None)
        last = tracked(a_case(**ANSWERED | {"remedies": [sorry], "clocks": []}), CHARTER, on(12))["steps"][-1]

        assert (last["state"], last["at"]) == ("done", on(10))

    def test_one_promise_of_two_kept_is_not_put_right(self) -> None:
        assert states_of("answered")["put_right"] != "done"

    def test_thanks_are_received_and_passed_on(self) -> None:
        assert states_of("thanks passed on") == {"received": "done", "passed_on": "done"}

    def test_a_request_is_done_when_the_service_is_given(self) -> None:
        assert list(states_of("a request, late")) == ["received", "understood", "replied", "given"]
        assert seen("a request, late")["owed"]["is_complaint"] is False

    def test_steps_of_an_older_system_are_not_made_up(self) -> None:
        assert seen("from an older system, closed")["steps"] == []


class TestReaders:
    def test_who_follows_finds_no_door_and_no_survey(self) -> None:
        shown = seen("answered", reader=FOLLOWS)

        assert (shown["doors"], shown["survey"]) == ([], None)
        assert shown["decisions"]

    def test_who_acts_finds_both_and_is_not_addressed_as_the_person(self) -> None:
        shown = seen("answered", reader=ACTS)

        assert shown["doors"]
        assert shown["survey"] == {"handled": None, "at": None}
        assert shown["timeline"][-1]["title"] == "It was told to us"

    def test_what_a_helper_wrote_is_not_said_to_be_the_persons(self) -> None:
        shown = seen("we asked something")

        mine = [(one["yours"], one["who"]) for one in shown["messages"] if one["mine"]]
        assert mine == [(True, "You"), (False, "Somebody who acts for you")]
        theirs = seen("we asked something", reader=ACTS)["messages"]
        assert not any(one["yours"] for one in theirs)

    def test_of_whom_nothing_is_known_only_days_are_shown(self) -> None:
        assert seen("new, by a code alone")["case"]["days_only"]
        assert not seen("new")["case"]["days_only"]


def test_letters_and_calls_do_not_bury_what_happened() -> None:
    opened = entry("identity.opened", on(5), reason="To send our letter", to_bring="post")
    looked = entry("identity.opened", on(6), reason="To check the address")
    values = tracked(a_case(timeline=[opened, looked]), CHARTER, NOON, in_force=CHARTER, reader=PERSON)

    assert values["brought"] == [on(5)]
    assert [one["at"] for one in values["timeline"]] == [on(6)]


class TestAfterTheAnswer:
    def test_points_keep_their_number_and_what_was_decided(self) -> None:
        [decision] = seen("answered")["decisions"]

        assert [point["number"] for point in decision["points"]] == [1, 2]
        assert decision["points"][0]["finding"].startswith("You are right")
        assert decision["remedies"] == ["We say sorry"]

    def test_earlier_decisions_stay_behind_the_last(self) -> None:
        shown = seen("not taken on by the ombudsperson")["decisions"]

        assert [one["stage_no"] for one in shown] == [3, 1]
        assert (shown[0]["independent"], shown[1]["independent"]) == (True, False)

    def test_the_survey_is_that_of_the_present_step(self) -> None:
        said = [SurveyView(1, "poor", informed=None, treated_worse=True, words=None, answered_at=on(11))]

        assert seen("answered", surveys=said)["survey"] == {"handled": "poor", "at": on(11)}
        assert seen("decided by the ombudsperson", surveys=said)["survey"]["handled"] is None

    @pytest.mark.parametrize("name", ["new", "stopped", "from an older system, closed"])
    def test_without_an_answer_of_ours_nobody_is_asked_how_it_went(self, name: str) -> None:
        assert seen(name)["survey"] is None

    def test_thanks_say_who_was_told_and_when(self) -> None:
        assert seen("thanks passed on")["thanks"]["at"] == on(3)


class TestDoors:
    def test_after_the_answer_the_next_step_with_its_day(self) -> None:
        [door] = seen("answered")["doors"]

        assert (door["key"], door["asked_late"], door["is_direct"]) == ("review", False, False)
        assert door["ask_by"] is not None

    def test_after_that_day_the_door_stays_open_and_says_so(self) -> None:
        assert [door["asked_late"] for door in seen("answered long ago")["doors"]] == [True]

    def test_where_people_may_go_directly_there_are_two_the_next_one_first(self) -> None:
        doors = seen("answered", in_force=DIRECT)["doors"]

        assert [(door["key"], door["is_direct"]) for door in doors] == [("review", False), ("ombudsperson", True)]

    def test_that_one_is_open_from_the_first_day(self) -> None:
        assert [door["key"] for door in seen("new", in_force=DIRECT)["doors"]] == ["ombudsperson"]

    @pytest.mark.parametrize("name", ["new", "thanks passed on", "stopped", "from an older system, closed"])
    def test_shut(self, name: str) -> None:
        assert seen(name)["doors"] == []

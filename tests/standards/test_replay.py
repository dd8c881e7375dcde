"""The calendar agrees with answers that another program worked out minute by minute."""

import copy
import json
from pathlib import Path

import pytest

from standards.errors import Invalid
from standards.replay import replay_cases

KNOWN = Path(__file__).parents[3] / "shared" / "data" / "reference" / "calendar_cases_dev.json"

SMALL = {
    "calendars": {
        "office": {
            "tz": "Europe/London",
            "hours": {str(day): [["09:00", "17:00"]] for day in range(5)},
            "closed_dates": ["2026-04-03", "2026-04-06"],
        }
    },
    "cases": [
        {
            "id": "minutes",
            "kind": "minutes",
            "calendar": "office",
            "start": "2026-04-02T15:00:00Z",
            "minutes": 120,
            "pauses": [],
            "deadline": "2026-04-07T09:00:00Z",
        },
        {
            "id": "elapsed",
            "kind": "elapsed",
            "calendar": "office",
            "start": "2026-04-02T15:00:00Z",
            "end": "2026-04-07T09:00:00Z",
            "pauses": [["2026-04-07T08:00:00Z", "2026-04-07T08:30:00Z"]],
            "minutes": 90,
        },
        {
            "id": "days",
            "kind": "days",
            "calendar": "office",
            "start": "2026-04-02T16:00:00Z",
            "days": 1,
            "readings": {
                "A": {"date": "2026-04-07", "close": "2026-04-07T16:00:00Z"},
                "B": {"date": "2026-04-07", "close": "2026-04-07T16:00:00Z"},
                "C": {"date": "2026-04-08", "close": "2026-04-08T16:00:00Z"},
            },
        },
    ],
}


@pytest.mark.skipif(not KNOWN.exists(), reason="the development data is not beside this checkout")
def test_every_known_answer_comes_out_the_same():
    document = json.loads(KNOWN.read_text(encoding="utf-8"))

    assert len(document["cases"]) > 300
    assert replay_cases(document) == []


def test_a_small_document_comes_out_the_same():
    assert replay_cases(SMALL) == []


def test_a_wrong_answer_is_told_with_both_values():
    document = copy.deepcopy(SMALL)
    document["cases"][0]["deadline"] = "2026-04-07T09:01:00Z"
    document["cases"][2]["readings"]["C"]["date"] = "2026-04-07"

    first, second = replay_cases(document)

    assert (first.case, first.expected, first.found) == (
        "minutes",
        "2026-04-07 09:01:00+00:00",
        "2026-04-07 09:00:00+00:00",
    )
    assert (second.case, second.reading, second.found) == ("days", "C", "2026-04-08")


@pytest.mark.parametrize("document", [{}, {"calendars": {}, "cases": [{"kind": "weeks", "calendar": "x"}]}])
def test_another_kind_of_document_is_refused(document):
    with pytest.raises(Invalid, match="known-answer cases"):
        replay_cases(document)

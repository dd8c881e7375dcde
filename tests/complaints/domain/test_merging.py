"""A text that was changed is brought onto a newer one without undoing what changed there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.merging import Merged, merged

BASE = "one\ntwo\nthree\nfour\n"
TEXTS = st.lists(st.sampled_from(["one\n", "two\n", "three\n", "four\n", "five\n"]), max_size=8).map("".join)


TWO = BASE.replace("two", "TWO")


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        pytest.param(TWO, BASE.replace("four", "FOUR"), Merged("one\nTWO\nthree\nFOUR\n", 0), id="apart"),
        pytest.param(TWO, BASE.replace("two", "2"), Merged(TWO, 1), id="the same line"),
        pytest.param(TWO, TWO, Merged(TWO, 0), id="alike"),
        pytest.param(f"{BASE}mine\n", f"{BASE}theirs\n", Merged(f"{BASE}theirs\nmine\n", 0), id="both added"),
        pytest.param("one\nfour\n", f"{BASE}five\n", Merged("one\nfour\nfive\n", 0), id="taken away and added"),
        pytest.param(BASE.strip(), BASE, Merged(BASE.strip(), 0), id="no end of the last line"),
    ],
)
def test_takes_from_both_sides(mine: str, theirs: str, expected: Merged):
    assert merged(BASE, mine, theirs) == expected


@given(TEXTS, TEXTS)
def test_where_only_one_side_changed_its_text_is_the_result(base: str, changed: str):
    assert merged(base, changed, base) == Merged(changed, 0)
    assert merged(base, base, changed) == Merged(changed, 0)
    assert merged(base, changed, changed) == Merged(changed, 0)


@given(TEXTS, TEXTS, TEXTS)
def test_every_line_of_the_result_comes_from_one_of_the_texts(base: str, mine: str, theirs: str):
    joined = merged(base, mine, theirs)

    assert {*joined.text.splitlines()} <= {*base.splitlines(), *mine.splitlines(), *theirs.splitlines()}

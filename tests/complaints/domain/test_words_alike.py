"""Texts that are nearly the same, and words that look like danger."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.same_words import same_words
from complaints.domain.worry import is_worrying

STORY = "The bins in Harbour Street were not emptied for three weeks and nobody answers the telephone"


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (STORY, True),
        (STORY.upper() + "!!", True),
        (f"{STORY}, please help", True),
        ("The bins in Hill Road were emptied late on Monday and it smells", False),
        ("bins", False),
        ("", False),
    ],
)
def test_texts_are_the_same_when_few_words_differ(other: str, alike) -> None:
    assert same_words(STORY, other) is alike


def test_a_few_words_are_the_same_only_as_a_whole() -> None:
    assert same_words("No heating!", "no heating")
    assert not same_words("No heating", "No heating yet")


@given(st.text(), st.text())
def test_it_does_not_matter_which_came_first(one: str, other: str) -> None:
    assert same_words(one, other) == same_words(other, one)


@pytest.mark.parametrize(
    "words",
    ["I want to kill myself.", "he WILL  kill me", "I don\u2019t want to live", "Now self-harm", "he hits me, often"],
)
def test_words_that_look_like_danger_are_noticed(words: str) -> None:
    assert is_worrying(words)


@pytest.mark.parametrize("words", ["", "The bus killed the engine", "You are killing our park", "fire station"])
def test_other_words_are_left_alone(words: str) -> None:
    assert not is_worrying(words)

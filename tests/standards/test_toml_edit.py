"""A document edited in place: what is not changed keeps its comments, its order and its layout."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.toml_edit import NoSuchTable, TomlText, item

BINS = """\
[services.bins] # weekly
name = "Bins"  # as people say
words = ["bin", "rubbish", # and more
  "trash"]
# about the next

# --- Roads ---

[services.roads]
name = "Roads"
"""

LISTS = """\
[calendars.office]
name = "Office"
# shut
closures = [
  { every = "06-03", why = "Harbour Day" }, # harbour
  # in winter
  { every = "12-27", why = "Winter" },
]

[[calendars.office.open]]
on = 2026-05-04
# the fair

# the market
[[calendars.office.open]]
on = 2026-06-06

# --- the end
"""


def test_a_value_is_set_and_the_remark_behind_it_stays():
    text = TomlText(BINS)

    text.put(("services", "bins"), "name", "Bin collection")

    assert text.text == BINS.replace('"Bins"  #', '"Bin collection"  #')


def test_a_value_that_is_the_same_changes_nothing():
    text = TomlText(BINS)

    text.put(("services", "bins"), "name", "Bins")
    text.put_list(("services", "bins"), "words", ["bin", "rubbish", "trash"])

    assert text.text == BINS


def test_a_new_value_stands_behind_the_last_one_and_before_the_comments():
    text = TomlText(BINS)

    text.put(("services", "bins"), "since", date(2026, 5, 1))

    assert '  "trash"]\nsince = 2026-05-01\n# about the next\n' in text.text


def test_a_value_goes_with_its_own_remark_and_nothing_else():
    text = TomlText(BINS)

    text.take_out(("services", "bins"), "name")
    text.take_out(("services", "bins"), "never there")

    assert text.text == BINS.replace('name = "Bins"  # as people say\n', "")


def test_words_come_and_go_in_a_list_that_keeps_its_layout():
    text = TomlText(BINS)

    text.put_list(("services", "bins"), "words", ["bin", "rubbish", "garbage"])

    assert 'words = ["bin", "rubbish", # and more\n  "garbage"]' in text.text


def test_words_in_another_order_make_a_new_list():
    text = TomlText(BINS)

    text.put_list(("services", "bins"), "words", ["trash", "bin"])

    assert 'words = ["trash", "bin"]\n# about the next' in text.text


def test_a_table_is_added_behind_its_likes_and_before_the_next_heading():
    text = TomlText(BINS.replace("[services.roads]", "[standards.roads]"))

    text.add_table(("services", "lamps"), {"name": "Lamps"})

    assert '# about the next\n\n[services.lamps]\nname = "Lamps"\n\n# --- Roads ---\n\n[standards' in text.text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("[a.b]\nx = 1", '[a.b]\nx = 1\n\n[a.c]\nname = "Lamps"\n', id="no line end at the end"),
        pytest.param("[b]\nx = 1\n", '[b]\nx = 1\n\n[a.c]\nname = "Lamps"\n', id="the first of its kind"),
        pytest.param(
            "[a.b]\nx = 1\n[b]\n[a.d]\n[a.d.e]\ny = 2\n# end\n",
            '[a.b]\nx = 1\n[b]\n[a.d]\n[a.d.e]\ny = 2\n# end\n\n[a.c]\nname = "Lamps"\n',
            id="out of order, the last one with a table of its own",
        ),
        pytest.param("[a.b]\r\nx = 1\r\n", '[a.b]\r\nx = 1\r\n\r\n[a.c]\r\nname = "Lamps"\r\n', id="another line end"),
    ],
)
def test_a_table_is_added_to(before: str, after: str):
    text = TomlText(before)

    text.add_table(("a", "c"), {"name": "Lamps"})

    assert text.text == after


def test_a_list_over_several_lines_grows_and_shrinks_by_a_line():
    text = TomlText(LISTS)
    office = ("calendars", "office")

    text.append(office, "closures", {"on": date(2026, 5, 5), "why": 'The "big" day'})
    grown = text.text
    text.drop(office, "closures", 2)

    assert '  { every = "12-27", why = "Winter" },\n  { on = 2026-05-05, why = "The \\"big\\" day" },\n]' in grown
    assert text.text == LISTS


def test_a_list_of_tables_grows_before_the_comments_that_follow_it():
    text = TomlText(LISTS)

    text.append(("calendars", "office"), "open", {"on": date(2026, 7, 7)})

    assert text.text.endswith("on = 2026-06-06\n\n[[calendars.office.open]]\non = 2026-07-07\n\n# --- the end\n")


@pytest.mark.parametrize("index", [0, 1])
def test_a_list_of_tables_shrinks_and_every_comment_stays(index: int):
    text = TomlText(LISTS)

    text.drop(("calendars", "office"), "open", index)

    assert text.text.count("[[calendars.office.open]]") == 1
    assert _comments(text.text) == _comments(LISTS)


def test_a_comment_before_the_bracket_of_a_list_is_in_nobodys_way():
    before = "[a]\nx = [\n  { n = 1 }\n  # more to come\n]\n"
    text = TomlText(before)

    text.append(("a",), "x", {"n": 2})

    assert text.values(("a",)) == {"x": [{"n": 2}, {"n": 1}]}
    assert "# more to come" in text.text


def test_a_list_that_is_not_there_is_made():
    text = TomlText(LISTS)

    text.append(("calendars", "office"), "recurring", {"day": "monday"})

    assert ']\nrecurring = [{ day = "monday" }]\n\n[[' in text.text


def test_tables_in_one_line_are_edited_too():
    text = TomlText("services = { bins = { name = 'Bins' } }\n")

    text.put(("services", "bins"), "name", "Bin collection")
    text.put(("services", "bins"), "unit", "waste")

    assert text.values(("services", "bins")) == {"name": "Bin collection", "unit": "waste"}


def test_what_is_not_there_is_said():
    text = TomlText(BINS)

    with pytest.raises(NoSuchTable):
        text.put(("services", "lamps"), "name", "Lamps")


@given(st.text())
def test_any_text_comes_back_as_it_was(words: str):
    text = TomlText(BINS)

    text.put(("services", "bins"), "name", words)
    text.append(("services", "bins"), "closures", {"why": words})

    assert text.values(("services", "bins"))["name"] == words
    assert text.values(("services", "bins"))["closures"] == [{"why": words}]


def test_a_table_in_one_line_has_room_inside_its_brackets():
    assert item({"on": date(2026, 5, 4), "hours": ["09:00-13:00"]}).as_string() == (
        '{ on = 2026-05-04, hours = ["09:00-13:00"] }'
    )


def _comments(text: str) -> list[str]:
    return [line.partition("#")[2] for line in text.splitlines() if "#" in line]

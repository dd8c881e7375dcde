"""Every value of a TOML document knows its line."""

from standards.charter_lines import line_map, line_of, path_words

DOCUMENT = '''# a comment with [brackets] and "quotes"
top = "a # that is no comment"

[one.two]
key = 1
list = [
  { on = 2026-01-01, why = "x" },  # a comment
  { on = 2026-01-02, why = "y, z" },
]
words = """
several
lines"""
"quoted key" = 'x'
dotted.inside = true

[[items]]
code = "a"

[[items]]
code = "b"

[items.sub]
deep = 2.5
'''


def test_finds_tables_keys_and_items():
    lines = line_map(DOCUMENT)

    assert lines["top",] == 2
    assert lines["one", "two"] == 4
    assert lines["one", "two", "key"] == 5
    assert lines["one", "two", "list", 1] == 8
    assert lines["one", "two", "list", 1, "why"] == 8
    assert lines["one", "two", "quoted key"] == 13
    assert lines["one", "two", "dotted", "inside"] == 14
    assert lines["items", 0, "code"] == 17
    assert lines["items", 1, "code"] == 20
    assert lines["items", 1, "sub", "deep"] == 23


def test_falls_back_to_what_stands_around():
    lines = line_map(DOCUMENT)

    assert line_of(lines, ("items", 1, "missing")) == 19
    assert line_of(lines, ("nowhere",)) is None


def test_writes_paths_counting_items_from_one():
    assert path_words(("ladder", 2, "rank")) == "ladder[3].rank"

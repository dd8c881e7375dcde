"""Charts are numbers: where they fall, and that they stay on the sheet."""

import re
from itertools import pairwise

import pytest

from complaints.kernel.rendering import templates_dir
from reports.domain.charts import SERIES_TONES, Bar, Bars, MultipleRow, Multiples, Stack, StackRow, draw
from reports.domain.drawing import Box, Dot, Drawing, Line, Words, scale_top, text_width, wrap
from reports.domain.drawing import Path as Polyline
from reports.domain.line_charts import Control, Lines, Series

LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwenversorgung und Beschwerden"
PLOTS = [
    pytest.param(Bars((Bar("Streets", 90, "90 (45.0%)"), Bar(LONG, 4, "[c]"), Bar("None", 0, "0"))), id="bars"),
    pytest.param(Bars(()), id="no bars"),
    pytest.param(
        Stack(("in time", "late", "waiting late", "waiting"), (StackRow("Streets", (9, 5, 2, 1), "17"),)), id="a stack"
    ),
    pytest.param(Stack(("in time", "late"), (StackRow(LONG, (None, None), "[c]"),)), id="a hidden stack"),
    pytest.param(Multiples("Jan 2015", "Aug 2015", (MultipleRow("Streets", (1, None, 900), "900"),)), id="multiples"),
    pytest.param(
        Control(tuple(f"{n} Jan" for n in range(1, 29)), tuple(float(n % 9) for n in range(28))), id="control"
    ),
    pytest.param(Control(("1 Jan",), (3.0,)), id="one point"),
    pytest.param(Control((), ()), id="no points"),
    pytest.param(
        Lines(("Jan", "Feb", "Mar"), (Series("Streets", (1.0, None, 3.0)), Series("Parks", (3.0, 3.0, 3.0)))),
        id="lines",
    ),
]


@pytest.mark.parametrize("width", [640, 330])
@pytest.mark.parametrize("plot", PLOTS)
def test_nothing_leaves_the_sheet(plot, width):
    sheet = draw(plot, width)

    for left, top, right, bottom in _edges(sheet):
        assert left >= -1
        assert top >= -1
        assert right <= sheet.width + 1
        assert bottom <= sheet.height + 1


def test_bars_are_as_long_as_their_values():
    sheet = draw(Bars((Bar("a", 50, "50"), Bar("b", 100, "100"))), 640)
    short, long = (shape for shape in sheet.shapes if isinstance(shape, Box))

    assert long.width == pytest.approx(2 * short.width, abs=0.2)


def test_a_hidden_bar_has_no_length_but_its_mark():
    sheet = draw(Bars((Bar("a", 50, "50"), Bar("b", None, "[c]"))), 640)

    assert sum(isinstance(shape, Box) for shape in sheet.shapes) == 1
    assert "[c]" in [shape.text for shape in sheet.shapes if isinstance(shape, Words)]


def test_unusual_values_have_another_shape():
    values = (42.0, 47, 39, 44, 51, 46, 40, 43, 48, 45, 41, 47, 44, 78, 46, 43)
    sheet = draw(Control(tuple("abcdefghijklmnop"), values), 640)

    assert [dot.unusual for dot in sheet.shapes if isinstance(dot, Dot)] == [False] * 13 + [True] + [False] * 2


def test_without_enough_points_no_limits_are_drawn():
    sheet = draw(Control(tuple("abcdefghijk"), tuple(float(n) for n in range(11))), 640)

    assert not [line for line in sheet.shapes if isinstance(line, Line) and line.stroke in ("mean", "limit")]


def test_a_gap_in_a_line_is_a_gap():
    sheet = draw(Lines(tuple("abcd"), (Series("x", (1.0, 2.0, None, 4.0)),)), 640)

    assert [len(path.points) for path in sheet.shapes if isinstance(path, Polyline)] == [2, 1]


def test_names_of_lines_do_not_touch():
    series = tuple(Series(name, (5.0, 5.0)) for name in ("one", "two", "three", "four"))
    sheet = draw(Lines(("a", "b"), series), 640)
    heights = sorted(shape.y for shape in sheet.shapes if isinstance(shape, Words) and shape.bold)

    assert all(below - above >= 12 for above, below in pairwise(heights))


@pytest.mark.parametrize(
    ("largest", "top"), [(0, 1), (7, 8), (43, 50), (78, 80), (99, 100), (100, 100), (2951, 3000), (0.3, 0.3)]
)
def test_scales_end_on_round_numbers(largest, top):
    found, step = scale_top(largest)

    assert found == pytest.approx(top)
    assert found / step == pytest.approx(round(found / step))


def test_a_name_that_is_too_long_is_cut_and_says_so():
    lines = wrap(LONG, 120)

    assert len(lines) <= 2
    assert any(line.endswith("\u2026") for line in lines)


def test_neighbouring_tones_differ_in_a_grey_print():
    template = (templates_dir() / "reports" / "_charts.html").read_text()
    colours = dict(re.findall(r'"(strong|mid)": {"fill": "(#\w{6})"}', template)) | {"light": "#ffffff"}
    light = [_luminance(colours[tone]) for tone in SERIES_TONES if tone in colours]

    for one, other in pairwise(light):
        assert (max(one, other) + 0.05) / (min(one, other) + 0.05) >= 3


def _edges(sheet: Drawing):
    for shape in sheet.shapes:
        if isinstance(shape, Box):
            yield shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
        elif isinstance(shape, Line):
            yield min(shape.x1, shape.x2), min(shape.y1, shape.y2), max(shape.x1, shape.x2), max(shape.y1, shape.y2)
        elif isinstance(shape, Dot):
            yield shape.x - 3, shape.y - 3, shape.x + 3, shape.y + 3
        elif isinstance(shape, Words):
            width = text_width(shape.text, shape.size)
            left = shape.x - {"start": 0, "middle": width / 2, "end": width}[shape.anchor]
            yield left, shape.y - shape.size * 0.75, left + width, shape.y + 2


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

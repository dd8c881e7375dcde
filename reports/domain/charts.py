"""Charts by hand: what is to be drawn, and the drawing for a page of a given width."""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from reports.domain.drawing import (
    SMALL_SIZE,
    TEXT_SIZE,
    Box,
    Drawing,
    Line,
    Shape,
    Tone,
    Words,
    place,
    text_width,
    wrap,
)
from reports.domain.line_charts import Control, Lines, draw_control, draw_lines

NARROW: Final = 420
ROW: Final = 22.0
GAP: Final = 8.0
LINE: Final = 14.0
BAR: Final = 13.0
SAMPLE: Final = 10.0
# Neighbours differ in a grey print: see the test of the palette.
SERIES_TONES: Final[tuple[Tone, ...]] = ("mid", "strong", "light", "hatch")


class Bar(msgspec.Struct, frozen=True):
    """One bar: its name, its length, and what is printed beside it. A hidden one has no length."""

    label: str
    value: float | None
    text: str


class Bars(msgspec.Struct, frozen=True, tag_field="plot", tag="bars"):
    """Bars from zero, one under the other."""

    bars: tuple[Bar, ...]
    top: float | None = None


class StackRow(msgspec.Struct, frozen=True):
    label: str
    values: tuple[int | None, ...]
    text: str


class Stack(msgspec.Struct, frozen=True, tag_field="plot", tag="stack"):
    """Bars made of up to four parts, whose names stand above them."""

    series: tuple[str, ...]
    rows: tuple[StackRow, ...]


class MultipleRow(msgspec.Struct, frozen=True):
    label: str
    values: tuple[int | None, ...]
    text: str


class Multiples(msgspec.Struct, frozen=True, tag_field="plot", tag="multiples"):
    """Many small charts on one scale: a row of columns each, the last value printed."""

    first: str
    last: str
    rows: tuple[MultipleRow, ...]


Plot = Bars | Stack | Multiples | Lines | Control


def draw(plot: Plot, width: float) -> Drawing:
    """Return the drawing of *plot* on a sheet *width* wide."""
    match plot:
        case Bars():
            return draw_bars(plot, width)
        case Stack():
            return draw_stack(plot, width)
        case Multiples():
            return draw_multiples(plot, width)
        case Lines():
            return draw_lines(plot, width)
        case Control():
            return draw_control(plot, width)


def draw_bars(plot: Bars, width: float) -> Drawing:
    """Draw horizontal bars with their names at the left, or above them on a narrow sheet."""
    rows = _Rows(width, [bar.label for bar in plot.bars], [bar.text for bar in plot.bars])
    top = plot.top or max((bar.value or 0 for bar in plot.bars), default=0) or 1
    shapes: list[Shape] = []
    for bar, (labels, y) in zip(plot.bars, rows.places(), strict=True):
        shapes += labels
        length = (bar.value or 0) / top * rows.room
        if length > 0:
            shapes.append(Box(place(rows.left), place(y - BAR / 2), place(max(length, 1)), BAR, "mid"))
        shapes.append(_value(rows.left + length + 5, y, bar.text))
    shapes.append(Line(place(rows.left), 0, place(rows.left), place(rows.height), "axis"))
    return Drawing(width, place(rows.height), tuple(shapes))


def draw_stack(plot: Stack, width: float) -> Drawing:
    """Draw bars in parts; above them stands what each tone means, in the order of the parts."""
    names, head = _names(plot.series, width)
    rows = _Rows(width, [row.label for row in plot.rows], [row.text for row in plot.rows], head=head)
    longest = max((sum(value or 0 for value in row.values) for row in plot.rows), default=0) or 1
    shapes: list[Shape] = [*names]
    for row, (labels, y) in zip(plot.rows, rows.places(), strict=True):
        shapes += labels
        x = rows.left
        for series, value in enumerate(row.values):
            length = (value or 0) / longest * rows.room
            if length > 0:
                shapes.append(Box(place(x), place(y - BAR / 2), place(length), BAR, SERIES_TONES[series]))
            x += length
        shapes.append(_value(x + 5, y, row.text))
    return Drawing(width, place(rows.height), tuple(shapes))


def draw_multiples(plot: Multiples, width: float) -> Drawing:
    """Draw a row of small columns for each label, all on the scale of the largest."""
    rows = _Rows(width, [row.label for row in plot.rows], [row.text for row in plot.rows], tall=14)
    top = max((value or 0 for row in plot.rows for value in row.values), default=0) or 1
    shapes: list[Shape] = []
    for row, (labels, y) in zip(plot.rows, rows.places(), strict=True):
        shapes += labels
        step = rows.room / max(len(row.values), 1)
        base = y + (BAR + 14) / 2
        for number, value in enumerate(row.values):
            height = (value or 0) / top * (BAR + 12)
            tone: Tone = "strong" if number == len(row.values) - 1 else "mid"
            if height > 0:
                x = rows.left + number * step
                height = max(height, 0.6)
                shapes.append(Box(place(x), place(base - height), place(max(step - 1.5, 1)), place(height), tone))
        shapes.append(Line(place(rows.left), place(base), place(rows.left + rows.room), place(base), "grid"))
        shapes.append(_value(rows.left + rows.room + 6, base - 4, row.text))
    y = rows.height + LINE
    shapes.append(Words(place(rows.left), place(y), plot.first, size=SMALL_SIZE))
    shapes.append(Words(place(rows.left + rows.room), place(y), plot.last, "end", SMALL_SIZE))
    return Drawing(width, place(y + 4), tuple(shapes))


class _Rows:
    """Where each row of a chart stands: its name at the left, or above on a narrow sheet."""

    def __init__(
        self, width: float, labels: Sequence[str], texts: Sequence[str], *, head: float = 0, tall: float = 0
    ) -> None:
        self.narrow = width < NARROW
        longest = max((text_width(label) for label in labels), default=0)
        self.left = 0.5 if self.narrow else min(longest, width * 0.3) + GAP
        self.room = width - self.left - max((text_width(text) for text in texts), default=0) - 10
        self.labels = labels
        self.tall = tall
        self.head = head
        self.lines = [wrap(label, width if self.narrow else self.left - GAP) for label in labels]
        self.height = head + sum(self._height(lines) for lines in self.lines)

    def places(self) -> Iterator[tuple[list[Shape], float]]:
        """Yield the words of each row's name and the middle of its bar."""
        y = self.head
        for lines in self.lines:
            height = self._height(lines)
            if self.narrow:
                words = [
                    Words(0, place(y + LINE * (number + 1) - 1), line, size=SMALL_SIZE)
                    for number, line in enumerate(lines)
                ]
                middle = y + LINE * len(lines) + 2 + (BAR + self.tall) / 2
            else:
                middle = y + height / 2
                first = middle - LINE * (len(lines) - 1) / 2 + TEXT_SIZE * 0.36
                words = [
                    Words(place(self.left - GAP), place(first + LINE * number), line, "end")
                    for number, line in enumerate(lines)
                ]
            yield list(words), middle
            y += height

    def _height(self, lines: Sequence[str]) -> float:
        if self.narrow:
            return LINE * len(lines) + BAR + self.tall + GAP
        return max(ROW + self.tall, LINE * len(lines) + 4)


def _value(x: float, y: float, text: str) -> Words:
    return Words(place(x), place(y + TEXT_SIZE * 0.36), text, bold=True)


def _names(series: Sequence[str], width: float) -> tuple[list[Shape], float]:
    """Return the name of each part beside a sample of its tone, and how high they stand."""
    shapes: list[Shape] = []
    x, y = 0.0, LINE - 3
    for number, name in enumerate(series):
        room = SAMPLE + 5 + text_width(name)
        if x > 0 and x + room > width:
            x, y = 0.0, y + LINE + 3
        shapes.append(Box(place(x), place(y - SAMPLE + 1), SAMPLE, SAMPLE, SERIES_TONES[number]))
        shapes.append(Words(place(x + SAMPLE + 5), place(y), name))
        x += room + 16
    return shapes, y + GAP

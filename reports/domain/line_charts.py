"""Charts over time: up to four lines, and the control chart that says what is usual."""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from reports.domain.control_charts import individuals
from reports.domain.drawing import (
    SMALL_SIZE,
    Anchor,
    Dot,
    Drawing,
    Line,
    Path,
    Shape,
    Stroke,
    Words,
    place,
    scale_top,
    text_width,
    ticks,
)
from reports.domain.wording import number as number_words

HEIGHT: Final = 190.0
TOP: Final = 12.0
BOTTOM: Final = 24.0
DASHES: Final[tuple[Stroke, ...]] = ("solid", "dashed", "dotted", "dashdot")
MOST_LINES: Final = len(DASHES)


class Series(msgspec.Struct, frozen=True):
    name: str
    values: tuple[float | None, ...]


class Lines(msgspec.Struct, frozen=True, tag_field="plot", tag="lines"):
    """Up to four lines from zero, each named at its end."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    decimals: int = 0
    suffix: str = ""


class Control(msgspec.Struct, frozen=True, tag_field="plot", tag="control"):
    """One value after the other, with the mean and the limits of what is usual."""

    labels: tuple[str, ...]
    values: tuple[float, ...]
    decimals: int = 0
    suffix: str = ""


def draw_lines(plot: Lines, width: float) -> Drawing:
    """Draw lines with their names at the right, moved apart where they would touch."""
    series = plot.series[:MOST_LINES]
    known = [value for line in series for value in line.values if value is not None]
    names = [line.name for line in series]
    frame = _Frame(width, plot.labels, max(known, default=0), _Marks(plot.decimals, plot.suffix), names)
    shapes = list(frame.background())
    for line, stroke in zip(series, DASHES, strict=False):
        shapes += [Path(stretch, stroke) for stretch in frame.stretches(line.values)]
    ends = [(next((v for v in reversed(line.values) if v is not None), None), line.name) for line in series]
    wanted = [(frame.y(value), name) for value, name in ends if value is not None]
    shapes += [Words(place(frame.right + 7), place(y + 4), name, bold=True) for y, name in _apart(wanted)]
    return Drawing(width, HEIGHT, tuple(shapes))


def draw_control(plot: Control, width: float) -> Drawing:
    """Draw values with mean and limits; unusual ones have another shape."""
    chart = individuals(plot.values, floor=0)
    marks = _Marks(plot.decimals, plot.suffix)
    notes = []
    if chart:
        notes = [
            (chart.upper, f"usual, at most {marks(chart.upper)}"),
            (chart.mean, f"mean {marks(chart.mean)}"),
            (chart.lower, f"usual, at least {marks(chart.lower)}"),
        ]
    largest = max([*plot.values, *(value for value, _ in notes)], default=0)
    frame = _Frame(width, plot.labels, largest, marks, [text for _, text in notes])
    shapes = list(frame.background())
    for value, text in notes:
        stroke: Stroke = "mean" if text.startswith("mean") else "limit"
        shapes.append(Line(frame.left, frame.y(value), frame.right, frame.y(value), stroke))
    shapes += [Path(stretch, "solid") for stretch in frame.stretches(plot.values)]
    unusual = set(chart.unusual) if chart else set()
    shapes += [Dot(frame.x(spot), frame.y(value), spot in unusual) for spot, value in enumerate(plot.values)]
    beside = _apart([(frame.y(value), text) for value, text in notes])
    shapes += [Words(place(frame.right + 7), place(y + 4), text, size=SMALL_SIZE) for y, text in beside]
    return Drawing(width, HEIGHT, tuple(shapes))


class _Frame:
    """The axes of a chart over time, and where a value stands in them."""

    def __init__(
        self, width: float, labels: Sequence[str], largest: float, marks: "_Marks", beside: Sequence[str]
    ) -> None:
        self.top, self.step = scale_top(largest)
        self.marks = marks
        self.labels = labels
        self.width = width
        self.left = place(max(text_width(marks(tick), SMALL_SIZE) for tick in ticks(self.top, self.step)) + 8)
        self.right = place(width - max((text_width(text, SMALL_SIZE) + 10 for text in beside), default=8))

    def x(self, spot: int) -> float:
        steps = max(len(self.labels) - 1, 1)
        return place(self.left + 6 + spot / steps * (self.right - self.left - 12))

    def y(self, value: float) -> float:
        return place(TOP + (1 - value / self.top) * (HEIGHT - TOP - BOTTOM))

    def background(self) -> Iterator[Shape]:
        """Yield grid lines, their numbers, and as many labels below as fit."""
        for tick in ticks(self.top, self.step):
            y = self.y(tick)
            yield Line(self.left, y, self.right, y, "axis" if tick == 0 else "grid")
            yield Words(place(self.left - 6), place(y + 3.5), self.marks(tick), "end", SMALL_SIZE)
        widest = max((text_width(label, SMALL_SIZE) for label in self.labels), default=0) + 12
        fit = max(int((self.right - self.left) / widest), 1)
        every = max(-(-len(self.labels) // fit), 1)
        for spot in range(0, len(self.labels), every):
            anchor: Anchor = "start" if spot == 0 else "middle"
            x = self.left if spot == 0 else self.x(spot)
            if spot == 0 or x + widest / 2 <= self.right + 10:
                yield Words(place(x), place(HEIGHT - 6), self.labels[spot], anchor, SMALL_SIZE)

    def stretches(self, values: Sequence[float | None]) -> Iterator[tuple[tuple[float, float], ...]]:
        """Yield the points of each unbroken stretch of known values."""
        points: list[tuple[float, float]] = []
        for spot, value in enumerate(values):
            if value is not None:
                points.append((self.x(spot), self.y(value)))
            elif points:
                yield tuple(points)
                points = []
        if points:
            yield tuple(points)


class _Marks:
    """How the numbers of an axis are written."""

    def __init__(self, decimals: int, suffix: str) -> None:
        self.decimals = decimals
        self.suffix = suffix

    def __call__(self, value: float) -> str:
        decimals = self.decimals if value != int(value) else 0
        return f"{number_words(value, decimals)}{self.suffix}"


def _apart(wanted: Sequence[tuple[float, str]], room: float = 13.0) -> list[tuple[float, str]]:
    """Move words down until none touches another, and all of them up if that leaves the sheet."""
    placed: list[tuple[float, str]] = []
    for y, text in sorted(wanted):
        placed.append((max(y, placed[-1][0] + room) if placed else y, text))
    over = max(placed[-1][0] - (HEIGHT - BOTTOM), 0) if placed else 0
    return [(y - over, text) for y, text in placed]

"""The lines, boxes and words a chart is made of: pure numbers, in the pixels of the page."""

from math import floor, log10
from typing import Final, Literal

import msgspec

Tone = Literal["strong", "mid", "light", "hatch"]
Stroke = Literal["axis", "grid", "mean", "limit", "solid", "dashed", "dotted", "dashdot"]
Anchor = Literal["start", "middle", "end"]

TEXT_SIZE: Final = 11.5
SMALL_SIZE: Final = 10.5

# The width of a sign of the page's typeface, on average and for digits, in its own size.
SIGN_WIDTH: Final = 0.57


class Box(msgspec.Struct, frozen=True, tag_field="shape", tag="box"):
    x: float
    y: float
    width: float
    height: float
    tone: Tone


class Line(msgspec.Struct, frozen=True, tag_field="shape", tag="line"):
    x1: float
    y1: float
    x2: float
    y2: float
    stroke: Stroke


class Path(msgspec.Struct, frozen=True, tag_field="shape", tag="path"):
    points: tuple[tuple[float, float], ...]
    stroke: Stroke


class Dot(msgspec.Struct, frozen=True, tag_field="shape", tag="dot"):
    """A value: round when it is usual, a filled diamond when it is not."""

    x: float
    y: float
    unusual: bool = False


class Words(msgspec.Struct, frozen=True, tag_field="shape", tag="words"):
    x: float
    y: float
    text: str
    anchor: Anchor = "start"
    size: float = TEXT_SIZE
    bold: bool = False


Shape = Box | Line | Path | Dot | Words


class Drawing(msgspec.Struct, frozen=True):
    """Shapes on a sheet of a known size."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


def place(value: float) -> float:
    """Return a coordinate short enough to print: equal charts give equal text."""
    rounded = round(value, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def text_width(text: str, size: float = TEXT_SIZE) -> float:
    """Return roughly how wide *text* is set."""
    return len(text) * size * SIGN_WIDTH


def wrap(text: str, width: float, *, size: float = TEXT_SIZE, lines: int = 2) -> list[str]:
    """Break *text* between words into at most *lines* lines of *width*; what does not fit is cut and says so."""
    room = max(int(width / (size * SIGN_WIDTH)), 4)
    broken = [""]
    for word in text.split():
        longer = f"{broken[-1]} {word}".strip()
        if len(longer) <= room or not broken[-1]:
            broken[-1] = longer
        else:
            broken.append(word)
    if len(broken) > lines:
        broken = [*broken[: lines - 1], " ".join(broken[lines - 1 :])]
    return [line if len(line) <= room else f"{line[: room - 1].rstrip()}\u2026" for line in broken]


def scale_top(largest: float) -> tuple[float, float]:
    """Return a round number at or above *largest*, and a round step towards it."""
    if largest <= 0:
        return 1.0, 1.0
    step = 10 ** floor(log10(largest))
    for part in (0.2, 0.25, 0.5, 1, 2, 2.5):
        width = step * part
        steps = -(-largest // width)
        if steps <= 5:  # noqa: PLR2004 - more grid lines than this are noise
            return width * steps, width
    return step * 10.0, step * 2.5


def ticks(top: float, step: float) -> list[float]:
    """Return the places of the grid lines from zero to *top*."""
    return [step * number for number in range(round(top / step) + 1)]

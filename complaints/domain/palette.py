"""The colours of a page, all taken from the one an authority names, and never too faint to read."""

import re
from typing import Self

import msgspec

READABLE = 4.5
"""The least contrast of text to its ground (WCAG 2.2, 1.4.3)."""

WHITE, BLACK = "#ffffff", "#000000"
GROUNDS = ("#f4f1ea", "#e9e3d6")
"""The paper that words in the authority's colour may stand on, beside white and the tint."""

DEEPER, PALER, STEP = 1 / 3, 0.89, 0.05
BEND = 0.04045
"""Where the curve of sRGB leaves its straight beginning (IEC 61966-2-1)."""

_WRITTEN = re.compile(r"#[0-9a-f]{6}")


class Palette(msgspec.Struct, frozen=True):
    """
    The colours made of one: the ground of buttons, the same under a pointer, a breath of it, and words in it.

    White can be read on `brand` and `deep`; `ink` and `deep` can be read on every light ground.
    """

    brand: str
    deep: str
    tint: str
    ink: str

    @classmethod
    def of(cls, colour: str) -> Self:
        """Return the palette of *colour*, written #135057; raise ValueError where white could not be read on it."""
        brand = colour.lower()
        if not _WRITTEN.fullmatch(brand):
            raise ValueError(f"{colour!r} is no colour. Write it like #135057.")
        if (found := contrast(brand, WHITE)) < READABLE:
            raise ValueError(
                f"White words on {colour} could not be read: the contrast is {found:.2f} to 1, at least {READABLE} is"
                " needed. Take a darker shade."
            )
        tint = mixed(brand, WHITE, PALER)
        ink = _readable(brand, tint)
        return cls(brand, _readable(mixed(brand, BLACK, DEEPER), tint), tint, ink)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG counts it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """Return *colour* with this share of *other* stirred in."""
    parts = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(mine * (1 - share) + theirs * share):02x}" for mine, theirs in parts)


def _readable(colour: str, tint: str) -> str:
    """Return the first shade from *colour* downwards that can be read on every light ground."""
    shade = colour
    share = STEP
    while min(contrast(shade, ground) for ground in (*GROUNDS, tint)) < READABLE:
        shade = mixed(colour, BLACK, share)
        share += STEP
    return shade


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= BEND else ((part + 0.055) / 1.055) ** 2.4


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue

"""How pages look for one authority: its colours as a stylesheet, its logo as a checked picture."""

import hashlib
import re
from pathlib import Path

import msgspec

from complaints.domain.palette import Palette
from standards.errors import Fault, Invalid

HEAVIEST_LOGO = 20_000
"""Bytes of a logo: with it the first page still arrives quickly on a weak line."""

PNG = b"\x89PNG\r\n\x1a\n"
LIVELY = re.compile(
    r"<!(?:doctype|entity)|<\?xml-stylesheet|<(?:\w+:)?(?:script|foreignobject|iframe|image|animate\w*|set|handler)\b"
    r"|\son\w+\s*=|@import|url\(\s*[\"']?(?!#)|\b(?:href|src)\s*=\s*[\"'](?!#)",
    re.IGNORECASE,
)
"""What makes a drawing more than a drawing: it runs, fetches or leads somewhere."""


class Logo(msgspec.Struct, frozen=True):
    """A picture that may be shown on every page."""

    content: bytes
    media_type: str


class Theme(msgspec.Struct, frozen=True):
    """What an authority's pages look like."""

    palette: Palette
    logo: Logo | None = None

    @property
    def colour(self) -> str:
        """The authority's colour, for the frame a browser draws around a page."""
        return self.palette.brand

    @property
    def sheet(self) -> str:
        """The stylesheet that gives the names in redress.css and in the vendored sheet their colours."""
        own = self.palette
        colours = {
            "rd-brand": own.brand,
            "rd-brand-deep": own.deep,
            "rd-brand-tint": own.tint,
            "rd-brand-ink": own.ink,
            "govuk-brand-colour": own.brand,
            "govuk-success-colour": own.brand,
        }
        return ":root{" + "".join(f"--{name}:{colour};" for name, colour in colours.items()) + "}\n"

    @property
    def sheet_at(self) -> str:
        """The address of the stylesheet, which changes when a colour does."""
        return f"/theme.css?v={sign(self.sheet.encode())}"

    @property
    def logo_at(self) -> str:
        """The address of the logo, which changes when the picture does; empty without one."""
        return f"/logo?v={sign(self.logo.content)}" if self.logo else ""


def sign(content: bytes) -> str:
    """Return the short sign that stands for these bytes in an address."""
    return hashlib.sha256(content).hexdigest()[:12]


def read_theme(colour: str, logo: Path | None = None) -> Theme:
    """Return the theme the settings ask for; raise Invalid, naming the setting, where it could not be used."""
    try:
        palette = Palette.of(colour)
    except ValueError as error:
        raise _refused("REDRESS_COLOUR", str(error)) from error
    return Theme(palette, read_logo(logo) if logo else None)


def read_logo(file: Path) -> Logo:
    """Return the picture in *file*: PNG, or SVG that only draws."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise _refused("REDRESS_LOGO", f"{file} cannot be read: {error.strerror}.") from error
    if len(content) > HEAVIEST_LOGO:
        raise _refused("REDRESS_LOGO", f"{file} has {len(content)} bytes, {HEAVIEST_LOGO} are the most.")
    if content.startswith(PNG):
        return Logo(content, "image/png")
    return Logo(_drawing(file, content), "image/svg+xml")


def _drawing(file: Path, content: bytes) -> bytes:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused("REDRESS_LOGO", f"{file} is neither a PNG nor an SVG picture.") from error
    if not re.search(r"<svg\b", text):
        raise _refused("REDRESS_LOGO", f"{file} is neither a PNG nor an SVG picture.")
    if found := LIVELY.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise _refused("REDRESS_LOGO", f"{file}, line {line}: {found[0].strip()!r} does more than draw. Leave it out.")
    return content


def _refused(setting: str, why: str) -> Invalid:
    return Invalid("The look of the pages cannot be used.", faults=[Fault(setting, why)])

"""A page printed as PDF in a process of its own that can reach nothing: archival, tagged, its numbers attached."""

import re
import subprocess  # the renderer is started with fixed arguments and is given its work on standard input
import sys
import tempfile
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec
from markupsafe import Markup

from complaints.kernel.rendering import static_dir
from standards.errors import CaseworkError

FONT_SCHEME: Final = "app-font"
PATIENCE: Final = 300

_STYLE = Markup('@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("{address}"); }}')
_FACE = re.compile(r"noto-sans-(?P<subset>.+)-(?P<weight>\d{3})\.woff2")
_BEYOND_LATIN: Final = re.compile(r"[^\u0000-\u00ff\u2000-\u206f\u20ac\u2122\u2212]")
_FAMILIES: Final = {"latin": "Noto Sans", "latin-ext": "Noto Sans Ext"}


class Unprintable(CaseworkError):
    """The document could not be set as it should be, so nothing was written."""

    code = "unprintable"


class Attached(msgspec.Struct, frozen=True):
    """A file that travels inside the PDF."""

    name: str
    description: str
    content: bytes
    media_type: str = "text/csv"


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What the renderer is told."""

    html: str
    target: str
    fonts: str
    identifier: str
    made_at: datetime
    attached: tuple[Attached, ...] = ()


class Printed(msgspec.Struct, frozen=True, kw_only=True):
    """What the renderer answers."""

    pages: int
    versions: dict[str, str]
    complaints: tuple[str, ...] = ()


def print_pdf(html: str, target: Path, *, made_at: datetime, attached: Sequence[Attached] = ()) -> Printed:
    """
    Print *html* to *target*, or raise Unprintable and write nothing.

    Equal input gives equal bytes on one machine: the dates inside are *made_at*,
    the identifier is the hash of what goes in.
    """
    files = tuple(attached)
    digest = sha256(html.encode())
    for file in files:
        digest.update(sha256(file.content).digest())
    order = Order(
        html=html,
        target=str(target.absolute()),
        fonts=str(fonts_dir() or ""),
        identifier=digest.hexdigest(),
        made_at=made_at,
        attached=files,
    )
    answer = _render(order)
    if answer.complaints:
        target.unlink(missing_ok=True)
        raise Unprintable("The document cannot be printed as it is: " + "; ".join(answer.complaints))
    return answer


def printed(html: str, *, made_at: datetime) -> bytes:
    """Return *html* as a PDF, or raise Unprintable; nothing of it stays on the disk."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "printed.pdf"
        print_pdf(html, target, made_at=made_at)
        return target.read_bytes()


def font_faces(text: str) -> Markup:
    """
    Return the style that makes the bundled typeface known to a print of *text*.

    The letters beyond western Europe are left out where the text has none: unpacking them takes a second.
    """
    folder = fonts_dir()
    needed = _FAMILIES if _BEYOND_LATIN.search(text) else {"latin": _FAMILIES["latin"]}
    faces = []
    for path in sorted(folder.glob("*.woff2")) if folder else ():
        match = _FACE.fullmatch(path.name)
        if match and match["subset"] in needed:
            family, weight = needed[match["subset"]], match["weight"]
            faces.append(_STYLE.format(family=family, weight=weight, address=f"{FONT_SCHEME}:{path.name}"))
    return Markup("\n").join(faces)


def fonts_dir() -> Path | None:
    """Return the newest bundled Noto Sans, or None: then the machine's own typefaces have to do."""
    return max((static_dir() / "vendor").glob("*noto-sans*"), default=None)


def _render(order: Order) -> Printed:
    try:
        child = subprocess.run(
            [sys.executable, "-m", "complaints.kernel.pdf_child"],
            input=msgspec.json.encode(order),
            capture_output=True,
            check=False,
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired as error:
        raise Unprintable(f"Printing took more than {PATIENCE} seconds.") from error
    if child.returncode:
        last = child.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["it gave no reason"]
        raise Unprintable(f"The renderer stopped: {last[0]}")
    return msgspec.json.decode(child.stdout, type=Printed)

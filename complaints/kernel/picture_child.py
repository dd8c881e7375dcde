"""
The process that opens what people send: one file from standard input, its kind and pictures to standard output.

Before it reads a byte of the file it gives up every way out: it can open no file and no connection, and has a limit
of memory and of time. The pictures are drawn anew, point by point; nothing else of the file comes through.
"""

import io
import resource
import sys
from typing import Final

import msgspec
import pypdfium2
from PIL import Image, ImageOps, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin

from complaints.domain.files import MOST_PAGES, MOST_PIXELS, PICTURED, Cause, FileRefused, Kind
from complaints.kernel.pictures import Made
from complaints.kernel.sniff import sniff

try:
    from pi_heif import register_heif_opener
except ImportError:
    # Without the extra `heic` such pictures are kept as they are, to be downloaded.
    OPENS_HEIC = False
else:
    register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
    OPENS_HEIC = True

NEEDED: Final = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin)
"""What Pillow would otherwise look for on the disk in the midst of a picture; turning one reads its notes as TIFF."""

LONGEST_SIDE: Final = 2000
QUALITY: Final = 82
SHARPNESS: Final = 2.0
"""Points of the picture for each point of a page: 144 to the inch."""

MEMORY: Final = 1 << 30
SECONDS: Final = 20
WHITE: Final = (255, 255, 255)


def make(content: bytes) -> Made:
    """Return what a file is and its pictures; raise FileRefused."""
    kind = sniff(content)
    if kind is Kind.PDF:
        return _pages(content)
    if kind in PICTURED and (OPENS_HEIC or kind is not Kind.HEIC):
        return Made(kind, [_picture(content, kind)], 1)
    return Made(kind)


def _picture(content: bytes, kind: Kind) -> bytes:
    with Image.open(io.BytesIO(content), formats=["HEIF" if kind is Kind.HEIC else kind.value.upper()]) as image:
        if image.width * image.height > MOST_PIXELS:
            raise FileRefused(Cause.PIXELS)
        turned = ImageOps.exif_transpose(_small(image))
        return _drawn(_flat(turned))


def _small(image: Image.Image) -> Image.Image:
    if image.mode == "I;16":
        image = image.point(lambda value: value / 256).convert("L")
    elif image.mode not in {"RGB", "L", "CMYK"}:
        image = image.convert("RGBA")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return image


def _flat(image: Image.Image) -> Image.Image:
    """Return a picture without its transparent places: they are white, as on paper."""
    if image.mode != "RGBA":
        return image.convert("RGB")
    paper = Image.new("RGB", image.size, WHITE)
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _drawn(image: Image.Image) -> bytes:
    """Return the points of a picture and nothing else: no place, no device, no profile, no words."""
    clean = Image.frombytes("RGB", image.size, image.tobytes())
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _pages(content: bytes) -> Made:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD
        raise FileRefused(Cause.LOCKED if locked else Cause.BROKEN) from None
    # What was typed into a form is drawn with it. There is no script engine to run what else stands there.
    document.init_forms()
    count = len(document)
    if not count:
        raise FileRefused(Cause.BROKEN)
    return Made(Kind.PDF, [_page(document[number]) for number in range(min(count, MOST_PAGES))], count)


def _page(page: pypdfium2.PdfPage) -> bytes:
    longest = max(*page.get_size(), 1.0)
    return _drawn(page.render(scale=min(SHARPNESS, LONGEST_SIDE / longest)).to_pil().convert("RGB"))


def lock_up() -> None:
    """Give up files, connections, and more than a share of memory and time."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    # What is open stays open; a further file or socket cannot be.
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def main() -> None:
    """Read a file, look at it, answer."""
    Image.MAX_IMAGE_PIXELS = None  # we ask ourselves, before anything is unpacked
    Image.preinit()
    lock_up()
    try:
        made = make(sys.stdin.buffer.read())
    except FileRefused as refused:
        made = Made(refused=refused.cause)
    except Exception:  # noqa: BLE001 - whatever a library stumbles over, the file is one that cannot be opened
        made = Made(refused=Cause.BROKEN)
    sys.stdout.buffer.write(msgspec.msgpack.encode(made))


if __name__ == "__main__":
    main()

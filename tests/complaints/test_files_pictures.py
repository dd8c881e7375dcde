"""Pictures made anew in a process that can reach nothing: what is planted in a file is in none of them."""

import asyncio
import io
import struct
import subprocess
import sys
import zlib

import pytest
from PIL import Image

from complaints.domain.files import MOST_PAGES, Cause, FileRefused, Kind
from complaints.kernel.picture_child import LONGEST_SIDE
from complaints.kernel.pictures import AT_ONCE, IN_LINE, examine
from tests.complaints.papers import HEIC, box, docx, mp3, odt, pdf, picture

HAS_HEIC = pytest.mark.skipif(
    subprocess.run([sys.executable, "-c", "import pi_heif"], check=False, capture_output=True).returncode != 0,
    reason="the extra `heic` is not installed",
)


async def refusal(content: bytes, **given: float) -> Cause:
    with pytest.raises(FileRefused) as caught:
        await examine(content, **given)
    return caught.value.cause


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def png_of(width: int, height: int) -> bytes:
    """A PNG of very many points and very few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width // 8 + 1) * min(height, 2000)), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (Kind.JPEG, picture("JPEG", turned=6)),
        (Kind.PNG, picture("PNG", mode="RGBA")),
        pytest.param(Kind.HEIC, HEIC, marks=HAS_HEIC),
        (Kind.PDF, pdf(2)),
    ],
)
async def test_no_place_no_device_and_no_name_is_left_in_any_picture(kind, content):
    assert kind is Kind.PDF or b"Canary" in content

    found, made = await examine(content)

    assert found is kind
    for one in made.pictures:
        assert b"Canary" not in one
        assert b"Exif" not in one
        shown = opened(one)
        assert shown.format == "JPEG"
        assert not shown.getexif()
        assert "icc_profile" not in shown.info


async def test_a_picture_stands_as_the_camera_was_held():
    _, made = await examine(picture("JPEG", (80, 40), turned=6))

    shown = opened(made.pictures[0])

    assert shown.size == (40, 80)
    red, green, _ = shown.getpixel((20, 10))
    assert red > 200
    assert green < 100


async def test_transparent_places_are_white_as_on_paper():
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")

    _, made = await examine(out.getvalue())

    assert min(opened(made.pictures[0]).getpixel((5, 5))) > 250


async def test_a_large_picture_is_made_small():
    _, made = await examine(picture("JPEG", (4000, 3000)))

    assert opened(made.pictures[0]).size == (LONGEST_SIDE, LONGEST_SIDE * 3 // 4)


async def test_a_pdf_is_shown_page_by_page_up_to_a_limit():
    kind, made = await examine(pdf(MOST_PAGES + 3))

    assert kind is Kind.PDF
    assert made.pages == MOST_PAGES + 3
    assert len(made.pictures) == MOST_PAGES


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (Kind.DOCX, docx()),
        (Kind.DOCX, docx(**{"docProps/pr\xe9cis.xml": "<a/>"})),
        (Kind.ODT, odt()),
        (Kind.MP3, mp3()),
        (Kind.MP4, box(b"mp42")),
        (Kind.TXT, b"Three weeks, no bins."),
        (Kind.TXT, b"Trois semaines, caf\xe9"),
        (Kind.TXT, "\u0646\u0635".encode("utf-16")),
    ],
)
async def test_what_cannot_be_drawn_is_known_all_the_same_and_has_no_pictures(kind, content):
    found, made = await examine(content)

    assert found is kind
    assert made.pictures == []


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (pdf(password="secret"), Cause.LOCKED),
        (picture()[:-200], Cause.BROKEN),
        (b"%PDF-1.7\nnothing of a document\n%%EOF", Cause.BROKEN),
        (png_of(40_000, 40_000), Cause.PIXELS),
        (b"PK\x03\x04 and nothing of an archive", Cause.BROKEN),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Cause.WRONG_KIND),
        (docx(**{"word/vbaProject.bin": b""}), Cause.PROGRAM_INSIDE),
        (odt(**{"META-INF/manifest.xml": "<encryption-data/>"}), Cause.LOCKED),
    ],
    ids=["password", "cut off", "no pdf", "pixel bomb", "no archive", "svg", "macro", "odt with password"],
)
async def test_what_cannot_be_opened_says_why(content, cause):
    assert await refusal(content) is cause


async def test_a_file_that_takes_too_long_is_given_up_and_its_process_is_gone():
    assert await refusal(picture(), patience=0.01) is Cause.BROKEN


async def test_too_many_files_at_once_are_asked_to_wait():
    many = [refusal(picture(), patience=0.001) for _ in range(AT_ONCE + IN_LINE + 3)]

    assert (await asyncio.gather(*many)).count(Cause.BUSY) == 3


def in_the_jail(attempt: str) -> str:
    """Return what becomes of an attempt inside the process that opens files."""
    program = (
        "import os, socket, subprocess\nfrom complaints.kernel.picture_child import lock_up\nlock_up()\n"
        f"try:\n    {attempt}\nexcept BaseException as error:\n    print(type(error).__name__)"
    )
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/hostname')",
        "open('/tmp/redress-canary', 'w')",
        "socket.socket()",
        "subprocess.run(['true'])",
        "bytearray(3 << 30)",
    ],
)
def test_the_process_that_opens_files_can_reach_nothing(attempt):
    assert in_the_jail(attempt) in {"OSError", "MemoryError"}


def test_the_process_that_opens_files_has_so_many_seconds_and_is_then_ended():
    assert in_the_jail("print(__import__('resource').getrlimit(0))") == "(20, 20)"

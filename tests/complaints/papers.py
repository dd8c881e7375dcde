"""Files people send, made for the tests: honest ones with a planted place in them, and hostile ones."""

import base64
import io
import zipfile
from collections.abc import Mapping

import pikepdf
from PIL import Image

PLANTED = "CanaryPhone 12"
"""Stands as the maker of the camera in every picture, beside the place."""

LATITUDE = (34.0, 1.0, 17.25)
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAb5tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAADRpbG9jAA"
    "AAAERAAAIAAQAAAAAB4gABAAAAAAAAABoAAgAAAAAB/AABAAAAAAAAAHIAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAAABVp"
    "bmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGE"
    "ABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkA"
    "AAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEH"
    "BpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAAABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAAlG1kYXQAAAAWKAGvGYDvSaW/"
    "/9/jH/X2r/imtaY+bgAAAAZFeGlmAABNTQAqAAAACAACAQ8AAgAAAAwAAAAmiCUABAAAAAEAAAAyAAAAAENhbmFyeVBob25lAAACAAEAAgAAAA"
    "JOAAAAAAIABQAAAAMAAABQAAAAAAAAACIAAAABAAAAAQAAAAEAAAACAAAAAQ=="
)
"""A small picture of a telephone, made once: 64 by 48 points, with a maker and a place."""

DOCX_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/></Types>'
)


def picture(kind: str = "JPEG", size: tuple[int, int] = (80, 40), *, turned: int = 1, mode: str = "RGB") -> bytes:
    """Return a picture that says where and with what it was taken; *turned* is how the camera was held."""
    notes = Image.Exif()
    notes[0x0112] = turned
    notes[0x010F] = PLANTED
    notes.get_ifd(0x8825).update({1: "N", 2: LATITUDE, 3: "E", 4: (24.0, 0.0, 0.0)})
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.convert(mode).save(out, kind, exif=notes.tobytes(), icc_profile=PLANTED.encode() * 10)
    return out.getvalue()


def pdf(pages: int = 1, *, password: str = "") -> bytes:
    """Return a PDF of empty pages, with a script that would run when it is opened."""
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    document.docinfo["/Author"] = PLANTED
    out = io.BytesIO()
    document.save(out, encryption=pikepdf.Encryption(owner=password, user=password) if password else False)
    return out.getvalue()


def archive(entries: Mapping[str, bytes | str], *, squeezed: bool = True) -> bytes:
    """Return an archive of these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if squeezed else zipfile.ZIP_STORED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return out.getvalue()


def docx(**more: bytes | str) -> bytes:
    """Return a Word document, with *more* entries in it."""
    return archive({"[Content_Types].xml": DOCX_TYPES, "word/document.xml": "<w:document/>"} | more)


def odt(**more: bytes | str) -> bytes:
    """Return an OpenDocument text, with *more* entries in it."""
    entries = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<office:document/>"}
    return archive(entries | {"META-INF/manifest.xml": "<manifest/>"} | more)


def box(brand: bytes, *others: bytes) -> bytes:
    """Return the beginning of an ISO container of this brand."""
    inside = brand + bytes(4) + b"".join(others)
    return (len(inside) + 8).to_bytes(4, "big") + b"ftyp" + inside + bytes(64)


def mp3(*, tagged: bool = False) -> bytes:
    """Return four frames of silence, 128 kbit/s at 44.1 kHz, behind a tag if wanted."""
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    return (b"ID3\x04\x00\x00\x00\x00\x00\x05" + b"hello" if tagged else b"") + frame * 4

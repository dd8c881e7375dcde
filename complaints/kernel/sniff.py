"""
What a file is, from its content alone: the ten kinds we take are recognised, everything else is refused.

An allow list of structures and not a guess: a file that could pass for two kinds at once is neither. What reads
hostile bytes here is done in the process of `picture_child`, never in the server.
"""

import codecs
import io
import re
import struct
import zipfile

from complaints.domain.files import Cause, FileRefused, Kind

START = 1024
"""How far browsers look when they guess."""

END_OF_ARCHIVE = b"PK\x05\x06"
ENTRY_OF_DIRECTORY = b"PK\x01\x02"
UNREADABLE = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    struct.error,
)
"""What the standard library raises on an archive that is broken, sealed or packed in a way it does not know."""

MOST_ENTRIES = 2_000
MOST_UNPACKED = 150_000_000
HIGHEST_RATIO = 100
SMALL_ENTRY = 200_000
MOST_DIRECTORY = 1_000_000

_MARKUP = re.compile(rb"<(!doctype|html|head|body|script|svg|iframe|\?php)\b", re.IGNORECASE)
_ANY_TAG = re.compile(r"\s*<[!?a-zA-Z]")
_ARCHIVES = re.compile(
    r"\.(zip|jar|rar|7z|gz|bz2|xz|tar|cab|iso|exe|dll|com|scr|msi|bat|cmd|js|vbs|ps1|hta|lnk"
    r"|doc[xm]?|xls[xmb]?|ppt[xm]?|od[tsp]|pdf)$",
    re.IGNORECASE,
)
_MACROS = re.compile(r"(^|/)(vbaProject\.bin|vbaData\.xml|Basic/.*|Scripts/.*)$", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")

DOCX_MAIN = "word/document.xml"
DOCX_TYPES = "[Content_Types].xml"
DOCX_LINKS = "word/_rels/settings.xml.rels"
ODT_TYPE = b"application/vnd.oasis.opendocument.text"
for _encoding in ("cp437", "cp1252", "utf-8-sig", "utf-16"):
    # Found on the disk the first time, which the process that opens files cannot reach.
    codecs.lookup(_encoding)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_SEALED = "EncryptedPackage".encode("utf-16-le")


def sniff(content: bytes) -> Kind:
    """Return what *content* is; raise FileRefused for what we do not take, or what is two things at once."""
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    found = _marked(content)
    if found is None:
        if content.startswith(OLE) and OLE_SEALED in content:
            raise FileRefused(Cause.LOCKED)
        found = _written(content)
    if found is None:
        raise FileRefused(Cause.WRONG_KIND)
    if found is not Kind.TXT and (_MARKUP.search(content[:START]) or _is_archive(content)):
        raise FileRefused(Cause.OTHER_INSIDE)
    return found


def text_of(content: bytes) -> str | None:
    """Return a text however it was written, None when it is none."""
    for signs, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig"), (b"", "cp1252")):
        if content.startswith(signs):
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError:
                continue
            return None if _CONTROL.search(text) else text
    return None


def _marked(content: bytes) -> Kind | None:
    """Return the kind whose marks a file bears at its very beginning."""
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
        return Kind.PNG
    if content.startswith((b"%PDF-1.", b"%PDF-2.")):
        return Kind.PDF
    if content[4:8] == b"ftyp":
        return _boxed(content)
    return Kind.MP3 if _is_mp3(content) else None


def _boxed(content: bytes) -> Kind | None:
    """Return the kind of an ISO container by the brands it names."""
    size = int.from_bytes(content[:4], "big")
    brands = {content[8:12], *(content[at : at + 4] for at in range(16, min(size, 256), 4))}
    if brands & {b"qt  ", b"avif", b"avis"}:
        return None
    if brands & {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}:
        return Kind.HEIC
    if content[8:12] in {b"M4A ", b"M4B "}:
        return Kind.M4A
    return Kind.MP4 if brands & {b"isom", b"iso2", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V "} else None


TAG_HEAD = 10
SYNC, LAYER_III, MPEG_1, UNKNOWN_SPEED = 0x7FF, 1, 3, 3
_BITRATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
_LOW_BITRATES = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)
_RATES = {MPEG_1: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}


def _is_mp3(content: bytes) -> bool:
    """Whether two frames of sound follow each other at the beginning, behind the tag if there is one."""
    at = 0
    if content.startswith(b"ID3"):
        high, middle, low, last = content[6:TAG_HEAD].ljust(4, b"\x00")
        at = TAG_HEAD + (high << 21 | middle << 14 | low << 7 | last)
        while content[at : at + 1] == b"\x00":
            at += 1
    length = _frame(content, at)
    return bool(length) and bool(_frame(content, at + length))


def _frame(content: bytes, at: int) -> int:
    """Return how long the frame of layer III is that begins here, 0 when none does."""
    head = int.from_bytes(content[at : at + 4].ljust(4, b"\x00"), "big")
    version, layer, rate, speed = head >> 19 & 3, head >> 17 & 3, head >> 12 & 15, head >> 10 & 3
    if head >> 21 != SYNC or layer != LAYER_III or version not in _RATES or speed == UNKNOWN_SPEED:
        return 0
    bits = (_BITRATES if version == MPEG_1 else _LOW_BITRATES)[rate] * 1000
    return int((144 if version == MPEG_1 else 72) * bits / _RATES[version][speed]) + (head >> 9 & 1 if bits else 0)


def _written(content: bytes) -> Kind | None:
    text = text_of(content)
    if text is None or _ANY_TAG.match(text) or text.startswith(("%PDF", "MZ", "GIF8", "Rar!")):
        return None
    return Kind.TXT


def _is_archive(content: bytes) -> bool:
    """Whether an archive hangs behind what a file is said to be."""
    return (
        END_OF_ARCHIVE in content[-66_000:]
        and ENTRY_OF_DIRECTORY in content
        and zipfile.is_zipfile(io.BytesIO(content))
    )


def _packed(content: bytes) -> Kind:
    """Return what a packed document is, measured by its directory: nothing is unpacked but a few small entries."""
    _measure_directory(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _measure(entries, len(content))
            return _document(archive, {entry.filename for entry in entries})
    except UNREADABLE:
        raise FileRefused(Cause.BROKEN) from None


def _measure_directory(content: bytes) -> None:
    """Refuse a directory too large to be read, before it is read."""
    at = content.rfind(END_OF_ARCHIVE, max(0, len(content) - 66_000))
    if at < 0 or at + 22 > len(content):
        raise FileRefused(Cause.BROKEN)
    entries, size = struct.unpack("<HI", content[at + 10 : at + 16])
    if entries > MOST_ENTRIES or size > MOST_DIRECTORY:
        raise FileRefused(Cause.UNPACKS)


def _measure(entries: list[zipfile.ZipInfo], size: int) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefused(Cause.LOCKED)
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked > HIGHEST_RATIO * max(size, 50_000):
        raise FileRefused(Cause.UNPACKS)


def _document(archive: zipfile.ZipFile, names: set[str]) -> Kind:
    is_odt = "mimetype" in names and _small(archive, "mimetype").strip() == ODT_TYPE
    is_docx = DOCX_MAIN in names and DOCX_TYPES in names
    if is_odt is is_docx:
        raise FileRefused(Cause.OTHER_INSIDE if is_odt else Cause.WRONG_KIND)
    if is_odt and b"encryption-data" in _small(archive, "META-INF/manifest.xml"):
        raise FileRefused(Cause.LOCKED)
    if any(_MACROS.search(name) for name in names) or (is_docx and _runs_something(archive, names)):
        raise FileRefused(Cause.PROGRAM_INSIDE)
    if any(_ARCHIVES.search(name) or "oleObject" in name for name in names):
        raise FileRefused(Cause.FILES_INSIDE)
    return Kind.ODT if is_odt else Kind.DOCX


def _runs_something(archive: zipfile.ZipFile, names: set[str]) -> bool:
    """Whether a document carries macros, or fetches a template with macros from somewhere when it is opened."""
    fetched = DOCX_LINKS in names and b'targetmode="external"' in _small(archive, DOCX_LINKS).lower()
    return fetched or b"macroenabled" in _small(archive, DOCX_TYPES).lower()


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return an entry that is small in every honest file, and no more of it than that."""
    try:
        with archive.open(name) as entry:
            content = entry.read(SMALL_ENTRY + 1)
    except KeyError:
        return b""
    if len(content) > SMALL_ENTRY:
        raise FileRefused(Cause.UNPACKS)
    return content

"""Files people send: which kinds we take, how large, under which name, and what is said of one we cannot take."""

import enum
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from standards.errors import Fault, Invalid, NotFound
from standards.language import mark, say

LARGEST = 15_000_000
MOST_OF_A_CASE = 60_000_000
MOST_FILES = 20
MOST_PAGES = 40
MOST_PIXELS = 50_000_000
MOST_TEXT = 200_000
"""Letters of a text that are shown."""

LONGEST_NAME = 100
UNNAMED = "file"


class Kind(enum.StrEnum):
    """What a file is, from its content; stored as words."""

    JPEG = "jpeg"
    PNG = "png"
    HEIC = "heic"
    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    TXT = "txt"
    MP3 = "mp3"
    M4A = "m4a"
    MP4 = "mp4"


class Scan(enum.StrEnum):
    """What is known of a file: nothing while it waits, and nothing for ever where no scanner is set."""

    WAITING = "waiting"
    CLEAN = "clean"
    REFUSED = "refused"
    UNSCANNED = "unscanned"


class Make(msgspec.Struct, frozen=True):
    """How a kind is called, which endings its names have, and what browsers say it is, the right type first."""

    words: str
    endings: tuple[str, ...]
    types: tuple[str, ...]

    @property
    def media_type(self) -> str:
        """The one type it is given out with."""
        return self.types[0]


MAKES: Mapping[Kind, Make] = {
    Kind.JPEG: Make(mark("Picture (JPEG)"), ("jpg", "jpeg", "jpe", "jfif"), ("image/jpeg", "image/jpg", "image/pjpeg")),
    Kind.PNG: Make(mark("Picture (PNG)"), ("png",), ("image/png", "image/x-png")),
    Kind.HEIC: Make(mark("Picture (HEIC)"), ("heic", "heif"), ("image/heic", "image/heif")),
    Kind.PDF: Make(mark("Document (PDF)"), ("pdf",), ("application/pdf", "application/x-pdf")),
    Kind.DOCX: Make(
        mark("Document (Word)"),
        ("docx",),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
    ),
    Kind.ODT: Make(mark("Document (OpenDocument)"), ("odt",), ("application/vnd.oasis.opendocument.text",)),
    Kind.TXT: Make(mark("Plain text"), ("txt",), ("text/plain",)),
    Kind.MP3: Make(mark("Sound (MP3)"), ("mp3",), ("audio/mpeg", "audio/mp3", "audio/x-mp3", "audio/mpeg3")),
    Kind.M4A: Make(mark("Sound (M4A)"), ("m4a",), ("audio/mp4", "audio/m4a", "audio/x-m4a", "audio/aac")),
    Kind.MP4: Make(mark("Film (MP4)"), ("mp4", "m4v"), ("video/mp4", "video/x-m4v")),
}

PICTURED = frozenset({Kind.JPEG, Kind.PNG, Kind.HEIC, Kind.PDF})
"""Kinds that are shown as pictures, made anew from them."""

ANY_TYPE = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/x-zip-compressed"})
"""What a browser says when it does not know."""

SAME_BOX = frozenset({Kind.M4A, Kind.MP4})
"""Sound and film in one container: telephones name it by what is inside, and write the same mark into both."""


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was taken in and looked at, and is kept under its key; it hangs on nothing yet."""

    id: UUID
    name: str
    kind: Kind
    size: int
    digest: bytes
    pages: int
    scan: Scan
    original: bool


class AttachmentView(msgspec.Struct, frozen=True, kw_only=True):
    """
    A file as it is shown: `pages` pictures to look at, and the original where it is kept.

    `by` is the role of who sent it, `message` the key of the message it came with.
    """

    id: UUID
    name: str
    kind: Kind
    size: int
    digest: bytes
    pages: int
    scan: Scan
    original: bool
    by: str
    message: str | None
    added_at: datetime

    @property
    def what(self) -> str:
        """What it is, in words."""
        return say(MAKES[self.kind].words)

    @property
    def is_open(self) -> bool:
        """Whether it may be looked at: a file that waits for the scanner, or was refused, is given to nobody."""
        return self.scan in {Scan.CLEAN, Scan.UNSCANNED}

    @property
    def is_text(self) -> bool:
        """Whether it is shown as written words."""
        return self.kind is Kind.TXT

    @property
    def megabytes(self) -> float:
        """How large it is, in millions of bytes."""
        return self.size / 1_000_000

    @property
    def kilobytes(self) -> int:
        """How large it is, in thousands of bytes; never nothing."""
        return max(round(self.size / 1_000), 1)


class Cause(enum.StrEnum):
    """Why a file is not taken."""

    MISSING = "missing"
    SEVERAL = "several"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    WRONG_KIND = "wrong_kind"
    OTHER_INSIDE = "other_inside"
    LOCKED = "locked"
    PROGRAM_INSIDE = "program_inside"
    FILES_INSIDE = "files_inside"
    UNPACKS = "unpacks"
    PIXELS = "pixels"
    PAGES = "pages"
    BROKEN = "broken"
    FAILED = "failed"
    BUSY = "busy"
    TOO_MANY = "too_many"
    FULL = "full"


REASONS: Mapping[Cause, str] = {
    Cause.MISSING: mark("Choose a file."),
    Cause.SEVERAL: mark("Send one file at a time."),
    Cause.EMPTY: mark("The file is empty. Choose another one."),
    Cause.TOO_LARGE: mark("The file must be smaller than {largest} MB."),
    Cause.WRONG_KIND: mark("The file must be one of these: {kinds}."),
    Cause.OTHER_INSIDE: mark(
        "The file is not what its name says. Save it again in the right form, or send a picture of it."
    ),
    Cause.LOCKED: mark("The file is protected by a password. Send it without the password."),
    Cause.PROGRAM_INSIDE: mark("The file has a program inside (a macro). Save it as PDF and send that."),
    Cause.FILES_INSIDE: mark("The file has other files inside. Save it as PDF and send that."),
    Cause.UNPACKS: mark("The file becomes too large when it is opened. Save it as PDF and send that."),
    Cause.PIXELS: mark("The picture has too many points for us to open. Send a smaller picture."),
    Cause.PAGES: mark(
        "We can show {pages} pages, and this file has more. Let us keep the original too, or send it in parts."
    ),
    Cause.BROKEN: mark("We cannot open the file. It may be damaged. Save it again, or send a picture of it."),
    Cause.FAILED: mark("The file could not be uploaded. Try again."),
    Cause.BUSY: mark("We are busy with other files. Wait a minute and try again."),
    Cause.TOO_MANY: mark("You have sent {files} files, and we cannot take more. Remove one first."),
    Cause.FULL: mark("Together your files must be smaller than {together} MB. Remove one first."),
}


class FileRefused(Invalid):
    """A file that we do not take; the fault stands at the field it came from."""

    code = "file-refused"

    def __init__(self, cause: Cause, field: str = "file") -> None:
        self.cause = cause
        words = reason(cause)
        super().__init__(words, faults=[Fault(field, words)])


def reason(cause: Cause) -> str:
    """Return why a file is not taken, in the language that is spoken."""
    return say(
        REASONS[cause],
        largest=LARGEST // 1_000_000,
        together=MOST_OF_A_CASE // 1_000_000,
        files=MOST_FILES,
        pages=MOST_PAGES,
        kinds=", ".join(kind.value.upper() for kind in Kind),
    )


def ending(name: str) -> str:
    """Return what stands behind the last dot of a name, in small letters; nothing where there is no dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def named(name: str) -> Kind | None:
    """Return what a name says a file is, None when it is nothing we take."""
    found = ending(name)
    return next((kind for kind, make in MAKES.items() if found in make.endings), None)


def agreed(name: str, declared: str, found: Kind) -> Kind:
    """
    Return what a file is when name, declared type and content agree; raise FileRefused when they do not.

    A browser that declares nothing is not asked. Sound and film share one container, so there the name decides.
    """
    said = named(name)
    if said is None:
        raise FileRefused(Cause.WRONG_KIND)
    kind = said if {said, found} <= SAME_BOX else found
    media_type = declared.partition(";")[0].strip().lower()
    fits = media_type in ANY_TYPE or any(media_type in MAKES[one].types for one in _like(kind))
    if said is not kind or not fits:
        raise FileRefused(Cause.OTHER_INSIDE)
    return kind


def _like(kind: Kind) -> frozenset[Kind]:
    return SAME_BOX if kind in SAME_BOX else frozenset({kind})


_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_JOINERS = "\u200c\u200d"


def clean_name(name: str) -> str:
    """
    Return a name as it may be shown and given out: no path, no signs that mislead, none that a system refuses.

    Its ending stays, however long the name is.
    """
    last = re.split(r"[/\\]", name)[-1]
    written = "".join(_plain(unicodedata.normalize("NFC", last)))
    # Joiners belong inside a word; alone they would make two names that look the same.
    words = " ".join(_FORBIDDEN.sub(" ", written).split()).strip(f". {_JOINERS}")
    stem, dot, tail = words.rpartition(".")
    if not dot:
        stem, tail = words, ""
    tail = tail.strip()[:10]
    stem = stem.strip(f". {_JOINERS}")[: LONGEST_NAME - len(tail) - 1].strip() or UNNAMED
    if _RESERVED.fullmatch(stem):
        stem = f"{UNNAMED}-{stem}"
    return f"{stem}.{tail}" if tail else stem


def _plain(name: str) -> Iterator[str]:
    """Leave out what is not seen, or turns the writing around; every kind of space becomes one."""
    for sign in name:
        category = unicodedata.category(sign)
        if category in {"Zs", "Zl", "Zp"}:
            yield " "
        elif category not in {"Cc", "Cf", "Cs", "Co", "Cn"} or sign in _JOINERS:
            yield sign


class NoSuchFile(NotFound):
    """A file that is not there, or not for whoever asks."""

    code = "no-such-file"

    def __init__(self) -> None:
        super().__init__(say("There is nothing here, or it is not yours to see."))


def room_for(size: int, before: Sequence[AttachmentView]) -> None:
    """Raise FileRefused where one more file of *size* is too much beside those that were sent *before*."""
    held = [one for one in before if one.scan is not Scan.REFUSED]
    if len(held) >= MOST_FILES:
        raise FileRefused(Cause.TOO_MANY)
    if sum(one.size for one in held) + size > MOST_OF_A_CASE:
        raise FileRefused(Cause.FULL)


def keeps_original(kind: Kind, *, agreed_to: bool, is_shown: bool) -> bool:
    """Whether the original is kept: when the person agreed, and where nothing of it could be shown otherwise."""
    return agreed_to or not is_shown or kind not in PICTURED | {Kind.TXT}

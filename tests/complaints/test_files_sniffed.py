"""What a file is by its content; what is two things at once, or more than it seems, is none of those we take."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from complaints.domain.files import (
    LARGEST,
    MAKES,
    MOST_FILES,
    AttachmentView,
    Cause,
    FileRefused,
    Kind,
    Scan,
    agreed,
    room_for,
)
from complaints.kernel import sniff as rules
from complaints.kernel.sniff import sniff, text_of
from tests.complaints.papers import DOCX_TYPES, HEIC, archive, box, docx, mp3, odt, pdf, picture

HONEST = {
    Kind.JPEG: [picture("JPEG")],
    Kind.PNG: [picture("PNG"), picture("PNG", mode="RGBA")],
    Kind.HEIC: [HEIC],
    Kind.PDF: [pdf()],
    Kind.DOCX: [docx()],
    Kind.ODT: [odt()],
    Kind.TXT: [b"Three weeks, no bins.", "Trois semaines, 5 €".encode(), "نص".encode("utf-16"), b"caf\xe9\r\n"],
    Kind.MP3: [mp3(), mp3(tagged=True)],
    Kind.M4A: [box(b"M4A ", b"isom")],
    Kind.MP4: [box(b"isom", b"mp42"), box(b"mp42")],
}


def refusal(content: bytes) -> Cause:
    with pytest.raises(FileRefused) as caught:
        sniff(content)
    return caught.value.cause


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_we_take_is_recognised(kind):
    assert [sniff(content) for content in HONEST[kind]] == [kind] * len(HONEST[kind])


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"\n <!DOCTYPE html><html><body>hello",
        b'<?xml version="1.0"?><a/>',
        b"MZ\x90\x00 and more",
        b"MZ this program cannot be run",
        b"\x7fELF\x02\x01\x01",
        b"GIF89a\x01\x00\x01\x00",
        b"Rar!\x1a\x07\x00",
        b"\x00\x01\x02\x03",
        box(b"qt  "),
        box(b"avif", b"mif1"),
        b"\xff\xfb\x90\x00 one frame of sound and nothing behind it, which is chance",
        archive({"report.xlsx": b"numbers"}),
        archive({"AndroidManifest.xml": b"", "classes.dex": b""}),
    ],
    ids=[
        "svg",
        "html",
        "xml",
        "exe",
        "exe as text",
        "elf",
        "gif",
        "rar",
        "binary",
        "mov",
        "avif",
        "noise",
        "zip",
        "apk",
    ],
)
def test_everything_else_is_refused(content):
    assert refusal(content) is Cause.WRONG_KIND


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.4\n<html><script>alert(1)</script></html>\n" + pdf(),
        picture() + archive({"evil.class": b"\xca\xfe\xba\xbe"}),
        picture("PNG") + archive({"evil.html": b"<html>"}),
        pdf() + archive({"evil.exe": b"MZ"}),
        mp3() + archive({"evil.exe": b"MZ"}),
        picture()[:20] + b"<script>alert(1)</script>" + picture()[20:],
    ],
    ids=["pdf and html", "jpeg and zip", "png and zip", "pdf and zip", "mp3 and zip", "jpeg and script"],
)
def test_a_file_that_is_two_things_at_once_is_neither(content):
    assert refusal(content) is Cause.OTHER_INSIDE


def test_a_page_of_markup_in_front_of_a_pdf_is_no_pdf():
    assert refusal(b"<html><!-- " + pdf()) is Cause.WRONG_KIND


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (docx(**{"word/vbaProject.bin": b"\xd0\xcf"}), Cause.PROGRAM_INSIDE),
        (docx(**{"WORD/VBAPROJECT.BIN": b""}), Cause.PROGRAM_INSIDE),
        (odt(**{"Basic/Standard/Module1.xml": b"Sub Main"}), Cause.PROGRAM_INSIDE),
        (odt(**{"Scripts/python/run.py": b"import os"}), Cause.PROGRAM_INSIDE),
        (
            docx(**{"word/_rels/settings.xml.rels": '<Relationship TargetMode="External" Target="http://a/x.dotm"/>'}),
            Cause.PROGRAM_INSIDE,
        ),
        (
            archive({"[Content_Types].xml": DOCX_TYPES + "vnd.ms-word.document.macroEnabled", "word/document.xml": ""}),
            Cause.PROGRAM_INSIDE,
        ),
        (docx(**{"word/embeddings/inner.zip": b"PK"}), Cause.FILES_INSIDE),
        (docx(**{"word/embeddings/oleObject1.bin": b"\xd0\xcf"}), Cause.FILES_INSIDE),
        (odt(**{"setup.EXE": b"MZ"}), Cause.FILES_INSIDE),
        (odt(**{"META-INF/manifest.xml": "<manifest:encryption-data/>"}), Cause.LOCKED),
        (rules.OLE + bytes(500) + rules.OLE_SEALED, Cause.LOCKED),
        (odt(**{"[Content_Types].xml": DOCX_TYPES, "word/document.xml": ""}), Cause.OTHER_INSIDE),
        (docx()[:-30], Cause.BROKEN),
        (b"PK\x03\x04 and nothing of an archive", Cause.BROKEN),
    ],
    ids=[
        "macro", "macro in capitals", "basic", "script", "fetched template", "macro type", "zip", "ole", "exe",
        "odt with password", "docx with password", "two documents", "cut off", "no directory",
    ],
)  # fmt: skip
def test_documents_with_more_inside_than_words_are_refused_with_their_reason(content, cause):
    assert refusal(content) is cause


def test_a_document_that_unpacks_to_very_much_is_refused_by_its_directory():
    bomb = docx(**{"word/media/image1.png": bytes(30_000_000)})

    assert len(bomb) < 100_000
    assert refusal(bomb) is Cause.UNPACKS


def test_a_document_of_very_many_entries_is_refused_before_they_are_read():
    entries = {f"word/{number}": b"" for number in range(rules.MOST_ENTRIES + 1)}

    assert refusal(docx(**entries)) is Cause.UNPACKS


def test_a_directory_that_lies_about_a_small_entry_does_not_fill_memory():
    assert refusal(odt(mimetype=bytes(rules.SMALL_ENTRY * 2))) is Cause.UNPACKS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_texts_are_read_however_they_were_written(encoding):
    assert text_of("Müll, три недели, ثلاثة أسابيع".encode(encoding)) == "Müll, три недели, ثلاثة أسابيع"


# --- Name, declared type and content ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Kind)
def test_name_type_and_content_that_agree_are_taken(kind):
    make = MAKES[kind]

    for ending in make.endings:
        for declared in (*make.types, "", "application/octet-stream", f"{make.types[0]}; charset=utf-8"):
            assert agreed(f"x.{ending.upper()}", declared, kind) is kind


@pytest.mark.parametrize(
    ("name", "declared", "found", "cause"),
    [
        ("cat.jpg", "image/jpeg", Kind.PNG, Cause.OTHER_INSIDE),
        ("cat.jpg", "text/html", Kind.JPEG, Cause.OTHER_INSIDE),
        ("letter.pdf", "application/pdf", Kind.TXT, Cause.OTHER_INSIDE),
        ("letter.txt", "text/plain", Kind.PDF, Cause.OTHER_INSIDE),
        ("song.mp3", "audio/mpeg", Kind.MP4, Cause.OTHER_INSIDE),
        ("cat.svg", "image/svg+xml", Kind.PNG, Cause.WRONG_KIND),
        ("cat.jpg.exe", "image/jpeg", Kind.JPEG, Cause.WRONG_KIND),
        ("cat", "image/jpeg", Kind.JPEG, Cause.WRONG_KIND),
        ("macro.docm", "", Kind.DOCX, Cause.WRONG_KIND),
    ],
)
def test_what_does_not_agree_is_refused(name, declared, found, cause):
    with pytest.raises(FileRefused) as caught:
        agreed(name, declared, found)

    assert caught.value.cause is cause


def test_sound_in_the_box_of_a_film_is_what_its_name_says():
    assert agreed("memo.m4a", "audio/x-m4a", Kind.MP4) is Kind.M4A
    assert agreed("film.mp4", "video/mp4", Kind.M4A) is Kind.MP4


@pytest.mark.parametrize("cause", Cause)
def test_every_refusal_says_what_to_do_in_whole_sentences(cause):
    words = FileRefused(cause).detail

    assert words.endswith(".")
    assert "{" not in words
    assert FileRefused(Cause.TOO_MANY).detail.startswith(f"You have sent {MOST_FILES} files")


# --- How much of it --------------------------------------------------------------------------------------------------


def sent(number: int, size: int = 1_000, scan: Scan = Scan.CLEAN) -> AttachmentView:
    return AttachmentView(
        id=UUID(int=number), name=f"{number}.txt", kind=Kind.TXT, size=size, digest=b"", pages=0, scan=scan,
        original=True, by="person", message=None, added_at=datetime(2026, 3, 2, tzinfo=UTC),
    )  # fmt: skip


def no_room(size: int, before: list[AttachmentView]) -> Cause:
    with pytest.raises(FileRefused) as caught:
        room_for(size, before)
    return caught.value.cause


def test_a_case_takes_so_many_files_and_no_more():
    full = [sent(number) for number in range(MOST_FILES)]

    room_for(1_000, full[1:])
    assert no_room(1_000, full) is Cause.TOO_MANY


def test_the_files_of_a_case_have_a_limit_together():
    most = [sent(number, LARGEST) for number in range(4)]

    room_for(LARGEST, most[1:])
    assert no_room(1, most) is Cause.FULL


def test_a_file_that_was_refused_takes_no_room():
    room_for(LARGEST, [sent(number, LARGEST, Scan.REFUSED) for number in range(MOST_FILES)])

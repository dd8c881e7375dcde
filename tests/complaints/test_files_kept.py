"""Files on the disk: sealed, whole or not at all, given back only for their own place; and asking a virus scanner."""

import asyncio
import os
from datetime import UTC, datetime

import pytest

from complaints.kernel.files import ORIGINAL, Files, NotKept
from complaints.kernel.ids import new_id
from complaints.kernel.scanner import Scanner, ScannerAway, scanner_at
from complaints.kernel.sealing import CannotOpen
from standards.errors import Invalid
from tests.complaints.papers import EICAR
from tests.complaints.scanners import Clamd, a_scanner

AT = datetime(2026, 3, 2, tzinfo=UTC)
WORDS = b"Three weeks, no bins, and my name is Maria."


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path / "files", os.urandom(32))


async def test_what_is_kept_is_given_back_and_cannot_be_read_on_the_disk(files, tmp_path):
    key = new_id(AT)

    await files.keep(key, {ORIGINAL: WORDS, "1": b"a picture"})

    assert await files.read(key, ORIGINAL) == WORDS
    assert await files.read(key, "1") == b"a picture"
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(kept) == 2
    for path in kept:
        assert b"Maria" not in path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0


async def test_a_part_moved_to_another_file_or_place_does_not_open(files, tmp_path):
    one, other = new_id(AT), new_id(AT)
    await files.keep(one, {ORIGINAL: WORDS})
    await files.keep(other, {ORIGINAL: b"something else"})
    first, second = ((tmp_path / "files" / key.hex[-2:] / key.hex / ORIGINAL) for key in (one, other))

    second.write_bytes(first.read_bytes())

    with pytest.raises(CannotOpen):
        await files.read(other, ORIGINAL)


async def test_a_file_is_kept_whole_or_not_at_all(files, tmp_path):
    key = new_id(AT)

    with pytest.raises(OSError, match="No such file"):
        await files.keep(key, {"1": b"a picture", "no/such/place": b"the disk said no"})

    assert list(files.every()) == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    with pytest.raises(NotKept):
        await files.read(key, "1")


async def test_parts_and_whole_files_go_when_they_are_dropped(files):
    key = new_id(AT)
    await files.keep(key, {ORIGINAL: WORDS, "1": b"a picture"})

    await files.drop(key, ORIGINAL)
    with pytest.raises(NotKept):
        await files.read(key, ORIGINAL)
    assert await files.read(key, "1") == b"a picture"
    assert list(files.every()) == [key]

    await files.drop(key)
    await files.drop(key)
    assert list(files.every()) == []


# --- The scanner -----------------------------------------------------------------------------------------------------


async def test_a_scanner_names_the_virus_it_finds_and_nothing_for_what_is_clean():
    large = b"harmless " * 100_000
    async with a_scanner() as clamd:
        assert await clamd.scanner.find(EICAR) == "Eicar-Test-Signature"
        assert await clamd.scanner.find(large) is None
        assert await clamd.scanner.answers()

    assert clamd.seen == [EICAR, large]


async def test_a_scanner_is_reached_by_a_local_socket_too(tmp_path):
    clamd = Clamd()
    path = str(tmp_path / "clamd.ctl")
    async with await asyncio.start_unix_server(clamd.serve, path):
        assert await Scanner(path=path).find(EICAR) == "Eicar-Test-Signature"


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK and more\0", b"\0"])
async def test_an_answer_that_is_neither_yes_nor_no_is_no_answer(answer):
    async with a_scanner() as clamd:
        clamd.answer = answer
        with pytest.raises(ScannerAway):
            await clamd.scanner.find(b"a file")


async def test_a_scanner_that_is_not_there_is_away():
    async with a_scanner() as clamd:
        gone = clamd.scanner

    with pytest.raises(ScannerAway):
        await gone.find(b"a file")
    assert not await gone.answers()


def test_the_address_of_a_scanner_is_read_or_refused():
    assert scanner_at("") is None
    assert scanner_at("tcp://127.0.0.1:3310") == Scanner(host="127.0.0.1", port=3310)
    assert scanner_at("unix:/run/clamav/clamd.ctl") == Scanner(path="/run/clamav/clamd.ctl")
    for wrong in ("127.0.0.1:3310", "tcp://host", "tcp://host:many", "unix:", "http://host:1"):
        with pytest.raises(Invalid):
            scanner_at(wrong)

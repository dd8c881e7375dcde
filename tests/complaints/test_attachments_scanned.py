"""Files and the virus scanner: they wait until it has seen them, what it finds is gone, and so is what is left over."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from complaints.actions import draft as drafts
from complaints.actions.attach import attach
from complaints.actions.lodge import Origin, lodge
from complaints.actions.look_after_files import sweep_files
from complaints.actions.take_file import Sent, take_file
from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.domain.access import PUBLIC, SYSTEM, person
from complaints.domain.case import Kind
from complaints.domain.files import Cause, FileRefused, Scan
from complaints.kernel.files import files_of
from complaints.kernel.journal import entries
from complaints.kernel.scanner import Scanner
from complaints.messages import SweepFiles
from complaints.reads.attachments import of_draft
from complaints.schemas import Submission
from complaints.store import drafts as draft_store
from complaints.tables import AttachmentRow
from complaints.web import cookies
from tests.browse import a_browser
from tests.complaints.papers import EICAR, PLANTED, picture
from tests.complaints.scanners import Clamd, a_scanner
from tests.complaints.sending_files import attached, files_in, keeps_original
from tests.play import an_application, case_id, lodge_one

INFECTED = picture() + EICAR


@pytest.fixture
async def clamd() -> AsyncIterator[Clamd]:
    async with a_scanner() as found:
        yield found


@pytest.fixture
async def scanned(sqlite_url: str, tmp_path: Path, clamd: Clamd) -> AsyncIterator[Application]:
    """An application whose files are looked at by a scanner."""
    async with an_application(sqlite_url, tmp_path) as made:
        made.scanner = clamd.scanner
        yield made


async def status_of(application: Application, receipt, file) -> list[int]:
    """Ask for every part of a file as the person, and return what was answered."""
    async with a_browser(application) as browser:
        await browser.open_case(receipt)
        parts = [f"/your-case/files/{file.id}{part}" for part in ("/1.jpg", "/original")]
        return [(await browser.client.get(part)).status_code for part in parts]


async def test_a_file_waits_for_the_scanner_and_is_given_out_once_it_is_clean(scanned, clamd):
    receipt = await lodge_one(scanned)
    key = await case_id(scanned, receipt)
    taken = await attached(scanned, person(key), key, keep_original=False)

    assert await status_of(scanned, receipt, taken) == [404, 404]
    assert await keeps_original(scanned, taken.id)
    await drain(scanned)

    assert clamd.seen == [picture()]
    (file,) = await files_in(scanned, key)
    assert file.scan is Scan.CLEAN
    assert await status_of(scanned, receipt, taken) == [200, 404]
    assert not await keeps_original(scanned, taken.id), "it was there for the scanner only"


async def test_a_file_with_a_virus_is_gone_and_the_person_and_the_journal_say_why(scanned):
    receipt = await lodge_one(scanned)
    key = await case_id(scanned, receipt)
    taken = await attached(scanned, person(key), key, INFECTED)

    await drain(scanned)

    (file,) = await files_in(scanned, key)
    assert (file.scan, file.pages, file.original) == (Scan.REFUSED, 0, False)
    assert list(files_of(scanned).every()) == []
    async with scanned.work(SYSTEM, reading=True) as work:
        written = [(entry.kind, entry.payload) for entry in await entries(work.session, key)]
    assert ("file.removed", {"digest": taken.digest.hex(), "content": "jpeg", "why": "virus"}) in written
    async with a_browser(scanned) as browser:
        await browser.open_case(receipt)
        page = await browser.get(f"/your-case/files/{taken.id}")
    assert "The file contained a virus. Nobody has opened it." in page.text


async def test_with_the_scanner_away_a_file_goes_on_waiting_and_is_asked_about_again(scanned, clamd):
    receipt = await lodge_one(scanned)
    key = await case_id(scanned, receipt)
    scanned.scanner = Scanner(host="127.0.0.1", port=1)
    taken = await attached(scanned, person(key), key)

    for _ in range(12):
        await drain(scanned)
        scanned.clock.advance_to(scanned.clock.now() + timedelta(hours=1))
    assert [file.scan for file in await files_in(scanned, key)] == [Scan.WAITING]
    assert await status_of(scanned, receipt, taken) == [404, 404]

    scanned.scanner = clamd.scanner
    await drain(scanned)
    assert [file.scan for file in await files_in(scanned, key)] == [Scan.CLEAN]


async def test_what_waits_when_the_scanner_is_given_up_counts_as_not_scanned(scanned):
    key = await case_id(scanned, await lodge_one(scanned))
    await attached(scanned, person(key), key)

    scanned.scanner = None
    await drain(scanned)

    assert [file.scan for file in await files_in(scanned, key)] == [Scan.UNSCANNED]


# --- Drafts, and what is left over -----------------------------------------------------------------------------------


async def draft_with_a_file(application: Application, secret: str = "a" * 64):
    """Begin to tell something and hang a photo on it; return the key of the draft and of the file."""
    taken = await take_file(
        application,
        Sent("street.jpg", "image/jpeg", picture()),
        keep_original=False,
        now=application.clock.now(),
        address="192.0.2.1",
    )
    async with application.work(PUBLIC) as work:
        await drafts.keep(work, secret, drafts.Draft(), lasts=timedelta(days=1))
        kept = await drafts.kept(work, secret)
        await attach(work, taken, draft=kept.id)
    return kept.id, taken.id


async def test_a_photo_of_a_draft_goes_with_it_into_the_case_and_its_journal(scanned):
    draft, file = await draft_with_a_file(scanned)

    async with scanned.work(PUBLIC) as work:
        receipt = await lodge(
            work, Submission(kind=Kind.COMPLAINT, narrative="Bins."), channel="web_form", origin=Origin(draft=draft)
        )
    await drain(scanned)

    key = await case_id(scanned, receipt)
    assert [(one.id, one.scan) for one in await files_in(scanned, key)] == [(file, Scan.CLEAN)]
    async with scanned.work(SYSTEM, reading=True) as work:
        assert "file.added" in [entry.kind for entry in await entries(work.session, key)]


async def test_the_same_photo_sent_twice_hangs_on_a_draft_once(scanned):
    await draft_with_a_file(scanned)
    draft, _ = await draft_with_a_file(scanned)
    await drain(scanned)

    async with scanned.work(PUBLIC, reading=True) as work:
        assert len(await of_draft(work.session, draft)) == 1
    assert len(list(files_of(scanned).every())) == 1


async def test_a_photo_that_comes_after_its_draft_was_sent_is_to_be_sent_again(scanned):
    draft, _ = await draft_with_a_file(scanned)
    late = await take_file(
        scanned, Sent("b.txt", "", b"late"), keep_original=True, now=scanned.clock.now(), address="192.0.2.1"
    )
    async with scanned.work(PUBLIC) as work:
        await drafts.forget(work, "a" * 64)

    with pytest.raises(FileRefused) as caught:
        async with scanned.work(PUBLIC) as work:
            await attach(work, late, draft=draft)

    assert caught.value.cause is Cause.FAILED


async def test_a_file_of_a_draft_is_for_the_browser_that_has_its_key(scanned):
    _, file = await draft_with_a_file(scanned, "a" * 64)
    await draft_with_a_file(scanned, "b" * 64)
    await drain(scanned)

    answers = []
    for secret in ("a" * 64, "b" * 64, ""):
        kept = cookies.cookie(
            scanned.keys, cookies.DRAFT, {"secret": secret}, now=scanned.clock.now(), lasts=timedelta(1), secure=False
        )
        async with a_browser(scanned) as browser:
            if secret:
                browser.plant(kept.key, kept.value)
            answers.append((await browser.get(f"/tell/files/{file}")).status)

    assert answers == [200, 404, 404]


async def test_a_draft_that_is_forgotten_takes_its_files_with_it(scanned):
    await draft_with_a_file(scanned, "a" * 64)
    await draft_with_a_file(scanned, "b" * 64)

    async with scanned.work(PUBLIC) as work:
        await drafts.forget(work, "a" * 64)
    await drain(scanned)
    assert len(list(files_of(scanned).every())) == 1

    scanned.clock.advance_to(scanned.clock.now() + timedelta(days=2))
    async with scanned.work(SYSTEM) as work:
        await drafts.forget_old_drafts(work)
    await drain(scanned)
    assert list(files_of(scanned).every()) == []


async def test_a_file_that_hangs_on_nothing_is_swept_after_a_day_and_the_others_stay(scanned):
    key = await case_id(scanned, await lodge_one(scanned))
    stays = await attached(scanned, person(key), key, keep_original=True)
    await attached_to_nothing(scanned)
    draft, _ = await draft_with_a_file(scanned)
    async with scanned.work(SYSTEM) as work:
        await draft_store.drop_draft(work.session, draft)
    await drain(scanned)

    await sweep_files(scanned, SweepFiles(), scanned.clock.now() + timedelta(hours=1))
    assert len(list(files_of(scanned).every())) == 3

    await sweep_files(scanned, SweepFiles(), scanned.clock.now() + timedelta(days=2))
    assert list(files_of(scanned).every()) == [stays.id]
    assert await keeps_original(scanned, stays.id)
    async with scanned.work(SYSTEM, reading=True) as work:
        assert list(await work.session.scalars(select(AttachmentRow.id))) == [stays.id]


async def attached_to_nothing(application: Application) -> None:
    """Take a file in, and then fall over before it hangs on anything."""
    sent = Sent("street.jpg", "", picture())
    await take_file(application, sent, keep_original=True, now=application.clock.now(), address="192.0.2.1")


async def test_nothing_planted_in_a_photo_is_left_anywhere_on_the_disk_or_in_what_is_given_out(scanned, tmp_path):
    receipt = await lodge_one(scanned)
    key = await case_id(scanned, receipt)
    taken = await attached(scanned, person(key), key, keep_original=False, name="street.jpg")
    await drain(scanned)

    derived = [await files_of(scanned).read(taken.id, str(number + 1)) for number in range(taken.pages)]
    kept = [path.read_bytes() for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert len(kept) == len(derived) == 1
    assert not any(PLANTED.encode() in content or b"GPS" in content for content in [*kept, *derived])


async def test_files_work_on_postgresql_too(postgresql_url, tmp_path, clamd):
    async with an_application(postgresql_url, tmp_path) as made:
        made.scanner = clamd.scanner
        receipt = await lodge_one(made)
        key = await case_id(made, receipt)
        good = await attached(made, person(key), key)
        bad = await attached(made, person(key), key, INFECTED)
        await drain(made)
        await sweep_files(made, SweepFiles(), made.clock.now() + timedelta(days=2))

        assert {file.id: file.scan for file in await files_in(made, key)} == {
            good.id: Scan.CLEAN,
            bad.id: Scan.REFUSED,
        }
        assert await status_of(made, receipt, good) == [200, 200]

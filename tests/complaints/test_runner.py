"""Clocks fire exactly once and never early; what was posted is done, with and without Redis."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from complaints import reads
from complaints.actions.lodge import lodge
from complaints.app.boundary import Application
from complaints.app.redis import worker
from complaints.app.runner import InProcessRunner, drain, post_schedules
from complaints.app.sweeping import BATCH, sweep
from complaints.domain.access import PUBLIC, SYSTEM
from complaints.domain.case import Kind
from complaints.kernel import timers
from complaints.kernel.journal import entries, first_break
from complaints.kernel.mail import Letter
from complaints.kernel.outbox import JobRow
from complaints.kernel.work import Work
from complaints.schemas import Submission
from complaints.tables import CaseRow, SubmissionRow
from standards.deadlines import Deadline, Limit
from tests.play import MONDAY, KeptPost, case_id, contact, lodge_one

SUBMISSION = Submission(kind=Kind.COMPLAINT, narrative="Nobody came.", service="bin_collection", contact=contact())


class TestClocks:
    async def test_fire_once_however_many_sweep_at_once(self, application: Application) -> None:
        receipt = await lodge_one(application)
        late = receipt.clocks[0].due + timedelta(seconds=1)

        fired = await asyncio.gather(*(sweep(application, now=late) for _ in range(4)))
        again = await sweep(application, now=late)

        assert sum(fired) == 1
        assert again == 0
        assert await _kinds(application, receipt) == ["case.lodged", "message.sent", "clock.late", "message.sent"]

    async def test_never_fire_early(self, application: Application) -> None:
        receipt = await lodge_one(application)

        assert await sweep(application, now=receipt.clocks[0].due) == 0
        assert await sweep(application, now=receipt.clocks[0].due + timedelta(microseconds=1)) == 1

    async def test_a_kept_promise_does_not_fire(self, application: Application) -> None:
        receipt = await lodge_one(application, kind=Kind.COMPLIMENT)

        assert await sweep(application, now=receipt.clocks[0].due + timedelta(seconds=1)) == 1
        async with application.work(SYSTEM, reading=True) as work:
            left = await timers.clocks_of(work.session, await case_id(application, receipt))
        # What is late is not late twice; from now on whoever gave the thanks hears of it by the clock of silence.
        assert {clock.kind for clock in left if clock.fired_at is None} == {"inform"}

    async def test_silence_is_broken_by_a_true_message_and_the_next_silence_begins(
        self, application: Application
    ) -> None:
        receipt = await lodge_one(application)

        for days in range(1, 50):
            await sweep(application, now=MONDAY + timedelta(days=days))

        async with application.work(SYSTEM, reading=True) as work:
            view = await reads.case_for_person(work.session, await case_id(application, receipt))
        said = [message.body for message in view.messages]
        assert any("You do not have an answer yet" in body for body in said)
        assert len(set(said)) == len(said)
        assert any(clock.kind == "inform" and clock.stopped_at is None for clock in view.clocks)

    async def test_one_that_cannot_be_acted_on_stays_due_and_holds_up_no_other(self, application: Application) -> None:
        """More of them than fit into a batch, all due before the real one."""
        receipt = await lodge_one(application)
        due_at = receipt.clocks[0].due
        async with application.work(SYSTEM) as work:
            await timers.start(work, [_orphan(work, due_at - timedelta(hours=1)) for _ in range(BATCH + 10)])

        assert await sweep(application, now=due_at + timedelta(seconds=1)) == 1

        async with application.work(SYSTEM, reading=True) as work:
            left = await timers.due(work.session, due_at + timedelta(seconds=1))
        assert len(left) == BATCH + 10
        assert (await _kinds(application, receipt))[2:] == ["clock.late", "message.sent"]


def _orphan(work: Work, due_at: datetime) -> dict[str, Any]:
    """Return the row of a clock on a case that is not there."""
    limit = Limit(1, "hours")
    running = timers.Running("acknowledge", limit, Deadline(due_at, due_at.date(), ()))
    nowhere = work.new_id()
    return timers.row(work, running, subject_id=nowhere, stage_no=1, charter_id=work.charter.id, started_at=due_at)


class TestOutbox:
    async def test_a_failed_delivery_is_tried_again_and_the_letter_goes_once(self, application: Application) -> None:
        post = BrokenPost(failures=2)
        application.post_office = post
        async with application.work(PUBLIC) as work:
            await lodge(work, SUBMISSION, channel="api")
            now = work.now

        for hours in range(5):
            await drain(application, now=now + timedelta(hours=hours))

        assert [letter.to for letter in post.letters] == ["maria@example.org"]

    async def test_a_job_that_never_succeeds_is_laid_aside_with_its_reason(self, application: Application) -> None:
        application.post_office = BrokenPost(failures=10_000)
        async with application.work(PUBLIC) as work:
            await lodge(work, SUBMISSION, channel="api")
            now = work.now

        for hours in range(12):
            await drain(application, now=now + timedelta(hours=hours))

        async with application.work(SYSTEM, reading=True) as work:
            dead = (await work.session.scalars(select(JobRow).where(JobRow.status == "dead"))).all()
        assert [(job.name, job.attempts, job.last_error) for job in dead] == [("deliver", 8, "OSError: no line")]

    async def test_a_job_is_done_once_however_many_run_it(self, application: Application) -> None:
        async with application.work(PUBLIC) as work:
            await lodge(work, SUBMISSION, channel="api")

        await asyncio.gather(*(drain(application) for _ in range(4)))

        assert len(_post(application).letters) == 1

    async def test_the_runner_inside_the_server_does_what_a_commit_posts(self, application: Application) -> None:
        runner = InProcessRunner(application, every=0.05)
        await runner.start()
        async with application.work(PUBLIC) as work:
            await lodge(work, SUBMISSION, channel="api")
        async with asyncio.timeout(30):
            await _post(application).came.wait()
        await runner.stop()

    async def test_a_worker_on_redis_does_it_even_after_redis_forgot_everything(
        self, application: Application, redis_url: str
    ) -> None:
        async with application.work(PUBLIC) as work:
            await lodge(work, SUBMISSION, channel="api")

        async with asyncio.timeout(30):
            while not _post(application).letters:
                running = worker(application, redis_url, burst=True)
                await running.async_run()
                await running.close()

        assert len(_post(application).letters) == 1


class TestSchedules:
    """What is scheduled is slow work with no transaction open: bringing up the facts, whose manifest is a file."""

    async def test_post_once_in_every_stretch_of_time(self, application: Application) -> None:
        await asyncio.gather(*(post_schedules(application, now=MONDAY) for _ in range(4)))
        await post_schedules(application, now=MONDAY + timedelta(minutes=1))
        assert len(await _scheduled(application)) == 1

        await post_schedules(application, now=MONDAY + timedelta(minutes=10))
        assert len(await _scheduled(application)) == 2

    async def test_are_worked_by_the_runner_inside_the_server(self, application: Application) -> None:
        runner = InProcessRunner(application, every=0.05)
        await runner.start()
        async with asyncio.timeout(30):
            while not (await _scheduled(application) and _manifest(application).is_file()):  # noqa: ASYNC110 - a file is no event
                await asyncio.sleep(0.05)
        await runner.stop()

    async def test_are_worked_by_a_worker_on_redis(self, application: Application, redis_url: str) -> None:
        async with asyncio.timeout(30):
            while not _manifest(application).is_file():
                running = worker(application, redis_url, burst=True)
                await running.async_run()
                await running.close()

        assert [job.status for job in await _scheduled(application)] == ["done"]

    async def test_fail_like_any_job_and_are_tried_again(self, application: Application) -> None:
        in_the_way = application.data / "facts"
        in_the_way.write_text("")
        await post_schedules(application, now=MONDAY)
        await drain(application, now=MONDAY)
        [failed] = await _scheduled(application)

        in_the_way.unlink()
        await drain(application, now=MONDAY + timedelta(minutes=1))

        [done] = await _scheduled(application)
        assert (failed.status, failed.attempts, done.status, done.attempts) == ("queued", 1, "done", 2)
        assert "FileExistsError" in (failed.last_error or "")
        assert _manifest(application).is_file()


def _manifest(application: Application) -> Path:
    return application.data / "facts" / "manifest.json"


async def _scheduled(application: Application) -> Sequence[JobRow]:
    async with application.work(SYSTEM, reading=True) as work:
        return (await work.session.scalars(select(JobRow).where(JobRow.name == "refresh_facts"))).all()


class BrokenPost(KeptPost):
    """A post office that fails at first."""

    def __init__(self, failures: int) -> None:
        super().__init__()
        self._failures = failures

    async def send(self, letter: Letter) -> None:
        self._failures -= 1
        if self._failures >= 0:
            raise OSError("no line")
        await super().send(letter)


def _post(application: Application) -> KeptPost:
    assert isinstance(application.post_office, KeptPost)
    return application.post_office


async def _kinds(application: Application, receipt: object) -> list[str]:
    async with application.work(SYSTEM, reading=True) as work:
        chain = await entries(work.session, await case_id(application, receipt))
    assert first_break(chain) is None
    return [entry.kind for entry in chain]


class TestTidying:
    async def test_what_has_served_is_cleared_away_after_a_month_and_cases_stay(self, application: Application) -> None:
        await lodge_one(application, key="an-old-key")
        later = MONDAY + timedelta(days=31)

        await post_schedules(application, now=later)
        await drain(application, now=later)

        async with application.work(SYSTEM, reading=True) as work:
            left = (await work.session.scalars(select(JobRow.name).where(JobRow.name == "tell"))).all()
            keys = (await work.session.scalars(select(SubmissionRow.key_hash))).all()
            cases = (await work.session.scalars(select(CaseRow.id))).all()
        assert (left, keys, len(cases)) == ([], [], 1)

    async def test_within_the_month_a_key_still_gives_the_first_receipt(self, application: Application) -> None:
        first = await lodge_one(application, key="a-young-key")
        later = MONDAY + timedelta(days=29)

        await post_schedules(application, now=later)
        await drain(application, now=later)

        assert (await lodge_one(application, key="a-young-key", at=later)).reference == first.reference

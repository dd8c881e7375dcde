"""Running the outbox: the same claim, the same handlers, whether ids come from Redis or from the table itself."""

import asyncio
import contextlib
import signal
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import msgspec
import structlog

from complaints.app.boundary import Application
from complaints.app.features import HANDLERS, SCHEDULES
from complaints.app.sweeping import stop_in_order, sweep
from complaints.domain.access import SYSTEM
from complaints.kernel import outbox, timers
from complaints.kernel.feature import Courier, Errand, Handler
from complaints.kernel.mail import Later
from complaints.kernel.outbox import Message
from complaints.kernel.work import Work
from standards.language import naming

log = structlog.get_logger()

PATIENCE = 20
"""Seconds a job at hand is given to end when the server stops."""

BY_NAME: Mapping[str, tuple[type[Message], Handler | Courier | Errand]] = {
    kind.name: (kind, handler) for kind, handler in HANDLERS.items()
}


async def execute(application: Application, key: UUID, *, now: datetime | None = None) -> bool:
    """
    Run one job; True when it was ours and is done.

    Its effects and its being done are one transaction, save for an errand's,
    which opens its own: a lost lease takes everything back, and a failure puts
    the job back with a growing delay.
    """
    async with application.work(SYSTEM, now=now) as work:
        claimed = await outbox.claim(work.session, key, work.now)
    if claimed is None:
        return False
    try:
        with naming(application.charters.words):
            kind, handler = BY_NAME[claimed.name]
            message = msgspec.convert(claimed.args, kind)
            handle = await _beforehand(application, handler, message, now=now)
            async with application.work(SYSTEM, now=now) as work:
                await handle(work, message)
                await outbox.finish(work.session, claimed, work.now)
    # Whatever goes wrong in a handler, the job must go back into the queue of record.
    except Exception as error:  # noqa: BLE001
        log.warning(
            "job.failed", job=str(key), name=claimed.name, attempts=claimed.attempts, error=type(error).__name__
        )
        async with application.work(SYSTEM, now=now) as work:
            await outbox.fail(work.session, claimed, work.now, f"{type(error).__name__}: {error}")
        return False
    return True


async def _beforehand(
    application: Application, handler: Handler | Courier | Errand, message: Message, *, now: datetime | None
) -> Handler:
    """Do what needs no transaction open, and return what is left to do in the one that ends the job."""
    match handler:
        case Courier():
            return await _carry(application, handler, message, now=now)
        case Errand():
            await handler.run(application, message, now or application.clock.now())
            return _nothing
        case _:
            return handler


async def _carry(application: Application, courier: Courier, message: Message, *, now: datetime | None) -> Handler:
    async with application.work(SYSTEM, now=now, reading=True) as work:
        letter = await courier.prepare(work, message)
    if letter is None:
        return _nothing
    if isinstance(letter, Later):
        return partial(_wait, until=letter.at)
    await application.post_office.send(letter)
    return courier.sent


async def _wait(work: Work, message: Message, *, until: datetime) -> None:
    """Put a message back for an hour that is right for it."""
    await outbox.post(work, message, run_at=until)


async def _nothing(_work: Work, _message: Message) -> None:
    """There is nothing left to do."""


async def drain(
    application: Application,
    *,
    now: datetime | None = None,
    most: int = 10_000,
    until: Callable[[], bool] | None = None,
) -> int:
    """Run due jobs until there are none, or until *until* says so; the number done."""
    done = 0
    while done < most:
        async with application.work(SYSTEM, now=now, reading=True) as work:
            waiting = await outbox.due(work.session, work.now)
        ran = [await execute(application, key, now=now) for key, _ in waiting if until is None or not until()]
        done += sum(ran)
        if not any(ran):
            return done
    return done


async def post_schedules(application: Application, *, now: datetime | None = None) -> None:
    """
    Post what the schedules ask for in the present slot of each; whoever comes second posts nothing.

    Without *now* the database's time decides which slot it is, so that all processes agree.
    """
    async with application.work(SYSTEM, now=now) as work:
        at = now or await timers.database_now(work.session)
        for name, schedule in SCHEDULES.items():
            slot = int(at.timestamp() // schedule.every.total_seconds())
            await outbox.post(work, schedule.message, dedupe=f"{name}:{slot}")


class Background(ABC):
    """Something that works beside the server, and is woken by each commit that posted something."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._wake = asyncio.Event()
        self._stopping = False
        self._task: asyncio.Task[None] | None = None

    @abstractmethod
    async def run(self) -> None:
        """Work until `_stopping`."""

    async def start(self) -> None:
        """Begin working; from now on a commit wakes it."""
        self._application.nudge = self._nudge
        self._task = asyncio.create_task(self.run())

    async def work(self) -> None:
        """Work in the foreground until the process is asked to stop, and stop in order."""
        loop = asyncio.get_running_loop()
        asked = asyncio.Event()
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, asked.set)
        await self.start()
        await asked.wait()
        await self.stop()

    async def stop(self) -> None:
        """Finish what is at hand and stop; what takes too long is given up and taken up again after its lease."""
        self._application.nudge = None
        self._stopping = True
        self._wake.set()
        if self._task:
            with contextlib.suppress(TimeoutError, asyncio.CancelledError):
                await asyncio.wait_for(self._task, PATIENCE)

    async def _nudge(self) -> None:
        self._wake.set()


class InProcessRunner(Background):
    """Works the outbox and the clocks inside the server, when there is no Redis."""

    def __init__(self, application: Application, *, every: float = 1.0, sweep_every: float = 30.0) -> None:
        super().__init__(application)
        self._every = every
        self._sweep_every = timedelta(seconds=sweep_every)

    async def run(self) -> None:
        """Look for due jobs and clocks, at each commit and now and then."""
        swept_at: datetime | None = None
        while not self._stopping:
            try:
                now = self._application.clock.now()
                if swept_at is None or now - swept_at >= self._sweep_every:
                    await post_schedules(self._application)
                    await sweep(self._application)
                    swept_at = now
                await drain(self._application, until=lambda: self._stopping)
            # The runner outlives a database that is away for a while.
            except Exception as error:  # noqa: BLE001
                log.warning("runner.failed", error=type(error).__name__)
            if self._stopping:
                return
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), self._every)
            self._wake.clear()

    async def stop(self) -> None:
        """Stop, and write down that clocks stopped firing in order."""
        await super().stop()
        try:
            await stop_in_order(self._application)
        # The database may be gone by now; then the guard asks a person when the service begins again.
        except Exception as error:  # noqa: BLE001
            log.warning("runner.failed", error=type(error).__name__)

"""Firing what is due: exactly once, never early, in batches, and not at all when the time looks wrong."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from complaints.app.boundary import Application
from complaints.app.features import CLOCKS, REMINDS
from complaints.domain.access import SYSTEM
from complaints.kernel import guard, timers
from complaints.kernel.timers import After, Due
from complaints.kernel.work import Work

log = structlog.get_logger()

BATCH = 50
"""How many clocks fire in one transaction."""

Act = Callable[[Work, Due, datetime], Awaitable[bool]]
Look = Callable[..., Awaitable[list[Due]]]


async def sweep(application: Application, *, now: datetime | None = None, guarded: bool | None = None) -> int:
    """
    Fire every clock that is due, and send every reminder; return the number of clocks fired.

    Without *now* the database's time decides, and the clock guard looks at it first; a person or a play that names
    an instant has looked already, unless *guarded*. A clock whose effects fail stays due and is named in the
    log; it holds up no other.
    """
    async with application.work(SYSTEM, now=now) as work:
        at = now or await timers.database_now(work.session)
        is_guarded = now is None if guarded is None else guarded
        why = await guard.watch(work, at) if is_guarded else None
    if why is not None:
        log.error("clocks.held", doubt=why)
        return 0
    await _all(application, timers.reminding, _remind, at)
    return await _all(application, timers.due, _fire, at)


async def stop_in_order(application: Application) -> None:
    """Write down that firing stops now, so that the guard knows why time has passed when it begins again."""
    async with application.work(SYSTEM) as work:
        await guard.stopped(work, await timers.database_now(work.session))


async def let_go(application: Application, why: str) -> None:
    """Let fire what the guard holds back, by the word of whoever runs this machine."""
    async with application.work(SYSTEM) as work:
        await guard.release(work, await timers.database_now(work.session), why)


async def doubt(application: Application) -> str | None:
    """Return why nothing fires, None when all is well."""
    async with application.work(SYSTEM, reading=True) as work:
        row = await guard.state(work.session)
        return row.why if row else None


async def _all(application: Application, look: Look, act: Act, at: datetime) -> int:
    """Act on everything there is to do at *at*, batch by batch; return how much was done."""
    done, after = 0, None
    while True:
        async with application.work(SYSTEM, now=at, reading=True) as work:
            waiting = await look(work.session, at, after=after, most=BATCH)
        if not waiting:
            return done
        done += await _batch(application, act, waiting, at)
        after = _last(waiting)


def _last(waiting: Sequence[Due]) -> After:
    return waiting[-1].at, waiting[-1].id


async def _batch(application: Application, act: Act, waiting: Sequence[Due], at: datetime) -> int:
    """Act on a batch in one transaction; when it cannot be committed as a whole, one by one."""
    try:
        async with application.work(SYSTEM, now=at) as work:
            await timers.give_way(work.session)
            return sum([await _one(work, act, one, at) for one in waiting])
    except SQLAlchemyError as error:
        log.warning("clocks.one_by_one", error=type(error).__name__)
    return sum([await _alone(application, act, one, at) for one in waiting])


async def _alone(application: Application, act: Act, one: Due, at: datetime) -> bool:
    try:
        async with application.work(SYSTEM, now=at) as work:
            await timers.give_way(work.session)
            return await _one(work, act, one, at)
    except SQLAlchemyError as error:
        log.warning("clock.failed", clock=str(one.id), error=type(error).__name__)
        return False


async def _one(work: Work, act: Act, one: Due, at: datetime) -> bool:
    """Act on one clock behind a savepoint: its effects happen with its claim or not at all, whatever the others do."""
    try:
        async with work.session.begin_nested():
            return await act(work, one, at)
    # One clock that cannot be acted on must not keep the others from firing.
    except Exception as error:  # noqa: BLE001
        log.warning("clock.failed", clock=str(one.id), error=type(error).__name__)
        return False


async def _fire(work: Work, one: Due, at: datetime) -> bool:
    clock = await timers.fire(work.session, one.id, at)
    if clock is None:
        return False
    await CLOCKS[clock.kind](work, clock)
    return True


async def _remind(work: Work, one: Due, at: datetime) -> bool:
    clock = await timers.remind(work.session, one.id, at)
    if clock is None:
        return False
    await REMINDS[clock.kind](work, clock)
    return True

"""Carrying job ids over Redis with arq: the table stays the queue of record, Redis can be wiped and nothing is lost."""

import asyncio
from typing import Any, cast
from uuid import UUID

import msgspec
import structlog
from arq import create_pool, cron
from arq.connections import ArqRedis, RedisSettings
from arq.worker import Worker
from redis.exceptions import RedisError

from complaints.app.boundary import Application
from complaints.app.runner import Background, execute, post_schedules
from complaints.app.sweeping import stop_in_order, sweep
from complaints.domain.access import SYSTEM
from complaints.kernel import outbox

log = structlog.get_logger()

QUEUE = "redress:jobs"
GATHER = 0.05
EVERY_TWO_SECONDS = set(range(0, 60, 2))


def encode(value: Any) -> bytes:
    """Return what arq carries as JSON: ids only, and never a pickle."""
    return msgspec.json.encode(value, enc_hook=repr)


class Relay(Background):
    """
    Hands due jobs to the workers soon after a commit.

    A worker's own tick does the same, so a lost hint costs seconds.
    """

    def __init__(self, application: Application, redis_url: str) -> None:
        super().__init__(application)
        self._settings = RedisSettings.from_dsn(redis_url)

    async def run(self) -> None:
        """Hand over at each commit; many commits at once make one hand-over."""
        pool: ArqRedis | None = None
        while not self._stopping:
            await self._wake.wait()
            self._wake.clear()
            try:
                pool = pool or await _pool(self._settings)
                await relay(self._application, pool)
            # Redis only shortens the wait: the workers' own tick finds the job.
            except (OSError, RedisError) as error:
                log.warning("relay.failed", error=type(error).__name__)
            await asyncio.sleep(GATHER)
        if pool is not None:
            await pool.aclose()


async def _pool(settings: RedisSettings) -> ArqRedis:
    return await create_pool(
        settings, job_serializer=encode, job_deserializer=msgspec.json.decode, default_queue_name=QUEUE
    )


async def relay(application: Application, pool: ArqRedis) -> int:
    """Hand due jobs over to the workers; the number handed."""
    async with application.work(SYSTEM) as work:
        handed = await outbox.dispatch(work.session, work.now)
    for key, attempts in handed:
        await pool.enqueue_job("run_job", str(key), _job_id=f"{key}:{attempts}", _queue_name=QUEUE)
    return len(handed)


async def run_job(context: dict[Any, Any], key: str) -> None:
    """Run one job of the table; the only function workers know."""
    await execute(context["application"], UUID(key))


async def tick(context: dict[Any, Any]) -> None:
    """Hand over what no hint was given for."""
    await relay(context["application"], context["redis"])


async def sweep_tick(context: dict[Any, Any]) -> None:
    """Post what is scheduled, and fire the clocks that are due."""
    await post_schedules(context["application"])
    await sweep(context["application"])


class CarefulWorker(Worker):
    """arq's worker, which closes its connections by the name redis-py gave that since."""

    async def close(self) -> None:
        """Wait for what is running and give the connections back."""
        if self._pool is None:
            return
        await asyncio.gather(*self.tasks.values())
        if self.on_shutdown:
            await self.on_shutdown(self.ctx)
        await self.pool.delete(self.health_check_key)
        await self.pool.aclose(close_connection_pool=True)
        self._pool = None


def worker(application: Application, redis_url: str, *, burst: bool = False) -> Worker:
    """Return an arq worker over this application; in a burst it stops when nothing is left."""

    async def startup(context: dict[Any, Any]) -> None:
        context["application"] = application

    async def shutdown(context: dict[Any, Any]) -> None:
        await stop_in_order(context["application"])

    return CarefulWorker(
        functions=[cast("Any", run_job)],
        cron_jobs=[
            cron(cast("Any", tick), second=EVERY_TWO_SECONDS, unique=True, run_at_startup=True),
            cron(cast("Any", sweep_tick), second={0, 30}, unique=True, run_at_startup=True),
        ],
        redis_settings=RedisSettings.from_dsn(redis_url),
        queue_name=QUEUE,
        on_startup=cast("Any", startup),
        on_shutdown=cast("Any", shutdown),
        burst=burst,
        keep_result=0,
        max_tries=1,
        max_jobs=20,
        poll_delay=0.1,
        job_timeout=int(outbox.LEASE.total_seconds()) + 30,
        job_serializer=encode,
        job_deserializer=msgspec.json.decode,
        log_results=False,
        handle_signals=not burst,
    )

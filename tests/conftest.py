"""
What every test may ask for: databases of both kinds and a Redis.

`database_url` runs a test twice, on SQLite and on PostgreSQL; `sqlite_url` and
`postgresql_url` once. Each is a migrated database of the test's own. A fixture
of wider scope makes its own with `databases.create(kind)`. What a page shows does not
depend on the database: tests marked `on_sqlite` run there alone, and the journeys run on both.
"""

import contextlib
import os
from collections.abc import AsyncIterator, Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
import redis as redis_client
from hypothesis import settings

from complaints.app.boundary import Application
from tests import services
from tests.databases import Databases
from tests.play import an_application

# Properties are checked without a stopwatch: a shared machine is no fault of the rule.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the second database where a test says that one is enough."""
    twice = [item for item in items if item.get_closest_marker("on_sqlite") and "postgresql" in _parameters(item)]
    if twice:
        config.hook.pytest_deselected(items=twice)
        items[:] = [item for item in items if item not in set(twice)]


def _parameters(item: pytest.Item) -> list[object]:
    call = getattr(item, "callspec", None)
    return list(call.params.values()) if call else []


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@contextlib.contextmanager
def _or_skip(what: str, setting: str) -> Iterator[None]:
    """Skip where a server cannot be had; where CI is set that is a failure, so that nothing goes untested unseen."""
    try:
        yield
    except services.Missing as missing:
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say(f"No {what} for tests: name one in {setting}. {missing}")


@pytest.fixture(scope="session")
def postgresql_when_asked() -> Iterator[Callable[[], str]]:
    """Gives the address of a PostgreSQL, where databases may be made and dropped, and starts it with the first call."""
    setting = "REDRESS_TEST_DATABASE_URL"
    with contextlib.ExitStack() as stack:

        @cache
        def address() -> str:
            if named := os.environ.get(setting):
                return named
            with _or_skip("PostgreSQL", setting):
                server = stack.enter_context(services.postgres())
            return f"postgresql+psycopg://postgres@127.0.0.1:{server.port}/postgres"

        yield address


@pytest.fixture(scope="session")
def redis_server(worker_id: str) -> Iterator[str]:
    """The address of a Redis whose database belongs to this test process."""
    setting = "REDRESS_TEST_REDIS_URL"
    with contextlib.ExitStack() as stack:
        if address := os.environ.get(setting):
            # One server for several test processes: each takes a database of its own, from the one named upwards.
            base, _, number = address.rpartition("/")
            yield f"{base}/{int(number) + int(worker_id.removeprefix('gw') if worker_id != 'master' else 0)}"
            return
        with _or_skip("Redis", setting):
            server = stack.enter_context(services.redis())
        yield f"redis://127.0.0.1:{server.port}/0"


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """The address of an empty Redis database."""
    with contextlib.closing(redis_client.Redis.from_url(redis_server)) as client:
        client.flushdb()
    return redis_server


@pytest.fixture(scope="session")
def databases(
    tmp_path_factory: pytest.TempPathFactory, postgresql_when_asked: Callable[[], str]
) -> Iterator[Databases]:
    """Makes migrated databases; PostgreSQL starts with the first of its kind."""
    # Found late: tests of rules need neither the migrations nor a server.
    upgrade = import_module("complaints.app.migrate").upgrade
    made = Databases(tmp_path_factory.mktemp("databases"), upgrade, postgresql_when_asked)
    yield made
    made.close()


@pytest.fixture
def sqlite_url(databases: Databases) -> Iterator[str]:
    yield from _fresh(databases, "sqlite")


@pytest.fixture
def postgresql_url(databases: Databases) -> Iterator[str]:
    yield from _fresh(databases, "postgresql")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(databases: Databases, request: pytest.FixtureRequest) -> Iterator[str]:
    yield from _fresh(databases, request.param)


def _fresh(databases: Databases, kind: str) -> Iterator[str]:
    address = databases.create(kind)
    yield address
    databases.drop(address)


@pytest.fixture
async def application(database_url: str, tmp_path: Path) -> AsyncIterator[Application]:
    """An application on each kind of database, with the demonstration charter in force."""
    async with an_application(database_url, tmp_path) as made:
        yield made

"""The migrations: one history, the same as the models on each kind of database, and a way back."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import make_url

from complaints.app import features
from complaints.app.doctor import NEWEST
from complaints.app.migrate import config, upgrade
from complaints.kernel.db import Base
from tests.databases import Databases


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(databases: Databases, request: pytest.FixtureRequest):
    address = databases.create_empty(request.param)
    yield address
    databases.drop(address)


def synchronous(address: str):
    url = make_url(address)
    return create_engine(url.set(drivername="sqlite" if url.get_backend_name() == "sqlite" else "postgresql+psycopg"))


def test_models_and_migrations_say_the_same(empty_url):
    assert features.FEATURES
    upgrade(empty_url)

    engine = synchronous(empty_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)
        newest = context.get_current_revision()
    engine.dispose()

    assert differences == []
    assert newest == NEWEST


def test_upgrading_twice_changes_nothing_and_there_is_a_way_back(empty_url):
    upgrade(empty_url)
    upgrade(empty_url)
    command.downgrade(config(empty_url), "base")

    engine = synchronous(empty_url)
    left = set(inspect(engine).get_table_names()) - {"alembic_version"}
    engine.dispose()

    assert left == set()

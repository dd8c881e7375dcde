"""How Alembic reaches the database and what it compares it with."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON, create_engine
from sqlalchemy.engine import make_url

from complaints.app import features
from complaints.kernel.db import Base, Instant

# Importing the features imports every table.
__all__ = ["features"]


def synchronous(url: str) -> str:
    """Return the address with a driver that needs no event loop."""
    address = make_url(url)
    return address.set(
        drivername="sqlite" if address.get_backend_name() == "sqlite" else "postgresql+psycopg"
    ).render_as_string(hide_password=False)


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our own types into migrations as plain ones, so that an old migration needs no new code."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, JSON):
        return 'sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")'
    return False


def run() -> None:
    engine = create_engine(synchronous(context.config.attributes["url"]))
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            render_item=render_item,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()

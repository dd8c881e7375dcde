"""The database: two engines over one address, types that mean the same on SQLite and PostgreSQL."""

import enum
from collections.abc import Callable
from datetime import UTC, date, datetime
from time import monotonic
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import JSON, Date, DateTime, Dialect, Enum, LargeBinary, MetaData, Text, Uuid, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

IDLE = 30.0
"""Seconds after which a resting connection is asked whether it still lives."""

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """An aware instant, in UTC; a naive one is refused. SQLite keeps it as naive UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "An instant needs a time zone."
            raise ValueError(msg)
        return value.astimezone(UTC).replace(tzinfo=None) if dialect.name == "sqlite" else value

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any] | None:
        return _written if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def _written(value: datetime | None) -> str | None:
    """What SQLAlchemy itself makes of an instant on SQLite, in one step: a case's rows hold a dozen of them."""
    if value is None:
        return None
    if value.tzinfo is None:
        msg = "An instant needs a time zone."
        raise ValueError(msg)
    return value.astimezone(UTC).isoformat(" ", "microseconds")[:26]


Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Base(DeclarativeBase):
    """What every stored row shares: one metadata, one naming of constraints, one mapping of types."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own declaration
        datetime: Instant(),
        date: Date(),
        UUID: Uuid(),
        str: Text(),
        bytes: LargeBinary(),
        dict[str, Any]: Json,
        list[Any]: Json,
        enum.StrEnum: Enum(enum.StrEnum, native_enum=False, values_callable=lambda e: [m.value for m in e]),
    }


def _encode(value: Any) -> str:
    return msgspec.json.encode(value).decode()


class Database:
    """
    One address, a writing side and a reading side.

    On SQLite the writing side has a single connection a process: writers
    wait in order in the process instead of spinning on the file's lock, and
    readers never wait for them. On PostgreSQL both sides share one pool.
    """

    def __init__(self, url: str, *, connections: int = 10) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self.writer = _sqlite(url, connections=1, begin="BEGIN IMMEDIATE", query_only=False)
            self.reader = _sqlite(url, connections=4, begin="BEGIN DEFERRED", query_only=True)
        else:
            self.writer = self.reader = _postgresql(url, connections=connections)
        self._writing = async_sessionmaker(self.writer, expire_on_commit=False, autoflush=False)
        self._reading = async_sessionmaker(self.reader, expire_on_commit=False, autoflush=False)

    def session(self, *, reading: bool = False) -> AsyncSession:
        """Return a new session on the reading or the writing side."""
        return self._reading() if reading else self._writing()

    async def dispose(self) -> None:
        """Close every connection of both sides."""
        await self.writer.dispose()
        if self.reader is not self.writer:
            await self.reader.dispose()


def _postgresql(url: str, *, connections: int) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        json_serializer=_encode,
        json_deserializer=msgspec.json.decode,
        connect_args={"options": "-c timezone=UTC -c statement_timeout=60000"},
    )
    _ask_the_idle(engine)
    return engine


def _ask_the_idle(engine: AsyncEngine) -> None:
    """
    Ask a connection that was idle for a while whether it still lives, and take another if not.

    Asking each time would be a round trip on every lodging.
    """
    dialect = engine.sync_engine.dialect

    @event.listens_for(engine.sync_engine, "checkin")
    def rest(_connection: Any, record: Any) -> None:
        record.info["rested_since"] = monotonic()

    @event.listens_for(engine.sync_engine, "checkout")
    def wake(connection: Any, record: Any, _proxy: Any) -> None:
        if monotonic() - record.info.get("rested_since", monotonic()) > IDLE:
            try:
                dialect.do_ping(connection)
            except dialect.loaded_dbapi.Error as error:
                raise DisconnectionError from error


def _sqlite(url: str, *, connections: int, begin: str, query_only: bool) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=60,
        json_serializer=_encode,
        json_deserializer=msgspec.json.decode,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def settle(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        # WAL with full sync: what was acknowledged survives a crash of the machine.
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA busy_timeout=30000")
        cursor.execute("PRAGMA cache_size=-32000")
        if query_only:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def open_transaction(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine

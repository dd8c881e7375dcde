"""Several inserts in one round trip: round trips, not writing, are what a lodging costs (docs/performance.md)."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import FromClause, Insert, Table, TextClause, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

Rows = tuple[FromClause, Sequence[Mapping[str, Any]]]
"""A table and the rows to insert; the rows of one table have the same columns."""

_encode = msgspec.json.Encoder().encode


async def insert_together(session: AsyncSession, *parts: Rows, claim: Rows | None = None) -> bool:
    """
    Insert the rows of several tables; True when they are in.

    With *claim*, a row whose key may be taken already, nothing is inserted when
    it is, and the answer is False. On PostgreSQL this is one statement of
    data-modifying WITH parts, each with its rows as one JSON value; references
    between the tables are checked at its end. On SQLite it is one statement a table, in the order given.
    """
    connection = await session.connection()
    filled = [(table, rows) for table, rows in parts if rows]
    if not filled and claim is None:
        return True
    together = _in_one if connection.dialect.name == "postgresql" else _in_turn
    return await together(connection, filled, claim)


async def _in_turn(connection: AsyncConnection, parts: Sequence[Rows], claim: Rows | None) -> bool:
    if claim is not None:
        claimed = await connection.execute(_single(claim[0], or_nothing=True), list(claim[1]))
        if claimed.rowcount != 1:
            return False
    for table, rows in parts:
        await connection.execute(_single(table), list(rows))
    return True


async def _in_one(connection: AsyncConnection, parts: Sequence[Rows], claim: Rows | None) -> bool:
    every = [claim, *parts] if claim is not None else list(parts)
    shape = tuple((table, tuple(rows[0])) for table, rows in every)
    values = {
        f"rows{number}": _encode([_plain(row) for row in rows]).decode() for number, (_, rows) in enumerate(every)
    }
    return bool(await connection.scalar(_statement(shape, claims=claim is not None), values))


@lru_cache(maxsize=256)
def _single(table: Table, *, or_nothing: bool = False) -> Insert:
    statement = sqlite.insert(table)
    return statement.on_conflict_do_nothing() if or_nothing else statement


@lru_cache(maxsize=256)
def _statement(shape: tuple[tuple[Table, tuple[str, ...]], ...], *, claims: bool) -> TextClause:
    """Return the statement for tables and columns; every name in it comes from our own tables."""
    parts = []
    for number, (table, columns) in enumerate(shape):
        names = ", ".join(f'"{column}"' for column in columns)
        source = f'json_populate_recordset(NULL::"{table.name}", CAST(:rows{number} AS json))'
        insertion = f'INSERT INTO "{table.name}" ({names}) SELECT {names} FROM {source}'  # noqa: S608
        if claims:
            insertion += " ON CONFLICT DO NOTHING RETURNING 1" if number == 0 else " WHERE EXISTS (SELECT FROM w0)"
        parts.append(f"w{number} AS ({insertion})")
    answer = "EXISTS (SELECT FROM w0)" if claims else "true"
    return text(f"WITH {', '.join(parts)} SELECT {answer}")


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as PostgreSQL reads it from JSON; only bytes are written differently there."""
    return {name: f"\\x{value.hex()}" if isinstance(value, bytes) else value for name, value in row.items()}

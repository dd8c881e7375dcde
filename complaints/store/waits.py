"""How long others waited: one row a scope and day, written once."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from complaints.kernel.batch import insert_together
from complaints.tables import WaitRow

WAITS = WaitRow.__table__


async def add_waits(session: AsyncSession, rows: Iterable[dict[str, Any]]) -> None:
    """Write down what was counted."""
    await insert_together(session, (WAITS, list(rows)))

"""Writing down which reports were run, from what, and what came of it."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from reports.tables import RunRow


def add_run(session: AsyncSession, **values: Any) -> None:
    """Add one run of a report."""
    session.add(RunRow(**values))

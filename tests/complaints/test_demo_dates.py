"""The simulated authority changes dates as its charter allows: answers wait for the person, and some take longer."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from complaints.app.boundary import open_application
from complaints.app.demo import demonstrate
from complaints.app.demonstration.arrivals import Plan
from complaints.app.demonstration.material import read_material
from complaints.app.settings import Settings
from complaints.domain.access import SYSTEM
from complaints.kernel.journal import JournalRow
from complaints.tables import MessageRow
from standards.charter import load_charter
from standards.packs import read_pack

UNTIL = datetime(2026, 3, 31, 16, tzinfo=UTC)
TOLD_BY = {"clock.held": "held", "clock.resumed": "resumed", "clock.extended": "extended"}


async def test_every_date_that_moves_in_the_play_is_told(sqlite_url: str, tmp_path: Path) -> None:
    document = read_pack("calder_bay")
    plan = Plan(
        load_charter(document), read_material("calder_bay"), UNTIL - timedelta(days=120), UNTIL, seed=1, cases=120
    )
    settings = Settings(data=tmp_path, database_url=sqlite_url)
    await demonstrate(settings, plan, document, lambda _at: None)

    application = open_application(settings)
    async with application.work(SYSTEM, reading=True) as work:
        written = (await work.session.scalars(select(JournalRow).where(JournalRow.kind.in_(TOLD_BY)))).all()
        keys = (await work.session.scalars(select(MessageRow.key))).all()
    await application.close()

    moves = [TOLD_BY[entry.kind] for entry in written if (entry.payload or {}).get("why") != "answered"]
    letters = [name for key in keys if (name := key.partition(":")[0]) in TOLD_BY.values()]
    assert set(moves) == {"held", "resumed", "extended"}
    assert sorted(letters) == sorted(moves)

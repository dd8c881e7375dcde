"""
What it costs to fire clocks that are due: each with its journal entry, its letter and the next date of its case.

usage: sweeping.py [NUMBER] [DATABASE_URL]     NUMBER of late acknowledgements, default 1000; default a SQLite file

The database named must be empty. Lodging the cases first is not counted.
"""

import asyncio
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from complaints.actions.adopt import adopt
from complaints.actions.lodge import lodge
from complaints.app.boundary import Application, open_application
from complaints.app.migrate import upgrade
from complaints.app.settings import Settings
from complaints.app.sweeping import sweep
from complaints.domain.access import PUBLIC, SYSTEM
from complaints.domain.case import Kind
from complaints.schemas import Submission
from standards.packs import read_pack

SAID = Submission(kind=Kind.COMPLAINT, narrative="The bins were not emptied for three weeks.", service="bin_collection")
TOGETHER = 50


async def main(number: int, url: str, folder: Path) -> None:
    settings = Settings(data=folder, database_url=url)
    upgrade(settings.database)
    application = open_application(settings)
    try:
        async with application.work(SYSTEM) as work:
            await adopt(work, read_pack("calder_bay"))
        application.forget_charters()
        due_at = await lodge_many(application, number)
        began = time.perf_counter()
        fired = await sweep(application, now=due_at + timedelta(seconds=1))
        took = time.perf_counter() - began
        again = await sweep(application, now=due_at + timedelta(seconds=1))
    finally:
        await application.close()
    kind = settings.database.partition("+")[0]
    each = 1000 * took / fired
    print(f"{kind}: {fired:,} clocks fired in {took:.1f} s, {each:.1f} ms each; a second sweep fired {again}")


async def lodge_many(application: Application, number: int) -> datetime:
    for first in range(0, number, TOGETHER):
        async with application.work(PUBLIC) as work:
            for _ in range(min(TOGETHER, number - first)):
                receipt = await lodge(work, SAID, channel="web_form")
    return min(clock.due for clock in receipt.clocks)


if __name__ == "__main__":
    number, url, *_ = [*sys.argv[1:], "1000", ""][:2] if len(sys.argv) == 1 else [*sys.argv[1:], ""]
    if not number.isdecimal():
        print(__doc__)
        sys.exit(2)
    with tempfile.TemporaryDirectory() as made:
        asyncio.run(main(int(number), url, Path(made)))

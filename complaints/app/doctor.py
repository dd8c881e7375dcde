"""What this machine has and lacks, and how to get it."""

import ctypes
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from complaints.app.settings import Settings
from complaints.kernel import guard
from complaints.kernel.db import Database
from complaints.kernel.scanner import scanner_at
from standards.errors import Invalid

LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
PANGO = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
ENOUGH_DISK = 1_000_000_000
NEWEST = "0003"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    good: bool
    how: str
    remedy: str = ""
    optional: bool = False

    def as_dict(self) -> dict[str, object]:
        """Return the finding as plain values."""
        return asdict(self)


async def examine(settings: Settings) -> list[Finding]:
    """Look at everything the service needs and may use."""
    return [
        _python(),
        *_libraries(),
        _folder(settings.data),
        await _database(settings),
        await _clocks(settings),
        await _queue(settings),
        await _scanner(settings),
        _keys(settings),
    ]


def _python() -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    return Finding(
        "Python", sys.version_info >= (3, 11), version, "" if sys.version_info >= (3, 11) else "Install 3.11."
    )


def _libraries() -> Iterator[Finding]:
    for library in LIBRARIES:
        try:
            ctypes.CDLL(library)
        except OSError:
            yield Finding(library, good=False, how="missing: no PDF can be made", remedy=PANGO)
        else:
            yield Finding(library, good=True, how="found")


def _folder(folder: Path) -> Finding:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".doctor"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        return Finding(
            "Data folder", good=False, how=str(error), remedy="Name a folder you may write to in REDRESS_DATA."
        )
    free = shutil.disk_usage(folder).free
    how = f"{folder}, {free // 1_000_000:,} MB free"
    return Finding("Data folder", free > ENOUGH_DISK, how, "" if free > ENOUGH_DISK else "Make room on this disk.")


async def _database(settings: Settings) -> Finding:
    database = Database(settings.database, connections=1)
    kind = database.url.get_backend_name()
    try:
        async with database.session(reading=True) as session:
            version = await session.scalar(text("SELECT version_num FROM alembic_version"))
            await session.rollback()
    except SQLAlchemyError as error:
        return Finding("Database", good=False, how=f"{kind}: {type(error).__name__}", remedy="Run `redress migrate`.")
    finally:
        await database.dispose()
    good = version == NEWEST
    return Finding("Database", good, f"{kind}, migration {version}", "" if good else "Run `redress migrate`.")


async def _clocks(settings: Settings) -> Finding:
    database = Database(settings.database, connections=1)
    try:
        async with database.session(reading=True) as session:
            row = await guard.state(session)
            session.expunge_all()
            await session.rollback()
    except SQLAlchemyError:
        return Finding("Clocks", good=True, how="not known before the database is up to date", optional=True)
    finally:
        await database.dispose()
    if row is None or row.held_at is None:
        looked = "not looked at yet" if row is None else f"looked at {row.mark:%Y-%m-%d %H:%M} UTC"
        return Finding("Clocks", good=True, how=f"they fire; {looked}")
    remedy = "Compare the machine's time; if it is right: redress sweep --release WHY, or Administration, Clocks."
    return Finding("Clocks", good=False, how=f"held back: {row.why}", remedy=remedy)


async def _queue(settings: Settings) -> Finding:
    if not settings.redis_url:
        return Finding("Redis", good=True, how="not set: the server does the work itself", optional=True)
    client = Redis.from_url(settings.redis_url)
    try:
        await client.ping()
    except (OSError, RedisError) as error:
        how = f"{type(error).__name__}: jobs wait in the database"
        return Finding("Redis", good=False, how=how, remedy="Check REDRESS_REDIS_URL and start Redis.")
    finally:
        await client.aclose()
    return Finding("Redis", good=True, how="answers")


async def _scanner(settings: Settings) -> Finding:
    try:
        scanner = scanner_at(settings.scanner)
    except Invalid as error:
        return Finding("Virus scanner", good=False, how=error.detail, remedy=error.faults[0].message)
    if scanner is None:
        return Finding("Virus scanner", good=True, how="not set: files are marked as not scanned", optional=True)
    if await scanner.answers():
        return Finding("Virus scanner", good=True, how="answers")
    remedy = "Check REDRESS_SCANNER and start clamd."
    return Finding("Virus scanner", good=False, how="does not answer: files wait, nobody can open them", remedy=remedy)


def _keys(settings: Settings) -> Finding:
    folder = settings.keys_folder
    if not folder.exists():
        return Finding("Keys", good=True, how="made at the first start", optional=True)
    loose = [file.name for file in folder.iterdir() if file.stat().st_mode & 0o077]
    how = f"readable by others: {', '.join(loose)}" if loose else f"in {folder}"
    return Finding("Keys", not loose, how, f"chmod 600 {folder}/*" if loose else "")

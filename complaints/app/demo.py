"""The simulated authority, to look around in: a year of invented cases, played through the real thing."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol

import rich_click as click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy import event

from complaints.actions.enlist import hash_password
from complaints.app.boundary import Application
from complaints.app.demonstration.arrivals import Plan
from complaints.app.demonstration.material import read_material
from complaints.app.demonstration.play import NoPost, Played, Playhouse, Said, play
from complaints.app.migrate import upgrade
from complaints.app.runner import drain, post_schedules
from complaints.app.settings import Settings
from complaints.domain.access import SYSTEM
from complaints.domain.reference import new_code
from complaints.kernel.db import Database
from complaints.kernel.keys import load_keys
from standards.charter import Charter, load_charter
from standards.clock import SimulatedClock, SystemClock
from standards.errors import Conflict
from standards.packs import read_pack

SIGN_INS = "demonstration.txt"
UNFINISHED = "demonstration.unfinished"
DAYS_A_MONTH = 30.4375
END_OF_PLAY = time(17, 0)


class NotEmpty(Conflict):
    """The play needs a database in which nothing has happened yet."""

    code = "not-empty"

    def __init__(self) -> None:
        super().__init__("There is something in this database already. The demonstration needs an empty one.")


class Interrupted(Conflict):
    """An earlier play did not come to its end."""

    code = "interrupted"

    def __init__(self, settings: Settings) -> None:
        super().__init__(
            "An earlier demonstration was interrupted, and half a play is no use. "
            f"Remove the data folder ({settings.data}) or empty the database, and start again."
        )


class HasSettings(Protocol):
    """What the command line gives its commands."""

    @property
    def settings(self) -> Settings:
        """The settings."""
        ...


@click.command()
@click.option("--months", default=12, show_default=True, type=click.IntRange(1, 120), help="How long it goes back.")
@click.option("--cases", default=300, show_default=True, type=click.IntRange(1), help="How many came in that time.")
@click.option("--seed", default=1, show_default=True, help="The same seed plays the same.")
@click.option("--pack", default="calder_bay", show_default=True, help="The ready charter that is adopted.")
@click.option("--until", "last_day", metavar="DATE", help="The last day played, by default today until now.")
@click.option("--if-empty", is_flag=True, help="Do nothing when there is something in the database already.")
@click.pass_obj
def demo(  # noqa: PLR0913 - one parameter an option
    shell: HasSettings, *, months: int, cases: int, seed: int, pack: str, last_day: str | None, if_empty: bool
) -> None:
    """
    Fill an empty database with a simulated authority to look around in.

    Everything in it is invented, and done by the same actions that people would
    use, at simulated times. Prints where to look and how to sign in.
    """
    settings = shell.settings
    document = read_pack(pack)
    charter = load_charter(document)
    until = _until(last_day, charter)
    plan = Plan(charter, read_material(pack), until - timedelta(days=months * DAYS_A_MONTH), until, seed, cases)
    upgrade(settings.database)
    with _bar(plan) as said:
        text = asyncio.run(demonstrate(settings, plan, document, said))
    if text is None and not if_empty:
        raise NotEmpty
    click.echo(text or "There is something in this database already; the demonstration left it as it is.")


async def demonstrate(settings: Settings, plan: Plan, document: str, said: Said) -> str | None:
    """Play the plan where nothing is yet, and return how to look at it; None where there is something."""
    clock = SimulatedClock(plan.since)
    database = Database(settings.database, connections=settings.database_connections)
    unfinished = settings.data / UNFINISHED
    _without_waiting(database)
    application = Playhouse(database, settings.data, load_keys(settings.keys_folder), clock, NoPost())
    try:
        if not await is_empty(application):
            if unfinished.exists():
                raise Interrupted(settings)
            return None
        unfinished.touch()
        password = new_code(os.urandom).lower()
        played = await play(application, clock, plan, document, hash_password(password), said)
        await _look_back(application, plan.until)
    finally:
        await application.close()
    text = _how_to_look(settings, played, password)
    path = settings.data / SIGN_INS
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")
    unfinished.unlink()
    return text


async def is_empty(application: Application) -> bool:
    """Whether no charter was ever adopted: then there can be no case either."""
    async with application.work(SYSTEM, reading=True) as work:
        return not work.charters.history()


async def _look_back(application: Application, at: datetime) -> None:
    """Do once what the running system does every day: figures are counted, and how long people waited."""
    await post_schedules(application, now=at)
    await drain(application, now=at)


def _without_waiting(database: Database) -> None:
    """Let SQLite not wait for the disk at each commit: all can be played again."""
    if not database.is_sqlite:
        return

    @event.listens_for(database.writer.sync_engine, "connect")
    def settle(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.close()


def _how_to_look(settings: Settings, played: Played, password: str) -> str:
    width = max(len(member.username) for member in played.cast.members)
    lines = [
        f"The demonstration at {settings.address}, when `redress serve` runs. Everything in it is invented.",
        "",
        f"Staff sign in at {settings.address}/sign-in, all with the password  {password}",
        *(f"  {one.username:<{width}}  {one.actor.name}, {one.place}" for one in played.cast.members),
        "",
        f"People look at their case at {settings.address}/track with reference and code:",
        *(f"  {one.reference}  {one.code}  {one.words}" for one in played.to_show),
    ]
    return "\n".join(lines) + "\n"


def _until(last_day: str | None, charter: Charter) -> datetime:
    if last_day is None:
        return SystemClock().now()
    try:
        on = date.fromisoformat(last_day)
    except ValueError:
        raise click.UsageError(f"{last_day!r} is not a day. Write it like 2026-03-31.") from None
    return datetime.combine(on, END_OF_PLAY, charter.calendar().zone).astimezone(UTC)


@contextmanager
def _bar(plan: Plan) -> Iterator[Said]:
    """Show how far the play is, on standard error; elsewhere than on a terminal nothing."""
    console = Console(stderr=True)
    whole = (plan.until - plan.since).days
    with Progress(
        TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn(), console=console,
        disable=not console.is_terminal,
    ) as bar:  # fmt: skip
        task = bar.add_task("", total=whole)
        yield lambda at: bar.update(task, completed=(at - plan.since).days, description=f"{at:%d %B %Y}")

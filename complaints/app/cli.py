"""The command line: each command has --help and exits with 0 (done), 1 (something is wrong) or 2 (cannot be done)."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import rich_click as click
from rich.console import Console
from rich.table import Table

from complaints.app.boundary import Application, open_application
from complaints.app.demo import demo
from complaints.app.doctor import examine
from complaints.app.features import COMMANDS
from complaints.app.logs import set_up_logs
from complaints.app.migrate import upgrade
from complaints.app.redis import worker
from complaints.app.runner import InProcessRunner, drain, post_schedules
from complaints.app.settings import Settings, load_settings
from complaints.app.sweeping import doubt, let_go, stop_in_order, sweep
from complaints.kernel.shell import instant
from standards.clock import SystemClock
from standards.errors import CaseworkError

T = TypeVar("T")
CANNOT = 2

click.rich_click.TEXT_MARKUP = "rich"
click.rich_click.MAX_WIDTH = 100


class Shell:
    """What commands are given: the settings, and the application when they open it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.settings.data

    def now(self) -> datetime:
        """Return this instant."""
        return SystemClock().now()

    def migrate(self) -> None:
        """Bring the database up to the newest migration."""
        upgrade(self.settings.database)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Application]:
        """Open the application; it is closed again at the end."""
        application = open_application(self.settings)
        try:
            yield application
        finally:
            await application.close()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine to its end."""
        return asyncio.run(work)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--settings",
    "file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A TOML file with settings.",
)
@click.version_option(package_name="redress")
@click.pass_context
def redress(context: click.Context, file: Path | None) -> None:
    """Complaints, promises and an independent ombudsperson, for public authorities."""
    settings = load_settings(os.environ, file)
    set_up_logs()
    context.obj = Shell(settings)


@redress.command()
@click.pass_obj
def migrate(shell: Shell) -> None:
    """Bring the database up to date; makes it when there is none."""
    shell.migrate()
    click.echo(f"The database is up to date: {shell.settings.database.partition('://')[0]}.")


@redress.command()
@click.option("--host", help="The address to listen on.")
@click.option("--port", type=int, help="The port to listen on.")
@click.pass_obj
def serve(shell: Shell, host: str | None, port: int | None) -> None:
    """Run the server; without Redis it also does what is due."""
    import uvicorn  # lazy: the other commands do without a server

    from complaints.app.asgi import create_app  # lazy: assembling every surface takes a second

    settings = shell.settings
    address = (host or settings.host, port or settings.port)
    server = create_app(settings)
    from complaints.app.welcome import welcome  # lazy: together with the server

    Console().print(welcome(settings, *address))
    uvicorn.run(
        server,
        host=address[0],
        port=address[1],
        access_log=False,
        log_level="warning",
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
        server_header=False,
    )


@redress.command()
@click.option("--burst", is_flag=True, help="Stop when nothing is left to do.")
@click.pass_obj
def work(shell: Shell, *, burst: bool) -> None:
    """Run a worker: does what is in the outbox and fires clocks; takes its hints from Redis where that is set."""

    async def run() -> None:
        async with shell.open() as application:
            if shell.settings.redis_url:
                await worker(application, shell.settings.redis_url, burst=burst).async_run()
            elif burst:
                await post_schedules(application)
                await sweep(application)
                await stop_in_order(application)
                await drain(application)
            else:
                await InProcessRunner(application, sweep_every=shell.settings.sweep_every).work()

    shell.run(run())


@redress.command(name="sweep")
@click.option("--now", "at", help="Act as at this instant; without it, at the database's own time.")
@click.option("--release", metavar="WHY", help="Say why the time is right, and let fire what the clock guard holds.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@click.pass_obj
def sweep_command(shell: Shell, at: str | None, release: str | None, *, as_json: bool) -> None:
    """
    Fire every clock that is due, once, and do what follows from it.

    Exits with 1 when the clock guard holds them back because the time looks wrong.
    """

    async def run() -> dict[str, Any]:
        async with shell.open() as application:
            now = instant(at, UTC) if at else None
            if release:
                await let_go(application, release)
            counts = {"fired": await sweep(application, now=now), "jobs": await drain(application, now=now)}
            if now is None:
                await stop_in_order(application)
            held = await doubt(application) if now is None else None
            return counts | ({"held": held} if held else {})

    counts = shell.run(run())
    said = f"{counts['fired']} clocks fired, {counts['jobs']} jobs done."
    click.echo(json.dumps(counts) if as_json else said)
    if "held" in counts:
        if not as_json:
            click.echo(f"{counts['held']} Nothing fires until somebody says why the time is right: --release WHY.")
        raise SystemExit(1)


@redress.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.pass_obj
def doctor(shell: Shell, *, as_json: bool) -> None:
    """Say what is missing on this machine, and how to get it."""
    findings = shell.run(examine(shell.settings))
    if as_json:
        click.echo(json.dumps([finding.as_dict() for finding in findings]))
    else:
        table = Table("", "What", "How it is", "What to do", box=None)
        for finding in findings:
            table.add_row("ok" if finding.good else "!!", finding.what, finding.how, finding.remedy)
        Console().print(table)
    if not all(finding.good or finding.optional for finding in findings):
        raise SystemExit(1)


for command in (demo, *COMMANDS):
    redress.add_command(command)


def main() -> None:
    """Run the command line; an error of ours is said in its own words."""
    try:
        redress(standalone_mode=True)
    except CaseworkError as error:
        said = [error.detail, *(f"  {fault}" for fault in error.faults if str(fault) not in error.detail)]
        click.echo("\n".join(said), err=True)
        sys.exit(CANNOT)

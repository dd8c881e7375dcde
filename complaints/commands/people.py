"""People of staff, from the command line: how the first administrator gets in."""

import rich_click as click

from complaints.actions.enlist import SIGNS_IN, enlist, hash_password
from complaints.domain.access import SYSTEM, Role
from complaints.kernel.shell import shell


@click.group()
def user() -> None:
    """People who sign in."""


@user.command()
@click.argument("username")
@click.option("--name", required=True, help="The name colleagues know them by.")
@click.option("--role", required=True, type=click.Choice([role.value for role in SIGNS_IN]))
@click.option("--body", "bodies", multiple=True, help="A body they work for; without one they reach no case.")
@click.option("--unit", "units", multiple=True, help="A unit they are bound to.")
@click.option("--email", help="Where reminders go; without it they stand on the desk only.")
@click.password_option(help="At least 15 characters.")
def add(  # noqa: PLR0913 - one parameter an option
    *,
    username: str,
    name: str,
    role: str,
    bodies: tuple[str, ...],
    units: tuple[str, ...],
    email: str | None,
    password: str,
) -> None:
    """Add somebody of staff."""
    at = shell()
    hashed = hash_password(password)

    async def run() -> None:
        async with at.open() as application, application.work(SYSTEM) as work:
            await enlist(
                work,
                username=username,
                name=name,
                role=Role(role),
                password_hash=hashed,
                bodies=bodies,
                units=units,
                email=email,
            )

    at.migrate()
    at.run(run())
    click.echo(f"{username} can sign in now.")

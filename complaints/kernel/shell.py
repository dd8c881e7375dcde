"""What a command on the command line is given: the settings, and an application to open."""

from collections.abc import Coroutine
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

import rich_click as click

from complaints.kernel.work import Boundary

T = TypeVar("T")


class Shell(Protocol):
    """The command line's side of the application; `shell()` gives the present one."""

    @property
    def data(self) -> Path:
        """The data folder."""
        ...

    def now(self) -> datetime:
        """Return this instant, by the application's clock."""
        ...

    def migrate(self) -> None:
        """Bring the database up to the newest migration."""
        ...

    def open(self) -> AbstractAsyncContextManager[Boundary]:
        """Open the application; it is closed again at the end."""
        ...

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine to its end."""
        ...


def shell() -> Shell:
    """Return the shell the running command was given."""
    context = cast("click.Context", click.get_current_context())
    return cast("Shell", context.find_root().obj)


def instant(text: str, zone: Any) -> datetime:
    """Return an ISO 8601 instant; one without an offset is read in *zone*. Raises a usage error."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f"{text!r} is not an instant. Write it like 2026-03-02T09:30:00+01:00.") from None
    return read if read.tzinfo else read.replace(tzinfo=zone)

"""What a package hands to the application: pages, message handlers, clock handlers, commands, permissions."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from complaints.domain.access import Permission
from complaints.kernel.mail import Later, Letter
from complaints.kernel.outbox import Message
from complaints.kernel.timers import Fired
from complaints.kernel.work import Boundary, Work

Handler = Callable[[Work, Any], Awaitable[None]]
"""Does what one message asks for; may run twice, so it checks before it acts."""


@dataclass(frozen=True, slots=True)
class Courier:
    """
    A handler that speaks to the outside, with no transaction open while it does.

    `prepare` returns what to send, None when there is nothing (any more), Later when it is not the hour for it; `sent`
    writes down that it went. A crash in between sends again, under the same key.
    """

    prepare: Callable[[Work, Any], Awaitable[Letter | Later | None]]
    sent: Handler


@dataclass(frozen=True, slots=True)
class Errand:
    """
    A handler for slow work, with no transaction open while it lasts.

    `run` is given the boundary, through which it opens what work it needs, the message,
    and the instant it runs at. The job is marked done after it has ended: a crash before
    that runs it again, so it checks before it acts.
    """

    run: Callable[[Boundary, Any, datetime], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Schedule:
    """A message that is posted by itself, once in every stretch of time, whichever process comes first."""

    every: timedelta
    message: Message


ClockHandler = Callable[[Work, Fired], Awaitable[None]]
"""Does what follows from a broken promise, or from one that comes due, in the transaction that noticed it."""

Scene = Callable[..., Awaitable[Any]]
"""Something the simulated authority lets its people do: an action by its plain words."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One package's share of the application."""

    name: str
    controllers: Sequence[Any] = ()
    handlers: Mapping[type[Message], Handler | Courier | Errand] = field(default_factory=dict)
    schedules: Mapping[str, Schedule] = field(default_factory=dict)
    clocks: Mapping[str, ClockHandler] = field(default_factory=dict)
    reminds: Mapping[str, ClockHandler] = field(default_factory=dict)
    commands: Sequence[Any] = ()
    permissions: Sequence[Permission] = ()
    scenes: Mapping[str, Scene] = field(default_factory=dict)

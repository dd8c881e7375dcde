"""
Every page of the public in every state, each with the way to bring the running application there.

A state is a coroutine that is given a `Visit` and leaves its browser on the page in that state:

    @state(at="POST /track", shows="public/track.html", status=400)
    async def track_with_a_wrong_code(visit: Visit) -> None:
        await visit.open("/track")
        await visit.send("/track", reference="AAAA-AAAA", code="AAAA-AAAA-AAAA-AAAA")

`at` is the route whose answer is looked at, `shows` the template it must have been made from. The state with the most
on its page is `full`: it is looked at right to left and without script as well.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.browser.visit import Visit

Reach = Callable[[Visit], Awaitable[None]]


@dataclass(frozen=True)
class State:
    """One page in one state."""

    name: str
    at: str
    shows: str
    reach: Reach
    status: int = 200
    full: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name


CATALOGUE: list[State] = []


def state(*, at: str, shows: str, status: int = 200, full: bool = False, **settings: Any) -> Callable[[Reach], Reach]:
    """Enter a state in the catalogue, by the name of its coroutine; *settings* are those of the service."""

    def entered(reach: Reach) -> Reach:
        CATALOGUE.append(State(reach.__name__, at, shows, reach, status, full, settings))
        return reach

    return entered

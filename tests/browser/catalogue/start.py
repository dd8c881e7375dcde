"""The start and what stands beside it."""

from tests.browser.catalogue import state
from tests.browser.visit import Visit


@state(at="GET /", shows="public/start.html", full=True)
async def start(visit: Visit) -> None:
    await visit.open("/")


@state(at="GET /ombudsperson", shows="public/ombudsperson.html", full=True)
async def the_ombudsperson(visit: Visit) -> None:
    await visit.open("/ombudsperson")

"""What we promise: the register in its versions, what is looked for in it, and what is not there."""

from tests.browser.catalogue import state
from tests.browser.visit import Visit
from tests.complaints.versions import adopt_three

NOW = "GET /standards"
SERVICE, PROMISE = "GET /standards/services/{key:str}", "GET /standards/promises/{key:str}"
VERSION = "GET /standards/versions/{version:str}"
MISSING = "public/standards_missing.html"


@state(at=NOW, shows="public/standards.html", full=True)
async def standards(visit: Visit) -> None:
    await adopt_three(visit.application)
    await visit.open("/standards")


@state(at=VERSION, shows="public/standards.html")
async def standards_of_the_past(visit: Visit) -> None:
    await adopt_three(visit.application)
    await visit.open("/standards/versions/1")


@state(at=VERSION, shows="public/standards.html")
async def standards_still_to_come(visit: Visit) -> None:
    await adopt_three(visit.application)
    await visit.open("/standards/versions/3")


@state(at=VERSION, shows=MISSING, status=404)
async def standards_of_no_version(visit: Visit) -> None:
    await visit.open("/standards/versions/99")


@state(at=NOW, shows="public/standards_found.html", full=True)
async def standards_found(visit: Visit) -> None:
    await visit.open("/standards?q=bins")


@state(at=NOW, shows="public/standards_found.html")
async def standards_not_found(visit: Visit) -> None:
    await visit.open("/standards?q=dragons")


@state(at="GET /standards/history", shows="public/standards_history.html", full=True)
async def standards_history(visit: Visit) -> None:
    await adopt_three(visit.application)
    await visit.open("/standards/history")


@state(at=SERVICE, shows="public/standards_service.html", full=True)
async def standards_of_a_service(visit: Visit) -> None:
    await visit.open("/standards/services/bin_collection")


@state(at=SERVICE, shows=MISSING, status=404, full=True)
async def standards_of_no_service(visit: Visit) -> None:
    await visit.open("/standards/services/dragons")


@state(at=PROMISE, shows="public/standards_promise.html", full=True)
async def standards_of_a_promise(visit: Visit) -> None:
    await adopt_three(visit.application)
    await visit.open("/standards/promises/missed_bin")


@state(at=PROMISE, shows=MISSING, status=404)
async def standards_of_no_promise(visit: Visit) -> None:
    await visit.open("/standards/promises/dragons")

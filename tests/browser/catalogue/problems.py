"""When something is wrong: nothing there, not received, too much, too often, and our own fault."""

from sqlalchemy import text

from complaints.domain.access import SYSTEM
from tests.browser.catalogue import state
from tests.browser.visit import Visit

PROBLEM = "public/problem.html"


@state(at="GET /nothing-here", shows="public/not_found.html", status=404, full=True)
async def nothing_is_there(visit: Visit) -> None:
    await visit.open("/nothing-here")


@state(at="GET /leave", shows=PROBLEM, status=405)
async def an_address_that_takes_no_visitors(visit: Visit) -> None:
    await visit.open("/leave")


@state(at="POST /thank", shows=PROBLEM, status=403, full=True)
async def not_received_for_the_form_was_open_too_long(visit: Visit) -> None:
    await visit.open("/thank")
    await visit.context.clear_cookies()
    await visit.send("/thank", narrative="The woman at the counter took her time for me.")


@state(at="POST /track", shows=PROBLEM, status=413)
async def not_received_for_it_is_too_large(visit: Visit) -> None:
    await visit.open("/track")
    await visit.send("/track", reference="x" * 1_100_000)


@state(at="POST /track", shows=PROBLEM, status=500)
async def our_own_fault(visit: Visit) -> None:
    await visit.open("/track")
    async with visit.application.work(SYSTEM) as work:
        await work.session.execute(text("DROP TABLE attempts"))
    await visit.send("/track", reference="K7M4-2QXD", code="AAAA-AAAA-AAAA-AAAA")

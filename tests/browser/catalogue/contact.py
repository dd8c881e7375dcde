"""How a person is reached, who acts for them, and the way back in when the code is lost."""

from complaints.actions.agree import MOST, HelperDraft, agree
from complaints.actions.identify import open_identity
from complaints.domain.consent import Relation, Scope
from complaints.schemas import Contact, Representative
from tests.browser.catalogue import state
from tests.browser.catalogue.lives import Life, a_life
from tests.browser.visit import Visit

REACHED, HELPERS, CODE, LOST = "public/contact.html", "public/helpers.html", "public/code.html", "public/lost_code.html"
PART, AT_HELPERS = "POST /your-case/contact/{part:str}", "/your-case/helpers"
FRIEND = {"helper_name": "Grace", "relation": "family", "scope": "act", "helper_email": "grace@example.org"}


async def at(visit: Visit, path: str, **said: object) -> Life:
    """Open a page of one's own case."""
    life = await a_life(visit, **said)
    await life.seen()
    await visit.open(path)
    return life


async def send_folded(visit: Visit, action: str, **fields: str) -> None:
    """Open the folded form that goes to *action*, fill it in and send it."""
    fold = visit.page.locator("details", has=visit.form(action))
    await fold.locator("summary").first.click()
    await visit.send(action, **fields)


@state(at="GET /your-case/contact", shows=REACHED, full=True)
async def contact(visit: Visit) -> None:
    await at(visit, "/your-case/contact")


@state(at="GET /your-case/contact", shows=REACHED)
async def contact_of_nobody(visit: Visit) -> None:
    await at(visit, "/your-case/contact", contact=None)


@state(at=PART, shows=REACHED, status=400)
async def contact_with_a_wrong_address(visit: Visit) -> None:
    await at(visit, "/your-case/contact")
    await send_folded(visit, "/your-case/contact/reach", way="email", email="maria at example")


@state(at=PART, shows=REACHED, status=400)
async def contact_with_a_wrong_time(visit: Visit) -> None:
    await at(visit, "/your-case/contact")
    await send_folded(visit, "/your-case/contact/needs", safe_since="25", safe_until="noon")


@state(at="GET /your-case/contact", shows=REACHED)
async def contact_that_waits_to_be_confirmed(visit: Visit) -> None:
    await at(visit, "/your-case/contact")
    await send_folded(visit, "/your-case/contact/reach", way="email", email="maria.new@example.org")


@state(at="GET /your-case/contact", shows=REACHED)
async def contact_whose_old_address_is_not_safe(visit: Visit) -> None:
    await at(visit, "/your-case/contact")
    await send_folded(visit, "/your-case/contact/reach", way="email", email="maria.new@example.org", unsafe="yes")


@state(at="GET /your-case/code", shows=CODE, full=True)
async def a_new_code(visit: Visit) -> None:
    await at(visit, "/your-case/contact")
    await visit.send("/your-case/code")


@state(at=f"GET {AT_HELPERS}", shows=HELPERS)
async def helpers_none(visit: Visit) -> None:
    await at(visit, AT_HELPERS)


@state(at=f"POST {AT_HELPERS}", shows=HELPERS, status=400)
async def helpers_with_nothing_said_of_them(visit: Visit) -> None:
    await at(visit, AT_HELPERS)
    await visit.send(AT_HELPERS, helper_email="grace", until_day="31", until_month="2", until_year="2027")


@state(at=f"POST {AT_HELPERS}", shows=HELPERS, status=409)
async def helpers_too_many(visit: Visit) -> None:
    life = await at(visit, AT_HELPERS)
    for number in range(MOST):
        draft = HelperDraft(relation=Relation.HELPER, scope=Scope.FOLLOW, contact=Contact(name=f"Helper {number}"))
        async with visit.application.work(life.person) as work:
            await agree(work, draft, key=f"{number}")
    await visit.send(AT_HELPERS, **FRIEND)


@state(at="GET /your-case/code", shows=CODE)
async def a_code_for_a_helper(visit: Visit) -> None:
    await at(visit, AT_HELPERS)
    await visit.send(AT_HELPERS, **FRIEND)


@state(at=f"GET {AT_HELPERS}", shows=HELPERS, full=True)
async def helpers_now_and_before(visit: Visit) -> None:
    await at(visit, AT_HELPERS)
    for scope in ("act", "follow"):
        await visit.send(AT_HELPERS, **FRIEND | {"scope": scope})
        await visit.open(AT_HELPERS)
    await visit.page.locator("form[action$='/end'] button").first.click()
    await visit.page.wait_for_selector(".rd-flash")


@state(at="GET /your-case", shows="public/case.html")
async def case_read_by_a_follower(visit: Visit) -> None:
    life = await at(visit, AT_HELPERS)
    await visit.send(AT_HELPERS, **FRIEND | {"scope": "follow"})
    code = "".join((await visit.page.locator(".rd-secret").inner_text()).split())
    await visit.context.clear_cookies()
    await visit.open("/track")
    await visit.send("/track", reference=life.receipt.reference, code=code)


@state(at="GET /your-case", shows="public/case.html")
async def case_read_by_a_representative(visit: Visit) -> None:
    acting = Representative(relation=Relation.FAMILY, contact=Contact(name="Grace Okoro", email="grace@example.org"))
    life = await a_life(visit, representative=acting)
    await life.seen()


@state(at="GET /your-case", shows="public/case.html")
async def case_whose_name_was_looked_up(visit: Visit) -> None:
    life = await a_life(visit)
    await life.acknowledged()
    await life.do(open_identity, "I must call her before the lorry comes.")
    await life.seen()


@state(at="GET /track/lost", shows=LOST, full=True)
async def lost_code(visit: Visit) -> None:
    await visit.open("/track/lost")


@state(at="POST /track/lost", shows=LOST)
async def lost_code_asked_for(visit: Visit) -> None:
    await visit.open("/track/lost")
    await visit.send("/track/lost", email="maria@example.org")


@state(at="POST /track/lost", shows=LOST, status=400)
async def lost_code_without_anything(visit: Visit) -> None:
    await visit.open("/track/lost")
    await visit.send("/track/lost")

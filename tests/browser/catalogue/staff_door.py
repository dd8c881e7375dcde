"""The door for those who work here: for everybody to see, so it must suit everybody."""

from tests.browser.catalogue import state
from tests.browser.visit import Visit


@state(at="GET /sign-in", shows="public/sign_in.html")
async def sign_in(visit: Visit) -> None:
    await visit.open("/sign-in")


@state(at="GET /sign-in", shows="public/sign_in.html")
async def signed_out(visit: Visit) -> None:
    await visit.open("/sign-in?left=1")


@state(at="POST /sign-in", shows="public/sign_in.html", status=400)
async def sign_in_with_a_wrong_password(visit: Visit) -> None:
    await visit.open("/sign-in")
    await visit.send("/sign-in", username="nobody", password="not the right one")

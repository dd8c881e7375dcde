"""The door for staff: signing in with a new token each time, and out so that nothing stays behind."""

from typing import Annotated, Any

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Redirect

from complaints.actions.sign_in import WrongSignIn, end, sign_in
from complaints.domain.access import Actor, Role
from complaints.kernel.limits import TooMany
from complaints.kernel.work import Boundary, Work
from complaints.web import cookies
from complaints.web.forms import form
from complaints.web.page import AnyRequest, actor, address, house, page

HOMES: dict[Role, str] = {
    Role.OFFICER: "/desk",
    Role.REVIEWER: "/desk",
    Role.OMBUDSPERSON: "/office",
    Role.COUNCILLOR: "/figures",
    Role.ADMINISTRATOR: "/admin",
}
LEAVE_NOTHING = '"cache", "cookies", "storage"'
LONGEST_NEXT = 500


class SignIn(Controller):
    """Signing in and out."""

    include_in_schema = False

    @get("/sign-in")
    async def ask(
        self,
        request: AnyRequest,
        next_page: Annotated[str, QueryParameter(name="next")] = "",
        left: Annotated[str, QueryParameter(name="left")] = "",
    ) -> Response[Any]:
        """Show the form; whoever is signed in already goes on."""
        somebody = actor(request)
        if somebody.id is not None:
            return Redirect(way_on(somebody, next_page), status_code=303)
        return page(request, "public/sign_in.html", values={}, errors={}, next=local(next_page), left=bool(left))

    @post("/sign-in")
    async def enter(self, request: AnyRequest, boundary: NamedDependency[Boundary]) -> Response[Any]:
        """Check name and password; a wrong one keeps the name that was typed."""
        typed = await form(request)
        home = house(request)
        try:
            token, somebody = await sign_in(
                boundary,
                typed["username"],
                typed["password"],
                address=address(request),
                longest=home.session_longest,
            )
        except (WrongSignIn, TooMany) as refused:
            return page(
                request,
                "public/sign_in.html",
                status=429 if isinstance(refused, TooMany) else 400,
                values=typed.given("username"),
                errors={"": refused.detail},
                next=local(typed["next"]),
            )
        response = Redirect(way_on(somebody, typed["next"]), status_code=303)
        response.cookies.append(cookies.plain(cookies.SESSION, token, lasts=home.session_longest, secure=home.secure))
        return response

    @post("/sign-out")
    async def leave(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[Any]:
        """End the session at once, here and in the browser."""
        secure = house(request).secure
        token = request.cookies.get(cookies.name(cookies.SESSION, secure=secure))
        if token:
            await end(work, token)
        response = Redirect("/sign-in?left=1", status_code=303, headers={"clear-site-data": LEAVE_NOTHING})
        response.cookies.append(cookies.gone(cookies.SESSION, secure=secure))
        return response


def way_on(somebody: Actor, wanted: str) -> str:
    """Return where to go after signing in: the page that was asked for, or the home of the role."""
    return local(wanted) or HOMES.get(somebody.role, "/")


def local(path: str) -> str:
    """Return *path* when it stays on this host, else nothing: no link of ours sends anybody elsewhere."""
    harmless = path.isprintable() and not any(sign in path for sign in "\\ ") and len(path) <= LONGEST_NEXT
    if path.startswith("/") and not path.startswith("//") and harmless and not path.startswith("/sign-"):
        return path
    return ""

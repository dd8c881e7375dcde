"""What every page for staff shares: who may come in, and the ways they have from there."""

from typing import Any

from litestar import Response

from complaints.domain.access import Role
from complaints.web.page import AnyRequest, actor, page

DESK = (Role.OFFICER.value, Role.REVIEWER.value)
ADMINISTRATORS = (Role.ADMINISTRATOR.value,)

_AT_THE_DESK = (
    ("Queue", "/desk"),
    ("Letters and calls", "/desk/letters"),
    ("Write down for somebody", "/desk/new"),
    ("From the ombudsperson", "/body"),
)

WAYS: dict[Role, tuple[tuple[str, str], ...]] = {
    Role.OFFICER: _AT_THE_DESK,
    Role.REVIEWER: _AT_THE_DESK,
    Role.OMBUDSPERSON: (
        ("Docket", "/office"),
        ("Recommendations", "/office/recommendations"),
        ("Letters and calls", "/desk/letters"),
        ("Figures", "/figures"),
        ("Reports", "/reports"),
    ),
    Role.COUNCILLOR: (("Figures", "/figures"), ("Reports", "/reports")),
    Role.ADMINISTRATOR: (
        ("People", "/admin"),
        ("Charters", "/admin/charters"),
        ("Clocks", "/admin/clocks"),
        ("Reports", "/reports"),
    ),
}


def staff_page(request: AnyRequest, template: str, *, status: int = 200, **values: Any) -> Response[str]:
    """Return a page for staff, with the ways their role has."""
    ways = WAYS.get(actor(request).role, ())
    here = request.url.path
    nav = [{"text": text, "href": href, "current": href == here} for text, href in ways]
    return page(request, template, status=status, nav=nav, home=ways[0][1] if ways else "/", **values)

"""The authority's own look: a stylesheet of colours and a logo, kept by browsers until they change."""

from typing import Any

from litestar import Controller, Response, get

from complaints.kernel.theme import sign
from complaints.web.page import AnyRequest, house
from complaints.web.published import FREE_OF_COOKIES, give_up_nonce
from standards.errors import NotFound

FOR_GOOD = "public, max-age=31536000, immutable"
FOR_NOW = "no-cache"


class ThemePages(Controller):
    """What layouts/base.html refers to."""

    include_in_schema = False
    opt = FREE_OF_COOKIES

    @get("/theme.css")
    async def sheet(self, request: AnyRequest) -> Response[Any]:
        """Give the colours."""
        return _kept(request, house(request).theme.sheet.encode(), "text/css; charset=utf-8")

    @get("/logo")
    async def logo(self, request: AnyRequest) -> Response[Any]:
        """Give the logo."""
        logo = house(request).theme.logo
        if logo is None:
            raise NotFound("There is no logo.")
        return _kept(request, logo.content, logo.media_type)


def _kept(request: AnyRequest, content: bytes, media_type: str) -> Response[bytes]:
    """Return *content*, to be kept for good under an address that names just this content."""
    give_up_nonce(request)
    asked_for = request.query_params.get("v")
    lasts = FOR_GOOD if asked_for == sign(content) else FOR_NOW
    return Response(content, media_type=media_type, headers={"cache-control": lasts})

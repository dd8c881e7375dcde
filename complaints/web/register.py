"""The public register of standards: what is promised, to whom and by when, in every version there was or will be."""

from typing import Annotated, Any

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.enums import MediaType
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, FromQuery, PathParameter

from complaints.kernel.charters import Adopted, document_with_key
from complaints.kernel.work import Work
from complaints.web.page import AnyRequest
from complaints.web.published import (
    FREE_OF_COOKIES,
    give_up_nonce,
    page_for_nobody,
    published,
    published_data,
    published_page,
)
from complaints.web.register_document import Register, register
from complaints.web.register_history import promise_turns, version_rows
from complaints.web.register_offices import all_offices
from complaints.web.register_view import (
    body_values,
    counting_values,
    local_day,
    other_values,
    service_values,
    services_for,
    stage_values,
    version_values,
)
from standards.errors import NotFound

LONGEST_SEARCH = 100
TOML = "application/toml"
MOST_DIGITS = 9
HINTS = 3
"""So many words are shown as examples of what can be looked for."""

KEPT = (
    "Kept for five minutes, or until a version takes effect. `ETag` with `If-None-Match` answers 304 while nothing "
    "changed; `Redress-Charter-Version` and `Redress-Charter-Hash` say which document it comes from."
)
REGISTER = {200: ResponseSpec(Register, description=KEPT, generate_examples=False)}
Asked = Annotated[
    str,
    PathParameter(description="`3` for the page, `3.json` for the data, `3.toml` for the document as it was adopted"),
]


class RegisterPages(Controller):
    """What is promised, from the charters that were adopted."""

    tags = ("standards",)
    opt = FREE_OF_COOKIES

    @get("/standards", include_in_schema=False)
    async def show(
        self, request: AnyRequest, work: NamedDependency[Work], q: FromQuery[str] = "", service: FromQuery[str] = ""
    ) -> Response[Any]:
        """Show the register by step and by service, or what a few everyday words find in it."""
        said, key = q.strip()[:LONGEST_SEARCH], service.strip()[:LONGEST_SEARCH]
        if not said and not key:
            return _whole(request, work, work.charter)
        charter = work.charter.charter
        chosen = charter.service(key)
        found = (chosen,) if chosen else services_for(charter, said or key)
        return published_page(
            request,
            work,
            work.charter,
            "public/standards_found.html",
            said=said or (chosen.name if chosen else key),
            bodies=body_values(charter, local_day(work, work.charter), found),
            charter=version_values(work, work.charter),
        )

    @get("/standards/history", include_in_schema=False)
    async def history(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[Any]:
        """Show every version, newest first, and what each changed."""
        versions = version_rows(work)
        return published_page(request, work, work.charter, "public/standards_history.html", versions=versions)

    @get("/standards/services/{key:str}", include_in_schema=False)
    async def service(self, request: AnyRequest, work: NamedDependency[Work], key: FromPath[str]) -> Response[Any]:
        """Show all that is promised about one service."""
        charter = work.charter.charter
        service = charter.service(key)
        if service is None:
            return _missing(request, "service", key)
        values = service_values(charter, service, local_day(work, work.charter))
        version = version_values(work, work.charter)
        return published_page(request, work, work.charter, "public/standards_service.html", charter=version, **values)

    @get("/standards/promises/{key:str}", include_in_schema=False)
    async def promise(self, request: AnyRequest, work: NamedDependency[Work], key: FromPath[str]) -> Response[Any]:
        """Show what changed when about one promise."""
        values = promise_turns(work, key)
        if values is None:
            return _missing(request, "promise", key)
        return published_page(request, work, work.charter, "public/standards_promise.html", **values)

    @get(
        "/standards.json",
        summary="The register of standards",
        responses=REGISTER,
    )
    async def as_json(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[bytes]:
        """Return all that is promised now, with the version and hash of the charter it comes from."""
        return published_data(request, work, work.charter, register(work, work.charter))

    @get(
        "/standards/versions/{version:str}",
        summary="One version of the register",
        responses=REGISTER,
    )
    async def version(self, request: AnyRequest, work: NamedDependency[Work], version: Asked) -> Response[Any]:
        """
        Return a version, past, present or to come.

        `3.json` is the register as data, `3.toml` the document as it was adopted, whose SHA-256 is the hash shown;
        `3` alone is the page.
        """
        number, _, form = version.partition(".")
        adopted = _adopted(work, number)
        if form == "json" and adopted is None:
            raise NotFound(f"There is no version {number} of the register.")
        if form not in ("", "json", "toml") or adopted is None:
            return _missing(request, "version", version)
        if form == "json":
            return published_data(request, work, adopted, register(work, adopted))
        if form == "toml":
            return await _document(request, work, adopted)
        return _whole(request, work, adopted)


def _whole(request: AnyRequest, work: Work, adopted: Adopted) -> Response[Any]:
    """Return the page of one version; of the one in force as it holds today."""
    version = version_values(work, adopted)
    charter, on = adopted.charter, version["shown_on"]
    return published_page(
        request,
        work,
        adopted,
        "public/standards.html",
        charter=version,
        today=local_day(work, adopted),
        bodies=body_values(charter, on),
        stages=stage_values(charter, on),
        others=other_values(charter, on),
        to_the_top=other_values(charter, on, to_the_top=True),
        counting=counting_values(charter, on),
        offices=all_offices(charter, on),
        hints=[one.everyday[0] for one in charter.services.values() if one.everyday][:HINTS],
    )


async def _document(request: AnyRequest, work: Work, adopted: Adopted) -> Response[Any]:
    text = await document_with_key(work.session, adopted.id)
    response = published(request, work, adopted, text.encode(), TOML)
    name = f"{adopted.charter.key}-version-{adopted.version}.toml"
    response.headers["content-disposition"] = f'inline; filename="{name}"'
    return response


def _adopted(work: Work, number: str) -> Adopted | None:
    if not number.isascii() or not number.isdigit() or len(number) > MOST_DIGITS:
        return None
    return next((one for one in work.charters.history() if one.version == int(number)), None)


def _missing(request: AnyRequest, what: str, key: str) -> Response[Any]:
    """Return a page that says in plain words what there is not, and where to look; it is not kept."""
    give_up_nonce(request)
    content = page_for_nobody(request, "public/standards_missing.html", what=what, key=key[:LONGEST_SEARCH])
    return Response(content, status_code=404, media_type=MediaType.HTML)

"""The public register of standards: the charter in force, as a page and as JSON, and its history."""

from datetime import date, datetime
from typing import Any

import msgspec
from litestar import Controller, Response, get
from litestar.di import NamedDependency

from complaints.kernel.charters import Adopted
from complaints.kernel.work import Work
from complaints.web.page import AnyRequest, page
from standards.charter import Charter, Tier
from standards.charter_difference import charter_differences

CACHED = "public, max-age=300"


class StandardEntry(msgspec.Struct, frozen=True):
    """One promise of the register."""

    key: str
    what: str
    within: str
    by: str
    body: str | None
    service: str | None
    stage: str | None
    target: int | None
    source: str
    since: date | None


class Register(msgspec.Struct, frozen=True):
    """The register; `hash` is the SHA-256 of the adopted document."""

    authority: str
    version: int
    hash: str
    effective_at: datetime
    standards: list[StandardEntry]


class RegisterPages(Controller):
    """What is promised, from the charter in force."""

    tags = ("standards",)

    @get("/standards", include_in_schema=False)
    async def show(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[str]:
        """Show the register by stage and by service."""
        adopted = work.charter
        return page(
            request,
            "public/standards.html",
            charter=_version(adopted),
            services=_services(adopted.charter, adopted.effective_at.date()),
            stages=[_stage(adopted.charter, tier) for tier in adopted.charter.tiers],
            others=[row for row in adopted.charter.promises() if row.service is None and row.stage is None],
        )

    @get("/standards/history", include_in_schema=False)
    async def history(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[str]:
        """Show every version, newest first, and what each changed."""
        known = work.charters.history()
        versions = [
            _version(adopted)
            | {
                "adopted_at": adopted.adopted_at,
                "changes": _changes(before, adopted),
                "current": adopted.id == work.charter.id,
            }
            for before, adopted in zip([None, *known], known, strict=False)
        ]
        return page(request, "public/standards_history.html", versions=versions[::-1])

    @get("/standards.json", summary="The register of standards")
    async def as_json(self, work: NamedDependency[Work]) -> Response[Register]:
        """Return the register with the version and hash of the charter it comes from."""
        adopted = work.charter
        standards = [
            StandardEntry(
                row.key,
                row.what,
                row.within,
                row.by,
                row.body,
                row.service,
                row.stage,
                row.target,
                row.source,
                row.since,
            )
            for row in adopted.charter.promises()
        ]
        found = Register(adopted.charter.name, adopted.version, adopted.hash, adopted.effective_at, standards)
        return Response(found, headers={"cache-control": CACHED, "etag": f'"{adopted.hash[:32]}"'})


def _version(adopted: Adopted) -> dict[str, Any]:
    effective_on = adopted.effective_at.astimezone(adopted.charter.calendar().zone).date()
    return {"version": adopted.version, "hash": adopted.hash, "effective_on": effective_on}


def _services(charter: Charter, on: date) -> list[dict[str, Any]]:
    return [
        {
            "name": body.name,
            "rows": [
                {
                    "service": service.name,
                    "promise": standard.promise,
                    "limit": standard.limit.words,
                    "target": standard.target,
                    "source": standard.source,
                    "since": standard.since,
                }
                for service in charter.services_of(key)
                for standard in charter.standards_of(service.key, on)
            ],
        }
        for key, body in charter.bodies.items()
    ]


def _stage(charter: Charter, tier: Tier) -> dict[str, Any]:
    stage = charter.stage(tier.stage)
    return {
        "name": tier.name,
        "about": tier.about or stage.about,
        "who": tier.who or tier.name,
        "independent": tier.independent,
        "acknowledge": stage.acknowledge.words if stage.acknowledge else None,
        "respond": stage.respond.words,
        "inform": stage.inform.words if stage.inform else None,
        "counts_from": stage.counts_from,
        "extend": stage.extend.most.words if stage.extend else None,
        "ask_within": tier.ask_within.words if tier.ask_within else None,
    }


def _changes(before: Adopted | None, adopted: Adopted) -> list[str]:
    if before is None:
        return []
    return [
        f"{one.path}: {one.before or 'nothing'} becomes {one.after or 'nothing'}"
        for one in charter_differences(before.charter, adopted.charter)
    ]

"""The promises of handling in the words of the public register: one row for each limit and each exception."""

from collections.abc import Iterator
from datetime import date
from typing import TypedDict

import msgspec

from standards.charter_parts import Answered, Compliments, Override, Promise, Recommendations, Sourced, Stage, Tier
from standards.limits import Limit

EVERYONE = "the office concerned"
ANSWERED = {
    "suggestions": "We answer your suggestion",
    "enquiries": "We answer your question",
}


class Cited(TypedDict):
    """Where a row comes from, and what of it nobody has read there."""

    source: str
    section: str
    verified_on: date | None
    unverified: tuple[str, ...]


def cited(part: Sourced, field: str | None = None) -> Cited:
    """Return where a part comes from; of one field, only whether that one was read in the source."""
    names = tuple(name for name in part.unverified if field is None or field in (name, name.partition(".")[0]))
    return Cited(source=part.source, section=part.section, verified_on=part.verified_on, unverified=names)


def tier_promises(tier: Tier, stage: Stage, *, is_first: bool = False) -> Iterator[Promise]:
    """Yield what a tier promises everybody; on the first rung one complains, on the others one asks."""
    for field, what in _sentences(tier.name).items():
        limit = getattr(stage, field)
        if limit is not None:
            yield _row(tier, field, what, limit, stage)
    if stage.extend is not None:
        what = f"{tier.name}: if we need longer, we tell you why and give you a new date. The most we may add"
        yield _row(tier, "extend", what, stage.extend.most, stage)
    if stage.holds:
        what = f"{tier.name}: our time may stand still while we wait for something. The longest it may"
        yield _row(tier, "hold_most", what, stage.hold_most, stage)
    yield from _windows(tier, "you can complain" if is_first else "you can ask for this")


def exceptions(tier: Tier, override: Override, name: str) -> Iterator[Promise]:
    """Yield what a tier promises differently for one body, unit, service or kind, called *name*."""
    limits = {field: (what, getattr(override, field)) for field, what in _sentences(f"{tier.name}, {name}").items()}
    longest = f"{tier.name}, {name}: if we need longer, we tell you why and give you a new date. The most we may add"
    limits["extend"] = (longest, override.extend.most if override.extend else None)
    for field, (what, limit) in limits.items():
        if limit is not None:
            row = _row(tier, field, what, limit, override)
            # Named after what it is for, not after its place in a list, so that it has one name in every version.
            yield msgspec.structs.replace(row, key=f"{row.key}.{override.selected}", service=override.service)


def other_promises(
    compliments: Compliments | None,
    answered: dict[str, Answered | None],
    recommendations: Recommendations | None,
    top: Tier,
) -> Iterator[Promise]:
    """Yield what is promised to those who do not complain, and to the top of the ladder."""
    if compliments is not None:
        yield _other("compliments", "We pass your thanks on to the person", compliments.pass_on, compliments, "pass_on")
    for key, part in answered.items():
        if part is not None:
            yield _other(key, ANSWERED[key], part.answer, part, "answer")
    if recommendations is not None:
        who = top.who or top.name
        what = f"We answer a recommendation of {who}"
        yield _other("recommendations.reply", what, recommendations.reply, recommendations, "reply")
        if recommendations.confirm is not None:
            what = f"After our answer, we show {who} that a recommendation was carried out"
            yield _other("recommendations.confirm", what, recommendations.confirm, recommendations, "confirm")


def _windows(tier: Tier, what: str) -> Iterator[Promise]:
    for field, event in {
        "ask_within": "counted from the answer before",
        "ask_within_of_event": "counted from the day it happened, or you heard of it",
    }.items():
        limit = getattr(tier, field)
        if limit is not None:
            later = ", whichever is later" if tier.ask_within and tier.ask_within_of_event else ""
            yield _row(tier, field, f"{tier.name}: {what}, {event}{later}; later is still looked at", limit, tier)


def _sentences(name: str) -> dict[str, str]:
    return {
        "acknowledge": f"{name}: we tell you that we have it, and who deals with it",
        "respond": f"{name}: we give you an answer with reasons",
        "inform": f"{name}: you never wait longer than this without hearing from us",
    }


def _row(tier: Tier, field: str, what: str, limit: Limit, part: Sourced) -> Promise:
    return Promise(
        key=f"{tier.key}.{field}",
        what=what,
        within=limit.words,
        limit=limit,
        by=tier.who or tier.name,
        stage=tier.stage,
        **cited(part, field),
    )


def _other(key: str, what: str, limit: Limit, part: Sourced, field: str) -> Promise:
    return Promise(key=key, what=what, within=limit.words, limit=limit, by=EVERYONE, **cited(part, field))

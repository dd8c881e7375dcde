"""The promises of handling in the words of the public register: one row for each limit and each exception."""

from collections.abc import Iterator
from datetime import date
from typing import TypedDict

import msgspec

from standards.charter_parts import Answered, Compliments, Override, Promise, Recommendations, Sourced, Stage, Tier
from standards.language import mark, named, say, say_in
from standards.limits import Limit

EVERYONE = mark("the office concerned")
ANSWERED = {
    "suggestions": mark("We answer your suggestion"),
    "enquiries": mark("We answer your question"),
}
HANDLING = {
    "acknowledge": mark("We tell you that we have it, and who deals with it"),
    "respond": mark("We give you an answer with reasons"),
    "inform": mark("You never wait longer than this without hearing from us"),
}
LONGER = mark("If we need longer, we tell you why and give you a new date. The most we may add")
STANDING = mark("Our time may stand still while we wait for something. The longest it may")
OF_ANSWER, OF_EVENT = "ask_within", "ask_within_of_event"
COMPLAINING = {
    OF_ANSWER: mark("You can complain, counted from the answer before; later is still looked at"),
    OF_EVENT: mark("You can complain, counted from the day it happened, or you heard of it; later is still looked at"),
}
COMPLAINING_LATER = {
    OF_ANSWER: mark("You can complain, counted from the answer before, whichever is later; later is still looked at"),
    OF_EVENT: mark(
        "You can complain, counted from the day it happened, or you heard of it, whichever is later; "
        "later is still looked at"
    ),
}
ASKING = {
    OF_ANSWER: mark("You can ask for this, counted from the answer before; later is still looked at"),
    OF_EVENT: mark(
        "You can ask for this, counted from the day it happened, or you heard of it; later is still looked at"
    ),
}
ASKING_LATER = {
    OF_ANSWER: mark(
        "You can ask for this, counted from the answer before, whichever is later; later is still looked at"
    ),
    OF_EVENT: mark(
        "You can ask for this, counted from the day it happened, or you heard of it, whichever is later; "
        "later is still looked at"
    ),
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
    step = named(tier.name)
    for field, what in HANDLING.items():
        limit = getattr(stage, field)
        if limit is not None:
            yield _row(tier, field, say(what), limit, stage, step)
    if stage.extend is not None:
        yield _row(tier, "extend", say(LONGER), stage.extend.most, stage, step)
    if stage.holds:
        yield _row(tier, "hold_most", say(STANDING), stage.hold_most, stage, step)
    yield from _windows(tier, step, is_first=is_first)


def exceptions(tier: Tier, override: Override, name: str) -> Iterator[Promise]:
    """Yield what a tier promises differently for one body, unit, service or kind, called *name*."""
    limits = {field: (what, getattr(override, field)) for field, what in HANDLING.items()}
    limits["extend"] = (LONGER, override.extend.most if override.extend else None)
    step = say_in("a step of the ladder, and for what", "{step}, {name}", step=named(tier.name), name=name)
    for field, (what, limit) in limits.items():
        if limit is not None:
            row = _row(tier, field, say(what), limit, override, step)
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
        what = say("We pass your thanks on to the person")
        yield _other("compliments", what, compliments.pass_on, compliments, "pass_on")
    for key, part in answered.items():
        if part is not None:
            yield _other(key, say(ANSWERED[key]), part.answer, part, "answer")
    if recommendations is not None:
        who = named(top.who or top.name)
        what = say("We answer a recommendation of {who}", who=who)
        yield _other("recommendations.reply", what, recommendations.reply, recommendations, "reply")
        if recommendations.confirm is not None:
            what = say("After our answer, we show {who} that a recommendation was carried out", who=who)
            yield _other("recommendations.confirm", what, recommendations.confirm, recommendations, "confirm")


def _windows(tier: Tier, step: str, *, is_first: bool) -> Iterator[Promise]:
    both = tier.ask_within is not None and tier.ask_within_of_event is not None
    usual, later = (COMPLAINING, COMPLAINING_LATER) if is_first else (ASKING, ASKING_LATER)
    for field, what in (later if both else usual).items():
        limit = getattr(tier, field)
        if limit is not None:
            yield _row(tier, field, say(what), limit, tier, step)


def _row(tier: Tier, field: str, short: str, limit: Limit, part: Sourced, step: str) -> Promise:
    promise = f"{short[:1].lower()}{short[1:]}"
    return Promise(
        key=f"{tier.key}.{field}",
        what=say("{step}: {promise}", step=step, promise=promise),
        short=short,
        within=limit.words,
        limit=limit,
        by=named(tier.who or tier.name),
        stage=tier.stage,
        **cited(part, field),
    )


def _other(key: str, what: str, limit: Limit, part: Sourced, field: str) -> Promise:
    return Promise(key=key, what=what, within=limit.words, limit=limit, by=say(EVERYONE), **cited(part, field))

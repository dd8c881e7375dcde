"""The promises of handling in the words of the public register: one row for each limit and each exception."""

from collections.abc import Iterator

import msgspec

from standards.charter_parts import Override, Promise, Stage, Tier
from standards.limits import Limit


def tier_promises(tier: Tier, stage: Stage) -> Iterator[Promise]:
    """Yield what a tier promises everybody."""
    for field, what in _sentences(tier.name).items():
        limit = getattr(stage, field)
        if limit is not None:
            yield _row(f"{tier.key}.{field}", what, limit, tier)
    if stage.extend is not None:
        what = f"{tier.name}: if we need longer, we tell you why and give you a new date. The most we may add"
        yield _row(f"{tier.key}.extend", what, stage.extend.most, tier)
    if tier.ask_within is not None:
        what = f"{tier.name}: you can ask for this after the answer before; a late request is still looked at"
        yield _row(f"{tier.key}.ask_within", what, tier.ask_within, tier)


def exceptions(tier: Tier, override: Override, index: int, name: str) -> Iterator[Promise]:
    """Yield what a tier promises differently for one body, unit, service or kind, called *name*."""
    for field, what in _sentences(f"{tier.name}, {name}").items():
        limit = getattr(override, field)
        if limit is not None:
            row = _row(f"{tier.key}.{field}.{index + 1}", what, limit, tier)
            yield msgspec.structs.replace(row, service=override.service)


def _sentences(name: str) -> dict[str, str]:
    return {
        "acknowledge": f"{name}: we tell you that we have it, and who deals with it",
        "respond": f"{name}: we give you an answer with reasons",
        "inform": f"{name}: you never wait longer than this without hearing from us",
    }


def _row(key: str, what: str, limit: Limit, tier: Tier) -> Promise:
    return Promise(key=key, what=what, within=limit.words, limit=limit, by=tier.who or tier.name, stage=tier.stage)

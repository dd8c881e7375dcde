"""The way through telling us: one question a page, and only pages that somebody chose or that cannot be left out."""

import enum
from collections.abc import Callable, Iterable, Mapping

import msgspec

from complaints.domain.draft import MYSELF, Draft
from complaints.domain.matter import Matter


class Step(enum.StrEnum):
    """The pages, in the order they come; each is an address below /tell."""

    ABOUT = "about"
    BEFORE = "before"
    SERVICE = "service"
    PROMISE = "promise"
    WHAT = "what"
    WHEN = "when"
    FILES = "files"
    WANTS = "wants"
    STAFF = "staff"
    REACH = "reach"
    NEEDS = "needs"
    SAFE = "safe"
    FOR = "for"
    CHECK = "check"


class Rule(msgspec.Struct, frozen=True):
    """
    What one page asks, and when it comes.

    `ticked_on` is the field of an earlier page by which somebody chooses it; such a page may always be left out.
    """

    fields: tuple[str, ...]
    comes: Callable[[Draft], bool] | None = None
    ticked_on: str = ""


def _about(*matters: Matter) -> Callable[[Draft], bool]:
    return lambda draft: draft.matter in matters


RULES: Mapping[Step, Rule] = {
    Step.ABOUT: Rule(("about",)),
    Step.BEFORE: Rule(("earlier",), comes=_about(Matter.UNANSWERED, Matter.REPRISAL)),
    Step.SERVICE: Rule(("find", "service")),
    Step.PROMISE: Rule(("standard",), comes=_about(Matter.FIX)),
    Step.WHAT: Rule(("narrative", "adds")),
    Step.WHEN: Rule(
        ("occurred_on_day", "occurred_on_month", "occurred_on_year", "occurred_about", "ongoing", "place"),
        ticked_on="adds",
    ),
    Step.FILES: Rule((), ticked_on="adds"),
    Step.WANTS: Rule(("wanted", "wants"), ticked_on="adds"),
    Step.STAFF: Rule(("staff_named",), ticked_on="adds"),
    Step.REACH: Rule(("name", "email", "phone", "address", "identity", "helps")),
    Step.NEEDS: Rule(("formats", "adjustments", "language"), ticked_on="helps"),
    Step.SAFE: Rule(("safe_since", "safe_until", "voicemail", "neutral", "safe_words"), ticked_on="helps"),
    Step.FOR: Rule(
        (
            "relation", "mine", "own_name", "own_email", "own_phone", "own_address", "scope",
            "until_day", "until_month", "until_year",
        ),
        ticked_on="helps",
    ),
    Step.CHECK: Rule(()),
}  # fmt: skip

SEVERAL = frozenset({"adds", "helps", "wanted", "formats"})
"""Fields that hold any number of ticks; every other one holds a text."""

STEP_OF: Mapping[str, Step] = {field: step for step, rule in RULES.items() for field in rule.fields}


def comes(draft: Draft, step: Step) -> bool:
    """Whether somebody who answered like this is asked this."""
    rule = RULES[step]
    if rule.ticked_on:
        return step.value in getattr(draft, rule.ticked_on)
    return rule.comes is None or rule.comes(draft)


def way(draft: Draft) -> tuple[Step, ...]:
    """Return the pages of this draft from the first to the last, which is always the check before sending."""
    return tuple(step for step in Step if comes(draft, step))


def first_open(draft: Draft) -> Step:
    """Return the first page that still needs an answer; the check when none does."""
    return next((step for step in way(draft) if step.value not in draft.done), Step.CHECK)


def after(draft: Draft, step: Step, *, changing: bool = False) -> Step:
    """Return the page that comes after *step*; whoever only changes one answer comes back to the check."""
    steps = way(draft)
    if changing or step not in steps or step is Step.CHECK:
        return first_open(draft)
    return steps[steps.index(step) + 1]


def before(draft: Draft, step: Step, *, changing: bool = False) -> Step | None:
    """Return the page that came before *step*, None before the first."""
    if changing and step is not Step.CHECK and first_open(draft) is Step.CHECK:
        return Step.CHECK
    earlier = [one for one in way(draft) if list(Step).index(one) < list(Step).index(step)]
    return earlier[-1] if earlier else None


def kept(draft: Draft, step: Step, typed: Mapping[str, str | tuple[str, ...]]) -> Draft:
    """Return the draft with what was typed on one page, and nothing else changed: two tabs do not undo each other."""
    mine = {field: typed.get(field, () if field in SEVERAL else "") for field in RULES[step].fields}
    return msgspec.structs.replace(draft, **mine, done=_without(draft.done, step.value))


def answered(draft: Draft, step: Step) -> Draft:
    """Return the draft with a page marked as one that can be sent; a page somebody added counts as chosen."""
    changed: dict[str, tuple[str, ...]] = {"done": (*_without(draft.done, step.value), step.value)}
    if tick := RULES[step].ticked_on:
        chosen = _without(getattr(draft, tick), step.value)
        refused = step is Step.FOR and draft.relation == MYSELF
        changed[tick] = chosen if refused else (*chosen, step.value)
    return msgspec.structs.replace(draft, **changed)


def _without(steps: Iterable[str], step: str) -> tuple[str, ...]:
    return tuple(one for one in steps if one != step)

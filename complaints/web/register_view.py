"""What the pages of the register show: one charter in plain words, as finished values."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from complaints.kernel.charters import Adopted
from complaints.kernel.work import Work
from complaints.web.register_offices import office_values
from standards.calendars import WorkingCalendar
from standards.charter import Charter, Promise, Service, Tier
from standards.charter_parts import Extend, Override, StageRule
from standards.counting_words import counting_words, late_change_words, own_words, shut_weekdays
from standards.deadlines import Deadline, explanation_words
from standards.explanations import DueStep, given
from standards.language import mark, named, say, say_many
from standards.worked_example import Example, examples

Values = dict[str, Any]

COUNTED_FROM = {
    "acknowledged": mark("Counted from the day we tell you that we have it."),
    "acknowledged_or_due": mark("Counted from the day we tell you that we have it, or should have told you."),
}
COUNTED_FROM_LATER = COUNTED_FROM | {
    "received": mark("Counted from the day you first told us."),
    "requested": mark("Counted from the day you ask for this step."),
}
"""From when an answer is counted; on the first step it is plain where nothing is said."""
THE_TIME = mark("the time")
NOT_READ = {
    "limit": THE_TIME,
    "respond": THE_TIME,
    "acknowledge": THE_TIME,
    "inform": THE_TIME,
    "extend": THE_TIME,
    "hold_most": THE_TIME,
    "ask_within": THE_TIME,
    "ask_within_of_event": THE_TIME,
    "pass_on": THE_TIME,
    "answer": THE_TIME,
    "reply": THE_TIME,
    "confirm": THE_TIME,
    "target": mark("how often we aim to keep it"),
    "promise": mark("the words"),
    "since": mark("since when it holds"),
}
APPROVED_BY_SECOND = mark("A second person has to agree.")
TRANSFERRED = {
    "keeps": mark("If it goes to another office, your date stays."),
    "restarts": mark("If it goes to another office, the time begins anew, and we tell you."),
}
HANDLING = ("acknowledge", "respond", "inform")
ONE_DAY = timedelta(days=1)


def local_day(work: Work, adopted: Adopted) -> date:
    """Return today where this authority is."""
    return adopted.charter.calendar().local_day(work.now)


def version_values(work: Work, adopted: Adopted) -> Values:
    """Return a version with its place in time: `now`, `past`, `future`, or `never` where another took its place."""
    zone = adopted.charter.calendar().zone
    known = work.charters.history()
    place = next(index for index, one in enumerate(known) if one.id == adopted.id)
    following = known[place + 1] if place + 1 < len(known) else None
    since = adopted.effective_at.astimezone(zone).date()
    until = following.effective_at.astimezone(zone).date() if following else None
    if adopted.id == work.charter.id:
        state = "now"
    elif following is not None and following.effective_at <= adopted.effective_at:
        state = "never"
    else:
        state = "future" if adopted.effective_at > work.now else "past"
    today = local_day(work, adopted)
    return {
        "version": adopted.version,
        "hash": adopted.hash,
        "state": state,
        "effective_on": since,
        "adopted_on": adopted.adopted_at.astimezone(zone).date(),
        "until": max(until - ONE_DAY, since) if until else None,
        "shown_on": {"now": today, "past": max(until - ONE_DAY, since) if until else since}.get(state, since),
        "previous": known[place - 1].version if place else None,
        "next": following.version if following else None,
        "next_on": until,
    }


def promise_values(row: Promise, charter: Charter, on: date, *, under_step: bool = False) -> Values:
    """Return one promise; *under_step* under a heading that says already at which step it is made."""
    what = row.short if under_step and row.short else row.what
    return {
        "key": row.key,
        "what": f"{what[:1].upper()}{what[1:]}",
        "within": row.within,
        "counted": own_words(row.limit, charter.counting),
        "target": row.target,
        "by": row.by,
        "cited": row.cited,
        "verified_on": row.verified_on,
        "not_read": tuple(dict.fromkeys(_field_words(name) for name in row.unverified)),
        "since": row.since,
        "begins_later": row.since is not None and row.since > on,
        "until": row.until,
    }


def _field_words(name: str) -> str:
    return say(NOT_READ[name]) if name in NOT_READ else name.replace("_", " ")


def body_values(charter: Charter, on: date, services: Sequence[Service] | None = None) -> list[Values]:
    """Return the promises about services under the bodies that keep them; only of *services*, when they are given."""
    rows = _standing(charter, on)
    found = []
    for key, body in charter.bodies.items():
        own = [one for one in charter.services_of(key) if services is None or one in services]
        if own:
            listed = [
                _service(
                    charter, one, [row for row in rows if row.key in charter.standards and row.service == one.key], on
                )
                for one in own
            ]
            found.append({"key": key, "name": named(body.name), "about": named(body.about), "services": listed})
    return found


def _service(charter: Charter, service: Service, rows: Iterable[Promise], on: date) -> Values:
    return {
        "key": service.key,
        "name": named(service.name),
        "about": named(service.about),
        "promises": [promise_values(row, charter, on) for row in rows],
    }


def _standing(charter: Charter, on: date) -> list[Promise]:
    """Return what is promised on a day or is to be promised after it; what has ended stays in the history."""
    return [row for row in charter.promises() if row.until is None or row.until >= on]


def stage_values(charter: Charter, on: date) -> list[Values]:
    """Return the ladder from its first step, each with what it promises, its windows, and what may make it longer."""
    rows = {row.key: row for row in charter.promises()}
    return [_stage(charter, tier, number, rows, on) for number, tier in enumerate(charter.tiers, 1)]


def _stage(charter: Charter, tier: Tier, number: int, rows: dict[str, Promise], on: date) -> Values:
    stage = charter.stage(tier.stage)
    is_first = tier is charter.first_tier

    def shown(field: str) -> Values | None:
        row = rows.get(f"{tier.key}.{field}")
        return promise_values(row, charter, on, under_step=True) if row else None

    return {
        "key": tier.key,
        "number": number,
        "name": named(tier.name),
        "who": named(tier.who or tier.name),
        "about": named(tier.about or stage.about),
        # Where the charter says it itself, it is not said twice.
        "says_independent": tier.independent and "independent" not in (tier.about or stage.about).lower(),
        "promises": [one for one in map(shown, HANDLING) if one],
        "counted_from": counted_from_words(stage.counts_from, is_first=is_first),
        "exceptions": list(_exceptions(charter, tier, rows, on)),
        "window": window_words(tier, is_first=is_first),
        "windows": _differently_sourced(shown("ask_within"), shown("ask_within_of_event")),
        "longer": extend_values(stage.extend) | {"row": shown("extend")} if stage.extend else None,
        "holds": {
            "reasons": [named(one) for one in stage.holds],
            "most": stage.hold_most.words,
            "row": shown("hold_most"),
        }
        if stage.holds
        else None,
        "transfer": say(TRANSFERRED[stage.transfer]),
        "late": late_words(charter, tier),
    }


def _differently_sourced(*rows: Values | None) -> list[Values]:
    """Return the rows that are there, but of several from one place only the first."""
    places = {(row["cited"], row["verified_on"], row["not_read"]): row for row in reversed(rows) if row}
    return list(places.values())[::-1]


def counted_from_words(counts_from: str, *, is_first: bool) -> str:
    """Return from when the answer is counted; on the first step that is plain, and nothing is said."""
    words = (COUNTED_FROM if is_first else COUNTED_FROM_LATER).get(counts_from)
    return say(words) if words else ""


def window_words(tier: Tier, *, is_first: bool) -> str:
    """Return until when one may ask for a step, the later of two where there are two."""
    answer = tier.ask_within.words if tier.ask_within is not None and not is_first else ""
    event = tier.ask_within_of_event.words if tier.ask_within_of_event is not None else ""
    if not answer and not event:
        return say("You can complain at any time.") if is_first else say("You can ask for this step at any time.")
    if is_first:
        until = say("You can complain within {event} of the day it happened, or the day you heard of it.", event=event)
    elif not event:
        until = say("You can ask for this step within {answer} of the answer before.", answer=answer)
    elif not answer:
        until = say(
            "You can ask for this step within {event} of the day it happened, or the day you heard of it.",
            event=event,
        )
    else:
        until = say(
            "You can ask for this step within {answer} of the answer before or within {event} of the day it happened, "
            "or the day you heard of it, whichever is later.",
            answer=answer,
            event=event,
        )
    return f"{until} {say('If you are later, tell us why. We still look at it.')}"


def late_words(charter: Charter, tier: Tier) -> str:
    """Return what happens by itself when this step does not answer in time."""
    following = charter.next_tier(tier.key)
    if following is None:
        return say("If the answer is late, you are told so, and why.")
    who = named(following.who or following.name)
    if tier.on_late == "climb":
        return say("If our answer is late, your complaint goes on by itself to {who}.", who=who)
    return say("If our answer is late, we tell you so, and you can go to {who}.", who=who)


def extend_values(extend: Extend) -> Values:
    """Return how much longer it may take, how often, for which reasons and who agrees."""
    return {
        "most": extend.most.words,
        "times": _times(extend.times),
        "reasons": [named(one) for one in extend.reasons],
        "approved": say(APPROVED_BY_SECOND) if extend.approver == "second" else "",
    }


def _times(most: int) -> str:
    match most:
        case 1:
            return say("once")
        case 2:
            return say("twice")
        case _:
            return say_many("up to {count} time", "up to {count} times", most)


def _exceptions(charter: Charter, tier: Tier, rows: dict[str, Promise], on: date) -> Iterator[Values]:
    """Yield what is different for one body, unit, service or kind."""
    for override in charter.stage(tier.stage).overrides:
        own = [
            promise_values(row, charter, on, under_step=True)
            for row in rows.values()
            if row.key.startswith(f"{tier.key}.") and row.key.endswith(f".{override.selected}")
        ]
        yield {"name": charter.override_name(override), "promises": own, "more": list(_more(override))}


def _more(override: Override) -> Iterator[str]:
    if override.counts_from is not None:
        yield counted_from_words(override.counts_from, is_first=False)
    if override.extend is not None and override.extend.reasons:
        reasons = "; ".join(named(one) for one in override.extend.reasons)
        yield say("More time is taken only for these reasons: {reasons}.", reasons=reasons)
    if override.holds is not None:
        reasons = "; ".join(named(one) for one in override.holds)
        if reasons:
            yield say("Our time stands still only for these reasons: {reasons}.", reasons=reasons)
        else:
            yield say("Our time never stands still.")


def other_values(charter: Charter, on: date, *, to_the_top: bool = False) -> list[Values]:
    """Return what is promised to those who thank us, have an idea or ask, or with *to_the_top* to whom we answer."""
    rows = [row for row in charter.promises() if row.service is None and row.stage is None]
    return [promise_values(row, charter, on) for row in rows if row.key.startswith("recommendations.") is to_the_top]


def counting_values(charter: Charter, on: date) -> Values:
    """Return how days are counted in sentences, and worked out for a message of that day and of a closed day."""
    rule = charter.stage_rule(charter.first_tier.stage)
    calendar = charter.calendar()
    shut = shut_weekdays(calendar, charter.calendars[calendar.key].recurring)
    return {
        "sentences": counting_words(charter.counting, shut),
        "changes": late_change_words(charter.late_changes),
        "examples": example_values(rule, on, calendar),
    }


def example_values(rule: StageRule, on: date, calendar: WorkingCalendar) -> list[Values]:
    """Return what somebody would be told who told us at midday of *on*, and of a day that is otherwise."""
    return [_example(one) for one in examples(rule, on, calendar)]


def _example(one: Example) -> Values:
    return {
        "on": one.on,
        "is_open": one.is_open,
        "why_closed": named(one.why_closed),
        "acknowledge": _due(one.acknowledge) if one.acknowledge else None,
        "respond": _due(one.respond),
    }


def _due(made: Deadline) -> Values:
    """Return a date with its reasons; a limit in hours has a time of day too."""
    due = next(step for step in made.explanation if isinstance(step, DueStep))
    limit = given(made.explanation).limit
    return {
        "on": made.on,
        "at": None if limit.counts_days or due.all_day else made.due_at,
        "why": explanation_words(made.explanation),
    }


def service_values(charter: Charter, service: Service, on: date) -> Values:
    """Return everything that holds for one service: its promises, its steps with its own limits, its office."""
    calendar = charter.calendar_for(service.body, service.unit)
    rows = [row for row in _standing(charter, on) if row.key in charter.standards and row.service == service.key]
    rule = charter.stage_rule(charter.first_tier.stage, service=service.key)
    return {
        "service": _service(charter, service, rows, on),
        "who": charter.office_name(service.body, service.unit),
        "everyday": [named(one) for one in service.everyday],
        "steps": [_step(charter, tier, service, number) for number, tier in enumerate(charter.tiers, 1)],
        "examples": example_values(rule, on, calendar),
        "office": office_values(charter, calendar.key, on),
    }


def _step(charter: Charter, tier: Tier, service: Service, number: int) -> Values:
    rule = charter.stage_rule(tier.stage, service=service.key)
    return {
        "number": number,
        "name": named(tier.name),
        "who": named(tier.who or tier.name),
        "acknowledge": rule.acknowledge.words if rule.acknowledge else None,
        "respond": rule.respond.words,
        "inform": rule.inform.words if rule.inform else None,
        "counted_from": counted_from_words(rule.counts_from, is_first=tier is charter.first_tier),
    }


def services_for(charter: Charter, said: str) -> tuple[Service, ...]:
    """Return the services that a few words point at: by their everyday words first, else by what is promised."""
    found = charter.services_like(said)
    if found:
        return found
    words = [word for word in said.lower().split() if len(word) > SHORTEST]
    told = {
        service.key: " ".join(
            f"{text} {named(text)}"
            for text in (
                service.about,
                charter.bodies[service.body].name,
                *(one.promise for one in charter.standards_of(service.key)),
            )
        ).lower()
        for service in charter.services.values()
    }
    return tuple(charter.services[key] for key, text in told.items() if any(word in text for word in words))


SHORTEST = 3
"""A word with no more letters than this says too little to be looked for."""

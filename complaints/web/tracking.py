"""What a person's page says about their case: now, next, the steps, what happened, what is owed, which door is open."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from complaints.domain.case import ClockKind, Kind, State
from complaints.domain.matter import Matter
from complaints.domain.survey import may_rate
from complaints.domain.transfer import place_of
from complaints.schemas import CaseView, ClockView, EntryView, StageView, SurveyView
from complaints.web.clocks import Promised, for_person, promised, running
from complaints.web.moved_dates import is_told, waiting
from complaints.web.tracking_doors import doors
from complaints.web.tracking_steps import steps
from complaints.web.tracking_words import MINE, STOP, Reader, called, closing, entry, where, who
from standards.charter import Charter
from standards.language import named, say

LATE_WHEN = {ClockKind.RESPOND.value, ClockKind.ACKNOWLEDGE.value, ClockKind.PASS_ON.value}
PASSING = {ClockKind.INFORM.value, ClockKind.HOLD.value}
"""Clocks that mean nothing any more once they have stopped."""

QUIET = timedelta(days=3)
"""For so long nothing needs saying; after that the page says that nothing is new, and when the next word comes."""

NO_NEWS = ("case.lodged", "message.", "identity.", "clock.late", "code.", "consent.", "contact.", "name.", "needs.")
"""How entries begin that tell the person nothing new about their case."""

READER = Reader()
Values = dict[str, Any]


def tracked(
    case: CaseView,
    charter: Charter,
    now: datetime,
    *,
    in_force: Charter | None = None,
    reader: Reader = READER,
    surveys: Sequence[SurveyView] = (),
) -> Values:
    """
    Return everything the tracking page shows, as finished values.

    *charter* is that of the present stage; the doors are those of the one *in_force*, by default the same.
    """
    tier = charter.tier(case.tier)
    found = promised(case.clocks)
    going = running(found)
    asked = _question(case)
    late = _late(case, going, now)
    upcoming = _upcoming(going, now)
    open_doors = doors(case, charter, in_force or charter, now) if reader.may_act else []
    return {
        "case": _head(case, charter, reader),
        "reader": reader,
        "now_at": _now(case, charter, reader, asked=asked),
        "next_up": _next_up(upcoming[0], charter, case) if upcoming else None,
        "late": late,
        "went_on": _went_on(case, charter, going, now) if late is None else None,
        "owed": _owed(going, charter, case, now),
        "question": asked,
        "no_news": _no_news(case, now, upcoming) if late is None and asked is None else None,
        "understood": _understood(case),
        "passed": _passed(case, charter),
        "thanks": _thanks(case),
        "promises": _promises(case, charter, now),
        "steps": steps(case, now),
        "timeline": [
            entry(one, charter, reader) for one in reversed(case.timeline) if is_told(one) and not _is_to_bring(one)
        ],
        "brought": [one.at for one in reversed(case.timeline) if _is_to_bring(one)],
        "clocks": [_clock(one, charter, case, now) for one in found if _is_shown(one)],
        "messages": _messages(case, reader),
        "decisions": decisions(case, charter),
        "doors": open_doors,
        "survey": _survey(case, surveys, reader),
        "office": _office(case, is_late=late is not None) if tier.independent else "late" if late else "first",
    }


def _is_to_bring(one: EntryView) -> bool:
    """Whether somebody saw a name only to bring a letter or to call: told as one line, or it would bury the rest."""
    return one.kind == "identity.opened" and "to_bring" in one.facts


def _office(case: CaseView, *, is_late: bool) -> str:
    """Return how far the independent office is with a case that is there: it has it, is late with it, or is done."""
    if not State(case.state).is_open:
        return "done"
    return "has_it_late" if is_late else "has_it"


def decisions(case: CaseView, charter: Charter) -> list[Values]:
    """Return what each stage decided on each point, the last stage first."""
    if case.kind != Kind.COMPLAINT.value or case.historic:
        return []
    return [_decision(case, stage, charter) for stage in reversed(case.stages) if stage.answered_at is not None]


def _decision(case: CaseView, stage: StageView, charter: Charter) -> Values:
    words = {outcome.code: outcome.words for outcome in charter.outcomes}
    tier = next((one for one in charter.tiers if one.key == stage.tier), None)
    points = [
        {
            "number": issue.number,
            "words": issue.summary,
            "finding": named(words.get(finding.outcome, finding.outcome)),
            "reason": finding.reason,
        }
        for issue in case.issues
        for finding in issue.findings
        if finding.stage_no == stage.stage_no
    ]
    return {
        "stage_no": stage.stage_no,
        "at": stage.answered_at,
        "who": named(tier.who or tier.name) if tier else stage.tier,
        "independent": bool(tier and tier.independent),
        "points": points,
        "answer": None if points else stage.answer,
        "remedies": [one.words for one in case.remedies if one.stage_no == stage.stage_no and one.due_on is None],
    }


def _head(case: CaseView, charter: Charter, reader: Reader) -> Values:
    service = charter.service(case.service)
    body = charter.bodies.get(case.body)
    return {
        "reference": case.reference,
        "called": called(case, reader),
        "stop_words": say(STOP[Matter(case.matter)]),
        "kind": case.kind,
        "matter": case.matter,
        "is_open": State(case.state).is_open,
        "is_withdrawn": State(case.state) is State.WITHDRAWN,
        "historic": case.historic,
        "service": named(service.name) if service else case.service,
        "body": named(body.name) if body else case.body,
        "is_unsorted": _is_unsorted(case),
        "received_at": case.received_at,
        "told": case.narrative,
        "lang": case.language,
        "reply_by": case.reply_by,
        # Somebody who did not want to be known should not be found by the minute at which they wrote.
        "days_only": not case.has_identity,
    }


def _is_unsorted(case: CaseView) -> bool:
    """Whether nobody has said yet which team it is for: the first office of the charter only has it to sort it."""
    return case.service is None and not case.historic and case.stage_no == 1 and State(case.state) is State.RECEIVED


def _now(case: CaseView, charter: Charter, reader: Reader, *, asked: Values | None) -> Values:
    stage, tier = case.stages[-1], charter.tier(case.tier)
    title = where(case, reader, independent=tier.independent)
    if asked:
        title = say("We are waiting for something before we can answer.")
    closed = [one for one in case.timeline if one.kind == "case.closed"]
    last = _last_news(case)
    since = [stage.acknowledged_at or stage.started_at, *(one.at for one in _transfers(case))]
    return {
        "title": title,
        "why": closing(closed[-1].facts, charter) if closed and State(case.state) is State.CLOSED else "",
        "who": None if case.historic or _is_unsorted(case) else named(tier.who or tier.name),
        "since": max(since),
        "last_at": last if last and last >= stage.started_at else None,
    }


def _last_news(case: CaseView) -> datetime | None:
    """Return when somebody last did something for the case; None while nobody has."""
    done = [
        one.at for one in case.timeline if one.by not in {*MINE, "representative"} and not one.kind.startswith(NO_NEWS)
    ]
    by_itself = {*MINE, "representative", "system"}
    written = [one.sent_at for one in case.messages if one.direction == "out" and one.by not in by_itself]
    return max([*done, *written], default=None)


def _no_news(case: CaseView, now: datetime, upcoming: Sequence[Promised]) -> Values | None:
    """Return since when nothing is new while an answer is owed, and by when the next word comes."""
    since = max(_last_news(case) or case.received_at, case.stages[-1].started_at)
    if not State(case.state).is_open or case.historic or not upcoming or now - since < QUIET:
        return None
    return {"since": since, "next_at": upcoming[0].told}


def _upcoming(going: Iterable[Promised], now: datetime) -> list[Promised]:
    return sorted((one for one in going if not one.is_late(now)), key=lambda one: one.told)


def _next_up(one: Promised, charter: Charter, case: CaseView) -> Values:
    return {"kind": one.clock.kind, "due_at": one.told, "promise": _service_words(one.clock, charter, case)}


def _late(case: CaseView, going: Sequence[Promised], now: datetime) -> Values | None:
    """Return the promise that is broken now, whose date holds instead, and what kept us, as far as we know."""
    broken = [one for one in going if one.is_late(now) and one.clock.kind in LATE_WHEN]
    if not broken or case.historic:
        return None
    first = min(broken, key=lambda one: one.told)
    answer = [one for one in going if one.clock.kind == ClockKind.RESPOND.value and not one.is_late(now)]
    return {
        "kind": first.clock.kind,
        "promised_at": first.told,
        "new_at": answer[0].told if answer else None,
        "reason": _what_kept_us(case),
    }


def _what_kept_us(case: CaseView) -> Values:
    """Return what the case itself says of why it took longer, at this stage; nothing is made up where it says none."""
    for one in reversed(case.timeline):
        if one.stage_no == case.stage_no and one.facts:
            if one.kind == "clock.extended":
                return {"kind": "extended", "at": one.at, "words": named(str(one.facts.get("reason", "")))}
            if one.kind == "case.transferred":
                return {"kind": "transferred", "at": one.at, "words": ""}
    return {"kind": "unknown", "at": None, "words": ""}


def _went_on(case: CaseView, charter: Charter, going: Sequence[Promised], now: datetime) -> Values | None:
    """Return what was said and not kept, where the case went on by itself because of that and nobody answered since."""
    *earlier, stage = case.stages
    if not earlier or stage.entry != "late" or not State(case.state).is_open:
        return None
    before = earlier[-1]
    owed = [one for one in promised(case.clocks) if one.clock.stage_no == before.stage_no]
    said = [one.told for kind in ("respond", "acknowledge") for one in owed if one.clock.kind == kind]
    tiers = {one.key: named(one.who or one.name) for one in charter.tiers}
    answer = [one for one in going if one.clock.kind == ClockKind.RESPOND.value and not one.is_late(now)]
    return {
        "from_whom": tiers.get(before.tier, before.tier),
        "to_whom": tiers.get(case.tier, case.tier),
        "promised_at": said[0] if said else case.stages[-1].started_at,
        "new_at": answer[0].told if answer else None,
    }


def _question(case: CaseView) -> Values | None:
    """Return what we asked the person and wait for, in the words of who asked, and until when; None where nothing."""
    found = waiting(case)
    if found is None:
        return None
    held = next(one for one in reversed(case.timeline) if one.kind == "clock.held")
    return found | {"words": held.facts.get("words") or None}


def _understood(case: CaseView) -> Values | None:
    """Return what we understood: as it was written last, and the points it was put into; a decision repeats them."""
    if not State(case.state).is_open:
        return None
    texts = [stage.understanding for stage in reversed(case.stages) if stage.understanding]
    points = [issue.summary for issue in case.issues]
    text = texts[0] if texts and texts[0] not in points else None
    return {"text": text, "points": points} if text or points else None


def _transfers(case: CaseView) -> list[EntryView]:
    return [one for one in case.timeline if one.kind == "case.transferred" and one.stage_no == case.stage_no]


def _passed(case: CaseView, charter: Charter) -> Values | None:
    """Return to which office the case was passed, and when that office said that it has it."""
    moved = _transfers(case)
    if not moved or not State(case.state).is_open:
        return None
    taken = [one.at for one in case.timeline if one.kind == "case.acknowledged" and one.at > moved[-1].at]
    return {
        "at": moved[-1].at,
        "to": place_of(charter, moved[-1].facts),
        "taken_at": taken[0] if taken else None,
        "is_awaited": State(case.state) is State.RECEIVED,
    }


def _thanks(case: CaseView) -> Values | None:
    """Return who was told of praise, when, and how that can be seen."""
    told = [one for one in case.timeline if one.kind == "case.passed_on"]
    if not told:
        return None
    facts = told[-1].facts
    return {"at": told[-1].at, "told": str(facts.get("told", "")), "proof": facts.get("proof") or None}


def _promises(case: CaseView, charter: Charter, now: datetime) -> list[Values]:
    """Return what was promised by a day to put it right, what is not done first; done or not, it stays on the page."""
    today = charter.authority.day(now)
    by_day = [(one.due_on, one) for one in case.remedies if one.due_on is not None]
    return [
        {
            "what": one.words,
            "by": due_on,
            "done_at": one.done_at,
            "evidence": one.evidence,
            "late": one.done_at is None and due_on < today,
        }
        for due_on, one in sorted(by_day, key=lambda pair: (pair[1].done_at is not None, pair[0]))
    ]


def _clock(one: Promised, charter: Charter, case: CaseView, now: datetime) -> Values:
    fell_away = State(case.state) is State.WITHDRAWN and one.clock.stopped_at == case.closed_at
    return for_person(one, now, fell_away=fell_away) | {"name": _service_words(one.clock, charter, case)}


def _is_shown(one: Promised) -> bool:
    return one.clock.kind not in PASSING or one.clock.stopped_at is None


def _service_words(clock: ClockView, charter: Charter, case: CaseView) -> str | None:
    """Return the published words of what a service promises, None for every other clock."""
    standard = charter.standard(case.standard)
    return named(standard.promise) if standard and clock.kind == ClockKind.SERVICE.value else None


def _owed(going: Iterable[Promised], charter: Charter, case: CaseView, now: datetime) -> Values | None:
    """Return what a service should have done by now, as it was promised; it is late without opening a door."""
    late = [one for one in going if one.clock.kind == ClockKind.SERVICE.value and one.is_late(now)]
    if not late:
        return None
    return {
        "promise": _service_words(late[0].clock, charter, case),
        "promised_at": late[0].told,
        "is_complaint": case.kind == Kind.COMPLAINT.value,
    }


def _messages(case: CaseView, reader: Reader) -> list[Values]:
    return [
        {
            "key": one.key,
            "at": one.sent_at,
            "mine": one.direction == "in",
            "yours": one.direction == "in" and one.by in MINE and reader.is_person,
            "who": None if one.by == "system" else who(one.by, reader),
            "text": one.body,
            "lang": case.language if one.by == "system" else None,
            "is_letter": one.by == "system" and "\n" in one.body.strip(),
        }
        for one in case.messages
    ]


def _survey(case: CaseView, surveys: Sequence[SurveyView], reader: Reader) -> Values | None:
    """Return what the person said of the present stage, or that they may say it; None where there is nothing to say."""
    if not reader.may_act or not may_rate(State(case.state), historic=case.historic):
        return None
    said = next((one for one in surveys if one.stage_no == case.stage_no), None)
    return {"handled": said.handled if said else None, "at": said.answered_at if said else None}

"""Writing a letter: its facts, its template and the language of the person."""

import re
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from typing import Any

import msgspec

from complaints.actions.converse import next_word, told
from complaints.domain.case import ClockKind, State
from complaints.domain.promises import calendar_of
from complaints.kernel.languages import speaking
from complaints.kernel.rendering import render
from complaints.kernel.timers import ClockRow, clocks_of
from complaints.kernel.work import Work
from complaints.store import Case
from standards.charter import Charter, Contact, Tier
from standards.language import named, naming

BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def in_their_words(work: Work, case: Case) -> ExitStack:
    """Return a block in which everything is said in the language of the person, the names of the charter too."""
    stack = ExitStack()
    stack.enter_context(naming(work.charters.words))
    stack.enter_context(speaking(case.language))
    return stack


async def write_letter(work: Work, case: Case, *, letter: str, key: str, facts: Mapping[str, Any]) -> None:
    """Render a letter from its template, keep it in the person's thread, and have it go its ways."""
    subject, words = await written(work, case, letter, facts)
    await told(work, case, key=key, subject=subject, words=words)


async def written(work: Work, case: Case, letter: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    """Return subject and words of a letter."""
    known = await letter_facts(work, case)
    with in_their_words(work, case):
        text = render(f"messages/{letter}.txt", **(known | dict(facts)))
    return tidied(text)


def tidied(text: str) -> tuple[str, str]:
    """Return subject and words of what a template gave, with one empty line between paragraphs."""
    subject, _, words = text.strip().partition("\n")
    return subject.removeprefix("Subject:").strip(), BLANK_LINES.sub("\n\n", words).strip()


async def letter_facts(work: Work, case: Case) -> dict[str, Any]:
    """Return what every letter may say: the case, the authority, the dates still running, the ombudsperson."""
    charter = work.charters.get(case.charter_id).charter
    every = await clocks_of(work.session, case.id)
    word = await next_word(work, case)
    with in_their_words(work, case):
        return {
            **_case(case, charter),
            **_dates(case, every, work.now),
            **people(charter, case.tier, case.body),
            "now": work.now,
            "inform_by": word.deadline.due_at if word else None,
        }


def _case(case: Case, charter: Charter) -> dict[str, Any]:
    standard = charter.standard(case.standard)
    return {
        "lang": case.language,
        "zone": calendar_of(charter, case.body, case.unit).zone,
        "reference": case.reference,
        "kind": case.kind,
        "matter": case.matter,
        "state": case.state,
        "is_open": State(case.state).is_open,
        "received_at": case.received_at,
        "neutral": case.neutral,
        "is_unsorted": case.service is None,
        "keeps_name": case.person_id is not None,
        "service_promise": named(standard.promise) if standard else "",
        "outcome": case.outcome,
    }


def _dates(case: Case, every: Sequence[ClockRow], now: datetime) -> dict[str, Any]:
    """Return every date that still runs: what the person was told, not what the office works to."""
    running = {one.kind: one.promised_at for one in every if _runs(one) and one.stage_no == case.stage_no}
    respond = running.get(ClockKind.RESPOND.value)
    # The service is owed whatever step the complaint about it has come to.
    service = [one for one in every if one.kind == ClockKind.SERVICE.value and one.stopped_at is None]
    return {
        "acknowledge_by": running.get(ClockKind.ACKNOWLEDGE.value),
        "respond_by": respond,
        "is_late": respond is not None and respond < now,
        "held_until": running.get(ClockKind.HOLD.value),
        "pass_on_by": running.get(ClockKind.PASS_ON.value),
        "service_by": service[0].promised_at if service else None,
    }


def _runs(clock: ClockRow) -> bool:
    return clock.stopped_at is None and clock.held_at is None


def people(charter: Charter, at: str, of: str) -> dict[str, Any]:
    """Return who writes from the rung *at* about the body *of*, who is next, and who is independent of them all."""
    tier, body = charter.tier(at), charter.bodies.get(of)
    following = charter.next_tier(at)
    office = in_words(charter.top)
    return {
        "body": named(body.name) if body else of,
        "body_contact": body.contact if body else Contact(),
        "authority": msgspec.structs.replace(charter.authority, name=named(charter.authority.name)),
        "contact": charter.contact,
        "tier": in_words(tier),
        "next_tier": in_words(following) if following else None,
        "ombudsperson": office,
        "signed": in_words(tier).who if tier.independent else named(charter.authority.name),
        "signed_contact": tier.contact if tier.independent else charter.contact,
    }


def in_words(tier: Tier) -> Tier:
    """Return a rung of the ladder with its names in the language that is spoken; `who` is never empty."""
    contact = msgspec.structs.replace(
        tier.contact, hours=named(tier.contact.hours), address=named(tier.contact.address)
    )
    return msgspec.structs.replace(tier, name=named(tier.name), who=named(tier.who or tier.name), contact=contact)

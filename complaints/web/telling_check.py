"""Every answer as it stands, in words, before it is sent."""

import msgspec

from complaints.domain.draft import YES, Draft
from complaints.domain.journey import Step, comes
from complaints.domain.privacy import can_reach
from complaints.domain.routing import goes_to_office
from complaints.kernel.text import date_words, language_name
from complaints.schemas import Contact, Submission
from complaints.web import telling_words as words
from standards.charter import Charter
from standards.language import named, say, spoken


class Row(msgspec.Struct, frozen=True):
    """One line of the check: what was asked, where it can be changed, and the answer; none was given without lines."""

    step: Step
    label: str
    lines: list[str]


def rows(draft: Draft, submission: Submission, charter: Charter, files: list[str], heading: str) -> list[Row]:
    """Return every question with its answer, those nobody needs to answer too."""
    service = charter.service(submission.service)
    standard = charter.standard(submission.standard)

    asked = [
        Row(Step.ABOUT, say("What you want to tell us"), [words.said(words.MATTERS, draft.about)]),
        Row(Step.BEFORE, say("Your earlier reference"), _given(draft.earlier)),
        Row(
            Step.SERVICE,
            say("Which service"),
            [named(service.name) if service else say("You do not know. We find out.")],
        ),
        Row(Step.PROMISE, say("What you need"), _given(named(standard.promise) if standard else "")),
        Row(Step.WHAT, heading, [draft.narrative]),
        Row(Step.WHEN, say("When and where"), _when(draft, submission)),
        Row(Step.FILES, say("Photos or papers"), files),
        Row(Step.WANTS, say("What would put it right"), _wants(draft)),
        Row(Step.STAFF, say("Names of staff"), _given(draft.staff_named)),
        Row(Step.REACH, _reach_label(submission), _reached(submission)),
        Row(Step.REACH, say("Who may see your name"), _seen_by(submission, charter)),
        Row(Step.NEEDS, say("What you need from us"), _needs(submission)),
        Row(Step.SAFE, say("When and how it is safe to contact you"), _safe(submission)),
        Row(Step.FOR, say("Whether you tell us for somebody else"), _for(submission)),
    ]
    unasked = words.OF_COMPLAINTS if draft.matter in words.THIN else frozenset()
    return [row for row in asked if row.lines or _may_be_added(draft, row.step, unasked)]


def is_unnamed(submission: Submission) -> bool:
    """Whether nothing was given by which anybody could be known."""
    return submission.contact is None and submission.representative is None


def added_words(submission: Submission) -> str:
    """Return what is about to be a new case as words to add to one that stands."""
    happened = _day(submission)
    parts = [
        submission.narrative,
        say("When it happened: {when}", when=happened) if happened else "",
        say("Where it happened: {place}", place=submission.place) if submission.place else "",
        say("What would put it right: {wants}", wants=submission.wants) if submission.wants else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _may_be_added(draft: Draft, step: Step, unasked: frozenset[Step]) -> bool:
    """Whether a row without an answer is worth showing: not what belongs to another kind of matter."""
    if step in {Step.BEFORE, Step.PROMISE}:
        return comes(draft, step)
    return step not in unasked and step is not Step.REACH


def _given(text: str) -> list[str]:
    return [text] if text else []


def _day(submission: Submission) -> str:
    if submission.occurred_on:
        return date_words(submission.occurred_on, lang=spoken())
    return submission.occurred_about or ""


def _when(draft: Draft, submission: Submission) -> list[str]:
    found = [_day(submission)]
    if submission.occurred_on and submission.occurred_about:
        found.append(submission.occurred_about)
    if draft.ongoing == YES:
        found.append(say("It is still going on."))
    return [text for text in (*found, submission.place) if text]


def _wants(draft: Draft) -> list[str]:
    return [*words.listed_in(words.WANTED, draft.wanted), *_given(draft.wants)]


def _seen_by(submission: Submission, charter: Charter) -> list[str]:
    if is_unnamed(submission):
        return []
    table = words.identities(straight=goes_to_office(charter, submission.chosen))
    # Chosen while it was still something that goes to the service: the office then stands for both.
    return [words.said(table, submission.identity.value) or words.said(table, "team")]


def _reach_label(submission: Submission) -> str:
    return say("How to reach the person") if submission.representative else say("How to reach you")


def _reached(submission: Submission) -> list[str]:
    found = _contact(submission.contact)
    way = submission.contact.reply_by() if submission.contact else None
    if way is None:
        return [*found, _unreachable(submission)]
    if not can_reach(way, submission.identity):
        return [*found, say("Nobody may see this. So we cannot call or send letters, and you use the code.")]
    return found


def _unreachable(submission: Submission) -> str:
    if submission.representative:
        return say("Only through you.")
    return say("Not at all: you use the code that we give you.")


def _contact(contact: Contact | None) -> list[str]:
    if contact is None:
        return []
    return [text for text in (contact.name, contact.email, contact.phone, contact.post) if text]


def _needs(submission: Submission) -> list[str]:
    found = words.listed_in(words.FORMATS, submission.formats)
    if submission.language and submission.language != spoken():
        found.append(say("Write to me in this language: {language}", language=language_name(submission.language)))
    return [*found, *_given(submission.adjustments or "")]


def _safe(submission: Submission) -> list[str]:
    found = []
    if submission.safe_since and submission.safe_until:
        times = {"since": submission.safe_since, "until": submission.safe_until}
        found.append(say("Between {since} and {until}.", **times))
    elif submission.safe_since:
        found.append(say("From {since}.", since=submission.safe_since))
    elif submission.safe_until:
        found.append(say("Until {until}.", until=submission.safe_until))
    if submission.voicemail:
        found.append(say("You may leave a message on my telephone."))
    if submission.neutral:
        found.append(say("Your messages must not show who you are, or why you write."))
    return [*found, *_given(submission.safe_words or "")]


def _for(submission: Submission) -> list[str]:
    said = submission.representative
    if said is None:
        return []
    found = [words.said(words.RELATIONS, said.relation.value), *_contact(said.contact)]
    found.append(words.said(words.SCOPES, said.scope.value))
    if said.expires_on:
        found.append(say("Until {day}.", day=date_words(said.expires_on, lang=spoken())))
    return found

"""What is found and agreed in the play: points, findings, remedies, and the words of an answer."""

from collections.abc import Sequence

from complaints.app.demonstration.arrivals import Arrival
from complaints.app.demonstration.material import Trouble
from complaints.app.demonstration.town import PlayedCase, Town
from complaints.schemas.drafts import FindingDraft, IssueDraft, RemedyDraft
from standards.charter import Charter

UPHELD = frozenset({"upheld", "partly_upheld"})
USUAL = {"upheld": 0.3, "partly_upheld": 0.14, "not_upheld": 0.5, "none": 0.06}
OF_THE_FAULT = {"upheld": 0.88, "partly_upheld": 0.08, "not_upheld": 0.04}
SILENCE = IssueDraft("While it took so long, nobody told me anything.", "communication")
LATENESS = IssueDraft("The answer did not come within the time that was promised.", "complaint_handling")
WORDS_ALONE = frozenset({"apology", "explanation"})
DOING = "do_it_now"
WAS_LATE = "You should have had our answer by the day we named. You did not."
UNKNOWN = "We could not find out what happened. The records of that day are not complete, and we say so."


def trouble_of(arrival: Arrival) -> Trouble:
    """Return what a complaint is about."""
    if not isinstance(arrival.theme, Trouble):
        raise TypeError(arrival.theme)
    return arrival.theme


def points(case: PlayedCase, *, was_late: bool) -> list[IssueDraft]:
    """Return the points still to be written down; a complaint that climbed because of lateness gains one."""
    trouble = trouble_of(case.arrival)
    made = []
    if not case.points:
        made.append(IssueDraft(case.wording.fill(trouble.point), trouble.category, case.arrival.standard))
        if case.chance.happens(0.25):
            made.append(SILENCE)
    if was_late:
        made.append(LATENESS)
    return made


def decided(town: Town, case: PlayedCase, late_points: int = 0) -> list[FindingDraft]:
    """Return a finding on each point; that an answer was late is never in doubt."""
    trouble, chance = trouble_of(case.arrival), case.chance
    findings = []
    for number in range(1, case.points + 1):
        drawn = chance.weighted(OF_THE_FAULT if case.arrival.is_fault else USUAL)
        is_late = number > case.points - late_points
        counts_as = "upheld" if is_late else drawn
        findings.append(
            FindingDraft(
                number,
                town.outcome(counts_as),
                WAS_LATE if is_late else case.wording.fill(_reason(trouble, number, counts_as)),
                trouble.cause if counts_as in UPHELD else "no_fault",
            )
        )
    return findings


def _reason(trouble: Trouble, number: int, counts_as: str) -> str:
    if counts_as == "none":
        return UNKNOWN
    if number == 1:
        return trouble.found if counts_as in UPHELD else trouble.fine
    return "We should have told you how things stood." if counts_as in UPHELD else "You were told, in two letters."


def is_upheld(town: Town, findings: list[FindingDraft]) -> bool:
    """Whether anything was upheld."""
    meaning = {outcome.code: outcome.counts_as for outcome in town.charter.outcomes}
    return any(meaning[finding.outcome] in UPHELD for finding in findings)


def agreed(town: Town, case: PlayedCase, findings: list[FindingDraft]) -> list[RemedyDraft]:
    """Return what puts it right, where something was wrong; what has to be done still gets a day."""
    if not is_upheld(town, findings):
        return []
    trouble = trouble_of(case.arrival)
    needs_due = {remedy.code for remedy in town.charter.remedies if remedy.needs_due}
    made = []
    for code in remedy_codes(town.charter, ["apology", trouble.remedy]):
        words = "We are sorry for what went wrong." if code == "apology" else case.wording.fill(trouble.done)
        made.append(RemedyDraft(code, words, town.in_days(case, 8, 35) if code in needs_due else None))
    return made


def remedy_codes(charter: Charter, wanted: Sequence[str]) -> list[str]:
    """Return the wanted remedies, each as the charter has it: what is done may have another name there."""
    known = [remedy.code for remedy in charter.remedies]
    doing = [remedy.code for remedy in charter.remedies if remedy.needs_due]
    found: list[str] = []
    for code in wanted:
        instead = [] if code in WORDS_ALONE else [DOING, *doing]
        found += [one for one in (code, *instead) if one in known][:1]
    return list(dict.fromkeys(found))


def answer_words(town: Town, findings: list[FindingDraft], remedies: list[RemedyDraft]) -> str:
    """Return the letter: what was found on each point, and what follows."""
    lines = ["Thank you for telling us. We looked into it, and this is what we found."]
    lines += [finding.reason for finding in findings]
    if is_upheld(town, findings):
        lines.append("You were right to complain, and we are sorry.")
    lines += [remedy.words for remedy in remedies if remedy.kind != "apology"]
    return "\n\n".join(lines)

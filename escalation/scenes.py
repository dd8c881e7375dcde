"""What the simulated authority lets people do on the way up: the actions, with plain values for what they take."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from complaints.kernel.feature import Scene
from complaints.kernel.work import Work
from complaints.schemas.drafts import FindingDraft, IssueDraft, RemedyDraft
from escalation.actions.admit import admit
from escalation.actions.decide import decide
from escalation.actions.decline import decline
from escalation.actions.define import define
from escalation.actions.escalate import ask_next
from escalation.actions.papers import write_paper
from escalation.actions.recommend import recommend
from escalation.actions.respond import answer_back, respond
from escalation.actions.verify import verify
from escalation.domain.admissibility import QUESTIONS, Weight
from escalation.domain.recommendation import RecommendationState
from escalation.schemas import DecisionDraft, PaperDraft, RecommendationDraft


async def _admit(work: Work, case_id: UUID, understanding: str) -> None:
    await admit(work, case_id, {question.key: Weight.YES.value for question in QUESTIONS}, understanding)


async def _define(work: Work, case_id: UUID, drafts: Sequence[IssueDraft]) -> None:
    await define(work, case_id, drafts)


async def _decide(
    work: Work, case_id: UUID, words: str, findings: Sequence[FindingDraft], remedies: Sequence[RemedyDraft]
) -> str:
    return await decide(work, case_id, DecisionDraft(words, list(findings), list(remedies)))


async def _recommend(work: Work, case_id: UUID, words: str, *, wider: bool, do_by: date) -> UUID:
    return await recommend(work, case_id, RecommendationDraft(words, wider, do_by))


async def _respond(work: Work, recommendation: UUID, answer: str, words: str) -> None:
    await respond(work, recommendation, RecommendationState(answer), words)


async def _paper(work: Work, case_id: UUID, title: str, words: str) -> None:
    await write_paper(work, case_id, PaperDraft(title, words))


SCENES: Mapping[str, Scene] = {
    "ask_next": ask_next,
    "admit": _admit,
    "decline": decline,
    "define": _define,
    "decide": _decide,
    "recommend": _recommend,
    "respond": _respond,
    "answer_back": answer_back,
    "verify": verify,
    "paper": _paper,
}

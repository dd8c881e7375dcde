"""What the answers of the telling are called: each table holds English, and is said when a page is made."""

from collections.abc import Mapping, Sequence
from typing import Any

from complaints.domain.consent import Relation, Scope
from complaints.domain.draft import MYSELF
from complaints.domain.journey import Step
from complaints.domain.matter import Format, Matter
from standards.language import mark, say

Table = Mapping[str, str]

UNKNOWN = "unknown"
"""The service of somebody who does not know it."""

MATTERS: Table = {
    Matter.WRONG: mark("Something went wrong"),
    Matter.UNANSWERED: mark("Nobody answered my complaint"),
    Matter.FIX: mark("I need something fixed or done"),
    Matter.QUESTION: mark("I have a question"),
    Matter.IDEA: mark("I have an idea"),
    Matter.THANKS: mark("I want to say thank you"),
    Matter.REPRISAL: mark("I was treated badly because I complained"),
}
HINTS: Table = {
    Matter.WRONG: mark("It was late, wrong or unfair, or somebody was rude."),
    Matter.UNANSWERED: mark("You told us before, and nothing happened."),
    Matter.FIX: mark("It goes straight to the service that does it."),
    Matter.QUESTION: mark("You want to know something from us."),
    Matter.IDEA: mark("Something could be better."),
    Matter.THANKS: mark("We pass it on to the people who earned it."),
}
STORIES: Table = {
    Matter.FIX: mark("What needs to be done?"),
    Matter.QUESTION: mark("What do you want to know?"),
    Matter.IDEA: mark("What is your idea?"),
}
"""What the page with the one large box is called; of every other matter: what happened."""

ADDS: Table = {
    Step.WHEN: mark("When and where it happened"),
    Step.FILES: mark("Photos or papers"),
    Step.WANTS: mark("What would put it right"),
    Step.STAFF: mark("Names of staff it is about"),
}
OF_NO_COMPLAINT: Table = {Step.WHEN: mark("The day or the place it is about")}

THIN = frozenset({Matter.FIX, Matter.IDEA, Matter.QUESTION})
"""What is no complaint: there is nothing to put right, and nobody it is about."""

OF_COMPLAINTS = frozenset({Step.WANTS, Step.STAFF})

HELPS: Table = {
    Step.NEEDS: mark("I need something from you: large print, an interpreter, another language"),
    Step.SAFE: mark("It is not always safe to contact me"),
    Step.FOR: mark("I am telling you for somebody else"),
}
WANTED: Table = {
    "explanation": mark("An explanation"),
    "apology": mark("An apology"),
    "fix": mark("That it is fixed"),
    "decision": mark("That the decision is looked at again"),
    "money": mark("Money back"),
    "change": mark("A change, so that it does not happen again"),
}
FORMATS: Table = {
    Format.LARGE_PRINT: mark("Large print"),
    Format.EASY_READ: mark("Easy words and pictures"),
    Format.AUDIO: mark("A recording to listen to"),
    Format.BRAILLE: mark("Braille"),
    Format.SIGN_LANGUAGE: mark("Sign language"),
    Format.INTERPRETER: mark("An interpreter"),
    Format.CALL: mark("A call instead of a letter"),
}
RELATIONS: Table = {
    Relation.HELPER: mark("I help them, as a friend, carer or adviser"),
    Relation.FAMILY: mark("I am of their family"),
    Relation.PARENT: mark("I am the parent or guardian of a child"),
    Relation.LAWYER: mark("I am their lawyer"),
    Relation.MEMBER: mark("I was elected to speak for them, as a councillor or member of parliament"),
    Relation.EXECUTOR: mark("They have died, and I act for them"),
    Relation.OTHER: mark("Something else"),
    MYSELF: mark("Nobody: I tell you for myself after all"),
}
SCOPES: Table = {
    Scope.ACT: mark("Speak for them: write to you, and decide what happens next"),
    Scope.FOLLOW: mark("Only read what happens"),
}
IDENTITIES: Table = {
    "team": mark("Only the complaints team"),
    "unit": mark("The complaints team and the service it is about"),
    "nobody": mark("Nobody"),
}
IDENTITIES_STRAIGHT: Table = {
    "team": mark("Only the ombudsperson's office"),
    "nobody": IDENTITIES["nobody"],
}
"""Who may see the name of what goes straight to the ombudsperson: nobody of the complaints team has it."""

OF_IDENTITIES: Table = {
    "nobody": mark("We lock it away. Then we can write to an e-mail address, but not call or send letters."),
}


def identities(*, straight: bool) -> Table:
    """Return who may be allowed to see a name."""
    return IDENTITIES_STRAIGHT if straight else IDENTITIES


def adds(matter: str) -> list[dict[str, Any]]:
    """Return what one may add to a story on pages of their own."""
    if matter not in THIN:
        return choices(ADDS)
    return choices({step: words for step, words in ADDS.items() if step not in OF_COMPLAINTS} | dict(OF_NO_COMPLAINT))


def said(table: Table, key: str) -> str:
    """Return what an answer is called in the language that is spoken; an unknown one as nothing."""
    return say(table[key]) if key in table else ""


def choices(table: Table, hints: Table | None = None) -> list[dict[str, Any]]:
    """Return what one may choose from, as the macros of the forms want it."""
    hinted = {key: {"hint": {"text": say(words)}} for key, words in (hints or {}).items()}
    return [{"value": str(key), "text": say(words)} | hinted.get(key, {}) for key, words in table.items()]


def listed_in(table: Table, keys: Sequence[str]) -> list[str]:
    """Return what several answers are called, in the order of the table."""
    return [say(words) for key, words in table.items() if key in keys]

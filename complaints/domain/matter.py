"""What somebody chooses to tell us, in their words, and which kind of case that makes."""

import enum
from collections.abc import Mapping

from complaints.domain.case import Kind


class Matter(enum.StrEnum):
    """The doors of the first question; stored as words."""

    WRONG = "wrong"
    UNANSWERED = "unanswered"
    FIX = "fix"
    THANKS = "thanks"
    IDEA = "idea"
    QUESTION = "question"
    REPRISAL = "reprisal"

    @property
    def kind(self) -> Kind:
        """The kind of case it makes."""
        return KINDS[self]

    @property
    def is_for_office(self) -> bool:
        """Whether it goes straight to the ombudsperson, past the body it is about."""
        return self is Matter.REPRISAL


KINDS: Mapping[Matter, Kind] = {
    Matter.WRONG: Kind.COMPLAINT,
    Matter.UNANSWERED: Kind.COMPLAINT,
    Matter.FIX: Kind.ENQUIRY,
    Matter.THANKS: Kind.COMPLIMENT,
    Matter.IDEA: Kind.SUGGESTION,
    Matter.QUESTION: Kind.ENQUIRY,
    Matter.REPRISAL: Kind.COMPLAINT,
}

USUAL: Mapping[Kind, Matter] = {
    Kind.COMPLAINT: Matter.WRONG,
    Kind.COMPLIMENT: Matter.THANKS,
    Kind.SUGGESTION: Matter.IDEA,
    Kind.ENQUIRY: Matter.QUESTION,
}
"""The matter of a case of which only the kind is known: from the API, the desk, or an older system."""


class Format(enum.StrEnum):
    """How somebody needs to hear from us; stored as words, and carried to every later message."""

    LARGE_PRINT = "large_print"
    EASY_READ = "easy_read"
    AUDIO = "audio"
    BRAILLE = "braille"
    SIGN_LANGUAGE = "sign_language"
    INTERPRETER = "interpreter"
    CALL = "call"

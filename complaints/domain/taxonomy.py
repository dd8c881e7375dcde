"""What can go wrong and why: the two lists that every authority shares, so that figures can be compared."""

from collections.abc import Mapping

CATEGORIES: Mapping[str, str] = {
    "delay": "It took too long",
    "no_service": "It was not done at all",
    "quality": "It was done badly",
    "communication": "Nobody answered, or nobody told them",
    "wrong_information": "What we said was wrong",
    "conduct": "How somebody of staff behaved",
    "decision": "A decision or a policy",
    "discrimination": "They were treated worse than others",
    "accessibility": "They could not get in, or could not use it",
    "privacy": "Their privacy",
    "charging": "A charge or a bill",
    "records": "What we keep about them is wrong",
    "complaint_handling": "How we dealt with the complaint itself",
    "other": "Something else",
}
"""What went wrong, on one point. Keys are stored and never renamed."""

CAUSES: Mapping[str, str] = {
    "process": "The way of working",
    "policy": "A rule or policy",
    "training": "Training",
    "staffing": "Too few people",
    "it": "A computer system",
    "supplier": "A supplier or contractor",
    "demand": "More demand than expected",
    "information": "Missing or wrong information",
    "handover": "Handing over between units",
    "individual_error": "One person's mistake",
    "external": "Something outside our control",
    "no_fault": "No fault of ours",
}
"""Why it went wrong, said when a point is decided. Keys are stored and never renamed."""

"""Issues and findings: each point of a complaint is decided on its own, the case's outcome follows by a named rule."""

from collections.abc import Callable, Mapping, Sequence

UPHELD, PARTLY, NOT_UPHELD, NONE = "upheld", "partly_upheld", "not_upheld", "none"
"""What an outcome of the charter counts as."""


def all_or_part(findings: Sequence[str]) -> str:
    """Upheld when each decided point was, partly when only some were (NHS Digital KO41)."""
    decided = [finding for finding in findings if finding != NONE]
    if not decided:
        return NONE
    if all(finding == UPHELD for finding in decided):
        return UPHELD
    return NOT_UPHELD if all(finding == NOT_UPHELD for finding in decided) else PARTLY


def any_upheld(findings: Sequence[str]) -> str:
    """Upheld as soon as one point was, in part or whole (FCA DISP 1.10)."""
    mixed = all_or_part(findings)
    return UPHELD if mixed == PARTLY else mixed


def main_issue(findings: Sequence[str]) -> str:
    """What was found on the first point, which is the main one."""
    return findings[0] if findings else NONE


RULES: Mapping[str, Callable[[Sequence[str]], str]] = {
    "all_or_part": all_or_part,
    "any_upheld": any_upheld,
    "main_issue": main_issue,
}


def case_outcome(rule: str, findings: Sequence[str]) -> str:
    """Return what the findings of one stage, in the order of the issues, make of the case by the charter's rule."""
    return RULES[rule](findings)

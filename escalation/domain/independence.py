"""Who is independent of a case: nobody reviews what they decided or had before."""

from complaints.domain.access import Actor, CaseRelations, is_fresh_to_it, is_ombudsperson


def is_independent_of(actor: Actor, case: CaseRelations) -> bool:
    """Whether this is the office, the case is with it now, and whoever acts had no part in an earlier stage."""
    return is_ombudsperson(actor, case) and case.independent and is_fresh_to_it(actor, case)

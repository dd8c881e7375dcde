"""Who may see a person's name: their own choice, whatever the role."""

from complaints.domain.access import Actor, Role
from complaints.domain.case import Visibility

SEES: dict[Visibility, frozenset[Role]] = {
    Visibility.TEAM: frozenset({Role.REVIEWER, Role.OMBUDSPERSON, Role.SYSTEM}),
    Visibility.UNIT: frozenset({Role.OFFICER, Role.REVIEWER, Role.OMBUDSPERSON, Role.SYSTEM}),
    Visibility.NOBODY: frozenset({Role.SYSTEM}),
}
"""
The complaints team is an officer without a unit of their own, see `may_see_name`.
The system sees an address only to write to it.
"""


def may_see_name(actor: Actor, visibility: str) -> bool:
    """Whether *actor* may open the identity; an officer bound to a unit may not unless the person said so."""
    chosen = Visibility(visibility)
    if chosen is Visibility.TEAM and actor.role is Role.OFFICER:
        return not actor.units
    return actor.role in SEES[chosen]

"""What somebody has begun to tell us: everything as they typed it, right or wrong, until they send it."""

import msgspec

from complaints.domain.matter import Matter

MYSELF = "self"
"""The answer to 'who are you to the person?' of somebody who tells us for themselves after all."""

YES = "yes"


class Draft(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """
    Every answer by the name of its field; an empty text or no tick is no answer.

    `adds` and `helps` are the steps somebody chose beside those everybody is asked. `done` are the steps answered as
    they can be sent. `told` is the reference of the case it was added to: nothing else is kept of it then.
    """

    about: str = ""
    earlier: str = ""
    find: str = ""
    service: str = ""
    standard: str = ""
    narrative: str = ""
    adds: tuple[str, ...] = ()
    occurred_on_day: str = ""
    occurred_on_month: str = ""
    occurred_on_year: str = ""
    occurred_about: str = ""
    ongoing: str = ""
    place: str = ""
    wanted: tuple[str, ...] = ()
    wants: str = ""
    staff_named: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    identity: str = ""
    helps: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    adjustments: str = ""
    language: str = ""
    safe_since: str = ""
    safe_until: str = ""
    voicemail: str = ""
    neutral: str = ""
    safe_words: str = ""
    relation: str = ""
    mine: str = ""
    own_name: str = ""
    own_email: str = ""
    own_phone: str = ""
    own_address: str = ""
    scope: str = ""
    until_day: str = ""
    until_month: str = ""
    until_year: str = ""
    done: tuple[str, ...] = ()
    told: str = ""

    @property
    def matter(self) -> Matter | None:
        """What they chose to tell us, None before they chose."""
        return Matter(self.about) if self.about in set(Matter) else None

    @property
    def is_for_somebody(self) -> bool:
        """Whether they tell us for somebody else."""
        return "for" in self.helps and self.relation not in {"", MYSELF}

    def has(self, *fields: str) -> bool:
        """Whether any of these fields is answered."""
        return any(getattr(self, field) for field in fields)

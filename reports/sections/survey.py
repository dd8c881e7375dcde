"""What people told us about how we handled their case."""

from reports.domain.document import Prose, Section, Table
from reports.domain.measures import is_small
from reports.domain.wording import number, sentence, share
from reports.sections.breakdown import Cut, Measured, breakdown
from reports.sections.material import Material, Piece

TITLE = "What people told us about how we handled it"


def survey(material: Material) -> Piece:
    """Write how people found that their case was handled, beside how many of them said so."""
    now = material.now
    answered, satisfied, informed = (now.rate(key) for key in ("survey_answered", "satisfied", "informed"))
    if not answered.hits:
        return Piece(Section("survey", TITLE, (Prose("Nobody has told us yet."),), starts_page=False))
    words = [
        f"{sentence(share(answered))} of the answers given were rated by the people who got them.",
        "People choose whether to: those who did are no sample of all.",
        f"{sentence(share(satisfied))} found their case handled well.",
    ]
    if informed.out_of:
        words.append(f"{sentence(share(informed))} said that they knew what would happen next.")
    words.append(_worse(now.count("treated_worse")))
    tables = (_table(material),) if len(now.groups("department")) > 1 else ()
    return Piece(Section("survey", TITLE, (Prose(" ".join(words)),), starts_page=False), tables)


def _worse(people: int) -> str:
    """Say how many were treated worse; of few only that they are few, or whoever was rated knows who said it."""
    if not people:
        return "Nobody said that they were treated worse because they complained."
    many = "Fewer than 5" if is_small(people) else sentence(number(people))
    return (
        f"{many} people said that they were treated worse because they complained. "
        "Each was shown the way straight to the ombudsperson."
    )


def _table(material: Material) -> Table:
    cut = Cut(
        key="survey",
        title="How people found their case handled, by department",
        dimension="department",
        first="Department",
        columns=(
            Measured("Handled well", "satisfied", "hits"),
            Measured("of those who said", "satisfied", "base"),
            Measured("Handled well, per cent", "satisfied", "percent"),
            Measured("Knew what comes next, per cent", "informed", "percent"),
        ),
        most=15,
    )
    return breakdown(material.now, cut, lambda key: material.brief.name("department", key))

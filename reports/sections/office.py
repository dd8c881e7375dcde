"""The ombudsperson's own page: written and signed off by that office, printed as it came."""

from reports.domain.document import Block, Notice, Prose, Section
from reports.domain.wording import cases, sentence
from reports.sections.material import Material, Piece


def office(material: Material) -> Piece:
    """Print the office's page, or say that none was handed in."""
    brief = material.brief
    blocks: list[Block] = []
    if brief.top_tier:
        count = material.now.count("stages_begun", "tier", brief.top_tier)
        reached = f"{sentence(cases(count))} reached the ombudsperson in this period."
        blocks.append(Prose(reached))
    if brief.office:
        blocks += [Prose(text) for text in brief.office.paragraphs]
        blocks.append(
            Notice(
                f"Signed off by {brief.office.signed_by} on {brief.office.signed_on}",
                "The departments reported on could neither read this page before it was signed nor change it. "
                f"Its text has the SHA-256 {brief.office.sha256}.",
            )
        )
    else:
        blocks.append(
            Notice(
                "The office has not handed in a page",
                "This page belongs to the ombudsperson's office. Nobody else may write it, so it stays empty.",
            )
        )
    return Piece(Section("office", "The ombudsperson's page", tuple(blocks), starts_page=brief.office is not None))

"""What people said and what the authority did about it, in the authority's own words."""

from reports.domain.document import Listing, Notice, Section
from reports.sections.material import Material, Piece


def changes(material: Material) -> Piece:
    """Print what the authority says it changed; it is asked for, never made up."""
    told = material.brief.changed
    block = (
        Listing(told)
        if told
        else Notice(
            "Nothing was handed in for this page",
            "The authority was asked what it changed because of what people said, and whether it helped.",
        )
    )
    return Piece(Section("changes", "What we changed", (block,), starts_page=False))

"""Where the promises of a charter come from, and how many of its limits nobody has read there."""

from collections.abc import Iterator

from standards.charter_parts import Extend, Sourced
from standards.charter_tree import Charter
from standards.limits import Limit


def sources(charter: Charter) -> tuple[str, ...]:
    """Return every source that is named, in the order of the document, each once."""
    return tuple(dict.fromkeys(part.source for part in _parts(charter) if part.source))


def unverified_limits(charter: Charter) -> int:
    """Return how many limits are marked as not read in the source."""
    named = ((part, name.partition(".")[0]) for part in _parts(charter) for name in part.unverified)
    return sum(isinstance(getattr(part, name, None), Limit | Extend) for part, name in named)


def _parts(charter: Charter) -> Iterator[Sourced]:
    yield from charter.standards.values()
    for stage in charter.stages.values():
        yield stage
        yield from stage.overrides
    yield from charter.ladder
    for part in (charter.compliments, charter.suggestions, charter.enquiries, charter.recommendations):
        if part is not None:
            yield part

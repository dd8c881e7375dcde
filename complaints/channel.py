"""What a way in is: how something reached us, whoever keyed it in."""

from collections.abc import Mapping
from functools import lru_cache

import msgspec

from complaints.kernel.registry import discover


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """
    One way in; its key is stored with each case and never renamed.

    With *by_staff* somebody of staff writes down what was said or came on paper, so
    the true time of receipt may lie before the time of keying in. *ask* is what
    the desk says first on such an occasion.
    """

    key: str
    label: str
    by_staff: bool = False
    ask: str = ""
    retired: bool = False


@lru_cache(maxsize=1)
def channels() -> Mapping[str, Channel]:
    """Return every way in by key, retired ones included."""
    return discover("complaints.channels", "CHANNEL", Channel)


def label(key: str) -> str:
    """Return what a way in is called; one of an older system keeps the name it had there."""
    known = channels().get(key)
    return known.label if known else key.replace("_", " ").capitalize()


def desk_channels() -> list[Channel]:
    """Return the ways in that somebody of staff writes down, by name."""
    return sorted((one for one in channels().values() if one.by_staff and not one.retired), key=lambda one: one.label)

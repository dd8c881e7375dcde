"""A charter says where its promises come from, and which limits nobody has read there."""

from standards.charter import load_charter
from standards.charter_sources import sources, unverified_limits
from standards.packs import read_pack
from tests.standards.places import full_charter


def test_each_source_is_named_once_in_the_order_of_the_document():
    assert sources(full_charter()) == ("Works rules", "Model", "Crew rules", "Law")


def test_limits_that_nobody_has_read_are_counted_and_nothing_else():
    # A target and the reasons for standing still are marked too, and are no limits.
    assert unverified_limits(full_charter()) == 7
    assert unverified_limits(load_charter(read_pack("calder_bay"))) == 0

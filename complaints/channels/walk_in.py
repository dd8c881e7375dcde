"""Somebody comes to the counter."""

from complaints.channel import Channel

CHANNEL = Channel(
    key="walk_in",
    label="In person",
    by_staff=True,
    ask="Thank you for coming. Tell me what happened; I write it down and you get a receipt.",
)

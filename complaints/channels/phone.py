"""Somebody calls, and somebody of staff writes it down."""

from complaints.channel import Channel

CHANNEL = Channel(
    key="phone",
    label="Telephone",
    by_staff=True,
    ask="Thank you for calling. Tell me what happened; I write it down and read it back to you.",
)

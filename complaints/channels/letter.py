"""A letter on paper."""

from complaints.channel import Channel

CHANNEL = Channel(
    key="letter",
    label="Letter",
    by_staff=True,
    ask="Copy the words as they are written. The day it arrived counts, not the day it is keyed in.",
)

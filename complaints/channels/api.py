"""Programs that speak to the API."""

from complaints.channel import Channel

CHANNEL = Channel(key="api", label="Program")

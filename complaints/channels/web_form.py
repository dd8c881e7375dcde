"""The form on our own pages."""

from complaints.channel import Channel

CHANNEL = Channel(key="web_form", label="Web form")

"""Outgoing mail: one message, one recipient, headers nobody can add to."""

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

import aiosmtplib
import msgspec

from complaints.kernel.rendering import render
from complaints.kernel.text import DEFAULT_LANGUAGE, direction

LINE_BREAKS = re.compile(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")

Transport = Callable[[EmailMessage], Awaitable[None]]
"""Hands one message over; raises when it could not."""


class Letter(msgspec.Struct, frozen=True):
    """
    A message to one address; `key` makes its Message-ID, so that a repeat is recognised.

    One that `is_neutral` leaves under a sender that does not say who we are; one that `is_large` is set in large print.
    """

    key: str
    to: str
    subject: str
    body: str
    at: datetime
    lang: str = DEFAULT_LANGUAGE
    is_neutral: bool = False
    is_large: bool = False


class Later(msgspec.Struct, frozen=True):
    """It is not the hour for a letter; from `at` on it may be."""

    at: datetime


class PostOffice(Protocol):
    """Where written messages leave the house."""

    async def send(self, letter: Letter) -> None:
        """Hand one letter over; raise when it could not be."""
        ...


def compose(letter: Letter, sender: str) -> EmailMessage:
    """
    Return the mail: plain text, and the same words as a simple page that loads nothing.

    Line breaks in header texts become spaces, so that no header can be smuggled in.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = LINE_BREAKS.sub(" ", sender)
    mail["To"] = LINE_BREAKS.sub(" ", letter.to)
    mail["Subject"] = LINE_BREAKS.sub(" ", letter.subject)
    mail["Date"] = format_datetime(letter.at)
    domain = sender.rpartition("@")[2].strip("<> ") or "localhost"
    mail["Message-ID"] = f"<{hashlib.sha256(letter.key.encode()).hexdigest()[:32]}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.body)
    mail.add_alternative(as_page(letter), subtype="html")
    mail["Content-Language"] = letter.lang
    return mail


def as_page(letter: Letter) -> str:
    """Return the words of a letter as a page for readers of mail: its language, its direction, and paragraphs."""
    return render(
        "messages/mail.html",
        lang=letter.lang,
        dir=direction(letter.lang),
        subject=letter.subject,
        paragraphs=[part.splitlines() for part in letter.body.split("\n\n")],
        is_large=letter.is_large,
    )


def bare_address(sender: str) -> str:
    """Return a sender without the name that says who it is: 'The council <a@b.c>' as 'a@b.c'."""
    return parseaddr(sender)[1] or sender


def transport(url: str, folder: Path) -> Transport:
    """
    Return what hands mail over: `smtp://user:password@host:port` or, without an address, a folder of .eml files.

    The folder is for trials: what would have been sent can be looked at there.
    """
    return _over_smtp(url) if url else _into(folder)


def _over_smtp(url: str) -> Transport:
    parts = urlsplit(url)

    async def send(mail: EmailMessage) -> None:
        await aiosmtplib.send(
            mail,
            hostname=parts.hostname or "localhost",
            port=parts.port,
            username=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            use_tls=parts.scheme == "smtps",
            timeout=30,
        )

    return send


def _into(folder: Path) -> Transport:
    def write(mail: EmailMessage) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        name = str(mail["Message-ID"]).strip("<>").partition("@")[0]
        (folder / f"{name}.eml").write_bytes(mail.as_bytes())

    async def keep(mail: EmailMessage) -> None:
        await asyncio.to_thread(write, mail)

    return keep

"""Words that look as if somebody were in danger: they bring up where to call, and never stop anybody."""

import unicodedata

from standards.language import mark, say

SIGNS = mark(
    "suicide, suicidal, kill myself, killing myself, end my life, harm myself, hurt myself, cut myself, self-harm, "
    "do not want to live, don't want to live, better off dead, going to kill, will kill me, threatened to kill, "
    "has a knife, has a gun, beats me, beating me, hits me, raped, not breathing, unconscious, bleeding, "
    "smell gas, on fire, afraid for my life"
)
"""In each language its own words, with commas between them: a translator writes what people there would write."""


def is_worrying(text: str) -> bool:
    """Whether the words look like danger, in English or in the language that is spoken now."""
    told = _plain(text)
    signs = {_plain(sign).strip() for sign in f"{SIGNS},{say(SIGNS)}".split(",")}
    return any(f" {sign} " in told for sign in signs if sign)


def _plain(text: str) -> str:
    lowered = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    words = "".join(sign if sign.isalnum() or sign == "'" else " " for sign in lowered).split()
    return f" {' '.join(words)} "

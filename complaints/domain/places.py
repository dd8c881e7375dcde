"""Places as people write them, brought into the one form they are compared in."""

import unicodedata

SHORT = {"street": "st", "str": "st", "road": "rd", "avenue": "av", "ave": "av", "square": "sq", "lane": "ln"}
LONGEST = 100


def place_key(text: str | None) -> str | None:
    """Return 'harbour st 12' for '12, Harbour Street': words sorted, no signs, no accents; None for nothing."""
    plain = unicodedata.normalize("NFKD", text or "").casefold()
    kept = "".join(sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign))
    words = sorted({SHORT.get(word, word) for word in kept.split()}, key=lambda word: (word[:1].isdigit(), word))
    return " ".join(words)[:LONGEST] or None

"""Whether two texts are the same but for a few words: somebody sent it twice, or wrote it anew from memory."""

import unicodedata

ENOUGH = 0.8
SHORTEST = 4
"""Two texts of fewer words than this are the same only when they are equal: 'No heating' says too little."""


def same_words(one: str, other: str) -> bool:
    """Whether four fifths of the words that stand in either stand in both."""
    first, second = _words(one), _words(other)
    if not first or not second:
        return False
    if min(len(first), len(second)) < SHORTEST:
        return first == second
    return len(first & second) >= ENOUGH * len(first | second)


def _words(text: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign))
    return set(kept.split())

"""References and codes: what a person writes down, reads over the telephone and types on a small keyboard."""

from collections.abc import Callable

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Thirty signs without look-alikes (no 0/O, 1/I/L, U); a code carries log2(30) = 4.9 bits a sign."""

REFERENCE_SIGNS = 7
CODE_SIGNS = 16
_UNFAIR = 256 - 256 % len(ALPHABET)

Random = Callable[[int], bytes]
"""Gives this many random bytes; comes from outside, so that the rule stays pure."""


def new_reference(random: Random) -> str:
    """Return seven random signs and a check sign, as `ABCD-EFGH`: no date, no unit, no counter."""
    signs = _signs(random, REFERENCE_SIGNS)
    return grouped(signs + check_sign(signs))


def new_code(random: Random) -> str:
    """Return sixteen random signs (78 bits) in groups of four; it is shown once and only its keyed hash is kept."""
    return grouped(_signs(random, CODE_SIGNS))


def check_sign(signs: str) -> str:
    """Return the sign that makes one wrong or two swapped neighbours noticeable (Luhn, modulo 30)."""
    base, total = len(ALPHABET), 0
    for place, sign in enumerate(reversed(signs)):
        doubled = ALPHABET.index(sign) * (2 if place % 2 == 0 else 1)
        total += doubled // base + doubled % base
    return ALPHABET[-total % base]


def normal_reference(text: str) -> str | None:
    """Return what was typed in the one stored form, None when it cannot be a reference."""
    signs = normal_signs(text)
    if len(signs) != REFERENCE_SIGNS + 1 or any(sign not in ALPHABET for sign in signs):
        return None
    return grouped(signs) if check_sign(signs[:-1]) == signs[-1] else None


def normal_signs(text: str) -> str:
    """Return the signs typed, whatever spaces, hyphens and small letters stood between them."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def grouped(signs: str) -> str:
    """Return signs in groups of four, as they are printed."""
    return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))


def _signs(random: Random, count: int) -> str:
    signs = ""
    while len(signs) < count:
        fair = (byte for byte in random(count * 2) if byte < _UNFAIR)
        signs += "".join(ALPHABET[byte % len(ALPHABET)] for byte in fair)
    return signs[:count]

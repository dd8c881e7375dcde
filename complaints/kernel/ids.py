"""Keys made by the process that writes the row, ordered by time (UUID version 7, RFC 9562 section 5.7)."""

import os
from datetime import datetime
from uuid import UUID


def new_id(at: datetime) -> UUID:
    """Return a fresh key whose first 48 bits are the milliseconds of *at*."""
    milliseconds = int(at.timestamp() * 1000) & 0xFFFF_FFFF_FFFF
    random = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds << 80) | random
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return UUID(int=value)

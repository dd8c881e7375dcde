"""Finding out what a file is and making pictures to look at, in a process of its own that can reach nothing."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from weakref import WeakKeyDictionary

import msgspec

from complaints.domain.files import Cause, FileRefused, Kind

CHILD = "complaints.kernel.picture_child"
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30
"""Seconds one file may take, on any clock."""

AT_ONCE = 2
IN_LINE = 20
"""Files worked on at the same time by one process, and how many more may wait."""


class Made(msgspec.Struct, frozen=True, omit_defaults=True):
    """
    What came of a file: its kind and its pictures, or why it is refused.

    `pages` is how many it has, which may be more than there are pictures of.
    """

    kind: Kind | None = None
    pictures: list[bytes] = []
    pages: int = 0
    refused: Cause | None = None


async def examine(content: bytes, *, patience: float = PATIENCE) -> tuple[Kind, Made]:
    """
    Return what *content* is and the pictures made from it; raise FileRefused.

    A child that takes too long, too much or falls over has met a file that nobody should open.
    """
    async with _turn():
        made = await _ask(content, patience)
    if made.kind is None:
        raise FileRefused(made.refused or Cause.BROKEN)
    return made.kind, made


async def _ask(content: bytes, patience: float) -> Made:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-B", "-m", CHILD,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        # Nothing of the server's environment, where passwords may stand.
        env={"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"},
    )  # fmt: skip
    try:
        answer, _ = await asyncio.wait_for(child.communicate(content), patience)
        return msgspec.msgpack.decode(answer, type=Made)
    except (TimeoutError, msgspec.DecodeError):
        return Made(refused=Cause.BROKEN)
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


class _Line:
    """Who waits for a child in one loop."""

    def __init__(self) -> None:
        self.slots = asyncio.Semaphore(AT_ONCE)
        self.length = 0


_LINES: WeakKeyDictionary[asyncio.AbstractEventLoop, _Line] = WeakKeyDictionary()


@asynccontextmanager
async def _turn() -> AsyncIterator[None]:
    """Wait for one's turn; raise FileRefused when too many wait already."""
    line = _LINES.setdefault(asyncio.get_running_loop(), _Line())
    if line.length >= AT_ONCE + IN_LINE:
        raise FileRefused(Cause.BUSY)
    line.length += 1
    try:
        async with line.slots:
            yield
    finally:
        line.length -= 1

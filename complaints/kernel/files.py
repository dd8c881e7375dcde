"""Files people sent, kept in the data folder: sealed, whole or not at all, each in a folder named by its key."""

import asyncio
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from uuid import UUID

from complaints.kernel.sealing import open_with, seal_with
from complaints.kernel.work import Boundary
from standards.errors import NotFound
from standards.language import say

ORIGINAL = "original"
UNFINISHED = ".new"


class NotKept(NotFound):
    """Nothing of this name is kept, or not any more."""

    code = "file-not-kept"

    def __init__(self) -> None:
        super().__init__(say("There is nothing here, or it is not yours to see."))


class Files:
    """
    The parts of each file, by its key: the pictures made from it, by number, and the original where it is kept.

    The key is a row's, never a name somebody chose. What is read was sealed for this place: a part moved to another
    file, or changed, does not open.
    """

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._key = key

    async def keep(self, key: UUID, parts: Mapping[str, bytes]) -> None:
        """Keep all *parts* of a file, or none; once this returns they survive a crash of the machine."""
        await asyncio.to_thread(self._keep, key, parts)

    async def read(self, key: UUID, part: str) -> bytes:
        """Return one part of a file; raise NotKept."""
        try:
            sealed = await asyncio.to_thread((self._place(key) / part).read_bytes)
        except OSError:
            raise NotKept from None
        return open_with(self._key, sealed, _bound(key, part))

    async def drop(self, key: UUID, part: str | None = None) -> None:
        """Remove one part of a file, or the whole of it; what is gone already is no fault."""
        await asyncio.to_thread(self._drop, key, part)

    def every(self) -> Iterator[UUID]:
        """Return the key of every file of which anything is kept, finished or not."""
        for folder in sorted(self._folder.glob("??/*")):
            yield UUID(folder.name.removesuffix(UNFINISHED))

    def _place(self, key: UUID) -> Path:
        # Keys are ordered by time: their last signs spread them over the folders.
        return self._folder / key.hex[-2:] / key.hex

    def _keep(self, key: UUID, parts: Mapping[str, bytes]) -> None:
        place = self._place(key)
        fresh = place.with_name(place.name + UNFINISHED)
        fresh.mkdir(parents=True, mode=0o700)
        try:
            for part, content in parts.items():
                _write(fresh / part, seal_with(self._key, content, _bound(key, part)))
            _sync(fresh)
            fresh.rename(place)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
        _sync(place.parent)

    def _drop(self, key: UUID, part: str | None) -> None:
        place = self._place(key)
        if part is None:
            shutil.rmtree(place, ignore_errors=True)
            shutil.rmtree(place.with_name(place.name + UNFINISHED), ignore_errors=True)
        else:
            (place / part).unlink(missing_ok=True)


def files_of(boundary: Boundary) -> Files:
    """Return where the files of this installation are kept."""
    return Files(boundary.data / "files", boundary.keys.derive("files"))


def _bound(key: UUID, part: str) -> bytes:
    return b"files:" + key.bytes + part.encode()


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Make the names in a folder as lasting as the files."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""Asking a virus scanner about a file: clamd's INSTREAM, over TCP or a local socket."""

import asyncio
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from standards.errors import CaseworkError, Fault, Invalid

CHUNK = 65_536
PATIENCE = 120
"""Seconds a scan may take."""

LONGEST_ANSWER = 4_096
_FOUND = re.compile(r"stream: (?P<name>.+) FOUND")


class ScannerAway(CaseworkError):
    """The scanner did not answer, or could not say; the file waits."""

    code = "scanner-away"


@dataclass(frozen=True, slots=True)
class Scanner:
    """Where a clamd listens: `path` of a local socket, or `host` and `port`."""

    path: str = ""
    host: str = ""
    port: int = 0

    async def find(self, content: bytes) -> str | None:
        """Return the name of the virus in *content*, None when it is clean; raise ScannerAway."""
        answer = await self._say(b"zINSTREAM\0", content)
        if answer == "stream: OK":
            return None
        if found := _FOUND.fullmatch(answer):
            return found["name"]
        raise ScannerAway(f"The scanner could not say: {answer[:100]!r}")

    async def answers(self) -> bool:
        """Say whether a scanner is there."""
        try:
            return await self._say(b"zPING\0") == "PONG"
        except ScannerAway:
            return False

    async def _say(self, command: bytes, content: bytes | None = None) -> str:
        try:
            return await asyncio.wait_for(self._talk(command, content), PATIENCE)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            raise ScannerAway(f"The scanner does not answer: {type(error).__name__}") from error

    async def _talk(self, command: bytes, content: bytes | None) -> str:
        opening = (
            asyncio.open_unix_connection(self.path) if self.path else asyncio.open_connection(self.host, self.port)
        )
        reader, writer = await opening
        try:
            writer.write(command)
            if content is not None:
                for at in range(0, len(content), CHUNK):
                    part = content[at : at + CHUNK]
                    writer.write(len(part).to_bytes(4, "big") + part)
                    await writer.drain()
                writer.write(bytes(4))
            await writer.drain()
            answer = await reader.read(LONGEST_ANSWER)
        finally:
            writer.close()
        return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def scanner_at(address: str) -> Scanner | None:
    """Return the scanner at `tcp://host:port` or `unix:/path`, None for no address; raise Invalid for another."""
    if not address:
        return None
    url = urlsplit(address)
    if url.scheme == "unix" and url.path:
        return Scanner(path=url.path)
    try:
        if url.scheme == "tcp" and url.hostname and url.port:
            return Scanner(host=url.hostname, port=url.port)
    except ValueError:
        """A port that is no number is refused like the rest."""
    fault = Fault("scanner", "Write tcp://127.0.0.1:3310 or unix:/run/clamav/clamd.ctl.")
    raise Invalid("The address of the scanner cannot be read.", faults=[fault])

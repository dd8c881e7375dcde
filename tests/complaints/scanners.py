"""A virus scanner for tests that speaks as clamd does, and knows one virus."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from complaints.kernel.scanner import Scanner
from tests.complaints.papers import EICAR


@dataclass
class Clamd:
    """What was said to it, and where it listens; `answer` is what it says instead of what it found."""

    scanner: Scanner = field(default_factory=Scanner)
    seen: list[bytes] = field(default_factory=list)
    answer: bytes = b""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one command."""
        command = await reader.readuntil(b"\0")
        if command == b"zPING\0":
            writer.write(b"PONG\0")
        elif command == b"zINSTREAM\0":
            content = b""
            while length := int.from_bytes(await reader.readexactly(4), "big"):
                content += await reader.readexactly(length)
            self.seen.append(content)
            found = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
            writer.write(self.answer or found)
        await writer.drain()
        writer.close()


@asynccontextmanager
async def a_scanner() -> AsyncIterator[Clamd]:
    """Return a scanner that listens on this machine."""
    clamd = Clamd()
    server = await asyncio.start_server(clamd.serve, "127.0.0.1", 0)
    clamd.scanner = Scanner(host="127.0.0.1", port=server.sockets[0].getsockname()[1])
    async with server:
        yield clamd

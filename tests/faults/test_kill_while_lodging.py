"""After `kill -9` at any moment of lodging every reference that was shown exists; a repeat makes no second case."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import select

from complaints.actions.adopt import adopt
from complaints.app.boundary import open_application
from complaints.app.settings import Settings
from complaints.domain.access import SYSTEM
from complaints.tables import CaseRow, StageRow
from standards.packs import read_pack

SENDERS = 6
KILLED_AFTER = (0.15, 0.4, 0.9)
"""Seconds of lodging before each kill."""


@asynccontextmanager
async def a_server(url: str, folder: Path) -> AsyncIterator[tuple[Process, str]]:
    """Run the real server in a process of its own, in its own group."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {"REDRESS_DATA": str(folder), "REDRESS_DATABASE_URL": url, "REDRESS_PORT": str(port)}
    with (folder / "server.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "complaints", "serve",
            env=os.environ | settings, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        await _answers(process, address)
        yield process, address
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def _answers(process: Process, address: str) -> None:
    async with httpx2.AsyncClient() as client, asyncio.timeout(60):
        while process.returncode is None:
            try:
                await client.get(f"{address}/health")
            except httpx2.TransportError:
                await asyncio.sleep(0.05)
            else:
                return
    pytest.fail("The server did not start.")


async def _lodge_for_ever(client: httpx2.AsyncClient, address: str, sender: int, shown: dict[str, str]) -> None:
    """Lodge one after the other until the server is gone; keep each reference that was shown, by its key."""
    number = len(shown)
    while True:
        key = f"{sender}-{number}-{len(shown)}"
        said = {"kind": "complaint", "narrative": f"Case {key}", "service": "bin_collection"}
        try:
            answer = await client.post(f"{address}/api/v1/cases", json=said, headers={"Idempotency-Key": key})
        except httpx2.TransportError:
            return
        if answer.status_code == httpx2.codes.CREATED:
            shown[key] = answer.json()["reference"]
        number += 1


@pytest.mark.slow
async def test_what_was_shown_exists_after_kill_9(database_url: str, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, database_url=database_url)
    application = open_application(settings)
    async with application.work(SYSTEM) as work:
        await adopt(work, read_pack("calder_bay"))
    await application.close()

    shown: dict[str, str] = {}
    for seconds in KILLED_AFTER:
        async with a_server(database_url, tmp_path) as (process, address), httpx2.AsyncClient(timeout=30) as client:
            sending = [asyncio.create_task(_lodge_for_ever(client, address, each, shown)) for each in range(SENDERS)]
            await asyncio.sleep(seconds)
            os.killpg(process.pid, signal.SIGKILL)
            await asyncio.gather(*sending)
    assert len(shown) > len(KILLED_AFTER)

    async with a_server(database_url, tmp_path) as (_process, address), httpx2.AsyncClient(timeout=30) as client:
        key, reference = next(iter(shown.items()))
        said = {"kind": "complaint", "narrative": f"Case {key}", "service": "bin_collection"}
        again = await client.post(f"{address}/api/v1/cases", json=said, headers={"Idempotency-Key": key})
    assert again.json()["reference"] == reference

    application = open_application(settings)
    async with application.work(SYSTEM, reading=True) as work:
        kept = set(await work.session.scalars(select(CaseRow.reference)))
        whole = set(
            await work.session.scalars(select(CaseRow.reference).join(StageRow, StageRow.case_id == CaseRow.id))
        )
    await application.close()
    assert set(shown.values()) <= kept
    assert whole == kept

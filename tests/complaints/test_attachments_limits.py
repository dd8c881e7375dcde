"""Bodies that are too large: refused before they are read, whatever they say of their length; memory stays free."""

import gc
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from complaints.app.boundary import Application
from complaints.web.uploads import LARGEST_REQUEST
from tests.browse import Browser, a_browser

pytestmark = [
    pytest.mark.on_sqlite,
    # The framework leaves it to the collector to close the temporary file of a body it refused.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
]

CHUNK = bytes(100_000)
HEAD = (
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    b"\xff\xd8\xff"
)


class Body:
    """A body of *size* bytes that comes slowly, piece by piece, and counts how much of it was asked for."""

    def __init__(self, size: int) -> None:
        self._left = size
        self.asked_for = 0

    async def receive(self) -> dict[str, Any]:
        """Return the next piece."""
        piece = HEAD if not self.asked_for else CHUNK[: self._left]
        self._left -= len(piece)
        self.asked_for += len(piece)
        return {"type": "http.request", "body": piece, "more_body": self._left > 0}


async def post(browser: Browser, path: str, body: Body, length: int | None) -> int:
    """Send a body to the server itself, and return the status it answers with."""
    answers: list[int] = []

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            answers.append(message["status"])

    headers = [(b"content-type", b"multipart/form-data; boundary=x"), (b"host", b"testserver")]
    if length is not None:
        headers.append((b"content-length", str(length).encode()))
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "", "headers": headers,
        "client": ("192.0.2.1", 1), "server": ("testserver", 80), "state": {}, "extensions": {},
    }  # fmt: skip
    await browser.client.app(scope, body.receive, send)
    return answers[0]


def open_files() -> int:
    """Count what this process has open, temporary files among it."""
    return len(list(Path("/proc/self/fd").glob("*")))


@pytest.mark.parametrize("path", ["/your-case/add", "/tell/files", "/desk/cases/2345-6789/files"])
async def test_a_body_of_200_mb_is_refused_before_it_is_read(application: Application, path: str) -> None:
    async with a_browser(application) as browser:
        announced, hidden = Body(200_000_000), Body(200_000_000)
        # The reason is said on the page they are led back to.
        assert await post(browser, path, announced, 200_000_000) == 303
        assert await post(browser, path, hidden, None) == 303

    assert announced.asked_for == 0
    assert hidden.asked_for <= LARGEST_REQUEST + len(CHUNK)


async def test_a_large_slow_body_does_not_fill_memory(application: Application) -> None:
    async with a_browser(application) as browser:
        await post(browser, "/your-case/add", Body(20_000_000), None)
        before = open_files()
        tracemalloc.start()
        try:
            await post(browser, "/your-case/add", Body(200_000_000), None)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

    gc.collect()
    assert peak < 5_000_000
    assert open_files() <= before


async def test_every_other_address_takes_far_less(application: Application) -> None:
    async with a_browser(application) as browser:
        body = Body(200_000_000)
        assert await post(browser, "/track", body, None) == 413

    assert body.asked_for < 1_200_000

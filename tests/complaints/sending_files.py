"""Steps several tests of files take: opening a case, sending a file with it, asking for parts of it."""

import re
from typing import Any
from uuid import UUID

from complaints.actions.attach import attach
from complaints.actions.take_file import Sent, take_file
from complaints.app.boundary import Application
from complaints.domain.access import SYSTEM, Actor
from complaints.domain.files import AttachmentView, Upload
from complaints.kernel.files import ORIGINAL, NotKept, files_of
from complaints.reads.attachments import of_case
from tests.browse import Browser, Page
from tests.complaints.papers import picture


async def send_file(
    browser: Browser, path: str, content: bytes, name: str = "street.jpg", declared: str = "image/jpeg", **fields: str
) -> Page:
    """Send the form that goes to *path*, with a file chosen."""
    shown = browser.last.form(path).fields if browser.last else {}
    if "_csrf_token" not in shown:
        shown = {"_csrf_token": await browser._token()} | shown
    sent = await browser.client.post(
        path, data=shown | fields, files={"file": (name, content, declared)}, follow_redirects=False
    )
    return await browser._follow(sent)


async def attached(
    application: Application, actor: Actor, case: UUID, content: bytes | None = None, **given: Any
) -> Upload:
    """Hang a file on a case, without a browser."""
    options = {"keep_original": True, "now": application.clock.now(), "address": "192.0.2.1"}
    name = given.pop("name", "street.jpg")
    taken = await take_file(application, Sent(name, "", content or picture()), **(options | given))
    async with application.work(actor) as work:
        await attach(work, taken, case=case)
    return taken


async def files_in(application: Application, case: UUID) -> list[AttachmentView]:
    """Return the files of a case."""
    async with application.work(SYSTEM, reading=True) as work:
        return await of_case(work.session, case)


async def keeps_original(application: Application, key: UUID) -> bool:
    """Say whether the original of a file is on the disk."""
    try:
        return bool(await files_of(application).read(key, ORIGINAL))
    except NotKept:
        return False


def links_to_files(page: Page, at: str) -> list[str]:
    """Return the addresses of files that a page leads to."""
    return re.findall(rf'href="({at}/[0-9a-f-]{{36}})"', page.source)

"""Files over HTTP: one is read from a form, shown, or given out, and always in a way that runs nothing."""

from typing import Any
from urllib.parse import quote

from litestar import Response
from litestar.datastructures import UploadFile
from litestar.exceptions import HTTPException

from complaints.actions.take_file import Sent, take_file
from complaints.domain.files import (
    LARGEST,
    MAKES,
    MOST_TEXT,
    AttachmentView,
    Cause,
    FileRefused,
    Kind,
    NoSuchFile,
    Upload,
    reason,
)
from complaints.kernel.files import ORIGINAL, Files, files_of
from complaints.kernel.sniff import text_of
from complaints.kernel.work import Boundary
from complaints.web.page import AnyRequest, address, go_on, house

LARGEST_REQUEST = LARGEST + 500_000
"""What a route that takes a file reads before it refuses: one file, and the words beside it."""

FIELD, KEEP = "file", "keep_original"
TOO_LARGE = 413

SEALED_OFF = {
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}


async def upload(request: AnyRequest, boundary: Boundary, *, keep: bool | None = None) -> Upload | None:
    """
    Return the file of a form, looked at and kept, None when none was chosen; raise FileRefused with the reason.

    No work may have been begun before: this takes seconds. *keep* answers instead of the tick whether the original is
    kept.
    """
    form = await request.form()
    chosen = [one for one in form.getall(FIELD, []) if isinstance(one, UploadFile)]
    try:
        if len(chosen) > 1:
            raise FileRefused(Cause.SEVERAL)
        if not chosen:
            return None
        sent = Sent(chosen[0].filename, _declared(chosen[0]), await chosen[0].read(LARGEST + 1))
    finally:
        for one in chosen:
            await one.close()
    keep_original = form.get(KEEP) == "yes" if keep is None else keep
    return await take_file(
        boundary, sent, keep_original=keep_original, now=house(request).clock.now(), address=address(request)
    )


async def needed_upload(request: AnyRequest, boundary: Boundary, *, keep: bool | None = None) -> Upload:
    """Return the file of a form; raise FileRefused when none was chosen, too."""
    found = await upload(request, boundary, keep=keep)
    if found is None:
        raise FileRefused(Cause.MISSING)
    return found


def too_large(back: str) -> dict[int | type[Exception], Any]:
    """Return the handlers of a route that takes files: too large a body leads *back* with a sentence, unread."""

    def lead_back(request: AnyRequest, _error: HTTPException) -> Response[Any]:
        to = back.format(**request.path_params)
        return go_on(request, to, flash=reason(Cause.TOO_LARGE), kind="error")

    return {TOO_LARGE: lead_back}


async def words_of(boundary: Boundary, file: AttachmentView) -> str:
    """Return what a text says, cut where it is very long; nothing for what is no text."""
    if file.kind is not Kind.TXT or not file.is_open:
        return ""
    content = await files_of(boundary).read(file.id, ORIGINAL)
    return (text_of(content) or "")[:MOST_TEXT]


async def given(boundary: Boundary, file: AttachmentView, part: str) -> Response[bytes]:
    """Return a picture of a file ("3.jpg"), or its original as a download; raise NoSuchFile for anything else."""
    if not file.is_open:
        raise NoSuchFile
    files = files_of(boundary)
    if part == ORIGINAL:
        return await _download(files, file)
    number, dot, kind = part.partition(".")
    if not (dot and kind == "jpg" and number.isascii() and number.isdecimal() and 1 <= int(number) <= file.pages):
        raise NoSuchFile
    picture = await files.read(file.id, str(int(number)))
    return Response(picture, media_type="image/jpeg", headers=SEALED_OFF)


async def _download(files: Files, file: AttachmentView) -> Response[bytes]:
    if not file.original:
        raise NoSuchFile
    content = await files.read(file.id, ORIGINAL)
    headers = SEALED_OFF | {"content-disposition": disposition(file.name)}
    return Response(content, media_type=MAKES[file.kind].media_type, headers=headers)


def disposition(name: str) -> str:
    """Return the header that saves a file under *name* (RFC 6266), for old readers in plain letters."""
    plain = "".join(sign if (sign.isascii() and sign.isalnum()) or sign in " .-_()" else "_" for sign in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _declared(file: UploadFile) -> str:
    """Return the type a browser named, nothing when it named none (the framework would say: text)."""
    return next((value for name, value in file.headers.items() if name.lower() == "content-type"), "")

"""One report as files: PDF, page, CSV, workbook and data, all of the same numbers."""

from collections.abc import Collection
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec

from complaints.kernel.pdf import Attached, font_faces, print_pdf
from reports.domain.document import Document
from reports.page import html
from reports.report import Report
from reports.tabular import as_csv, as_xlsx
from standards.errors import Invalid

FORMATS: Final = ("html", "csv", "json", "xlsx", "pdf")


class Produced(msgspec.Struct, frozen=True):
    """What was written, with the hash of each file."""

    files: dict[str, Path]
    sha256: dict[str, str]
    pages: int | None = None
    versions: dict[str, str] = {}


def produce(report: Report, content: Document, out_dir: Path, *, formats: Collection[str] = FORMATS) -> Produced:
    """Write *content* in each of *formats* under *out_dir*; the PDF carries the CSV."""
    if strange := set(formats) - set(FORMATS):
        raise Invalid(f"A report is not written as {', '.join(sorted(strange))}, but as {', '.join(FORMATS)}.")
    out_dir.mkdir(parents=True, exist_ok=True)
    numbers = as_csv(content)
    made = {
        "html": lambda: html(content, template=report.template).encode(),
        "csv": lambda: numbers,
        "json": lambda: msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n",
        "xlsx": lambda: as_xlsx(content),
    }
    files = {name: out_dir / f"{content.slug}.{name}" for name in FORMATS if name in formats}
    for name in files.keys() & made.keys():
        files[name].write_bytes(made[name]())
    pages, versions = None, {}
    if "pdf" in files:
        faces = font_faces(msgspec.json.encode(content).decode())
        printed = print_pdf(
            html(content, template=report.template, medium="print", faces=faces),
            files["pdf"],
            made_at=datetime.fromisoformat(content.made_at),
            attached=[Attached(f"{content.slug}.csv", "Every number of this report", numbers)],
        )
        pages, versions = printed.pages, printed.versions
    hashes = {name: sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
    return Produced(files, hashes, pages, versions)

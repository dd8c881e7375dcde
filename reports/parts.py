"""The facts on disk: Parquet parts by month of receipt, and the manifest that says exactly which ones count."""

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import msgspec

from reports.domain.facts import COLUMNS, Fact
from standards.errors import Conflict, NotFound

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MANIFEST: Final = "manifest.json"
ORDER: Final = "received_at, case_id, stage_no"


class Part(msgspec.Struct, frozen=True):
    """One month of facts: a file named after its own content, so that a part once counted is never overwritten."""

    month: str
    file: str
    sha256: str
    rows: int
    size: int
    last_received_at: datetime


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """
    The list of parts that a figure was counted from.

    Whoever keeps this list, and the parts it names, can count again.
    """

    format: int = 1
    as_of: datetime
    columns: dict[str, str] = msgspec.field(default_factory=lambda: dict(COLUMNS))
    parts: tuple[Part, ...] = ()
    journal: int | None = None
    checkpoint: str | None = None

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.parts)

    @property
    def last_received_at(self) -> datetime | None:
        return max((part.last_received_at for part in self.parts), default=None)

    @property
    def digest(self) -> str:
        """One hash over all parts, to print on a report."""
        listing = "".join(f"{part.sha256}  {part.month}\n" for part in self.parts)
        return sha256(listing.encode()).hexdigest()


class PartsBroken(Conflict):
    """A part is missing, or is not the one the manifest names."""

    code = "facts-broken"


class Parts:
    """Exactly the parts of one manifest, ready to be counted."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest

    def paths(self, *, first: str = "", last: str = "") -> list[str]:
        """Return the files of the months from *first* to *last*, both included; all of them without either."""
        wanted = [
            self.folder / part.file
            for part in self.manifest.parts
            if part.month >= first and (not last or part.month <= last)
        ]
        if missing := [path.name for path in wanted if not path.is_file()]:
            raise PartsBroken(f"Parts of the facts are missing: {', '.join(missing)}.")
        return [str(path) for path in wanted]

    def verify(self) -> None:
        """Hash every part again and refuse any that is not the one the manifest names."""
        self.paths()
        for part in self.manifest.parts:
            if _hash(self.folder / part.file) != part.sha256:
                raise PartsBroken(f"The part {part.file} has changed since it was counted.")


def connect() -> "DuckDBPyConnection":
    """Return an engine of its own that keeps nothing and fetches nothing."""
    import duckdb  # lazy: heavy

    return duckdb.connect(
        ":memory:", config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    )


def write_parts(
    facts: Iterable[Fact],
    folder: Path,
    *,
    as_of: datetime,
    journal: int | None = None,
    checkpoint: str | None = None,
) -> Manifest:
    """Write all *facts* as parts by month of receipt and make them the ones that count."""
    return replace_months(
        facts, folder, as_of=as_of, months=None, manifest=Manifest(as_of=as_of, journal=journal, checkpoint=checkpoint)
    )


def replace_months(
    facts: Iterable[Fact],
    folder: Path,
    *,
    as_of: datetime,
    months: frozenset[str] | None,
    manifest: Manifest,
) -> Manifest:
    """
    Write the parts of *months* anew from *facts*, keep the other parts of *manifest*, and make the result count.

    A month of *months* without a fact disappears. Without *months* every
    part is written anew.
    """
    folder.mkdir(parents=True, exist_ok=True)
    kept = {part.month: part for part in manifest.parts if months is not None and part.month not in months}
    written = _write_months(facts, folder)
    if strange := sorted(month for month in written if month in kept):
        raise Conflict(f"Facts of {', '.join(strange)} came along, but only {sorted(months or ())} were to be written.")
    parts = tuple(part for _, part in sorted({**kept, **written}.items()))
    renewed = msgspec.structs.replace(manifest, as_of=as_of, parts=parts, columns=dict(COLUMNS))
    write_manifest(renewed, folder)
    return renewed


def write_manifest(manifest: Manifest, folder: Path) -> None:
    """Put *manifest* in place of the last one, at once or not at all."""
    text = msgspec.json.format(msgspec.json.encode(manifest, order="deterministic"), indent=2)
    fresh = folder / f".{MANIFEST}.{os.getpid()}"
    with fresh.open("wb") as file:
        file.write(text + b"\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / MANIFEST)


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest that counts now."""
    path = folder / MANIFEST
    if not path.is_file():
        raise NotFound("There are no facts yet.")
    return msgspec.json.decode(path.read_bytes(), type=Manifest)


def open_parts(folder: Path, manifest: Manifest | None = None) -> Parts:
    """Return the parts of *manifest*, or of the one that counts now."""
    return Parts(folder, manifest or read_manifest(folder))


def _write_months(facts: Iterable[Fact], folder: Path) -> dict[str, Part]:
    with TemporaryDirectory(dir=folder, prefix=".writing-") as scratch:
        lines = _spread(facts, Path(scratch))
        with connect() as engine:
            # One thread and one order: equal facts give equal bytes.
            engine.execute("SET threads = 1; SET preserve_insertion_order = true")
            return {month: _write_part(engine, month, path, folder) for month, path in sorted(lines.items())}


def _spread(facts: Iterable[Fact], scratch: Path) -> Mapping[str, Path]:
    """Write the facts as lines of JSON, one file a month."""
    encoder = msgspec.json.Encoder()
    waiting: defaultdict[str, list[bytes]] = defaultdict(list)
    paths: dict[str, Path] = {}
    with ExitStack() as stack:
        files = {}
        for fact in facts:
            waiting[fact.month].append(encoder.encode(fact))
            if fact.month not in files:
                paths[fact.month] = scratch / f"{fact.month}.ndjson"
                files[fact.month] = stack.enter_context(paths[fact.month].open("wb"))
            if len(waiting[fact.month]) >= 1000:  # noqa: PLR2004 - any number that saves writes
                files[fact.month].write(b"\n".join(waiting.pop(fact.month)) + b"\n")
        for month, rows in waiting.items():
            files[month].write(b"\n".join(rows) + b"\n")
    return paths


def _write_part(engine: "DuckDBPyConnection", month: str, lines: Path, folder: Path) -> Part:
    columns = ", ".join(f"{name}: '{kind}'" for name, kind in COLUMNS.items())
    fresh = lines.with_suffix(".parquet")
    engine.execute(
        f"COPY (SELECT * FROM read_json($lines, format = 'newline_delimited', columns = {{{columns}}}) "  # noqa: S608
        f"ORDER BY {ORDER}) TO '{_quoted(fresh)}' (FORMAT parquet, COMPRESSION zstd)",
        {"lines": str(lines)},
    )
    found = engine.execute(
        "SELECT count(*), max(received_at) FROM read_parquet($part)", {"part": str(fresh)}
    ).fetchone()
    rows, last = found or (0, None)
    digest = _hash(fresh)
    name = f"{month}-{digest[:16]}.parquet"
    size = fresh.stat().st_size
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
    fresh.replace(folder / name)
    return Part(month=month, file=name, sha256=digest, rows=rows, size=size, last_received_at=last)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        digest = sha256()
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
